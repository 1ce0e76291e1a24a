import { dateOf, isDate, must, mustRunForwards, type CalendarDate, type DecisionInput, type Facts, type Need, type ValidTime } from '#kernel';
import { listedHouseholds } from './listed-households.view.js';
import { planningSubjects } from './planning-subjects.view.js';
import { programmeTree } from './programme-tree.view.js';
import type { Authority, NodeKind, ProgrammeNode } from './programme.events.js';
import type { ListedHouseholdRow, PlanningSubjectRow, ProgrammeTreeRow } from './rows.js';

/** Rows of the villages and organs named; absent ids ask for nothing. */
export const subjectNeeds = (...ids: readonly (string | undefined)[]): readonly Need[] =>
  ids.flatMap((key) => (key === undefined ? [] : [{ view: planningSubjects.name, key }]));
export const treeNeeds = (programmeId: string): readonly Need[] => [{ view: programmeTree.name, key: programmeId }];
/** Whether a household is on file is a hard rule, so the file it stands in is guarded. */
export const householdNeeds = (year: number, householdIds: readonly string[]): readonly Need[] =>
  householdIds.map((householdId) => ({ view: listedHouseholds.name, key: `${year}/${householdId}`, guard: `households-${year}` }));

export const mustSay = (text: string, zh: string, en: string): void =>
  must(text.trim() !== '', 'text.blank', { zh: `${zh}不能为空`, en: `${en} must not be blank` });
export const mustCite = (documentRef: string): void => mustSay(documentRef, '依据文件', 'the document');

/** A real day, no later than the day of recording: nothing is recorded before it happened. */
export function mustHaveHappened(date: CalendarDate, { recordedAt }: Pick<DecisionInput, 'recordedAt'>): void {
  must(isDate(date), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(date <= dateOf(recordedAt), 'date.in-future', { zh: '日期晚于记录日期', en: 'the date lies after the day of recording' });
}

export function mustEndAfter({ from }: ValidTime, to: CalendarDate): void {
  mustRunForwards({ from, to });
}

/** What rests on an earlier step is not dated before it. */
export const mustFollow = (date: CalendarDate, since: CalendarDate | undefined): void =>
  must(since === undefined || date >= since, 'date.out-of-order', { zh: `日期早于上一步的${since}`, en: `dated before ${since}, on which it rests` });

export function mustKnowVillage(facts: Facts, villageId: string): Readonly<{ townUnitId: string }> {
  const row = facts.get<PlanningSubjectRow>(planningSubjects.name, villageId);
  must(row?.kind === 'village', 'village.unknown', { zh: '村尚未登记', en: 'this village is not registered' });
  return row;
}
export const mustKnowUnit = (facts: Facts, unitId: string): void =>
  must(facts.get<PlanningSubjectRow>(planningSubjects.name, unitId)?.kind === 'unit', 'unit.unknown', {
    zh: '单位尚未登记',
    en: 'this unit is not registered',
  });

/** Organ, document and date (justice 4). */
export function mustHaveAuthority({ organUnitId, documentNo, date }: Authority, input: DecisionInput, since?: CalendarDate): void {
  mustKnowUnit(input.facts, organUnitId);
  must(documentNo.trim() !== '', 'authority.document-missing', { zh: '须注明文号', en: 'the document number is missing' });
  mustHaveHappened(date, input);
  mustFollow(date, since);
}

/** The node that a name, alias or id means, in the tree as published. */
export function mustMeanNode(facts: Facts, programmeId: string, name: string, kind?: NodeKind): ProgrammeNode {
  const tree = facts.get<ProgrammeTreeRow>(programmeTree.name, programmeId);
  must(tree, 'programme.unknown', { zh: '没有这一总体思路', en: 'no such programme' });
  const node = tree.document.nodes.find(({ id }) => Object.hasOwn(tree.names, name) && id === tree.names[name]);
  must(node, 'programme.node-unknown', { zh: `没有名为“${name}”的节点`, en: `no node is called ${name}` });
  must(kind === undefined || node.kind === kind, 'programme.node-kind', { zh: `“${name}”不是所要的类别`, en: `${name} is a ${node.kind}, not a ${kind}` });
  return node;
}

/** Of the households named, each on the year's file of that village. */
export function mustBeListed(facts: Facts, villageId: string, year: number, householdIds: readonly string[]): readonly ListedHouseholdRow[] {
  return householdIds.map((householdId) => {
    const row = facts.get<ListedHouseholdRow>(listedHouseholds.name, `${year}/${householdId}`);
    must(row?.villageId === villageId, 'household.not-listed', {
      zh: `${householdId}不在该村当年名册内`,
      en: `${householdId} is not on the village's file for ${year}`,
    });
    return row;
  });
}
