import { holdsOn, type CalendarDate, type Recorded, type ValidTime, type View } from '#kernel';
import { fromOf, membersOf, sameGroup, toOf, withReplaced, type GroupRef, type Membership } from './group.state.js';
import type { GroupRole, InspectionGroupFormed, InspectionGroupHandedOver, InspectionGroupMemberReplaced } from './round.events.js';

/** A village in the group's charge; after a handover between rounds it may be another round's. */
export type Charge = ValidTime & Readonly<{ roundId: string; villageId: string }>;
type Handover = Readonly<{
  handoverId: string;
  given: boolean;
  other: GroupRef;
  roundId: string;
  villageIds: readonly string[];
  from: CalendarDate;
  eventId: string;
}>;
export type InspectionGroupRow = Readonly<{
  roundId: string;
  groupId: string;
  zh: string;
  poolId: string;
  from: CalendarDate;
  members: readonly Membership[];
  villages: readonly Charge[];
  handovers: readonly Handover[];
}>;
export type GroupEvent = InspectionGroupFormed | InspectionGroupMemberReplaced | InspectionGroupHandedOver;

export const groupKey = ({ roundId, groupId }: GroupRef): string => `${roundId}/${groupId}`;

function handedOver(row: InspectionGroupRow | undefined, { id, data }: Recorded<InspectionGroupHandedOver>): InspectionGroupRow | undefined {
  if (!row) return undefined;
  const { roundId, handoverId, villageIds, from } = data;
  const given = sameGroup(row, fromOf(data));
  const handover = { handoverId, given, other: given ? toOf(data) : fromOf(data), roundId, villageIds, from, eventId: id };
  const moves = (one: Charge) => one.to === undefined && one.roundId === roundId && villageIds.includes(one.villageId);
  const villages = given
    ? row.villages.map((one) => (moves(one) ? { ...one, to: from } : one))
    : [...row.villages, ...villageIds.map((villageId) => ({ roundId, villageId, from }))];
  return { ...row, villages, handovers: [...row.handovers, handover] };
}

/** Who is in which inspection group, and which villages are in its charge? On a date: those of that day. */
export const inspectionGroups: View<InspectionGroupRow, GroupEvent> = {
  name: 'inspection-groups',
  version: 1,
  zh: '各督查组有谁、负责哪些村？',
  aboutPersons: true,
  keysOf: ({ type, data }) => (type === 'InspectionGroupHandedOver' ? [fromOf(data), toOf(data)].map(groupKey) : [groupKey(data)]),
  on: {
    InspectionGroupFormed: (_, { data }) => {
      const { roundId, groupId, zh, poolId, villageIds, from } = data;
      const villages = villageIds.map((villageId) => ({ roundId, villageId, from }));
      return { roundId, groupId, zh, poolId, from, members: membersOf(data), villages, handovers: [] };
    },
    InspectionGroupMemberReplaced: (row, { data }) => row && { ...row, members: withReplaced(row.members, data) },
    InspectionGroupHandedOver: handedOver,
  },
  validOn: (row, date) => {
    if (row.from > date) return undefined;
    const on = <Item extends ValidTime>(items: readonly Item[]) => items.filter((item) => holdsOn(item, date));
    return { ...row, members: on(row.members), villages: on(row.villages), handovers: row.handovers.filter(({ from }) => from <= date) };
  },
};

export type InspectorAssignment = ValidTime & GroupRef & Readonly<{ role: GroupRole }>;
export type InspectorAssignmentsRow = Readonly<{ personId: string; assignments: readonly InspectorAssignment[] }>;
type MembershipEvent = InspectionGroupFormed | InspectionGroupMemberReplaced;

const joined = (row: InspectorAssignmentsRow | undefined, personId: string, assignment: InspectorAssignment): InspectorAssignmentsRow => ({
  personId,
  assignments: [...(row?.assignments ?? []), assignment],
});

/** In which groups was a person, as what, from when to when? */
export const inspectorAssignments: View<InspectorAssignmentsRow, MembershipEvent> = {
  name: 'inspector-assignments',
  version: 1,
  zh: '某人参加过哪些督查组？',
  aboutPersons: true,
  keysOf: ({ type, data }) =>
    type === 'InspectionGroupFormed' ? [data.leadPersonId, ...data.memberPersonIds] : [data.outgoingPersonId, data.incomingPersonId],
  on: {
    InspectionGroupFormed: (row, { data: { roundId, groupId, leadPersonId, from } }, personId) =>
      joined(row, personId, { roundId, groupId, role: personId === leadPersonId ? 'lead' : 'member', from }),
    InspectionGroupMemberReplaced: (row, { data: { roundId, groupId, incomingPersonId, role, from } }, personId) => {
      const left = row && {
        ...row,
        assignments: row.assignments.map((one) => (one.to === undefined && sameGroup(one, { roundId, groupId }) ? { ...one, to: from } : one)),
      };
      return personId === incomingPersonId ? joined(left, personId, { roundId, groupId, role, from }) : left;
    },
  },
  validOn: (row, date) => {
    const assignments = row.assignments.filter((one) => holdsOn(one, date));
    return assignments.length === 0 ? undefined : { ...row, assignments };
  },
};
