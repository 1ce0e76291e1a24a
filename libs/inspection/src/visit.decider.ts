import { dateOf, holdsOn, must, type Decider, type DecisionInput, type Need } from '#kernel';
import { roleOn } from './group.state.js';
import { groupKey, inspectionGroups, type InspectionGroupRow } from './inspection-groups.view.js';
import { inspectionRounds, type InspectionRoundRow } from './inspection-rounds.view.js';
import { roundHouseholds, type RoundHouseholdsRow } from './round-subjects.view.js';
import { breachesOf, mustBePast, mustBeSet, type Check } from './round.guards.js';
import { visitsStream, type RecordVillageVisit } from './visit.commands.js';
import type { VillageVisited } from './visit.events.js';

/** What tells one visit from another: the same group twice in a village on a day, in the same way, is one visit written down twice. */
type State = Readonly<{ visits: ReadonlyMap<string, string> }>;
type Visit = RecordVillageVisit['data'];

/** Nobody inspects alone (谁督查谁负责: whoever signs has a witness). */
const PERSONS_MIN = 2;
const likeness = ({ groupId, villageId, date, mode }: Pick<Visit, 'groupId' | 'villageId' | 'date' | 'mode'>): string =>
  [groupId, villageId, date, mode].join('/');

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
function mustBeOwn({ members }: InspectionGroupRow, { date }: Visit, { actor, recordedAt }: DecisionInput): void {
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

/** A round's visits. Which group may come is known from the round's stream, so a handover meanwhile is noticed. */
export const visitDecider: Decider<State, RecordVillageVisit, VillageVisited> = {
  category: 'visits',
  streamOf: ({ data }) => visitsStream(data.roundId),
  initialState: { visits: new Map() },
  commands: { RecordVillageVisit: { by: 'person', zh: '记录进村督查' } },
  needs: {
    RecordVillageVisit: ({ data }): readonly Need[] => [
      { view: inspectionRounds.name, key: data.roundId, guard: data.roundId },
      { view: inspectionGroups.name, key: groupKey(data), guard: data.roundId },
      { view: roundHouseholds.name, key: data.villageId },
    ],
  },
  decide: {
    RecordVillageVisit: ({ data }, { visits }, input) => {
      const round = input.facts.get<InspectionRoundRow>(inspectionRounds.name, data.roundId);
      must(round, 'inspection.round-not-planned', { zh: '该轮督查尚未立项', en: 'this round has not been planned' });
      const group = input.facts.get<InspectionGroupRow>(inspectionGroups.name, groupKey(data));
      must(group, 'inspection.group-unknown', { zh: `本轮督查没有${data.groupId}组`, en: `this round has no group ${data.groupId}` });
      mustBePast(data.date, input);
      mustBeOwn(group, data, input);
      mustBeRunning(round, data);
      const like = likeness(data);
      must(!visits.has(data.visitId) && ![...visits.values()].includes(like), 'inspection.visit-already-recorded', {
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
  },
  evolve: { VillageVisited: ({ visits }, { data }) => ({ visits: new Map(visits).set(data.visitId, likeness(data)) }) },
  commandOf: {
    VillageVisited: (_, { data: { year: _year, visitsPerVillageWeekMax: _max, breaches: _breaches, ...said } }) => ({ type: 'RecordVillageVisit', data: said }),
  },
};
