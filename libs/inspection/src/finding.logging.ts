import { holdsOn, must, type DecisionInput, type Need } from '#kernel';
import { checklists, documentOf, type ChecklistRow } from './checklists.view.js';
import { exitKey, findingExits } from './finding-exits.view.js';
import type { FindingLogged, GoodPracticeLogged } from './finding.events.js';
import { mustBeDated, mustBeEvidence, mustSayPrivately } from './finding.guards.js';
import { NO_FINDING, type FindingState } from './finding.state.js';
import { groupKey, inspectionGroups, type InspectionGroupRow } from './inspection-groups.view.js';
import { inspectionRounds, type InspectionRoundRow } from './inspection-rounds.view.js';
import { roundHouseholds, roundSubjects, type RoundHouseholdsRow, type RoundSubjectRow } from './round-subjects.view.js';

type Found = FindingLogged['data'] | GoodPracticeLogged['data'];
const SIGNERS_MIN = 2;
/** The stream's name as well: of a fixed character set. */
const FINDING_ID = /^finding-[0-9a-z][0-9a-z-]{0,59}$/;

/** All that a fact on the spot has to be held against. */
export function loggingNeeds({ data }: Readonly<{ data: Found }>): readonly Need[] {
  const { roundId, groupId, checklistId, unitId, villageId, householdId, year } = data;
  const disputes = 'disputesExit' in data && data.disputesExit === true;
  return [
    { view: inspectionRounds.name, key: roundId },
    { view: inspectionGroups.name, key: groupKey({ roundId, groupId }) },
    { view: checklists.name, key: checklistId },
    ...[unitId, ...(villageId === undefined ? [] : [villageId])].map((key) => ({ view: roundSubjects.name, key })),
    ...(villageId === undefined || householdId === undefined ? [] : [{ view: roundHouseholds.name, key: villageId }]),
    // The authority may take its determination back at the same moment.
    ...(villageId === undefined || !disputes ? [] : [{ view: findingExits.name, key: exitKey(villageId, year), guard: `exit-${villageId}-${year}` }]),
  ];
}

function mustBeOfRound({ roundId, year, checklistId, checklistVersion, foundOn }: Found, { facts }: DecisionInput): void {
  const round = facts.get<InspectionRoundRow>(inspectionRounds.name, roundId);
  must(round, 'finding.unknown-round', { zh: '没有这一督查轮次', en: 'there is no such round' });
  const [opened, closed] = [round.opened?.date, round.closed?.date];
  must(opened !== undefined, 'finding.round-not-open', { zh: '该轮督查尚未启动', en: 'the round has not been opened' });
  must(foundOn >= opened && (closed === undefined || foundOn <= closed), 'finding.outside-round', {
    zh: `发现日期不在本轮督查期间（${opened}至${closed ?? '今'}）`,
    en: `found outside the round, which ran from ${opened} to ${closed ?? 'now'}`,
  });
  must(round.year === year, 'finding.other-year', { zh: `该轮督查属于${round.year}年度`, en: `the round belongs to ${round.year}` });
  must(round.checklistId === checklistId && round.checklistVersion === checklistVersion, 'finding.other-checklist', {
    zh: `该轮督查使用清单${round.checklistId}第${round.checklistVersion}版`,
    en: `the round goes by version ${round.checklistVersion} of ${round.checklistId}`,
  });
}

function mustBeItem({ checklistId, checklistVersion, itemId }: Found, { facts }: DecisionInput): void {
  const document = documentOf(facts.get<ChecklistRow>(checklists.name, checklistId), checklistVersion);
  must(document, 'finding.unknown-checklist', { zh: '没有这一版督查清单', en: 'there is no such version of the checklist' });
  must(
    document.items.some(({ id }) => id === itemId),
    'finding.unknown-item',
    { zh: '清单中没有这一条目', en: 'the checklist has no such item' },
  );
}

/** At least two of the group in charge sign, whoever enters it among them (谁督查谁负责). */
function mustBeSigned({ groupId, roundId, villageId, foundOn, loggedByPersonIds }: Found, { facts, actor }: DecisionInput): void {
  const group = facts.get<InspectionGroupRow>(inspectionGroups.name, groupKey({ roundId, groupId }));
  must(group, 'finding.unknown-group', { zh: '本轮督查没有这一督查组', en: 'the round has no such group' });
  const inCharge = group.villages.some((one) => one.roundId === roundId && one.villageId === villageId && holdsOn(one, foundOn));
  must(villageId === undefined || inCharge, 'finding.not-in-charge', {
    zh: '该村当日不由此组督查',
    en: 'the group was not in charge of this village on that day',
  });
  must(new Set(loggedByPersonIds).size === loggedByPersonIds.length && loggedByPersonIds.length >= SIGNERS_MIN, 'finding.too-few-signers', {
    zh: `须有至少${SIGNERS_MIN}名督查人员签名`,
    en: `at least ${SIGNERS_MIN} inspectors sign`,
  });
  const members = group.members.filter((one) => holdsOn(one, foundOn)).map(({ personId }) => personId);
  must(
    loggedByPersonIds.every((personId) => members.includes(personId)),
    'finding.not-member',
    { zh: '签名人当日不是该组成员', en: 'a signer was not a member of the group on that day' },
  );
  must(actor.personId !== undefined && loggedByPersonIds.includes(actor.personId), 'finding.not-signer', {
    zh: '登记人须在签名人之中',
    en: 'whoever logs a finding is one of its signers',
  });
}

function mustBePlaced({ unitId, villageId, householdId, year }: Found, { facts }: DecisionInput): void {
  const kindOf = (id: string) => facts.get<RoundSubjectRow>(roundSubjects.name, id)?.kind;
  must(kindOf(unitId) === 'unit', 'unit.unknown', { zh: '单位尚未登记', en: 'the unit is not registered' });
  must(villageId === undefined || kindOf(villageId) === 'village', 'village.unknown', { zh: '村尚未登记', en: 'the village is not registered' });
  if (householdId === undefined) return;
  const listed = villageId === undefined ? undefined : facts.get<RoundHouseholdsRow>(roundHouseholds.name, villageId)?.years[year];
  must(listed?.includes(householdId), 'finding.unknown-household', {
    zh: '该户不在该村当年名册中',
    en: "the household is not on the village's list of that year",
  });
}

/** Only an exit that an authority determined can be disputed; what becomes of it is the authority's act. */
function mustDisputeExit(data: Found, { facts }: DecisionInput): void {
  if (!('disputesExit' in data) || data.disputesExit !== true) return;
  const { villageId, year } = data;
  must(villageId !== undefined && facts.get(findingExits.name, exitKey(villageId, year)), 'finding.no-exit', {
    zh: '该村当年没有退出认定可以质疑',
    en: 'no exit of a village was determined in that year that could be disputed',
  });
}

/** A fact or a good practice, found in a round by a group in charge, against an item that exists, about somebody who exists, with evidence. */
export function mustBeLoggable(data: Found, { status }: FindingState, input: DecisionInput): void {
  must(FINDING_ID.test(data.findingId), 'finding.invalid-id', { zh: '问题编号不正确', en: 'not the id of a finding' });
  must(status === 'none', 'finding.already-logged', { zh: '该编号已登记', en: 'this id is already used' });
  mustBeDated(data.foundOn, '', input);
  mustBeOfRound(data, input);
  mustBeItem(data, input);
  mustBeSigned(data, input);
  mustBePlaced(data, input);
  mustDisputeExit(data, input);
  mustSayPrivately(data.statement, '问题描述', 'the statement');
  mustBeEvidence(data.evidence, NO_FINDING);
}
