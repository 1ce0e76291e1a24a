import { Rejection, type AnyDecider, type Instant } from '#kernel';
import type { EventLog } from '#ledger';
import { SinkUnusable, type NoticeSink } from '#outbox';
import { deliverWaiting, waiting, type OutboxParts, type OutboxState } from './notices.js';
import { byCarrier } from './ports.js';
import type { Parts } from './parts.js';

const NO_SINK = 'none';

/** The outbox of one open ledger: one delivery at a time, and whether the last one worked. */
export class Outbox {
  private running: Promise<number> | undefined;
  private fault: string | undefined;

  constructor(
    private readonly sink: NoticeSink | undefined,
    private readonly parts: OutboxParts,
    /** A ledger put together without cadence has no such view. */
    private readonly hasView: boolean,
  ) {}

  /** Sends and records what waits. A sink that cannot be used stops the delivery, not the ledger: its word stands in the health until it works again. */
  async deliver(): Promise<number> {
    const { sink } = this;
    if (!sink || !this.hasView) return 0;
    this.running ??= this.deliverBy(sink).finally(() => (this.running = undefined));
    return this.running;
  }

  private async deliverBy(sink: NoticeSink): Promise<number> {
    try {
      const recorded = await deliverWaiting(sink, this.parts);
      this.fault = undefined;
      return recorded;
    } catch (error) {
      // Rows that stand behind, or a ledger that has stopped, say so by their own code.
      if (!(error instanceof SinkUnusable || error instanceof Rejection)) throw error;
      this.fault = error.code;
      return 0;
    }
  }

  /** When nothing is on its way: a ledger is closed after its last word was recorded. */
  async idle(): Promise<void> {
    await this.running;
  }

  async state(): Promise<OutboxState> {
    const rows = this.hasView ? await waiting(this.parts.reader) : [];
    const waitingRecipients = rows.reduce((sum, { pendingPersonIds }) => sum + pendingPersonIds.length, 0);
    return { sink: this.sink?.name ?? NO_SINK, waitingNotices: rows.length, waitingRecipients, ...(this.fault !== undefined && { fault: this.fault }) };
  }
}

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/** Of an open ledger, what its outbox needs. */
type Ledger = Readonly<{
  parts: Parts;
  log: EventLog;
  present<Value>(value: Value): Promise<Value>;
  deciderOf(commandType: string): AnyDecider;
  viewNames(): readonly string[];
}>;

/** The outbox of a ledger: it opens numbers as the ledger would for reading, and records as a carrier. A ledger open for reading sends nothing. */
export function outboxOf(zelian: Ledger): Outbox {
  const { reader, clock, noticeSink, write } = zelian.parts;
  const parts: OutboxParts = {
    reader,
    head: async () => (await zelian.log.head()).position,
    now: async () => later((await zelian.log.head()).recordedAt, clock.now()),
    reveal: (value) => zelian.present(value),
    record: (command, by) => byCarrier(write!.ports, zelian.deciderOf(command.type), { command, ...by }),
  };
  return new Outbox(write && noticeSink, parts, zelian.viewNames().includes('outbox'));
}
