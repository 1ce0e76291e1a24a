import { startOf } from '#kernel';
import { CLERK, SCHEME } from '../../../test/support/cadence-county.js';
import { specification, type Rows } from '../../../test/support/specification.js';
import { reportsDecider } from './reports.decider.js';
import { planOf } from './scheme.js';

const plan = planOf(SCHEME, { calendar: undefined, publishedAt: startOf('2016-01-01') });
const unit = (unitId: string, kind: string) => ({ [unitId]: { unitId, kind, competences: [] } });
const rows: Rows = {
  'cadence-schemes': { [SCHEME.schemeId]: { ...SCHEME, plan, calendarKnown: false } },
  'cadence-units': { ...unit('unit-town1', 'town'), ...unit('unit-town2', 'town'), ...unit('unit-organ1', 'organ') },
  'cadence-contacts': { [CLERK.personId!]: { personId: CLERK.personId } },
};
const given = specification(reportsDecider, { rows, recordedAt: startOf('2016-03-12', 10) });
const due = startOf('2016-03-14');
const report = {
  ...{ schemeId: SCHEME.schemeId, unitId: 'unit-town1', week: '2016-W10', personId: CLERK.personId! },
  figures: [{ id: 'households', value: 12, unit: '户' }],
};
const validAt = { from: '2016-03-07', to: '2016-03-14' };
const submit = (change: object = {}) => ({ type: 'SubmitWeeklyReport' as const, data: { ...report, ...change } });
const submitted = (change: object = {}) => ({ type: 'WeeklyReportSubmitted', data: { ...report, suppliedLate: false, ...change } });
const missed = (week = '2016-W10', unitId = 'unit-town1') => ({ type: 'WeeklyReportMissed', data: { schemeId: SCHEME.schemeId, unitId, week, dueAt: due } });
const late = { recordedAt: startOf('2016-03-16', 10) };

describe('a weekly report', () => {
  it('is in time until its hour', () => {
    given()
      .when(submit())
      .then({ ...submitted(), validAt } as never);
    given().when(submit(), { recordedAt: due }).thenData(submitted());
  });
  it('is supplied late after it', () =>
    given()
      .when(submit(), late)
      .thenData(submitted({ suppliedLate: true })));
  it('was in time when it was handed in in time, however late recorded', () => {
    const submittedAt = startOf('2016-03-13', 20);
    given(missed())
      .when(submit({ submittedAt }), late)
      .thenData(submitted({ submittedAt, missingAfter: 0 }));
  });
  it('ends a miss, and says how many of the year remain', () => {
    given(missed())
      .when(submit(), late)
      .thenData(submitted({ suppliedLate: true, missingAfter: 0 }));
    given(missed('2016-W09'), missed(), missed('2015-W53'), missed('2016-W08', 'unit-town2'))
      .when(submit(), late)
      .thenData(submitted({ suppliedLate: true, missingAfter: 1 }));
  });
  it.each<[string, object]>([
    ['cadence.scheme-unknown', { schemeId: 'scheme-none' }],
    ['cadence.unit-unknown', { unitId: 'unit-none1' }],
    ['cadence.report-not-owed', { unitId: 'unit-organ1' }],
    ['cadence.report-not-owed', { week: '2017-W10' }],
    ['cadence.week-ahead', { week: '2016-W11' }],
    ['cadence.person-unknown', { personId: 'person-nobody1' }],
    ['cadence.in-future', { submittedAt: startOf('2016-03-12', 11) }],
    ['cadence.before-week', { submittedAt: startOf('2016-03-06', 23) }],
    ['cadence.report-empty', { figures: [] }],
    ['cadence.figure-twice', { figures: [report.figures[0], report.figures[0]] }],
    ['cadence.figure-not-whole', { figures: [{ id: 'households', value: 1.5, unit: '户' }] }],
    ['cadence.text-blank', { figures: [{ id: 'households', value: 1, unit: ' ' }] }],
    ['cadence.text-blank', { textRef: ' ' }],
  ])('is refused as %s', (code, change) => given().when(submit(change)).thenRejected(code));
  it('is handed in once', () => {
    given(submitted()).when(submit()).thenRejected('cadence.report-twice');
    given(submitted())
      .when(submit({ unitId: 'unit-town2' }))
      .thenData(submitted({ unitId: 'unit-town2' }));
  });
  const correct = (change: object = {}) => ({ type: 'CorrectWeeklyReport' as const, data: { ...report, textRef: '示例周报', reason: '漏计', ...change } });
  it('is corrected, on record', () => {
    given(submitted()).when(correct()).then({ type: 'WeeklyReportCorrected', data: correct().data, validAt });
    given(submitted(), { type: 'WeeklyReportCorrected', data: correct().data }).when(submit()).thenRejected('cadence.report-twice');
    given().when(correct()).thenRejected('cadence.report-absent');
    given(submitted())
      .when(correct({ reason: ' ' }))
      .thenRejected('cadence.text-blank');
    given(submitted())
      .when(correct({ personId: 'person-nobody1' }))
      .thenRejected('cadence.person-unknown');
    given(submitted())
      .when(correct({ figures: [], textRef: undefined }))
      .thenRejected('cadence.report-empty');
  });
});

describe('the hour at which reports fall due', () => {
  const derive = (hour = due, week = '2016-W10') => ({ type: 'DeriveWeeklyReports' as const, data: { schemeId: SCHEME.schemeId, week, hour } });
  const world = { recordedAt: due };
  it('tells every unit that owes one and has not sent it', () => {
    given()
      .when(derive(), world)
      .then({ ...missed(), validAt } as never, { ...missed('2016-W10', 'unit-town2'), validAt } as never);
    given(submitted()).when(derive(), world).thenData(missed('2016-W10', 'unit-town2'));
    given(submitted(), missed('2016-W10', 'unit-town2')).when(derive(), world).thenNothing();
  });
  it('tells nothing at another hour, of another week or under no scheme', () => {
    given()
      .when(derive(startOf('2016-03-14', 1)), world)
      .thenNothing();
    given().when(derive(due, '2018-W10'), world).thenNothing();
    given()
      .when({ type: 'DeriveWeeklyReports', data: { ...derive().data, schemeId: 'scheme-none' } }, world)
      .thenNothing();
  });
});
