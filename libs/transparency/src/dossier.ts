import { sameBytes } from './bytes.js';
import { leafHash } from './hash.js';
import { isSubjectId, readLogged, type IndexClaim, type LogEntry } from './logged-event.js';
import { rootFromMultiproof } from './multiproof.js';
import { subjectKey } from './subject-hash.js';
import { rootFromSubjectProof, type ListEntry, type SubjectProof } from './subject-proof.js';
import { parsed, proven, Refuted, trustedCheckpoint, type Reading, type Trust, type TrustedCheckpoint } from './trust.js';

/** Everything that a log has about one subject, with what proves it: one multiproof for all events and the index event behind them. */
export type IndexedDossier = Readonly<{
  subject: string;
  /** The signed note, best the one whose last leaf is the index event. */
  checkpoint: string;
  index: LogEntry;
  events: readonly LogEntry[];
  multiproof: readonly Uint8Array[];
  subjectProof: SubjectProof;
}>;

export type DossierCode =
  | 'subject-id'
  | 'checkpoint-format'
  | 'checkpoint-origin'
  | 'checkpoint-signature'
  | 'log-signature'
  | 'index-event'
  | 'positions'
  | 'inclusion'
  | 'event-unreadable'
  | 'event-of-others'
  | 'subject-proof'
  | 'index-root';

/**
 * Whose word the completeness is. L0: the operator's signed, logged claim. L1: an auditor recomputed it and cosigned. That the holder audited the whole log (L2),
 * no dossier can say of itself.
 */
export type Assurance = 'L0' | 'L1';
/** `count` events about the subject in [0, covers), and so many others `after` it in the log. A dossier that fails proves nothing, so its figures are 0. */
export type DossierReport = Readonly<{
  ok: boolean;
  firstProblem?: Readonly<{ code: DossierCode; position?: number }>;
  covers: number;
  count: number;
  after: number;
  assurance?: Assurance;
  witnesses: readonly string[];
  auditors: readonly string[];
}>;

/** Steps 1 to 7 of the verifier of completeness: no network, no store, only what the dossier brings and whom the reader trusts. */
export function verifyIndexedDossier(reading: Reading, dossier: IndexedDossier, trust: Trust): DossierReport {
  try {
    const checkpoint = trustedCheckpoint(dossier.checkpoint, trust);
    const { covers } = checkedDossier(reading, dossier, checkpoint);
    const { witnesses, auditors, size } = checkpoint;
    const assurance = auditors.length > 0 ? 'L1' : 'L0';
    // The index event itself is nothing that came after.
    return { ok: true, covers, count: dossier.events.length, after: size - covers - 1, assurance, witnesses, auditors };
  } catch (error) {
    if (!(error instanceof Refuted)) throw error;
    const firstProblem = { code: error.code as DossierCode, ...(error.position === undefined ? {} : { position: error.position }) };
    return { ok: false, firstProblem, covers: 0, count: 0, after: 0, witnesses: [], auditors: [] };
  }
}

function checkedDossier({ hash, read }: Reading, dossier: IndexedDossier, checkpoint: TrustedCheckpoint): IndexClaim {
  const { subject, index, events, multiproof, subjectProof } = dossier;
  proven(isSubjectId(subject), 'subject-id');
  const claim = indexClaim({ hash, read }, index, checkpoint.size);
  events.forEach(({ position }, i) => proven(isBelow(position, claim.covers) && (i === 0 || position > events[i - 1]!.position), 'positions', position));
  const leaves = [...events, index].map(({ position, bytes }) => ({ index: position, leaf: leafHash(hash, bytes) }));
  const root = rootFromMultiproof(hash, leaves, checkpoint.size, multiproof);
  proven(root && sameBytes(root, checkpoint.root), 'inclusion');
  for (const { position, bytes } of events) {
    const event = parsed(() => readLogged(read, bytes), 'event-unreadable', position);
    proven(!event.index && event.subjects.includes(subject), 'event-of-others', position);
  }
  const entries = leaves.slice(0, -1).map(({ index: position, leaf }) => ({ position, leaf }));
  provenList({ hash, read }, { origin: checkpoint.origin, subject, entries, proof: subjectProof }, claim);
  return claim;
}

const isBelow = (position: number, end: number): boolean => Number.isSafeInteger(position) && position >= 0 && position < end;

/** The claim of an index event that lies where it may: covers ≤ position < size. @throws Refuted */
export function indexClaim({ read }: Reading, { position, bytes }: LogEntry, size: number): IndexClaim {
  const { index, subjects } = parsed(() => readLogged(read, bytes), 'index-event', position);
  proven(index && subjects.length === 0 && isBelow(position, size), 'index-event', position);
  proven(isBelow(index.covers, position + 1), 'index-event', position);
  return index;
}

/** That the index holds exactly this list for the subject. @throws Refuted */
export function provenList(
  { hash }: Reading,
  list: Readonly<{ origin: string; subject: string; entries: readonly ListEntry[]; proof: SubjectProof }>,
  claim: IndexClaim,
): void {
  const root = rootFromSubjectProof(hash, { key: subjectKey(hash, list.origin, list.subject), entries: list.entries, proof: list.proof });
  proven(root, 'subject-proof');
  proven(sameBytes(root, claim.indexRoot), 'index-root');
}
