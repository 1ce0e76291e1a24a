import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, must, parseStrictJson, type Instant } from '#kernel';
import type { PaperSignature, ReceiptSigner } from '../receipt-signer.js';
import type { KnownCheckpoint } from './known-checkpoints.js';

export type BackedUpFile = Readonly<{ path: string; sizeBytes: number; sha256: string }>;
/** What a backup is: which ledger as of which event, and every file of it. */
export type BackupStatement = Readonly<{
  format: 'zelian-backup/1';
  ledgerId: string;
  macKeyId: string;
  madeAt: Instant;
  events: number;
  logHash: string;
  lastCheckpoint: Pick<KnownCheckpoint, 'origin' | 'size' | 'root'> | null;
  withVault: boolean;
  files: readonly BackedUpFile[];
}>;
export type Manifest = Readonly<{ statement: BackupStatement; signature?: PaperSignature }>;

export const MANIFEST = 'manifest.json';
const CHUNK = 1 << 20;
/** No way out of the folder, and nothing that is hidden in it. */
const SAFE_PATH = /^(?!.*(^|\/)\.)[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/;
/** What is signed: begins as no event does, and as no checkpoint. */
export const manifestText = (statement: BackupStatement): Buffer => Buffer.from(`zelian-backup/1\n${canonicalJson(statement)}`, 'utf8');

export function hashFile(path: string): Readonly<{ sizeBytes: number; sha256: string }> {
  const digest = createHash('sha256');
  const [file, piece] = [openSync(path, 'r'), Buffer.alloc(CHUNK)];
  try {
    let sizeBytes = 0;
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      digest.update(piece.subarray(0, read));
      sizeBytes += read;
    }
    return { sizeBytes, sha256: digest.digest('hex') };
  } finally {
    closeSync(file);
  }
}

/** Every file below a folder by its path from there, in code-point order. */
export const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.replaceAll('\\', '/'))
    .sort();

/** Last of all files, on disk when this returns: a backup without it was cut short. */
export function writeManifest(folder: string, statement: BackupStatement, signer: ReceiptSigner | undefined): Manifest {
  const signature = signer && { algorithm: signer.algorithm, keyId: signer.keyId, value: signer.sign(manifestText(statement)).toString('hex') };
  const manifest: Manifest = { statement, ...(signature && { signature }) };
  const file = openSync(join(folder, MANIFEST), 'wx', 0o600);
  try {
    writeSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return manifest;
}

/** The manifest of a backup, as it stands. @throws Rejection `backup.absent`, `backup.malformed` */
export function readManifest(folder: string): Manifest {
  let text: string | undefined;
  try {
    text = readFileSync(join(folder, MANIFEST), 'utf8');
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  must(text !== undefined, 'backup.absent', { zh: `此处没有完整的备份：${folder}`, en: `there is no complete backup here: ${folder}` });
  const manifest = parseStrictJson(text) as Partial<Manifest> | null;
  must(isStatement(manifest?.statement), 'backup.malformed', { zh: '备份清单格式不正确', en: 'the manifest is malformed' });
  return manifest as Manifest;
}

const isStatement = (one: Partial<BackupStatement> | undefined): boolean =>
  one?.format === 'zelian-backup/1' && typeof one.logHash === 'string' && Number.isSafeInteger(one.events) && isFiles(one.files);
const isFiles = (files: unknown): boolean =>
  Array.isArray(files) &&
  files.every(({ path, sha256 }: Partial<BackedUpFile>) => typeof path === 'string' && SAFE_PATH.test(path) && typeof sha256 === 'string');
