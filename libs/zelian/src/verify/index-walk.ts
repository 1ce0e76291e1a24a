import { loggedFrom, sha256, type LoggedEnvelope } from '#seal';
import { Auditor, type AuditCode, type LoggedEvent } from '#transparency';
import type { Bad } from '../log-walk.js';

const WORDS: Partial<Record<AuditCode, readonly [zh: string, en: string]>> = {
  'log-root': ['主体索引所记的树根与重算不符', 'the index event names another root of the log than its events give'],
  'index-root': [
    '主体索引与重算不符：有事件被漏列或错列',
    'the index event names another map of subjects than its events give: some event is left out, or listed wrongly',
  ],
  covers: ['主体索引的范围倒退或越界', 'the index event covers less than the one before, or more than there is'],
};

/** Recomputes the map of subjects and holds every index event against it: the auditor's own work, with the envelope that was parsed already. */
export class IndexWalk {
  private readonly auditor: Auditor;
  private envelope: LoggedEnvelope | undefined;
  private claims = 0;

  constructor(origin: string) {
    const read = (): LoggedEvent => {
      const event = loggedFrom(this.envelope ?? {});
      if (event.index) this.claims++;
      return event;
    };
    this.auditor = new Auditor(sha256, origin, read);
  }

  /** How many index events were compared. */
  get compared(): number {
    return this.claims;
  }

  /** `envelope` undefined: bytes that are no event end the audit. */
  add(position: number, bytes: Uint8Array, envelope: LoggedEnvelope | undefined): void {
    this.envelope = envelope;
    if (!this.auditor.problem) this.auditor.add(position, bytes);
  }

  get bad(): Bad | undefined {
    const { problem } = this.auditor;
    if (!problem) return undefined;
    const [zh, en] = WORDS[problem.code] ?? [`此处之后的主体索引无法重算（${problem.code}）`, `the index cannot be recomputed beyond here: ${problem.code}`];
    return { position: problem.position, what: { zh, en } };
  }
}
