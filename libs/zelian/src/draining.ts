import type { Duties } from './duties.js';
import type { Parts } from './parts.js';

/** Keeps views and policies up with the log: one drain at a time, whoever asks. */
export class Draining {
  private running: Promise<void> | undefined;

  /** `effects`: what follows outside the log from what is recorded; says how much of it came on record. */
  constructor(
    private readonly parts: Parts,
    private readonly duties: Pick<Duties, 'areOurs'> = { areOurs: true },
    private readonly effects: () => Promise<number> = async () => 0,
  ) {}

  /** Views, then policies, until nothing is left to do. Callers share one drain at a time; each is answered when what it saw has been handled. */
  async drain(): Promise<void> {
    while (this.running) await this.running;
    this.running = this.drainOnce().finally(() => (this.running = undefined));
    await this.running;
  }

  private async drainOnce(): Promise<void> {
    do {
      await this.parts.projector.catchUp();
      if (!this.duties.areOurs) return;
      await this.parts.write?.runner.drain();
      await this.parts.projector.catchUp();
    } while (this.duties.areOurs && (await this.effects()) > 0);
  }

  /** Runners follow the log, however many appends came meanwhile. @returns the way to stop */
  follow(onFault: (error: unknown) => void): () => void {
    const { engines, projector } = this.parts;
    const works = [oneAtATime(() => this.drain())];
    // Others wait for rows that this process keeps: they are not kept waiting for policies.
    if (engines.shared) works.push(oneAtATime(() => projector.catchUp()));
    return engines.log.subscribe(() => {
      for (const work of works) work().catch(onFault);
    });
  }

  /** Takes up what stopped: the cause may have been mended, or passing. What stops again says so again. */
  async retryStopped(): Promise<void> {
    const { projector, write } = this.parts;
    if (projector.alarms().length > 0) await projector.retry();
    if (write?.runner.alarm && this.duties.areOurs) await write.runner.retry();
  }

  /** When nothing is under way. */
  async idle(): Promise<void> {
    await this.running;
  }
}

/** Asked again while it runs, it runs once more afterwards, however often it was asked. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let waiting = false;
  return async () => {
    if (waiting) return;
    waiting = true;
    // How it ended is told to whoever began it.
    while (running) await running.catch(() => undefined);
    waiting = false;
    running = work().finally(() => (running = undefined));
    await running;
  };
}
