import type { Instant, View } from '#kernel';
import type { ReminderEvent } from './cadence.events.js';

export type ReminderRow = Readonly<{
  target: string;
  year: number;
  clauseId: string;
  zh: string;
  since: Instant;
  bookId: string;
  bookVersion: number;
  events: readonly string[];
}>;

/** Of what does the book remind whom at present? */
export const cadenceReminders: View<ReminderRow, ReminderEvent> = {
  name: 'cadence-reminders',
  version: 1,
  zh: '工作推进提醒',
  keysOf: ({ data: { target, year, clauseId } }) => [`${target}-${year}/${clauseId}`],
  on: {
    CadenceReminded: (_, { recordedAt, basis, data: { target, year, clauseId, zh } }) => {
      const { bookId = '', bookVersion = 0, events = [] } = basis?.[0] ?? {};
      return { target, year, clauseId, zh, since: recordedAt, bookId, bookVersion, events };
    },
    CadenceReminderLapsed: () => undefined,
  },
};
