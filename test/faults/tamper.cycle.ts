import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parseCheckpoint, parseNote, verifyNote, type VerifierKey } from '#transparency';
import { openLedger, rowsAsk, type RebuiltRows, type Zelian } from '#zelian';

/** `detected`: verify said so. `refused`: the ledger could not even be opened. `harmless`: whatever anybody can read is the same. `missed`: neither. */
export type Outcome = 'detected' | 'refused' | 'harmless' | 'missed';
export type Flip = Readonly<{ file: string; offset: number; change: number }>;
export type Ledger = Readonly<{ directory: string; keysFolder: string; keys: readonly VerifierKey[]; cosigners: readonly VerifierKey[] }>;

/** Every file that the campaign changes, by its path below the directory. Written without a journal beside it, so that each byte counts. */
export const filesOf = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(directory, name)).isFile() && /^(ledger|rows|vault)\.db$|^checkpoints\/|^evidence\//.test(name))
    .sort();

/** One byte in its place: a campaign of whole files written anew is one of the disk. */
export function put(path: string, byte: number, offset: number): void {
  const file = openSync(path, 'r+');
  try {
    writeSync(file, Uint8Array.of(byte), 0, 1, offset);
  } finally {
    closeSync(file);
  }
}

/** Changes one byte, looks, and changes it back. */
export async function tried(ledger: Ledger, { file, offset, change }: Flip, sound: Readonly<{ seen: string; rebuilt: RebuiltRows }>): Promise<Outcome> {
  const path = join(ledger.directory, file);
  const bytes = readFileSync(path);
  const byte = bytes[offset]!;
  bytes[offset] = byte ^ change;
  put(path, bytes[offset], offset);
  try {
    // Rows are held against the same rebuild whatever else was changed.
    const outcome = await looked(ledger, { ...sound, rows: file === 'rows.db' });
    if (!readFileSync(path).equals(bytes)) throw new Error(`verify changed ${file}`);
    return outcome;
  } finally {
    put(path, byte, offset);
    await collected();
  }
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const COLLECT_EVERY = 100;
let looks = 0;
/** The driver lets go of a closed file when its statements have been collected, for which it needs a turn of the event loop, and now and then to be told. */
export async function collected(): Promise<void> {
  if (++looks % COLLECT_EVERY === 0) collectGarbage();
  await new Promise((resolve) => setImmediate(resolve));
}

async function looked(ledger: Ledger, { seen, rebuilt, rows }: Readonly<{ seen: string; rebuilt: RebuiltRows; rows: boolean }>): Promise<Outcome> {
  const zelian = await openedOrNot(ledger);
  if (!zelian) return 'refused';
  try {
    const { ok } = await zelian.verify({ rebuilt, rows, trust: { cosigners: ledger.cosigners } });
    if (!ok) return 'detected';
    return (await readable(zelian, ledger)) === seen ? 'harmless' : 'missed';
  } finally {
    await zelian.close();
  }
}

async function openedOrNot({ directory, keysFolder }: Ledger): Promise<Zelian | undefined> {
  try {
    return await openLedger({ directory, keysFolder, mode: 'inspect' });
  } catch (error) {
    if (/^(ledger|vault|access|keys)\./.test((error as { code?: string }).code ?? '')) return undefined;
    throw error;
  }
}

/** A hash over all that anybody can read of a ledger by any door: events in order, by id and by stream, private values, rows, files, and who signed which checkpoint. */
export async function readable(zelian: Zelian, { directory, keys, cosigners }: Ledger): Promise<string> {
  const hash = createHash('sha256');
  const add = (...parts: unknown[]) => hash.update(`${JSON.stringify(parts)}\n`);
  const { engines } = zelian.parts;
  for await (const { position, id, stream, revision, type, recordedAt, bytes, mac, macKeyId } of engines.log.readAll(0)) {
    add(position, id, stream, revision, type, recordedAt, bytes.toString('base64'), mac.toString('base64'), macKeyId);
    add((await engines.log.find(id))?.position, await engines.log.revisionOf(stream));
  }
  for await (const entry of engines.vault.entries()) {
    add(entry, [...(await engines.vault.reveal([entry.commitment], [entry.scope])).keys()]);
  }
  const rows = (await rowsAsk(zelian.parts).open())!;
  for (const name of zelian.viewNames()) {
    if (!(await rows.prepare(name, zelian.viewNamed(name).version))) {
      add(name, 'to be rebuilt');
      continue;
    }
    add(name, await rows.position(name), await rows.list(name));
    for await (const version of rows.versions(name, Infinity)) add(version);
  }
  await rows.close();
  for (const path of filesOf(directory).filter((one) => !one.endsWith('.db'))) add(path, signersOr(path, join(directory, path), [...keys, ...cosigners]));
  return hash.digest('hex');
}

/** Of a note, its text and whose signatures hold; of anything else, its bytes. */
function signersOr(name: string, path: string, keys: readonly VerifierKey[]): unknown {
  const bytes = readFileSync(path);
  if (!/^checkpoints\/(latest|checkpoint\/)/.test(name)) return bytes.toString('base64');
  const note = parseNote(bytes.toString('utf8'));
  return [parseCheckpoint(note.text).size, note.text, verifyNote(note, keys).map(({ key, timestamp }) => [key.name, key.id, timestamp])];
}
