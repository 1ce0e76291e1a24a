import type { Recorded } from '#kernel';
import { eventIdOf } from '#ledger';
import { breath } from './breath.js';
import type { Bound, Model } from './model.js';
import type { Lists } from './past.js';
import { asked, type At } from './reach.js';
import { batchesOf, followsFrom, type Batch } from './segments.js';
import type { StoredLedger } from './stored-ledger.js';

/** Where segments begin, in order, and in which of them the rules were behind people, or may have been. */
export type Layout = Readonly<{ starts: readonly number[]; late: ReadonlySet<number> }>;
export type Reading = Readonly<{ base: StoredLedger; model: Model; lists: Lists; started: ReadonlyMap<string, number> }>;

/** An event that policies react to, of which nothing tells yet that they have. */
type Pending = Readonly<{ event: Recorded; start: number; targets(): Promise<ReadonlySet<string>> }>;

/**
 * How far the rules were behind people, as the log itself tells. Derived again they are never behind, so a stretch where they were can come out otherwise than it is
 * stored although nothing in it was edited: results that were passed over then are recorded now, and some of them leave a trace. Two things tell: what followed from
 * a command lies beyond the next one; or the next one wrote where a reaction to what came before could have been going, and nothing shows that it had gone first.
 * Everywhere else the log is the same as if the rules had kept up.
 */
export async function layoutOf(reading: Reading): Promise<Layout> {
  const lag = new Lag(reading);
  let batches = 0;
  for await (const batch of batchesOf(reading.base, 0)) {
    await breath(++batches);
    await lag.take(batch);
  }
  return lag;
}

class Lag implements Layout {
  readonly starts: number[] = [];
  readonly late = new Set<number>();
  private pending: Pending[] = [];
  /** The command that the last event followed from. */
  private root: string | undefined;

  constructor(private readonly reading: Reading) {}

  async take(batch: Batch): Promise<void> {
    const [first] = batch as readonly [Recorded];
    if (followsFrom(first)) await this.follow(first);
    else {
      await this.meet(first.stream);
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
    const handled = this.pending.findIndex(({ event }) => event.id === causationId);
    if (handled > 0) this.pending = this.pending.slice(handled);
  }

  private await(batch: Batch): void {
    const { model, lists, started } = this.reading;
    const [start, end] = [this.starts.at(-1) ?? 0, batch.at(-1)!.position];
    for (const event of batch) {
      lists.note(event);
      const policies = model.policiesOn(event.type).filter(({ name }) => (started.get(name) ?? -1) < event.position);
      if (policies.length > 0) this.pending.push({ event, start, targets: once(() => this.targetsOf(policies, { event, end })) });
    }
  }

  /** Somebody writes to a stream while reactions may be outstanding: those that go there may have found it written. */
  private async meet(stream: string): Promise<void> {
    if (!this.reading.model.isWrittenByPolicies(stream)) return;
    for (const { start, targets } of this.pending) if (!this.late.has(start) && (await targets()).has(stream)) this.late.add(start);
  }

  private async targetsOf(policies: readonly Bound[], at: At): Promise<ReadonlySet<string>> {
    const { base, lists, model } = this.reading;
    const targets = new Set<string>();
    for (const { policy } of policies) {
      const streams =
        policy.reaches?.(at.event) ?? (await asked(policy, at, { base, lists })).map((command) => model.deciderOf(command.type).streamOf(command));
      for (const stream of streams) targets.add(stream);
    }
    return targets;
  }
}

/** Asked for at most once, and perhaps never. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
