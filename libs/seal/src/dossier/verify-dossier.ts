import { canonicalJson, Rejection } from '#kernel';
import {
  decodeSubjectProof,
  Malformed,
  parseCheckpoint,
  parseNote,
  Refuted,
  textOf,
  trustedCheckpoint,
  verifyIndexedDossier,
  type Assurance,
  type Checkpoint,
  type DossierCode,
  type Trust,
  type TrustedCheckpoint,
} from '#transparency';
import { opens } from '#vault';
import { readDocument, readStoredEvent } from '../stored-event.js';
import { sha256 } from '../suites/index.js';
import { citedByAll, type Cited } from './cited.js';
import { CHECKS, checksOf, type CheckName, type DossierCheck, type DossierProblem } from './checks.js';
import {
  anchorOf,
  earlierHold,
  heldProblem,
  keysFound,
  missingOf,
  readHeldCheckpoint,
  trustFor,
  type Anchor,
  type KeyFound,
  type ReaderTrust,
} from './dossier-trust.js';
import { FORMAT_VERSION, isRevealed, type Dossier } from './format.js';
import { digestOf } from './make-dossier.js';
import { assuranceWith, ownAudit, type OwnAudit } from './own-audit.js';
import { readDossier } from './read-dossier.js';

/** Figures are 0 and names absent where the dossier fails: it then proves nothing. */
export type DossierVerdict = Readonly<{
  ok: boolean;
  subject?: string;
  origin?: string;
  size?: number;
  covers: number;
  count: number;
  after: number;
  /** By auditors whom the reader named; L2 by his own audit. */
  assurance?: Assurance | 'L2';
  /** Where the reader brought what his own audit remembers. */
  audit?: OwnAudit;
  anchor: Anchor;
  /** Who cosigned, of those whom the reader named. */
  witnesses: readonly string[];
  auditors: readonly string[];
  /** Every key, from where it came, and whether it signed. */
  keys: readonly KeyFound[];
  revealed: number;
  withheld: number;
  checks: readonly DossierCheck[];
  firstProblem?: DossierProblem;
}>;

class Failed extends Error {
  constructor(readonly problem: DossierProblem) {
    super(`${problem.check}: ${problem.code}`);
  }
}

function must(condition: unknown, check: CheckName, code: string, position?: number): asserts condition {
  if (!condition) throw new Failed({ check, code, ...(position !== undefined && { position }) });
}

/** Lets what a strict parser refuses count as a failed check. */
function reading<T>(read: () => T, check: CheckName, position?: number): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed || error instanceof Rejection) throw new Failed({ check, code: error.code, ...(position !== undefined && { position }) });
    throw error;
  }
}

/** Which check a step of the indexed dossier belongs to. */
const CHECK_OF: Readonly<Record<DossierCode, CheckName>> = {
  'subject-id': 'format',
  'checkpoint-format': 'checkpoint',
  'checkpoint-origin': 'checkpoint',
  'checkpoint-signature': 'checkpoint',
  'log-signature': 'checkpoint',
  'index-event': 'index',
  positions: 'positions',
  inclusion: 'inclusion',
  'event-unreadable': 'events',
  'event-of-others': 'events',
  'subject-proof': 'completeness',
  'index-root': 'completeness',
};

type Findings = Omit<DossierVerdict, 'ok' | 'anchor' | 'checks' | 'firstProblem'>;
const NOTHING: Findings = { covers: 0, count: 0, after: 0, witnesses: [], auditors: [], keys: [], revealed: 0, withheld: 0 };

/** A file's bytes. No network, no store: the file, whom the reader trusts, and arithmetic. @throws Malformed for a key or checkpoint of the reader's that is none */
export function verifyDossierFile(bytes: Uint8Array, brought: ReaderTrust = {}): DossierVerdict {
  return judged(brought, () =>
    findingsOf(
      reading(() => readDossier(textOf(bytes)), 'format'),
      brought,
    ),
  );
}

/** The same for a dossier that was read already. */
export function verifyDossier(dossier: Dossier, brought: ReaderTrust = {}): DossierVerdict {
  return verifyDossierFile(Buffer.from(`${canonicalJson(dossier)}\n`, 'utf8'), brought);
}

function judged(brought: ReaderTrust, find: () => Findings): DossierVerdict {
  try {
    const found = find();
    return { ok: true, ...found, anchor: anchorOf(brought, found), checks: checksOf(brought) };
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return { ok: false, ...NOTHING, anchor: anchorOf(brought), checks: checksOf(brought, error.problem), firstProblem: error.problem };
  }
}

function findingsOf(dossier: Dossier, brought: ReaderTrust): Findings {
  must(digestOf(dossier) === dossier.digest, 'digest', 'digest');
  const note = reading(() => parseNote(dossier.checkpoint), 'checkpoint');
  const checkpoint = reading(() => parseCheckpoint(note.text), 'checkpoint');
  const held = brought.checkpoint === undefined ? undefined : readHeldCheckpoint(brought.checkpoint);
  const report = verifyIndexedDossier({ hash: sha256, read: readStoredEvent }, indexedOf(dossier), trustIn(dossier, brought, checkpoint));
  const failed = report.firstProblem && { check: CHECK_OF[report.firstProblem.code], ...report.firstProblem };
  // The order of checks is the reader's: what he holds himself comes before anything that the file brings.
  if (failed && CHECKS.indexOf(failed.check) < CHECKS.indexOf('witnesses')) throw new Failed(failed);
  const missing = missingOf(note, brought);
  if (missing.length > 0) throw new Failed({ check: 'witnesses', code: 'not-cosigned', missing });
  must(earlierHold(checkpoint, dossier), 'held-checkpoint', 'earlier');
  const problem = held && heldProblem(held, checkpoint, dossier);
  must(!problem, 'held-checkpoint', problem ?? '');
  const audit = ownAudit(brought, dossier, checkpoint);
  must(audit !== 'conflict', 'held-checkpoint', 'audited-conflict');
  if (failed) throw new Failed(failed);
  const { revealed, withheld } = checkedContent(dossier);
  const { covers, count, after, assurance, witnesses, auditors } = report;
  checkStated(dossier, { covers, count, after });
  const { origin, size } = checkpoint;
  const keys = keysFound(note, dossier.keys, brought);
  return {
    subject: dossier.subject,
    origin,
    size,
    covers,
    count,
    after,
    assurance: assuranceWith(assurance, audit),
    ...(audit && { audit }),
    witnesses,
    auditors,
    keys,
    revealed,
    withheld,
  };
}

/** The file's own keys may be no keys at all; the reader's were read before. */
function trustIn({ keys }: Dossier, brought: ReaderTrust, { origin }: Checkpoint) {
  trustFor({ log: [], witnesses: [], auditors: [] }, brought, origin);
  return reading(() => trustFor(keys, brought, origin), 'checkpoint');
}

function indexedOf(dossier: Dossier) {
  const { subject, checkpoint, index, events, multiproof, subjectProof } = dossier;
  const entry = ({ position, bytes }: Dossier['index']) => ({ position, bytes: raw(bytes) });
  return {
    subject,
    checkpoint,
    index: entry(index),
    events: events.map(entry),
    multiproof: multiproof.map(raw),
    subjectProof: decodeSubjectProof(raw(subjectProof)),
  };
}
const raw = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

/** What the events cite is what the file lists, no more and no less, and each of it is what it is said to be. */
function checkedContent(dossier: Dossier): Readonly<{ revealed: number; withheld: number }> {
  const documents = dossier.events.map(({ position, bytes }) => ({ position, document: reading(() => readDocument(raw(bytes)), 'events', position) }));
  const ids = new Set<string>();
  for (const { position, document } of documents) {
    must(!ids.has(document.id), 'events', 'id-twice', position);
    ids.add(document.id);
  }
  const cited = citedByAll(documents);
  const counts = checkedValues(dossier, cited);
  checkClauses(dossier, cited);
  must(canonicalJson(dossier.evidence) === canonicalJson(cited.evidence), 'evidence', 'evidence-list');
  return counts;
}

function checkedValues({ privateValues }: Dossier, { commitments }: Cited): Readonly<{ revealed: number; withheld: number }> {
  must(privateValues.map(({ commitment }) => commitment).join() === commitments.join(), 'private-values', 'value-list');
  const revealed = privateValues.filter(isRevealed);
  must(revealed.every(opens), 'private-values', 'commitment');
  return { revealed: revealed.length, withheld: privateValues.length - revealed.length };
}

function checkClauses({ clauses }: Dossier, cited: Cited): void {
  const named = clauses.map(({ bookId, bookVersion, clauseId, clauseHash }) => ({ bookId, bookVersion, clauseId, clauseHash }));
  must(canonicalJson(named) === canonicalJson(cited.clauses), 'clauses', 'clause-list');
  const isText = ({ text, clauseHash }: Dossier['clauses'][number]): boolean =>
    text === undefined || Buffer.from(sha256(Buffer.from(text, 'utf8'))).toString('hex') === clauseHash;
  must(clauses.every(isText), 'clauses', 'clause-text');
}

/** What the file states has to hold under the keys that it brings itself, which makes none of them trusted: what the reader's own keys give is reported apart. */
function checkStated(dossier: Dossier, found: Readonly<{ covers: number; count: number; after: number }>): void {
  const { covers, count, after, assurance } = dossier.stated;
  must(covers === found.covers && count === found.count && after === found.after, 'stated', 'figures');
  const { origin } = parseCheckpoint(parseNote(dossier.checkpoint).text);
  const { auditors } = signedBy(
    dossier,
    reading(() => trustFor(dossier.keys, dossier.keys, origin), 'stated'),
  );
  must(dossier.version !== FORMAT_VERSION || areListedRightly(dossier), 'stated', 'keys');
  must((auditors.length > 0 ? 'L1' : 'L0') === assurance, 'stated', 'assurance');
}

/** From version 2 on: each list in order, nothing twice, and nobody is listed as a cosigner who did not cosign. */
function areListedRightly({ checkpoint, keys }: Dossier): boolean {
  const inOrder = Object.values(keys).every((list: readonly string[]) => list.every((key, i) => i === 0 || list[i - 1]! < key));
  return inOrder && keysFound(parseNote(checkpoint), keys, {}).every(({ role, signed }) => role === 'log' || signed);
}

function signedBy({ checkpoint }: Dossier, own: Trust): TrustedCheckpoint {
  try {
    return trustedCheckpoint(checkpoint, own);
  } catch (error) {
    if (error instanceof Refuted) throw new Failed({ check: 'stated', code: error.code });
    throw error;
  }
}
