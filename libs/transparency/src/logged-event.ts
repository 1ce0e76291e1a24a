import { Malformed } from './malformed.js';

/** An entry of the log: its position is its leaf index, its bytes are what is hashed. */
export type LogEntry = Readonly<{ position: number; bytes: Uint8Array }>;
/** What an index event says of the events [0, covers). */
export type IndexClaim = Readonly<{ covers: number; logRoot: Uint8Array; indexRoot: Uint8Array }>;
/** What the verifiers need of an event; `index` on index events only, which no list holds. */
export type LoggedEvent = Readonly<{ subjects: readonly string[]; index?: IndexClaim }>;
/** Reads an event's bytes, injected: strictly, so that no two readers see two events. Throws on anything else. */
export type ReadEvent = (bytes: Uint8Array) => LoggedEvent;

/** Kind, hyphen, lower-case letters and digits: ids are hashed, so two spellings would be two subjects. */
const SUBJECT_ID = /^[a-z]+-[0-9a-z]{4,40}$/;
/** More subjects than any fact has; a limit, so that one event cannot make everybody's proofs long. */
export const SUBJECTS_MAX = 4_096;

export const isSubjectId = (id: string): boolean => SUBJECT_ID.test(id);

/** Reads an event and holds its subjects to the rules of the map. @throws Malformed `unreadable`, `subject-id`, `subject-twice` or `too-many-subjects` */
export function readLogged(read: ReadEvent, bytes: Uint8Array, subjectsMax: number = SUBJECTS_MAX): LoggedEvent {
  return heldToRules(readable(read, bytes), subjectsMax);
}

/** The rules of the map for an event that was read already. @throws Malformed `subject-id`, `subject-twice` or `too-many-subjects` */
export function heldToRules(event: LoggedEvent, subjectsMax: number = SUBJECTS_MAX): LoggedEvent {
  const { subjects } = event;
  if (subjects.length > subjectsMax) throw new Malformed('too-many-subjects');
  if (!subjects.every(isSubjectId)) throw new Malformed('subject-id');
  if (subjects.length > 1 && new Set(subjects).size !== subjects.length) throw new Malformed('subject-twice');
  return event;
}

function readable(read: ReadEvent, bytes: Uint8Array): LoggedEvent {
  try {
    return read(bytes);
  } catch (error) {
    throw new Malformed('unreadable', { cause: error });
  }
}
