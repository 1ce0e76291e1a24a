import type { Instant } from '#kernel';
import { CALENDAR_STREAM, LEDGER_STREAM } from '#ledger';
import { nothingBefore, type StoredLedger } from './stored-ledger.js';
import type { Beginning } from './beginnings.js';
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
  /** What `ledgerLayout` said of this ledger. */
  layout: Layout;
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
  return new Replay(replaying).run(await startsOf(replaying.base));
}

/** From where policies react, what they reach, and the hours that the stored ledger ended. */
type Clockwork = Readonly<{ started: ReadonlyMap<string, number>; reach: Reach; hours: ReadonlySet<Instant> }>;

class Replay {
  private readonly links = new Links();
  private readonly lists: Lists;
  private readonly base: World;
  /** The base itself until the first edit: up to there nothing can differ between the two. */
  private edited: World;
  private readonly flagged: Flagged[] = [];
  private readonly drifted: LeftOut[] = [];
  private readonly stuck: Stuck[] = [];
  /** Positions, in order, that lie in what is derived again in any case. */
  private readonly marks: readonly number[];
  private derived = 0;
  private segments = 0;

  constructor(private readonly replaying: Replaying) {
    const { model, base, everything, plan, layout } = replaying;
    this.marks = [...plan.positions, ...layout.late].sort((a, b) => a - b);
    this.lists = new Lists(everything ? nothingBefore(base) : base, model);
    const begun = everything ? undefined : layout.beginnings.before(startBefore(layout.starts, plan.positions[0] ?? -1));
    this.base = begun?.world.twin(this.past()) ?? new World(model, this.past());
    this.edited = this.base;
    if (begun) this.resume(begun);
  }

  /** Each world folds streams for itself: one may have been followed further than the other. */
  private past(): Past {
    return new Past(this.lists.base, this.lists, this.replaying.model);
  }

  private resume({ drifted, stuck, derived, segments }: Beginning): void {
    this.drifted.push(...drifted);
    this.stuck.push(...stuck);
    [this.derived, this.segments] = [derived, segments];
  }

  async run(started: ReadonlyMap<string, number>): Promise<Replayed> {
    const { base, everything } = this.replaying;
    const from = everything ? 0 : this.marks[0];
    if (from !== undefined) {
      const hours = await hoursIn(base);
      await this.walk(Math.max(startBefore(this.replaying.layout.starts, from), this.base.at + 1), { started, reach: new Reach(started), hours });
    }
    const { links, edited, flagged, drifted, stuck, derived, segments } = this;
    return { base: this.base, edited, links, flagged, drifted, stuck, derived, segments };
  }

  private async walk(from: number, clockwork: Clockwork): Promise<void> {
    const { base } = this.replaying;
    this.base.at = from - 1;
    for await (const segment of segmentsOf(base, from, this.replaying.layout.starts)) {
      await breath(this.segments + 1);
      if (this.parts(segment)) this.part(segment);
      this.segments++;
      for (const event of segment.batches.flat()) this.lists.note(event);
      if (await this.concerns(segment, clockwork)) await this.derive(segment, clockwork);
      else await pass([this.base, this.edited], segment, this.links);
      if (this.isOver(segment)) return;
    }
  }

  /** Whether the worlds part with a segment: the first edit lies in it. Where everything is derived, it is derived twice from the first event on. */
  private parts({ end }: Segment): boolean {
    const { everything, plan } = this.replaying;
    return this.edited === this.base && (everything === true || end >= (plan.positions[0] ?? Infinity));
  }

  private part({ start }: Segment): void {
    const { drifted, stuck, derived, segments } = this;
    if (!this.replaying.everything) {
      // Lists of its own: those of this replay hold every whole view that it asked for.
      const { model } = this.replaying;
      const world = this.base.twin(new Past(this.lists.base, new Lists(this.lists.base, model), model));
      this.replaying.layout.beginnings.keep({ start, world, drifted: [...drifted], stuck: [...stuck], derived, segments });
    }
    this.edited = this.base.twin(this.past());
  }

  private async concerns(segment: Segment, clockwork: Clockwork): Promise<boolean> {
    return this.replaying.everything === true || this.replaying.layout.late.has(segment.start) || this.isEdited(segment) || this.reached(segment, clockwork);
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
    for (const world of new Set([this.edited, this.base])) {
      if (fallsDue(world, until, hours) || (await reach.reaches(world, segment))) return true;
    }
    return false;
  }

  private async derive(segment: Segment, { hours, started }: Clockwork): Promise<void> {
    const { plan } = this.replaying;
    this.derived++;
    const base = new Run(this.base, { started, segment });
    const asItIs = await new Play(base, hours).segment(segment);
    const edited = this.edited === this.base ? base : new Run(this.edited, { started, segment });
    const asItWouldBe = edited === base ? asItIs : await new Play(edited, hours, plan).segment(segment);
    const runs = { base, edited };
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
