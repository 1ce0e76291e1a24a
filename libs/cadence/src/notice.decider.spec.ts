import { startOf } from '#kernel';
import { OFFICE, SCHEME } from '../../../test/support/cadence-county.js';
import { factsFrom, specification, type Rows } from '../../../test/support/specification.js';
import { noticeDecider, noticeIdOf } from './notice.decider.js';
import { RECIPIENT_NEEDS, recipientsOn, structureOf } from './recipients.js';
import { planOf, type RecipientClass } from './scheme.js';

const hour = startOf('2016-03-07', 8);
const plan = planOf(SCHEME, { calendar: undefined, publishedAt: startOf('2016-01-01') });
const tenure = (personId: string, from: string, to?: string, acting?: true) => ({
  ...{ tenureId: `tenure-${personId}`, personId, from },
  ...(to !== undefined && { to }),
  ...(acting && { acting }),
});
const post = (postId: string, unitId: string, role: string, ...tenures: readonly object[]) => ({ [postId]: { postId, unitId, role, tenures } });
const duty = (dutyId: string, more: object) => ({ [dutyId]: { dutyId, targetId: 'village-vil1', year: 2016, from: '2016-01-01', ...more } });
const rows: Rows = {
  'cadence-schemes': { [SCHEME.schemeId]: { ...SCHEME, plan, calendarKnown: false } },
  'weekly-agenda': { [`${SCHEME.schemeId}/2016-W10`]: { schemeId: SCHEME.schemeId, week: '2016-W10', text: '春耕备耕' } },
  'cadence-units': {
    'unit-town1': { unitId: 'unit-town1', kind: 'town', competences: [] },
    'unit-dept1': { unitId: 'unit-dept1', kind: 'department', competences: [] },
    'unit-dept2': { unitId: 'unit-dept2', kind: 'department', competences: [] },
    [OFFICE]: { unitId: OFFICE, kind: 'organ', competences: ['command-office'] },
  },
  'cadence-posts': {
    ...post(
      'post-sec1',
      'unit-town1',
      'party-secretary',
      tenure('person-zhou', '2015-01-01', '2016-03-07'),
      tenure('person-he', '2016-03-07', undefined, true),
    ),
    ...post('post-head1', 'unit-town1', 'town-head', tenure('person-lin', '2015-01-01', '2016-02-01')),
    ...post('post-deputy1', 'unit-town1', 'deputy', tenure('person-xu', '2015-01-01')),
    ...post('post-dept1', 'unit-dept1', 'department-head', tenure('person-qin', '2015-01-01')),
    ...post('post-dept2', 'unit-dept2', 'department-head', tenure('person-gu', '2015-01-01')),
    ...post('post-lead1', OFFICE, 'county-leader', tenure('person-wu', '2015-01-01')),
    ...post('post-lead2', OFFICE, 'county-leader', tenure('person-xie', '2015-01-01', '2016-03-01')),
  },
  'cadence-duties': {
    ...duty('duty-1', { kind: 'county-leader', personId: 'person-wu', postId: 'post-lead1' }),
    ...duty('duty-2', { kind: 'county-leader', personId: 'person-wu', postId: 'post-lead1', targetId: 'village-vil2' }),
    ...duty('duty-3', { kind: 'county-leader', personId: 'person-xie', postId: 'post-lead2', targetId: 'village-vil3' }),
    ...duty('duty-4', { kind: 'county-leader', personId: 'person-ding', targetId: 'village-vil4', to: '2016-03-07' }),
    ...duty('duty-5', { kind: 'paired-department', unitId: 'unit-dept1' }),
  },
};
const [leaders, towns, departments] = SCHEME.notice!.classes as [RecipientClass, RecipientClass, RecipientClass];
const structure = structureOf(factsFrom(rows, RECIPIENT_NEEDS));

describe('recipients', () => {
  it('are who holds a duty that day, each once; a post whose holder left is a gap', () =>
    expect(recipientsOn('2016-03-07', leaders, structure)).toEqual({
      recipients: [{ personId: 'person-wu', postId: 'post-lead1' }],
      vacantPostIds: ['post-lead2'],
    }));
  it('are who is in post that day, acting heads included and vacancies named', () => {
    expect(recipientsOn('2016-03-06', towns, structure)).toEqual({
      recipients: [{ personId: 'person-zhou', postId: 'post-sec1' }],
      vacantPostIds: ['post-head1'],
    });
    expect(recipientsOn('2016-03-07', towns, structure)).toEqual({
      recipients: [{ personId: 'person-he', postId: 'post-sec1', acting: true }],
      vacantPostIds: ['post-head1'],
    });
  });
  it('are the heads of departments that are paired, and of no other', () =>
    expect(recipientsOn('2016-03-07', departments, structure).recipients).toEqual([{ personId: 'person-qin', postId: 'post-dept1' }]));
  it('are nobody by last year’s duties', () => expect(recipientsOn('2017-01-09', leaders, structure).recipients).toEqual([]));
});

const given = specification(noticeDecider, { rows, recordedAt: hour });
const queue = (change: object = {}) => ({
  type: 'QueueNotice' as const,
  data: { schemeId: SCHEME.schemeId, week: '2016-W10', classId: 'town-principals', hour, ...change },
});
const noticeId = 'notice-example-2016-2016-w10-town-principals';
const queued = {
  type: 'NoticeQueued',
  data: {
    ...{ noticeId, schemeId: SCHEME.schemeId, week: '2016-W10', classId: 'town-principals', classZh: '镇党政主要领导' },
    ...{ noticeOn: '2016-03-07', expiresOn: '2016-03-14', text: '春耕备耕' },
    recipients: [{ personId: 'person-he', postId: 'post-sec1', acting: true }],
    vacantPostIds: ['post-head1'],
  },
};

describe('a notice', () => {
  it('goes to a class of the week, with the words of the week', () =>
    given()
      .when(queue())
      .then({ ...queued, validAt: { from: '2016-03-07' } } as never));
  it('has an id of its own, fit for a stream', () => expect(noticeIdOf(queue().data)).toBe(noticeId));
  it('has the default text where none was set, and says so', () =>
    given()
      .when(queue(), { rows: { ...rows, 'weekly-agenda': {} } })
      .thenData({ type: 'NoticeQueued', data: { ...queued.data, text: SCHEME.notice!.defaultText, defaultText: true } }));
  it('is of use for a day when a holiday moved it out of its week', () => {
    const moved = plan.map((week) => (week.week === '2016-W10' ? { ...week, noticeOn: '2016-03-15', noticeAt: startOf('2016-03-15', 8) } : week));
    const scheme = { 'cadence-schemes': { [SCHEME.schemeId]: { ...SCHEME, plan: moved, calendarKnown: false } } };
    given()
      .when(queue({ hour: startOf('2016-03-15', 8) }), { rows: { ...rows, ...scheme } })
      .thenData({ type: 'NoticeQueued', data: { ...queued.data, noticeOn: '2016-03-15', expiresOn: '2016-03-16' } });
  });
  it('is queued once, at its hour, for a class that the scheme has', () => {
    given(queued).when(queue()).thenNothing();
    given()
      .when(queue({ hour: startOf('2016-03-07', 9) }))
      .thenNothing();
    given()
      .when(queue({ classId: 'nobody' }))
      .thenNothing();
    given()
      .when(queue({ schemeId: 'scheme-none' }))
      .thenNothing();
    given()
      .when(queue({ week: '2018-W10' }))
      .thenNothing();
  });
});

describe('what a carrier says', () => {
  const both = { ...queued, data: { ...queued.data, recipients: [{ personId: 'person-he' }, { personId: 'person-lin' }] } };
  const record = (attempt: number, ...deliveries: readonly object[]) => ({
    type: 'RecordNoticeDeliveries' as const,
    data: { noticeId, attempt, attemptedAt: hour, deliveries } as never,
  });
  const told = (attempt: number, ...deliveries: readonly object[]) => ({
    type: 'NoticeDeliveriesRecorded',
    data: { noticeId, schemeId: SCHEME.schemeId, week: '2016-W10', classId: 'town-principals', attempt, attemptedAt: hour, deliveries },
  });
  const done = { personId: 'person-he', outcome: 'delivered', reference: 'r-1' };
  const failed = { personId: 'person-lin', outcome: 'failed', code: 'http-503' };
  it('is recorded attempt by attempt', () => {
    given(both)
      .when(record(1, done, failed))
      .thenData(told(1, done, failed));
    given(both, told(1, done, failed))
      .when(record(2, { ...failed, outcome: 'delivered' }))
      .thenData(told(2, { ...failed, outcome: 'delivered' }));
  });
  it('comes back as it was said', () => {
    const event = { type: 'NoticeDeliveriesRecorded' as const, data: told(1, done).data };
    expect(noticeDecider.commandOf.NoticeDeliveriesRecorded!([], event as never)).toEqual(record(1, done));
  });
  it('is refused', () => {
    given().when(record(1, done)).thenRejected('cadence.notice-unknown');
    given(both).when(record(2, done)).thenRejected('cadence.attempt');
    given(both, told(1, failed)).when(record(1, failed)).thenRejected('cadence.attempt');
    given(both).when(record(1)).thenRejected('cadence.no-delivery');
    given(both)
      .when(record(1, { ...done, personId: 'person-xu' }))
      .thenRejected('cadence.not-a-recipient');
    given(both)
      .when(record(1, done, done))
      .thenRejected('cadence.not-a-recipient');
    given(both, told(1, done)).when(record(2, done)).thenRejected('cadence.delivered-before');
    given(both, told(1, { ...failed, final: true }))
      .when(record(2, failed))
      .thenRejected('cadence.delivered-before');
    given(both)
      .when(record(1, done), { recordedAt: startOf('2016-03-07', 7) })
      .thenRejected('cadence.in-future');
  });
});
