import { canonicalJson } from '#kernel';
import type { RowChange } from './row-store.js';

/** A lone surrogate has no UTF-8: a file engine would store another key than was meant. @throws TypeError */
export function mustBeKey(view: string, key: unknown): asserts key is string {
  if (typeof key !== 'string' || !key.isWellFormed()) throw new TypeError(`the key of a row of ${view} is no well-formed string`);
}

/** A change with its row as canonical text. @throws TypeError when the key is no well-formed string or the row no plain JSON */
export function changeOf({ view, key, position, row }: Omit<RowChange, 'text'>): RowChange {
  mustBeKey(view, key);
  return row === undefined ? { view, key, position, row } : { view, key, position, row, text: canonicalJson(row) };
}

/** Checks what engines owe each other before anything is written: changes that count, as text, none beyond the position its view moves to. */
export function countedChanges(
  changes: readonly RowChange[],
  positions: Readonly<Record<string, number>>,
  positionOf: (view: string) => number,
): readonly RowChange[] {
  const stored = new Map<string, number>();
  for (const { view } of changes) if (!stored.has(view)) stored.set(view, positionOf(view));
  const counted = changes.filter(({ view, position }) => position > stored.get(view)!);
  const beyond = counted.find(({ view, position }) => position > (positions[view] ?? -1));
  if (beyond) throw new TypeError(`a change of ${beyond.view} at ${beyond.position} lies beyond the position that comes with it`);
  return counted.map((change) => (change.text === undefined ? changeOf(change) : change));
}
