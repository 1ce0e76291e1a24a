import { startOf, type Instant } from '#kernel';
import type { ContactRow, Delivery, OutboxRow, RecordNoticeDeliveries } from '#cadence';
import { policyCommandId } from '#ledger';
import { SinkUnusable, type DeliveryResult, type NoticeSink, type OutgoingMessage, type OutgoingRecipient } from '#outbox';
import type { Moment, Reader } from '#readmodel';

const OUTBOX = 'outbox';
const CONTACTS = 'cadence-contacts';
const CARRIER = 'outbox';
/** Attempts at one notice; the wait between them doubles. What still fails then stays failed. */
const ATTEMPTS_MAX = 5;
const RETRY_MINUTES = 15;
const PAGE = 200;

export type OutboxParts = Readonly<{
  reader: Reader;
  /** The log's last position. */
  head(): Promise<number>;
  /** Never before the log's head: a delivery made up after a crash then says what it would have said. */
  now(): Promise<Instant>;
  /** Opens commitments: only here, and only to send. */
  reveal<Value>(value: Value): Promise<Value>;
  record(command: RecordNoticeDeliveries, of: Readonly<{ commandId: string; carrier: string }>): Promise<unknown>;
}>;
export type OutboxState = Readonly<{ sink: string; waitingNotices: number; waitingRecipients: number; fault?: string }>;

/** All that waits, in the order of notice ids. A notice with which nothing more is to be done is not among them. */
export async function waiting(reader: Reader, moment: Moment = {}): Promise<readonly OutboxRow[]> {
  const rows: OutboxRow[] = [];
  let after: string | undefined;
  do {
    const page = await reader.list(OUTBOX, { after, limit: PAGE, moment });
    rows.push(...page.rows.map(({ row }) => row as OutboxRow));
    after = page.next;
  } while (after !== undefined);
  return rows;
}

const minutesAfter = (instant: Instant, minutes: number): Instant => new Date(Date.parse(instant) + minutes * 60_000).toISOString();
const isReady = ({ attempts, attemptedAt }: OutboxRow, now: Instant): boolean =>
  attemptedAt === undefined || minutesAfter(attemptedAt, RETRY_MINUTES * 2 ** (attempts - 1)) <= now;

async function recipientsOf({ pendingPersonIds }: OutboxRow, { reader, reveal }: OutboxParts): Promise<readonly OutgoingRecipient[]> {
  const recipients: OutgoingRecipient[] = [];
  for (const id of pendingPersonIds) {
    const { phone } = await reveal((await reader.get(CONTACTS, id)).row as ContactRow | undefined).then((row) => row ?? { phone: undefined });
    // An erased or withheld number reads as a word, never as digits.
    const address = typeof phone === 'string' && /^\+?\d{5,15}$/.test(phone) ? phone : undefined;
    recipients.push({ id, ...(address !== undefined && { address }) });
  }
  return recipients;
}

const expired = ({ pendingPersonIds }: OutboxRow): readonly DeliveryResult[] =>
  pendingPersonIds.map((id) => ({ id, outcome: 'failed', code: 'expired', final: true }));
const deliveryOf = ({ id, outcome, reference, code, final }: DeliveryResult, last: boolean): Delivery => ({
  ...{ personId: id, outcome },
  ...(reference !== undefined && { reference }),
  ...(code !== undefined && { code }),
  ...(outcome === 'failed' && (final || last) && { final: true }),
});

/** What the sink says; whatever else it throws says only its kind, for texts of errors may repeat what was sent. */
async function sent(sink: NoticeSink, message: OutgoingMessage, recipients: readonly OutgoingRecipient[]): Promise<readonly DeliveryResult[]> {
  try {
    return await sink.deliver(message, recipients);
  } catch (cause) {
    throw cause instanceof SinkUnusable ? cause : new SinkUnusable((cause as Partial<Error> | undefined)?.name ?? 'unknown', { cause });
  }
}

/**
 * Sends what waits and records what the sink said, notice by notice. At least once: between sending and recording a crash may fall, and then the same keys are
 * sent again. What is recorded is never sent again: neither a rebuild nor a restart nor a re-derivation knows of anything else to send than these rows.
 * @returns how many deliveries were recorded
 */
export async function deliverWaiting(sink: NoticeSink, parts: OutboxParts): Promise<number> {
  let recorded = 0;
  // Nothing may be read from a row that does not know yet what was recorded last: it would be sent again.
  for (const row of await waiting(parts.reader, { atLeast: await parts.head() })) {
    const now = await parts.now();
    if (!isReady(row, now)) continue;
    const { noticeId, text, attempts, expiresOn } = row;
    const isExpired = now >= startOf(expiresOn);
    const results = isExpired ? expired(row) : await sent(sink, { id: noticeId, text }, await recipientsOf(row, parts));
    const attempt = attempts + 1;
    const deliveries = results.map((result) => deliveryOf(result, attempt >= ATTEMPTS_MAX));
    const command: RecordNoticeDeliveries = { type: 'RecordNoticeDeliveries', data: { noticeId, attempt, attemptedAt: now, deliveries } };
    await parts.record(command, { commandId: commandIdOf(row, now), carrier: CARRIER });
    recorded += deliveries.length;
  }
  return recorded;
}

/** One attempt has one id: recorded twice, it is there once. */
const commandIdOf = ({ noticeId, attempts }: OutboxRow, causeTime: Instant): string =>
  policyCommandId({
    causeTime,
    policy: CARRIER,
    causationId: `${noticeId}#${attempts + 1}`,
    commandType: 'RecordNoticeDeliveries',
    stream: noticeId,
    ordinal: 0,
  });
