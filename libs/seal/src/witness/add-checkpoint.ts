import { base64, formatNote, fromBase64, fromDecimal, HASH_LENGTH, Malformed, parseCheckpoint, parseNote, type Checkpoint, type Note } from '#transparency';

/** What `add-checkpoint` of c2sp.org/tlog-witness is asked: a checkpoint, and that it continues the tree of the size that the witness cosigned last. */
export type AddCheckpoint = Readonly<{ oldSize: number; path: readonly Uint8Array[]; note: Note; checkpoint: Checkpoint }>;

const OLD = 'old ';
/** "The client MUST NOT send more than 63 consistency proof lines." */
const PATH_MAX = 63;

/** The request's body: old size, proof lines, an empty line, the checkpoint. */
export function formatAddCheckpoint({ oldSize, path, note }: Pick<AddCheckpoint, 'oldSize' | 'path' | 'note'>): string {
  return `${[OLD + String(oldSize), ...path.map(base64)].join('\n')}\n\n${formatNote(note)}`;
}

/** @throws Malformed on anything that `formatAddCheckpoint` would write otherwise; the proof itself is not checked here */
export function parseAddCheckpoint(body: string): AddCheckpoint {
  const end = body.indexOf('\n\n');
  const [old, ...lines] = body.slice(0, Math.max(0, end)).split('\n');
  if (!old?.startsWith(OLD)) throw new Malformed('add-checkpoint');
  if (lines.length > PATH_MAX) throw new Malformed('proof-too-long');
  const path = lines.map(fromBase64);
  if (path.some(({ length }) => length !== HASH_LENGTH)) throw new Malformed('proof-line');
  const note = parseNote(body.slice(end + 2));
  return { oldSize: fromDecimal(old.slice(OLD.length)), path, note, checkpoint: parseCheckpoint(note.text) };
}
