import { dateOf, type CalendarDate, type Instant, type View } from '#kernel';
import type { Against } from '#appeal';
import type { HoldEnd, HoldEvent } from './hold.decider.js';

export type LegalHoldRow = Readonly<{
  appealId: string;
  against: Against;
  heldIds: readonly string[];
  since: CalendarDate;
  placedAt: Instant;
  /** Null while it holds. */
  released: Readonly<{ on: CalendarDate; because: HoldEnd }> | null;
}>;

/** For which appeals may nothing be erased, and about whom and what? Holds that ended stay to be seen. */
export const legalHolds: View<LegalHoldRow, HoldEvent> = {
  name: 'legal-holds',
  version: 1,
  zh: '申诉保全（仅限案件承办机关）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.appealId],
  on: {
    LegalHoldPlaced: (_, { data, recordedAt }) => ({ ...data, since: dateOf(recordedAt), placedAt: recordedAt, released: null }),
    LegalHoldReleased: (row, { data: { because }, recordedAt }) => row && { ...row, released: { on: dateOf(recordedAt), because } },
  },
};
