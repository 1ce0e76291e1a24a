import { Rejection, type Message } from '#kernel';
import type { AuditProblem } from '#transparency';

/** Why nothing is signed any more. A log that changed cannot be mended by signing it. */
export class SealStopped extends Rejection {
  constructor(
    code: string,
    text: Message,
    readonly position?: number,
  ) {
    super(`seal.${code}`, text);
  }
}

export const rootsDiffer = (): SealStopped =>
  new SealStopped('roots-differ', { zh: '两次计算的树根不一致，不予签封', en: 'two computations of the root differ: nothing is signed' });

export const overtaken = (): SealStopped =>
  new SealStopped('overtaken', {
    zh: '另一进程已用此密钥签封了别的检查点，不予签封',
    en: 'another process has signed with this key meanwhile: nothing is signed',
  });

export const rolledBack = (events: number, signed: number): SealStopped =>
  new SealStopped('rolled-back', {
    zh: `账本比已签封的检查点短（现${events}条，已签封${signed}条）`,
    en: `the log has ${events} events, ${signed} were signed for`,
  });

export const forked = (size: number): SealStopped =>
  new SealStopped('forked', {
    zh: `前${size}条与已签封的检查点不一致：历史被改过`,
    en: `the first ${size} events are not those that were signed for: history was changed`,
  });

export const macFails = (position: number): SealStopped =>
  new SealStopped(
    'mac',
    { zh: `第${position}号事件的校验码不符，不予签封`, en: `the MAC of the event at ${position} does not verify: nothing is signed` },
    position,
  );

/** @param gap what keeps the event from being the next of its stream and of the log */
export const outOfOrder = (position: number, { zh, en }: Message): SealStopped =>
  new SealStopped(
    'log',
    { zh: `第${position}号事件不连续，不予签封：${zh}`, en: `the event at ${position} does not follow: ${en}: nothing is signed` },
    position,
  );

export const readsBackAsAnother = (position: number): SealStopped =>
  new SealStopped(
    'read-back',
    { zh: `第${position}号事件读回的内容与写入时不同，不予签封`, en: `the event at ${position} reads back as another: nothing is signed` },
    position,
  );

export const memoryLost = (): Rejection =>
  new Rejection('seal.memory-lost', {
    zh: '账本签封过，但密钥旁的签封记录（seal.db）缺失，或是复制、放回的，不知其后签过什么：请用seal --after交出最近的检查点，确无更晚的用--after none',
    en: 'what the key of this log signed (seal.db) is missing, copied or put back: hand in the last checkpoint, seal --after FILE, or say that there is none, --after none',
  });

export const notOurs = (): Rejection =>
  new Rejection('seal.not-ours', { zh: '所交检查点不是本账本的密钥签署的', en: 'the checkpoint handed in is not signed by a key of this log' });

export const notSealable = ({ position, code }: AuditProblem): SealStopped =>
  new SealStopped('log', { zh: `第${position}号事件不能签封（${code}）`, en: `the event at ${position} cannot be sealed: ${code}` }, position);
