import { POLICIES } from '#ledger';
import type { Duties } from './duties.js';
import type { Parts } from './parts.js';

/** Beyond so many events that the policies have not met, who records waits. */
const EVENTS_MAX = 1_000;
/** For so long at most: what people record is never refused because rules lag. The further they lag, the longer: however many record, they come no faster in the end. */
const WAIT_MS_PER_EVENT = 2;
const WAIT_MS_MAX = 10_000;
const PAUSE_MS = 50;
/** How old the word of a process that runs the policies may be. */
const HEARD_MS = 250;

export type BacklogParts = Pick<Parts, 'engines' | 'write'>;
/** How time passes for whoever waits. */
export type Waiting = Readonly<{ now(): number; pause(ms: number): Promise<void> }>;
const waiting: Waiting = { now: () => performance.now(), pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

/**
 * How far the policies are behind the log, and what keeps several processes from recording faster than the one that runs the policies can follow: a command waits its
 * moment. Policies that stand still, stopped or without a holder, slow nobody: waiting for them would be of no use.
 */
export class Backlog {
  private heard: Readonly<{ at: number; since: number }> | undefined;
  private asking: Promise<number> | undefined;
  /** Where they did not move while somebody waited. */
  private stoodAt: number | undefined;

  constructor(
    private readonly parts: BacklogParts,
    private readonly duties: Pick<Duties, 'areOurs'>,
    private readonly time: Waiting = waiting,
  ) {}

  /** Events that policies have not met; undefined where nobody can tell. In a process that does not run them as far as whoever does has written down. */
  async size(): Promise<number | undefined> {
    const at = await this.reached();
    return at === undefined ? undefined : this.after(at);
  }

  /** Whether those who record are made to wait. */
  isLong(size: number | undefined): boolean {
    return this.parts.engines.election !== undefined && size !== undefined && size > EVENTS_MAX;
  }

  /** Waits until there is room for one more. */
  async room(): Promise<void> {
    if (!this.parts.engines.election) return;
    const from = await this.reached();
    if (from === undefined || from === this.stoodAt) return;
    const deadline = this.time.now() + Math.min(WAIT_MS_MAX, WAIT_MS_PER_EVENT * (await this.after(from)));
    for (let at = from; this.isLong(await this.after(at)); at = (await this.reached()) ?? at) {
      if (this.time.now() >= deadline) {
        this.stoodAt = at === from ? at : undefined;
        return;
      }
      await this.time.pause(PAUSE_MS);
    }
  }

  private async after(at: number): Promise<number> {
    return Math.max(0, (await this.parts.engines.log.head()).position - at);
  }

  private async reached(): Promise<number | undefined> {
    const { write, engines } = this.parts;
    if (!write) return undefined;
    if (this.duties.areOurs || !engines.election) return write.runner.position;
    if (this.heard && this.time.now() - this.heard.since < HEARD_MS) return this.heard.at;
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async ask(): Promise<number> {
    const { election, positions } = this.parts.engines;
    await election!.refresh();
    const at = (await positions.load(POLICIES)) ?? -1;
    this.heard = { at, since: this.time.now() };
    return at;
  }
}
