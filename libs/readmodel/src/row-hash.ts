import { createHash } from 'node:crypto';
import { canonicalJson } from '#kernel';
import type { RowStore } from './row-store.js';

/**
 * SHA-256, hex, over a view's history up to a position: for each version with `from` <= position, in code-point order of keys and then of `from`, the line
 * `<canonical JSON of [key, from, to or null, row or null]>` and a line feed. A `to` beyond the position counts as null: later events change no earlier hash.
 */
export async function rowHash(store: RowStore, view: string, position: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const { key, from, to, row } of store.versions(view, position)) hash.update(`${canonicalJson([key, from, to ?? null, row ?? null])}\n`);
  return hash.digest('hex');
}
