import { Rejection, type Actor, type Instant, type Message } from '#kernel';

/** read: something about a person was shown. export: it left the product. refused: somebody asked and was not answered. */
export type AccessKind = 'read' | 'export' | 'refused';
export type AccessEntry = Readonly<{
  at: Instant;
  actor: Actor;
  kind: AccessKind;
  view?: string;
  key?: string;
  /** Whom the read was about, where that is one subject. */
  subject?: string;
  purpose?: string;
  /** What came of it: `answered`, or the code of the refusal. */
  outcome: string;
}>;
/** `seq` counts from 0 without gaps; `mac` = HMAC(key, previous mac ‖ canonical bytes of the entry with its seq), hex. */
export type StoredAccess = AccessEntry & Readonly<{ seq: number; mac: string; macKeyId: string }>;

export type AccessFilter = Readonly<{
  subject?: string;
  view?: string;
  kind?: AccessKind;
  personId?: string;
  /** Half-open `[from, to)`. */
  from?: Instant;
  to?: Instant;
}>;

/** `firstBad` names the first entry that is damaged, missing or forged; `seq` = the number of entries when the last ones are missing. */
export type AccessVerdict = Readonly<{ ok: boolean; entries: number; firstBad?: Readonly<{ seq: number; what: Message }>; cannotShow: Message }>;

/** The keys that the database does not hold; the ledger's own fit. */
export type AccessKeys = Readonly<{ macKeyId: string; mac(bytes: Buffer): Buffer }>;

/** The port: who read what about whom, appended, chained, never changed. Beside the ledger: reading must not change what is proved. */
export interface AccessLog {
  readonly engine: string;
  /** Durable when it resolves. @throws Rejection `access.unavailable`, `access.keyless`, `access.invalid`: the read must then not be answered. */
  record(entry: AccessEntry): Promise<StoredAccess>;
  /** In the order recorded. @throws Rejection `access.damaged` on an entry that cannot be read. */
  entries(filter?: AccessFilter): AsyncIterable<StoredAccess>;
  /** Never throws on damaged rows, never repairs. */
  verify(): Promise<AccessVerdict>;
  close(): Promise<void>;
}

/** What no chain on the same machine can show. */
export const CANNOT_SHOW: Message = {
  zh: '持有密钥者的改写，以及把数据库与链头文件一并恢复到较早状态，仅凭本机无法发现；须由他处保存链头。',
  en: 'rewriting by a holder of the key, and taking database and head file back together to an earlier state, cannot be seen on this machine alone: keep the head elsewhere.',
};

/**
 * Answers a read only after it was recorded: no record, no answer. What is refused is recorded as refused.
 * @throws what the read or the recording throws
 */
export async function answerRecorded<Answer>(
  log: Pick<AccessLog, 'record'>,
  entry: Omit<AccessEntry, 'outcome'>,
  read: () => Promise<Answer>,
): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await read();
  } catch (error) {
    await log.record({ ...entry, kind: 'refused', outcome: error instanceof Rejection ? error.code : 'failed' });
    throw error;
  }
  await log.record({ ...entry, outcome: 'answered' });
  return answer;
}
