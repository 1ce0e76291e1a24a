import { parseStrictJson, Rejection } from '#kernel';
import { base64, fromBase64, Malformed, verifyForkProof, type ForkProof, type ForkVerdict, type VerifierKey } from '#transparency';
import { sha256 } from '../suites/index.js';
import { trustIn } from './trust-in.js';

/** A fork proof as a file: JSON, hashes in base64. */
type ForkFile = Readonly<{ format: 'zelian-fork-proof/1'; earlier: string; later: string; rootAtEarlier: string; path: readonly string[] }>;
const FORMAT = 'zelian-fork-proof/1';
const PATH_MAX = 256;

export function formatFork({ earlier, later, rootAtEarlier, path }: ForkProof): string {
  const file: ForkFile = { format: FORMAT, earlier, later, rootAtEarlier: base64(rootAtEarlier), path: path.map(base64) };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Whether a text says that it is one, and not a proof of another kind. */
export const isForkFile = (whole: string): boolean => /"format"\s*:\s*"zelian-fork-proof\/1"/.test(whole);

/** @throws Rejection `fraud.malformed` */
export function parseFork(whole: string): ForkProof {
  try {
    const { format, earlier, later, rootAtEarlier, path } = parseStrictJson(whole) as ForkFile;
    const isWhole = format === FORMAT && [earlier, later, rootAtEarlier].every((one) => typeof one === 'string') && Array.isArray(path);
    if (!isWhole || path.length > PATH_MAX || !path.every((one) => typeof one === 'string')) throw new Malformed('fork-file');
    return { earlier, later, rootAtEarlier: fromBase64(rootAtEarlier), path: path.map(fromBase64) };
  } catch (error) {
    if (!(error instanceof Malformed || error instanceof Rejection || error instanceof TypeError)) throw error;
    throw new Rejection('fraud.malformed', { zh: '不是分叉证明文件', en: `not a fork proof: ${error.message}` });
  }
}

/** What any third party does who trusts the log's keys and nobody else. @throws Rejection `fraud.malformed`, `audit.key-needed` */
export function checkFork(whole: string, keys: readonly VerifierKey[]): ForkVerdict {
  return verifyForkProof(sha256, parseFork(whole), trustIn(keys));
}
