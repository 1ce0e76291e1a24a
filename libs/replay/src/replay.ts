import type { Instant } from '#kernel';
import { CALENDAR_STREAM, LEDGER_STREAM } from '#ledger';
import { nothingBefore, type StoredLedger } from './stored-ledger.js';
import { Comparison } from './comparison.js';
import type { Stuck } from './intent.js';
import { Links, type Link } from './links.js';
import type { Model } from './model.js';
import type { Plan } from './plan.js';
import { fallsDue, Play, rootsOf, type LeftOut } from './play.js';
import { Reach } from './reach.js';
import { Run } from './run.js';
import { breath } from './breath.js';
import { layoutOf, type Layout } from './lag.js';
import { segmentsOf, startBefore, type Segment } from './segments.js';
import { pass, settle } from './settle.js';
import { Lists, Past } from './past.js';
import { World } from './world.js';

export type Flagged = LeftOut & Readonly<{ link?: Link }>;
/** Two re-derivations of one ledger, and what was needed to make them. */
export type Replayed = Readonly<{
  base: World;
  edited: World;
  /** Why rows differ between the two. */
  links: Links;
  /** Recorded commands that only the edited world has no room for. */
  flagged: readonly Flagged[];
  /** Commands that the stored ledger took and its own re-derivation refuses. */
  drifted: readonly LeftOut[];
  stuck: readonly Stuck[];
  /** Segments derived again, of all that lie at or after the first edit. */
  derived: number;
  segments: number;
}>;
export type Replaying = Readonly<{
  model: Model;
  base: StoredLedger;
  plan: Plan;
  /** Derives everything from the first event on, sharing nothing with the stored rows: slow, and what the overlay is held against. */
  everything?: boolean;
  /** What `ledgerLayout` said of this ledger, where several replays of it follow each other. */
  layout?: Layout;
}>;

/** Where the segments of a ledger begin and where its rules lagged: the same for every edit. */
export async function ledgerLayout({ base, model }: Pick<Replaying, 'base' | 'model'>): Promise<Layout> {
  return layoutOf({ base, model, started: await startsOf(base), lists: new Lists(base, model) });
}

/**
 * Derives the ledger twice, as it is and as it would be, only where an edit reaches, or where the rules were behind people: there nothing proves that it would come
 * out as it is stored.
 */
export async function replay(replaying: Replaying): Promise<Replayed> {
  const layout = replaying.layout ?? (await ledgerLayout(replaying));
  return new Replay(replaying, layout).run(await startsOf(replaying.base));
}

/** From where policies react, what they reach, and the hours that the stored ledger ended. */
type Clockwork = Readonly<{ started: ReadonlyMap<string, number>; reach: Reach; hours: ReadonlySet<Instant> }>;

class Replay {
  private readonly links = new Links();
  private readonly lists: Lists;
  private readonly base: World;
  private readonly edited: World;
  private readonly flagged: Flagged[] = [];
  private readonly drifted: LeftOut[] = [];
  private readonly stuck: Stuck[] = [];
  /** Positions, in order, that lie in what is derived again in any case. */
  private readonly marks: readonly number[];
  private derived = 0;
  private segments = 0;

  constructor(
    private readonly replaying: Replaying,
    private readonly layout: Layout,
  ) {
    const { model, base, everything } = replaying;
    this.marks = [...replaying.plan.positions, ...layout.late].sort((a, b) => a - b);
    const before = everything ? nothingBefore(base) : base;
    // Each world folds streams for itself: one may have been followed further than the other.
    this.lists = new Lists(before, model);
    this.base = new World(model, new Past(before, this.lists, model));
    this.edited = new World(model, new Past(before, this.lists, model));
  }

  async run(started: ReadonlyMap<string, number>): Promise<Replayed> {
    const { base, everything } = this.replaying;
    const from = everything ? 0 : this.marks[0];
    if (from !== undefined) await this.walk(startBefore(this.layout.starts, from), { started, reach: new Reach(started), hours: await hoursIn(base) });
    const { links, edited, flagged, drifted, stuck, derived, segments } = this;
    return { base: this.base, edited, links, flagged, drifted, stuck, derived, segments };
  }

  private async walk(from: number, clockwork: Clockwork): Promise<void> {
    const { base } = this.replaying;
    this.base.at = this.edited.at = from - 1;
    for await (const segment of segmentsOf(base, from, this.layout.starts)) {
      await breath(++this.segments);
      for (const event of segment.batches.flat()) this.lists.note(event);
      if (await this.concerns(segment, clockwork)) await this.derive(segment, clockwork);
      else await pass([this.base, this.edited], segment, this.links);
      if (this.isOver(segment)) return;
    }
  }

  private async concerns(segment: Segment, clockwork: Clockwork): Promise<boolean> {
    return this.replaying.everything === true || this.layout.late.has(segment.start) || this.isEdited(segment) || this.reached(segment, clockwork);
  }

  /** Whatever comes after: nothing is edited, the rules kept up, and nothing differs any more. */
  private isOver({ end }: Segment): boolean {
    const { everything } = this.replaying;
    return !everything && end >= (this.marks.at(-1) ?? -1) && this.base.isAsStored && this.edited.isAsStored;
  }

  private isEdited({ start, end }: Segment): boolean {
    return this.replaying.plan.positions.some((position) => start <= position && position <= end);
  }

  private async reached(segment: Segment, { reach, hours }: Clockwork): Promise<boolean> {
    const until = rootsOf(segment).at(-1)![0]!.recordedAt;
    for (const world of [this.edited, this.base]) {
      if (fallsDue(world, until, hours) || (await reach.reaches(world, segment))) return true;
    }
    return false;
  }

  private async derive(segment: Segment, { hours, started }: Clockwork): Promise<void> {
    const { plan } = this.replaying;
    this.derived++;
    const runs = { base: new Run(this.base, { started, segment }), edited: new Run(this.edited, { started, segment }) };
    const asItIs = await new Play(runs.base, hours).segment(segment);
    const asItWouldBe = await new Play(runs.edited, hours, plan).segment(segment);
    const comparison = new Comparison(runs, this.links, plan.editOf);
    const refused = new Set(asItIs.leftOut.map(({ events }) => events[0]!.commandId));
    this.drifted.push(...asItIs.leftOut);
    for (const left of asItWouldBe.leftOut) {
      const { commandId } = left.events[0]!;
      const link = comparison.read(commandId);
      if (!refused.has(commandId)) this.flagged.push({ ...left, ...(link && { link }) });
    }
    this.stuck.push(...runs.edited.stuck);
    await settle(runs, segment, { comparison, links: this.links });
  }
}

/** From which position on each policy reacts: what lies before its start is not its business, in no world. */
async function startsOf(base: StoredLedger): Promise<ReadonlyMap<string, number>> {
  const started = new Map<string, number>();
  for await (const event of base.stream(LEDGER_STREAM, 0)) {
    if (event.type !== 'PoliciesStarted') continue;
    for (const name of (event.data as { policies: readonly string[] }).policies) started.set(name, event.position);
  }
  return started;
}

async function hoursIn(base: StoredLedger): Promise<ReadonlySet<Instant>> {
  const hours = new Set<Instant>();
  for await (const { data } of base.stream(CALENDAR_STREAM, 0)) hours.add((data as { hour: Instant }).hour);
  return hours;
}
