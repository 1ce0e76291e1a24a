import type { AnyView, Message } from '#kernel';
import { Projector, rowHash, type EventSource, type RowStore } from '#readmodel';
import { MemoryRowStore } from '#readmodel/memory';

export type RowsAsk = Readonly<{
  /** Opens the rows as they are stored; none where nobody has built any yet. */
  open(): RowStore | undefined | Promise<RowStore | undefined>;
  views: readonly AnyView[];
  source: EventSource;
  /** Where the rows are built anew; absent: in memory. */
  beside?: () => Promise<RowStore>;
  /** SQLite's own check of the file: an index that misses a row changes no row. */
  fileFaults?: () => readonly string[];
}>;
export type RowsFound = Readonly<{ views: number; behind: number; faults: readonly Message[] }>;

/** Rows built anew from the log, remembered by position: what is known up to a position never changes. */
export class RebuiltRows {
  private constructor(
    private readonly store: RowStore,
    /** Why a view could not be built to the end. */
    readonly stopped: ReadonlyMap<string, string>,
  ) {}

  static async of({ views, source, beside = async () => new MemoryRowStore() }: RowsAsk): Promise<RebuiltRows> {
    const store = await beside();
    const projector = new Projector({ store, views, source });
    await projector.prepare();
    await projector.catchUp();
    return new RebuiltRows(store, new Map(projector.alarms().map(({ view, message }) => [view, message])));
  }

  hash(view: string, position: number): Promise<string> {
    return rowHash(this.store, view, position);
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
    return { views: 0, behind: 0, faults: [{ zh: '视图数据无法核对', en: `the rows cannot be checked: ${String(error)}` }] };
  } finally {
    if (!rebuilt) await built?.close();
  }
}

async function compared({ open, views, source, fileFaults }: RowsAsk, built: RebuiltRows): Promise<RowsFound> {
  const faults: Message[] = (fileFaults?.() ?? []).map((fault) => ({ zh: `rows.db：${fault}`, en: `rows.db: ${fault}` }));
  const stored = await open();
  if (!stored) return { views: 0, behind: 0, faults };
  const head = await source.head();
  let behind = 0;
  try {
    for (const { name, version } of views) {
      // Rows of another version are rebuilt before anybody reads them.
      if (!(await stored.prepare(name, version))) {
        behind++;
        continue;
      }
      const position = await stored.position(name);
      if (position < head) behind++;
      const fault = position > head ? '超出记录' : await differenceOf(name, position, { stored, built });
      if (fault !== undefined) faults.push({ zh: `视图${name}${fault}`, en: `the rows of ${name} up to ${position} are not what the events give (${fault})` });
    }
    return { views: views.length, behind, faults };
  } finally {
    await stored.close();
  }
}

async function differenceOf(
  name: string,
  position: number,
  { stored, built }: Readonly<{ stored: RowStore; built: RebuiltRows }>,
): Promise<string | undefined> {
  if ((await rowHash(stored, name, position)) === (await built.hash(name, position))) return undefined;
  const stopped = built.stopped.get(name);
  return stopped === undefined ? '与由记录重建的不一致' : `无法由记录重建：${stopped}`;
}
