import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileFaults, type FileFault } from '#ledger/sqlite';
import type { RowStore } from '#readmodel';
import { MemoryRowStore } from '#readmodel/memory';
import { openSqliteRowStore, rowsBeyond } from '#readmodel/sqlite';
import type { Parts } from '../parts.js';
import { originOf } from '../sealing.js';
import { verifyLedger } from '../verify.js';
import type { Verdict, VerifyProgress } from './check.js';
import { verifyHashes } from './hashes-only.js';
import type { HeadsAsk } from './heads.js';
import type { RebuiltRows, RowsAsk } from './row-check.js';

export type VerifyAsk = Pick<HeadsAsk, 'outside' | 'trust'> &
  Readonly<{
    /** Tree and checkpoints only. */
    hashesOnly?: boolean;
    /** False: stored rows are not held against a rebuild. */
    rows?: boolean;
    rebuilt?: RebuiltRows;
    progress?: VerifyProgress;
  }>;

/** So many events' rows are built anew in memory; more of them in files of their own. */
const IN_MEMORY_MAX = 100_000;

/** Checks everything that this machine can show of an open ledger; repairs nothing. */
export async function verifyParts(parts: Parts, ask: VerifyAsk = {}): Promise<Verdict> {
  const { engines, keys, access, directory, keysFolder, info } = parts;
  const { outside, trust, progress, rebuilt } = ask;
  const { checkpoints, head } = engines.seal;
  const headFaults = keysFolder === undefined ? undefined : () => existingFaults(join(keysFolder, 'seal.db'));
  const common = {
    ...{ log: engines.log, rawChecks: engines.sqlite, outside, trust, progress },
    seal: { checkpoints, head, origin: originOf(info), headFaults, ...(signsHere(parts) && { signsFrom: importedEvents(directory) }) },
  };
  if (ask.hashesOnly) return verifyHashes(common);
  return verifyLedger({
    ...{ ...common, keys, access, evidence: engines.evidence, vault: engines.vault, server: engines.audit, valuesFrom: valuesFrom(directory), rebuilt },
    vaultFaults: directory === undefined ? undefined : () => existingFaults(join(directory, 'vault.db')),
    rows: ask.rows === false ? undefined : rowsAsk(parts),
  });
}

const existingFaults = (path: string): readonly FileFault[] => (existsSync(path) ? fileFaults(path) : []);

/** What rows are held against: the log as it is now. */
export function rowsAsk({ contexts, engines, history, directory }: Parts): RowsAsk {
  const views = contexts.flatMap(({ views: own }) => own);
  const path = directory === undefined ? undefined : join(directory, 'rows.db');
  return {
    views,
    source: history,
    open: () => {
      if (engines.rowsBeside) return engines.rowsBeside();
      if (directory === undefined) return unclosed(engines.rows);
      return existsSync(path!) ? openSqliteRowStore(directory, { readOnly: true }) : undefined;
    },
    beside: async () => ((await history.head()) < IN_MEMORY_MAX ? new MemoryRowStore() : rowsInFiles()),
    ...(path !== undefined && { fileFaults: () => [...existingFaults(path), ...(existsSync(path) ? rowsBeyond(path) : [])] }),
  };
}

/** A store that others go on using. */
const unclosed = (store: RowStore): RowStore => new Proxy(store, { get: (target, name) => (name === 'close' ? async () => undefined : bound(target, name)) });
function bound(target: RowStore, name: string | symbol): unknown {
  const member = Reflect.get(target, name) as unknown;
  return typeof member === 'function' ? (member.bind(target) as unknown) : member;
}

/** Rows hold commitments, never what they commit to: a folder of the system's for temporary files may have them for a while. */
function rowsInFiles(): RowStore {
  const folder = mkdtempSync(join(tmpdir(), 'zelian-rows-'));
  const store = openSqliteRowStore(folder);
  const close = store.close.bind(store);
  return Object.assign(store, {
    close: async () => {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

type Brought = Readonly<{ source?: Readonly<{ events?: unknown }>; eventsWithoutValues?: unknown }>;
function noteIn(directory: string | undefined, name: string): Brought | undefined {
  if (directory === undefined || !existsSync(join(directory, name))) return undefined;
  try {
    return JSON.parse(readFileSync(join(directory, name), 'utf8')) as Brought;
  } catch {
    // Half a note says nothing: values are then expected, and what is missing is named.
    return undefined;
  }
}
const countOf = (count: unknown): number => (typeof count === 'number' ? count : 0);

const importedEvents = (directory: string | undefined): number => countOf(noteIn(directory, 'import.json')?.source?.events);

/** Events below it came without their private values: in an import, or from a backup without the vault. */
const valuesFrom = (directory: string | undefined): number =>
  Math.max(importedEvents(directory), countOf(noteIn(directory, 'restored.json')?.eventsWithoutValues));

/** A log in a file is sealed where it lies; of one on a server another machine may keep the checkpoints. What has no keys here shows nothing of what they signed. */
const signsHere = ({ engines, directory, keys }: Parts): boolean => engines.election === undefined && directory !== undefined && keys !== undefined;
