import { ALL, sameJson, type Recorded } from '#kernel';
import { STREAM, type Link, type Links } from './links.js';
import type { Run } from './run.js';
import { keysOf } from './world.js';

/** One segment in both worlds. */
export type Pair = Readonly<{ base: Run; edited: Run }>;
type Side = keyof Pair;
type Found = Readonly<{ event: Recorded; world: Side; batch: number }>;

const says = ({ type, stream, data, validAt, basis }: Recorded) => ({ type, stream, data, validAt, ...(basis && { basis }) });

/** Events that one world lacks, or that say something else there, in the order in which they came. */
function differing({ base, edited }: Pair): readonly Found[] {
  const of = (run: Run, world: Side): readonly Found[] => run.batches.flatMap((events, batch) => events.map((event) => ({ event, world, batch })));
  const [before, after] = [of(base, 'base'), of(edited, 'edited')];
  const byId = (found: readonly Found[]) => new Map(found.map((one) => [one.event.id, one.event]));
  const [beforeById, afterById] = [byId(before), byId(after)];
  const alone = ({ event, world }: Found): boolean => {
    const other = (world === 'base' ? afterById : beforeById).get(event.id);
    return !other || !sameJson(says(other), says(event));
  };
  return [...before, ...after].filter(alone).sort((a, b) => a.batch - b.batch);
}

/** Why a segment came out otherwise: for each row and stream that differing events touched, the chain that led to the first of them. */
export class Comparison {
  private readonly byPlace = new Map<string, Link>();
  private readonly byEvent = new Map<string, Link>();

  constructor(
    private readonly pair: Pair,
    private readonly before: Links,
    private readonly editsOf: ReadonlyMap<string, number>,
  ) {
    for (const found of differing(pair)) this.take(found);
  }

  /** What first made a row (or, by its name alone, a stream) differ in this segment. */
  linkOf(place: string, key = STREAM): Link | undefined {
    return this.byPlace.get(`${place}\u0000${key}`);
  }

  private take({ event, world }: Found): void {
    const { id: eventId, type, stream, data, basis } = event;
    const clauseId = (data as { clauseId?: string }).clauseId ?? basis?.[0]?.clauseId;
    const edit = this.editsOf.get(event.commandId);
    const by = edit === undefined ? this.behind(event, world) : undefined;
    const link: Link = { eventId, type, stream, world, ...(clauseId !== undefined && { clauseId }), ...(edit !== undefined && { edit }), ...(by && { by }) };
    this.byEvent.set(`${world} ${eventId}`, link);
    this.note(stream, STREAM, link);
    for (const view of this.pair[world].world.model.viewsOn(type)) {
      for (const key of keysOf(view, event)) this.note(view.name, key, link);
      this.note(view.name, ALL, link);
    }
  }

  private note(place: string, key: string, link: Link): void {
    const name = `${place}\u0000${key}`;
    if (!this.byPlace.has(name)) this.byPlace.set(name, link);
  }

  /** The cause, where it differs itself; else whatever differing thing the decision read. */
  private behind({ causationId, commandId }: Recorded, world: Side): Link | undefined {
    const cause = causationId === undefined ? undefined : this.byEvent.get(`${world} ${causationId}`);
    return cause ?? this.read(commandId);
  }

  /** The first thing that a decision read and that differed: a row, or its stream. */
  read(commandId: string): Link | undefined {
    const { base, edited } = this.pair;
    const reads = edited.reads.get(commandId) ?? base.reads.get(commandId);
    if (!reads) return undefined;
    for (const { view, key } of [...reads.needs, { view: reads.stream, key: STREAM }]) {
      const link = this.linkOf(view, key) ?? this.before.get(view, key);
      if (link) return link;
    }
    return undefined;
  }
}
