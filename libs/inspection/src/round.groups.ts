import { must, privately, type CalendarDate, type DecisionInput, type NewEvent, type OfType } from '#kernel';
import { fromOf, lastHolder, leadOn, roleOn, sameGroup, standing, toOf, type GroupRef, type Membership } from './group.state.js';
import { groupKey, inspectionGroups, type InspectionGroupRow } from './inspection-groups.view.js';
import { inspectorPools, isListed, type InspectorPoolRow } from './inspector-pools.view.js';
import type { HandOverInspectionGroup, RoundCommand } from './round.commands.js';
import type { InspectionGroupHandedOver, RoundEvent } from './round.events.js';
import { mustBeDates, mustBeOffice, mustBeSet } from './round.guards.js';
import { overridesOf, stated } from './round.recusal.js';
import { mustBePlanned } from './round.lifecycle.js';
import type { RoundState } from './round.state.js';

type Rule<Type extends RoundCommand['type']> = (
  command: OfType<RoundCommand, Type>,
  state: RoundState,
  input: DecisionInput,
) => readonly NewEvent<RoundEvent>[];

/** A group is a lead and at least so many besides (mission: lead and two members). */
const MEMBERS_MIN = 2;
const TOO_SMALL = { zh: `督查组除组长外至少${MEMBERS_MIN}人`, en: `a group has at least ${MEMBERS_MIN} members besides its lead` };

type Pooled = Readonly<{ poolId: string; from: CalendarDate }>;

/** Everybody is on the roster of that year's pool on the day. A closed round's work goes on: people of later years take part in it. */
function mustBeListed({ phase, plan }: RoundState, { poolId, from }: Pooled, personIds: readonly string[], { facts }: DecisionInput): void {
  const pool = facts.get<InspectorPoolRow>(inspectorPools.name, poolId);
  must(pool, 'inspection.pool-unknown', { zh: '督查干部队伍尚未登记', en: 'this pool of inspectors is not known' });
  must(pool.year === plan!.year || (phase === 'closed' && pool.year > plan!.year), 'inspection.pool-of-other-year', {
    zh: `督查干部队伍属于${pool.year}年度`,
    en: `the pool is that of ${pool.year}`,
  });
  const unlisted = personIds.find((personId) => !isListed(pool, personId, from));
  must(unlisted === undefined, 'inspection.not-in-pool', {
    zh: `${unlisted}当日不在督查干部名册`,
    en: `${unlisted} is not on the roster of inspectors that day`,
  });
}

/** Nobody is in two groups of a round at once. */
function mustBeFree({ groups }: RoundState, personIds: readonly string[], from: CalendarDate): void {
  const busy = personIds.find((personId) =>
    Object.values(groups)
      .flat()
      .some((one) => one.personId === personId && (one.to === undefined || one.to > from)),
  );
  must(busy === undefined, 'inspection.person-in-group', { zh: `${busy}已在本轮督查的一个组`, en: `${busy} is in a group of this round` });
}

export const formGroup: Rule<'FormInspectionGroup'> = ({ data: { recusalOverrides, ...data } }, state, input) => {
  const plan = mustBePlanned(state);
  const { groupId, leadPersonId, memberPersonIds, villageIds, from } = data;
  mustBeOffice(input);
  mustBeDates(from);
  must(state.phase !== 'closed', 'inspection.round-closed', { zh: '该轮督查已结束', en: 'this round is closed' });
  must(!Object.hasOwn(state.groups, groupId), 'inspection.group-exists', { zh: '该督查组已成立', en: 'this group exists already' });
  must(data.zh.trim() !== '', 'text.blank', { zh: '名称不能为空', en: 'the name must not be blank' });
  const people = [leadPersonId, ...memberPersonIds];
  mustBeSet(people);
  must(memberPersonIds.length >= MEMBERS_MIN, 'inspection.group-too-small', TOO_SMALL);
  mustBeListed(state, data, people, input);
  mustBeFree(state, people, from);
  mustBeSet(villageIds);
  const stray = villageIds.find((villageId) => !plan.villageIds.includes(villageId));
  must(stray === undefined, 'inspection.village-not-in-round', { zh: `${stray}不在本轮督查范围`, en: `${stray} is no village of this round` });
  const taken = state.works.find(({ villageId }) => villageId !== undefined && villageIds.includes(villageId));
  must(taken === undefined, 'inspection.village-taken', { zh: `${taken?.villageId}已由另一组负责`, en: `${taken?.villageId} is another group's` });
  const overrides = stated(recusalOverrides);
  const allowed = overridesOf({ roundId: data.roundId, groupId, year: plan.year, personIds: people, villageIds, from, overrides }, input);
  return [{ type: 'InspectionGroupFormed', data, validAt: { from } }, ...allowed];
};

export const replaceMember: Rule<'ReplaceInspectionGroupMember'> = ({ data: { recusalOverrides, ...data } }, state, input) => {
  const { year } = mustBePlanned(state);
  const { groupId, outgoingPersonId, incomingPersonId, from } = data;
  mustBeOffice(input);
  mustBeDates(from);
  const members = standing(mustKnowGroup(state, groupId));
  const outgoing = members.find(({ personId }) => personId === outgoingPersonId);
  must(outgoing, 'inspection.not-in-group', { zh: `${outgoingPersonId}不在该组`, en: `${outgoingPersonId} is not in this group` });
  const own = members.find(({ personId }) => personId === incomingPersonId);
  must(
    [outgoing, ...(own ? [own] : [])].every((one) => one.from < from),
    'inspection.out-of-order',
    {
      zh: '换人日期须晚于其入组日期',
      en: 'a replacement takes effect after the day on which the person joined',
    },
  );
  mustBeListed(state, data, [incomingPersonId], input);
  if (own) mustLeaveEnough(members, outgoing, own);
  else mustBeFree(state, [incomingPersonId], from);
  const overrides = stated(recusalOverrides);
  const villageIds = villagesOfGroup(state, data);
  const allowed = overridesOf({ roundId: data.roundId, groupId, year, personIds: own ? [] : [incomingPersonId], villageIds, from, overrides }, input);
  return [{ type: 'InspectionGroupMemberReplaced', data: { ...data, reason: privately(data.reason), role: outgoing.role }, validAt: { from } }, ...allowed];
};

/** What a group of this round answers for now. */
const villagesOfGroup = ({ works }: RoundState, ref: GroupRef): readonly string[] =>
  works.filter((work) => sameGroup(lastHolder(work), ref)).flatMap(({ villageId }) => villageId ?? []);

/** A member may take the lead's place, where enough members remain; no other change within a group is one. */
function mustLeaveEnough(members: readonly Membership[], outgoing: Membership, own: Membership): void {
  must(outgoing.role === 'lead' && own.role === 'member', 'inspection.person-in-group', {
    zh: `${own.personId}已在该组`,
    en: `${own.personId} is in this group`,
  });
  must(members.length - 2 >= MEMBERS_MIN, 'inspection.group-too-small', TOO_SMALL);
}

function mustKnowGroup({ groups }: RoundState, groupId: string): readonly Membership[] {
  const members = Object.hasOwn(groups, groupId) ? groups[groupId] : undefined;
  must(members, 'inspection.group-unknown', { zh: `本轮督查没有${groupId}组`, en: `this round has no group ${groupId}` });
  return members;
}

/** Members of a group of this round, or of another round's. */
function membersOfRef(ref: GroupRef, roundId: string, state: RoundState, { facts }: DecisionInput): readonly Membership[] {
  if (ref.roundId === roundId) return mustKnowGroup(state, ref.groupId);
  const row = facts.get<InspectionGroupRow>(inspectionGroups.name, groupKey(ref));
  must(row, 'inspection.group-unknown', { zh: `${ref.roundId}没有${ref.groupId}组`, en: `${ref.roundId} has no group ${ref.groupId}` });
  return row.members;
}

export const handOver: Rule<'HandOverInspectionGroup'> = ({ data: { recusalOverrides, ...data } }, state, input) => {
  const { year } = mustBePlanned(state);
  const { roundId, handoverId, from, fromLeadPersonId, toLeadPersonId } = data;
  mustBeDates(from);
  must(!state.handoverIds.includes(handoverId), 'inspection.handover-exists', { zh: '该交接已记录', en: 'this handover is recorded already' });
  const [giving, taking] = [fromOf(data), toOf(data)];
  must(!sameGroup(giving, taking), 'inspection.handover-to-itself', { zh: '不能交接给本组', en: 'a group cannot hand over to itself' });
  must(taking.roundId === roundId || state.phase === 'closed', 'inspection.round-not-closed', {
    zh: '本轮督查结束前由本轮各组负责，不能交给别轮的组',
    en: 'until a round is closed its own groups answer for it',
  });
  mustBeLead(membersOfRef(giving, roundId, state, input), fromLeadPersonId, from);
  const takers = membersOfRef(taking, roundId, state, input);
  mustBeLead(takers, toLeadPersonId, from);
  const isParty = [fromLeadPersonId, toLeadPersonId].includes(input.actor.personId ?? '');
  if (!isParty) mustBeOffice(input);
  const villageIds = mustHold(data, giving, state);
  const personIds = standing(takers).map(({ personId }) => personId);
  const overrides = stated(recusalOverrides);
  const allowed = overridesOf({ roundId, groupId: taking.groupId, year, personIds, villageIds, from, overrides }, input);
  return [{ type: 'InspectionGroupHandedOver', data: { ...data, villageIds } satisfies InspectionGroupHandedOver['data'], validAt: { from } }, ...allowed];
};

const mustBeLead = (members: readonly Membership[], personId: string, date: CalendarDate): void =>
  must(leadOn(members, date) === personId && roleOn(members, personId, date) === 'lead', 'inspection.not-lead', {
    zh: `${personId}当日不是该组组长`,
    en: `${personId} does not lead that group on the day`,
  });

/** Only what a group answers for can be given over, and later than it came. @returns the villages that change hands */
function mustHold({ scope, villageIds = [], from }: HandOverInspectionGroup['data'], giving: GroupRef, { works }: RoundState): readonly string[] {
  const held = works.filter((work) => sameGroup(lastHolder(work), giving));
  mustBeSet(villageIds);
  must(scope === 'all' ? villageIds.length === 0 : villageIds.length > 0, 'inspection.handover-scope', {
    zh: '交接部分村时须列明各村；全部交接时不列',
    en: 'villages are listed where some are given over, and only then',
  });
  const foreign = villageIds.find((villageId) => !held.some((work) => work.villageId === villageId));
  must(foreign === undefined, 'inspection.village-not-held', { zh: `${foreign}现不由该组负责`, en: `that group does not answer for ${foreign}` });
  const moving = held.filter(({ villageId }) => scope === 'all' || (villageId !== undefined && villageIds.includes(villageId)));
  must(moving.length > 0, 'inspection.nothing-to-hand-over', { zh: '该组没有可交接的事项', en: 'that group answers for nothing that it could hand over' });
  must(
    moving.every((work) => lastHolder(work).from < from),
    'inspection.out-of-order',
    {
      zh: '交接日期须晚于该组开始负责的日期',
      en: 'a handover takes effect after the day on which the group took the work on',
    },
  );
  return scope === 'all' ? moving.flatMap(({ villageId }) => villageId ?? []) : villageIds;
}
