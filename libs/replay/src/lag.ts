import { decide, Rejection, type Command, type Recorded } from '#kernel';
import { eventIdOf, policyCommandId } from '#ledger';
import { Beginnings } from './beginnings.js';
import { breath } from './breath.js';
import type { Bound, Model } from './model.js';
import { Past, type Lists } from './past.js';
import { asked, factsAt, type At } from './reach.js';
import { batchesOf, followsFrom, type Batch } from './segments.js';
import type { StoredLedger } from './stored-ledger.js';

/** Where segments begin, in order, and in which of them the rules were behind people, or may have been; and what replays have begun with. */
export type Layout = Readonly<{ starts: readonly number[]; late: ReadonlySet<number>; beginnings: Beginnings }>;
export type Reading = Readonly<{ base: StoredLedger; model: Model; lists: Lists; started: ReadonlyMap<string, number> }>;

/** An event that policies react to, of which nothing tells yet that they have. `end`: of its batch, where policies read. */
type Pending = At & Readonly<{ number: number; start: number; policies: readonly Bound[]; sent: Map<string, readonly Command[]> }>;

/** What waits for a stream that nobody else writes any more is let go of from time to time. */
const WAITING_MAX = 10_000;

/**
 * How far the rules were behind people, as the log itself tells. Derived again they are never behind, so a stretch where they were can come out otherwise than it is
 * stored although nothing in it was edited: results that were passed over then are recorded now, and some of them leave a trace. Two things tell: what followed from
 * a command lies beyond the next one; or the next one wrote where a reaction to what came before was going, which would have recorded something and had not. A
 * reaction that would have recorded nothing then is one whose turn does not matter. Everywhere else the log is the same as if the rules had kept up.
 */
export async function layoutOf(reading: Reading): Promise<Layout> {
  const lag = new Lag(reading);
  let batches = 0;
  for await (const batch of batchesOf(reading.base, 0)) {
    await breath(++batches);
    await lag.take(batch);
  }
  // Only what is asked of it: what it folded on the way is not kept alive.
  return { starts: lag.starts, late: lag.late, beginnings: new Beginnings() };
}

class Lag {
  readonly starts: number[] = [];
  readonly late = new Set<number>();
  private readonly past: Past;
  private readonly numbers = new Map<string, number>();
  private count = 0;
  /** Everything before this number has had its reaction. */
  private handled = 0;
  private unlisted: Pending[] = [];
  private readonly waiting = new Map<string, Pending[]>();
  private listed = 0;
  /** The command that the last event followed from. */
  private root: string | undefined;

  constructor(private readonly reading: Reading) {
    this.past = new Past(reading.base, reading.lists, reading.model);
  }

  async take(batch: Batch): Promise<void> {
    const [first] = batch as readonly [Recorded];
    if (followsFrom(first)) await this.follow(first);
    else {
      await this.meet(first);
      this.starts.push(first.position);
    }
    this.root = first.correlationId;
    this.await(batch);
  }

  private async follow({ correlationId, causationId }: Recorded): Promise<void> {
    if (correlationId !== this.root) {
      const cause = (await this.reading.base.find(eventIdOf(correlationId, 0)))?.position ?? 0;
      while (this.starts.length > 1 && this.starts.at(-1)! > cause) this.starts.pop();
      this.late.add(this.starts.at(-1)!);
    }
    // Policies take events in order: whatever lies before the cause of what they recorded has had its reaction.
    const number = this.numbers.get(causationId ?? '');
    if (number === undefined) return;
    this.handled = number;
    for (const [id, other] of this.numbers) {
      if (other >= number) break;
      this.numbers.delete(id);
    }
    this.unlisted = this.unlisted.filter((pending) => this.isOutstanding(pending));
  }

  private isOutstanding({ number, start }: Pending): boolean {
    return number >= this.handled && !this.late.has(start);
  }

  private await(batch: Batch): void {
    const { model, lists, started } = this.reading;
    const [start, end] = [this.starts.at(-1) ?? 0, batch.at(-1)!.position];
    for (const event of batch) {
      lists.note(event);
      const policies = model.policiesOn(event.type).filter(({ name }) => (started.get(name) ?? -1) < event.position);
      if (policies.length === 0) continue;
      this.numbers.set(event.id, this.count);
      this.unlisted.push({ event, start, end, policies, number: this.count++, sent: new Map() });
    }
  }

  /** Somebody writes to a stream while reactions may be outstanding: had one that goes there something to record, it comes too late. */
  private async meet({ stream, position }: Recorded): Promise<void> {
    if (!this.reading.model.isShared(stream)) return;
    for (const pending of this.unlisted) await this.list(pending);
    this.unlisted = [];
    const met = this.waiting.get(stream) ?? [];
    this.waiting.delete(stream);
    this.listed -= met.length;
    for (const pending of met) if (this.isOutstanding(pending) && (await this.wouldRecord(pending, stream, position))) this.late.add(pending.start);
    if (this.listed > WAITING_MAX) this.letGo();
  }

  /** By the streams to which its reactions may be going. */
  private async list(pending: Pending): Promise<void> {
    const { model } = this.reading;
    const streams = new Set<string>();
    for (const bound of pending.policies) {
      const reached =
        bound.policy.reaches?.(pending.event) ?? (await this.sentBy(bound, pending)).map((command) => model.deciderOf(command.type).streamOf(command));
      for (const stream of reached) if (model.isShared(stream)) streams.add(stream);
    }
    for (const stream of streams) {
      const others = this.waiting.get(stream);
      if (others) others.push(pending);
      else this.waiting.set(stream, [pending]);
      this.listed++;
    }
  }

  private letGo(): void {
    this.listed = 0;
    for (const [stream, pendings] of this.waiting) {
      const left = pendings.filter((pending) => this.isOutstanding(pending));
      if (left.length > 0) this.waiting.set(stream, left);
      else this.waiting.delete(stream);
      this.listed += left.length;
    }
  }

  /** Whether a reaction, had it its turn just before a position, would record on a stream what is not recorded. */
  private async wouldRecord(pending: Pending, stream: string, before: number): Promise<boolean> {
    const { model } = this.reading;
    for (const bound of pending.policies) {
      const { name, policy } = bound;
      if (policy.reaches && !policy.reaches(pending.event).includes(stream)) continue;
      for (const [ordinal, command] of (await this.sentBy(bound, pending)).entries()) {
        if (model.deciderOf(command.type).streamOf(command) !== stream) continue;
        const { event } = pending;
        const cause = { causeTime: event.recordedAt, policy: name, causationId: event.id, commandType: command.type, stream, ordinal };
        const commandId = policyCommandId(cause);
        const says = await this.decided(command, pending, { policy: name, commandId, stream, before });
        if (says && !(await this.isRecorded(commandId, before))) return true;
      }
    }
    return false;
  }

  private async sentBy({ name, policy }: Bound, pending: Pending): Promise<readonly Command[]> {
    let sent = pending.sent.get(name);
    if (!sent) pending.sent.set(name, (sent = await asked(policy, pending, this.reading)));
    return sent;
  }

  private async isRecorded(commandId: string, before: number): Promise<boolean> {
    const found = await this.reading.base.find(eventIdOf(commandId, 0));
    return found !== undefined && found.position < before;
  }

  /** What is refused would have stopped the rules: that is no keeping up either. */
  private async decided(
    command: Command,
    { event, end }: Pending,
    { policy, commandId, stream, before }: Readonly<{ policy: string; commandId: string; stream: string; before: number }>,
  ): Promise<boolean> {
    const { model, lists } = this.reading;
    const decider = model.deciderOf(command.type);
    const facts = await factsAt(decider.needs?.[command.type]?.(command) ?? [], end, this.reading);
    const book = await model.bookFor(command, (view) => lists.at(view, end));
    const { state } = await this.past.state(stream, decider.initialState, before - 1);
    const input = { actor: { policy }, recordedAt: event.recordedAt, commandId, facts, readAt: end, book, causationId: event.id };
    try {
      return decide(decider, command, state, input).length > 0;
    } catch (error) {
      if (error instanceof Rejection) return true;
      throw error;
    }
  }
}
