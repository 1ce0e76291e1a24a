import {
  fromBase64,
  fromDecimal,
  Malformed,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  sameBytes,
  verifyConsistency,
  type Checkpoint,
  type Trust,
  type VerifierKey,
} from '#transparency';
import { ED25519, ED25519_COSIGNATURE, sha256, SM2_SM3, SM2_SM3_COSIGNATURE } from '../suites/index.js';
import type { ClaimedKeys, Dossier } from './format.js';

const SUITES = [ED25519, ED25519_COSIGNATURE, SM2_SM3, SM2_SM3_COSIGNATURE];

/** What the reader brings: from a website, a printed key, a receipt. All empty: the file's own keys are all there is. */
export type ReaderTrust = Readonly<{
  log?: readonly string[];
  witnesses?: readonly string[];
  auditors?: readonly string[];
  /** A checkpoint that the reader holds: the whole note, or its three lines as a QR code has them. */
  checkpoint?: string;
}>;
export type Anchor = 'key' | 'checkpoint' | 'none';

/** A verifier key as text, of one of the suites of this product. @throws Malformed */
export const readVerifierKey = (text: string): VerifierKey => parseVerifierKey(sha256, SUITES, text);

/** Who is believed. With a key of the reader's own, the file's witnesses and auditors count for nothing. @throws Malformed for a key that is none */
export function trustFor(claimed: ClaimedKeys, brought: ReaderTrust, origin: string): Trust {
  const { log = [], witnesses = [], auditors = [] } = brought;
  const isBrought = log.length + witnesses.length + auditors.length > 0;
  const keys = (own: readonly string[], theirs: readonly string[]): readonly VerifierKey[] => (isBrought ? own : theirs).map(readVerifierKey);
  // A log signs under its origin's name: nobody else's key may speak for it.
  const logs = (log.length > 0 ? log : claimed.log).map(readVerifierKey).filter(({ name, suite }) => name === origin && suite.statement === 'note');
  const others = { witnesses: cosigning(keys(witnesses, claimed.witnesses)), auditors: cosigning(keys(auditors, claimed.auditors)) };
  return { origin, log: logs, ...others };
}

const cosigning = (keys: readonly VerifierKey[]): readonly VerifierKey[] => keys.filter(({ suite }) => suite.statement !== 'note');

export function anchorOf({ log = [], checkpoint }: ReaderTrust): Anchor {
  if (log.length > 0) return 'key';
  return checkpoint === undefined ? 'none' : 'checkpoint';
}

/** The checkpoint that a reader holds, from a note or from its bare lines. @throws Malformed */
export function readHeldCheckpoint(text: string): Checkpoint {
  const plain = text.replaceAll('\r\n', '\n').trim();
  if (plain.includes('\n\n')) return parseCheckpoint(parseNote(`${plain}\n`).text);
  const [origin, size, root, ...rest] = plain.split('\n');
  if (!origin || size === undefined || root === undefined || rest.length > 0) throw new Malformed('checkpoint');
  return { origin, size: fromDecimal(size), root: fromBase64(root), extensions: [] };
}

export type HeldProblem = 'held-origin' | 'held-conflict' | 'held-not-comparable';

/** Whether the dossier's checkpoint continues the one held. @returns what is wrong, or undefined */
export function heldProblem(held: Checkpoint, current: Checkpoint, { earlier }: Pick<Dossier, 'earlier'>): HeldProblem | undefined {
  if (held.origin !== current.origin) return 'held-origin';
  if (held.size === current.size) return sameBytes(held.root, current.root) ? undefined : 'held-conflict';
  const proof = earlier.find(({ size }) => size === held.size);
  if (!proof) return 'held-not-comparable';
  if (!sameBytes(fromBase64(proof.root), held.root)) return 'held-conflict';
  const claim = { from: held.size, to: current.size, fromRoot: held.root, toRoot: current.root, path: proof.path.map(fromBase64) };
  return verifyConsistency(sha256, claim) ? undefined : 'held-conflict';
}

/** Every earlier checkpoint in the file must be a beginning of this log, whoever holds it. */
export const earlierHold = (current: Checkpoint, { earlier }: Pick<Dossier, 'earlier'>): boolean =>
  earlier.every(
    ({ size, root, path }, i) =>
      size < current.size &&
      (i === 0 || size > earlier[i - 1]!.size) &&
      verifyConsistency(sha256, { from: size, to: current.size, fromRoot: fromBase64(root), toRoot: current.root, path: path.map(fromBase64) }),
  );
