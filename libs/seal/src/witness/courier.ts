import { must, Rejection } from '#kernel';
import { Malformed, parseCheckpoint, parseNote } from '#transparency';
import { parseAddCheckpoint } from './add-checkpoint.js';
import { judged } from './collect.js';
import { judge, type Policy } from './policy.js';
import type { Witness } from './witness.js';
import { relationOf, requestFrom, type LatestCheckpoint, type WitnessedLog } from './witnessed-log.js';

/** What is carried to a witness: the same bytes as `add-checkpoint` takes. `from`: another size than the last that came back cosigned. */
export type CarriedRequest = Readonly<{ witness: string; size: number; oldSize: number; body: string }>;

/** @throws Rejection `witness.no-checkpoint`, `witness.unknown`, `witness.from` */
export async function carriedRequest(log: WitnessedLog, policy: Policy, name: string, from?: number): Promise<CarriedRequest> {
  const latest = await latestOf(log);
  judged(policy, latest.note);
  const witness = policy.witnesses.find((one) => one.name === name);
  must(witness, 'witness.unknown', { zh: `策略文件中没有见证人${name}`, en: `the policy names no witness ${name}` });
  const oldSize = from ?? (await log.cosignedSize(witness.key));
  must(oldSize <= latest.size, 'witness.from', { zh: '起始规模大于检查点', en: 'the size to start from is larger than the checkpoint' });
  return { witness: name, size: latest.size, oldSize, body: await requestFrom(log, latest, oldSize) };
}

/** What is carried back is always a checkpoint that the witness cosigned: the one asked for, or, when the request started elsewhere, the latest it has. */
export type CarriedAnswer = Readonly<{ status: 'cosigned' | 'conflict'; size: number; note: string }>;

/** On the witness's machine. @throws Rejection `witness.refused` with the status, `witness.never` when it never cosigned this log and was asked to continue */
export function carriedAnswer(witness: Witness, body: string): CarriedAnswer {
  const answer = witness.addCheckpoint(body);
  if (answer.status !== 200 && answer.status !== 409)
    throw new Rejection('witness.refused', {
      zh: `见证人拒绝（${answer.status} ${answer.reason}）`,
      en: `the witness refuses: ${answer.status} ${answer.reason}`,
    });
  const { note, checkpoint } = parseAddCheckpoint(body);
  const latest = witness.latest(checkpoint.origin);
  must(latest, 'witness.never', {
    zh: '见证人从未为该账本签署：请用--from 0重新生成请求',
    en: 'this witness has never cosigned this log: make the request with --from 0',
  });
  // Asked twice for the same, the second request starts elsewhere and is answered with what it wanted all the same.
  return { status: parseNote(latest.note).text === note.text ? 'cosigned' : 'conflict', size: latest.size, note: latest.note };
}

export type Accepted = Readonly<{ size: number; witnesses: readonly string[]; quorum: boolean; latest: boolean }>;

/**
 * Back at the ledger: keeps the cosignatures of a carried answer.
 * @throws Rejection `witness.answer` unless it is a checkpoint of this log, cosigned by a witness of the policy; `witness.ahead`, `witness.forked` when this ledger is
 * not, or no longer, what the witness saw
 */
export async function acceptCarried(log: WitnessedLog, policy: Policy, answer: string): Promise<Accepted> {
  const latest = await latestOf(log);
  const { note, judgement } = readAnswer(policy, answer);
  const own = parseCheckpoint(latest.note.text).origin;
  must(judgement.checkpoint.origin === own, 'witness.answer', {
    zh: `检查点属于另一账本：${judgement.checkpoint.origin}`,
    en: `the checkpoint is of another log: ${judgement.checkpoint.origin}`,
  });
  must(judgement.witnesses.length > 0, 'witness.answer', { zh: '检查点上没有策略文件中见证人的签名', en: 'no witness of the policy cosigned this' });
  mustBeOurs(await relationOf(log, note.text, latest), judgement.checkpoint.size, latest.size);
  const known = [...policy.logs, ...policy.witnesses].map(({ key }) => key);
  const signatures = note.signatures.filter((line) => known.some(({ name, id }) => name === line.name && id === line.id));
  const signed = policy.witnesses.filter(({ name }) => judgement.witnesses.includes(name)).map(({ key }) => key);
  await log.store({ text: note.text, signatures }, signed);
  const { size } = judgement.checkpoint;
  return { size, witnesses: judgement.witnesses, quorum: judgement.quorum, latest: size === latest.size };
}

async function latestOf(log: WitnessedLog): Promise<LatestCheckpoint> {
  const latest = await log.latest();
  must(latest !== undefined, 'witness.no-checkpoint', { zh: '账本尚无检查点', en: 'the ledger has no checkpoint yet' });
  return latest;
}

function readAnswer(policy: Policy, answer: string) {
  try {
    const note = parseNote(answer);
    return { note, judgement: judge(policy, answer) };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Rejection('witness.answer', { zh: `不是可信的检查点（${error.code}）`, en: `no checkpoint that can be believed (${error.code})` });
  }
}

function mustBeOurs(relation: 'ours' | 'ahead' | 'forked', theirs: number, own: number): void {
  must(relation !== 'ahead', 'witness.ahead', {
    zh: `见证人签署过更大的账本（${theirs}条，本账本${own}条）：本账本可能已被回退`,
    en: `the witness cosigned ${theirs} entries, this ledger has a checkpoint of ${own}: it was rolled back, or its newest checkpoint is missing`,
  });
  must(relation !== 'forked', 'witness.forked', {
    zh: '见证人签署的历史与本账本不一致：请保存此文件，它可证明账本分叉',
    en: 'the witness cosigned another history than this ledger has: keep this file, it proves the fork',
  });
}
