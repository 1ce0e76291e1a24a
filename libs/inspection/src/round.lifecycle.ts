import { must, type DecisionInput, type NewEvent, type OfType } from '#kernel';
import { checklists, documentOf, type ChecklistRow } from './checklists.view.js';
import { roundCoverage, type RoundCoverageRow } from './round-coverage.view.js';
import type { RoundCommand } from './round.commands.js';
import type { RoundEvent } from './round.events.js';
import { breachesOf, mustBeDates, mustBeOffice, mustBePast, mustBeSet, mustCite, mustKnow, type Check } from './round.guards.js';
import { ROUND_PHASE_ZH, type RoundState } from './round.state.js';

type Rule<Type extends RoundCommand['type']> = (
  command: OfType<RoundCommand, Type>,
  state: RoundState,
  input: DecisionInput,
) => readonly NewEvent<RoundEvent>[];

export function mustBePlanned({ plan }: RoundState): NonNullable<RoundState['plan']> {
  must(plan, 'inspection.round-not-planned', { zh: '该轮督查尚未立项', en: 'this round has not been planned' });
  return plan;
}

function mustBeIn({ phase }: RoundState, wanted: 'planned' | 'opened' | 'closed'): void {
  must(phase === wanted, `inspection.round-not-${wanted}`, {
    zh: `该轮督查现为“${phase === 'none' ? '未立项' : ROUND_PHASE_ZH[phase]}”，此步骤须在“${ROUND_PHASE_ZH[wanted]}”时办理`,
    en: `the round is ${phase}; this step belongs to a round that is ${wanted}`,
  });
}

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

/** By the annual plan, against one version of one checklist, within a limit of visits. */
export const planRound: Rule<'PlanInspectionRound'> = ({ data }, { phase }, input) => {
  must(phase === 'none', 'inspection.round-already-planned', { zh: '该轮督查已立项', en: 'this round is already planned' });
  mustBeOffice(input);
  must(data.zh.trim() !== '', 'text.blank', { zh: '名称不能为空', en: 'the name must not be blank' });
  must(data.annualPlanRef.trim() !== '', 'inspection.annual-plan-missing', {
    zh: '督查须列入年度计划，并注明计划文件',
    en: 'a round goes by the annual plan, which has to be named',
  });
  mustBeDates(data.from, data.to);
  must(data.from < data.to, 'date.backwards', { zh: '截止日期必须晚于起始日期', en: 'an interval must end after it begins' });
  must(data.from.startsWith(`${data.year}-`), 'inspection.round-outside-year', {
    zh: '督查起始日期不在计划年度内',
    en: 'the round does not begin in its year',
  });
  must(data.villageIds.length > 0, 'inspection.no-villages', { zh: '督查须列明所到村', en: 'a round has to list its villages' });
  mustBeSet(data.villageIds);
  mustKnow(input, 'village', data.villageIds);
  must(isWhole(data.visitsPerVillageWeekMax) && (data.roundsPerYearMax === undefined || isWhole(data.roundsPerYearMax)), 'inspection.limit-invalid', {
    zh: '进村次数和轮次上限须为正整数',
    en: 'limits of visits and rounds are whole numbers from 1',
  });
  const checklist = input.facts.get<ChecklistRow>(checklists.name, data.checklistId);
  must(documentOf(checklist, data.checklistVersion), 'inspection.checklist-unknown', {
    zh: `督查清单${data.checklistId}第${data.checklistVersion}版尚未发布`,
    en: `checklist ${data.checklistId} has no version ${data.checklistVersion}`,
  });
  return [{ type: 'InspectionRoundPlanned', data, validAt: { from: data.from } }];
};

/** 备案 comes before the opening; late formalities are recorded as what they are. */
export const fileRound: Rule<'FileInspectionRound'> = ({ data }, state, input) => {
  mustBePlanned(state);
  must(state.filedOn === undefined, 'inspection.round-already-filed', { zh: '该轮督查已备案', en: 'this round is already filed' });
  mustBeOffice(input);
  mustBePast(data.date, input);
  must(data.filingNo.trim() !== '', 'inspection.filing-number-missing', { zh: '须注明备案号', en: 'the filing number is missing' });
  mustKnow(input, 'unit', [data.organUnitId]);
  const inTime: Check = {
    holds: state.openedOn === undefined || data.date <= state.openedOn,
    code: 'inspection.filed-after-opening',
    text: { zh: `该轮督查已于${state.openedOn}启动，备案在后`, en: `the round was opened on ${state.openedOn}, before it was filed` },
  };
  return [{ type: 'InspectionRoundFiled', data: { ...data, ...breachesOf(data, [inTime]) }, validAt: { from: data.date } }];
};

/** No round without filing (12a: one that was opened elsewhere without it is recorded with that breach). */
export const openRound: Rule<'OpenInspectionRound'> = ({ data }, state, input) => {
  const { year, villageIds } = mustBePlanned(state);
  mustBeIn(state, 'planned');
  mustBeOffice(input);
  mustBePast(data.date, input);
  const filed: Check = {
    holds: state.filedOn !== undefined && state.filedOn <= data.date,
    code: 'inspection.round-not-filed',
    text: { zh: '该轮督查在启动之日尚未备案', en: 'the round was not filed by the day of its opening' },
  };
  return [{ type: 'InspectionRoundOpened', data: { ...data, ...breachesOf(data, [filed]), year, villageIds }, validAt: { from: data.date } }];
};

/** Closing states what was left out; it does not wait until nothing is. */
export const closeRound: Rule<'CloseInspectionRound'> = ({ data }, state, input) => {
  const { year, villageIds } = mustBePlanned(state);
  mustBeIn(state, 'opened');
  mustBeOffice(input);
  mustBePast(data.date, input);
  must(data.date >= state.openedOn!, 'inspection.out-of-order', {
    zh: `该轮督查于${state.openedOn}启动，不能早于该日结束`,
    en: `the round was opened on ${state.openedOn} and cannot end before`,
  });
  const unvisitedVillageIds = input.facts.get<RoundCoverageRow>(roundCoverage.name, data.roundId)?.missingVillageIds ?? villageIds;
  return [{ type: 'InspectionRoundClosed', data: { ...data, ...breachesOf(data, []), year, unvisitedVillageIds }, validAt: { from: data.date } }];
};

/** The report of a round that has ended becomes more than a draft, once. */
export const issueReport: Rule<'IssueInspectionRoundReport'> = ({ data }, state, input) => {
  mustBePlanned(state);
  mustBeIn(state, 'closed');
  mustBeOffice(input);
  mustBePast(data.date, input);
  must(data.date >= state.closedOn!, 'inspection.out-of-order', {
    zh: `该轮督查于${state.closedOn}结束，报告不能早于该日签发`,
    en: `the round ended on ${state.closedOn} and its report is not issued before`,
  });
  must(state.reportNo === undefined, 'inspection.report-already-issued', {
    zh: `该轮督查报告已签发（${state.reportNo}）`,
    en: `the report of this round was issued already (${state.reportNo})`,
  });
  mustCite(data.documentNo);
  must(data.sealRef.trim() !== '', 'inspection.seal-missing', { zh: '须注明印章', en: 'the seal has to be named' });
  mustKnow(input, 'unit', [data.issuerUnitId]);
  return [{ type: 'InspectionRoundReportIssued', data, validAt: { from: data.date } }];
};
