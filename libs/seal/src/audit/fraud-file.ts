import { parseStrictJson, Rejection } from '#kernel';
import { decodeSubjectProof, encodeSubjectProof, Malformed, verifyFraudProof, type FraudProof, type FraudVerdict, type VerifierKey } from '#transparency';
import { readStoredEvent } from '../stored-event.js';
import { sha256 } from '../suites/index.js';
import { trustIn } from './trust-in.js';

type Entry = Readonly<{ position: number; bytes: string }>;
/** A fraud proof as a file: JSON, bytes in base64. */
export type FraudFile = Readonly<{
  format: 'zelian-fraud-proof/1';
  subject: string;
  checkpoint: string;
  index: Entry;
  hidden: Entry;
  entries: readonly Readonly<{ position: number; leaf: string }>[];
  subjectProof: string;
  multiproof: readonly string[];
}>;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (encoded: unknown): Uint8Array => {
  if (typeof encoded !== 'string') throw new Malformed('fraud-file');
  const bytes = Uint8Array.from(Buffer.from(encoded, 'base64'));
  if (text(bytes) !== encoded) throw new Malformed('fraud-file');
  return bytes;
};

export function formatFraud(proof: FraudProof): string {
  const { subject, checkpoint, index, hidden, entries } = proof;
  const file: FraudFile = {
    ...{ format: 'zelian-fraud-proof/1', subject, checkpoint },
    index: { position: index.position, bytes: text(index.bytes) },
    hidden: { position: hidden.position, bytes: text(hidden.bytes) },
    entries: entries.map(({ position, leaf }) => ({ position, leaf: text(leaf) })),
    subjectProof: text(encodeSubjectProof(proof.subjectProof)),
    multiproof: proof.multiproof.map(text),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** @throws Rejection `fraud.malformed` */
export function parseFraud(whole: string): FraudProof {
  try {
    const file = parseStrictJson(whole) as FraudFile;
    if (file?.format !== 'zelian-fraud-proof/1' || ![file.subject, file.checkpoint].every((one) => typeof one === 'string')) throw new Malformed('fraud-file');
    return {
      ...{ subject: file.subject, checkpoint: file.checkpoint },
      index: { position: placeOf(file.index), bytes: bytesOf(file.index.bytes) },
      hidden: { position: placeOf(file.hidden), bytes: bytesOf(file.hidden.bytes) },
      entries: file.entries.map((entry) => ({ position: placeOf(entry), leaf: bytesOf(entry.leaf) })),
      subjectProof: decodeSubjectProof(bytesOf(file.subjectProof)),
      multiproof: file.multiproof.map(bytesOf),
    };
  } catch (error) {
    if (!(error instanceof Malformed || error instanceof Rejection || error instanceof TypeError)) throw error;
    throw new Rejection('fraud.malformed', { zh: '不是欺诈证明文件', en: `not a fraud proof: ${error.message}` });
  }
}

function placeOf({ position }: Readonly<{ position: number }>): number {
  if (!Number.isSafeInteger(position) || position < 0) throw new Malformed('fraud-file');
  return position;
}

/** What any third party does who trusts the log's keys and nobody else. @throws Rejection `fraud.malformed`, `audit.key-needed` */
export function checkFraud(whole: string, keys: readonly VerifierKey[]): FraudVerdict & Readonly<{ subject: string; hidden: number; index: number }> {
  const proof = parseFraud(whole);
  const verdict = verifyFraudProof({ hash: sha256, read: readStoredEvent }, proof, trustIn(keys));
  return { ...verdict, subject: proof.subject, hidden: proof.hidden.position, index: proof.index.position };
}
