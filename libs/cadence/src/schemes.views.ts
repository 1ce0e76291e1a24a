import type { Instant, View } from '#kernel';
import type { CadenceSchemePublished, WeeklyTasksSet } from './cadence.events.js';
import type { CadenceScheme, PlannedWeek } from './scheme.js';
import type { Week } from './weeks.js';

export type SchemeRow = CadenceScheme & Readonly<{ plan: readonly PlannedWeek[]; calendarKnown: boolean }>;
/** What an hour brings due. Rows stay when a scheme is published anew: whether the due time still holds is for the decider to see. */
export type Due = Readonly<{ what: 'open' | 'notice' | 'reports' | 'visits'; schemeId: string; week: Week; classIds?: readonly string[] }>;
export type HourRow = Readonly<{ hour: Instant; dues: readonly Due[] }>;

/** What is owed each week, by whom, from when to when, and which days are its due days? */
export const cadenceSchemes: View<SchemeRow, CadenceSchemePublished> = {
  name: 'cadence-schemes',
  version: 1,
  zh: '工作推进方案：每周提示、周报、进村的时限',
  keysOf: ({ data }) => [data.schemeId],
  on: { CadenceSchemePublished: (_, { data: { established, ...scheme } }) => ({ ...scheme, ...established }) },
};

type Dated = Due & Readonly<{ at: Instant }>;
/** All that falls due under a scheme as published, in the order of its weeks. */
export function duesOf({ schemeId, notice, established }: CadenceSchemePublished['data']): readonly Dated[] {
  const classIds = notice?.classes.map(({ classId }) => classId) ?? [];
  const due = (what: Due['what'], week: Week, at: Instant | undefined, more: object = {}): readonly Dated[] =>
    at === undefined ? [] : [{ what, schemeId, week, at, ...more }];
  return established.plan.flatMap(({ week, opensAt, noticeAt, reportsDueAt, visitsDueAt }) => [
    ...due('open', week, opensAt),
    ...due('notice', week, noticeAt, { classIds }),
    ...due('reports', week, reportsDueAt),
    ...due('visits', week, visitsDueAt),
  ]);
}
/** Those that lie ahead; what fell due before a later version came is behind it. */
export const duesAhead = ({ data, recordedAt }: Readonly<{ data: CadenceSchemePublished['data']; recordedAt: Instant }>): readonly Dated[] =>
  duesOf(data).filter(({ at }) => at > recordedAt);

/** What falls due with an hour? */
export const cadenceHours: View<HourRow, CadenceSchemePublished> = {
  name: 'cadence-hours',
  version: 1,
  zh: '整点到期的每周事项',
  keysOf: (event) => [...new Set(duesAhead(event).map(({ at }) => at))],
  on: {
    CadenceSchemePublished: (row, event, hour) => ({
      hour,
      dues: [
        ...(row?.dues ?? []).filter(({ schemeId }) => schemeId !== event.data.schemeId),
        ...duesAhead(event).flatMap(({ at, ...due }): readonly Due[] => (at === hour ? [due] : [])),
      ],
    }),
  },
};

export type AgendaRow = Readonly<{ schemeId: string; week: Week; text: string; documentRef?: string }>;
export const agendaKey = ({ schemeId, week }: Readonly<{ schemeId: string; week: Week }>): string => `${schemeId}/${week}`;

/** What did the command office set as the week's key tasks? */
export const weeklyAgenda: View<AgendaRow, WeeklyTasksSet> = {
  name: 'weekly-agenda',
  version: 1,
  zh: '每周重点工作',
  keysOf: ({ data }) => [agendaKey(data)],
  on: {
    WeeklyTasksSet: (_, { data: { schemeId, week, text, documentRef } }) => ({ schemeId, week, text, ...(documentRef !== undefined && { documentRef }) }),
  },
};
