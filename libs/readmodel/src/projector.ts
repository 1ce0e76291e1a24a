import { Rejection, type AnyView, type Recorded } from '#kernel';
import type { RowChange, RowStore } from './row-store.js';

/** Decoded events in log order. What cannot be decoded throws where it stands: no view may step over it. */
export interface EventSource {
  readAll(from: number): AsyncIterable<Recorded>;
  /** Last position; -1 for an empty log. */
  head(): Promise<number>;
}

/** A view that could not go on: it stands before `position` and skips nothing. */
export type ViewAlarm = Readonly<{ view: string; position: number; eventId?: string; message: string }>;

export type ProjectorOptions = Readonly<{
  store: RowStore;
  views: readonly AnyView[];
  source: EventSource;
  /** Another process keeps the rows up to date: this one only looks. */
  readOnly?: boolean;
  /** Events folded in memory before rows and positions are flushed together. */
  pageEvents?: number;
}>;

/** A view under the name of the generation it is written to: its own name, or the one that grows beside it during a rebuild. */
export type Target = Readonly<{ name: string; view: AnyView }>;
const WAIT_MS = 5_000;
const POLL_MS = 20;
const CACHE_ROWS_MAX = 20_000;

/**
 * Keeps every view's rows up to the log. Each view has its own stored position; rows and position are flushed together, a page at a time. A view that throws, or
 * meets an event that nobody knows, stops alone with an alarm, keeps its last good position and goes on after the fix (`retry`).
 */
export class Projector {
  private readonly positions = new Map<string, number>();
  private readonly stopped = new Map<string, ViewAlarm>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ProjectorOptions) {}

  /** @returns the views whose stored rows were made by another version: they have to be rebuilt before they are used */
  async prepare(): Promise<readonly AnyView[]> {
    const { store, views } = this.options;
    const outdated: AnyView[] = [];
    for (const view of views) {
      if (!(await store.prepare(view.name, view.version))) outdated.push(view);
      this.positions.set(view.name, await store.position(view.name));
    }
    return outdated;
  }

  alarms(): readonly ViewAlarm[] {
    return [...this.stopped.values()];
  }

  /** Events not yet handled, by view. */
  async lag(): Promise<Readonly<Record<string, number>>> {
    const head = await this.options.source.head();
    return Object.fromEntries(await Promise.all(this.options.views.map(async ({ name }) => [name, head - (await this.positionOf(name))] as const)));
  }

  async positionOf(view: string): Promise<number> {
    return this.options.readOnly ? this.options.store.position(view) : (this.positions.get(view) ?? -1);
  }

  /** Handles what is in the log, up to its head as it was when this began. */
  catchUp(): Promise<void> {
    if (this.options.readOnly) return Promise.resolve();
    return this.exclusively(() => this.fold(this.options.views.map((view) => ({ name: view.name, view })), this.positions));
  }

  /** After the fix: takes the view up where it stopped. */
  async retry(view: string): Promise<void> {
    this.stopped.delete(view);
    await this.catchUp();
  }

  /** Resolves when a view has handled a position. @throws Rejection `readmodel.view-behind` when it stopped, or after `timeoutMs` */
  async waitFor(view: string, position: number, timeoutMs = WAIT_MS): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while ((await this.positionOf(view)) < position) {
      await this.catchUp();
      if ((await this.positionOf(view)) >= position) return;
      const alarm = this.stopped.get(view);
      if (alarm || Date.now() > deadline || position > (await this.options.source.head())) {
        throw new Rejection('readmodel.view-behind', { zh: `视图${view}尚未处理到第${position}号`, en: `the view ${view} has not handled position ${position}${alarm ? `: it stopped at ${alarm.position} (${alarm.message})` : ''}` });
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** Runs alone: catching up and swapping a rebuilt generation never interleave. */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  /** Takes over the position of a generation that was just swapped in. */
  swapped(view: string, position: number): void {
    this.positions.set(view, position);
    this.stopped.delete(view);
  }

  /** Folds the log into the targets from where each stands. Used for live views and, with their own positions, for generations being rebuilt. */
  async fold(targets: readonly Target[], positions: Map<string, number>, onPage: (position: number) => void = () => undefined): Promise<void> {
    const from = Math.min(...targets.filter(({ name }) => !this.stopped.has(name)).map(({ name }) => positions.get(name) ?? -1));
    if (from >= (await this.options.source.head())) return;
    const page = new Page(this.options.store);
    let position = from;
    const flush = async () => {
      const behind = targets.filter(({ name }) => !this.stopped.has(name) && (positions.get(name) ?? -1) < position);
      const moved = Object.fromEntries(behind.map(({ name }) => [name, position]));
      for (const [name, alarm] of this.stopped) if (positions.has(name) && alarm.position - 1 > positions.get(name)!) moved[name] = alarm.position - 1;
      await page.flush(moved);
      for (const [name, at] of Object.entries(moved)) positions.set(name, at);
      onPage(position);
    };
    try {
      for await (const event of this.options.source.readAll(from + 1)) {
        for (const target of targets) if (!this.stopped.has(target.name) && (positions.get(target.name) ?? -1) < event.position) await this.handle(target, event, page);
        position = event.position;
        if (page.events++ >= (this.options.pageEvents ?? 5_000)) await flush();
      }
    } catch (error) {
      // The log itself could not be read on: every view that has not got past this point stops before it.
      const at = position + 1;
      for (const { name } of targets) if (!this.stopped.has(name) && (positions.get(name) ?? -1) < at) this.stop(name, { position: at }, error);
    }
    await flush();
  }

  private async handle({ name, view }: Target, event: Recorded, page: Page): Promise<void> {
    const step = Object.hasOwn(view.on, event.type) ? view.on[event.type] : undefined;
    if (!step) return;
    try {
      const changes: RowChange[] = [];
      for (const key of view.keysOf(event)) changes.push({ view: name, key, position: event.position, row: step(await page.row(name, key), event, key) });
      page.take(changes);
    } catch (error) {
      this.stop(name, event, error);
    }
  }

  private stop(view: string, { position, id }: Readonly<{ position: number; id?: string }>, error: unknown): void {
    this.stopped.set(view, { view, position, ...(id !== undefined && { eventId: id }), message: error instanceof Error ? error.message : String(error) });
  }
}

/** Changes not yet flushed, and the rows they lead to. */
class Page {
  events = 0;
  private changes: RowChange[] = [];
  private readonly rows = new Map<string, unknown>();
  constructor(private readonly store: RowStore) {}

  async row(view: string, key: string): Promise<unknown> {
    const place = `${view}\u0000${key}`;
    return this.rows.has(place) ? this.rows.get(place) : this.store.get(view, key);
  }

  take(changes: readonly RowChange[]): void {
    for (const change of changes) {
      this.changes.push(change);
      this.rows.set(`${change.view}\u0000${change.key}`, change.row);
    }
  }

  async flush(positions: Readonly<Record<string, number>>): Promise<void> {
    await this.store.apply(this.changes, positions);
    this.changes = [];
    this.events = 0;
    if (this.rows.size > CACHE_ROWS_MAX) this.rows.clear();
  }
}
