import { ALL, type Facts, type Need } from '#kernel';
import type { RowStore } from './row-store.js';

/** Loads what a decision asked for, all as known at one position. What was not asked for cannot be read: a decider must declare it. */
export async function loadFacts(store: Pick<RowStore, 'get' | 'list'>, needs: readonly Need[], position: number): Promise<Facts> {
  const rows = new Map<string, unknown>();
  const views = new Map<string, ReadonlyMap<string, unknown>>();
  for (const { view, key } of needs) {
    if (key === ALL) views.set(view, new Map(await store.list(view, { asKnownAt: position })));
    else rows.set(`${view}\u0000${key}`, await store.get(view, key, position));
  }
  return {
    get: <Row>(view: string, key: string) => {
      const whole = views.get(view);
      if (whole) return whole.get(key) as Row | undefined;
      const place = `${view}\u0000${key}`;
      if (!rows.has(place)) throw new TypeError(`not declared in needs: ${view} ${key}`);
      return rows.get(place) as Row | undefined;
    },
    all: <Row>(view: string) => {
      const whole = views.get(view);
      if (!whole) throw new TypeError(`not declared in needs: ${view} ${ALL}`);
      return [...whole] as (readonly [string, Row])[];
    },
  };
}
