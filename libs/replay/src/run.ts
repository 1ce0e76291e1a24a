import { ALL, dateOf, decide, evolve, Rejection, type Facts, type Instant, type Need, type NewEvent, type Recorded } from '#kernel';
import { eventIdOf, policyCommandId } from '#ledger';
import { loadFacts } from '#readmodel';
import { concealed, stored } from './json.js';
import type { Derivation, Intent, Reads, Stuck } from './intent.js';
import type { Listed } from './stored-ledger.js';
import type { Folded } from './past.js';
import { keysOf, merged, stepped, type World } from './world.js';
import type { Segment } from './segments.js';

type Version = Readonly<{ batch: number; row: unknown }>;
type Place = Readonly<{ started: ReadonlyMap<string, number>; segment: Segment }>;

/** One segment derived again in one world: deciders, policies and views as they are, in memory. */
export class Run {
  readonly batches: (readonly Recorded[])[] = [];
  readonly reads = new Map<string, Reads>();
  readonly stuck: Stuck[] = [];
  private readonly versions = new Map<string, Map<string, Version[]>>();
  private readonly folded = new Map<string, Folded>();
  private readonly starts = new Map<string, unknown>();
  private readonly rootTimes = new Map<string, Instant>();
  private handled = 0;
  private time: Instant | '' = '';
  private readonly known: ReadonlyMap<string, Recorded>;
  private readonly times: ReadonlyMap<string, Instant>;

  constructor(
    readonly world: World,
    private readonly place: Place,
  ) {
    const events = place.segment.batches.flat();
    this.known = new Map(events.map((event) => [event.id, event]));
    this.times = new Map(events.map(({ commandId, recordedAt }) => [commandId, recordedAt]));
  }

  /** A command of people, an import or the clock, and all that follows from it. @throws Rejection when the rules refuse it */
  async send(intent: Intent): Promise<readonly Recorded[]> {
    this.rootTimes.set(intent.commandId, intent.recordedAt);
    const events = await this.execute(intent);
    await this.follow();
    return events;
  }

  /** Events that no command can be had back from stand as they are. */
  async copy(events: readonly Recorded[]): Promise<void> {
    this.rootTimes.set(events[0]!.commandId, events[0]!.recordedAt);
    await this.append(events);
    await this.follow();
  }

  /** What a policy recorded as a fact because of an event that is not there: it is recorded all the same. */
  async conduct(policy: string, event: Recorded): Promise<void> {
    this.rootTimes.set(event.correlationId, event.recordedAt);
    await this.react(policy, event, this.batches.length);
    await this.follow();
  }

  /** Every policy on every event in order, as the runner has it, until nothing more follows. */
  private async follow(): Promise<void> {
    const { model } = this.world;
    for (; this.handled < this.batches.length; this.handled++) {
      for (const event of this.batches[this.handled]!) {
        for (const { name } of model.policiesOn(event.type).filter((bound) => this.reacts(bound.name, event))) await this.react(name, event, this.handled);
      }
    }
  }

  private reacts(policy: string, { position }: Recorded): boolean {
    return (this.place.started.get(policy) ?? -1) < position;
  }

  /** What one policy sends for an event. */
  private async react(name: string, event: Recorded, batch: number): Promise<void> {
    const { model } = this.world;
    const { policy } = model.policiesOn(event.type).find((bound) => bound.name === name)!;
    const needs = policy.needs?.[event.type]?.(event) ?? [];
    const commands = policy.on[event.type]!(event, await this.facts(needs, batch));
    for (const [ordinal, command] of commands.entries()) {
      const stream = model.deciderOf(command.type).streamOf(command);
      if (policy.reaches && !policy.reaches(event).includes(stream)) throw new TypeError(`${name} reaches ${stream} without saying so`);
      const cause = { causeTime: event.recordedAt, policy: name, causationId: event.id, commandType: command.type, stream, ordinal };
      await this.derive({ command, commandId: policyCommandId(cause), policy: name, cause: { event, batch } }, needs);
    }
  }

  private async derive({ command, commandId, policy, cause }: Derivation, needs: readonly Need[]): Promise<void> {
    const recordedAt = this.times.get(commandId) ?? (this.time || cause.event.recordedAt);
    try {
      await this.execute({ command, commandId, actor: { policy }, origin: 'policy', recordedAt, cause }, needs);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      this.stuck.push({ policy, commandType: command.type, code: error.code });
    }
  }

  private async execute(intent: Intent, more: readonly Need[] = []): Promise<readonly Recorded[]> {
    const { model, at } = this.world;
    const { command, commandId, actor, recordedAt, seen, cause } = intent;
    const decider = model.deciderOf(command.type);
    const batch = cause?.batch ?? this.batches.length;
    const needs = decider.needs?.[command.type]?.(command) ?? [];
    const stream = decider.streamOf(command);
    this.reads.set(commandId, { stream, needs: [...more, ...model.needsOf(command)] });
    const facts = await this.facts(needs, batch);
    const book = await model.bookFor(command, (view) => this.list(view, batch));
    const { state, revision } = await this.state(stream, decider.initialState);
    const decided = decide(decider, command, state, { actor, recordedAt, commandId, facts, readAt: at, seen, book, causationId: cause?.event.id });
    const events = decided.map((event, index) => this.recorded(event, intent, { index, stream, revision: revision + 1 + index }));
    if (events.length > 0) await this.append(events);
    return events;
  }

  private recorded(
    event: NewEvent,
    { commandId, actor, origin, recordedAt, seen, cause }: Intent,
    { index, stream, revision }: Readonly<{ index: number; stream: string; revision: number }>,
  ): Recorded {
    const { kind: _kind, version, subjectsOf } = this.world.model.product.definitions.get(event.type)!;
    const id = eventIdOf(commandId, index);
    const correlationId = cause?.event.correlationId ?? commandId;
    const knownOn = dateOf(this.rootTimes.get(correlationId) ?? recordedAt);
    return stored({
      id,
      stream,
      revision,
      type: event.type,
      version,
      recordedAt,
      validAt: event.validAt ?? { from: knownOn },
      actor,
      origin,
      subjects: subjectsOf(event.data),
      commandId,
      data: concealed(event.data) as Readonly<unknown>,
      basis: event.basis,
      seen,
      readAt: this.known.get(id)?.readAt,
      causationId: cause?.event.id,
      correlationId,
      position: this.known.get(id)?.position ?? this.place.segment.end,
    });
  }

  private async append(events: readonly Recorded[]): Promise<void> {
    const batch = this.batches.length;
    this.batches.push(events);
    for (const event of events) {
      if (event.recordedAt > this.time) this.time = event.recordedAt;
      const decider = this.world.model.deciderOfStream(event.stream, event.type);
      const { state } = await this.state(event.stream, decider.initialState);
      this.folded.set(event.stream, { state: evolve(decider, state, event), revision: event.revision });
      for (const view of this.world.model.viewsOn(event.type)) {
        for (const key of keysOf(view, event)) this.write(view.name, key, { batch, row: stepped(view, await this.row(view.name, key), { event, key }) });
      }
    }
  }

  private write(view: string, key: string, version: Version): void {
    let rows = this.versions.get(view);
    if (!rows) this.versions.set(view, (rows = new Map()));
    const versions = rows.get(key);
    if (versions) versions.push(version);
    else rows.set(key, [version]);
  }

  private facts(needs: readonly Need[], batch: number): Promise<Facts> {
    return loadFacts({ get: (view, key) => this.row(view, key, batch), list: (view) => this.list(view, batch) }, needs, this.world.at);
  }

  /** A stream as it stands now. */
  async state(stream: string, initial: unknown): Promise<Folded> {
    let folded = this.folded.get(stream);
    if (!folded) this.folded.set(stream, (folded = await this.world.state(stream, initial)));
    return folded;
  }

  /** A row at the end of a batch; as it stands now when absent. */
  async row(view: string, key: string, batch = Infinity): Promise<unknown> {
    const version = this.versions
      .get(view)
      ?.get(key)
      ?.findLast((candidate) => candidate.batch <= batch);
    if (version) return version.row;
    const place = `${view}\u0000${key}`;
    if (!this.starts.has(place)) this.starts.set(place, await this.world.row(view, key));
    return this.starts.get(place);
  }

  async list(view: string, batch = Infinity): Promise<Listed> {
    const others = new Map<string, Readonly<{ value: unknown }>>();
    for (const [key, versions] of this.versions.get(view) ?? []) {
      const version = versions.findLast((candidate) => candidate.batch <= batch);
      if (version) others.set(key, { value: version.row });
    }
    const place = `${view}\u0000${ALL}`;
    if (!this.starts.has(place)) this.starts.set(place, await this.world.list(view));
    return merged(this.starts.get(place) as Listed, others);
  }

  /** Rows that came out of this run, by view. */
  *written(): Iterable<readonly [view: string, key: string]> {
    for (const [view, rows] of this.versions) for (const key of rows.keys()) yield [view, key];
  }

  /** Keys of the rows of one view that came out of this run. */
  writtenOf(view: string): Iterable<string> {
    return this.versions.get(view)?.keys() ?? [];
  }

  get streams(): ReadonlyMap<string, Folded> {
    return this.folded;
  }
}
