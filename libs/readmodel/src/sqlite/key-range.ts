/** Bounds of a range of keys: `from` included, `below` excluded. A blob sorts after every text, so it stands for "no upper bound". */
export type KeyRange = Readonly<{ from: string; below: string | Uint8Array }>;
const ABOVE_EVERY_KEY = Uint8Array.of(0);
const LAST_CODE_POINT = 0x10ffff;

/** The least key after a key. */
export const justAfter = (key: string): string => `${key}\u0000`;

/** The range of keys that begin with `prefix` and come after `after`: one lower bound, so that the index is entered where the page begins. */
export function keyRange(prefix: string, after: string | undefined, isAfter: (a: string, b: string) => boolean): KeyRange {
  const from = after === undefined || isAfter(prefix, after) ? prefix : justAfter(after);
  return { from, below: leastAbove(prefix) ?? ABOVE_EVERY_KEY };
}

/** The least text above every text that begins with `prefix`; undefined when there is none. */
function leastAbove(prefix: string): string | undefined {
  const points = [...prefix].map((character) => character.codePointAt(0)!);
  while (points.at(-1) === LAST_CODE_POINT) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  // Surrogates are no characters: after U+D7FF comes U+E000.
  return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
}
