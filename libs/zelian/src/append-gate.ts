import type { EventLog } from '#ledger';

/** Lets appends through side by side, or one caller alone: a bulk import decides on positions that nobody else may take meanwhile. */
export class AppendGate {
  private under = 0;
  private closed: Promise<void> | undefined;
  private left: () => void = () => undefined;

  /** The log, with every append through the gate. */
  through(log: EventLog): EventLog {
    return {
      engine: log.engine,
      append: (writes, unchanged) => this.beside(() => log.append(writes, unchanged)),
      read: (stream, fromRevision) => log.read(stream, fromRevision),
      revisionOf: (stream) => log.revisionOf(stream),
      readAll: (from) => log.readAll(from),
      readLeaves: (from) => log.readLeaves(from),
      find: (id) => log.find(id),
      head: () => log.head(),
      ...(log.refresh && { refresh: () => log.refresh!() }),
      positionAt: (instant) => log.positionAt(instant),
      subscribe: (onAppended) => log.subscribe(onAppended),
      close: () => log.close(),
    };
  }

  private async beside<Result>(append: () => Promise<Result>): Promise<Result> {
    while (this.closed) await this.closed;
    this.under++;
    try {
      return await append();
    } finally {
      this.under--;
      this.left();
    }
  }

  /** Closes the gate, waits for appends under way, and opens it again whatever happens. What runs here appends past the gate, to the log itself. */
  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.closed) await this.closed;
    let open: () => void = () => undefined;
    this.closed = new Promise((resolve) => (open = resolve));
    try {
      while (this.under > 0) await new Promise<void>((resolve) => (this.left = resolve));
      return await work();
    } finally {
      this.closed = undefined;
      open();
    }
  }
}
