import {
  canonicalJson,
  dateOf,
  decide,
  evolve,
  must,
  Rejection,
  type Actor,
  type AnyDecider,
  type Command,
  type Facts,
  type Need,
  type Origin,
  type Recorded,
} from '#kernel';
import { decodeEvent, encoded } from './envelope.js';
import { RecordedInPast, RevisionConflict, WHOLE_LOG, type EncodedEvent, type Guard, type Write } from './event-log.js';
import { earlierOutcome, envelopeOf, fold, mustBeSame, outcomeOf, type Folded, type LedgerPorts, type Outcome } from './execute.js';
import { eventIdOf, isCommandId } from './ids.js';

/** One of many commands, with the id that it keeps however often the whole is sent. */
export type Wish = Readonly<{ command: Command; commandId: string }>;
/** Which of the commands was refused, by its place, and why. */
export type Refusal = Readonly<{ index: number; rejection: Rejection }>;

/** Nothing was recorded: every command that would be refused is named. */
export class ManyRefused extends Rejection {
  constructor(readonly refusals: readonly Refusal[]) {
    const [{ index, rejection }] = refusals as readonly [Refusal];
    super('command.many-refused', {
      zh: `未记录任何内容，共${refusals.length}项被拒；首项为第${index + 1}项：${rejection.text.zh}`,
      en: `nothing was recorded, ${refusals.length} commands are refused; the first is number ${index + 1}: ${rejection.text.en} (${rejection.code})`,
    });
  }
}

/** What is decided but not yet recorded, as the rows that later decisions read. */
export interface PendingRows {
  facts(needs: readonly Need[]): Promise<Facts>;
  take(events: readonly Recorded[]): Promise<void>;
}

/** What many commands need beyond one: rows that hold what was decided before, and the log to themselves. */
export type ManyPorts = LedgerPorts &
  Readonly<{
    deciderOf(commandType: string): AnyDecider;
    /** Rows as known at a position, of these views. */
    pendingRows(position: number, views: readonly string[]): Promise<PendingRows>;
    /** Keeps what `conceal` gathered, durably. False: an earlier attempt had left other commitments, so everything is decided once more. */
    keepPrivates(): Promise<boolean>;
    /** Runs while nobody else in this process appends: positions that decisions say they read at must be those that the events get. */
    alone<Result>(work: () => Promise<Result>): Promise<Result>;
  }>;
export type ManyOptions = Readonly<{ actor: Actor; origin: Origin }>;
/** `again`: it had all been recorded before, and this is what it did then. */
export type ManyOutcome = Outcome & Readonly<{ again: boolean }>;

const ATTEMPTS_MAX = 16;
/** So many times without troubling the other processes. */
const UNTROUBLED_MAX = 2;

/**
 * Many commands as one append: all or nothing, in the order given, each decided on the head and on what the commands before it decided. Every refusal is
 * found. Sent again it answers as the first time. Where another process appends to the log meanwhile nothing is stored, and all is decided once more: what a
 * decision says it had read must be what stands before it.
 * @throws ManyRefused; Rejection `command.id-reused`; RevisionConflict when others append beyond patience
 */
export async function executeMany(ports: ManyPorts, wishes: readonly Wish[], options: ManyOptions): Promise<ManyOutcome> {
  for (const { commandId } of wishes) must(isCommandId(commandId), 'command.invalid-id', { zh: '命令编号须为UUIDv7', en: 'a command id is a UUIDv7' });
  return ports.alone(async () => {
    const once = () => attempted(ports, wishes, options);
    for (let attempts = 1; ; attempts++) {
      const outcome = (await earlierOf(ports, wishes, options)) ?? (await (attempts > UNTROUBLED_MAX && ports.log.alone ? ports.log.alone(once) : once()));
      if (!(outcome instanceof Error)) return outcome;
      if (attempts === ATTEMPTS_MAX) throw outcome;
    }
  });
}

/** @returns why it has to be decided once more, where that is so */
async function attempted(ports: ManyPorts, wishes: readonly Wish[], options: ManyOptions): Promise<ManyOutcome | Error> {
  try {
    return await attempt(ports, wishes, options);
  } catch (error) {
    if (error instanceof RevisionConflict || error instanceof RecordedInPast || error instanceof OtherCommitments) return error;
    // Sent to two processes at once, they may be refused for what the other has recorded of them by now.
    const meanwhile = error instanceof ManyRefused ? await earlierOf(ports, wishes, options) : undefined;
    if (meanwhile) return meanwhile;
    throw error;
  }
}

/** An attempt that was broken off had left private values under other commitments. */
class OtherCommitments extends Error {
  constructor() {
    super('private values were kept under other commitments by an attempt that was broken off');
  }
}

const digestOf = ({ keys }: Pick<LedgerPorts, 'keys'>, { type, data }: Command, actor: Actor): Buffer => keys.digest(canonicalJson({ actor, data, type }));

/** One append: where one of the commands is recorded, all of them are. */
async function earlierOf(ports: ManyPorts, wishes: readonly Wish[], { actor }: ManyOptions): Promise<ManyOutcome | undefined> {
  const events: Recorded[] = [];
  for (const { command, commandId } of wishes) {
    // Digests are costly and mostly not needed: a new file's commands are all unknown.
    if (!(await ports.log.find(eventIdOf(commandId, 0)))) continue;
    events.push(...((await earlierOutcome(ports, commandId, digestOf(ports, command, actor)))?.events ?? []));
  }
  return events.length === 0 ? undefined : { events, position: events.at(-1)!.position, again: true };
}

async function attempt(ports: ManyPorts, wishes: readonly Wish[], options: ManyOptions): Promise<ManyOutcome> {
  const needs = wishes.flatMap(({ command }) => needsOf(ports, command));
  const unchanged: Guard[] = [];
  for (const stream of new Set(needs.flatMap(({ guard }) => guard ?? []))) unchanged.push({ stream, revision: await ports.log.revisionOf(stream) });
  const head = await ports.log.head();
  const now = ports.clock.now();
  const recordedAt = head.recordedAt > now ? head.recordedAt : now;
  const rows = await ports.pendingRows(head.position, [...new Set(needs.map(({ view }) => view))]);
  const batch = new Batch(ports, { rows, recordedAt, position: head.position, ...options });
  const refusals: Refusal[] = [];
  for (const [index, wish] of wishes.entries()) {
    try {
      await batch.decide(wish);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      refusals.push({ index, rejection: error });
    }
  }
  if (refusals.length > 0) throw new ManyRefused(refusals);
  if (batch.writes.length === 0) return { events: [], position: head.position, again: false };
  return stored(ports, batch, { head: head.position, unchanged });
}

async function stored(
  ports: ManyPorts,
  { writes, events }: Batch,
  { head, unchanged }: Readonly<{ head: number; unchanged: readonly Guard[] }>,
): Promise<ManyOutcome> {
  if (!(await ports.keepPrivates())) throw new OtherCommitments();
  const found = await ports.log.append(writes, [...unchanged, { stream: WHOLE_LOG, revision: head }]);
  mustBeSame(found[0]!, writes[0]!.events[0]!.commandDigest);
  // The log answers ids that it holds with what it holds: another sending of the same was quicker.
  const decided = writes.flatMap((write) => write.events);
  const isOurs = found[0]!.position === head + 1 && found.every(({ bytes }, index) => bytes.equals(decided[index]!.bytes));
  return isOurs ? { events, position: found.at(-1)!.position, again: false } : { ...outcomeOf(found, ports.definitions), again: true };
}

const needsOf = (ports: ManyPorts, command: Command): readonly Need[] => ports.deciderOf(command.type).needs?.[command.type]?.(command) ?? [];

type BatchParts = ManyOptions & Readonly<{ rows: PendingRows; recordedAt: string; position: number }>;

/** What is decided so far: writes in order, streams folded to where they would stand. */
class Batch {
  readonly writes: (Write & { readonly events: EncodedEvent[] })[] = [];
  readonly events: Recorded[] = [];
  private readonly states = new Map<string, Folded>();
  private readonly books = new Map<string, unknown>();
  private position: number;

  constructor(
    private readonly ports: ManyPorts,
    private readonly parts: BatchParts,
  ) {
    this.position = parts.position;
  }

  /** As `execute` decides one command, on what stands in this batch already. @throws Rejection: the batch is then as it was */
  async decide({ command, commandId }: Wish): Promise<void> {
    const { ports, parts } = this;
    const { actor, origin, recordedAt } = parts;
    const decider = ports.deciderOf(command.type);
    const stream = decider.streamOf(command);
    const { state, revision } = this.states.get(stream) ?? (await fold(ports, decider, stream));
    const needs = needsOf(ports, command);
    const book = await this.bookFor(decider, command);
    const input = { actor, recordedAt, commandId, facts: await parts.rows.facts(needs), readAt: this.position, book };
    const decided = decide(decider, command, state, input);
    const commandDigest = digestOf(ports, command, actor);
    const events: EncodedEvent[] = [];
    for (const [index, event] of decided.entries()) {
      const complete = await envelopeOf(ports, decider, event, {
        intent: { command, commandId, actor, origin },
        index,
        recordedAt,
        knownOn: dateOf(recordedAt),
        stream,
        revision: revision + 1 + index,
        readAt: needs.length > 0 || book !== undefined ? this.position : undefined,
      });
      events.push(encoded(complete, ports.keys, commandDigest));
    }
    await this.take(decider, { stream, state, revision, encoded: events });
  }

  private async take(
    decider: AnyDecider,
    { stream, encoded, ...folded }: Folded & Readonly<{ stream: string; encoded: readonly EncodedEvent[] }>,
  ): Promise<void> {
    let { state, revision } = folded;
    const events: Recorded[] = [];
    const last = this.writes.at(-1);
    if (encoded.length === 0) return;
    // A further stretch of the same stream goes on where the last one ended.
    if (last?.stream === stream) last.events.push(...encoded);
    else this.writes.push({ stream, expected: revision, events: [...encoded] });
    for (const one of encoded) {
      const event = decodeEvent({ ...one, stream, revision: ++revision, position: ++this.position }, this.ports.definitions);
      state = evolve(decider, state, event);
      events.push(event);
    }
    this.states.set(stream, { state, revision });
    this.events.push(...events);
    await this.parts.rows.take(events);
  }

  private async bookFor(decider: AnyDecider, command: Command): Promise<unknown> {
    const date = decider.bookOn?.[command.type]?.(command);
    if (date === undefined) return undefined;
    if (!this.books.has(date)) this.books.set(date, await this.ports.book(date, this.parts.position));
    return this.books.get(date);
  }
}
