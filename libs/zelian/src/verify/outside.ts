import { readFileSync } from 'node:fs';
import { must, Rejection } from '#kernel';
import { acceptCosignatures, cosignerKey, logKeyFrom, type CosignaturesAdded } from '#seal';
import { CheckpointFiles } from '#seal/files';
import { Malformed, parseCheckpoint, parseNote, type VerifierKey } from '#transparency';
import { holdsLedger } from '../engines.js';
import type { OutsideNote } from './signed-heads.js';

const NOTE_BYTES_MAX = 1_000_000;

/** A checkpoint note from a file. @throws Rejection `usage.file`, `checkpoint.malformed` */
export function outsideNote(path: string): OutsideNote {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Rejection('usage.file', { zh: `无法读取文件：${path}`, en: `cannot read ${path}: ${(error as Error).message}` });
  }
  must(text.length <= NOTE_BYTES_MAX && isCheckpoint(text), 'checkpoint.malformed', { zh: `不是检查点：${path}`, en: `not a checkpoint note: ${path}` });
  return { name: path, text };
}

function isCheckpoint(text: string): boolean {
  try {
    parseCheckpoint(parseNote(text).text);
    return true;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

/** The verifier key of a log. @throws Rejection `key.malformed` */
export const trustedLogKey = (text: string): VerifierKey => orRefused(text, () => logKeyFrom(text));
/** The verifier key of a witness or an auditor. @throws Rejection `key.malformed` */
export const cosignerKeyFrom = (text: string): VerifierKey => orRefused(text, () => cosignerKey(text));

function orRefused(text: string, parse: () => VerifierKey): VerifierKey {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Rejection('key.malformed', { zh: `不是公钥：${text}`, en: `not a verifier key (${error.code}): ${text}` });
  }
}

/** Adds cosignatures to the checkpoint that a directory publishes. @throws Rejection `ledger.absent`, and what `acceptCosignatures` refuses */
export function acceptedInto(directory: string, note: string, keys: readonly VerifierKey[]): Promise<CosignaturesAdded> {
  must(holdsLedger(directory), 'ledger.absent', { zh: `此处没有账本：${directory}`, en: `there is no ledger here: ${directory}` });
  return acceptCosignatures(new CheckpointFiles(directory), note, keys);
}
