import { evolve, type Recorded } from '#kernel';
import type { StoredLedger, Listed } from './stored-ledger.js';
import type { Model } from './model.js';

export type Folded = Readonly<{ revision: number; state: unknown }>;
/** A stream being read: where its fold stands, and the event that lies beyond. */
type Reading = Folded & Readonly<{ events: AsyncIterator<Recorded>; next: Recorded | undefined }>;
/** `until`: where the stream goes on, so that before it nothing has to be read. */
type Kept = Folded & Readonly<{ until: number }>;

/** Streams kept open at once, each holding a page of events; and folds kept beyond those. */
const [OPEN_MAX, FOLDS_MAX] = [24, 2_000];

/** Folded streams and whole views of the stored ledger. Both are read on from where they were left: a replay only ever moves forwards. */
export class Past {
  private readonly readings = new Map<string, Reading>();
  private readonly folds = new Map<string, Kept>();

  constructor(
    readonly base: StoredLedger,
    readonly lists: Lists,
    private readonly model: Model,
  ) {}

  /** A stream as it stood after a position, which is never before the one last asked for. */
  async state(stream: string, initial: unknown, position: number): Promise<Folded> {
    const kept = this.folds.get(stream);
    if (kept && kept.until > position) return kept;
    let reading = this.readings.get(stream) ?? (await this.begin(stream, kept ?? { revision: -1, state: initial }));
    while (reading.next && reading.next.position <= position) {
      const state = evolve(this.model.deciderOfStream(stream, reading.next.type), reading.state, reading.next);
      reading = { ...reading, state, revision: reading.next.revision, next: await nextOf(reading.events) };
    }
    await this.keep(stream, reading);
    return reading;
  }

  list(view: string, position: number): Promise<Listed> {
    return this.lists.at(view, position);
  }

  private async begin(stream: string, from: Folded): Promise<Reading> {
    this.folds.delete(stream);
    const events = this.base.stream(stream, from.revision + 1)[Symbol.asyncIterator]();
    return { ...from, events, next: await nextOf(events) };
  }

  private async keep(stream: string, reading: Reading): Promise<void> {
    this.readings.delete(stream);
    this.readings.set(stream, reading);
    if (this.readings.size <= OPEN_MAX) return;
    const [oldest, { events, revision, state, next }] = this.readings.entries().next().value!;
    await events.return?.();
    this.readings.delete(oldest);
    this.folds.set(oldest, { revision, state, until: next?.position ?? Infinity });
    if (this.folds.size > FOLDS_MAX) this.folds.delete(this.folds.keys().next().value!);
  }
}

const nextOf = async (events: AsyncIterator<Recorded>): Promise<Recorded | undefined> => {
  const result = (await events.next()) as IteratorResult<Recorded, undefined>;
  return result.done ? undefined : result.value;
};

/** Whole views stay parsed while no event of theirs goes by. */
export class Lists {
  private readonly kept = new Map<string, Readonly<{ at: number; listed: Listed }>>();
  private readonly touched = new Map<string, number>();

  constructor(
    readonly base: StoredLedger,
    private readonly model: Model,
  ) {}

  /** Every event that the replay goes past, in order. */
  note({ type, position }: Recorded): void {
    for (const { name } of this.model.viewsOn(type)) this.touched.set(name, position);
  }

  async at(view: string, position: number): Promise<Listed> {
    const kept = this.kept.get(view);
    if (kept && kept.at <= position && (this.touched.get(view) ?? -1) <= kept.at) return kept.listed;
    const listed = await this.base.list(view, position);
    this.kept.set(view, { at: position, listed });
    return listed;
  }
}
