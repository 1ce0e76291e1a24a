import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must, Rejection } from '#kernel';
import { AlreadyOwned, POLICIES, type EventLog, type PositionStore } from '#ledger';
import {
  guardKurrentServer,
  openKurrentEventLog,
  type KurrentEventLog,
  type KurrentOptions,
  type Lease,
  type LeaseTimes,
  type ServerFault,
} from '#ledger/kurrentdb';
import { openSqliteEventLog, takeOwnership, type Ownership, type SqliteEventLog } from '#ledger/sqlite';
import type { Election } from './duties.js';

/** A KurrentDB for the log, in place of a file in the data directory. */
export type LogAt = Omit<KurrentOptions, 'readOnly'> & Readonly<{ lease?: LeaseTimes }>;
/** write: owns the directory and records; see `Mode`. */
type LogMode = 'write' | 'read' | 'rows' | 'inspect';
export type LogEngine = Readonly<{
  name: 'sqlite' | 'kurrentdb';
  log: EventLog;
  /** Absent for engines without files of their own. */
  sqlite?: SqliteEventLog;
  /** Whether this process may write to the directory. */
  owned: boolean;
  /** Why the log cannot be heard just now; undefined while it can, and always for a file. */
  logFault?: () => unknown;
  /** Where the log's server no longer holds what was written. */
  audit?: () => Promise<readonly ServerFault[]>;
  /** Several processes may write to the log: who of them runs the policies, and where those stand. */
  election?: Election;
  positions?: PositionStore;
}>;

/** In the data directory, in place of `ledger.db`: where the log is. */
export const LOG_NOTE = 'log.json';
const PREFIX = 'zelian';
const OWNER_WAIT_MS = 1_500;
const OWNER_POLL_MS = 50;

/**
 * Where the log lies. KurrentDB is chosen by name; `KURRENTDB_URI` only says where it is, so that a variable left over from something else moves nothing.
 * @throws Rejection `log.engine`, `log.no-uri`
 */
export function logAtFrom(env: Readonly<Record<string, string | undefined>>): LogAt | undefined {
  const { ZELIAN_LOG: engine = 'sqlite', KURRENTDB_URI: uri = '', KURRENTDB_PREFIX: prefix } = env;
  if (engine === 'sqlite' || engine === '') return undefined;
  if (engine !== 'kurrentdb')
    throw new Rejection('log.engine', { zh: `没有这种记录引擎：${engine}（sqlite或kurrentdb）`, en: `no such log engine: ${engine} (sqlite or kurrentdb)` });
  if (uri === '') throw new Rejection('log.no-uri', { zh: '使用kurrentdb须设置KURRENTDB_URI', en: 'a log in kurrentdb needs KURRENTDB_URI' });
  return { uri, prefix: prefix || PREFIX, ...(env['KURRENTDB_DEVELOPMENT'] === '1' && { development: true }) };
}

/** Lets a user of KurrentDB append and read, and only administrators delete. @throws Rejection `log.no-uri`, and what the server refuses */
export async function guardLog(user: string, { KURRENTDB_ADMIN_URI: uri = '' }: Readonly<Record<string, string | undefined>>): Promise<void> {
  must(uri !== '', 'log.no-uri', { zh: '须设置KURRENTDB_ADMIN_URI（管理员的连接地址）', en: "KURRENTDB_ADMIN_URI, an administrator's address, is needed" });
  await guardKurrentServer({ uri }, user);
}

export type LogOptions = Readonly<{ mode: LogMode; at?: LogAt; /** Rows lie where other processes of the log have theirs. */ sharesRows: boolean }>;

/** Opens the log of a directory where it lies. @throws Rejection `ledger.log-elsewhere`, `ledger.log-here`, `ledger.other-log`; AlreadyOwned; what the engines refuse */
export async function logEngine(directory: string, { mode, at, sharesRows }: LogOptions): Promise<LogEngine> {
  mustLieThere(directory, at);
  return at ? inKurrent(directory, at, { mode, elects: mode === 'write' || (mode === 'rows' && sharesRows) }) : inFile(directory, mode);
}

/** A directory belongs to one log: rows and positions of one beside another would be wrong without looking so. */
function mustLieThere(directory: string, at?: LogAt): void {
  const note = existsSync(join(directory, LOG_NOTE)) ? (JSON.parse(readFileSync(join(directory, LOG_NOTE), 'utf8')) as { prefix?: unknown }) : undefined;
  must(at !== undefined || note === undefined, 'ledger.log-elsewhere', {
    zh: `此账本的记录在KurrentDB中，须指明--log kurrentdb（ZELIAN_LOG）：${directory}`,
    en: `the log of this ledger lies in KurrentDB: say --log kurrentdb (ZELIAN_LOG): ${directory}`,
  });
  must(at === undefined || !existsSync(join(directory, 'ledger.db')), 'ledger.log-here', {
    zh: `此账本的记录就在目录中；迁移用export events与import events：${directory}`,
    en: `the log of this ledger lies in the directory; export events and import events move it: ${directory}`,
  });
  must(at === undefined || note === undefined || note.prefix === (at.prefix ?? PREFIX), 'ledger.other-log', {
    zh: `目录属于KurrentDB上的另一账本（前缀${String(note?.prefix)}）：${directory}`,
    en: `the directory belongs to another ledger in KurrentDB (prefix ${String(note?.prefix)}): ${directory}`,
  });
}

/** A log for an import, noted in the directory. @throws Rejection `import.not-empty` when something lies under the prefix already */
export async function emptyLog(directory: string, at: LogAt): Promise<KurrentEventLog> {
  const log = await openKurrentEventLog(at);
  if ((await log.head()).position === -1) {
    noteLog(directory, at);
    return log;
  }
  await log.close();
  throw new Rejection('import.not-empty', {
    zh: 'KurrentDB上此前缀下已有记录，请换一个前缀（KURRENTDB_PREFIX）',
    en: 'events lie in KurrentDB under this prefix already: choose another one (KURRENTDB_PREFIX)',
  });
}

/** Notes for whichever process runs the policies that they have reached a position. @throws Rejection `import.position-not-noted`, and what the server refuses */
export async function standAt(log: KurrentEventLog, position: number): Promise<void> {
  const { lease, positions } = await log.elect();
  try {
    await lease.confirm();
    await positions.save(POLICIES, position);
    await positions.close();
    // A write that came to nothing is no fault while a ledger is served: the next one says it again. Here there is none.
    if ((await positions.told(POLICIES)) !== position)
      throw new Rejection('import.position-not-noted', {
        zh: '记录已导入，但未能记下规则处理到何处；请换一个前缀（KURRENTDB_PREFIX）重新导入',
        en: 'the events are there, but where the policies stand is not: import again under another prefix (KURRENTDB_PREFIX)',
      });
  } finally {
    await lease.close();
  }
}

/** Leaves word in a directory of where its log is. */
function noteLog(directory: string, { prefix = PREFIX }: LogAt): void {
  const path = join(directory, LOG_NOTE);
  if (!existsSync(path)) writeFileSync(path, `${JSON.stringify({ format: 1, engine: 'kurrentdb', prefix })}\n`, { mode: 0o600 });
}

async function inFile(directory: string, mode: LogMode): Promise<LogEngine> {
  const looking = () => ({ ...fileEngine(openSqliteEventLog(directory, { readOnly: true })), owned: false });
  if (mode === 'inspect') return looking();
  const log = await unlessOwned(mode, () => openSqliteEventLog(directory));
  // A reader is never refused: it then looks at rows that the owner keeps up to date.
  return log ? { ...fileEngine(log), owned: true } : looking();
}

const fileEngine = (log: SqliteEventLog) => ({ name: 'sqlite' as const, log, sqlite: log });

type Opening = Readonly<{ mode: LogMode; /** Whether it is asked who of several processes does what only one may do. */ elects: boolean }>;

async function inKurrent(directory: string, at: LogAt, { mode, elects }: Opening): Promise<LogEngine> {
  const ownership = mode === 'inspect' ? undefined : await unlessOwned(mode, () => takeOwnership(directory));
  let log: KurrentEventLog | undefined;
  try {
    if (mode !== 'inspect') noteLog(directory, at);
    log = await openKurrentEventLog({ ...at, readOnly: mode === 'read' || mode === 'inspect' });
    return { ...(await engineOf(log, { elects, at, ownership })), owned: ownership !== undefined };
  } catch (error) {
    await log?.close();
    ownership?.release();
    throw error;
  }
}

type Opened = Readonly<{ elects: boolean; at: LogAt; ownership?: Ownership }>;

async function engineOf(log: KurrentEventLog, { elects, at, ownership }: Opened): Promise<Omit<LogEngine, 'owned'>> {
  const engine = { name: 'kurrentdb' as const, logFault: () => log.fault, audit: () => log.audit() };
  if (!elects) return { ...engine, log: releasing(log, ownership) };
  const { lease, positions } = await log.elect(at.lease);
  const election: Election = {
    isHeld: () => lease.isHeld,
    term: () => lease.term,
    confirm: () => lease.confirm(),
    holder: () => lease.holder,
    guard: () => lease.guard,
    subscribe: (onChange) => lease.subscribe(onChange),
    refresh: () => positions.refresh(),
  };
  return { ...engine, log: releasing(log, ownership, lease), election, positions };
}

/** With the log, the lease on it and the directory are given back. */
function releasing(log: KurrentEventLog, ownership: Ownership | undefined, lease?: Lease): EventLog {
  const close = log.close.bind(log);
  return Object.assign(log, {
    close: async () => {
      await lease?.close();
      await close();
      ownership?.release();
    },
  });
}

/** What only the owner of a directory may have; undefined for a reader where somebody else owns it. */
async function unlessOwned<Opened>(mode: LogMode, open: () => Opened): Promise<Opened | undefined> {
  // A reader that keeps the rows up to date owns the directory for a moment: who wants to write waits that moment.
  const deadline = Date.now() + (mode === 'read' ? 0 : OWNER_WAIT_MS);
  for (;;) {
    try {
      return open();
    } catch (error) {
      if (!(error instanceof AlreadyOwned)) throw error;
      if (mode === 'read') return undefined;
      if (Date.now() >= deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, OWNER_POLL_MS));
    }
  }
}
