import { holdsOn, type CalendarDate, type View } from '#kernel';
import { holderOn, membersOf, withHandover, withReplaced, worksOf, type Holder, type Membership, type Work } from './group.state.js';
import type { GroupEvent } from './inspection-groups.view.js';

/** `works`: what each group of the round took on, and who has answered for it since; `leads`: who led this round's own groups, and when. */
export type GroupAnswerabilityRow = Readonly<{
  roundId: string;
  works: readonly Work[];
  leads: Readonly<Record<string, readonly Membership[]>>;
}>;

const isLead = ({ role }: Membership): boolean => role === 'lead';

/** Who answers for a group's closures now, and who did before? On a date: the group that answered that day. */
export const groupAnswerability: View<GroupAnswerabilityRow, GroupEvent> = {
  name: 'group-answerability',
  version: 1,
  zh: '某组登记的问题，现由哪个组负责销号？',
  aboutPersons: true,
  keysOf: ({ data }) => [data.roundId],
  on: {
    InspectionGroupFormed: (row, { data }) => ({
      roundId: data.roundId,
      works: [...(row?.works ?? []), ...worksOf(data)],
      leads: { ...row?.leads, [data.groupId]: membersOf(data).filter(isLead) },
    }),
    InspectionGroupMemberReplaced: (row, { data }) =>
      row && (data.role === 'lead' ? { ...row, leads: { ...row.leads, [data.groupId]: withReplaced(row.leads[data.groupId] ?? [], data) } } : row),
    InspectionGroupHandedOver: (row, { data }) => row && { ...row, works: withHandover(row.works, data) },
  },
  validOn: (row, date) => {
    const works = row.works
      .map((work) => ({ ...work, holders: work.holders.filter((holder) => holdsOn(holder, date)) }))
      .filter(({ holders }) => holders.length > 0);
    const leads = Object.fromEntries(Object.entries(row.leads).map(([groupId, terms]) => [groupId, terms.filter((term) => holdsOn(term, date))] as const));
    return works.length === 0 ? undefined : { ...row, works, leads };
  },
};

/** The group that answers on a date for what a group of the round logged, in a village or elsewhere. */
export function answererOn(
  { works }: GroupAnswerabilityRow,
  { groupId, villageId }: Readonly<{ groupId: string; villageId?: string }>,
  date: CalendarDate,
): Holder | undefined {
  // A village that the group never had in charge: what it logged there is its other work.
  const own = works.filter((work) => work.groupId === groupId);
  const work = own.find((one) => one.villageId === villageId) ?? own.find((one) => one.villageId === undefined);
  return work && holderOn(work, date);
}
