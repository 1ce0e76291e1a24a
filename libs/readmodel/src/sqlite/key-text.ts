import { byCodePoint } from '#kernel';
import { leastAbove } from '../key-range.js';

const NUL = '\u0001\u0001';
const SOH = '\u0001\u0002';

/**
 * A key as it is stored. SQLite's binding cuts a text at its first U+0000, so two other keys would become one: U+0000 and U+0001 are written as pairs that keep
 * the order of keys and of their prefixes.
 */
export const keyText = (key: string): string =>
  key.includes('\u0001') || key.includes('\u0000') ? key.replaceAll('\u0001', SOH).replaceAll('\u0000', NUL) : key;
/** A run of U+0001 in a stored key begins where a pair begins, so taking pairs from its left finds them all. */
export const keyOf = (text: string): string => (text.includes('\u0001') ? text.replaceAll(NUL, '\u0000').replaceAll(SOH, '\u0001') : text);

/** Bounds of a range of stored keys: `from` included, `below` excluded. A blob sorts after every text, so it stands for "no upper bound". */
export type KeyRange = Readonly<{ from: string; below: string | Uint8Array }>;
const ABOVE_EVERY_KEY = Uint8Array.of(0);

/** The stored keys that begin with `prefix` and come after `after`: one lower bound, so that the index is entered where the page begins. */
export function keyRange(prefix: string, after: string | undefined): KeyRange {
  const [start, below] = [keyText(prefix), leastAbove(keyText(prefix)) ?? ABOVE_EVERY_KEY];
  // No stored key lies between a key and the same with U+0001 behind it.
  return { from: after === undefined || byCodePoint(prefix, after) > 0 ? start : `${keyText(after)}\u0001`, below };
}
