import { dateOf, isDate, must, yearOf, type CalendarDate, type Decider, type DecisionInput, type Need, type NewEvent } from '#kernel';
import { appliesToYear, bookIfAny } from '#rulebook';
import type { ExitCommand } from './commands.js';
import { planningSubjects } from './planning-subjects.view.js';
import type { Authority, ExitEvent } from './programme.events.js';
import type { ExitStatus, PlanningSubjectRow } from './rows.js';

/** `since`: the date of the last document; nothing that rests on it can be older. */
type State = Readonly<{ status: ExitStatus | 'none'; cutOff?: CalendarDate; since?: CalendarDate }>;
type VillageYear = Readonly<{ villageId: string; year: number; authority: Authority }>;

/** Organ, document and date (justice 4): a clerk's note determines nothing, and no town judges its own village. */
function mustHaveAuthority(
  { villageId, authority: { organUnitId, documentNo, date } }: VillageYear,
  { since }: State,
  { facts, recordedAt }: DecisionInput,
): void {
  const village = facts.get<PlanningSubjectRow>(planningSubjects.name, villageId);
  must(village?.kind === 'village', 'village.unknown', { zh: '村尚未登记', en: 'this village is not registered' });
  must(facts.get<PlanningSubjectRow>(planningSubjects.name, organUnitId)?.kind === 'unit', 'unit.unknown', {
    zh: '认定机关尚未登记',
    en: 'the organ is not registered',
  });
  must(organUnitId !== village.townUnitId, 'exit.own-town', { zh: '镇不得认定本镇所属村', en: 'a town cannot decide on its own village' });
  must(documentNo.trim() !== '', 'authority.document-missing', { zh: '须注明文号', en: 'the document number is missing' });
  must(isDate(date), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(date <= dateOf(recordedAt), 'authority.in-future', { zh: '文件日期晚于记录日期', en: 'the document is dated after the day of recording' });
  must(since === undefined || date >= since, 'exit.out-of-order', {
    zh: `文件日期早于所依据的${since}`,
    en: `the document is older than ${since}, on which it rests`,
  });
}

/** Only a village that is in the year's plan, undetermined, can be adjusted or determined. */
function mustBePlanned({ status }: State): void {
  must(status !== 'none' && status !== 'adjusted', 'exit.not-planned', { zh: '该村不在当年退出计划内', en: "the village is not in the year's plan" });
  must(status === 'planned', 'exit.already-determined', {
    zh: '退出与否已有认定，须先撤回',
    en: 'the exit has been determined; the determination has to be withdrawn first',
  });
}

/** A plan is judged by the book of its year, as an assessment is: what no book covers, nobody can be held to. */
function mustBeCovered(input: DecisionInput, year: number): void {
  const found = bookIfAny(input);
  must(found && appliesToYear(found.book, year), 'exit.year-not-covered', {
    zh: `${year}年度没有适用的规则`,
    en: `no rule book covers the year ${year}`,
  });
}

const by = <E extends ExitEvent>(event: E): readonly NewEvent<E>[] => [{ ...event, validAt: { from: event.data.authority.date } }];
const subjects = ({ data: { villageId, authority } }: Readonly<{ data: VillageYear }>): readonly Need[] =>
  [villageId, authority.organUnitId].map((key) => ({ view: planningSubjects.name, key }));
const mustGiveReason = (reason: string): void => must(reason.trim() !== '', 'text.blank', { zh: '理由不能为空', en: 'the reason must not be blank' });

const decide: Decider<State, ExitCommand, ExitEvent>['decide'] = {
  PlanVillageExit: ({ data }, state, input) => {
    must(state.status === 'none' || state.status === 'adjusted', 'exit.already-planned', {
      zh: '该村已列入当年退出计划',
      en: "the village is already in the year's plan",
    });
    mustHaveAuthority(data, state, input);
    mustBeCovered(input, data.year);
    must(isDate(data.cutOff), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
    must(yearOf(data.cutOff) === data.year, 'exit.cut-off-outside-year', { zh: '退出期限不在计划年度内', en: 'the cut-off lies outside the planned year' });
    return by({ type: 'ExitPlanned', data });
  },
  AdjustExitPlan: ({ data }, state, input) => {
    mustBePlanned(state);
    mustHaveAuthority(data, state, input);
    mustGiveReason(data.reason);
    must(data.toYear !== data.year, 'exit.adjusted-to-same-year', { zh: '调整后的年度与原年度相同', en: 'the plan is adjusted to the year it already has' });
    return by({ type: 'ExitPlanAdjusted', data });
  },
  DetermineVillageExit: ({ data }, state, input) => {
    mustBePlanned(state);
    mustHaveAuthority(data, state, input);
    return by({ type: 'VillageExitDetermined', data });
  },
  DetermineVillageExitFailure: ({ data }, state, input) => {
    mustBePlanned(state);
    mustHaveAuthority(data, state, input);
    must(data.authority.date >= state.cutOff!, 'exit.before-cut-off', {
      zh: `期限${state.cutOff}未到，不能认定未如期退出`,
      en: `a failure cannot be determined before the cut-off ${state.cutOff}`,
    });
    return by({ type: 'VillageExitFailureDetermined', data });
  },
  FindFalseExit: ({ data }, state, input) => {
    must(state.status === 'exited', 'exit.not-determined', { zh: '没有退出认定，谈不上假脱贫', en: 'no exit has been determined that could be false' });
    mustHaveAuthority(data, state, input);
    return by({ type: 'FalseExitFound', data });
  },
  WithdrawExitDetermination: ({ data }, state, input) => {
    const determined = state.status === 'exited' || state.status === 'failed' || state.status === 'false-exit';
    must(determined, 'exit.not-determined', { zh: '没有可撤回的认定', en: 'there is no determination to withdraw' });
    mustHaveAuthority(data, state, input);
    mustGiveReason(data.reason);
    return by({ type: 'ExitDeterminationWithdrawn', data });
  },
};

const became =
  (status: ExitStatus) =>
  (state: State, { data }: Readonly<{ data: VillageYear }>): State => ({ ...state, status, since: data.authority.date });

/** One village, one year: planned, then determined by an authority or adjusted away. Nothing is ever inferred from a day that passes. */
export const exitDecider: Decider<State, ExitCommand, ExitEvent> = {
  category: 'exit',
  streamOf: ({ data }) => `exit-${data.villageId}-${data.year}`,
  initialState: { status: 'none' },
  commands: {
    PlanVillageExit: { by: 'person', zh: '列入退出计划' },
    AdjustExitPlan: { by: 'person', zh: '调整退出计划' },
    DetermineVillageExit: { by: 'person', zh: '认定退出' },
    DetermineVillageExitFailure: { by: 'person', zh: '认定未如期退出' },
    FindFalseExit: { by: 'person', zh: '认定假脱贫' },
    WithdrawExitDetermination: { by: 'person', zh: '撤回退出认定' },
  },
  needs: {
    PlanVillageExit: subjects,
    AdjustExitPlan: subjects,
    DetermineVillageExit: subjects,
    DetermineVillageExitFailure: subjects,
    FindFalseExit: subjects,
    WithdrawExitDetermination: subjects,
  },
  // A year is judged at its end, so by the book in force on its last day.
  bookOn: { PlanVillageExit: ({ data: { year } }) => `${year}-12-31` },
  decide,
  evolve: {
    ExitPlanned: (_, { data: { cutOff, authority } }) => ({ status: 'planned', cutOff, since: authority.date }),
    ExitPlanAdjusted: became('adjusted'),
    VillageExitDetermined: became('exited'),
    VillageExitFailureDetermined: became('failed'),
    FalseExitFound: became('false-exit'),
    ExitDeterminationWithdrawn: became('planned'),
  },
  commandOf: {
    ExitPlanned: (_, { data }) => ({ type: 'PlanVillageExit', data }),
    ExitPlanAdjusted: (_, { data }) => ({ type: 'AdjustExitPlan', data }),
    VillageExitDetermined: (_, { data }) => ({ type: 'DetermineVillageExit', data }),
    VillageExitFailureDetermined: (_, { data }) => ({ type: 'DetermineVillageExitFailure', data }),
    FalseExitFound: (_, { data }) => ({ type: 'FindFalseExit', data }),
    ExitDeterminationWithdrawn: (_, { data }) => ({ type: 'WithdrawExitDetermination', data }),
  },
};
