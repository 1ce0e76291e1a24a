import { ALL, must, startOf, type DecisionInput, type Decider } from '#kernel';
import type { ReportEvent, WeeklyReportSubmitted } from './cadence.events.js';
import type { CorrectWeeklyReport, DeriveWeeklyReports, ReportCommand, SubmitWeeklyReport } from './cadence.commands.js';
import { mustBePast, mustKnowPerson, mustKnowScheme, mustSay, weekIn } from './guards.js';
import { cadenceContacts, cadenceUnits, type UnitRow } from './registry.views.js';
import { cadenceSchemes, type SchemeRow } from './schemes.views.js';
import type { PlannedWeek } from './scheme.js';
import { yearOfWeek, type Week } from './weeks.js';

type State = Readonly<{
  /** Units that have reported, by week. */
  reported: Readonly<Record<Week, readonly string[]>>;
  /** Weeks that a unit still owes, by unit. */
  missing: Readonly<Record<string, readonly Week[]>>;
}>;
type Said = Pick<WeeklyReportSubmitted['data'], 'figures' | 'textRef' | 'evidence'>;

/** A report says something, each figure once and whole. */
function mustReport({ figures, textRef, evidence }: Said): void {
  must(figures.length > 0 || textRef !== undefined || evidence, 'cadence.report-empty', { zh: '周报没有内容', en: 'the report says nothing' });
  const ids = figures.map(({ id }) => id);
  must(new Set(ids).size === ids.length, 'cadence.figure-twice', { zh: '同一指标重复填报', en: 'a figure is given twice' });
  must(
    figures.every(({ value }) => Number.isSafeInteger(value)),
    'cadence.figure-not-whole',
    { zh: '数字须为整数', en: 'a figure is a whole number of its unit' },
  );
  figures.forEach(({ unit }) => mustSay(unit, 'unit'));
  if (textRef !== undefined) mustSay(textRef, 'textRef');
}

/** The week for which this unit owes a report. */
function mustOwe({ schemeId, unitId, week }: SubmitWeeklyReport['data'], { facts, recordedAt }: DecisionInput): PlannedWeek {
  const scheme = mustKnowScheme(facts, schemeId);
  const unit = facts.get<UnitRow>(cadenceUnits.name, unitId);
  must(unit, 'cadence.unit-unknown', { zh: `单位${unitId}尚未登记`, en: `unit ${unitId} is not registered` });
  const planned = weekIn(scheme.plan, week);
  const owes = planned?.reportsDueAt !== undefined && scheme.reports?.unitKinds.includes(unit.kind);
  must(owes, 'cadence.report-not-owed', { zh: '该单位该周不需报送周报', en: 'this unit owes no report for this week' });
  must(startOf(planned.from) <= recordedAt, 'cadence.week-ahead', { zh: '不能报送尚未开始的一周', en: 'this week has not begun' });
  return planned;
}

/** When it was handed in: not before its week, not in the future. */
function submittedAtOf({ submittedAt }: SubmitWeeklyReport['data'], planned: PlannedWeek, input: DecisionInput): string {
  if (submittedAt === undefined) return input.recordedAt;
  mustBePast(submittedAt, input);
  must(submittedAt >= startOf(planned.from), 'cadence.before-week', { zh: '报送时间早于该周', en: 'it was handed in before the week began' });
  return submittedAt;
}

const missingAfter = ({ missing }: State, { unitId, week }: Readonly<{ unitId: string; week: Week }>): number | undefined => {
  const weeks = missing[unitId] ?? [];
  const sameYear = weeks.filter((one) => yearOfWeek(one) === yearOfWeek(week));
  return weeks.includes(week) ? sameYear.length - 1 : undefined;
};

function submit({ data }: SubmitWeeklyReport, state: State, input: DecisionInput) {
  const planned = mustOwe(data, input);
  mustKnowPerson(input.facts, data.personId);
  const submittedAt = submittedAtOf(data, planned, input);
  must(!state.reported[data.week]?.includes(data.unitId), 'cadence.report-twice', {
    zh: '该周周报已经报送；内容有误请更正',
    en: 'this unit has reported on this week; correct the report if it is wrong',
  });
  mustReport(data);
  const left = missingAfter(state, data);
  const suppliedLate = submittedAt > planned.reportsDueAt!;
  return [
    {
      type: 'WeeklyReportSubmitted' as const,
      data: { ...data, suppliedLate, ...(left !== undefined && { missingAfter: left }) },
      validAt: { from: planned.from, to: planned.to },
    },
  ];
}

function correct({ data }: CorrectWeeklyReport, { reported }: State, { facts }: DecisionInput) {
  must(reported[data.week]?.includes(data.unitId), 'cadence.report-absent', { zh: '该周没有可更正的周报', en: 'there is no report on this week to correct' });
  mustKnowPerson(facts, data.personId);
  mustSay(data.reason, 'reason');
  mustReport(data);
  const planned = weekIn(facts.get<SchemeRow>(cadenceSchemes.name, data.schemeId)!.plan, data.week)!;
  return [{ type: 'WeeklyReportCorrected' as const, data, validAt: { from: planned.from, to: planned.to } }];
}

/** Whoever owes a report that is not there when it falls due. */
function derive({ data: { schemeId, week, hour } }: DeriveWeeklyReports, { reported, missing }: State, { facts }: DecisionInput) {
  const scheme = facts.get<SchemeRow>(cadenceSchemes.name, schemeId);
  const planned = scheme && weekIn(scheme.plan, week);
  if (!planned || planned.reportsDueAt !== hour) return [];
  const owing = facts
    .all<UnitRow>(cadenceUnits.name)
    .filter(([unitId, { kind }]) => scheme.reports!.unitKinds.includes(kind) && !reported[week]?.includes(unitId) && !missing[unitId]?.includes(week));
  return owing.map(([unitId]) => ({
    type: 'WeeklyReportMissed' as const,
    data: { schemeId, unitId, week, dueAt: hour },
    validAt: { from: planned.from, to: planned.to },
  }));
}

/** The weekly reports under a scheme, one stream for all units: what is missing is asked of all of them at once. */
export const reportsDecider: Decider<State, ReportCommand, ReportEvent> = {
  category: 'weekly-reports',
  streamOf: ({ data }) => `weekly-reports-${data.schemeId}`,
  initialState: { reported: {}, missing: {} },
  commands: {
    SubmitWeeklyReport: { by: 'person', zh: '报送周报' },
    CorrectWeeklyReport: { by: 'person', zh: '更正周报' },
    DeriveWeeklyReports: { by: 'policy', zh: '核对周报' },
  },
  needs: {
    SubmitWeeklyReport: ({ data: { schemeId, unitId, personId } }) => [
      { view: cadenceSchemes.name, key: schemeId, guard: `cadence-${schemeId}` },
      { view: cadenceUnits.name, key: unitId },
      { view: cadenceContacts.name, key: personId },
    ],
    CorrectWeeklyReport: ({ data: { schemeId, personId } }) => [
      { view: cadenceSchemes.name, key: schemeId },
      { view: cadenceContacts.name, key: personId },
    ],
    DeriveWeeklyReports: ({ data: { schemeId } }) => [
      { view: cadenceSchemes.name, key: schemeId },
      { view: cadenceUnits.name, key: ALL },
    ],
  },
  decide: { SubmitWeeklyReport: submit, CorrectWeeklyReport: correct, DeriveWeeklyReports: derive },
  evolve: {
    WeeklyReportSubmitted: ({ reported, missing }, { data: { unitId, week } }) => ({
      reported: { ...reported, [week]: [...(reported[week] ?? []), unitId] },
      missing: missing[unitId] ? { ...missing, [unitId]: missing[unitId].filter((one) => one !== week) } : missing,
    }),
    WeeklyReportCorrected: (state) => state,
    WeeklyReportMissed: (state, { data: { unitId, week } }) => ({
      ...state,
      missing: { ...state.missing, [unitId]: [...(state.missing[unitId] ?? []), week] },
    }),
  },
  commandOf: {
    WeeklyReportSubmitted: (_, { data: { suppliedLate: _late, missingAfter: _missing, ...data } }) => ({ type: 'SubmitWeeklyReport', data }),
    WeeklyReportCorrected: (_, { data }) => ({ type: 'CorrectWeeklyReport', data }),
  },
};
