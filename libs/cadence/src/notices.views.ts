import type { CalendarDate, Instant, View } from '#kernel';
import type { DeliveryOutcome, NoticeDeliveriesRecorded, NoticeQueued, NoticeRecipient } from './cadence.events.js';
import { isSettled } from './notice.decider.js';

/** `queued`: not tried yet. `failed` is final once `final` is set. */
export type RecipientRow = NoticeRecipient &
  Readonly<{ state: 'queued' | DeliveryOutcome; attempts: number; final?: true; reference?: string; code?: string; at?: Instant }>;
export type NoticeRow = Omit<NoticeQueued['data'], 'recipients'> &
  Readonly<{ queuedAt: Instant; recipients: readonly RecipientRow[]; counts: Readonly<Record<'queued' | DeliveryOutcome, number>> }>;

const counted = (recipients: readonly RecipientRow[]): NoticeRow['counts'] => {
  const of = (state: RecipientRow['state']) => recipients.filter((recipient) => recipient.state === state).length;
  return { queued: of('queued'), delivered: of('delivered'), failed: of('failed'), 'no-address': of('no-address') };
};

function told(row: NoticeRow, { attemptedAt, deliveries }: NoticeDeliveriesRecorded['data']): NoticeRow {
  const results = new Map(deliveries.map((delivery) => [delivery.personId, delivery]));
  const recipients = row.recipients.map((recipient): RecipientRow => {
    const result = results.get(recipient.personId);
    if (!result) return recipient;
    const { personId, outcome, reference, code } = result;
    const { postId, acting, attempts } = recipient;
    return {
      ...{ personId, state: outcome, attempts: attempts + 1, at: attemptedAt },
      ...(postId !== undefined && { postId }),
      ...(acting && { acting }),
      ...(isSettled(result) && { final: true }),
      ...(reference !== undefined && { reference }),
      ...(code !== undefined && { code }),
    };
  });
  return { ...row, recipients, counts: counted(recipients) };
}

/** Which notices went out in which week, to whom, and did they arrive? */
export const noticeRegister: View<NoticeRow, NoticeQueued | NoticeDeliveriesRecorded> = {
  name: 'notice-register',
  version: 1,
  zh: '提示短信及逐人发送结果',
  aboutPersons: true,
  keysOf: ({ data }) => [`${data.week}/${data.noticeId}`],
  on: {
    NoticeQueued: (_, { recordedAt, data }) => {
      const recipients = data.recipients.map((recipient): RecipientRow => ({ ...recipient, state: 'queued', attempts: 0 }));
      return { ...data, queuedAt: recordedAt, recipients, counts: counted(recipients) };
    },
    NoticeDeliveriesRecorded: (row, { data }) => row && told(row, data),
  },
};

export type OutboxRow = Readonly<{
  noticeId: string;
  text: string;
  expiresOn: CalendarDate;
  queuedAt: Instant;
  /** Attempts made so far, and when the last one was. */
  attempts: number;
  attemptedAt?: Instant;
  /** Whom it has still to reach. */
  pendingPersonIds: readonly string[];
}>;

/** What has still to be sent, or tried again? A notice with which nothing more is to be done leaves the box. */
export const outbox: View<OutboxRow, NoticeQueued | NoticeDeliveriesRecorded> = {
  name: 'outbox',
  version: 1,
  zh: '待发提示短信',
  aboutPersons: true,
  keysOf: ({ data }) => [data.noticeId],
  on: {
    NoticeQueued: (_, { recordedAt, data: { noticeId, text, expiresOn, recipients } }) =>
      recipients.length === 0
        ? undefined
        : { noticeId, text, expiresOn, queuedAt: recordedAt, attempts: 0, pendingPersonIds: recipients.map(({ personId }) => personId) },
    NoticeDeliveriesRecorded: (row, { data: { attempt, attemptedAt, deliveries } }) => {
      const settled = new Set(deliveries.filter(isSettled).map(({ personId }) => personId));
      const pendingPersonIds = (row?.pendingPersonIds ?? []).filter((personId) => !settled.has(personId));
      return row && pendingPersonIds.length > 0 ? { ...row, attempts: attempt, attemptedAt, pendingPersonIds } : undefined;
    },
  },
};
