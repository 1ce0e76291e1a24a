import type { Message } from '#kernel';
import type { Envelope } from './envelope.js';

/** Where an event stands, as it says itself in the bytes that are hashed. */
export type Placed = Pick<Envelope, 'type' | 'stream' | 'revision' | 'recordedAt'>;
type Fault = Message & Readonly<{ code: string }>;
const fault = (code: string, zh: string, en: string): Fault => ({ code, zh, en });

/** Whether each event follows the one before: what a log is, beyond its single events. */
export class Succession {
  private readonly revisions = new Map<string, number>();
  private recordedAt = '';
  private count = 0;

  /** An event stood here that cannot be read: its stream is not known, its place is taken. */
  skip(): void {
    this.count++;
  }

  /** What keeps an event from being the next; the state then moves on as if it were, so that one fault is told once. */
  next({ type, stream, revision, recordedAt }: Placed): Fault | undefined {
    const expected = (this.revisions.get(stream) ?? -1) + 1;
    const [first, before] = [this.count === 0, this.recordedAt];
    this.count++;
    this.revisions.set(stream, revision);
    if (recordedAt > before) this.recordedAt = recordedAt;
    if (first && type !== 'LedgerOpened') return fault('log.not-opened', '首个事件须为LedgerOpened', 'the first event must be LedgerOpened');
    if (!first && type === 'LedgerOpened') return fault('log.opened-twice', '账本重复开立', 'the ledger is opened a second time');
    if (revision !== expected)
      return fault(
        'log.revision-gap',
        `数据流${stream}应为第${expected}号，实为第${revision}号`,
        `stream ${stream}: revision ${expected} expected, ${revision} found`,
      );
    return recordedAt < before
      ? fault('log.time-backwards', `记录时间倒退：${recordedAt}早于${before}`, `recorded at ${recordedAt}, before ${before}`)
      : undefined;
  }
}
