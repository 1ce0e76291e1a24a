import { must, Rejection } from '#kernel';
import { addSignatures, formatNote, Malformed, parseCheckpoint, parseNote, verifyNote, type Note, type VerifierKey } from '#transparency';
import type { CheckpointStore } from '../checkpoint-store.js';

export type CosignaturesAdded = Readonly<{ size: number; cosigners: readonly string[] }>;

/**
 * Takes cosignatures of a published checkpoint in: only lines of the keys given, each verified, beside those that are there.
 * @throws Rejection `checkpoint.malformed`, `audit.no-such-checkpoint`, `audit.another-checkpoint`, `audit.not-cosigned`
 */
export async function acceptCosignatures(
  store: Pick<CheckpointStore, 'at' | 'replace' | 'addCosigner'>,
  text: string,
  keys: readonly VerifierKey[],
): Promise<CosignaturesAdded> {
  const brought = parsed(text);
  const { size } = parseCheckpoint(brought.text);
  const stored = await store.at(size);
  must(stored !== undefined, 'audit.no-such-checkpoint', {
    zh: `本账本没有${size}个事件的检查点`,
    en: `this ledger published no checkpoint of ${size} events`,
  });
  const own = parseNote(stored);
  must(own.text === brought.text, 'audit.another-checkpoint', {
    zh: '带来的检查点与本账本同一位置的检查点不同',
    en: 'the checkpoint brought is another than the one published at that size',
  });
  const lines = brought.signatures.filter((line) => keys.some(({ name, id }) => name === line.name && id === line.id));
  must(lines.length > 0 && holds({ text: brought.text, signatures: lines }, keys), 'audit.not-cosigned', {
    zh: '没有所给公钥的有效签名',
    en: 'no valid cosignature by the keys given',
  });
  await store.replace(size, formatNote(addSignatures(own, lines)));
  for (const key of keys.filter(({ name, id }) => lines.some((line) => line.name === name && line.id === id)))
    await store.addCosigner({ role: 'auditor', key });
  return { size, cosigners: lines.map(({ name }) => name) };
}

function parsed(text: string): Note {
  try {
    const note = parseNote(text);
    parseCheckpoint(note.text);
    return note;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Rejection('checkpoint.malformed', { zh: '不是检查点', en: `not a checkpoint note: ${error.code}` });
  }
}

function holds(note: Note, keys: readonly VerifierKey[]): boolean {
  try {
    return verifyNote(note, keys).length > 0;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}
