import { holdsOn, type CalendarDate, type View } from '#kernel';
import type { InspectionGroupFormed, InspectionGroupHandedOver, InspectionGroupMemberReplaced } from './round.events.js';

/** Open at either end: from the beginning, until further notice. */
type Part = Readonly<{ id: string; from?: CalendarDate; to?: CalendarDate }>;
export type FindingGroupRow = Readonly<{ groupId: string; roundId: string; persons: readonly Part[]; villages: readonly Part[] }>;

/** The ids that belonged to the group on a date. */
export const belongingOn = (parts: readonly Part[], date: CalendarDate): readonly string[] =>
  parts.filter(({ from = '0000-01-01', to }) => holdsOn(to === undefined ? { from } : { from, to }, date)).map(({ id }) => id);

const endedFor = (parts: readonly Part[], ids: readonly string[], to: CalendarDate): readonly Part[] =>
  parts.map((part) => (ids.includes(part.id) && part.to === undefined ? { ...part, to } : part));
const begun = (ids: readonly string[], from: CalendarDate): readonly Part[] => ids.map((id) => ({ id, from }));

/** Who was in which group, and which villages was it in charge of, on which date? Read by decisions: 谁督查谁负责. */
export const findingGroups: View<FindingGroupRow, InspectionGroupFormed | InspectionGroupMemberReplaced | InspectionGroupHandedOver> = {
  name: 'finding-groups',
  version: 1,
  zh: '各督查组成员与所负责的村',
  aboutPersons: true,
  keysOf: (event) => (event.type === 'InspectionGroupHandedOver' ? [event.data.fromGroupId, event.data.toGroupId] : [event.data.groupId]),
  on: {
    InspectionGroupFormed: (_, { data: { groupId, roundId, leadPersonId, memberPersonIds, villageIds } }) => ({
      groupId,
      roundId,
      persons: [...new Set([leadPersonId, ...memberPersonIds])].map((id) => ({ id })),
      villages: villageIds.map((id) => ({ id })),
    }),
    InspectionGroupMemberReplaced: (row, { data: { outgoingPersonId, incomingPersonId, from } }) =>
      row && { ...row, persons: [...endedFor(row.persons, [outgoingPersonId], from), ...begun([incomingPersonId], from)] },
    InspectionGroupHandedOver: (row, { data: { fromGroupId, villageIds, from } }, key) =>
      row && { ...row, villages: key === fromGroupId ? endedFor(row.villages, villageIds, from) : [...row.villages, ...begun(villageIds, from)] },
  },
};
