import type { AnyView } from '#kernel';
import { recorded, type Past } from '../../../test/support/specification.js';
import { absences } from './absences.view.js';
import { noticeRegister, outbox } from './notices.views.js';
import { cadenceContacts, cadenceDuties, cadencePosts } from './registry.views.js';
import { weeklyReports } from './reports.view.js';

function project(view: AnyView, ...events: readonly Past[]): ReadonlyMap<string, any> {
  const rows = new Map<string, unknown>();
  events.map(recorded).forEach((event) => view.keysOf(event).forEach((key) => rows.set(key, view.on[event.type]!(rows.get(key), event, key))));
  return rows;
}
const queued = {
  type: 'NoticeQueued',
  data: {
    ...{
      noticeId: 'notice-1',
      schemeId: 'scheme-1',
      week: '2016-W10',
      classId: 'c',
      classZh: '类',
      noticeOn: '2016-03-07',
      expiresOn: '2016-03-14',
      text: '字',
    },
    ...{ recipients: [{ personId: 'person-aa01', postId: 'post-aa01', acting: true }, { personId: 'person-bb01' }], vacantPostIds: [] },
  },
};
const told = (attempt: number, ...deliveries: readonly object[]) => ({
  type: 'NoticeDeliveriesRecorded',
  data: { noticeId: 'notice-1', schemeId: 'scheme-1', week: '2016-W10', classId: 'c', attempt, attemptedAt: `2016-03-07T0${attempt}:00:00.000Z`, deliveries },
});
const delivered = { personId: 'person-aa01', outcome: 'delivered', reference: 'r' };
const failed = { personId: 'person-bb01', outcome: 'failed', code: 'http-503' };

describe('the outbox', () => {
  it('holds what waits, then what is to be tried again, and nothing that is settled', () => {
    expect(project(outbox, queued).get('notice-1')).toMatchObject({ attempts: 0, pendingPersonIds: ['person-aa01', 'person-bb01'] });
    expect(project(outbox, queued, told(1, delivered, failed)).get('notice-1')).toMatchObject({
      ...{ attempts: 1, attemptedAt: '2016-03-07T01:00:00.000Z', pendingPersonIds: ['person-bb01'] },
    });
    expect(project(outbox, queued, told(1, delivered, { ...failed, final: true })).get('notice-1')).toBeUndefined();
    expect(project(outbox, queued, told(1, delivered, { personId: 'person-bb01', outcome: 'no-address' })).get('notice-1')).toBeUndefined();
    expect(project(outbox, { ...queued, data: { ...queued.data, recipients: [] } }).get('notice-1')).toBeUndefined();
  });
});

describe('the register of notices', () => {
  it('tells of each recipient what became of it', () => {
    const row = project(noticeRegister, queued, told(1, delivered, failed), told(2, { ...failed, code: 'http-404', final: true })).get('2016-W10/notice-1');
    expect(row.recipients).toEqual([
      {
        personId: 'person-aa01',
        postId: 'post-aa01',
        acting: true,
        state: 'delivered',
        attempts: 1,
        at: '2016-03-07T01:00:00.000Z',
        final: true,
        reference: 'r',
      },
      { personId: 'person-bb01', state: 'failed', attempts: 2, at: '2016-03-07T02:00:00.000Z', final: true, code: 'http-404' },
    ]);
    expect(row.counts).toEqual({ queued: 0, delivered: 1, failed: 1, 'no-address': 0 });
  });
});

describe('the register of reports', () => {
  const of = { schemeId: 'scheme-1', unitId: 'unit-town1', week: '2016-W10' };
  const key = 'unit-town1/2016-W10/scheme-1';
  const report = { ...of, personId: 'person-aa01', figures: [{ id: 'n', value: 1, unit: '户' }], textRef: '周报' };
  it('tells late from missing, and keeps what was corrected', () => {
    const missed = { type: 'WeeklyReportMissed', data: { ...of, dueAt: '2016-03-13T16:00:00.000Z' } };
    const submitted = { type: 'WeeklyReportSubmitted', data: { ...report, suppliedLate: true, missingAfter: 0 }, recordedAt: '2016-03-14T01:00:00.000Z' };
    const corrected = {
      type: 'WeeklyReportCorrected',
      data: { ...of, personId: 'person-bb01', figures: [], evidence: { sha256: 'a', sizeBytes: 1, mediaType: 'm' }, reason: '漏计' },
      id: 'e9',
    };
    expect(project(weeklyReports, missed).get(key)).toMatchObject({ state: 'missed', dueAt: '2016-03-13T16:00:00.000Z' });
    expect(project(weeklyReports, missed, submitted).get(key)).toMatchObject({
      state: 'supplied-late',
      submittedAt: '2016-03-14T01:00:00.000Z',
      textRef: '周报',
    });
    const row = project(weeklyReports, missed, submitted, corrected).get(key);
    expect(row).toMatchObject({ state: 'supplied-late', personId: 'person-bb01', figures: [], corrections: [{ eventId: 'e9', reason: '漏计' }] });
    expect(row).not.toHaveProperty('textRef');
  });
});

describe('absences', () => {
  const absence = { absenceId: 'absence-1', personId: 'person-aa01', kind: 'leave' as const, from: '2016-03-01', to: '2016-03-15', documentRef: 'd' };
  const record = { type: 'AbsenceRecorded', data: { ...absence, detail: { commitment: 'ab'.repeat(32) } } };
  it('are as corrected, gone when withdrawn, and answered for a date', () => {
    const row = project(absences, record, { type: 'AbsenceCorrected', data: { ...absence, to: '2016-03-10', reason: 'r' } }).get('person-aa01');
    expect(row.absences).toEqual([{ absenceId: 'absence-1', kind: 'leave', from: '2016-03-01', to: '2016-03-10', documentRef: 'd' }]);
    expect([absences.validOn!(row, '2016-03-09'), absences.validOn!(row, '2016-03-10')]).toEqual([row, undefined]);
    expect(project(absences, record, { type: 'AbsenceWithdrawn', data: { ...absence, reason: 'r' } }).get('person-aa01').absences).toEqual([]);
  });
});

describe('what is remembered of the registry', () => {
  const tenure = { tenureId: 't', personId: 'person-aa01', postId: 'post-aa01', from: '2016-01-01' };
  const post = { type: 'PostRegistered', data: { postId: 'post-aa01', unitId: 'unit-oo01', role: 'head' } };
  it('keeps who heads a post acting through an end and a correction', () => {
    const started = { type: 'TenureStarted', data: { ...tenure, acting: true } };
    const of = (...more: readonly Past[]) => project(cadencePosts, post, started, ...more).get('post-aa01').tenures;
    expect(of()).toEqual([{ tenureId: 't', personId: 'person-aa01', from: '2016-01-01', acting: true }]);
    expect(of({ type: 'TenureEnded', data: { ...tenure, to: '2016-05-01', reason: 'r' } })).toMatchObject([{ to: '2016-05-01', acting: true }]);
    expect(of({ type: 'TenureCorrected', data: { ...tenure, from: '2016-02-01', reason: 'r', documentRef: 'd' } })).toMatchObject([
      { from: '2016-02-01', acting: true },
    ]);
    expect(project(cadencePosts, started).get('post-aa01')).toBeUndefined();
  });
  it('keeps duties without the reasons of their changes, and the last number', () => {
    const duty = { dutyId: 'duty-1', kind: 'county-leader', targetId: 'village-vv01', year: 2016, personId: 'person-aa01', from: '2016-01-01' };
    expect(project(cadenceDuties, { type: 'DutyEnded', data: { ...duty, to: '2016-05-01', reason: 'r' } }).get('duty-1')).toEqual({
      ...duty,
      to: '2016-05-01',
    });
    const contact = (text: string) => ({ type: 'PersonContactSet', data: { personId: 'person-aa01', phone: { commitment: text } } });
    expect(project(cadenceContacts, { type: 'PersonRegistered', data: { personId: 'person-aa01' } }, contact('a'), contact('b')).get('person-aa01')).toEqual({
      ...{ personId: 'person-aa01', phone: { commitment: 'b' } },
    });
  });
});
