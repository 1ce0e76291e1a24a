import {
  fromBase64,
  formatVerifierKey,
  Malformed,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  sameBytes,
  verifyConsistency,
  verifyNote,
  type Checkpoint,
  type Note,
  type Trust,
  type VerifierKey,
} from '#transparency';
import type { AuditedLog } from '../audit/audited.js';
import { ED25519, ED25519_COSIGNATURE, sha256, SM2_SM3, SM2_SM3_COSIGNATURE } from '../suites/index.js';
import { backing, type Policy } from '../witness/policy.js';
import type { ClaimedKeys, Dossier } from './format.js';

const SUITES = [ED25519, ED25519_COSIGNATURE, SM2_SM3, SM2_SM3_COSIGNATURE];

/** What the reader brings: from a website, a printed key, a receipt. All empty: the file's own keys are all there is. */
export type ReaderTrust = Readonly<{
  log?: readonly string[];
  /** Each of them has to have cosigned. */
  witnesses?: readonly string[];
  auditors?: readonly string[];
  /** Its log lines are keys of the log, its witnesses are believed, and its quorum has to stand behind the checkpoint. */
  policy?: Policy;
  /** A checkpoint that the reader holds: the whole note, or its three lines as a QR code has them. */
  checkpoint?: string;
  /** What the reader's own audit remembers of a log. */
  audited?: (origin: string) => AuditedLog | undefined;
}>;
export type Anchor = 'key' | 'checkpoint' | 'cosigner' | 'none';

/** A verifier key as text, of one of the suites of this product. @throws Malformed */
export const readVerifierKey = (text: string): VerifierKey => parseVerifierKey(sha256, SUITES, text);

/** Every key that the reader brings, by himself or in a policy. */
function broughtKeys({ log = [], witnesses = [], auditors = [], policy }: ReaderTrust): ClaimedKeys {
  const texts = (named: readonly Readonly<{ key: VerifierKey }>[] = []): readonly string[] => named.map(({ key }) => formatVerifierKey(key));
  return { log: [...log, ...texts(policy?.logs)], witnesses: [...witnesses, ...texts(policy?.witnesses)], auditors };
}

/** Who is believed: witnesses and auditors only by keys of the reader's; the log by the file's own where he brings none. @throws Malformed for a key that is none */
export function trustFor(claimed: ClaimedKeys, brought: ReaderTrust, origin: string): Trust {
  const { log, witnesses, auditors } = broughtKeys(brought);
  const keys = (texts: readonly string[], role: KeyRole): readonly VerifierKey[] => texts.map(readVerifierKey).filter((key) => mayBe(role, key, origin));
  return {
    origin,
    log: keys(log.length > 0 ? log : claimed.log, 'log'),
    witnesses: keys(witnesses, 'witness'),
    auditors: keys(auditors, 'auditor'),
  };
}

export type KeyRole = 'log' | 'witness' | 'auditor';
/** A log signs notes, under its origin's name: nobody else's key may speak for it. The others cosign. */
const mayBe = (role: KeyRole, { name, suite }: VerifierKey, origin: string): boolean =>
  role === 'log' ? name === origin && suite.statement === 'note' : suite.statement !== 'note';

/** A key that took part: from where it came, and whether its signature stands on the checkpoint. `file`: the file says whose it is, and nobody else does. */
export type KeyFound = Readonly<{ role: KeyRole; key: string; broughtBy: 'file' | 'reader' | 'both'; signed: boolean }>;

/** Every key that the file or the reader brought, by role, then as text. */
export function keysFound(note: Note, claimed: ClaimedKeys, brought: ReaderTrust): readonly KeyFound[] {
  const { log, witnesses, auditors } = broughtKeys(brought);
  const byRole = { log: [claimed.log, log], witness: [claimed.witnesses, witnesses], auditor: [claimed.auditors, auditors] } as const;
  return Object.entries(byRole).flatMap(([role, [theirs, own]]) =>
    [...new Set([...theirs, ...own])].sort().map((key): KeyFound => {
      const broughtBy = !own.includes(key) ? 'file' : theirs.includes(key) ? 'both' : 'reader';
      return { role: role as KeyRole, key, broughtBy, signed: hasSigned(note, key, role as KeyRole) };
    }),
  );
}

/** Whether a key's signature stands on a checkpoint and holds. @throws Malformed for a key, or a checkpoint, that is none */
export function hasSigned(note: Note, text: string, role: KeyRole): boolean {
  const key = readVerifierKey(text);
  const signatures = note.signatures.filter(({ name, id }) => name === key.name && id === key.id);
  if (signatures.length === 0 || !mayBe(role, key, parseCheckpoint(note.text).origin)) return false;
  try {
    return verifyNote({ text: note.text, signatures }, [key]).length > 0;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

/**
 * Whom the reader asked for and who did not sign: witnesses by the name and id of the key, and, where the quorum of a policy is not met, those whom it counts, as the
 * policy calls them.
 */
export function missingOf(note: Note, { witnesses = [], policy }: ReaderTrust): readonly string[] {
  const backed = policy && backing(policy, note);
  const unsigned = witnesses.filter((text) => !hasSigned(note, text, 'witness')).map((text) => nameAndId(text));
  return [...new Set([...unsigned, ...(backed?.quorum === false ? backed.missing : [])])];
}

/** Of `name+id+key`, of which the last may hold a plus, too. */
const nameAndId = (text: string): string => text.split('+', 2).join('+');

/** What was found of those whom the reader believes. */
type Vouching = Readonly<{ witnesses: readonly string[]; auditors: readonly string[]; assurance?: string }>;

/** What the result rests on beside the file itself; whoever cosigned, of those whom the reader named, vouches for the checkpoint, and so does what he audited himself. */
export function anchorOf(brought: ReaderTrust, found?: Vouching): Anchor {
  if (broughtKeys(brought).log.length > 0) return 'key';
  if (brought.checkpoint !== undefined || found?.assurance === 'L2') return 'checkpoint';
  return found && found.witnesses.length + found.auditors.length > 0 ? 'cosigner' : 'none';
}

const BARE_LINES = 3;
/** The checkpoint that a reader holds, from a note or from its bare lines. @throws Malformed */
export function readHeldCheckpoint(text: string): Checkpoint {
  const plain = text.replaceAll('\r\n', '\n').trim();
  if (plain.includes('\n\n')) return parseCheckpoint(parseNote(`${plain}\n`).text);
  // What is typed off a paper, and mistyped, must not be taken for another history.
  if (plain.split('\n').length !== BARE_LINES) throw new Malformed('checkpoint');
  return parseCheckpoint(`${plain}\n`);
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
