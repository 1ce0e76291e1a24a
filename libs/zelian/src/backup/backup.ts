import { chmodSync, cpSync, existsSync, mkdtempSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { must, type Actor } from '#kernel';
import { answerRecorded } from '#access';
import { isFree, makeFolder } from '#ledger';
import { openSqliteEventLog, snapshotDatabase } from '#ledger/sqlite';
import { openSqliteVault } from '#vault/sqlite';
import { heldAgain } from '../erasing.js';
import { ERASURES } from '../shown-values.js';
import type { Parts } from '../parts.js';
import { signerOf } from '../signing.js';
import { verifyLedger, type Verdict, type VerifyProgress } from '../verify.js';
import { knownCheckpoints } from './known-checkpoints.js';
import { filesBelow, hashFile, writeManifest, type Manifest } from './manifest.js';

export type BackupAsk = Readonly<{
  /** Absent or empty. */
  out: string;
  actor: Actor;
  /** Private values go along only when asked for. Keys never do. */
  withVault?: boolean;
  progress?: VerifyProgress;
}>;

/**
 * In this order, so that nothing in the copy is ahead of its log: runners that stand further would never do again what the log lacks, and a checkpoint of more events
 * would make the copy look rolled back. Values come after: each is in the vault before its event is in the log.
 */
const BEFORE_LOG = ['positions.db', 'rows.db'] as const;
const AFTER_LOG = ['access.db'] as const;
/** The head of the log of reads lies beside the keys and is none: without it, a copy could not be read. */
export const ACCESS_HEAD = 'access.head';
export const accessHeadIn = (keysFolder: string, macKeyId: string): string => join(keysFolder, `access-${macKeyId}.head`);

/**
 * Copies a ledger while it is used: each database in one state, every file of evidence, and a manifest that says what it is. That somebody took it is noted first.
 * @throws Rejection `backup.not-empty`, `backup.memory`, `backup.log-elsewhere`, `backup.vault-elsewhere`, `backup.unsound`
 */
export async function backUp(parts: Parts, ask: BackupAsk): Promise<Manifest> {
  const { access, clock, directory, keysFolder, info, engines } = parts;
  must(directory !== undefined, 'backup.memory', { zh: '内存账本没有可备份的文件', en: 'a ledger in memory has no files' });
  must(engines.name === 'sqlite', 'backup.log-elsewhere', {
    zh: '记录在KurrentDB中，须用其自身的工具备份，或用export events导出（见docs/operations.md）',
    en: 'the log lies in KurrentDB: back it up by its own tools, or export events (docs/operations.md)',
  });
  must(!ask.withVault || engines.rowsBeside === undefined, 'backup.vault-elsewhere', {
    zh: '保密库在MongoDB中，须用其自身的工具备份（见docs/operations.md）',
    en: 'the vault lies in MongoDB: back it up by its own tools (docs/operations.md)',
  });
  const out = resolve(ask.out);
  must(isFree(out), 'backup.not-empty', { zh: `目标目录不为空：${out}`, en: `the directory is not empty: ${out}` });
  const entry = { at: clock.now(), actor: ask.actor, kind: 'export' as const, view: 'backup', purpose: ask.withVault ? 'with the vault' : 'without the vault' };
  return answerRecorded(access, entry, async () => {
    makeFolder(dirname(out));
    const staging = mkdtempSync(`${out}.making-`);
    try {
      chmodSync(staging, 0o700);
      copyFiles(directory, staging, { ...ask, head: accessHeadIn(keysFolder!, info.macKeyId) });
      if (ask.withVault) await eraseAgain(parts, staging);
      const manifest = await describe(parts, staging, ask);
      if (existsSync(out)) rmdirSync(out);
      renameSync(staging, out);
      return manifest;
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
  });
}

/** What is still being written is not there yet: its name is another until it is whole. */
const isWhole = (path: string): boolean => !path.includes('/.incoming') && !path.endsWith('.new');

function copyFiles(directory: string, to: string, { withVault, head }: BackupAsk & Readonly<{ head: string }>): void {
  const take = (names: readonly string[]) => names.filter((name) => existsSync(join(directory, name)));
  const snapshot = (names: readonly string[]) => take(names).forEach((name) => snapshotDatabase(join(directory, name), join(to, name)));
  const copy = (names: readonly string[]) => take(names).forEach((name) => cpSync(join(directory, name), join(to, name), { recursive: true, filter: isWhole }));
  snapshot(BEFORE_LOG);
  copy(['checkpoints', 'import.json', 'restored.json']);
  snapshot(['ledger.db']);
  if (existsSync(head)) cpSync(head, join(to, ACCESS_HEAD));
  snapshot(AFTER_LOG);
  if (withVault) snapshot(['vault.db']);
  // Files are never changed, and each is there before an event names it.
  copy(['evidence']);
}

/** Where an older vault was put back and nobody has written since, what the log records as erased goes from the copy: a backup holds no value that had been erased. */
async function eraseAgain({ reader, contexts, engines }: Parts, folder: string): Promise<void> {
  if (!contexts.some(({ views }) => views.some(({ name }) => name === ERASURES))) return;
  const scopes = contexts.flatMap(({ deciders }) => deciders.map(({ category }) => category));
  const back = await heldAgain({ reader, vault: engines.vault, scopes });
  if (back.length === 0) return;
  const vault = openSqliteVault(folder);
  try {
    for (const { erasureId, subjectId, only } of back) await vault.erase(subjectId, { only, reason: erasureId });
  } finally {
    await vault.close();
  }
}

/** Holds the copy itself against all that a ledger is, then says what it is. */
async function describe(parts: Parts, folder: string, { withVault = false, progress }: BackupAsk): Promise<Manifest> {
  const { info, keys } = parts;
  const log = openSqliteEventLog(folder, { readOnly: true });
  let verdict: Verdict;
  try {
    verdict = await verifyLedger({ log, keys, rawChecks: log, progress });
  } finally {
    await log.close();
  }
  must(verdict.ok, 'backup.unsound', { zh: '账本核验不通过，未备份；请先运行verify', en: 'the ledger does not verify, so nothing was backed up: run verify' });
  const { ledgerId, macKeyId } = info;
  const last = knownCheckpoints(folder).at(-1);
  return writeManifest(
    folder,
    {
      ...{ format: 'zelian-backup/1', ledgerId, macKeyId, madeAt: new Date().toISOString(), events: verdict.events, logHash: verdict.logHash, withVault },
      lastCheckpoint: last ? { origin: last.origin, size: last.size, root: last.root } : null,
      files: filesBelow(folder).map((path) => ({ path, ...hashFile(join(folder, path)) })),
    },
    await signerOf(parts),
  );
}
