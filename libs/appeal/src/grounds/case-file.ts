import type { BasisRef, CaseEvent, CaseKey, ReexaminedAct, TriggerRow } from '#accountability';
import type { CalendarDate, EvidenceRef, Message, Recorded } from '#kernel';
import type { PostRow } from '#registry';
import type { RuleBookRow } from '#rulebook';

/** What became of a file that was named as evidence. `unreadable`: nobody can say. */
export type FileState = 'held' | 'missing' | 'changed' | 'unreadable';
/** An event that a basis names. Events that a basis names and the log does not hold are not in the file. */
export type EvidenceEvent = Readonly<{ eventId: string; type: string; zh: string; files: readonly EvidenceRef[] }>;
/** Another decision about the same person, in another case. */
export type OtherDecision = CaseKey & Readonly<{ eventId: string; bases: readonly BasisRef[] }>;
/** Somebody whom a declared relation bars from deciding the case. */
export type Barred = Readonly<{ personId: string; why: Message; eventId?: string }>;

/**
 * All that the screen looks at: one case as known at one moment, what its acts look like when they are examined again, and the rows beside it. Whoever puts
 * it together reads the log, the evidence store and the vault; the screen itself reads nothing.
 */
export type CaseFile = Readonly<{
  key: CaseKey;
  /** The case's own stream, in order. */
  events: readonly Recorded<CaseEvent>[];
  reexamined: readonly ReexaminedAct[];
  /** By event id. */
  evidence: ReadonlyMap<string, EvidenceEvent>;
  /** By SHA-256. */
  files: ReadonlyMap<string, FileState>;
  /** Commitments whose values were erased. */
  erased: ReadonlySet<string>;
  books: readonly RuleBookRow[];
  post?: Pick<PostRow, 'postId' | 'tenures'>;
  /** What flagged the person, by the key of the ground. */
  triggers: ReadonlyMap<string, Pick<TriggerRow, 'triggerDate' | 'holding' | 'eventId'>>;
  others: readonly OtherDecision[];
  /** Whether anybody is registered as holding a post of the deciding organ: else its meeting cannot be examined. */
  organKnown: boolean;
  /** Absent: the ledger holds no declarations of relations. */
  barred?: readonly Barred[];
  /** The acts were examined without regard to who complained: whoever asks is not to learn of it. */
  informantsWithheld?: true;
  /** The day for which clocks are read. */
  today: CalendarDate;
}>;
