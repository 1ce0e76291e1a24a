import { Rejection } from '#kernel';
import { KeptRows } from './kept-rows.js';
import type { ListOptions, RowChange, RowDifference, RowStore, RowVersion, StoredVersion } from './row-store.js';

/** Where rows lie that several processes share. */
export type SharedPlace = Readonly<{
  /** The rows, to look at. */
  looking: RowStore;
  /**
   * The rows, to be written by this process and by none that wrote before. `confirm` is asked in between: whoever is let in after it was answered writes after
   * this process, which then is refused.
   */
  write(confirm: () => Promise<void>): Promise<RowStore>;
  close(): Promise<void>;
}>;

/** Whose turn it is to write. */
export type Turn = Readonly<{
  /** The number of this process's turn; undefined: it has none just now. */
  number(): number | undefined;
  /** By the word of whoever decides it. @throws Rejection */
  confirm(): Promise<void>;
}>;

/**
 * Rows that several processes answer from and one at a time writes: it alone knows without asking where they stand, the others ask each time. Whoever loses its turn
 * answers as the others from then on, also what it had begun to answer; what it still wants to write is refused.
 */
export class SharedRows implements RowStore {
  private taken: Readonly<{ turn: number; rows: RowStore }> | undefined;

  constructor(
    private readonly place: SharedPlace,
    private readonly turn: Turn,
  ) {}

  get engine(): string {
    return this.place.looking.engine;
  }

  /** Whether this process writes them: it took them in the turn that it has. */
  get areOurs(): boolean {
    return this.writing !== undefined;
  }

  private get writing(): RowStore | undefined {
    return this.taken && this.taken.turn === this.turn.number() ? this.taken.rows : undefined;
  }

  /** Begins to write, after whoever wrote before. @throws Rejection when it is not this process's turn */
  async take(): Promise<void> {
    const turn = this.turn.number();
    if (turn === undefined) throw keptElsewhere();
    this.taken = { turn, rows: new KeptRows(await this.place.write(() => this.turn.confirm())) };
  }

  prepare(view: string, version: number): Promise<boolean> {
    return this.now().prepare(view, version);
  }

  position(view: string): Promise<number> {
    return this.answered((rows) => rows.position(view));
  }

  get(view: string, key: string, asKnownAt?: number): Promise<unknown> {
    return this.answered((rows) => rows.get(view, key, asKnownAt));
  }

  list(view: string, options?: ListOptions): Promise<readonly (readonly [key: string, row: unknown])[]> {
    return this.answered((rows) => rows.list(view, options));
  }

  history(view: string, key: string): Promise<readonly RowVersion[]> {
    return this.answered((rows) => rows.history(view, key));
  }

  difference(view: string, p: number, q: number): Promise<readonly RowDifference[]> {
    return this.answered((rows) => rows.difference(view, p, q));
  }

  /** Read page by page for a long time: nobody's knowledge of where the rows stand lasts so long. */
  versions(view: string, position: number): AsyncIterable<StoredVersion> {
    return this.place.looking.versions(view, position);
  }

  async apply(changes: readonly RowChange[], positions: Readonly<Record<string, number>>): Promise<void> {
    await this.ours().apply(changes, positions);
  }

  async beginRebuild(view: string, version: number): Promise<string> {
    return this.ours().beginRebuild(view, version);
  }

  async finishRebuild(view: string, generation: string): Promise<void> {
    await this.ours().finishRebuild(view, generation);
  }

  /** What somebody gave up who writes no more is removed by whoever writes now. */
  async dropRebuild(generation: string): Promise<void> {
    await this.writing?.dropRebuild(generation);
  }

  close(): Promise<void> {
    return this.place.close();
  }

  private now(): RowStore {
    return this.writing ?? this.place.looking;
  }

  /** Nobody else writes while the turn is ours: if it still is afterwards, what was known in between was so. */
  private async answered<Answer>(ask: (rows: RowStore) => Promise<Answer>): Promise<Answer> {
    const rows = this.now();
    const answer = await ask(rows);
    return rows === this.now() || rows === this.place.looking ? answer : ask(this.place.looking);
  }

  private ours(): RowStore {
    const { writing } = this;
    if (writing) return writing;
    throw keptElsewhere();
  }
}

const keptElsewhere = (): Rejection => new Rejection('readmodel.kept-elsewhere', { zh: '视图数据由另一进程维护', en: 'another process keeps the rows' });
