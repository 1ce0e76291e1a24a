import { join } from 'node:path';
import { Rejection } from '#kernel';
import type { AccessLog } from '#access';
import { MemoryAccessLog } from '#access/memory';
import { openSqliteAccessLog } from '#access/sqlite';
import type { EvidenceStore } from '#exchange';
import { openEvidenceFiles } from '#exchange/files';
import { MemoryEvidenceStore } from '#exchange/memory';
import { MemoryEventLog, MemoryPositionStore } from '#ledger/memory';
import { openSqlitePositionStore } from '#ledger/sqlite';
import { makeFolder, namesIn, type EventLog, type Keys, type PositionStore } from '#ledger';
import { KeptRows } from '#readmodel';
import { MemoryRowStore } from '#readmodel/memory';
import { MemoryVault } from '#vault/memory';
import { LOG_NOTE, logEngine, type LogAt, type LogEngine } from './log-engines.js';
import { rowEngines, type Access, type RowEngines, type RowsAt } from './row-engines.js';
import { filePlaces, memoryPlaces, type SealPlaces } from './seal-places.js';

/**
 * write: owns the directory and records. read: looks; keeps the rows up to date when nobody else owns the directory.
 * rows: owns the directory to rebuild rows, records nothing. inspect: touches nothing at all.
 * Rows that several processes share are kept by whichever of them is on duty; `read` then only looks, and `rows` takes the duties or is refused.
 */
export type Mode = 'write' | 'read' | 'rows' | 'inspect';
/** The log's engine gives the whole its name; rows and private values may lie elsewhere. */
export type Engines = RowEngines &
  Pick<LogEngine, 'sqlite' | 'logFault' | 'audit' | 'election'> &
  Readonly<{
    name: LogEngine['name'] | 'memory';
    log: EventLog;
    positions: PositionStore;
    /** Files by their content: whoever may read the directory may put one in, since none is ever changed. */
    evidence: EvidenceStore;
    /** Whether this process may write rows: it owns the directory. Of shared rows `shared` says more. */
    owned: boolean;
    /** Checkpoints beside the data, the key that signs them beside the other keys. */
    seal: SealPlaces;
    openAccess(keys: Keys | undefined): AccessLog;
  }>;

export const memoryEngines = (): Engines => ({
  name: 'memory',
  log: new MemoryEventLog(),
  positions: new MemoryPositionStore(),
  rows: new KeptRows(new MemoryRowStore()),
  vault: new MemoryVault(),
  evidence: new MemoryEvidenceStore(),
  owned: true,
  seal: memoryPlaces(),
  openAccess: (keys) => new MemoryAccessLog(keys),
});

/** What lies only beside a ledger's events. */
const BESIDE_LOG: readonly string[] = ['vault.db', 'rows.db', 'positions.db', 'access.db'];

/**
 * Whether a directory holds a ledger.
 * @throws Rejection `ledger.foreign-directory` when it holds something else, `ledger.log-missing` when its events are gone, `usage.folder` when it is no directory
 */
export function holdsLedger(directory: string): boolean {
  const names = namesIn(directory);
  if (names === undefined) return false;
  if (names.includes('ledger.db') || names.includes(LOG_NOTE)) return true;
  if (names.length === 0) return false;
  if (names.some((name) => BESIDE_LOG.includes(name)))
    throw new Rejection('ledger.log-missing', {
      zh: `账本的事件（ledger.db）不见了，其余文件仍在：${directory}`,
      en: `the ledger's events (ledger.db) are gone, what lies beside them is still there: ${directory}`,
    });
  throw new Rejection('ledger.foreign-directory', {
    zh: `目录不为空，且不是账本：${directory}`,
    en: `the directory is not empty and holds no ledger: ${directory}`,
  });
}

function accessOf(mode: Mode, owned: boolean): Access {
  if (mode === 'inspect') return 'inspect';
  return owned ? 'own' : 'read';
}

export type EngineOptions = Readonly<{ directory: string; mode: Mode; keysFolder: string; logAt?: LogAt; rowsAt?: RowsAt }>;

/** The files of a data directory, and log, rows and private values where they lie. @throws Rejection `ledger.absent`, `ledger.already-owned`, `ledger.corrupt`, … */
export async function directoryEngines({ directory, mode, keysFolder, logAt, rowsAt }: EngineOptions): Promise<Engines> {
  if (!holdsLedger(directory)) {
    if (mode !== 'write') throw new Rejection('ledger.absent', { zh: `此处没有账本：${directory}`, en: `there is no ledger here: ${directory}` });
    makeFolder(directory, 0o700);
  }
  const sharesRows = logAt !== undefined && rowsAt !== undefined;
  const { owned: ownsDirectory, ...engine } = await logEngine(directory, { mode, at: logAt, sharesRows });
  const owned = ownsDirectory && !(sharesRows && mode === 'read');
  const opened: Readonly<{ close(): Promise<void> }>[] = [engine.log];
  try {
    const stored = await rowEngines(directory, { access: accessOf(mode, owned), at: rowsAt, election: engine.election });
    opened.push(stored.rows, stored.vault);
    return {
      ...engine,
      owned,
      positions: engine.positions ?? (owned ? openSqlitePositionStore(directory) : new MemoryPositionStore()),
      ...stored,
      evidence: openEvidenceFiles(directory, { readOnly: mode === 'inspect' }),
      seal: filePlaces(directory, keysFolder),
      openAccess: (keys) =>
        openSqliteAccessLog(directory, { keys, readOnly: mode === 'inspect', headFile: join(keysFolder, `access-${keys?.macKeyId ?? 'none'}.head`) }),
    };
  } catch (error) {
    // What could not be opened must not leave the directory owned by who gave up.
    for (const part of opened.reverse()) await part.close();
    throw error;
  }
}
