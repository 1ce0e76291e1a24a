import type { PositionStore } from '../event-log.js';
import { POLICIES } from '../runner.js';
import type { Connection } from './connection.js';
import { isPassing, mapped, violationsIn } from './failures.js';
import type { Lease } from './lease.js';
import type { Names } from './names.js';
import { check, lastOf, noteOf } from './notes.js';

const WRITE_EVERY_MS = 1_000;

/**
 * Where runners stand, for whichever process takes over. Kept in memory and written once a second at most, under the lease: what a process that was killed did not
 * write is handled again by the next, whose commands are found by their ids. Only what is beyond the common position is told apart.
 */
export class KurrentPositionStore implements PositionStore {
  readonly takesEach = true;
  private positions = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  /** Why the last writing failed: the next one says it all again, and closing tells what is left. */
  private fault: unknown;

  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
    private readonly lease: Lease,
  ) {}

  /** Reads what the holder before wrote. */
  async refresh(): Promise<void> {
    const last = await this.connection.read((client) => lastOf(client, this.names.positions));
    for (const [runner, position] of Object.entries(last.content)) this.note(runner, Number(position));
  }

  async load(runner: string): Promise<number | undefined> {
    return this.positions.get(runner);
  }

  async save(runner: string, position: number): Promise<void> {
    this.note(runner, position);
    this.timer ??= setTimeout(() => this.write(), WRITE_EVERY_MS).unref();
  }

  private note(runner: string, position: number): void {
    this.positions.set(runner, Math.max(position, this.positions.get(runner) ?? position));
  }

  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing
      .then(() => this.written())
      .then(
        () => (this.fault = undefined),
        (error: unknown) => (this.fault = error),
      )
      .then(() => undefined);
  }

  private async written(): Promise<void> {
    if (!this.lease.isHeld) return;
    const common = this.positions.get(POLICIES) ?? -1;
    const beyond = [...this.positions].filter(([runner, position]) => runner === POLICIES || position > common);
    const content = Object.fromEntries(beyond.map(([runner, position]) => [runner, String(position)]));
    try {
      await this.connection.once((client) =>
        client.appendRecords([noteOf(this.names.positions, content)], [check(this.names.lease, this.lease.guard.revision)]),
      );
    } catch (error) {
      // The next one says it again, or whoever took over has said more.
      if (!isPassing(error) && !violationsIn(error)) throw mapped(error);
    }
  }

  /** Where a runner stands as the server has it. */
  async told(runner: string): Promise<number | undefined> {
    const last = await this.connection.read((client) => lastOf(client, this.names.positions));
    const position = (last.content as Readonly<Record<string, string | undefined>>)[runner];
    return position === undefined ? undefined : Number(position);
  }

  async close(): Promise<void> {
    if (this.timer) this.write();
    await this.writing;
    if (this.fault !== undefined) throw this.fault;
  }
}
