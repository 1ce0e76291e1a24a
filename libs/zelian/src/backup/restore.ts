import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { must, Rejection } from '#kernel';
import { openEvidenceFiles } from '#exchange/files';
import { isFree, keysFolder as defaultKeysFolder, makeFolder, openKeys, realEntropy, type EventLog, type Keys } from '#ledger';
import { openSqliteEventLog } from '#ledger/sqlite';
import { Malformed, parseNote, TreeHasher, verifyNote, type VerifierKey } from '#transparency';
import { openSealHead } from '#seal/sqlite';
import { openSqliteVault } from '#vault/sqlite';
import { sha256 } from '../log-walk.js';
import { adoptedKeys } from '../adopted-keys.js';
import { isBy, isNoteOf, keyedSigner, SIGNED_NOTE } from '../receipt-signer.js';
import { originOf } from '../sealing.js';
import { verifyLedger, type ShownCheck, type VerifyProgress } from '../verify.js';
import { accessHeadIn, ACCESS_HEAD } from './backup.js';
import { knownCheckpoints, type KnownCheckpoint } from './known-checkpoints.js';
import { filesBelow, hashFile, MANIFEST, manifestText, readManifest, type Manifest } from './manifest.js';

export type RestoreAsk = Readonly<{
  from: string;
  /** Absent or empty. */
  directory: string;
  keysFolder?: string;
  /** Signed notes that somebody else kept. */
  checkpoints?: readonly string[];
  progress?: VerifyProgress;
}>;
/** `unchecked`: what could not be held against anything here, in words. */
export type Restored = Readonly<{ events: number; logHash: string; checkpoints: number; withVault: boolean; unchecked: readonly string[] }>;

/**
 * Puts a backup into a new directory, once everything in it is what its manifest says, the ledger verifies, and it goes on from every checkpoint that is known.
 * Nothing is opened as a ledger before that, and nothing is mended.
 * @throws Rejection `restore.not-empty`, `backup.…`, `restore.unsound`, `restore.rolled-back`, `restore.forked`
 */
export async function restore({ keysFolder, ...ask }: RestoreAsk): Promise<Restored> {
  const [from, directory] = [resolve(ask.from), resolve(ask.directory)];
  must(isFree(directory), 'restore.not-empty', {
    zh: `目标目录不为空：${directory}`,
    en: `the directory is not empty: ${directory}`,
  });
  const folder = keysFolder ?? defaultKeysFolder(directory);
  const manifest = readManifest(from);
  const keys = openKeys(folder, { create: false, macKeyId: manifest.statement.macKeyId, entropy: realEntropy });
  const { signature, statement } = manifest;
  // Each backup is signed: without its signature nothing tells that its end was not cut off.
  mustBeSigned(Boolean(signature));
  // A note by the key of checkpoints is held against the keys that the ledger itself names, once that ledger has been verified.
  if (signature && signature.algorithm !== SIGNED_NOTE && keys) mustBeSigned(isBy(keyedSigner(keys), signature, manifestText(statement)));
  makeFolder(dirname(directory));
  const staging = mkdtempSync(`${directory}.restoring-`);
  try {
    copyListed(from, staging, manifest);
    const { knows, head } = await besideKeys(folder, statement);
    const known = [...knownCheckpoints(staging, ask.checkpoints), ...head].sort((a, b) => a.size - b.size);
    const restored = await examine(staging, { manifest, keys, known, knows, progress: ask.progress });
    settle(staging, { directory, folder, manifest });
    return restored;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** What is copied is what is hashed, so that nobody exchanges it in between. */
function copyListed(from: string, to: string, { statement: { files } }: Manifest): void {
  const listed = new Set(files.map(({ path }) => path));
  const stray = filesBelow(from).find((path) => path !== MANIFEST && !listed.has(path));
  must(stray === undefined, 'backup.stray-file', {
    zh: `备份中有清单以外的文件：${stray}`,
    en: `the backup holds a file that its manifest does not name: ${stray}`,
  });
  must(listed.size === files.length && listed.has('ledger.db') && [...listed].every((path) => BACKED_UP.test(path)), 'backup.malformed', {
    zh: '备份清单格式不正确',
    en: 'the manifest is malformed',
  });
  for (const { path, sha256: expected } of files) {
    must(existsSync(join(from, path)), 'backup.file-missing', { zh: `备份缺少文件：${path}`, en: `the backup lacks ${path}` });
    cpSync(join(from, path), join(to, path));
    must(hashFile(join(to, path)).sha256 === expected, 'backup.file-changed', {
      zh: `备份文件与清单不符：${path}`,
      en: `${path} is not what the manifest says`,
    });
  }
}

/** What a backup is made of. Whatever else a folder of data may hold, such as where its server answers, is nobody's to bring along. */
const BACKED_UP = /^((ledger|rows|positions|access|vault)\.db|access\.head|(import|restored)\.json|(checkpoints|evidence)\/.+)$/;

/** What the keys here have signed last for the ledger, and whether that is all that they signed. */
async function besideKeys(keysFolder: string, { ledgerId }: Manifest['statement']): Promise<Readonly<{ knows: boolean; head: readonly KnownCheckpoint[] }>> {
  const [signed, origin] = [openSealHead(keysFolder), originOf({ ledgerId })];
  try {
    const last = await signed.read(origin);
    const from = join(keysFolder, 'seal.db');
    const head = last ? [{ origin, size: last.size, root: Buffer.from(last.root).toString('hex'), from, note: last.note }] : [];
    return { knows: await signed.knows(origin), head };
  } finally {
    await signed.close();
  }
}

type Examining = Readonly<{
  manifest: Manifest;
  keys?: Keys;
  known: readonly KnownCheckpoint[];
  /** Whether the keys here know all that was signed for the ledger. */
  knows: boolean;
  progress?: RestoreAsk['progress'];
}>;

function mustBeSigned(signed: boolean): void {
  must(signed, 'backup.signature', { zh: '备份清单签名不符', en: 'the manifest was not signed by this ledger' });
}

async function examine(folder: string, { manifest: { statement, signature }, keys, known, knows, progress }: Examining): Promise<Restored> {
  const log = openSqliteEventLog(folder, { readOnly: true });
  const vault = statement.withVault ? openSqliteVault(folder, { readOnly: true }) : undefined;
  const evidence = openEvidenceFiles(folder, { readOnly: true });
  try {
    const { checks, events, logHash } = await verifyLedger({ log, keys, rawChecks: log, vault, evidence, progress });
    const bad = Object.entries(checks).filter(([name, { ok }]) => !ok && !(name === 'macs' && !keys));
    must(bad.length === 0, 'restore.unsound', { zh: `备份核验不通过：${told(bad, 'zh')}`, en: `the backup does not verify: ${told(bad, 'en')}` });
    must(events === statement.events && logHash === statement.logHash, 'restore.unsound', {
      zh: '账本与备份清单不符',
      en: 'the ledger is not the one that the manifest names',
    });
    const adopted = await adoptedKeys({ log });
    if (signature?.algorithm === SIGNED_NOTE) mustBeSigned(isNoteOf(adopted, signature, manifestText(statement)));
    await mustGoOnFrom(log, events, known);
    const unsigned = known.filter(({ note }) => !isSignedBy(note, adopted));
    const forgotten = adopted.length > 0 && !knows;
    return {
      events,
      logHash,
      checkpoints: known.length,
      withVault: statement.withVault,
      unchecked: unchecked(keys, known, { unsigned, forgotten, isNote: signature?.algorithm === SIGNED_NOTE }),
    };
  } finally {
    for (const part of [vault, evidence, log]) await part?.close();
  }
}

const told = (checks: readonly (readonly [name: string, ShownCheck])[], language: 'zh' | 'en'): string =>
  checks.map(([, { detail, ...label }]) => `${label[language]}: ${detail[language]}`).join('; ');
const FORGOTTEN =
  '密钥目录中没有签封记录（seal.db），不知此后还签过什么：签封前须用 seal --after 交出最近的检查点 what the keys signed since is not known here: before it is sealed again, hand in the last checkpoint with seal --after';
/** Whether a note is by a key of this log. Its root is compared in any case: one that nobody signed can only refuse a ledger. */
function isSignedBy(text: string, keys: readonly VerifierKey[]): boolean {
  try {
    return verifyNote(parseNote(text), keys).length > 0;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}
/** `isNote`: the manifest is signed by a key that the ledger itself names, and was held against it. */
type Doubtful = Readonly<{ unsigned: readonly KnownCheckpoint[]; forgotten: boolean; isNote: boolean }>;
const NO_KEY = '缺少密钥，校验码和清单签名未核对 the key is not here: MACs and the manifest’s signature were not checked';
const NO_KEY_BUT_NOTE =
  '缺少密钥，校验码未核对；清单签名已用账本自己登记的签封公钥核对 the key is not here: MACs were not checked; the manifest’s signature was, by a key that the ledger itself adopted';
const unchecked = (keys: Keys | undefined, known: readonly KnownCheckpoint[], { unsigned, forgotten, isNote }: Doubtful): readonly string[] => [
  ...unsigned.map(({ from }) => `检查点未由本账本的密钥签署 no key of this ledger signed the checkpoint: ${from}`),
  ...(keys ? [] : [isNote ? NO_KEY_BUT_NOTE : NO_KEY]),
  ...(forgotten ? [FORGOTTEN] : []),
  ...(known.length > 0 ? [] : ['没有已知的检查点，不能发现整库退回较早状态 no checkpoint is known: an older state put back is not visible']),
];

/** The root over the first events has to be, at each checkpoint, the one that was signed then. @throws Rejection `restore.rolled-back`, `restore.forked` */
async function mustGoOnFrom(log: EventLog, events: number, known: readonly KnownCheckpoint[]): Promise<void> {
  const beyond = known.find(({ size }) => size > events);
  must(beyond === undefined, 'restore.rolled-back', {
    zh: `备份只有${events}个事件，而检查点（${beyond?.from}）已有${beyond?.size}个：不得退回`,
    en: `the backup has ${events} events, the checkpoint ${beyond?.from} knows of ${beyond?.size}: that would be a rollback`,
  });
  const tree = new TreeHasher(sha256);
  const waiting = [...known];
  const meet = () => {
    while (waiting[0]?.size === tree.size) {
      const { root, from, size } = waiting.shift()!;
      if (Buffer.from(tree.root()).toString('hex') !== root) throw forked(from, size);
    }
  };
  meet();
  for await (const { bytes } of log.readAll(0)) {
    if (waiting.length === 0) return;
    tree.add(bytes);
    meet();
  }
}

const forked = (from: string, size: number): Rejection =>
  new Rejection('restore.forked', {
    zh: `备份的前${size}个事件与检查点（${from}）不符：不是同一历史`,
    en: `the first ${size} events are not those of the checkpoint ${from}: this is another history`,
  });

/** The last step is a rename: the directory is there whole or not at all. A head of the log of reads that is here already stays: it may know of more. */
function settle(staging: string, { directory, folder, manifest }: Readonly<{ directory: string; folder: string; manifest: Manifest }>): void {
  const { withVault, events } = manifest.statement;
  // `verify` then knows that nobody took these values away.
  if (!withVault) writeFileSync(join(staging, 'restored.json'), `${JSON.stringify({ format: 1, eventsWithoutValues: events })}\n`, { mode: 0o600 });
  const head = join(staging, ACCESS_HEAD);
  if (existsSync(head)) {
    const place = accessHeadIn(folder, manifest.statement.macKeyId);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!existsSync(place)) cpSync(head, place);
    rmSync(head);
  }
  if (existsSync(directory)) rmdirSync(directory);
  renameSync(staging, directory);
}
