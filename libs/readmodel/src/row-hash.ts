import { createHash } from 'node:crypto';
import { canonicalJson } from '#kernel';
import type { RowStore } from './row-store.js';

/** Lines are hashed many at a time: a call for each would cost more than the hashing. */
const CHUNK_CHARACTERS = 65_536;

/**
 * SHA-256, in lower-case hex, over a view's history up to a position. The hashed bytes are UTF-8 text, one line for each version with `from` <= position, in
 * code-point order of keys and then by `from`:
 *
 *     [key,from,to,row]\n      the row as canonical JSON (RFC 8785)
 *     [key,from,to]\n          the row was removed at `from`
 *
 * without spaces; `to` is `null` when the version still holds at the position, whatever came later: later events change no earlier hash. The view's name and
 * version are not in it, so that a rebuilt generation compares with the live one. A view without versions hashes the empty text.
 */
export async function rowHash(store: RowStore, view: string, position: number): Promise<string> {
  const hash = createHash('sha256');
  let lines = '';
  for await (const { key, from, to, text } of store.versions(view, position)) {
    lines += `[${canonicalJson(key)},${from},${to ?? null}${text === undefined ? '' : `,${text}`}]\n`;
    if (lines.length < CHUNK_CHARACTERS) continue;
    hash.update(lines);
    lines = '';
  }
  return hash.update(lines).digest('hex');
}
