import { startOf, type AnyPolicy, type Recorded } from '#kernel';
import { leader, OFFICE, SCHEME } from '../../../test/support/cadence-county.js';
import { factsFrom, recorded, type Past, type Rows } from '../../../test/support/specification.js';
import { cadenceContext } from './cadence.context.js';
import { cadenceFacts } from './cadence.facts.js';
import { onClauseOutcomeChanged, onHourEnded, onVisitGroundsChanged } from './cadence.policy.js';
import { planOf } from './scheme.js';
import { cadenceHours, cadenceSchemes } from './schemes.views.js';

const publishedAt = startOf('2016-01-01');
const plan = planOf(SCHEME, { calendar: undefined, publishedAt });
const published = recorded({ type: 'CadenceSchemePublished', data: { ...SCHEME, established: { plan, calendarKnown: false } }, recordedAt: publishedAt }, 0);
const react = (policy: AnyPolicy, event: Recorded, rows: Rows = {}) =>
  policy.on[event.type]!(event, factsFrom(rows, policy.needs?.[event.type]?.(event) ?? []));
const hourRows = Object.fromEntries(
  cadenceHours.keysOf(published as never).map((hour) => [hour, cadenceHours.on.CadenceSchemePublished(undefined, published as never, hour)]),
);
const rows: Rows = {
  'cadence-hours': hourRows,
  'cadence-schemes': { [SCHEME.schemeId]: cadenceSchemes.on.CadenceSchemePublished(undefined, published as never, SCHEME.schemeId) },
};
const { schemeId } = SCHEME;
const hourEnded = (hour: string) => recorded({ type: 'HourEnded', data: { hour } }, 1);

describe('an hour', () => {
  it('brings the notices of its week', () => {
    const of = { schemeId, week: '2016-W10', hour: startOf('2016-03-07', 8) };
    expect(react(onHourEnded, hourEnded(of.hour), rows)).toEqual([
      { type: 'MarkWeeklyTasksMissing', data: of },
      ...SCHEME.notice!.classes.map(({ classId }) => ({ type: 'QueueNotice', data: { ...of, classId } })),
    ]);
  });
  it('closes one week and begins the next', () => {
    const hour = startOf('2016-03-14');
    expect(react(onHourEnded, hourEnded(hour), rows)).toEqual([
      { type: 'DeriveWeeklyReports', data: { schemeId, week: '2016-W10', hour } },
      { type: 'DeriveVisitWeeks', data: { schemeId, weeks: ['2016-W10'], hour } },
      { type: 'OpenCadenceWeek', data: { schemeId, week: '2016-W11', hour } },
    ]);
  });
  it('mostly brings nothing, and asks for one row', () => {
    const hour = startOf('2016-03-08', 5);
    expect(react(onHourEnded, hourEnded(hour), rows)).toEqual([]);
    expect(onHourEnded.needs!.HourEnded!(hourEnded(hour) as never)).toEqual([{ view: 'cadence-hours', key: hour }]);
  });
  it('is asked of the calendar when the scheme is published', () => {
    const dues = cadenceContext.dues!.CadenceSchemePublished!(published);
    expect(dues.filter(({ key }) => key.endsWith('-notice'))).toHaveLength(52);
    expect(new Set(dues.map(({ key }) => key)).size).toBe(dues.length);
  });
  it('of a version that was replaced goes', () => {
    const late = startOf('2016-03-07', 8);
    const { notice: _notice, ...quiet } = SCHEME;
    const next = recorded(
      {
        type: 'CadenceSchemePublished',
        data: { ...quiet, established: { plan: [{ ...plan[10]!, noticeAt: undefined, reportsDueAt: late }], calendarKnown: false } },
        recordedAt: publishedAt,
      },
      2,
    );
    expect(cadenceHours.on.CadenceSchemePublished(hourRows[late], next as never, late)!.dues).toEqual([{ what: 'reports', schemeId, week: plan[10]!.week }]);
  });
});

describe('word that comes late', () => {
  const at = (date: string) => ({ recordedAt: startOf(date, 9) });
  const weeksOf = (past: Past) =>
    (react(onVisitGroundsChanged, recorded(past, 3), rows) as unknown as readonly { data: { weeks: readonly string[] } }[]).flatMap(({ data }) => data.weeks);
  const tenure = { tenureId: 't', personId: leader(1), postId: 'post-leader1' };
  it('of a visit touches its own week, once that is closed', () => {
    const visit = (date: string) => ({ type: 'LeaderVisitRecorded', data: { visitId: 'v', personId: leader(1), villageId: 'village-vil1', date } });
    expect(weeksOf({ ...visit('2016-03-09'), ...at('2016-03-16') })).toEqual(['2016-W10']);
    expect(weeksOf({ ...visit('2016-03-15'), ...at('2016-03-16') })).toEqual([]);
  });
  it.each<[string, Past, readonly string[]]>([
    ['a tenure that began', { type: 'TenureStarted', data: { ...tenure, from: '2016-03-02' } }, ['2016-W09', '2016-W10']],
    ['a tenure that ended', { type: 'TenureEnded', data: { ...tenure, from: '2015-01-01', to: '2016-03-09', reason: '' } }, ['2016-W10']],
    ['a duty', { type: 'DutyAssigned', data: { from: '2016-03-01', to: '2016-03-05' } }, ['2016-W09']],
    ['a duty that ended', { type: 'DutyEnded', data: { from: '2016-01-01', to: '2016-03-07' } }, ['2016-W10']],
    ['an absence', { type: 'AbsenceRecorded', data: { from: '2016-02-22', to: '2016-03-07' } }, ['2016-W08', '2016-W09']],
    ['an absence withdrawn', { type: 'AbsenceWithdrawn', data: { from: '2016-03-08', to: '2016-03-20' } }, ['2016-W10']],
  ])('of %s touches the closed weeks that it reaches', (_, past, weeks) => expect(weeksOf({ ...past, ...at('2016-03-16') })).toEqual(weeks));
  it.each(['TenureCorrected', 'DutyCorrected', 'AbsenceCorrected'])('of a correction (%s) touches all that is closed', (type) =>
    expect(weeksOf({ type, data: { from: '2016-03-08' }, ...at('2016-03-16') })).toEqual(
      plan.filter(({ visitsDueAt }) => visitsDueAt !== undefined && visitsDueAt <= startOf('2016-03-16')).map(({ week }) => week),
    ),
  );
  it('of this week and later asks for nothing', () => {
    const event = recorded({ type: 'TenureStarted', data: { ...tenure, from: '2016-03-14' }, ...at('2016-03-16') }, 3);
    expect([onVisitGroundsChanged.needs!.TenureStarted!(event as never), react(onVisitGroundsChanged, event)]).toEqual([[], []]);
  });
});

describe('a clause', () => {
  const outcome = (kind: string, word: string) =>
    recorded(
      {
        type: 'ClauseOutcomeChanged',
        data: {
          target: 'unit-town1',
          year: 2016,
          clauseId: 'X-1',
          clauseHash: 'h',
          bookId: 'b',
          bookVersion: 1,
          outcome: word,
          consequence: { kind, zh: '提示' },
          evidence: ['e1'],
        },
      },
      4,
    );
  it('that reminds, reminds; others are none of its business', () => {
    const basis = { bookId: 'b', bookVersion: 1, clauseId: 'X-1', clauseHash: 'h', events: ['e1'] };
    const sent = (met: boolean) => [{ type: 'SetCadenceReminder', data: { target: 'unit-town1', year: 2016, clauseId: 'X-1', zh: '提示', met, basis } }];
    expect([react(onClauseOutcomeChanged, outcome('reminder', 'met')), react(onClauseOutcomeChanged, outcome('reminder', 'undetermined'))]).toEqual([
      sent(true),
      sent(false),
    ]);
    expect(react(onClauseOutcomeChanged, outcome('task', 'met'))).toEqual([]);
  });
});

describe('facts', () => {
  const facts = (type: string, data: object) =>
    cadenceFacts[type]!(recorded({ type, data }, 5)).map((said) => [said.target, said.year, said.fact, (said as { value?: unknown }).value]);
  const of = { schemeId, week: '2015-W53' };
  it.each<[string, object, readonly unknown[]]>([
    ['WeeklyReportMissed', { unitId: 'unit-town1' }, [['unit-town1', 2015, 'report.overdue', true]]],
    ['WeeklyReportSubmitted', { unitId: 'unit-town1', missingAfter: 0 }, [['unit-town1', 2015, 'report.overdue', false]]],
    ['WeeklyReportSubmitted', { unitId: 'unit-town1', missingAfter: 1 }, []],
    ['WeeklyReportSubmitted', { unitId: 'unit-town1' }, []],
    ['LeaderVisitWeekMissed', { villageId: 'village-vil1', latest: true }, [['village-vil1', 2015, 'visit.weekMissed', true]]],
    ['LeaderVisitWeekMissed', { villageId: 'village-vil1', latest: false }, []],
    ['LeaderVisitWeekMissCleared', { villageId: 'village-vil1', latest: true }, [['village-vil1', 2015, 'visit.weekMissed', false]]],
    ['LeaderVisitWeekMissCleared', { villageId: 'village-vil1', latest: false }, []],
    ['WeeklyTasksMissing', { officeUnitId: OFFICE }, [[OFFICE, 2015, 'notice.mondayDue', true]]],
    ['WeeklyTasksSet', { officeUnitId: OFFICE, endsMissing: true }, [[OFFICE, 2015, 'notice.mondayDue', false]]],
    ['WeeklyTasksSet', { officeUnitId: OFFICE }, []],
  ])('of %s %j', (type, data, said) => expect(facts(type, { ...of, ...data })).toEqual(said));
});
