import { byCodePoint, type AnyView, type Message } from '#kernel';
import { Projector, rowHash, type EventSource, type RowStore, type StoredVersion, type ViewAlarm } from '#readmodel';
import { MemoryRowStore } from '#readmodel/memory';
import type { Fault, VerifyProgress } from './check.js';

export type RowsAsk = Readonly<{
  /** Opens the rows as they are stored; none where nobody has built any yet. */
  open(): RowStore | undefined | Promise<RowStore | undefined>;
  views: readonly AnyView[];
  source: EventSource;
  /** Where the rows are built anew; absent: in memory. */
  beside?: () => Promise<RowStore>;
  /** SQLite's own check of the file: an index that misses a row changes no row. */
  fileFaults?: () => readonly (Message & Readonly<{ view?: string }>)[];
  progress?: VerifyProgress;
}>;
/** `none`: no rows are stored. `behind`: views that have not come to the end of the log. */
export type RowsFound = Readonly<{ views: number; behind: number; none?: boolean; faults: readonly Fault[] }>;

/** Rows built anew from the log, remembered by position: what is known up to a position never changes. */
export class RebuiltRows {
  private constructor(
    private readonly store: RowStore,
    /** Views that could not be built to the end, and where they stopped. */
    readonly stopped: ReadonlyMap<string, ViewAlarm>,
  ) {}

  static async of({ views, source, beside = async () => new MemoryRowStore(), progress }: RowsAsk): Promise<RebuiltRows> {
    const store = await beside();
    const total = (await source.head()) + 1;
    progress?.(0, total, 'rebuild');
    const projector = new Projector({ store, views, source, onPage: (position) => progress?.(position + 1, Math.max(total, position + 1), 'rebuild') });
    await projector.prepare();
    await projector.catchUp();
    return new RebuiltRows(store, new Map(projector.alarms().map((alarm) => [alarm.view, alarm])));
  }

  hash(view: string, position: number): Promise<string> {
    return rowHash(this.store, view, position);
  }

  /** How far a view could be built. */
  reached(view: string): Promise<number> {
    return this.store.position(view);
  }

  versions(view: string, position: number): AsyncIterable<StoredVersion> {
    return this.store.versions(view, position);
  }

  close(): Promise<void> {
    return this.store.close();
  }
}

/** Every view's stored rows against the same rows built anew beside them, in nobody's way. Never throws. */
export async function checkRows(ask: RowsAsk, rebuilt?: RebuiltRows): Promise<RowsFound> {
  let built = rebuilt;
  try {
    built ??= await RebuiltRows.of(ask);
    return await compared(ask, built);
  } catch (error) {
    const what = { zh: '视图数据无法核对', en: `the rows cannot be checked: ${String(error)}` };
    return { views: 0, behind: 0, faults: [{ place: ROWS, what }] };
  } finally {
    if (!rebuilt) await built?.close();
  }
}

const ROWS = 'rows.db';

async function compared({ open, views, source, fileFaults, progress }: RowsAsk, built: RebuiltRows): Promise<RowsFound> {
  const faults = (fileFaults?.() ?? []).map(({ view, zh, en }): Fault => ({ ...(view !== undefined && { view }), place: ROWS, what: { zh, en } }));
  const stored = await open();
  if (!stored) return { views: 0, behind: 0, none: true, faults };
  const head = await source.head();
  let behind = 0;
  try {
    for (const [done, { name, version }] of views.entries()) {
      progress?.(done, views.length, 'rows');
      // Rows of another version are rebuilt before anybody reads them.
      if (!(await stored.prepare(name, version))) {
        behind++;
        continue;
      }
      const position = await stored.position(name);
      if (position < head) behind++;
      const fault = position > head ? beyond(name, head) : await differenceOf(name, position, { stored, built });
      if (fault) faults.push(fault);
    }
    return { views: views.length, behind, faults: [...faults, ...incomparable(built)] };
  } finally {
    await stored.close();
  }
}

const beyond = (view: string, head: number): Fault => ({
  ...{ view, position: head + 1 },
  what: { zh: `视图${view}超出记录的末尾`, en: `the rows of ${view} go beyond the end of the log` },
});

/** One line for all that stopped at an event: what it is that is wrong there is told of the event. */
function incomparable({ stopped }: RebuiltRows): readonly Fault[] {
  const counts = new Map<number, number>();
  for (const { position } of stopped.values()) counts.set(position, (counts.get(position) ?? 0) + 1);
  return [...counts].map(([position, count]) => ({
    position,
    what: {
      zh: `自第${position}号事件起，${count}个视图无法由记录重建，此后的视图数据不能核对`,
      en: `from event ${position} on ${count} views cannot be built from the log, so their rows cannot be compared from there`,
    },
  }));
}

type Both = Readonly<{ stored: RowStore; built: RebuiltRows }>;

/** The first difference of a view's rows, as far as both go. */
async function differenceOf(view: string, position: number, { stored, built }: Both): Promise<Fault | undefined> {
  const upTo = built.stopped.has(view) ? Math.min(position, await built.reached(view)) : position;
  if ((await rowHash(stored, view, upTo)) === (await built.hash(view, upTo))) return undefined;
  const first = await firstDifference(stored.versions(view, upTo), built.versions(view, upTo));
  if (!first) return { view, what: { zh: `视图${view}与由记录重建的不一致`, en: `the rows of ${view} are not what the events give` } };
  const { key, from } = first;
  return {
    ...{ view, key, position: from },
    what: {
      zh: `视图${view}中${key}自第${from}号事件起与由记录重建的不一致`,
      en: `the rows of ${view} are not what the events give: ${key}, from event ${from} on`,
    },
  };
}

type Difference = Readonly<{ key: string; from: number }>;

/** The lowest position at which one of them has a version that the other has not, or has otherwise. */
async function firstDifference(stored: AsyncIterable<StoredVersion>, built: AsyncIterable<StoredVersion>): Promise<Difference | undefined> {
  let first: Difference | undefined;
  for await (const found of differences(stored, built)) if (found.from < (first?.from ?? Infinity)) first = found;
  return first;
}

/** Both walked side by side, in order of keys and positions. */
async function* differences(stored: AsyncIterable<StoredVersion>, built: AsyncIterable<StoredVersion>): AsyncIterable<Difference> {
  const [left, right] = [stored[Symbol.asyncIterator](), built[Symbol.asyncIterator]()];
  let [one, other] = [valueOf(await left.next()), valueOf(await right.next())];
  while (one ?? other) {
    const order = orderOf(one, other);
    const found = order === 0 ? changed(one!, other!) : order < 0 ? one! : other!;
    if (found) yield { key: found.key, from: found.from };
    if (order <= 0) one = valueOf(await left.next());
    if (order >= 0) other = valueOf(await right.next());
  }
}

const valueOf = (read: IteratorResult<StoredVersion, unknown>): StoredVersion | undefined => (read.done === true ? undefined : read.value);

function orderOf(a: StoredVersion | undefined, b: StoredVersion | undefined): number {
  if (!a) return 1;
  if (!b) return -1;
  return byCodePoint(a.key, b.key) || a.from - b.from;
}

function changed({ key, from, to, text }: StoredVersion, other: StoredVersion): Difference | undefined {
  if (text !== other.text) return { key, from };
  return to === other.to ? undefined : { key, from: Math.min(to ?? Infinity, other.to ?? Infinity) };
}
