import * as fc from 'fast-check';
import { byCodePoint } from '#kernel';
import type { RowChange, RowStore, RowVersion } from '../row-store.js';

/** Keys that engines sort differently when they get it wrong: above and below the surrogates, with and without a NUL, prefixes of each other. */
const AWKWARD = [
  '',
  'a',
  'ab',
  'a\u0000',
  'a\u0000b',
  'b',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '\u{10000}',
  '\u{1f33e}',
  '\u{10ffff}',
  '\u{10ffff}\u{10ffff}x',
  '中',
  '中国',
  'é',
  'e\u0301',
  '%',
  '_',
];
export const keys = (): fc.Arbitrary<string> =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...AWKWARD) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) });
const rows = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom(undefined, undefined, null, 0, '', [], {}, false),
    fc.record({ n: fc.integer({ min: 0, max: 2 }), note: fc.string({ unit: 'binary', maxLength: 3 }) }, { requiredKeys: ['n'] }),
  );

/** Changes of one view in order, several at one position at times, as `[position, changes]`. */
export const histories = (): fc.Arbitrary<readonly (readonly [position: number, changes: readonly Readonly<{ key: string; row: unknown }>[]])[]> =>
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.uniqueArray(fc.record({ key: keys(), row: rows() }), { selector: ({ key }) => key, maxLength: 3 })), {
      maxLength: 12,
    })
    .map((steps) => {
      let position = -1;
      return steps.map(([gap, changes]) => [(position += gap), changes] as const);
    });
type History = ReturnType<typeof histories> extends fc.Arbitrary<infer Value> ? Value : never;

/** What the rows are after a position, by the definition. */
export function rowsAt(history: History, position: number): ReadonlyMap<string, unknown> {
  const held = new Map<string, unknown>();
  for (const [at, changes] of history) if (at <= position) for (const { key, row } of changes) held.set(key, row);
  return new Map([...held].filter(([, row]) => row !== undefined).sort(([a], [b]) => byCodePoint(a, b)));
}

/** Applies a history in as many transactions as there are cuts. */
export async function applied(store: RowStore, view: string, history: History, cuts: ReadonlySet<number> = new Set()): Promise<void> {
  let changes: RowChange[] = [];
  let last = -1;
  for (const [index, [position, step]] of history.entries()) {
    changes.push(...step.map(({ key, row }) => ({ view, key, position, row })));
    last = position;
    if (!cuts.has(index)) continue;
    await store.apply(changes, { [view]: position });
    changes = [];
  }
  await store.apply(changes, { [view]: last });
}

/** Everything a store can say of a view. */
export async function everythingIn(store: RowStore, view: string, upTo: number): Promise<unknown> {
  const moments = Array.from({ length: upTo + 2 }, (_, index) => index - 1);
  const lists = await Promise.all(moments.map((asKnownAt) => store.list(view, { asKnownAt })));
  const differences = await Promise.all(moments.map((p) => store.difference(view, p, upTo)));
  return { position: await store.position(view), lists, differences, versions: await versionsOf(store, view, upTo) };
}

export async function versionsOf(store: RowStore, view: string, position: number): Promise<readonly RowVersion[]> {
  const found: RowVersion[] = [];
  for await (const { text, ...span } of store.versions(view, position))
    found.push({ ...span, row: text === undefined ? undefined : (JSON.parse(text) as unknown) });
  return found;
}
