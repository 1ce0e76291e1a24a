import {
  CLERK,
  closed,
  filed,
  filing,
  opened,
  plan,
  planned,
  published,
  registered,
  ROUND,
  VILLAGES,
  visited,
  worldOf,
} from '../../../test/support/inspection-round.js';
import { specification } from '../../../test/support/specification.js';
import { checklists } from './checklists.view.js';
import { roundCoverage } from './round-coverage.view.js';
import { roundDecider } from './round.decider.js';
import { roundOffices, roundPosts, roundSubjects } from './round-subjects.view.js';

const rows = worldOf([roundOffices, roundPosts, roundSubjects, checklists, roundCoverage], [...registered, published, planned, visited()]);
const given = specification(roundDecider, { rows, actor: CLERK });
const stranger = { actor: { personId: 'person-insp1' } };

describe('planning a round', () => {
  const planIt = (change: object = {}) => ({ type: 'PlanInspectionRound', data: { ...plan, ...change } }) as const;
  it('is by the annual plan, against one version of a list', () =>
    given()
      .when(planIt())
      .then({ type: 'InspectionRoundPlanned', data: plan, validAt: { from: '2016-09-01' } }));
  it('may say how many rounds the year has', () =>
    given()
      .when(planIt({ roundsPerYearMax: 1 }))
      .thenData({ type: 'InspectionRoundPlanned', data: { ...plan, roundsPerYearMax: 1 } }));
  it('once', () => given(planned).when(planIt()).thenRejected('inspection.round-already-planned'));
  it('by the command office', () => given().when(planIt(), stranger).thenRejected('inspection.not-command-office'));
  it.each([
    ['without name', { zh: ' ' }, 'text.blank'],
    ['outside the annual plan', { annualPlanRef: ' ' }, 'inspection.annual-plan-missing'],
    ['from no day', { from: '2016-09-31' }, 'date.invalid'],
    ['backwards', { to: '2016-09-01' }, 'date.backwards'],
    ['in another year', { year: 2015 }, 'inspection.round-outside-year'],
    ['of no village', { villageIds: [] }, 'inspection.no-villages'],
    ['of a village twice', { villageIds: [VILLAGES[0], VILLAGES[0]] }, 'inspection.named-twice'],
    ['of an unknown village', { villageIds: ['village-nowhere'] }, 'inspection.village-unknown'],
    ['without limit', { visitsPerVillageWeekMax: 0 }, 'inspection.limit-invalid'],
    ['with half a round', { roundsPerYearMax: 0.5 }, 'inspection.limit-invalid'],
    ['by an unknown list', { checklistId: 'checklist-other' }, 'inspection.checklist-unknown'],
    ['by a version that is not out', { checklistVersion: 2 }, 'inspection.checklist-unknown'],
  ])('not %s', (_, change, code) => given().when(planIt(change)).thenRejected(code));
});

describe('filing', () => {
  const file = (change: object = {}) => ({ type: 'FileInspectionRound', data: { ...filing, ...change } }) as const;
  it('is recorded with its number and organ', () =>
    given(planned)
      .when(file())
      .then({ type: 'InspectionRoundFiled', data: filing, validAt: { from: '2016-08-28' } }));
  it.each([
    ['without number', { filingNo: ' ' }, 'inspection.filing-number-missing'],
    ['in the future', { date: '2016-12-08' }, 'inspection.date-in-future'],
    ['with an unknown organ', { organUnitId: 'unit-nowhere' }, 'inspection.unit-unknown'],
    ['with a village', { organUnitId: VILLAGES[0] }, 'inspection.unit-unknown'],
  ])('not %s', (_, change, code) => given(planned).when(file(change)).thenRejected(code));
  it('not before planning, and not twice', () => {
    given().when(file()).thenRejected('inspection.round-not-planned');
    given(planned, filed).when(file()).thenRejected('inspection.round-already-filed');
    given(planned).when(file(), stranger).thenRejected('inspection.not-command-office');
  });
  it('not after the opening; where that happened elsewhere it is recorded as late', () => {
    const unfiled = { ...opened, data: { ...(opened.data as object), doneElsewhere: true, documentNo: '甲', breaches: ['inspection.round-not-filed'] } };
    given(planned, unfiled)
      .when(file({ date: '2016-09-05' }))
      .thenRejected('inspection.filed-after-opening');
    given(planned, unfiled)
      .when(file({ date: '2016-09-05', doneElsewhere: true }))
      .thenRejected('inspection.document-missing');
    const late = { ...filing, date: '2016-09-05', doneElsewhere: true, documentNo: '补备1号' };
    given(planned, unfiled)
      .when({ type: 'FileInspectionRound', data: late })
      .thenData({ type: 'InspectionRoundFiled', data: { ...late, breaches: ['inspection.filed-after-opening'] } });
  });
});

describe('opening', () => {
  const open = (change: object = {}) => ({ type: 'OpenInspectionRound', data: { roundId: ROUND, date: '2016-09-01', ...change } }) as const;
  it('follows filing, and says what is going to be inspected', () =>
    given(planned, filed)
      .when(open())
      .then({ ...opened, validAt: { from: '2016-09-01' } } as never));
  it('is refused without filing', () => {
    given(planned).when(open()).thenRejected('inspection.round-not-filed');
    given(planned, filed)
      .when(open({ date: '2016-08-27' }))
      .thenRejected('inspection.round-not-filed');
  });
  it('without filing, done elsewhere, is recorded with the breach', () =>
    given(planned)
      .when(open({ doneElsewhere: true, documentNo: '示例督〔2016〕9号' }))
      .thenData({
        type: 'InspectionRoundOpened',
        data: { ...(opened.data as object), doneElsewhere: true, documentNo: '示例督〔2016〕9号', breaches: ['inspection.round-not-filed'] },
      }));
  it('done elsewhere in order has no breach', () => {
    const paper = { doneElsewhere: true, documentNo: '甲' };
    given(planned, filed)
      .when(open(paper))
      .thenData({ type: 'InspectionRoundOpened', data: { ...(opened.data as object), ...paper } });
    given(planned, filed)
      .when(open({ doneElsewhere: true, documentNo: ' ' }))
      .thenRejected('inspection.document-missing');
  });
  it('not before planning, not twice, not by others, not ahead of time', () => {
    given().when(open()).thenRejected('inspection.round-not-planned');
    given(planned, filed, opened).when(open()).thenRejected('inspection.round-not-planned');
    given(planned, filed, opened, closed).when(open()).thenRejected('inspection.round-not-planned');
    given(planned, filed).when(open(), stranger).thenRejected('inspection.not-command-office');
    given(planned, filed)
      .when(open({ date: '2016-12-08' }))
      .thenRejected('inspection.date-in-future');
  });
});

describe('closing', () => {
  const close = (change: object = {}) => ({ type: 'CloseInspectionRound', data: { roundId: ROUND, date: '2016-11-01', ...change } }) as const;
  it('states which villages nobody visited', () =>
    given(planned, filed, opened)
      .when(close())
      .then({
        type: 'InspectionRoundClosed',
        data: { roundId: ROUND, date: '2016-11-01', year: 2016, unvisitedVillageIds: [VILLAGES[1], VILLAGES[2]] },
        validAt: { from: '2016-11-01' },
      }));
  it('of a round that nobody went out in, all are', () =>
    given(planned, filed, opened)
      .when(close(), { rows: { ...rows, [roundCoverage.name]: {} } })
      .thenData({ type: 'InspectionRoundClosed', data: { roundId: ROUND, date: '2016-11-01', year: 2016, unvisitedVillageIds: [...VILLAGES] } }));
  it('is guarded by the visits: one recorded meanwhile must not be closed over', () =>
    expect(roundDecider.needs?.CloseInspectionRound?.(close())).toContainEqual({ view: 'round-coverage', key: ROUND, guard: `visits-${ROUND}` }));
  it('not before opening, not twice, not by others, not before the round began', () => {
    given(planned, filed).when(close()).thenRejected('inspection.round-not-opened');
    given(planned, filed, opened, closed).when(close()).thenRejected('inspection.round-not-opened');
    given(planned, filed, opened).when(close(), stranger).thenRejected('inspection.not-command-office');
    given(planned, filed, opened)
      .when(close({ date: '2016-08-31' }))
      .thenRejected('inspection.out-of-order');
    given(planned, filed, opened)
      .when(close({ date: '2016-12-08' }))
      .thenRejected('inspection.date-in-future');
    given(planned, filed, opened)
      .when(close({ doneElsewhere: true }))
      .thenRejected('inspection.document-missing');
    given().when(close()).thenRejected('inspection.round-not-planned');
  });
});

describe('the report of a round', () => {
  const issue = (change: object = {}) =>
    ({
      type: 'IssueInspectionRoundReport',
      data: { roundId: ROUND, documentNo: '示例督报〔2016〕1号', issuerUnitId: filing.organUnitId, sealRef: '示例印章', date: '2016-11-02', ...change },
    }) as const;
  const issued = { type: 'InspectionRoundReportIssued', data: issue().data };
  it('is issued once the round has ended, with number, issuer and seal', () =>
    given(planned, filed, opened, closed)
      .when(issue())
      .then({ type: 'InspectionRoundReportIssued', data: issue().data, validAt: { from: '2016-11-02' } }));
  it('not before, not twice, not by others, not without what makes it a paper', () => {
    given(planned, filed, opened).when(issue()).thenRejected('inspection.round-not-closed');
    given(planned, filed, opened, closed, issued).when(issue()).thenRejected('inspection.report-already-issued');
    given(planned, filed, opened, closed).when(issue(), stranger).thenRejected('inspection.not-command-office');
    for (const [change, code] of [
      [{ date: '2016-10-01' }, 'inspection.out-of-order'],
      [{ date: '2016-12-08' }, 'inspection.date-in-future'],
      [{ documentNo: ' ' }, 'inspection.document-missing'],
      [{ sealRef: ' ' }, 'inspection.seal-missing'],
      [{ issuerUnitId: 'unit-nowhere' }, 'inspection.unit-unknown'],
    ] as const)
      given(planned, filed, opened, closed).when(issue(change)).thenRejected(code);
  });
});
