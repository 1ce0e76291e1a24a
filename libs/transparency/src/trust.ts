import { parseCheckpoint, verifyNote, type Checkpoint } from './checkpoint.js';
import { sameBytes } from './bytes.js';
import type { Hash } from './hash.js';
import type { ReadEvent } from './logged-event.js';
import { Malformed } from './malformed.js';
import { parseNote } from './note.js';
import type { VerifierKey } from './suite.js';

/** Whom a verifier believes what: who may sign for this log, who witnesses that it only grows, who recomputed its index. */
export type Trust = Readonly<{ origin: string; log: readonly VerifierKey[]; witnesses?: readonly VerifierKey[]; auditors?: readonly VerifierKey[] }>;
/** What verifiers are given: the hash of the tree, and the strict reader of events. */
export type Reading = Readonly<{ hash: Hash; read: ReadEvent }>;
/** A checkpoint that the log signed, and the names of the trusted others who signed it too. */
export type TrustedCheckpoint = Checkpoint & Readonly<{ witnesses: readonly string[]; auditors: readonly string[] }>;

/** Why something proves nothing. */
export class Refuted extends Error {
  constructor(
    readonly code: string,
    readonly position?: number,
  ) {
    super(`refuted: ${code}`);
    this.name = 'Refuted';
  }
}

/** @throws Refuted unless the condition holds */
export function proven(condition: unknown, code: string, position?: number): asserts condition {
  if (!condition) throw new Refuted(code, position);
}

/** Lets a parser's refusal count as a refutation, under the code given. */
export function parsed<T>(parse: () => T, code: string, position?: number): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Malformed) throw new Refuted(code, position);
    throw error;
  }
}

/** Step 1 of a verifier: the log's signature, and every signature of a trusted other. @throws Refuted */
export function trustedCheckpoint(whole: string, trust: Trust): TrustedCheckpoint {
  const note = parsed(() => parseNote(whole), 'checkpoint-format');
  const checkpoint = parsed(() => parseCheckpoint(note.text), 'checkpoint-format');
  proven(checkpoint.origin === trust.origin, 'checkpoint-origin');
  const { log, witnesses = [], auditors = [] } = trust;
  const signed = parsed(() => verifyNote(note, [...log, ...witnesses, ...auditors]), 'checkpoint-signature');
  const among = (keys: readonly VerifierKey[]): readonly string[] => [
    ...new Set(signed.filter(({ key }) => keys.some((one) => isSameKey(one, key))).map(({ key }) => key.name)),
  ];
  proven(among(log).length > 0, 'log-signature');
  return { ...checkpoint, witnesses: among(witnesses), auditors: among(auditors) };
}

const isSameKey = (a: VerifierKey, b: VerifierKey): boolean => a.name === b.name && a.id === b.id && sameBytes(a.publicKey, b.publicKey);
