import { validateBody, type InvalidBody } from '#ledger/nest';
import { AGAINST, APPEAL, samples, UNIT_VETO } from '../../../../test/support/appeal-case.js';
import { appealContext } from '../appeal.context.js';
import { AdmitAppealBody, appealRequests, DecideAppealBody, FormReviewPanelBody, LodgeAppealBody } from './index.js';

const fieldsOf = (body: new () => object, plain: unknown): Promise<readonly string[]> =>
  validateBody(body, plain).then(
    () => [],
    (error: unknown) => (error as InvalidBody).errors.map(({ field }) => field),
  );
const plainOf = (type: keyof typeof samples) => JSON.parse(JSON.stringify({ ...APPEAL, ...samples[type] })) as Record<string, unknown>;

describe('the doors of appeal', () => {
  it('there is one for every command of people, and none for a policy’s', () => {
    const byPeople = appealContext.deciders.flatMap(({ commands }) => Object.entries(commands).flatMap(([type, { by }]) => (by === 'person' ? [type] : [])));
    expect(appealRequests.map(({ type }) => type).sort()).toEqual(byPeople.sort());
  });
  it.each(appealRequests.map(({ type, body }) => [type, body] as const))('%s takes a sound body as it came', async (type, body) => {
    const plain = plainOf(type);
    expect(await validateBody<object>(body, plain)).toBe(plain);
  });
  it('takes a unit’s objection', async () => expect(await fieldsOf(AdmitAppealBody, { ...plainOf('AdmitAppeal'), against: UNIT_VETO })).toEqual([]));

  const lodge = plainOf('LodgeAppeal');
  it.each([
    [LodgeAppealBody, { ...lodge, verdict: 'guilty' }, 'verdict'],
    [LodgeAppealBody, { ...lodge, appealId: 'one' }, 'appealId'],
    [LodgeAppealBody, { ...lodge, appellantId: 'post-sec1' }, 'appellantId'],
    [LodgeAppealBody, { ...lodge, request: '请求' }, 'request'],
    [LodgeAppealBody, { ...lodge, against: { ...AGAINST, unitId: 'unit-town1' } }, 'against'],
    [LodgeAppealBody, { ...lodge, against: { ...AGAINST, postId: 'unit-town1' } }, 'against'],
    [LodgeAppealBody, { ...lodge, against: { ...AGAINST, year: '2016' } }, 'against'],
    [LodgeAppealBody, { ...lodge, against: { ...AGAINST, year: 1900 } }, 'against'],
    [LodgeAppealBody, { ...lodge, against: { kind: 'grade', personId: AGAINST.personId, year: 2016 } }, 'against'],
    [LodgeAppealBody, { ...lodge, against: { kind: 'constructor', year: 2016 } }, 'against'],
    [LodgeAppealBody, { ...lodge, against: null }, 'against'],
    [LodgeAppealBody, { ...lodge, service: { date: '2017-02-30', mode: 'posted', receiptRef: '一' } }, 'service.date'],
    [FormReviewPanelBody, { ...plainOf('FormReviewPanel'), memberIds: ['person-rv01', 'person-rv01'] }, 'memberIds'],
    [FormReviewPanelBody, { ...plainOf('FormReviewPanel'), overrides: [{ personId: 'person-rv01', authorityRef: '一' }] }, 'overrides.0.reason'],
    [DecideAppealBody, { ...plainOf('DecideAppeal'), outcome: 'upheld' }, 'outcome'],
    [DecideAppealBody, { ...plainOf('DecideAppeal'), grounds: [] }, 'grounds'],
    [DecideAppealBody, { ...plainOf('DecideAppeal'), grounds: ['程序'] }, 'grounds'],
  ])('%p refuses %j because of %s', async (body, plain, field) => expect(new Set(await fieldsOf(body, plain))).toEqual(new Set([field])));
});
