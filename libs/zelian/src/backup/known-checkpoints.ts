import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Rejection } from '#kernel';

/** What somebody holds of a ledger's past: so many events, with this root. `from`: the file that says so. */
export type KnownCheckpoint = Readonly<{ origin: string; size: number; root: string; from: string; note: string }>;

const FOLDER = 'checkpoints';
const NOTE_BYTES_MAX = 1_000_000;
/** The body of a checkpoint note (c2sp.org/tlog-checkpoint): origin, size, root; other lines; an empty line; signatures. */
const BODY = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*\n— /;

/** The body of a signed note. Who signed is asked once the ledger's keys are known: a root that nobody can meet refuses a ledger, and lets none through. */
function checkpointIn(text: string, from: string): KnownCheckpoint | undefined {
  const [, origin, size, root] = BODY.exec(text) ?? [];
  return origin === undefined ? undefined : { origin, size: Number(size), root: Buffer.from(root!, 'base64').toString('hex'), from, note: text };
}

/** Every checkpoint that is known on this machine: those beside a ledger, and those in files that were handed over. @throws Rejection `checkpoint.malformed` */
export function knownCheckpoints(directory: string | undefined, files: readonly string[] = []): readonly KnownCheckpoint[] {
  const beside = directory === undefined ? [] : notesIn(join(directory, FOLDER));
  return [...beside.flatMap((path) => checkpointIn(textOf(path), path) ?? []), ...files.map(handedOver)].sort((a, b) => a.size - b.size);
}

function handedOver(path: string): KnownCheckpoint {
  const found = checkpointIn(textOf(path), path);
  if (!found) throw new Rejection('checkpoint.malformed', { zh: `不是检查点：${path}`, en: `not a checkpoint note: ${path}` });
  return found;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Rejection('usage.file', { zh: `无法读取文件：${path}`, en: `cannot read ${path}: ${(error as Error).message}` });
  }
}

/** Files that could be notes: tiles lie there too, in folders of their own. */
function notesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && statSync(path).size <= NOTE_BYTES_MAX)
    .sort();
}
