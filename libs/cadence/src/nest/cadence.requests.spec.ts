import { DUTY_KINDS } from '#registry';
import { validateBody } from '#ledger/nest';
import { CLERK, SCHEME } from '../../../../test/support/cadence-county.js';
import { cadenceContext } from '../cadence.context.js';
import { cadenceRequests, DUTIES } from './index.js';

const bodyOf = (type: string) => cadenceRequests.find((request) => request.type === type)!.body;
const check = (type: string, body: unknown) =>
  validateBody(bodyOf(type), body).then(
    () => 'taken',
    (error: { errors: readonly { field: string }[] }) => error.errors.map(({ field }) => field),
  );
const report = {
  schemeId: SCHEME.schemeId,
  unitId: 'unit-town1',
  week: '2016-W10',
  personId: CLERK.personId,
  figures: [{ id: 'households', value: 1, unit: '户' }],
};
const absence = { absenceId: 'absence-1', personId: 'person-leader1', documentRef: '示例', kind: 'leave', from: '2016-03-01', to: '2016-03-02' };
const GOOD: Readonly<Record<string, object>> = {
  PublishCadenceScheme: SCHEME,
  SetWeeklyTasks: { schemeId: SCHEME.schemeId, week: '2016-W10', text: '核查' },
  SubmitWeeklyReport: { ...report, submittedAt: '2016-03-12T01:00:00.000Z', evidence: { sha256: 'ab'.repeat(32), sizeBytes: 1, mediaType: 'application/pdf' } },
  CorrectWeeklyReport: { ...report, reason: '漏计', textRef: '示例' },
  RecordAbsence: { ...absence, detail: { private: '探亲' } },
  CorrectAbsence: { ...absence, reason: '提前返岗' },
  WithdrawAbsence: { absenceId: 'absence-1', personId: 'person-leader1', documentRef: '示例', reason: '误登' },
};

describe('bodies', () => {
  it.each(Object.entries(GOOD))('of %s are taken', async (type, body) => expect(await check(type, body)).toBe('taken'));
  it.each<[string, object, string]>([
    ['PublishCadenceScheme', { ...SCHEME, schemeId: 'Scheme 1' }, 'schemeId'],
    ['PublishCadenceScheme', { ...SCHEME, notice: { ...SCHEME.notice, time: { weekday: 0, hour: 8, onRestDay: 'unmoved' } } }, 'notice.time.weekday'],
    ['PublishCadenceScheme', { ...SCHEME, visits: { duties: ['mayor'] } }, 'visits.duties'],
    ['SetWeeklyTasks', { ...GOOD.SetWeeklyTasks, week: '2016-W54' }, 'week'],
    ['SubmitWeeklyReport', { ...report, figures: [{ id: 'households', value: 1.5, unit: '户' }] }, 'figures.0.value'],
    ['SubmitWeeklyReport', { ...report, suppliedLate: false }, 'suppliedLate'],
    ['SubmitWeeklyReport', { ...report, evidence: { sha256: 'AB', sizeBytes: 1, mediaType: 'x' } }, 'evidence.sha256'],
    ['RecordAbsence', { ...absence, kind: 'holiday' }, 'kind'],
    ['RecordAbsence', { ...absence, detail: '探亲' }, 'detail'],
  ])('of %s with something wrong are refused (%#)', async (type, body, field) => expect(await check(type, body)).toContain(field));
  it('know the registry’s duties', () => expect(DUTIES).toEqual(DUTY_KINDS));
  it('are there for every command of persons', () => {
    const wanted = cadenceContext.deciders.flatMap(({ commands }) =>
      Object.entries(commands)
        .filter(([, { by }]) => by === 'person')
        .map(([type]) => type),
    );
    expect(cadenceRequests.map(({ type }) => type).sort()).toEqual(wanted.sort());
  });
});
