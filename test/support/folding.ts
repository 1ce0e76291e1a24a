import type { AnyView, Context } from '#kernel';
import { MemoryEventLog } from '#ledger/memory';
import type { EventLog, StoredEvent } from '#ledger';
import { decodeEvent } from '#ledger';
import { Projector, rowHash, type RowStore } from '#readmodel';
import { MemoryRowStore } from '#readmodel/memory';
import { definitionsOf } from '#zelian';

/** Row hashes by view. */
export type Hashes = Readonly<Record<string, string>>;

/** Folds stored events through all views in the pieces that it is given, on a log and rows of its own. */
export class Folding {
  readonly log: EventLog = new MemoryEventLog();
  readonly store: RowStore = new MemoryRowStore();
  private readonly views: readonly AnyView[];
  private readonly projector: Projector;

  private constructor(contexts: readonly Context[]) {
    const definitions = definitionsOf(contexts);
    const { log } = this;
    this.views = contexts.flatMap(({ views }) => views);
    const source = {
      async *readAll(from: number) {
        for await (const stored of log.readAll(from)) yield decodeEvent(stored, definitions);
      },
      head: async () => (await log.head()).position,
    };
    this.projector = new Projector({ store: this.store, views: this.views, source });
  }

  static async of(contexts: readonly Context[]): Promise<Folding> {
    const folding = new Folding(contexts);
    await folding.projector.prepare();
    return folding;
  }

  /** Takes whole batches and catches up. */
  async take(batches: readonly (readonly StoredEvent[])[]): Promise<void> {
    for (const batch of batches) await this.log.append([{ stream: batch[0]!.stream, expected: batch[0]!.revision - 1, events: batch }]);
    await this.projector.catchUp();
    const [alarm] = this.projector.alarms();
    if (alarm) throw new Error(`${alarm.view} stopped at ${alarm.position}: ${alarm.message}`);
  }

  /** Hash of every view's history up to a position. */
  async hashes(position: number): Promise<Hashes> {
    const hashes: Record<string, string> = {};
    for (const { name } of this.views) hashes[name] = await rowHash(this.store, name, position);
    return hashes;
  }
}
