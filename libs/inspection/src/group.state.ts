import { holdsOn, type CalendarDate, type ValidTime } from '#kernel';
import type { GroupRole, InspectionGroupFormed, InspectionGroupHandedOver, InspectionGroupMemberReplaced } from './round.events.js';

/** A person's time in a group. Decider and views fold it by the same functions. */
export type Membership = ValidTime & Readonly<{ personId: string; role: GroupRole }>;
export type GroupRef = Readonly<{ roundId: string; groupId: string }>;
/** Who answers for a piece of work, from when to when, and by which handover. */
export type Holder = ValidTime & GroupRef & Readonly<{ handoverId?: string }>;
/** What a group took on when it was formed: a village, or (without one) its findings that belong to no village. */
export type Work = Readonly<{ groupId: string; villageId?: string; holders: readonly Holder[] }>;

type Formed = InspectionGroupFormed['data'];
type Replaced = InspectionGroupMemberReplaced['data'];
type HandedOver = InspectionGroupHandedOver['data'];

const isOpen = ({ to }: ValidTime): boolean => to === undefined;
export const sameGroup = (a: GroupRef, b: GroupRef): boolean => a.roundId === b.roundId && a.groupId === b.groupId;

export const membersOf = ({ leadPersonId, memberPersonIds, from }: Formed): readonly Membership[] => [
  { personId: leadPersonId, role: 'lead', from },
  ...memberPersonIds.map((personId): Membership => ({ personId, role: 'member', from })),
];

/** The outgoing person's time ends, and so does the incoming one's as an ordinary member where there was one. */
export const withReplaced = (members: readonly Membership[], { outgoingPersonId, incomingPersonId, role, from }: Replaced): readonly Membership[] => [
  ...members.map((one) => (isOpen(one) && [outgoingPersonId, incomingPersonId].includes(one.personId) ? { ...one, to: from } : one)),
  { personId: incomingPersonId, role, from },
];

export const roleOn = (members: readonly Membership[], personId: string | undefined, date: CalendarDate): GroupRole | undefined =>
  members.find((one) => one.personId === personId && holdsOn(one, date))?.role;
export const leadOn = (members: readonly Membership[], date: CalendarDate): string | undefined =>
  members.find((one) => one.role === 'lead' && holdsOn(one, date))?.personId;
/** Those who have no end yet. */
export const standing = (members: readonly Membership[]): readonly Membership[] => members.filter(isOpen);

/** Its villages one by one, and its other work as a whole. */
export function worksOf({ roundId, groupId, villageIds, from }: Formed): readonly Work[] {
  const holders = [{ roundId, groupId, from }];
  return [...villageIds.map((villageId) => ({ groupId, villageId, holders })), { groupId, holders }];
}

export const lastHolder = ({ holders }: Work): Holder => holders.at(-1)!;
export const holderOn = ({ holders }: Work, date: CalendarDate): Holder | undefined => holders.find((one) => holdsOn(one, date));

export const fromOf = ({ roundId, fromRoundId = roundId, fromGroupId }: Omit<HandedOver, 'villageIds'>): GroupRef => ({
  roundId: fromRoundId,
  groupId: fromGroupId,
});
export const toOf = ({ roundId, toRoundId = roundId, toGroupId }: Omit<HandedOver, 'villageIds'>): GroupRef => ({ roundId: toRoundId, groupId: toGroupId });

const given = (work: Work, handover: HandedOver): boolean =>
  sameGroup(lastHolder(work), fromOf(handover)) && (work.villageId === undefined ? handover.scope === 'all' : handover.villageIds.includes(work.villageId));

export const withHandover = (works: readonly Work[], handover: HandedOver): readonly Work[] =>
  works.map((work) => {
    if (!given(work, handover)) return work;
    const { from, handoverId } = handover;
    return { ...work, holders: [...work.holders.slice(0, -1), { ...lastHolder(work), to: from }, { ...toOf(handover), from, handoverId }] };
  });
