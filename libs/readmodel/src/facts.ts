import { ALL, type Facts, type Need } from '#kernel';
import type { RowStore } from './row-store.js';

type Listed = readonly (readonly [key: string, row: unknown])[];
/** By key only once somebody asks by key: most decisions go through all rows. */
type Whole = { readonly listed: Listed; byKey?: ReadonlyMap<string, unknown> };

/** Loads what a decision asked for, all as known at one position. What was not asked for cannot be read: a decider must declare it. */
export async function loadFacts(store: Pick<RowStore, 'get' | 'list'>, needs: readonly Need[], position: number): Promise<Facts> {
  const rows = new Map<string, unknown>();
  const views = new Map<string, Whole>();
  for (const { view, key } of needs) {
    if (key === ALL) views.set(view, { listed: await store.list(view, { asKnownAt: position }) });
    else rows.set(`${view}\u0000${key}`, await store.get(view, key, position));
  }
  return {
    get: <Row>(view: string, key: string) => {
      const whole = views.get(view);
      if (whole) return (whole.byKey ??= new Map(whole.listed)).get(key) as Row | undefined;
      const place = `${view}\u0000${key}`;
      if (!rows.has(place)) throw new TypeError(`not declared in needs: ${view} ${key}`);
      return rows.get(place) as Row | undefined;
    },
    all: <Row>(view: string) => {
      const whole = views.get(view);
      if (!whole) throw new TypeError(`not declared in needs: ${view} ${ALL}`);
      return whole.listed as readonly (readonly [string, Row])[];
    },
  };
}
