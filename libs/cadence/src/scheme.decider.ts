import { ALL, dateOf, holdsOn, must, startOf, type Command, type DecisionInput, type Decider, type Facts, type Instant, type Need } from '#kernel';
import { bookIfAny } from '#rulebook';
import type { CadenceSchemePublished, SchemeEvent } from './cadence.events.js';
import type { OpenCadenceWeek, PublishCadenceScheme, SchemeCommand, SetWeeklyTasks } from './cadence.commands.js';
import { mustSay, weekIn } from './guards.js';
import { owedOn, ROSTER_NEEDS, rosterOf } from './places.js';
import { cadencePosts, cadenceUnits, type PostRow, type UnitRow } from './registry.views.js';
import { isCalendarKnown, planOf, type CadenceScheme, type PlannedWeek } from './scheme.js';
import { mustBeScheme } from './scheme.checks.js';
import type { Week } from './weeks.js';

type State = Readonly<{
  published: CadenceSchemePublished['data'] | undefined;
  texts: Readonly<Record<Week, string>>;
  opened: readonly Week[];
  /** Weeks that came without words. */
  marked: readonly Week[];
  /** Whether the last notice went out without words, and none have been set since. */
  missing: boolean;
}>;
const UNITS: Need = { view: cadenceUnits.name, key: ALL };

/** The office that issues the scheme is one that may. */
function mustBeOffice(facts: Facts, unitId: string): void {
  const unit = facts.get<UnitRow>(cadenceUnits.name, unitId);
  must(unit, 'cadence.unit-unknown', { zh: `单位${unitId}尚未登记`, en: `unit ${unitId} is not registered` });
  must(unit.competences.includes('command-office'), 'cadence.not-command-office', {
    zh: '该单位没有指挥部办公室职责',
    en: 'this unit is not competent as command office',
  });
}

/** The words of a week are set from a post of the office, by who holds it that day. */
function mustActFor(officeUnitId: string, { actor, facts, recordedAt }: DecisionInput): void {
  const post = facts.all<PostRow>(cadencePosts.name).find(([postId]) => postId === actor.postId)?.[1];
  const holds = post?.tenures.some((tenure) => tenure.personId === actor.personId && holdsOn(tenure, dateOf(recordedAt)));
  must(post?.unitId === officeUnitId && holds, 'cadence.not-of-office', {
    zh: '只有指挥部办公室在岗人员可以确定本周重点工作',
    en: 'only who holds a post of the command office sets the tasks of the week',
  });
}

function publish(scheme: CadenceScheme, { published }: State, input: DecisionInput) {
  mustBeScheme(scheme);
  mustBeOffice(input.facts, scheme.officeUnitId);
  must(scheme.version === (published?.version ?? 0) + 1, 'cadence.version', {
    zh: `版本应为${(published?.version ?? 0) + 1}`,
    en: `the next version of this scheme is ${(published?.version ?? 0) + 1}`,
  });
  must(startOf(scheme.to) > input.recordedAt, 'cadence.scheme-over', { zh: '方案期限已过', en: 'the scheme is over before it is published' });
  const calendar = bookIfAny(input)?.book.calendar;
  const plan = planOf(scheme, { calendar, publishedAt: input.recordedAt }, published?.established.plan);
  const established = { plan, calendarKnown: isCalendarKnown(calendar, scheme) };
  return [{ type: 'CadenceSchemePublished' as const, data: { ...scheme, established }, validAt: { from: scheme.from, to: scheme.to } }];
}

function setTasks({ data }: SetWeeklyTasks, { published, texts, missing }: State, input: DecisionInput) {
  must(published, 'cadence.scheme-unknown', { zh: `没有工作推进方案${data.schemeId}`, en: `there is no cadence scheme ${data.schemeId}` });
  mustActFor(published.officeUnitId, input);
  mustSay(data.text, 'text');
  const week = weekIn(published.established.plan, data.week);
  must(week?.noticeAt !== undefined, 'cadence.no-notice', { zh: '该周没有提示', en: 'no notice goes out in this week' });
  must(week.noticeAt > input.recordedAt, 'cadence.notice-gone', { zh: '该周提示已发出', en: 'the notices of this week have gone out' });
  must(texts[data.week] !== data.text, 'cadence.tasks-unchanged', { zh: '内容没有变化', en: 'the text is what it was' });
  const { officeUnitId } = published;
  return [
    {
      type: 'WeeklyTasksSet' as const,
      data: { ...data, officeUnitId, ...(missing && { endsMissing: true as const }) },
      validAt: { from: week.from, to: week.to },
    },
  ];
}

/** The week as planned, when it is this hour that brings the thing due: an hour of an earlier version wakes in vain. */
const dueNow = ({ published }: State, week: Week, due: (planned: PlannedWeek) => Instant | undefined, hour: Instant): PlannedWeek | undefined => {
  const planned = published && weekIn(published.established.plan, week);
  return planned && due(planned) === hour ? planned : undefined;
};

function openWeek({ data: { schemeId, week, hour } }: OpenCadenceWeek, state: State, { facts }: DecisionInput) {
  const planned = dueNow(state, week, ({ opensAt }) => opensAt, hour);
  if (!planned || state.opened.includes(week)) return [];
  const { reports, visits } = state.published!;
  const { from, to, reportsDueAt, visitsDueAt } = planned;
  const units = facts.all<UnitRow>(cadenceUnits.name).map(([, row]) => row);
  const reportUnitIds = reportsDueAt === undefined ? [] : units.filter(({ kind }) => reports?.unitKinds.includes(kind)).map(({ unitId }) => unitId);
  const owed = visitsDueAt === undefined ? { places: [], vacancies: [] } : owedOn(dateOf(hour), visits?.duties ?? [], { from, to }, rosterOf(facts));
  return [{ type: 'CadenceWeekOpened' as const, data: { schemeId, week, from, to, reportUnitIds, ...owed }, validAt: { from, to } }];
}

/** A county's rhythm: the scheme, and what the office says week by week. One stream per scheme. */
export const schemeDecider: Decider<State, SchemeCommand, SchemeEvent> = {
  category: 'cadence',
  streamOf: ({ data }) => `cadence-${data.schemeId}`,
  initialState: { published: undefined, texts: {}, opened: [], marked: [], missing: false },
  commands: {
    PublishCadenceScheme: { by: 'person', zh: '发布工作推进方案' },
    SetWeeklyTasks: { by: 'person', zh: '确定本周重点工作' },
    OpenCadenceWeek: { by: 'policy', zh: '开始一周' },
    MarkWeeklyTasksMissing: { by: 'policy', zh: '标记本周重点工作未定' },
  },
  needs: {
    PublishCadenceScheme: ({ data }) => [{ view: cadenceUnits.name, key: data.officeUnitId }],
    // Who acts is known only when the command is decided, so the posts are asked for as a whole.
    SetWeeklyTasks: () => [{ view: cadencePosts.name, key: ALL }],
    OpenCadenceWeek: () => [UNITS, ...ROSTER_NEEDS],
  },
  // The holidays are those of the book in force when the scheme begins.
  bookOn: { PublishCadenceScheme: ({ data }) => data.from },
  decide: {
    PublishCadenceScheme: ({ data }, state, input) => publish(data, state, input),
    SetWeeklyTasks: setTasks,
    OpenCadenceWeek: openWeek,
    MarkWeeklyTasksMissing: ({ data: { schemeId, week, hour } }, state) => {
      const planned = dueNow(state, week, ({ noticeAt }) => noticeAt, hour);
      if (!planned || state.texts[week] !== undefined || state.marked.includes(week)) return [];
      const { officeUnitId } = state.published!;
      return [
        { type: 'WeeklyTasksMissing', data: { schemeId, officeUnitId, week, noticeOn: planned.noticeOn! }, validAt: { from: planned.from, to: planned.to } },
      ];
    },
  },
  evolve: {
    CadenceSchemePublished: (state, { data }) => ({ ...state, published: data }),
    CadenceWeekOpened: (state, { data }) => ({ ...state, opened: [...state.opened, data.week] }),
    WeeklyTasksSet: (state, { data }) => ({ ...state, texts: { ...state.texts, [data.week]: data.text }, missing: false }),
    WeeklyTasksMissing: (state, { data }) => ({ ...state, marked: [...state.marked, data.week], missing: true }),
  },
  commandOf: {
    CadenceSchemePublished: (_, { data: { established: _plan, ...data } }): Command & PublishCadenceScheme => ({ type: 'PublishCadenceScheme', data }),
    WeeklyTasksSet: (_, { data: { officeUnitId: _office, endsMissing: _missing, ...data } }) => ({ type: 'SetWeeklyTasks', data }),
  },
};
