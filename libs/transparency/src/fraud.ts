import { sameBytes } from './bytes.js';
import { indexClaim, provenList, type IndexedDossier } from './dossier.js';
import { leafHash } from './hash.js';
import { isSubjectId, readLogged, type LogEntry } from './logged-event.js';
import { multiproof, rootFromMultiproof } from './multiproof.js';
import type { Nodes } from './nodes.js';
import { parseCheckpoint } from './checkpoint.js';
import { parseNote } from './note.js';
import type { ListEntry, SubjectProof } from './subject-proof.js';
import { parsed, proven, Refuted, trustedCheckpoint, type Reading, type Trust } from './trust.js';

/**
 * That a log signed an index which hides an event: the event, its place and the index event's place in the signed tree, and the list (empty: an absence) that the
 * index proves for the subject, without it. Whoever holds the log's public key can check it; the log cannot deny it.
 */
export type FraudProof = Readonly<{
  subject: string;
  checkpoint: string;
  index: LogEntry;
  hidden: LogEntry;
  entries: readonly ListEntry[];
  subjectProof: SubjectProof;
  multiproof: readonly Uint8Array[];
}>;

export type FraudCode =
  | 'subject-id'
  | 'checkpoint-format'
  | 'checkpoint-origin'
  | 'checkpoint-signature'
  | 'log-signature'
  | 'index-event'
  | 'event-unreadable'
  | 'not-about-subject'
  | 'not-covered'
  | 'not-hidden'
  | 'inclusion'
  | 'subject-proof'
  | 'index-root';
export type FraudVerdict = Readonly<{ proven: boolean; problem?: FraudCode }>;

/** Makes the proof from a dossier that verifies and an event that it hides; `nodes` are those of the dossier's tree. The result is still to be verified. */
export function fraudFrom({ hash }: Reading, dossier: IndexedDossier, hidden: LogEntry, nodes: Nodes): FraudProof {
  const { subject, checkpoint, index, events, subjectProof } = dossier;
  const { size } = parseCheckpoint(parseNote(checkpoint).text);
  const entries = events.map(({ position, bytes }) => ({ position, leaf: leafHash(hash, bytes) }));
  return { subject, checkpoint, index, hidden, entries, subjectProof, multiproof: multiproof(hash, nodes, [hidden.position, index.position], size) };
}

/** The events about a dossier's subject, among some, that the dossier should hold and does not. @throws Malformed when an event cannot be read */
export function hiddenEvents({ read }: Reading, { subject, index, events }: IndexedDossier, all: Iterable<LogEntry>): readonly LogEntry[] {
  const shown = new Set(events.map(({ position }) => position));
  const covers = readLogged(read, index.bytes).index?.covers ?? 0;
  const hidden: LogEntry[] = [];
  for (const entry of all) {
    if (entry.position >= covers || shown.has(entry.position)) continue;
    const event = readLogged(read, entry.bytes);
    if (!event.index && event.subjects.includes(subject)) hidden.push(entry);
  }
  return hidden;
}

/** Checks a fraud proof; only the log's own keys of `trust` matter. */
export function verifyFraudProof(reading: Reading, proof: FraudProof, trust: Trust): FraudVerdict {
  try {
    checkedFraud(reading, proof, trust);
    return { proven: true };
  } catch (error) {
    if (!(error instanceof Refuted)) throw error;
    return { proven: false, problem: error.code as FraudCode };
  }
}

function checkedFraud(reading: Reading, proof: FraudProof, { origin, log }: Trust): void {
  const { subject, index, hidden, entries } = proof;
  const { hash, read } = reading;
  proven(isSubjectId(subject), 'subject-id');
  const { size, root } = trustedCheckpoint(proof.checkpoint, { origin, log });
  const claim = indexClaim(reading, index, size);
  const event = parsed(() => readLogged(read, hidden.bytes), 'event-unreadable');
  proven(!event.index && event.subjects.includes(subject), 'not-about-subject');
  proven(hidden.position < claim.covers, 'not-covered');
  proven(!entries.some(({ position }) => position === hidden.position), 'not-hidden');
  const leaves = [hidden, index].map(({ position, bytes }) => ({ index: position, leaf: leafHash(hash, bytes) }));
  const found = rootFromMultiproof(hash, leaves, size, proof.multiproof);
  proven(found && sameBytes(found, root), 'inclusion');
  provenList(reading, { origin, subject, entries, proof: proof.subjectProof }, claim);
}
