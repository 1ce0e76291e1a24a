import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { ListOptions, RowChange, RowDifference, RowStore, RowVersion, StoredVersion } from '../row-store.js';
import { countedChanges } from '../row-text.js';
import { keyOf, keyRange, keyText } from './key-text.js';
import { GENERATION, openDatabase } from './open-database.js';
import { statementsFor, type FoundText, type Statements } from './statements.js';

export type SqliteRowOptions = Readonly<{
  /** For a second process: makes no file of its own (SQLite may keep its `-shm` and `-wal` beside the file while it is open). */
  readOnly?: boolean;
}>;

/**
 * Opens the row store in `rows.db` of a data directory. Deleting the file loses nothing: the log rebuilds it.
 * @throws Rejection `readmodel.absent` (read-only, no file), `readmodel.foreign`, `readmodel.corrupt`
 */
export function openSqliteRowStore(directory: string, { readOnly = false }: SqliteRowOptions = {}): RowStore {
  return new SqliteRowStore(openDatabase(directory, readOnly), readOnly);
}

const PAGE = 1_000;
type TableRow = Readonly<{ id: number; version: number; position: number }>;
type VersionRow = Readonly<{ key: string; from: number; row: string | null }>;

const parsed = (text: string | null | undefined): unknown => (text === null || text === undefined ? undefined : JSON.parse(text));

class SqliteRowStore implements RowStore {
  readonly engine = 'sqlite';
  private readonly ids = new Map<string, number>();
  private readonly statements: Statements;
  private transaction: 'none' | 'look' | 'write' = 'none';

  constructor(
    private readonly database: DatabaseSyncInstance,
    private readonly readOnly: boolean,
  ) {
    this.statements = statementsFor(database);
  }

  async prepare(view: string, version: number): Promise<boolean> {
    const found = this.found(view);
    if (found || this.readOnly) return found?.version === version;
    this.inTransaction(() => this.statements.create.run(view, version));
    return true;
  }

  async position(view: string): Promise<number> {
    return this.table(view).position;
  }

  async apply(changes: readonly RowChange[], positions: Readonly<Record<string, number>>): Promise<void> {
    const counted = countedChanges(changes, positions, (view) => this.table(view).position);
    this.inTransaction(() => {
      for (const { view, key, position, text = null, differs } of counted) {
        const [id, stored] = [this.idOf(view), keyText(key)];
        if (differs || this.latestText(id, stored) !== text) this.statements.insert.run(id, stored, position, text);
      }
      for (const [position, ids] of this.byPosition(positions)) this.statements.move.run(position, JSON.stringify(ids));
    });
  }

  /** Views that move together are moved together: nearly all of them stand at the log's head. */
  private byPosition(positions: Readonly<Record<string, number>>): ReadonlyMap<number, readonly number[]> {
    const found = new Map<number, number[]>();
    for (const [view, position] of Object.entries(positions)) {
      const ids = found.get(position);
      if (ids) ids.push(this.idOf(view));
      else found.set(position, [this.idOf(view)]);
    }
    return found;
  }

  private latestText(id: number, stored: string): string | null {
    return (this.statements.latest.get(id, stored) as FoundText)?.[0] ?? null;
  }

  private textAt(id: number, stored: string, position: number): string | null {
    return (this.statements.at.get(id, stored, position) as FoundText)?.[0] ?? null;
  }

  async get(view: string, key: string, asKnownAt?: number): Promise<unknown> {
    const id = this.idOf(view);
    return parsed(asKnownAt === undefined ? this.latestText(id, keyText(key)) : this.textAt(id, keyText(key), asKnownAt));
  }

  async list(view: string, { asKnownAt, prefix = '', after, limit = -1 }: ListOptions = {}): Promise<readonly (readonly [key: string, row: unknown])[]> {
    const { id, position } = this.table(view);
    const { from, below } = keyRange(prefix, after);
    const rows = this.statements.list.all(id, from, below, asKnownAt ?? position, limit) as VersionRow[];
    return rows.map(({ key, row }) => [keyOf(key), parsed(row)] as const);
  }

  async history(view: string, key: string): Promise<readonly RowVersion[]> {
    const versions = this.statements.history.all(this.idOf(view), keyText(key)) as VersionRow[];
    return versions.map((version, index) => versionOf(version, versions[index + 1]));
  }

  async difference(view: string, p: number, q: number): Promise<readonly RowDifference[]> {
    const id = this.idOf(view);
    const differences: RowDifference[] = [];
    for (const { key } of this.statements.touched.all(id, p, q) as VersionRow[]) {
      const [before, after] = [this.textAt(id, key, p), this.textAt(id, key, q)];
      if (before === after) continue;
      differences.push({ key: keyOf(key), ...(before !== null && { before: parsed(before) }), ...(after !== null && { after: parsed(after) }) });
    }
    return differences;
  }

  /** In pages, because a statement left open would keep the write-ahead log from being emptied. */
  async *versions(view: string, position: number): AsyncIterable<StoredVersion> {
    let [first, last]: (VersionRow | undefined)[] = [];
    for (;;) {
      const page = this.statements.versions.all(this.idOf(view), last?.key ?? '', last?.from ?? -1, position, PAGE) as VersionRow[];
      for (const version of page) {
        if (last) yield storedVersionOf(last, version);
        last = version;
      }
      if (page.length < PAGE) break;
      mustLeadOn(view, first, last!);
      first = last;
      // A look for each page: one for all of them would keep it from being emptied as well.
      this.lookAway();
    }
    if (last) yield storedVersionOf(last, undefined);
  }

  async beginRebuild(view: string, version: number): Promise<string> {
    const generation = `${view}${GENERATION}`;
    this.inTransaction(() => {
      this.remove(generation);
      this.statements.create.run(generation, version);
    });
    return generation;
  }

  async finishRebuild(view: string, generation: string): Promise<void> {
    this.inTransaction(() => {
      const { id } = this.table(generation);
      this.remove(view);
      this.statements.rename.run(view, id);
    });
    this.ids.clear();
  }

  async dropRebuild(generation: string): Promise<void> {
    this.inTransaction(() => this.remove(generation));
  }

  async close(): Promise<void> {
    if (!this.database.isOpen) return;
    this.lookAway();
    // The driver keeps a closed connection alive while its statements are: SQLite's own checkpoint at closing cannot be counted on.
    if (!this.readOnly) this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.database.close();
  }

  private remove(name: string): void {
    const found = this.statements.view.get(name) as TableRow | undefined;
    if (!found) return;
    this.statements.clear.run(found.id);
    this.statements.drop.run(found.id);
    this.ids.delete(name);
  }

  private found(name: string): TableRow | undefined {
    this.look();
    return this.statements.view.get(name) as TableRow | undefined;
  }

  private table(name: string): TableRow {
    const found = this.found(name);
    if (!found) throw new TypeError(`the view ${name} was not prepared`);
    return found;
  }

  private idOf(name: string): number {
    this.look();
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    const { id } = this.table(name);
    this.ids.set(name, id);
    return id;
  }

  /**
   * Reads of one turn of the event loop share one look at the file: to lock it and to ask whether it changed costs more than to find a row. The owner's own writing
   * ends its look, so it never sees less than there is; a reader sees what there was when its turn began.
   */
  private look(): void {
    if (this.transaction !== 'none') return;
    this.statements.look.run();
    this.transaction = 'look';
    setImmediate(() => this.lookAway());
  }

  private lookAway(): void {
    if (this.transaction !== 'look') return;
    this.transaction = 'none';
    // Another process may swap a rebuilt generation in: a reader that keeps ids would go on looking at rows that are gone.
    if (this.readOnly) this.ids.clear();
    // Some errors have ended it already, and so has a connection that was closed.
    if (this.database.isOpen && this.database.isTransaction) this.statements.commit.run();
  }

  private inTransaction(work: () => void): void {
    this.lookAway();
    this.statements.begin.run();
    this.transaction = 'write';
    try {
      work();
      this.statements.commit.run();
    } catch (error) {
      // An id learnt inside belongs to a row that is gone again.
      this.ids.clear();
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    } finally {
      this.transaction = 'none';
    }
  }
}

/** Only beginnings are stored: a version ends where the next one of its key begins. */
function storedVersionOf({ key, from, row }: VersionRow, next: VersionRow | undefined): StoredVersion {
  return { key: keyOf(key), from, ...(next?.key === key && { to: next.from }), ...(row !== null && { text: row }) };
}

function versionOf(version: VersionRow, next: VersionRow | undefined): RowVersion {
  const { text, ...span } = storedVersionOf(version, next);
  return { ...span, row: parsed(text) };
}

/**
 * In the order of the index, keys by their bytes. SQLite trusts the order of a damaged page: one that does not lead further would be read for ever.
 * @throws Error
 */
function mustLeadOn(view: string, before: VersionRow | undefined, after: VersionRow): void {
  if (before && (Buffer.compare(Buffer.from(before.key), Buffer.from(after.key)) || before.from - after.from) >= 0)
    throw new Error(`the rows of ${view} are out of order behind ${after.key}`);
}
