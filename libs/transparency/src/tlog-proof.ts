import { base64, fromBase64, fromDecimal, HASH_LENGTH } from './bytes.js';
import { parseCheckpoint } from './checkpoint.js';
import { Malformed } from './malformed.js';
import { formatNote, parseNote, type Note } from './note.js';

/** c2sp.org/tlog-proof: that an entry is in a log, checkable without a network. `extra` is not authenticated. */
export type TlogProof = Readonly<{ extra?: Uint8Array; index: number; path: readonly Uint8Array[]; checkpoint: Note }>;

const HEADER = 'c2sp.org/tlog-proof@v1';
const EXTRA = 'extra ';
const INDEX = 'index ';

export function formatTlogProof({ extra, index, path, checkpoint }: TlogProof): string {
  const lines = [HEADER, ...(extra ? [EXTRA + base64(extra)] : []), INDEX + String(index), ...path.map(base64)];
  return `${lines.join('\n')}\n\n${formatNote(checkpoint)}`;
}

/** @throws Malformed on anything that `formatTlogProof` would write otherwise; the proof itself is not checked here */
export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n');
  if (end < 0) throw new Malformed('tlog-proof');
  const [header, ...lines] = text.slice(0, end).split('\n');
  const extra = lines[0]?.startsWith(EXTRA) ? fromBase64(lines.shift()!.slice(EXTRA.length)) : undefined;
  const index = lines.shift();
  if (header !== HEADER || !index?.startsWith(INDEX)) throw new Malformed('tlog-proof');
  const path = lines.map(fromBase64);
  if (path.some(({ length }) => length !== HASH_LENGTH)) throw new Malformed('tlog-proof');
  const checkpoint = parseNote(text.slice(end + 2));
  parseCheckpoint(checkpoint.text);
  return { ...(extra ? { extra } : {}), index: fromDecimal(index.slice(INDEX.length)), path, checkpoint };
}
