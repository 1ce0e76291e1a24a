import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyView, Rejection } from '#kernel';
import { counted, sums, ToyLog } from '../contract/toy-log.js';
import { Projector } from '../projector.js';
import { rebuildViews } from '../rebuild.js';
import { rowHash } from '../row-hash.js';
import type { RowStore } from '../row-store.js';
import { openSqliteRowStore, rowsBeyond } from './index.js';
import { SQL } from './statements.js';

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
  } catch (error) {
    return (error as Rejection).code;
  }
  return undefined;
};
const plan = (database: DatabaseSyncInstance, sql: string, ...values: (string | number | Uint8Array)[]): string =>
  (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[]).map(({ detail }) => detail).join('; ');

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('rows.db', () => {
  let folder: string;
  const opened: RowStore[] = [];
  const open = (readOnly = false) => {
    const store = openSqliteRowStore(folder, { readOnly });
    opened.push(store);
    return store;
  };
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rows-'))));
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
    rmSync(folder, { recursive: true });
  });
  const filled = async () => {
    const store = open();
    await store.prepare('sums', 3);
    await store.apply(
      [
        { view: 'sums', key: 'a', position: 0, row: 1 },
        { view: 'sums', key: 'a', position: 2, row: 2 },
      ],
      { sums: 4 },
    );
    return store;
  };

  it('keeps rows and positions over a new start', async () => {
    await (await filled()).close();
    const store = open();
    expect([await store.prepare('sums', 3), await store.position('sums'), await store.get('sums', 'a', 1), await store.get('sums', 'a')]).toEqual([
      true,
      4,
      1,
      2,
    ]);
  });

  it('is emptied of its write-ahead log when it is closed', async () => {
    await (await filled()).close();
    // The file alone, without what lies beside it.
    copyFileSync(join(folder, 'rows.db'), join(folder, 'copy.db'));
    const copy = new DatabaseSync(join(folder, 'copy.db'), { readOnly: true });
    expect(copy.prepare('SELECT count(*) AS versions FROM row_version').get()).toEqual({ versions: 2 });
    copy.close();
  });

  it.each<[string, unknown]>([
    ['no text', undefined],
    ['a lone surrogate', 'b\ud800'],
  ])('is not asked for a key that is %s: the view stops alone', async (_, key) => {
    const log = new ToyLog(counted(['a'], 1, 'c0'), counted(['a'], 2, 'c1'));
    const wrong: AnyView = { ...sums, name: 'wrong', keysOf: ({ position }) => (position === 1 ? [key as string] : ['a']) };
    const store = open();
    const projector = new Projector({ store, views: [wrong, sums], source: log });
    await projector.prepare();
    await projector.catchUp();
    expect(projector.alarms()).toMatchObject([{ view: 'wrong', position: 1 }]);
    expect([await store.position('wrong'), await store.position('sums')]).toEqual([0, 1]);
  });

  it('says which view stands before its own rows: somebody set it back', async () => {
    await (await filled()).close();
    const path = join(folder, 'rows.db');
    expect(rowsBeyond(path)).toEqual([]);
    const database = new DatabaseSync(path);
    const setTo = (position: number) => database.exec(`UPDATE view SET position = ${position}`);
    for (const position of [1, -2]) {
      setTo(position);
      expect(rowsBeyond(path)).toMatchObject([{ view: 'sums', en: 'sums: rows beyond its position' }]);
    }
    database.close();
    writeFileSync(path, 'no database at all');
    expect(rowsBeyond(path)).toMatchObject([{ en: expect.stringContaining('rows beyond positions: ') as string }]);
  });

  it('is read by a second process while the first writes and rebuilds', async () => {
    const log = new ToyLog(...Array.from({ length: 20 }, (_, n) => counted(['a'], 1, `c${n}`)));
    const owner = open();
    const projector = new Projector({ store: owner, views: [sums], source: log });
    await projector.prepare();
    await projector.catchUp();
    const reader = open(true);
    expect(await reader.get('sums', 'a', 9)).toMatchObject({ sum: 10 });
    await rebuildViews([sums], { store: owner, projector, head: () => log.head() });
    log.append(counted(['a'], 1, 'c20'));
    await projector.catchUp();
    await nextTurn();
    expect([await reader.position('sums'), await reader.get('sums', 'a', 9), await reader.get('sums', 'a')]).toMatchObject([20, { sum: 10 }, { sum: 21 }]);
    expect(await rowHash(reader, 'sums', 20)).toBe(await rowHash(owner, 'sums', 20));
    await expect(reader.apply([], { sums: 21 })).rejects.toThrow(/readonly|read-only/i);
    expect(await reader.prepare('unheard', 1)).toBe(false);
  });

  it('shows its owner what was just written, and a second process what was written before its turn began', async () => {
    const [owner, reader] = [await filled(), open(true)];
    for (let position = 5; position < 8; position++) {
      expect([await owner.get('sums', 'a'), await reader.get('sums', 'a')]).toEqual([position - 3, position - 3]);
      await owner.apply([{ view: 'sums', key: 'a', position, row: position - 2 }], { sums: position });
      // What is read in one turn is of one moment.
      expect(await reader.position('sums')).toBe(position - 1);
      await nextTurn();
    }
    expect([await owner.get('sums', 'a'), await reader.get('sums', 'a')]).toEqual([5, 5]);
    await owner.prepare('others', 1);
    await nextTurn();
    expect(await reader.prepare('others', 1)).toBe(true);
    // A look is over with its turn: it keeps nobody from emptying the write-ahead log.
    await owner.get('sums', 'a');
    await nextTurn();
    await reader.close();
    const other = new DatabaseSync(join(folder, 'rows.db'));
    expect(other.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()).toEqual({ busy: 0, log: 0, checkpointed: 0 });
    other.close();
  });

  it('is not made by somebody who only looks', () => {
    expect(codeOf(() => open(true))).toBe('readmodel.absent');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('loses nothing when it is deleted: the log brings the same rows back', async () => {
    const log = new ToyLog(...Array.from({ length: 20 }, (_, n) => counted(['a', `k${n % 3}`], n, `c${n}`)));
    const hashes: string[] = [];
    for (let round = 0; round < 2; round++) {
      const store = open();
      const projector = new Projector({ store, views: [sums], source: log, pageEvents: 3 + round });
      await projector.prepare();
      await projector.catchUp();
      hashes.push(await rowHash(store, 'sums', 19));
      await store.close();
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
      expect(existsSync(join(folder, 'rows.db'))).toBe(false);
    }
    expect(hashes[1]).toBe(hashes[0]);
  });

  it.each<[string, () => void, string]>([
    ['damaged', () => writeFileSync(join(folder, 'rows.db'), Buffer.alloc(8_192, 7)), 'readmodel.corrupt'],
    ["another product's", () => new DatabaseSync(join(folder, 'rows.db')).exec('CREATE TABLE t (a)'), 'readmodel.foreign'],
    [
      'of another format',
      () => {
        open();
        new DatabaseSync(join(folder, 'rows.db')).exec('PRAGMA user_version = 99');
      },
      'readmodel.foreign',
    ],
  ])('is refused when it is %s', (_, spoil, code) => {
    spoil();
    expect(codeOf(() => open())).toBe(code);
    expect(codeOf(() => open(true))).toBe(code);
  });

  it('takes all changes or none when writing fails in the middle', async () => {
    const store = await filled();
    const other = new DatabaseSync(join(folder, 'rows.db'));
    other.exec(`CREATE TRIGGER full BEFORE INSERT ON row_version WHEN new.key = 'c' BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
    const changes = ['b', 'c'].map((key) => ({ view: 'sums', key, position: 5, row: 1 }));
    await expect(store.apply(changes, { sums: 5 })).rejects.toThrow('disk full');
    other.exec('DROP TRIGGER full');
    other.close();
    expect([await store.position('sums'), await store.list('sums')]).toEqual([4, [['a', 2]]]);
    await store.apply(changes, { sums: 5 });
    expect([await store.position('sums'), (await store.list('sums')).length]).toEqual([5, 3]);
  });

  it('answers every question from an index, entered where the answer begins', async () => {
    await filled();
    const database = new DatabaseSync(join(folder, 'rows.db'), { readOnly: true });
    expect(plan(database, SQL.at, 1, 'a', 1)).toBe('SEARCH row_version USING INDEX row_version_by_key (view_id=? AND key=? AND from_position<?)');
    expect(plan(database, SQL.touched, 1, 0, 9)).toContain(
      'SEARCH row_version USING INDEX row_version_by_position (view_id=? AND from_position>? AND from_position<?)',
    );
    expect(plan(database, SQL.versions, 1, 'a', 0, 9, 10)).toMatch(/^SEARCH row_version USING INDEX row_version_by_key \(view_id=\? AND [^;]*>[^;]*\)$/);
    // Without SCAN of a table and without sorting: what comes first is found first.
    const list = plan(database, SQL.list, 1, 'a', 'b', 1, 10);
    expect(list).toContain('SEARCH row_version USING COVERING INDEX row_version_by_key (view_id=? AND key>? AND key<?)');
    expect(list).toContain('SEARCH version USING INTEGER PRIMARY KEY (rowid=?)');
    expect(list).not.toMatch(/SCAN (?!held)|TEMP B-TREE/);
    database.close();
  });
});
