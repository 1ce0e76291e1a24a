import type { CalendarDate, Private, Recorded, View } from '#kernel';
import type { FindingAgreed, FindingDisputed, FindingObjectionDecided, FindingWithdrawn } from './finding.events.js';
import { findingKey } from './findings-register.view.js';

export type ObjectionState = 'awaiting' | 'stands' | 'withdrawn' | 'given-up';
export const OBJECTION_STATE_ZH: Readonly<Record<ObjectionState, string>> = {
  awaiting: '待处理',
  stands: '异议不成立，问题维持',
  withdrawn: '问题已撤回',
  'given-up': '单位放弃异议',
};
export type FindingObjectionRow = Readonly<{
  findingId: string;
  unitId: string;
  villageId: string | null;
  year: number;
  state: ObjectionState;
  stateZh: string;
  /** When the unit objected, who for it, and why. */
  disputedOn: CalendarDate;
  personId: string;
  postId: string;
  grounds: Private;
  endedOn: CalendarDate | null;
  reason: string | null;
  authorityRef: string | null;
  /** Who recorded the decision. */
  decidedByPersonId: string | null;
}>;

type Row = FindingObjectionRow | undefined;
const ended = (row: Row, state: ObjectionState, change: Partial<FindingObjectionRow>): Row =>
  row?.state === 'awaiting' ? { ...row, ...change, state, stateZh: OBJECTION_STATE_ZH[state] } : row;

type Told = FindingDisputed | FindingAgreed | FindingObjectionDecided | FindingWithdrawn;
/** Which objections of units to findings await a decision, and what became of the others? */
export const findingObjections: View<FindingObjectionRow, Told> = {
  name: 'finding-objections',
  version: 1,
  zh: '哪些问题有异议待处理，处理结果如何？',
  aboutPersons: true,
  keysOf: ({ data: { unitId, year, findingId } }) => [findingKey(unitId, year, findingId)],
  on: {
    FindingDisputed: (_, { data: { findingId, unitId, villageId = null, year, date, personId, postId, grounds } }) => ({
      ...{ findingId, unitId, villageId, year, disputedOn: date, personId, postId, grounds },
      state: 'awaiting',
      stateZh: OBJECTION_STATE_ZH.awaiting,
      endedOn: null,
      reason: null,
      authorityRef: null,
      decidedByPersonId: null,
    }),
    FindingAgreed: (row, { data: { date } }) => ended(row, 'given-up', { endedOn: date }),
    FindingObjectionDecided: (row, event: Recorded<FindingObjectionDecided>) => {
      const { stands, date, reason, authorityRef } = event.data;
      return ended(row, stands ? 'stands' : 'withdrawn', { endedOn: date, reason, authorityRef, decidedByPersonId: event.actor.personId ?? null });
    },
    FindingWithdrawn: (row, { data: { date, reason, authorityRef } }) => ended(row, 'withdrawn', { endedOn: date, reason, authorityRef }),
  },
};
