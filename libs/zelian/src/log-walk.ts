import { createHash, hash } from 'node:crypto';
import type { Message } from '#kernel';
import { TreeHasher, type Hash } from '#transparency';
import { TreeWalk } from './verify/tree-walk.js';
import { Succession, type Envelope, type EventLog, type Keys, type StoredEvent } from '#ledger';
import { readEnvelope } from './envelope-check.js';

/** What lies at a position of a table that may be damaged. `ordinal`: its place in its append, where the engine keeps one. */
export type RawEvent = Readonly<{ position: number; event?: StoredEvent; ordinal?: number; fault?: Message }>;
/** What is wrong with a file; `position`: of the event that it is about. */
export type FileFault = Message & Readonly<{ position?: number }>;
/** What a file engine can tell of itself beyond the port; `SqliteEventLog` fits. */
export type RawChecks = Readonly<{
  /** The table in position order as far as it can be read at all. */
  readRaw(from?: number): Iterable<RawEvent>;
  /** Leaf hashes of events one behind the other, up to anything that is wrong; `marked`: those of a type. */
  readLeafHashes(
    from: number,
    markedType: string,
  ): AsyncIterable<Readonly<{ hashes: Uint8Array; marked: readonly Readonly<{ position: number; bytes: Uint8Array }>[] }>>;
  integrityCheck(): readonly FileFault[];
  compareIndexes(): readonly FileFault[];
}>;

/** The log's checks, in the order in which they are told. */
export const LOG_CHECKS = ['rows', 'bytes', 'columns', 'opened', 'revisions', 'times', 'macs'] as const;
export type LogCheck = (typeof LOG_CHECKS)[number];
/** `upTo`: it lies somewhere from `position` to there; absent, at `position`. */
export type Bad = Readonly<{ position: number; upTo?: number; what: Message }>;
/** How often a check failed, and where first. */
export type Finding = Readonly<{ count: number; first?: Bad }>;
export type Walked = Readonly<{ events: number; logHash: string; findings: ReadonlyMap<LogCheck, Finding> }>;

const SUCCESSION_CHECKS: Readonly<Record<string, LogCheck>> = {
  'log.not-opened': 'opened',
  'log.opened-twice': 'opened',
  'log.revision-gap': 'revisions',
  'log.time-backwards': 'times',
};
const COLUMNS = ['id', 'stream', 'revision', 'type', 'recordedAt'] as const;
const PROGRESS_EVERY = 1_000;

// The one-shot call spares a hash object per node, and its answer as a string spares memory outside the heap; Node has it from 20.12 on.
export const sha256: Hash =
  typeof hash === 'function' ? (bytes) => Buffer.from(hash('sha256', bytes, 'binary'), 'binary') : (bytes) => createHash('sha256').update(bytes).digest();

/** The RFC 6962 SHA-256 root over the stored bytes of a whole log, hex. */
export async function logHashOf(log: EventLog): Promise<string> {
  const tree = new TreeHasher(sha256);
  for await (const { bytes } of log.readAll(0)) tree.add(bytes);
  return Buffer.from(tree.root()).toString('hex');
}

export type WalkOptions = Readonly<{
  log: EventLog;
  keys?: Pick<Keys, 'verify'>;
  rawChecks?: Pick<RawChecks, 'readRaw'>;
  progress?: (done: number, total: number) => void;
  /** Told of every event whose bytes can be read as one. */
  onEvent?: (envelope: Envelope, position: number) => void;
  /** Told of every event's bytes, with the envelope where there is one. */
  onBytes?: (bytes: Uint8Array, position: number, envelope?: Envelope) => void;
  /** Takes every event's bytes in order; absent: one of the walk's own. */
  tree?: TreeWalk;
}>;

/** Reads the whole log once and holds each event against its bytes, its MAC, its columns and the event before. Damage is a finding, never an exception. */
export async function walkLog(options: WalkOptions): Promise<Walked> {
  const { log, rawChecks, progress = () => undefined } = options;
  const walk = new Walk(options);
  const total = (await attempted(() => log.head()))?.position ?? -1;
  try {
    for await (const raw of rawEvents({ log, rawChecks })) {
      walk.visit(raw);
      if (walk.events % PROGRESS_EVERY === 0) progress(walk.events, total + 1);
    }
  } catch (error) {
    walk.visit({ position: walk.next, fault: { zh: '无法读取', en: `cannot be read: ${String(error)}` } });
  }
  progress(walk.events, Math.max(walk.events, total + 1));
  return walk.result();
}

/** Every position as it can be read. */
export const rawEvents = ({ log, rawChecks }: Pick<WalkOptions, 'log' | 'rawChecks'>, from = 0): AsyncIterable<RawEvent> | Iterable<RawEvent> =>
  rawChecks ? rawChecks.readRaw(from) : plainly(log, from);

async function* plainly(log: EventLog, from: number): AsyncIterable<RawEvent> {
  for await (const event of log.readAll(from)) yield { position: event.position, event };
}

/** For what only decorates the answer: a damaged log may not even know its head. */
async function attempted<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await ask();
  } catch {
    return undefined;
  }
}

class Walk {
  private readonly tree: TreeWalk;
  private readonly succession = new Succession();
  private readonly findings = new Map<LogCheck, { count: number; first?: Bad }>(LOG_CHECKS.map((check) => [check, { count: 0 }]));
  private expected = 0;
  private resuming = false;
  /** The event before, where there is one to go on from. */
  private before: Readonly<{ ordinal: number; commandId: string }> | undefined;

  constructor(private readonly options: Pick<WalkOptions, 'keys' | 'onEvent' | 'onBytes' | 'tree'>) {
    this.tree = options.tree ?? new TreeWalk();
  }

  get events(): number {
    return this.tree.size;
  }
  get next(): number {
    return this.expected;
  }

  visit({ position, event, ordinal, fault }: RawEvent): void {
    if (position !== this.expected) this.before = undefined;
    // Behind a row that cannot be read the numbering starts afresh: one hole is one finding.
    if (position !== this.expected && !this.resuming) {
      this.note(
        'rows',
        Math.min(position, this.expected),
        `第${this.expected}号缺失，其后为第${position}号`,
        `position ${this.expected} is missing, ${position} follows`,
      );
    }
    this.resuming = event === undefined;
    this.expected = position + 1;
    const envelope = event && this.check(event);
    if (ordinal !== undefined) this.place(position, ordinal, envelope);
    if (!event) this.noteUnread(position, fault);
  }

  result(): Walked {
    return { events: this.tree.size, logHash: Buffer.from(this.tree.root()).toString('hex'), findings: this.findings };
  }

  private noteUnread(position: number, { zh, en }: Message = { zh: '无法读取', en: 'cannot be read' }): void {
    this.note('rows', position, zh, en);
  }

  /** An append begins with 0 where a command begins, and counts up. Where one ends inside a run of commands nothing says but this column. */
  private place(position: number, ordinal: number, envelope: Envelope | undefined): void {
    const { before } = this;
    const goesOn = before ? ordinal === before.ordinal + 1 || (ordinal === 0 && envelope?.commandId !== before.commandId) : position > 0 || ordinal === 0;
    if (!goesOn) this.note('columns', position, '在同批写入中的次序不符', 'its place in its append does not follow from the one before');
    this.before = envelope && { ordinal, commandId: envelope.commandId };
  }

  /** @returns the event, where its bytes are one */
  private check(event: StoredEvent): Envelope | undefined {
    const { position, bytes, mac, macKeyId } = event;
    const { keys, onEvent, onBytes } = this.options;
    this.tree.add(bytes);
    if (keys && !keys.verify(bytes, mac, macKeyId))
      this.note('macs', position, '校验码不符：内容被改动，或非本账本写入', 'the MAC does not fit: changed, or not written by this ledger');
    const { envelope, fault } = { fault: undefined, envelope: undefined, ...readEnvelope(bytes) };
    onBytes?.(bytes, position, envelope);
    if (!envelope) {
      this.succession.skip();
      this.note('bytes', position, `${fault?.zh}`, `${fault?.en}`);
      return undefined;
    }
    onEvent?.(envelope, position);
    // Strings and integers on both sides: the envelope's were checked field by field.
    const differs = COLUMNS.filter((column) => envelope[column] !== event[column]);
    if (differs.length > 0) this.note('columns', position, `内容与存储列不一致：${differs.join('、')}`, `bytes and columns disagree: ${differs.join(', ')}`);
    const broken = this.succession.next(envelope);
    if (broken) this.note(SUCCESSION_CHECKS[broken.code]!, position, broken.zh, broken.en);
    return envelope;
  }

  private note(check: LogCheck, position: number, zh: string, en: string): void {
    const finding = this.findings.get(check)!;
    finding.count++;
    finding.first ??= { position, what: { zh, en } };
  }
}
