import { dateOf, type CalendarDate, type Instant, type View } from '#kernel';
import type { Against } from '#appeal';
import type { FurtherStep } from './further-steps.js';
import type { HoldEnd, HoldEvent } from './hold.decider.js';

export type LegalHoldRow = Readonly<{
  appealId: string;
  against: Against;
  heldIds: readonly string[];
  since: CalendarDate;
  placedAt: Instant;
  /** After an answer that can be taken further: by which steps, and until when; null where no period runs, or nothing was answered yet. */
  further: readonly FurtherStep[];
  until: CalendarDate | null;
  /** Null while it holds. */
  released: Readonly<{ on: CalendarDate; because: HoldEnd }> | null;
}>;

/** For which appeals may nothing be erased, and about whom and what? Holds that ended stay to be seen. */
export const legalHolds: View<LegalHoldRow, HoldEvent> = {
  name: 'legal-holds',
  version: 2,
  zh: '申诉保全（仅限案件承办机关）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.appealId],
  on: {
    LegalHoldPlaced: (_, { data, recordedAt }) => ({ ...data, since: dateOf(recordedAt), placedAt: recordedAt, further: [], until: null, released: null }),
    LegalHoldExtended: (row, { data: { steps, until } }) => row && { ...row, further: steps, until },
    LegalHoldReleased: (row, { data: { because }, recordedAt }) => row && { ...row, released: { on: dateOf(recordedAt), because } },
  },
};
