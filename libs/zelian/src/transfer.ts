import { createHash } from 'node:crypto';
import { closeSync, createReadStream, existsSync, fsyncSync, mkdirSync, mkdtempSync, openSync, renameSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { canonicalJson, must, Rejection, type Actor, type EventDefinition, type Instant } from '#kernel';
import {
  isFree,
  keysFolder as defaultKeysFolder,
  makeFolder,
  openKeys,
  POLICIES,
  realClock,
  realEntropy,
  type Clock,
  type EncodedEvent,
  type Entropy,
  type Envelope,
  type EventLog,
  type Keys,
  type LedgerOpened,
  type Write,
} from '#ledger';
import { openSqliteEventLog, openSqlitePositionStore } from '#ledger/sqlite';
import { TreeHasher } from '#transparency';
import { LineCheck, linesOf } from './event-lines.js';
import { emptyLog, standAt, type LogAt } from './log-engines.js';
import { logHashOf, sha256 } from './log-walk.js';

const BATCH_EVENTS = 1_000;
const NEWLINE = 0x0a;

/** The exact stored bytes, one event a line: canonical JSON holds no raw newline. @throws Rejection `export.damaged` on bytes that do */
export async function* exportLines(
  log: EventLog,
  { from = 0, progress = () => undefined }: Readonly<{ from?: number; progress?: (done: number, total: number) => void }> = {},
): AsyncIterable<Buffer> {
  const total = (await log.head()).position + 1 - from;
  let done = 0;
  for await (const { bytes, position } of log.readAll(from)) {
    if (bytes.includes(NEWLINE))
      throw new Rejection('export.damaged', { zh: `第${position}号事件已损坏，不能导出`, en: `event ${position} is damaged and cannot be exported` });
    yield Buffer.concat([bytes, Buffer.of(NEWLINE)]);
    if (++done % BATCH_EVENTS === 0) progress(done, total);
  }
  progress(done, total);
}

/** Where imported events came from: `import.json` in the data directory. */
export type Provenance = Readonly<{
  format: 1;
  source: Readonly<{ ledgerId: string; macKeyId: string; logHash: string; events: number; sha256: string }>;
  importedAt: Instant;
  importedBy: Actor;
  /** The key of the MACs made here; `LedgerOpened` goes on naming the source's. */
  macKeyId: string;
}>;
export type Imported = Readonly<{ events: number; logHash: string; provenance: Provenance }>;
export type ImportOptions = Readonly<{
  /** Absent or empty. */
  directory: string;
  keysFolder?: string;
  /** The events go into KurrentDB instead of a file in the directory. */
  logAt?: LogAt;
  /** The export, whole or as it comes. */
  text: string | Uint8Array | AsyncIterable<Uint8Array>;
  actor: Actor;
  /** Event types that may come in; absent: any. */
  definitions?: ReadonlyMap<string, EventDefinition>;
  clock?: Pick<Clock, 'now'>;
  entropy?: Entropy;
  progress?: (done: number, total: number) => void;
}>;

/**
 * Makes a ledger of an export, byte for byte, under a key of its own. All or nothing: everything is checked first, built beside the target, held against the
 * source's log hash, and takes the directory's name in one step. Policies start at the head: what the events caused is among them. Digests of commands are
 * not in the bytes; an imported event gets the digest of its command id, so that a command id used in the source is refused here, whatever its body.
 * In KurrentDB, what an import that broke off has stored stays under its prefix; the directory is not made, and another prefix is needed.
 * @throws ImportRefused with every faulty line; Rejection `import.not-empty`
 */
export async function importLedger(options: ImportOptions): Promise<Imported> {
  const { entropy = realEntropy, clock = realClock, actor } = options;
  const directory = resolve(options.directory);
  must(isFree(directory), 'import.not-empty', {
    zh: `目标目录不为空：${directory}`,
    en: `the directory is not empty: ${directory}`,
  });
  makeFolder(dirname(directory));
  const staging = mkdtempSync(`${directory}.importing-`);
  try {
    const spooled = join(staging, 'events.jsonl');
    const { opened, ...source } = await spool(options, spooled);
    const keys = openKeys(options.keysFolder ?? defaultKeysFolder(directory), { create: true, entropy })!;
    const built = join(staging, 'ledger');
    await build(built, spooled, { keys, source, logAt: options.logAt, progress: options.progress });
    const { ledgerId, macKeyId } = opened;
    const provenance: Provenance = {
      format: 1,
      source: { ledgerId, macKeyId, ...source },
      importedAt: clock.now(),
      importedBy: actor,
      macKeyId: keys.macKeyId,
    };
    writeDurably(join(built, 'import.json'), Buffer.from(`${canonicalJson(provenance)}\n`));
    if (existsSync(directory)) rmdirSync(directory);
    renameSync(built, directory);
    syncFolder(dirname(directory));
    return { events: source.events, logHash: source.logHash, provenance };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

type Source = Readonly<{ logHash: string; events: number; sha256: string }>;

/** Writes the export to disk, checking each line on the way: the source may be a pipe that cannot be read twice. */
async function spool({ text, definitions }: ImportOptions, path: string): Promise<Source & Readonly<{ opened: LedgerOpened['data'] }>> {
  const check = new LineCheck(definitions);
  const tree = new TreeHasher(sha256);
  const digest = createHash('sha256');
  let first: Envelope | undefined;
  const file = openSync(path, 'wx', 0o600);
  try {
    for await (const line of linesOf(hashed(chunksOf(text), digest))) {
      const envelope = check.take(line);
      first ??= envelope;
      tree.add(line);
      writeSync(file, Buffer.concat([line, Buffer.of(NEWLINE)]));
    }
    check.finish();
  } finally {
    closeSync(file);
  }
  return {
    opened: (first as Envelope & LedgerOpened).data,
    events: tree.size,
    logHash: Buffer.from(tree.root()).toString('hex'),
    sha256: digest.digest('hex'),
  };
}

async function* chunksOf(text: ImportOptions['text']): AsyncIterable<Uint8Array> {
  if (typeof text === 'string') yield Buffer.from(text, 'utf8');
  else if (text instanceof Uint8Array) yield text;
  else yield* text;
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, digest: ReturnType<typeof createHash>): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    digest.update(chunk);
    yield chunk;
  }
}

type Building = Readonly<{ keys: Keys; source: Source; logAt?: LogAt; progress?: (done: number, total: number) => void }>;

async function build(directory: string, spooled: string, { logAt, ...building }: Building): Promise<void> {
  mkdirSync(directory, { mode: 0o700 });
  const last = building.source.events - 1;
  if (logAt) {
    const log = await emptyLog(directory, logAt);
    return filled(log, spooled, { ...building, then: () => standAt(log, last) });
  }
  await filled(openSqliteEventLog(directory), spooled, building);
  const positions = openSqlitePositionStore(directory);
  await positions.save(POLICIES, last);
  await positions.close();
}

type Filling = Omit<Building, 'logAt'> & Readonly<{ then?: () => Promise<void> }>;

/** Closes the log whatever happens. */
async function filled(log: EventLog, spooled: string, { keys, source, progress = () => undefined, then }: Filling): Promise<void> {
  try {
    let done = 0;
    for await (const batch of batchesOf(linesOf(createReadStream(spooled)))) {
      await log.append(writesOf(batch, keys));
      progress((done += batch.length), source.events);
    }
    const logHash = await logHashOf(log);
    must(logHash === source.logHash, 'import.differs', {
      zh: '写入后的内容与来源不一致，已放弃导入',
      en: `what was stored differs from the source (${logHash}): given up`,
    });
    await then?.();
  } finally {
    await log.close();
  }
}

type Line = Readonly<{ envelope: Envelope; bytes: Buffer }>;

/** Cut between runs of one command id only: a batch that stands in the log is whole at every moment. */
async function* batchesOf(lines: AsyncIterable<Buffer>): AsyncIterable<readonly Line[]> {
  let batch: Line[] = [];
  for await (const bytes of lines) {
    const envelope = JSON.parse(bytes.toString('utf8')) as Envelope;
    if (batch.length >= BATCH_EVENTS && batch.at(-1)!.envelope.commandId !== envelope.commandId) {
      yield batch;
      batch = [];
    }
    batch.push({ envelope, bytes });
  }
  if (batch.length > 0) yield batch;
}

/** One write per stretch of one stream: positions follow the order of the writes. */
function writesOf(batch: readonly Line[], keys: Keys): readonly Write[] {
  const writes: (Write & { readonly events: EncodedEvent[] })[] = [];
  for (const {
    envelope: { id, type, recordedAt, stream, revision, commandId },
    bytes,
  } of batch) {
    const event: EncodedEvent = { id, type, recordedAt, bytes, mac: keys.mac(bytes), macKeyId: keys.macKeyId, commandDigest: keys.digest(commandId) };
    const last = writes.at(-1);
    if (last?.stream === stream) last.events.push(event);
    else writes.push({ stream, expected: revision - 1, events: [event] });
  }
  return writes;
}

function writeDurably(path: string, bytes: Buffer): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
