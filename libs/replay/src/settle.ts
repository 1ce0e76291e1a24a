import { sameJson } from '#kernel';
import type { Comparison, Pair } from './comparison.js';
import { sameState } from './json.js';
import { STREAM, type Links } from './links.js';
import type { Run } from './run.js';
import type { Segment } from './segments.js';
import { keysOf, type World } from './world.js';

const sameRow = (a: unknown, b: unknown): boolean => (a === undefined || b === undefined ? a === b : sameJson(a, b));
/** Before anything is edited both worlds are one, and so are their runs. */
const runsOf = ({ base, edited }: Pair): readonly Run[] => (base === edited ? [base] : [base, edited]);

/** After a segment: what came out as it is stored is read there from now on; what did not, differs. Between the two worlds, what differs knows why. */
export async function settle(pair: Pair, segment: Segment, why: Readonly<{ comparison: Comparison; links: Links }>): Promise<void> {
  // Read before the end: once a stream has been followed on, what it was is gone.
  const streams = await streamsTouched(pair, segment);
  for (const stream of streams) {
    for (const run of runsOf(pair)) await settleStream(run, stream, segment.end);
    const [before, after] = [pair.base, pair.edited].map((run) => run.streams.get(stream)!.state);
    why.links.set(stream, STREAM, { differs: !sameState(before, after), link: why.comparison.linkOf(stream) });
  }
  for (const [view, key] of rowsTouched(pair, segment)) {
    for (const run of runsOf(pair))
      settleRow(run.world, { view, key, row: await run.row(view, key), stored: await run.world.past.base.row(view, key, segment.end) });
    const [before, after] = [await pair.base.row(view, key), await pair.edited.row(view, key)];
    why.links.set(view, key, { differs: !sameRow(before, after), link: why.comparison.linkOf(view, key) });
  }
  for (const { world } of runsOf(pair)) world.at = segment.end;
}

/** A segment that came out as stored: only rows that differ already move on. */
export async function pass(worlds: Worlds, segment: Segment, links: Links): Promise<void> {
  const each = new Set(worlds);
  const touched = [...each].filter((world) => !world.isAsStored).flatMap((world) => [...world.absorb(segment.batches.flat())]);
  for (const world of each) world.at = segment.end;
  for (const [view, keys] of touched) for (const key of keys) await settlePassed(worlds, { view, key, end: segment.end }, links);
}

/** Twice the same one before anything is edited. */
type Worlds = readonly [base: World, edited: World];

async function settlePassed(worlds: Worlds, { view, key, end }: Readonly<{ view: string; key: string; end: number }>, links: Links): Promise<void> {
  for (const world of new Set(worlds)) {
    const differing = world.rows.get(view)?.get(key);
    if (differing) settleRow(world, { view, key, row: differing.value, stored: await world.past.base.row(view, key, end) });
  }
  const [before, after] = [await worlds[0].row(view, key), await worlds[1].row(view, key)];
  links.set(view, key, { differs: !sameRow(before, after), link: undefined });
}

async function settleStream({ world, streams }: Run, stream: string, end: number): Promise<void> {
  const { initialState } = world.model.deciderOfStream(stream);
  const folded = streams.get(stream)!;
  const stored = await world.past.state(stream, initialState, end);
  world.setStream(stream, sameState(folded.state, stored.state) ? undefined : { value: folded });
}

type Settling = Readonly<{ view: string; key: string; row: unknown; stored: unknown }>;
const settleRow = (world: World, { view, key, row, stored }: Settling): void => world.setRow(view, key, sameRow(row, stored) ? undefined : { value: row });

async function streamsTouched(pair: Pair, { batches }: Segment): Promise<readonly string[]> {
  const streams = new Set([...batches.map(([first]) => first!.stream), ...runsOf(pair).flatMap((run) => [...run.streams.keys()])]);
  for (const run of runsOf(pair)) for (const stream of streams) await run.state(stream, run.world.model.deciderOfStream(stream).initialState);
  return [...streams];
}

function rowsTouched(pair: Pair, { batches }: Segment): readonly (readonly [view: string, key: string])[] {
  const touched = new Map<string, readonly [string, string]>();
  const add = (view: string, key: string): void => void touched.set(`${view}\u0000${key}`, [view, key]);
  for (const run of runsOf(pair)) for (const [view, key] of run.written()) add(view, key);
  const { model } = pair.base.world;
  for (const event of batches.flat()) for (const view of model.viewsOn(event.type)) for (const key of keysOf(view, event)) add(view.name, key);
  return [...touched.values()];
}
