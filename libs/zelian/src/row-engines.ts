import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Rejection } from '#kernel';
import { KeptRows, SharedRows, type RowStore } from '#readmodel';
import { MemoryRowStore } from '#readmodel/memory';
import { openMongoRowStore, openSharedMongoRows, type MongoRowOptions } from '#readmodel/mongodb';
import { openSqliteRowStore } from '#readmodel/sqlite';
import type { Vault } from '#vault';
import { MemoryVault } from '#vault/memory';
import { openMongoVault } from '#vault/mongodb';
import { openSqliteVault } from '#vault/sqlite';
import type { Election } from './duties.js';

/** A MongoDB replica set for rows and private values, in place of files in the data directory. */
export type RowsAt = Omit<MongoRowOptions, 'readOnly'>;
export type RowEngine = 'sqlite' | 'mongodb';
export type RowEngines = Readonly<{
  rows: RowStore;
  vault: Vault;
  /** Where rows and values lie outside the directory: the rows once more, to look at only; undefined when nobody has built any yet. */
  rowsBeside?: () => Promise<RowStore | undefined>;
  /** The rows, where several processes share them: whoever is on duty keeps them. */
  shared?: SharedRows;
}>;

/**
 * Where rows and private values lie. MongoDB is chosen by name; `MONGODB_URI` only says where it is, so that a variable left over from something else moves nothing.
 * @throws Rejection `rows.engine`, `rows.no-uri`
 */
export function rowsAtFrom(env: Readonly<Record<string, string | undefined>>): RowsAt | undefined {
  const { ZELIAN_ROWS: engine = 'sqlite', MONGODB_URI: uri = '' } = env;
  if (engine === 'sqlite' || engine === '') return undefined;
  if (engine !== 'mongodb')
    throw new Rejection('rows.engine', { zh: `没有这种视图引擎：${engine}（sqlite或mongodb）`, en: `no such row engine: ${engine} (sqlite or mongodb)` });
  if (uri === '') throw new Rejection('rows.no-uri', { zh: '使用mongodb须设置MONGODB_URI', en: 'rows in mongodb need MONGODB_URI' });
  return { uri };
}

/** How far a process may go: it owns the directory and writes, it reads, or it touches nothing. */
export type Access = 'own' | 'read' | 'inspect';

/** `election`: other processes may record on the same log; where rows lie on a server, they are theirs, too. */
export type RowOptions = Readonly<{ access: Access; at?: RowsAt; election?: Election }>;

export async function rowEngines(directory: string, { access, at, election }: RowOptions): Promise<RowEngines> {
  if (!at) return inFiles(directory, access);
  return election ? shared(at, election) : inMongo(at, access);
}

async function shared(at: RowsAt, election: Election): Promise<RowEngines> {
  const rows = new SharedRows(await openSharedMongoRows(at), { number: () => election.term(), confirm: () => election.confirm() });
  return closedUnless(rows, async () => ({ rows, shared: rows, vault: await openMongoVault(at), rowsBeside: besideOf(at) }));
}

const besideOf = (at: RowsAt) => () => unlessAbsent(openMongoRowStore({ ...at, readOnly: true }));

async function inFiles(directory: string, access: Access): Promise<RowEngines> {
  const readOnly = access !== 'own';
  const hasVault = existsSync(join(directory, 'vault.db')) || !readOnly;
  const rows = access === 'inspect' ? new MemoryRowStore() : kept(openSqliteRowStore(directory, { readOnly }), readOnly);
  return closedUnless(rows, async () => ({ rows, vault: hasVault ? openSqliteVault(directory, { readOnly }) : new MemoryVault() }));
}

async function inMongo(at: RowsAt, access: Access): Promise<RowEngines> {
  const readOnly = access !== 'own';
  const rows = access === 'inspect' ? new MemoryRowStore() : kept(await openMongoRowStore({ ...at, readOnly }), readOnly);
  return closedUnless(rows, async () => {
    const vault = await unlessAbsent(openMongoVault({ ...at, readOnly }));
    return { rows, vault: vault ?? new MemoryVault(), rowsBeside: besideOf(at) };
  });
}

/** Rows are of no use without the private values: who gave up keeps nothing open. */
async function closedUnless<Result>(rows: RowStore, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    await rows.close();
    throw error;
  }
}

async function unlessAbsent<Opened>(opening: Promise<Opened>): Promise<Opened | undefined> {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof Rejection && error.code.endsWith('.absent')) return undefined;
    throw error;
  }
}

/** Only who writes the rows knows when they change, and may keep what was read. */
const kept = (rows: RowStore, readOnly: boolean): RowStore => (readOnly ? rows : new KeptRows(rows));
