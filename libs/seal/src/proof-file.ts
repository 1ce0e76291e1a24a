import { parseStrictJson, Rejection, type Message } from '#kernel';
import {
  formatNote,
  fromBase64,
  hex,
  Malformed,
  parseCheckpoint,
  parseNote,
  parseTlogProof,
  Refuted,
  sameBytes,
  trustedCheckpoint,
  verifyConsistency,
  verifyInclusion,
  type Checkpoint,
  type TlogProof,
} from '#transparency';
import { readHeldCheckpoint, trustFor } from './dossier/dossier-trust.js';
import { isCount, isObject, isText } from './stored-event.js';
import { sha256 } from './suites/index.js';

/** What the reader brings: `leaf`, 32 bytes, for an inclusion; verifier keys of the log; checkpoints that are held, as notes or as their three lines. */
export type ProofBrought = Readonly<{ leaf?: Uint8Array; log?: readonly string[]; checkpoints?: readonly string[] }>;
export type ProofProblem = 'checkpoint-signature' | 'log-signature' | 'held-origin' | 'held-conflict' | 'inclusion' | 'consistency';
/** Why the checkpoint is believed: a key of the reader's signed it, or he holds it. */
export type ProofAnchor = 'key' | 'checkpoint';
/** `size` and `root` (hex) are those of the checkpoint under which it is proved, the later one of a consistency; `says`: what holds, or what does not. */
export type ProofVerdict = Readonly<{
  ok: boolean;
  kind: 'inclusion' | 'consistency';
  origin: string;
  size: number;
  root: string;
  position?: number;
  leaf?: string;
  from?: number;
  anchors: readonly ProofAnchor[];
  says: Message;
  firstProblem?: Readonly<{ code: ProofProblem }>;
}>;

/** What is checked, read from the file: `later` is the checkpoint that the file brings, as a whole note and read. */
type Consistent = Readonly<{ origin: string; from: number; to: number; path: readonly Uint8Array[]; later?: Readonly<{ note: string; read: Checkpoint }> }>;
type Trusted = Readonly<{ log: readonly string[]; held: readonly Checkpoint[] }>;

const PATH_MAX = 256;
const FAILS: Readonly<Record<ProofProblem, Message>> = {
  'checkpoint-signature': {
    zh: '检查点上没有您所给公钥的有效签名：不能相信此文件',
    en: 'no key that you gave signed the checkpoint rightly: this file is not to be believed',
  },
  'log-signature': { zh: '检查点不是由账本的公钥签名的', en: 'the checkpoint is not signed by a key of the log' },
  'held-origin': { zh: '您所持的检查点属于另一账本', en: 'the checkpoint that you hold is of another log' },
  'held-conflict': {
    zh: '与您所持的同一长度的检查点不符：账本历史已被改写，请保存两份检查点',
    en: 'not the checkpoint of that size that you hold: history was rewritten; keep both',
  },
  inclusion: {
    zh: '证明不成立：此内容指纹的事件不在检查点所签账本的这一位置',
    en: 'the event with this leaf hash is not at this place of the log that the checkpoint signs',
  },
  consistency: {
    zh: '证明不成立：后一检查点并不延续您所持的检查点，其间记录可能已被改写或删去；请保存两份检查点',
    en: 'the later checkpoint does not continue the one that you hold: records may have been changed or removed; keep both',
  },
};

function holds(condition: unknown, code: ProofProblem): asserts condition {
  if (!condition) throw new Refuted(code);
}

const needed = (code: string, zh: string, en: string): Rejection => new Rejection(`proof.${code}`, { zh, en });
const malformed = (what: string): Rejection =>
  needed('malformed', `不是tlog-proof，也不是一致性证明，或已损坏：${what}`, `neither a tlog-proof nor a consistency answer, or damaged: ${what}`);

/**
 * A proof as the ledger gives it, a c2sp.org/tlog-proof or the JSON of a consistency answer, checked with no network and no ledger.
 * @throws Rejection `proof.malformed`, `proof.no-leaf`, `proof.nothing-trusted`, `proof.not-comparable`; Malformed for a key or checkpoint of the reader's that is none
 */
export function verifyProofFile(text: string, { leaf, log = [], checkpoints = [] }: ProofBrought): ProofVerdict {
  const trusted = { log, held: checkpoints.map(readHeldCheckpoint) };
  trustFor({ log: [], witnesses: [], auditors: [] }, { log }, '');
  return text.trimStart().startsWith('{')
    ? ofConsistency(
        reading(() => readConsistency(text)),
        trusted,
      )
    : ofInclusion(
        reading(() => parseTlogProof(text)),
        leaf,
        trusted,
      );
}

function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed || (error instanceof Rejection && error.code.startsWith('json.'))) throw malformed(error.code);
    throw error;
  }
}

function readConsistency(text: string): Consistent {
  const answer = parseStrictJson(text);
  if (!isConsistency(answer)) throw malformed('shape');
  const { origin, from, to, path, checkpoint } = answer;
  const proof = { origin, from, to, path: path.map(fromBase64) };
  if (checkpoint === undefined) return proof;
  const read = parseCheckpoint(parseNote(checkpoint).text);
  if (read.origin !== origin || read.size !== to) throw malformed('checkpoint');
  return { ...proof, later: { note: checkpoint, read } };
}

/** The answer as the ledger writes it. */
type Written = Readonly<{ origin: string; from: number; to: number; path: readonly string[]; checkpoint?: string }>;
const isPath = (value: unknown): boolean => Array.isArray(value) && value.length <= PATH_MAX && value.every(isText);
const isConsistency = (value: unknown): value is Written =>
  isObject(value) && isText(value.origin) && areSizes(value) && isPath(value.path) && (value.checkpoint === undefined || isText(value.checkpoint));
const areSizes = ({ from, to }: Readonly<Record<string, unknown>>): boolean => isCount(from) && isCount(to) && from <= to;

type Found = Omit<ProofVerdict, 'ok' | 'firstProblem' | 'says'>;

/** Runs the checks; what fails is the verdict's, what cannot be checked is refused. */
function judged(found: Found, says: Message, check: () => void): ProofVerdict {
  try {
    check();
    return { ok: true, ...found, says };
  } catch (error) {
    if (!(error instanceof Refuted)) throw error;
    const code = error.code as ProofProblem;
    return { ok: false, ...found, anchors: [], says: FAILS[code], firstProblem: { code } };
  }
}

const anchorsOf = (byKey: boolean, byHand: boolean): readonly ProofAnchor[] => [
  ...(byKey ? (['key'] as const) : []),
  ...(byHand ? (['checkpoint'] as const) : []),
];

function ofInclusion({ index, path, checkpoint }: TlogProof, leaf: Uint8Array | undefined, { log, held }: Trusted): ProofVerdict {
  const { origin, size, root } = parseCheckpoint(checkpoint.text);
  if (leaf === undefined)
    throw needed('no-leaf', '核验包含证明须有内容指纹（--leaf）或事件原文（--event-bytes）', 'an inclusion is checked with the leaf hash or the event’s bytes');
  if (log.length + held.length === 0) throw nothingTrusted();
  for (const one of held) if (one.origin === origin) comparable(one, [size]);
  const found: Found = {
    kind: 'inclusion',
    origin,
    size,
    root: hex(root),
    position: index,
    leaf: hex(leaf),
    anchors: anchorsOf(log.length > 0, held.length > 0),
  };
  const says = {
    zh: `内容指纹为${hex(leaf)}的事件，是账本${origin}的第${index}号记录，包含在${size}件记录的检查点之内`,
    en: `the event with leaf hash ${hex(leaf)} is entry ${index} of ${origin}, within the checkpoint of ${size} entries`,
  };
  return judged(found, says, () => {
    if (log.length > 0) mustBeSigned(formatNote(checkpoint), origin, log);
    for (const one of held) mustBeTheSame(one, { origin, root });
    holds(verifyInclusion(sha256, { index, size, leaf, path }, root), 'inclusion');
  });
}

function ofConsistency(proof: Consistent, { log, held }: Trusted): ProofVerdict {
  const { origin, from, to, path, later } = proof;
  const [older, newer] = heldEnds(proof, held);
  const end = later?.read ?? newer;
  const byKey = later !== undefined && log.length > 0;
  if (end === undefined || !(byKey || newer)) throw nothingTrusted();
  const found: Found = { kind: 'consistency', origin, size: to, root: hex(end.root), from, anchors: anchorsOf(byKey, newer !== undefined) };
  const says = {
    zh: `账本${origin}的${to}件记录的检查点，延续您所持的${from}件记录的检查点：其中每一件都原样在内，没有改写、删去或插入`,
    en: `the checkpoint of ${to} entries of ${origin} continues the one of ${from} that you hold: all of these stand as they were, none changed, removed or put between`,
  };
  return judged(found, says, () => {
    if (byKey) mustBeSigned(later.note, origin, log);
    for (const one of held) mustBeTheSame(one, one.size === to ? end : { origin, root: older.root });
    holds(verifyConsistency(sha256, { from, to, fromRoot: older.root, toRoot: end.root, path }), 'consistency');
  });
}

/** Which of the checkpoints held are the older and the later one; one of another log stands for the older, for the check to say so. @throws Rejection `proof.not-comparable` */
function heldEnds({ origin, from, to }: Consistent, held: readonly Checkpoint[]): readonly [Checkpoint, Checkpoint | undefined] {
  const own = held.filter((one) => one.origin === origin);
  for (const one of own) comparable(one, [from, to]);
  const older = own.find(({ size }) => size === from) ?? held.find((one) => one.origin !== origin);
  if (older) return [older, own.find(({ size }) => size === to)];
  throw needed('not-comparable', `须提供您所持的${from}件记录的检查点（--checkpoint）`, `the checkpoint of size ${from} that you hold is needed`);
}

const nothingTrusted = (): Rejection =>
  needed(
    'nothing-trusted',
    '须提供账本公钥（--key），或证明所依据的检查点（--checkpoint）：文件自身不足为信',
    'the log’s key is needed, or the checkpoint under which it is proved: a file alone is no reason to believe it',
  );

function comparable({ size }: Checkpoint, sizes: readonly number[]): void {
  if (sizes.includes(size)) return;
  throw needed(
    'not-comparable',
    `您所持的检查点是${size}件记录的，此证明是${sizes.join('、')}件的，不能比对：请另取--size ${size}的包含证明，或--from ${size}的一致性证明`,
    `you hold a checkpoint of size ${size}, this proof is about ${sizes.join(', ')}: ask for an inclusion with --size ${size}, or a consistency with --from ${size}`,
  );
}

/** @throws Refuted `checkpoint-signature`, `log-signature` */
const mustBeSigned = (note: string, origin: string, log: readonly string[]): void =>
  void trustedCheckpoint(note, trustFor({ log: [], witnesses: [], auditors: [] }, { log }, origin));

function mustBeTheSame(held: Checkpoint, { origin, root }: Pick<Checkpoint, 'origin' | 'root'>): void {
  holds(held.origin === origin, 'held-origin');
  holds(sameBytes(held.root, root), 'held-conflict');
}
