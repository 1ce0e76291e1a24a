import { dateOf, holdsOn, must, privately, type Decider, type DecisionInput, type Need, type NewEvent } from '#kernel';
import { roleOn, type GroupRef } from './group.state.js';
import { groupKey, inspectionGroups, type InspectionGroupRow } from './inspection-groups.view.js';
import { inspectionRounds, type InspectionRoundRow } from './inspection-rounds.view.js';
import { roundHouseholds, type RoundHouseholdsRow } from './round-subjects.view.js';
import { breachesOf, isOffice, mustBePast, mustBeSet, mustCite, OFFICE_NEEDS, type Check } from './round.guards.js';
import { visitsStream, type RecordVillageVisit, type VisitCommand, type WithdrawVillageVisit } from './visit.commands.js';
import type { VillageVisited, VillageVisitWithdrawn } from './visit.events.js';

type Visit = RecordVillageVisit['data'];
type Standing = Pick<Visit, 'groupId' | 'villageId' | 'date' | 'mode'> & Readonly<{ withdrawn?: boolean }>;
/** By visit id; what was withdrawn keeps its id. */
type State = Readonly<{ visits: ReadonlyMap<string, Standing> }>;
const standingOf = ({ visits }: State): readonly Standing[] => [...visits.values()].filter(({ withdrawn }) => !withdrawn);

/** Nobody inspects alone (谁督查谁负责: whoever signs has a witness). */
const PERSONS_MIN = 2;
/** The same group twice in a village on a day, in the same way, is one visit written down twice. */
const isAlike = (a: Standing, b: Visit): boolean => a.groupId === b.groupId && a.villageId === b.villageId && a.date === b.date && a.mode === b.mode;

function mustBeRunning(round: InspectionRoundRow, { villageId, date }: Visit): void {
  const { opened, closed } = round;
  must(opened && opened.date <= date && (!closed || date <= closed.date), 'inspection.visit-outside-round', {
    zh: '该日本轮督查未在进行',
    en: 'the round was not under way on that day',
  });
  must(round.villageIds.includes(villageId), 'inspection.village-not-in-round', {
    zh: `${villageId}不在本轮督查范围`,
    en: `${villageId} is no village of this round`,
  });
}

/** Only the group's own people record for it: who was in it on the day of the visit, or is now. */
function mustBeOwn({ members }: InspectionGroupRow, { date }: Pick<Visit, 'date'>, { actor, recordedAt }: DecisionInput): void {
  const isOwn = [date, dateOf(recordedAt)].some((day) => roleOn(members, actor.personId, day) !== undefined);
  must(isOwn, 'inspection.not-own-group', { zh: '只有该组成员可以记录本组的进村督查', en: 'only members of the group record its visits' });
}

function mustBeListedHouseholds({ villageId, householdIds }: Visit, { year }: InspectionRoundRow, { facts }: DecisionInput): void {
  mustBeSet(householdIds);
  if (householdIds.length === 0) return;
  const list = facts.get<RoundHouseholdsRow>(roundHouseholds.name, villageId)?.years[year];
  must(list, 'inspection.no-household-list', { zh: `该村${year}年建档立卡户名册尚未登记`, en: `the village's list of households for ${year} is not recorded` });
  const listed = new Set(list);
  const unlisted = householdIds.find((householdId) => !listed.has(householdId));
  must(unlisted === undefined, 'inspection.household-not-listed', {
    zh: `${unlisted}不在该村${year}年建档立卡户名册`,
    en: `${unlisted} is not on the village's list of households for ${year}`,
  });
}

/** Rules that a visit on paper may have broken: it is recorded all the same. */
function checksOf({ villageId, personIds, date, roundId }: Visit, { villages }: InspectionGroupRow): readonly Check[] {
  return [
    {
      holds: personIds.length >= PERSONS_MIN,
      code: 'inspection.too-few-inspectors',
      text: { zh: `进村督查至少${PERSONS_MIN}人`, en: `an inspection is made by at least ${PERSONS_MIN} persons` },
    },
    {
      holds: villages.some((one) => one.roundId === roundId && one.villageId === villageId && holdsOn(one, date)),
      code: 'inspection.not-in-charge',
      text: { zh: `${villageId}当日不由该组负责`, en: `${villageId} was not in the group's charge on the day` },
    },
  ];
}

const groupNeeds = (of: GroupRef): readonly Need[] => [
  { view: inspectionRounds.name, key: of.roundId, guard: of.roundId },
  { view: inspectionGroups.name, key: groupKey(of), guard: of.roundId },
];
function mustKnowGroup(of: GroupRef, { facts }: DecisionInput): Readonly<{ round: InspectionRoundRow; group: InspectionGroupRow }> {
  const round = facts.get<InspectionRoundRow>(inspectionRounds.name, of.roundId);
  must(round, 'inspection.round-not-planned', { zh: '该轮督查尚未立项', en: 'this round has not been planned' });
  const group = facts.get<InspectionGroupRow>(inspectionGroups.name, groupKey(of));
  must(group, 'inspection.group-unknown', { zh: `本轮督查没有${of.groupId}组`, en: `this round has no group ${of.groupId}` });
  return { round, group };
}

/** A visit that never was: its group, or the office that runs the round, takes it back by a paper and for a reason. */
function withdraw({ data }: WithdrawVillageVisit, state: State, input: DecisionInput): readonly NewEvent<VillageVisitWithdrawn>[] {
  const { round, group } = mustKnowGroup(data, input);
  const visit = state.visits.get(data.visitId);
  must(visit && !visit.withdrawn && visit.groupId === data.groupId, 'inspection.visit-unknown', {
    zh: '该组没有这次进村记录，或已撤回',
    en: 'the group has no such visit on record, or it was withdrawn',
  });
  mustBePast(data.date, input);
  must(data.date >= visit.date, 'inspection.out-of-order', { zh: '撤回日期早于进村日期', en: 'it cannot be withdrawn before the day it speaks of' });
  if (!isOffice(input)) mustBeOwn(group, visit, input);
  mustCite(data.documentRef);
  const stillVisited = standingOf(state).filter(({ villageId }) => villageId === visit.villageId).length > 1;
  const found = { villageId: visit.villageId, visitedOn: visit.date, year: round.year, stillVisited, roundClosed: round.closed !== null };
  return [{ type: 'VillageVisitWithdrawn', data: { ...data, reason: privately(data.reason), ...found }, validAt: { from: data.date } }];
}

/** A round's visits. Which group may come is known from the round's stream, so a handover meanwhile is noticed. */
export const visitDecider: Decider<State, VisitCommand, VillageVisited | VillageVisitWithdrawn> = {
  category: 'visits',
  streamOf: ({ data }) => visitsStream(data.roundId),
  initialState: { visits: new Map() },
  commands: { RecordVillageVisit: { by: 'person', zh: '记录进村督查' }, WithdrawVillageVisit: { by: 'person', zh: '撤回进村记录' } },
  needs: {
    RecordVillageVisit: ({ data }) => [...groupNeeds(data), { view: roundHouseholds.name, key: data.villageId }],
    WithdrawVillageVisit: ({ data }) => [...groupNeeds(data), ...OFFICE_NEEDS],
  },
  decide: {
    RecordVillageVisit: ({ data }, state, input) => {
      const { round, group } = mustKnowGroup(data, input);
      mustBePast(data.date, input);
      mustBeOwn(group, data, input);
      mustBeRunning(round, data);
      const recorded = state.visits.has(data.visitId) || standingOf(state).some((one) => isAlike(one, data));
      must(!recorded, 'inspection.visit-already-recorded', {
        zh: '该次进村督查已记录',
        en: 'this visit is recorded already',
      });
      must(data.personIds.length > 0, 'inspection.too-few-inspectors', { zh: '须注明进村人员', en: 'who came has to be named' });
      mustBeSet(data.personIds);
      const stranger = data.personIds.find((personId) => roleOn(group.members, personId, data.date) === undefined);
      must(stranger === undefined, 'inspection.not-in-group', { zh: `${stranger}当日不在该组`, en: `${stranger} was not in the group on the day` });
      mustBeListedHouseholds(data, round, input);
      const breaches = breachesOf(data, checksOf(data, group));
      const { year, visitsPerVillageWeekMax } = round;
      return [{ type: 'VillageVisited', data: { ...data, year, visitsPerVillageWeekMax, ...breaches }, validAt: { from: data.date } }];
    },
    WithdrawVillageVisit: withdraw,
  },
  evolve: {
    VillageVisited: ({ visits }, { data: { visitId, groupId, villageId, date, mode } }) => ({
      visits: new Map(visits).set(visitId, { groupId, villageId, date, mode }),
    }),
    VillageVisitWithdrawn: ({ visits }, { data: { visitId } }) => {
      const visit = visits.get(visitId);
      return visit ? { visits: new Map(visits).set(visitId, { ...visit, withdrawn: true }) } : { visits };
    },
  },
  commandOf: {
    VillageVisitWithdrawn: (_, { data: { visitId, roundId, groupId, date, documentRef, reason } }) => ({
      type: 'WithdrawVillageVisit',
      data: { visitId, roundId, groupId, date, documentRef, reason },
    }),
    VillageVisited: (_, { data: { year: _year, visitsPerVillageWeekMax: _max, breaches: _breaches, ...said } }) => ({ type: 'RecordVillageVisit', data: said }),
  },
};
