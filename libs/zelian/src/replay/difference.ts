import { byCodePoint, canonicalJson, kindOf, sameJson, subjectIdsIn, type Recorded } from '#kernel';
import { sha256Hex } from '#rulebook';
import { chainOf, type Edit, type EditList, type Flagged, type LeftOut, type Link, type Model, type Replayed, type World } from '#replay';
import { said } from './said.js';

/** One row that came out otherwise. `chain`: the events that carried the change, from the edited fact to the row, each with the clause that made it follow. */
export type ChangedRow = Readonly<{ view: string; zh: string; key: string; before: unknown; after: unknown; chain: readonly ChainStep[] }>;
export type ChainStep = Readonly<{ type: string; zh: string; stream: string; world: 'base' | 'edited'; clauseId?: string; edit?: number }>;
/** A recorded command that has no room any more: an act among them is shown as having lost its basis in its case. */
export type FlaggedCommand = Readonly<{
  events: readonly Readonly<{ type: string; zh: string }>[];
  kind: string;
  stream: string;
  date: string;
  code: string;
  zh: string;
  en: string;
  clause?: string;
  chain: readonly ChainStep[];
}>;
export type Drift = Readonly<{
  rows: readonly Readonly<{ view: string; key: string; stored: unknown; derived: unknown }>[];
  refused: readonly FlaggedCommand[];
}>;
export type EditTold = Readonly<{ op: Edit['op']; says: string; subjects: readonly string[] }>;

/** What would be otherwise, in words of the domain only: no ids of events, no positions, no times of recording. */
export type Difference = Readonly<{
  format: 1;
  edits: readonly EditTold[];
  changes: readonly ChangedRow[];
  flagged: readonly FlaggedCommand[];
  /** Units, villages and persons that something changes for although no edit is about them. Nothing is written against anybody. */
  thirdParties: readonly string[];
  drift: Drift;
  /** Commands of the rules that the rules refused: where one stands here, what would follow from it is not known. */
  stuck: readonly Readonly<{ policy: string; commandType: string; code: string }>[];
}>;

/**
 * What the panel of an appeal is given is a part: by `wholeHash` the organ that owns the case finds the whole. How much is left out is not said, since what is
 * outside somebody's scope is not counted either.
 */
export type Narrowed = Readonly<{ decision: string; wholeHash: string }>;

/** Where clocks lie and what policies ask of themselves: nobody's screen. */
const UNSEEN: ReadonlySet<string> = new Set(['calendar']);

export type Telling = Readonly<{
  model: Model;
  replayed: Replayed;
  list: EditList;
  edited: readonly EditTold[];
  storedRow(view: string, key: string): Promise<unknown>;
  everything?: boolean;
}>;

export async function differenceOf(telling: Telling): Promise<Difference> {
  const { model, replayed, edited, storedRow, everything } = telling;
  const changes: ChangedRow[] = [];
  const drift: Drift['rows'][number][] = [];
  for (const [view, key] of keysOf(replayed)) {
    const now = await storedRow(view, key);
    // A world that shares nothing with the stored rows has exactly those that it holds.
    const shared = everything ? undefined : now;
    const [before, after] = [rowOf(replayed.base, { view, key, shared }), rowOf(replayed.edited, { view, key, shared })];
    if (!same(said(now), before)) drift.push({ view, key, stored: shown(said(now)), derived: shown(before) });
    if (same(before, after)) continue;
    const link = replayed.links.get(view, key);
    changes.push({ view, zh: model.views.get(view)!.zh, key, before: shown(before), after: shown(after), chain: stepsOf(model, link) });
  }
  const told = new Set(edited.flatMap(({ subjects }) => subjects));
  const touched = new Set(changes.flatMap(({ key, before, after }) => subjectIdsIn([key, ...key.split(/[|:/]/), before, after])));
  return {
    format: 1,
    edits: edited,
    changes,
    flagged: replayed.flagged.map((flagged) => flaggedOf(model, flagged)),
    thirdParties: [...touched].filter((id) => !told.has(id) && kindOf(id) !== 'post').sort(byCodePoint),
    drift: { rows: drift, refused: replayed.drifted.map((left) => flaggedOf(model, left)) },
    stuck: replayed.stuck,
  };
}

/** Identical documents have identical hashes, on every engine. */
export const differenceHash = (difference: Difference): string => sha256Hex(canonicalJson(difference));

const shown = (row: unknown): unknown => row ?? null;
const same = (a: unknown, b: unknown): boolean => sameJson(shown(a), shown(b));
const rowOf = (world: World, { view, key, shared }: Readonly<{ view: string; key: string; shared: unknown }>): unknown => {
  const differing = world.rows.get(view)?.get(key);
  return said(differing ? differing.value : shared);
};
function keysOf({ base, edited }: Replayed): readonly (readonly [view: string, key: string])[] {
  const places = new Map<string, Set<string>>();
  for (const world of [base, edited]) {
    for (const [view, rows] of world.rows) if (!UNSEEN.has(view)) places.set(view, new Set([...(places.get(view) ?? []), ...rows.keys()]));
  }
  const sorted = [...places].sort(([a], [b]) => byCodePoint(a, b));
  return sorted.flatMap(([view, keys]) => [...keys].sort(byCodePoint).map((key) => [view, key] as const));
}

const stepsOf = ({ product: { definitions } }: Model, link: Link | undefined): readonly ChainStep[] =>
  chainOf(link).map(({ eventId: _id, type, ...step }) => ({ ...step, type, zh: definitions.get(type)!.zh }));

function flaggedOf(model: Model, { events, code, zh, en, clause, link }: LeftOut & Partial<Pick<Flagged, 'link'>>): FlaggedCommand {
  const { definitions } = model.product;
  const [first] = events as readonly [Recorded];
  return {
    events: events.map(({ type }) => ({ type, zh: definitions.get(type)!.zh })),
    kind: events.some(({ type }) => definitions.get(type)!.kind === 'act') ? 'act' : 'fact',
    stream: first.stream,
    date: first.validAt.from,
    ...{ code, zh, en },
    ...(clause !== undefined && { clause }),
    chain: stepsOf(model, link),
  };
}
