import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { canonicalJson } from '#kernel';
import type { ListOptions, RowChange, RowDifference, RowStore, RowVersion } from '../row-store.js';
import { openDatabase } from './open-database.js';

export type SqliteRowOptions = Readonly<{ readOnly?: boolean }>;

/** The row store in `rows.db` of a data directory. Deleting the file loses nothing: the log rebuilds it. */
export function openSqliteRowStore(directory: string, { readOnly = false }: SqliteRowOptions = {}): RowStore {
  return new SqliteRowStore(openDatabase(directory, readOnly), readOnly);
}

const GENERATION = '#rebuilding';
/** Above every key that begins with a prefix. */
const LAST = '\u{10FFFF}\u{10FFFF}';
const PAGE = 1_000;
type TableRow = Readonly<{ id: number; version: number; position: number }>;
type VersionRow = Readonly<{ key: string; from: number; row: string | null }>;

const parsed = (text: string | null | undefined): unknown => (text === null || text === undefined ? undefined : JSON.parse(text));

class SqliteRowStore implements RowStore {
  readonly engine = 'sqlite';
  private readonly ids = new Map<string, number>();
  private readonly statements;

  constructor(private readonly database: DatabaseSyncInstance, private readonly readOnly: boolean) {
    const newest = '(SELECT max(w.from_position) FROM row_version w WHERE w.view_id = v.view_id AND w.key = v.key AND w.from_position <= ?)';
    this.statements = {
      view: database.prepare('SELECT id, version, position FROM view WHERE name = ?'),
      create: database.prepare('INSERT INTO view (name, version, position) VALUES (?, ?, -1)'),
      move: database.prepare('UPDATE view SET position = max(position, ?) WHERE id = ?'),
      latest: database.prepare('SELECT from_position AS "from", row FROM row_version WHERE view_id = ? AND key = ? ORDER BY from_position DESC LIMIT 1'),
      at: database.prepare('SELECT row FROM row_version WHERE view_id = ? AND key = ? AND from_position <= ? ORDER BY from_position DESC LIMIT 1'),
      insert: database.prepare('INSERT INTO row_version (view_id, key, from_position, row) VALUES (?, ?, ?, ?)'),
      list: database.prepare(`SELECT v.key, v.row FROM row_version v WHERE v.view_id = ? AND v.key > ? AND v.key >= ? AND v.key < ? AND v.row IS NOT NULL AND v.from_position = ${newest} ORDER BY v.key LIMIT ?`),
      listAll: database.prepare(`SELECT v.key, v.row FROM row_version v WHERE v.view_id = ? AND v.row IS NOT NULL AND v.from_position = ${newest} ORDER BY v.key`),
      history: database.prepare('SELECT key, from_position AS "from", row FROM row_version WHERE view_id = ? AND key = ? ORDER BY from_position'),
      touched: database.prepare('SELECT DISTINCT key FROM row_version WHERE view_id = ? AND from_position > ? AND from_position <= ? ORDER BY key'),
      keys: database.prepare(`SELECT DISTINCT key FROM row_version WHERE view_id = ? AND key > ? ORDER BY key LIMIT ${PAGE}`),
      clear: database.prepare('DELETE FROM row_version WHERE view_id = ?'),
      drop: database.prepare('DELETE FROM view WHERE id = ?'),
      rename: database.prepare('UPDATE view SET name = ? WHERE id = ?'),
    };
  }

  async prepare(view: string, version: number): Promise<boolean> {
    const found = this.statements.view.get(view) as TableRow | undefined;
    if (!found) this.statements.create.run(view, version);
    return !found || found.version === version;
  }

  async position(view: string): Promise<number> {
    return this.table(view).position;
  }

  async apply(changes: readonly RowChange[], positions: Readonly<Record<string, number>>): Promise<void> {
    this.inTransaction(() => {
      const reached = new Map<string, number>();
      for (const change of changes) {
        const at = reached.get(change.view) ?? this.table(change.view).position;
        reached.set(change.view, at);
        if (change.position > at) this.write(change);
      }
      for (const [view, position] of Object.entries(positions)) this.statements.move.run(position, this.idOf(view));
    });
  }

  private write({ view, key, position, row }: RowChange): void {
    const id = this.idOf(view);
    const text = row === undefined ? null : canonicalJson(row);
    const latest = this.statements.latest.get(id, key) as VersionRow | undefined;
    if ((latest?.row ?? null) !== text) this.statements.insert.run(id, key, position, text);
  }

  async get(view: string, key: string, asKnownAt?: number): Promise<unknown> {
    const id = this.idOf(view);
    const found = (asKnownAt === undefined ? this.statements.latest.get(id, key) : this.statements.at.get(id, key, asKnownAt)) as VersionRow | undefined;
    return parsed(found?.row);
  }

  async list(view: string, { asKnownAt, prefix = '', after = '', limit = -1 }: ListOptions = {}): Promise<readonly (readonly [key: string, row: unknown])[]> {
    const { id, position } = this.table(view);
    const at = asKnownAt ?? position;
    const whole = prefix === '' && after === '' && limit === -1;
    const rows = (whole ? this.statements.listAll.all(id, at) : this.statements.list.all(id, after, prefix, `${prefix}${LAST}`, at, limit)) as VersionRow[];
    return rows.map(({ key, row }) => [key, parsed(row)] as const);
  }

  async history(view: string, key: string): Promise<readonly RowVersion[]> {
    const versions = this.statements.history.all(this.idOf(view), key) as VersionRow[];
    return versions.map(({ from, row }, index) => {
      const next = versions[index + 1];
      return { key, from, ...(next && { to: next.from }), row: parsed(row) };
    });
  }

  async difference(view: string, p: number, q: number): Promise<readonly RowDifference[]> {
    const id = this.idOf(view);
    const text = (key: string, at: number) => (this.statements.at.get(id, key, at) as VersionRow | undefined)?.row ?? null;
    const differences: RowDifference[] = [];
    for (const { key } of this.statements.touched.all(id, p, q) as VersionRow[]) {
      const [before, after] = [text(key, p), text(key, q)];
      if (before === after) continue;
      differences.push({ key, ...(before !== null && { before: parsed(before) }), ...(after !== null && { after: parsed(after) }) });
    }
    return differences;
  }

  async *versions(view: string, position: number): AsyncIterable<RowVersion> {
    const id = this.idOf(view);
    let after = '';
    for (;;) {
      const keys = this.statements.keys.all(id, after) as VersionRow[];
      for (const { key } of keys) {
        for (const { from, to, row } of await this.history(view, key)) {
          if (from <= position) yield { key, from, ...(to !== undefined && to <= position && { to }), row };
        }
      }
      if (keys.length < PAGE) return;
      after = keys.at(-1)!.key;
    }
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

  async close(): Promise<void> {
    if (this.database.isOpen) this.database.close();
  }

  private remove(name: string): void {
    const found = this.statements.view.get(name) as TableRow | undefined;
    if (!found) return;
    this.statements.clear.run(found.id);
    this.statements.drop.run(found.id);
    this.ids.delete(name);
  }

  private table(name: string): TableRow {
    const found = this.statements.view.get(name) as TableRow | undefined;
    if (!found) throw new TypeError(`the view ${name} was not prepared`);
    return found;
  }

  /** Another process may have swapped a rebuilt generation in: a reader that keeps ids would go on looking at rows that are gone. */
  private idOf(name: string): number {
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    const { id } = this.table(name);
    if (!this.readOnly) this.ids.set(name, id);
    return id;
  }

  private inTransaction(work: () => void): void {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.database.exec('COMMIT');
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }
}
