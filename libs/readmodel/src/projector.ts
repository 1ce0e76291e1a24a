import { Rejection, type AnyView } from '#kernel';
import { fold, type EventSource, type FoldOptions, type Track, type ViewAlarm } from './fold.js';
import type { RowStore } from './row-store.js';

export type ProjectorOptions = Readonly<{
  store: RowStore;
  views: readonly AnyView[];
  source: EventSource;
  /** Another process keeps the rows up to date: this one only looks. */
  readOnly?: boolean;
  /** Where several processes share the rows: whether this one keeps them up to date. */
  isOurs?: () => boolean;
  /** Events folded in memory before rows and positions are flushed together: 5,000 when absent. */
  pageEvents?: number;
  /** Told how far catching up has come, each time that rows and positions were flushed. */
  onPage?(position: number): void;
}>;

const WAIT_MS = 5_000;
const POLL_MS = 20;

/**
 * Keeps every view's rows up to the log. Each view has its own stored position; rows and position are flushed together, a page at a time. A view that throws, or
 * meets an event that nobody knows, stops alone with an alarm, keeps its last good position and goes on after the fix: `retry`, or a new start.
 */
export class Projector {
  private readonly tracks: ReadonlyMap<string, Track>;
  /** Views whose stored rows were made by another version, or by events that the log does not hold. */
  private readonly outdated = new Set<string>();
  /** Whether it is known where the rows stand that this process keeps. */
  private isPrepared = false;
  private turn: Promise<unknown> = Promise.resolve();
  private rebuildTurn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ProjectorOptions) {
    this.tracks = new Map(options.views.map((view) => [view.name, { name: view.name, view, position: -1 }]));
  }

  /** To be called before anything else. @returns the views that have to be rebuilt before they are used */
  async prepare(): Promise<readonly AnyView[]> {
    const { store, source } = this.options;
    const [head, keeps] = [await source.head(), this.mayKeep];
    this.outdated.clear();
    for (const track of this.tracks.values()) {
      const { name, version } = track.view;
      const current = await store.prepare(name, version);
      track.alarm = undefined;
      if (keeps) track.position = await store.position(name);
      // A log older than its rows was put in place of another: what the rows say never happened here.
      if (!current || track.position > head) this.outdated.add(name);
    }
    this.isPrepared = keeps;
    return this.options.views.filter(({ name }) => this.outdated.has(name));
  }

  /** Keeps the rows from here on, in place of another process; `open` makes them this one's. @returns the views that have to be rebuilt */
  takeOver(open: () => Promise<void>): Promise<readonly AnyView[]> {
    return this.exclusively(async () => {
      this.isPrepared = false;
      await open();
      return this.prepare();
    });
  }

  /** Whether this process keeps the rows up to date; otherwise it only looks at them. */
  get keepsRows(): boolean {
    return this.isPrepared && this.mayKeep;
  }

  private get mayKeep(): boolean {
    const { readOnly, isOurs } = this.options;
    return !readOnly && (isOurs?.() ?? true);
  }

  alarms(): readonly ViewAlarm[] {
    if (this.options.isOurs && !this.keepsRows) return [];
    return [...this.tracks.values()].flatMap(({ alarm }) => alarm ?? []);
  }

  /** Events not yet handled, by view. */
  async lag(): Promise<Readonly<Record<string, number>>> {
    const head = await this.options.source.head();
    const lagOf = async (name: string) => [name, Math.max(0, head - ((await this.reached(name)) ?? -1))] as const;
    return Object.fromEntries(await Promise.all([...this.tracks.keys()].map(lagOf)));
  }

  /** Last position that a view has handled. @throws Rejection `readmodel.view-behind` when its rows are another version's */
  async positionOf(view: string): Promise<number> {
    const position = await this.reached(view);
    if (position === undefined) {
      throw new Rejection('readmodel.view-behind', {
        zh: `视图${view}的数据属于另一版本，尚未重建`,
        en: `the rows of ${view} were made by another version and are not rebuilt yet`,
      });
    }
    return position;
  }

  /** Handles what is in the log, up to its head as it was when this began, or up to `to`. */
  catchUp(to?: number): Promise<void> {
    if (!this.keepsRows) return Promise.resolve();
    return this.exclusively(() => this.foldOn(to));
  }

  /** Handles what is in the log up to a position; where another process keeps the rows, waits until it has. @throws Rejection `readmodel.view-behind` */
  async upTo(position: number, views: Iterable<string> = this.tracks.keys()): Promise<void> {
    await this.catchUp();
    if (!this.keepsRows) await Promise.all([...views].map((view) => this.waitFor(view, position)));
  }

  private async foldOn(to: number | undefined): Promise<void> {
    const current = [...this.tracks.values()].filter(({ name }) => !this.outdated.has(name));
    try {
      await this.fold(current, { to, onPage: this.options.onPage });
    } catch (error) {
      // Whose rows they are no more is told by whoever keeps them now.
      if (this.keepsRows) throw error;
    }
  }

  /** After the fix: takes up a view where it stopped, or every stopped view. */
  async retry(view?: string): Promise<void> {
    const tracks = view === undefined ? [...this.tracks.values()] : [this.trackOf(view)];
    // In turn: a pass under way has left these views behind, and must not take them up again in the middle.
    await this.exclusively(async () => tracks.forEach((track) => (track.alarm = undefined)));
    await this.catchUp();
  }

  /**
   * Resolves when a view has handled a position, at once when it already has.
   * @throws Rejection `readmodel.view-behind` when it stopped, when the log does not reach that far, or after `timeoutMs`
   */
  async waitFor(view: string, position: number, timeoutMs = WAIT_MS): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while ((await this.positionOf(view)) < position) {
      await this.catchUp();
      if ((await this.positionOf(view)) >= position) return;
      // Where it stopped here is of no matter where another process keeps the rows by now.
      const alarm = this.keepsRows ? this.trackOf(view).alarm : undefined;
      if (alarm || Date.now() >= deadline || position > (await this.options.source.head())) throw behind(view, position, alarm);
      await new Promise((resolve) => setTimeout(resolve, Math.min(POLL_MS, Math.max(1, deadline - Date.now()))));
    }
  }

  /** Folds the log into tracks: the live ones when catching up, those of a rebuild with their own positions. */
  fold(tracks: readonly Track[], options?: FoldOptions): Promise<void> {
    return fold(this.options, tracks, options);
  }

  /** Runs alone: catching up and swapping a rebuilt generation never interleave. */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  /** One rebuild at a time; live views catch up meanwhile. */
  rebuilding<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.rebuildTurn.then(work);
    this.rebuildTurn = result.catch(() => undefined);
    return result;
  }

  /** Takes over from a generation that was just swapped in. */
  swapped(view: string, { position, alarm }: Track): void {
    const track = this.trackOf(view);
    track.position = position;
    track.alarm = alarm;
    this.outdated.delete(view);
  }

  isOutdated(view: string): boolean {
    return this.outdated.has(view);
  }

  /** undefined: the stored rows are another version's. A process that only looks asks each time: the owner may rebuild. */
  private async reached(view: string): Promise<number | undefined> {
    const { store } = this.options;
    const track = this.trackOf(view);
    if (this.keepsRows) return this.outdated.has(view) ? undefined : track.position;
    return (await store.prepare(view, track.view.version)) ? store.position(view) : undefined;
  }

  private trackOf(view: string): Track {
    const track = this.tracks.get(view);
    if (!track) throw new TypeError(`no such view: ${view}`);
    return track;
  }
}

function behind(view: string, position: number, alarm: ViewAlarm | undefined): Rejection {
  const why = alarm && { zh: `：已停在第${alarm.position}号（${alarm.message}）`, en: `: it stopped at ${alarm.position} (${alarm.message})` };
  return new Rejection('readmodel.view-behind', {
    zh: `视图${view}尚未处理到第${position}号${why?.zh ?? ''}`,
    en: `the view ${view} has not handled position ${position}${why?.en ?? ''}`,
  });
}
