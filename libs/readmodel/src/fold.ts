import type { AnyView, Recorded } from '#kernel';
import { Page } from './page.js';
import type { RowChange, RowStore } from './row-store.js';
import { changeOf, mustBeKey } from './row-text.js';

/** Decoded events in log order. What cannot be decoded throws where it stands, best as `Undecodable`: no view may step over it. */
export interface EventSource {
  readAll(from: number): AsyncIterable<Recorded>;
  /** Last position; -1 for an empty log. */
  head(): Promise<number>;
}

/** An event that this code cannot know. Its command tells whether the batch before it is whole. */
export class Undecodable extends Error {
  readonly eventId: string;
  readonly commandId: string | undefined;

  /** `commandId` undefined: not even that can be read. */
  constructor(event: Readonly<{ id: string; commandId: string | undefined }>, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'Undecodable';
    this.eventId = event.id;
    this.commandId = event.commandId;
  }
}

/** A view that could not go on: it met `position`, stands at the end of the batch before, and skips nothing. */
export type ViewAlarm = Readonly<{ view: string; position: number; eventId?: string; message: string }>;

/** A view on its way through the log under the name it is written to: its own, or that of a generation that grows beside it. */
export type Track = { readonly name: string; readonly view: AnyView; position: number; alarm?: ViewAlarm };

export type FoldPorts = Readonly<{
  store: RowStore;
  source: EventSource;
  /** Events folded in memory before rows and positions are flushed together. */
  pageEvents?: number;
}>;
export type FoldOptions = Readonly<{ to?: number; onPage?(position: number): void }>;

const PAGE_EVENTS = 5_000;

/** Folds the log into the tracks, each from where it stands, up to the head as it is now or to `to`. A track that stops has its alarm set; the others go on. */
export async function fold(ports: FoldPorts, tracks: readonly Track[], { to = Infinity, onPage }: FoldOptions = {}): Promise<void> {
  const end = Math.min(to, await ports.source.head());
  const from = Math.min(...tracks.filter(({ alarm }) => !alarm).map(({ position }) => position)) + 1;
  if (from > end) return;
  const walk = new Walk(ports, tracks, from);
  for await (const event of walk.events(end)) {
    // Rows are shown between flushes, and only ends of batches are moments.
    if (event.commandId !== walk.commandId && walk.begin(event, ports.pageEvents)) await walk.flush(onPage);
    await walk.handle(event);
  }
  await walk.flush(onPage);
}

/** One pass over the log. */
class Walk {
  commandId: string | undefined;
  private at: number;
  private batchStart: number;
  private flushed: number;
  private readonly page: Page;
  /** Where tracks that stopped during this pass stand: at the end of the last whole batch. */
  private readonly stands = new Map<Track, number>();
  private readonly byType = new Map<string, readonly Track[]>();

  constructor(
    private readonly ports: FoldPorts,
    private readonly tracks: readonly Track[],
    from: number,
  ) {
    this.at = this.flushed = from - 1;
    this.batchStart = from;
    this.page = new Page(ports.store);
  }

  /** Each event once and in order. When the log cannot be read on, every track that has not got past that point stops before it. */
  async *events(end: number): AsyncIterable<Recorded> {
    let last = this.at;
    try {
      for await (const event of this.ports.source.readAll(last + 1)) {
        if (event.position <= last) continue;
        if (event.position !== last + 1) throw new Error(`the log goes on at ${event.position} after ${last}`);
        last = event.position;
        yield event;
        if (last === end) return;
      }
    } catch (error) {
      this.breakOff(last + 1, error);
    }
  }

  private breakOff(position: number, error: unknown): void {
    const known = error instanceof Undecodable ? error : undefined;
    // Where nothing tells that another command begins here, the events before it may be half of one.
    if (known?.commandId !== undefined && known.commandId !== this.commandId) this.batchStart = position;
    for (const track of this.tracks) if (!track.alarm && track.position < position) this.stop(track, { position, id: known?.eventId }, error);
  }

  /** A batch begins. @returns whether what is pending should be written out first */
  begin({ position, commandId }: Recorded, pageEvents = PAGE_EVENTS): boolean {
    this.batchStart = position;
    this.commandId = commandId;
    return this.page.isFull || this.at - this.flushed >= pageEvents;
  }

  /** Waits for nothing but rows that have to be read: most events meet rows that events before them have touched. */
  async handle(event: Recorded): Promise<void> {
    for (const track of this.interestedIn(event.type)) {
      if (track.alarm || track.position >= event.position) continue;
      const { name, view } = track;
      const keys = this.attempt(track, event, () => keysOf(view, event)) ?? [];
      const before: unknown[] = [];
      if (!view.rowPerEvent) for (const key of keys) before.push(this.page.holds(name, key) ? this.page.row(name, key) : await this.page.stored(name, key));
      this.step(track, event, { keys, before });
    }
    this.at = event.position;
  }

  private interestedIn(type: string): readonly Track[] {
    let interested = this.byType.get(type);
    if (!interested) this.byType.set(type, (interested = this.tracks.filter(({ view }) => Object.hasOwn(view.on, type))));
    return interested;
  }

  private step(track: Track, event: Recorded, rows: Rows): void {
    const changes = this.attempt<readonly RowChange[]>(track, event, () => changesOf(track, event, rows));
    if (changes) this.page.take(changes);
  }

  /** Runs the view's own code: what it throws is the view's alarm; what the store throws is not. */
  private attempt<Result>(track: Track, event: Recorded, work: () => Result): Result | undefined {
    if (track.alarm) return undefined;
    try {
      return work();
    } catch (error) {
      this.stop(track, event, error);
      return undefined;
    }
  }

  private stop(track: Track, { position, id }: Readonly<{ position: number; id: string | undefined }>, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    track.alarm = { view: track.view.name, position, ...(id !== undefined && { eventId: id }), message };
    this.page.drop(track.name, this.batchStart);
    this.stands.set(track, this.batchStart - 1);
  }

  /** Rows and positions together; positions move over events that were not a view's business, too. */
  async flush(onPage?: (position: number) => void): Promise<void> {
    const moved: Record<string, number> = {};
    for (const track of this.tracks) {
      const reached = this.stands.get(track) ?? (track.alarm ? track.position : this.at);
      if (reached > track.position) moved[track.name] = reached;
    }
    await this.page.flush(moved);
    for (const track of this.tracks) track.position = moved[track.name] ?? track.position;
    this.flushed = this.at;
    onPage?.(this.at);
  }
}

type Rows = Readonly<{ keys: readonly string[]; before: readonly unknown[] }>;
function changesOf({ name, view }: Track, event: Recorded, { keys, before }: Rows): readonly RowChange[] {
  const changes: RowChange[] = [];
  for (const [index, key] of keys.entries()) {
    const change = { view: name, key, position: event.position, row: view.on[event.type]!(before[index], event, key) as unknown };
    if (view.rowPerEvent && change.row === undefined) continue;
    const last = changes.at(-1);
    // A view may answer all keys of an event with one row: its text is written once.
    const told = last !== undefined && change.row !== undefined && change.row === last.row ? { ...change, text: last.text } : changeOf(change);
    changes.push(view.rowPerEvent ? { ...told, differs: true } : told);
  }
  return changes;
}

/** Each key once. They are checked before anything is read by them: a wrong one is the view's fault, not the store's. */
function keysOf(view: AnyView, event: Recorded): readonly string[] {
  const keys = view.keysOf(event);
  for (const key of keys) mustBeKey(view.name, key);
  return keys.length < 2 ? keys : [...new Set(keys)];
}
