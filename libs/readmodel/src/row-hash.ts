import { createHash } from 'node:crypto';
import { canonicalJson } from '#kernel';
import type { RowStore } from './row-store.js';

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
  for await (const { key, from, to, row } of store.versions(view, position)) {
    hash.update(`${canonicalJson(row === undefined ? [key, from, to ?? null] : [key, from, to ?? null, row])}\n`);
  }
  return hash.digest('hex');
}
