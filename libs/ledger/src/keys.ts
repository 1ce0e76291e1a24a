import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { timingSafeEqual } from 'node:crypto';
import { dirname, join } from 'node:path';
import { must, Rejection } from '#kernel';
import type { Entropy } from './entropy.js';
import { makeFolder, namesIn } from './folders.js';
import { hmacSha256, type Hmac } from './hmac.js';

/** The ledger's MAC keys. They lie outside the data directory: who can edit the database can still not forge an event. */
export interface Keys {
  /** The key that new events are signed with. */
  readonly macKeyId: string;
  mac(bytes: Buffer): Buffer;
  /** Keyed digest of a command's text, 16 bytes: tells bodies apart, tells nobody without the key what they were. */
  digest(text: string): Buffer;
  has(macKeyId: string): boolean;
  /** Whether the MAC is that key's over these bytes; false when the key is not here. */
  verify(bytes: Buffer, mac: Buffer, macKeyId: string): boolean;
}

export type KeyOptions = Readonly<{
  /** Makes the key of a new ledger. */
  create: boolean;
  /** Which key: as `LedgerOpened` names it. When a key is created, absent means a new id. */
  macKeyId?: string;
  /** Real entropy, or seeded for a simulated ledger: id and key are then the same everywhere. */
  entropy: Entropy;
}>;

const KEY_BYTES = 32;
const DIGEST_BYTES = 16;
/** Checked before it becomes part of a path: an id read from a database is not to be trusted. */
const KEY_ID = /^[0-9a-f]{16}$/;
const POSIX = process.platform !== 'win32';

/** Where a data directory's keys lie unless ZELIAN_KEYS says otherwise. */
export const keysFolder = (directory: string, environment: NodeJS.ProcessEnv = process.env): string =>
  environment.ZELIAN_KEYS || `${directory.replace(/[/\\]+$/, '')}.keys`;

/**
 * Opens, or makes, the key of a ledger.
 * @returns undefined when the key is not here: the ledger can then be read but not written
 * @throws Rejection `ledger.key-exposed`, `ledger.key-damaged`, `ledger.key-exists`, `ledger.key-id`, `usage.folder`
 */
export function openKeys(folder: string, { create, macKeyId, entropy }: KeyOptions): Keys | undefined {
  const id = macKeyId ?? (create ? entropy.bytes(8, 'mac-key-id').toString('hex') : undefined);
  must(id !== undefined && KEY_ID.test(id), 'ledger.key-id', { zh: '密钥编号格式不正确', en: 'a key id is 16 lower-case hex digits' });
  if (create) createKey(folder, id, entropy.bytes(KEY_BYTES, `mac-key|${id}`));
  const key = readKey(folder, id);
  return key && new FolderKeys(folder, id, key);
}

/** Keys of a ledger that lives in memory: gone with it. */
export function memoryKeys(entropy: Entropy): Keys {
  const id = entropy.bytes(8, 'mac-key-id').toString('hex');
  return new FolderKeys(undefined, id, entropy.bytes(KEY_BYTES, `mac-key|${id}`));
}

class FolderKeys implements Keys {
  // Keys are kept inside functions: no message, and nothing that prints an object, can show one.
  readonly mac: Hmac;
  private readonly commandDigest: Hmac;
  private readonly known = new Map<string, Hmac | undefined>();

  constructor(
    private readonly folder: string | undefined,
    readonly macKeyId: string,
    key: Buffer,
  ) {
    this.mac = hmacSha256(key);
    this.known.set(macKeyId, this.mac);
    // A key of its own for digests: no text can be chosen so that its digest is some event's MAC.
    this.commandDigest = hmacSha256(this.mac(Buffer.from('zelian command digest')));
  }

  digest(text: string): Buffer {
    return this.commandDigest(Buffer.from(text, 'utf8')).subarray(0, DIGEST_BYTES);
  }

  has(macKeyId: string): boolean {
    return this.macOf(macKeyId) !== undefined;
  }

  verify(bytes: Buffer, mac: Buffer, macKeyId: string): boolean {
    const expected = this.macOf(macKeyId)?.(bytes);
    return expected !== undefined && expected.length === mac.length && timingSafeEqual(expected, mac);
  }

  private macOf(macKeyId: string): Hmac | undefined {
    const known = this.known.get(macKeyId);
    if (known || this.known.has(macKeyId)) return known;
    const key = this.folder !== undefined && KEY_ID.test(macKeyId) ? readKey(this.folder, macKeyId) : undefined;
    const mac = key && hmacSha256(key);
    this.known.set(macKeyId, mac);
    return mac;
  }
}

const pathOf = (folder: string, macKeyId: string): string => join(folder, `mac-${macKeyId}.key`);

function readKey(folder: string, macKeyId: string): Buffer | undefined {
  const path = pathOf(folder, macKeyId);
  if (!existsSync(path)) return undefined;
  mustBePrivate(path, 0o077);
  mustBePrivate(folder, 0o022);
  const text = readFileSync(path, 'utf8').trim();
  must(/^[0-9a-f]{64}$/.test(text), 'ledger.key-damaged', { zh: `密钥文件已损坏：${path}`, en: `the key file is damaged: ${path}` });
  return Buffer.from(text, 'hex');
}

/** Another user who can read the key can forge events; one who can write the folder can exchange it. */
function mustBePrivate(path: string, forbidden: number): void {
  if (!POSIX) return;
  const mode = statSync(path).mode & 0o777;
  must((mode & forbidden) === 0, 'ledger.key-exposed', {
    zh: `密钥权限过宽（${mode.toString(8)}）：${path}，文件请设为600、目录请设为700`,
    en: `others have access (mode ${mode.toString(8)}): ${path}; make it 600, its folder 700`,
  });
}

/** Durable before the first event that needs it: a ledger whose key was lost in a power cut could never be written again. */
function createKey(folder: string, macKeyId: string, key: Buffer): void {
  if (namesIn(folder) === undefined) {
    makeFolder(folder, 0o700);
    if (POSIX) chmodSync(folder, 0o700);
    syncFolder(dirname(folder));
  }
  const path = pathOf(folder, macKeyId);
  const text = key.toString('hex');
  if (existsSync(path)) {
    // A simulated ledger that is made again has the same key; anything else would overwrite somebody's key.
    if (readFileSync(path, 'utf8').trim() === text) return;
    throw new Rejection('ledger.key-exists', { zh: `密钥文件已存在：${path}`, en: `there is a key file already: ${path}` });
  }
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${text}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(folder);
}

function syncFolder(folder: string): void {
  if (!POSIX) return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
