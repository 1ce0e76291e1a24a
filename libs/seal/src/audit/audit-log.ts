import { Rejection, type Message } from '#kernel';
import {
  addSignatures,
  Auditor,
  base64,
  consistencyProof,
  cosign,
  formatNote,
  formatVerifierKey,
  leafHash,
  multiproof,
  parseCheckpoint,
  parseNote,
  Refuted,
  rootAt,
  sameBytes,
  tileNodes,
  tilePath,
  TileWriter,
  trustedCheckpoint,
  verifyNote,
  type AuditProblem,
  type Checkpoint,
  type ForkProof,
  type FraudProof,
  type LogEntry,
  type Nodes,
  type NoteSigner,
  type Tile,
  type TrustedCheckpoint,
  type VerifierKey,
} from '#transparency';
import { readStoredEvent } from '../stored-event.js';
import { SEAL_STREAM, type SealKeyAdopted } from '../seal.context.js';
import { logKeyFrom } from '../seal-keys.js';
import { sha256 } from '../suites/index.js';
import type { AuditMemory, ProvenBeginning } from './audit-state.js';
import { findLie, type Listed } from './found-lie.js';

export type AuditAsk = Readonly<{
  /** Every event's bytes in order, from the first; asked for again when a lie has to be found. */
  lines(): AsyncIterable<Uint8Array>;
  /** The log's signed checkpoint. */
  note: string;
  signer: NoteSigner;
  memory: AuditMemory;
  /** Keys of the log that the auditor trusts from now on; absent: those remembered. */
  keys?: readonly VerifierKey[];
  /** Seconds since 1970. */
  now(): number;
}>;
export type AuditFailure = 'signature' | 'rolled-back' | 'too-short' | 'root' | 'inconsistent' | AuditProblem['code'];
/** `note`: the checkpoint with the auditor's cosignature. `fraud`, `fork`: what convicts the log before anybody. */
export type AuditReport =
  | Readonly<{ ok: true; origin: string; size: number; root: string; covers: number; cosigner: string; note: string }>
  | Readonly<{ ok: false; code: AuditFailure; position?: number; text: Message; fraud?: FraudProof; fork?: ForkProof }>;

/** Some 300 kB of proofs at a million events; what is older is audited again. */
const MARKS_MAX = 256;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const WORDS: Partial<Record<AuditFailure, readonly [zh: string, en: string]>> = {
  signature: ['检查点不是由所信任的公钥签名', 'the checkpoint is not signed by a trusted key'],
  'rolled-back': ['检查点早于已审计的范围：账本被退回', 'the checkpoint is older than what was audited: the log went back'],
  'too-short': ['所给事件少于检查点的事件数', 'there are fewer events than the checkpoint was signed over'],
  root: ['由事件重算的树根与检查点不符', 'the events give another root than the checkpoint'],
  inconsistent: ['历史与上次审计时不同：账本被改写或分叉', 'history is not what it was at the last audit: the log was rewritten, or forked'],
  'index-root': ['主体索引与重算不符：隐瞒或错列了事件', 'an index event names another map than the events give: an event is hidden, or listed wrongly'],
  'log-root': ['主体索引所记树根与重算不符', 'an index event names another root than the events give'],
};

/**
 * An independent audit: rebuilds tree and map of subjects from every event's bytes and holds them against the log's signed checkpoint and what was audited before.
 * What passes is remembered, then cosigned: "every index event below this size equals my recomputation".
 * @throws Rejection `audit.key-needed`
 */
export async function auditLog(ask: AuditAsk): Promise<AuditReport> {
  const checkpoint = trusted(ask);
  if (!checkpoint) return failed('signature');
  const state = ask.memory.read(checkpoint.origin);
  if (state && state.size > checkpoint.size) return failed('rolled-back', checkpoint.size);
  const reading = new Reading(checkpoint.origin, state?.size);
  await reading.take(ask.lines(), checkpoint.size);
  if (reading.size < checkpoint.size) return failed('too-short', reading.size);
  if (state && hex(reading.rootBefore!) !== state.root)
    return { ...failed('inconsistent', state.size - 1), ...forkOf(state.note, { ask, checkpoint, reading }) };
  if (!sameBytes(reading.root(), checkpoint.root)) return failed('root');
  const { problem } = reading.auditor;
  if (problem) return { ...failed(problem.code, problem.position), fraud: await fraudOf(problem, { ask, checkpoint, reading }) };
  return cosigned(ask, checkpoint, reading);
}

const failed = (code: AuditFailure, position?: number): AuditReport & { ok: false } => {
  const [zh, en] = WORDS[code] ?? [`事件不符合账本格式（${code}）`, `an event is not what a log may hold: ${code}`];
  return { ok: false, code, ...(position !== undefined && { position }), text: { zh, en } };
};

const keysOf = ({ note, keys = [], memory }: AuditAsk): readonly VerifierKey[] => {
  const remembered = memory.read(note.slice(0, note.indexOf('\n')))?.keys.map(logKeyFrom) ?? [];
  const all = [...keys, ...remembered];
  if (all.length > 0) return all;
  throw new Rejection('audit.key-needed', { zh: '首次审计须给出账本的公钥（--key）', en: 'the first audit of a log needs its verifier key (--key)' });
};

function trusted(ask: AuditAsk): TrustedCheckpoint | undefined {
  const log = keysOf(ask);
  try {
    return trustedCheckpoint(ask.note, { origin: log[0]!.name, log });
  } catch (error) {
    if (error instanceof Refuted) return undefined;
    throw error;
  }
}

/** Remembered before anybody sees the signature. A key that the log adopted is trusted once a checkpoint carries its signature beside a trusted one's. */
function cosigned(ask: AuditAsk, { origin, size, root }: Checkpoint, reading: Reading): AuditReport {
  const { auditor, adopted } = reading;
  const { signer, memory } = ask;
  const note = parseNote(ask.note);
  const known = [...keysOf(ask), ...adopted].filter((key) => key.name === origin);
  const signers = new Set(verifyNote(note, known).map(({ key }) => formatVerifierKey(key)));
  const withLine = formatNote(addSignatures(note, [cosign(note.text, signer, ask.now())]));
  memory.write({ format: 'zelian-audit-state/1', origin, keys: [...signers], size, root: hex(root), note: withLine, proofs: reading.beginnings() });
  return { ok: true, origin, size, root: hex(root), covers: auditor.covers, cosigner: formatVerifierKey(signer.key), note: withLine };
}

/** One reading of the log: auditor, tiles for proofs, the root at the size of the last audit, and the keys that the log adopted. */
class Reading {
  readonly auditor: Auditor;
  readonly adopted: VerifierKey[] = [];
  rootBefore: Uint8Array | undefined;
  /** Sizes behind index events: of such a state a dossier is made. */
  private readonly marks: number[] = [];
  private readonly tiles = new Map<string, Uint8Array>();
  private readonly writer = new TileWriter(sha256, (tile, bytes) => this.tiles.set(tilePath(tile), bytes));

  constructor(
    origin: string,
    private readonly before: number | undefined,
  ) {
    this.auditor = new Auditor(sha256, origin, readStoredEvent);
    if (before === 0) this.rootBefore = this.root();
  }

  get size(): number {
    return this.writer.size;
  }

  root(): Uint8Array {
    return Uint8Array.from(this.writer.root());
  }

  async take(lines: AsyncIterable<Uint8Array>, size: number): Promise<void> {
    if (size === 0) return;
    for await (const bytes of lines) {
      const { covers } = this.auditor;
      this.auditor.add(this.size, bytes);
      this.adopting(bytes);
      this.writer.add(leafHash(sha256, bytes));
      if (this.auditor.covers > covers) this.mark();
      if (this.size === this.before) this.rootBefore = this.root();
      if (this.size === size) return;
    }
  }

  /** What proves that leaves are in the tree. */
  multiproof(positions: readonly number[]): readonly Uint8Array[] {
    return multiproof(sha256, this.nodes(), positions, this.size);
  }

  /** That the tree begins with its first `from` leaves. */
  consistency(from: number): readonly Uint8Array[] {
    return consistencyProof(sha256, this.nodes(), from, this.size);
  }

  /** That the tree begins with what it was behind each of the last index events. */
  beginnings(): readonly ProvenBeginning[] {
    const nodes = this.nodes();
    return this.marks
      .filter((size) => size < this.size)
      .map((size) => ({ size, root: base64(rootAt(sha256, nodes, size)), path: consistencyProof(sha256, nodes, size, this.size).map(base64) }));
  }

  private mark(): void {
    this.marks.push(this.size);
    if (this.marks.length > MARKS_MAX) this.marks.shift();
  }

  private nodes(): Nodes {
    for (const { tile, bytes } of this.writer.partialTiles()) this.tiles.set(tilePath(tile), bytes);
    return tileNodes(sha256, (tile: Tile): Uint8Array => this.tiles.get(tilePath(tile))!, this.size);
  }

  private adopting(bytes: Uint8Array): void {
    const text = Buffer.from(bytes);
    if (this.auditor.problem || !text.includes('"SealKeyAdopted"')) return;
    const { type, stream, data } = JSON.parse(text.toString('utf8')) as Readonly<{ type: string; stream: string; data: SealKeyAdopted['data'] }>;
    if (type === 'SealKeyAdopted' && stream === SEAL_STREAM) this.adopted.push(logKeyFrom(data.verifierKey));
  }
}

/** Where the events are those that the checkpoint was signed over, and not something else that was handed to the auditor, the log signed two histories. */
function forkOf(earlier: string, { ask, checkpoint, reading }: Case): Readonly<{ fork?: ForkProof }> {
  const { size } = parseCheckpoint(parseNote(earlier).text);
  if (size === 0 || !sameBytes(reading.root(), checkpoint.root)) return {};
  return { fork: { earlier, later: ask.note, rootAtEarlier: reading.rootBefore!, path: reading.consistency(size) } };
}

type Case = Readonly<{ ask: AuditAsk; checkpoint: Checkpoint; reading: Reading }>;

/** Reads the log once more for the lists that the lying index event speaks of. */
async function fraudOf({ code, position, claimed }: AuditProblem, { ask, checkpoint, reading }: Case): Promise<FraudProof | undefined> {
  if (code !== 'index-root' || !claimed) return undefined;
  const kept = new Map<number, LogEntry>();
  const events: Listed[] = [];
  let at = 0;
  for await (const bytes of ask.lines()) {
    if (at < claimed.covers) {
      const { subjects, index } = readStoredEvent(bytes);
      if (!index) events.push({ position: at, leaf: leafHash(sha256, bytes), subjects });
    }
    kept.set(at, { position: at, bytes: Uint8Array.from(bytes) });
    if (at++ === position) break;
  }
  const lie = findLie(claimed, { origin: checkpoint.origin, events, prove: (subject) => reading.auditor.prove(subject) });
  if (!lie) return undefined;
  const { subject, hidden, entries, proof } = lie;
  return {
    ...{ subject, checkpoint: ask.note, index: kept.get(position)!, hidden: kept.get(hidden)!, entries, subjectProof: proof },
    multiproof: reading.multiproof([hidden, position].sort((a, b) => a - b)),
  };
}
