import { Rejection } from '#kernel';
import type { AppealClocksRow, AppealRow, BarredRow, RemedyRow } from '#appeal';
import { BAR_ROLE_ZH } from '#appeal';
import type { CaseRow } from '#accountability';
import type { RestorationChecklistRow } from '#redress';
import type { VetoRow } from '#veto';
import { CHAIR, CLERK, INVESTIGATORS, REVIEWERS, VOTERS } from '../support/commission.js';
import { COUNTY, PERSON, POST, SmallCounty } from '../support/small-county.js';
import { townHeardTooLate } from '../support/worked-towns.js';

// Worked case 3: 芦川镇 at 56.00, all facts sound, the statement recorded after the vote. The facts hold; the procedure fails. People revoke or order a new
// decision, never a harsher one, and nobody who voted sits on the panel.

const CASE = { personId: PERSON.secretary, postId: POST.secretary, year: COUNTY.year };
const KEY = `case-${CASE.personId}-${CASE.postId}-${CASE.year}`;
const AGAINST = { kind: 'measure', ...CASE };
const ORGAN = COUNTY.organ;
const secret = { private: '示例' };

let county: SmallCounty;
const act = (type: string, on: string, data: object, actor = CLERK) =>
  county.on(on).then(() => county.record(type, { ...CASE, date: on, ...data }, undefined, actor));
const appeal = (type: string, on: string, data: object, actor = CLERK) => {
  const date = type === 'LodgeAppeal' ? { filedOn: on } : type === 'DecideAppeal' ? { decidedOn: on } : { date: on };
  return county
    .on(on)
    .then(() => county.record(type, { appealId: 'appeal-luchuan', against: AGAINST, organUnitId: ORGAN, ...date, ...data }, undefined, actor));
};
const refused = (promise: Promise<unknown>): Promise<string | undefined> =>
  promise.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof Rejection) return error.message;
      throw error;
    },
  );

beforeAll(async () => {
  county = await townHeardTooLate(await SmallCounty.open());
});
afterAll(() => county.close());

it('is on record with its breaches: heard after the vote, voted before the report', async () => {
  const row = await county.row<CaseRow>('accountability-cases', `${CASE.personId}|${CASE.postId}|${CASE.year}`);
  expect(row).toMatchObject({ phase: 'decided', breaches: ['LAW-1', 'LAW-2'], decision: { measure: 'RemovalFromPost', basisLost: false } });
});

it('can be appealed within fifteen days of service', async () => {
  await appeal(
    'LodgeAppeal',
    '2017-03-03',
    { appellantId: CASE.personId, track: 'PARTY-2009', step: 'appeal-2009', request: secret },
    { personId: CASE.personId },
  );
  const clocks = await county.row<AppealClocksRow>('appeal-clocks', 'appeal-luchuan');
  expect(clocks?.clocks).toMatchObject([{ clock: 'admission', lastDay: '2017-04-05', clauseId: 'PARTY-2009/appeal-2009', bookVersion: 1 }]);
  expect(await county.row<AppealRow>('appeals', 'appeal-luchuan')).toMatchObject({
    phase: 'lodged',
    route: 'appeal',
    folded: { filing: { lastDay: { date: '2017-03-10', readings: { receiptExcluded: '2017-03-10', receiptIncluded: '2017-03-09' } } } },
  });
});

it('says who is barred from reviewing it, and by which events', async () => {
  const row = await county.row<BarredRow>('barred-from-review', KEY);
  const roles = Object.fromEntries(Object.entries(row!.persons).map(([personId, reasons]) => [personId, [...new Set(reasons.map(({ role }) => role))].sort()]));
  expect(roles).toEqual({
    [CASE.personId]: ['named'],
    [PERSON.clerk]: ['examined', 'handled', 'presented', 'recommended'],
    [INVESTIGATORS[0]!]: ['investigated'],
    [INVESTIGATORS[1]!]: ['investigated'],
    [VOTERS[0]!]: ['approved', 'handled', 'voted'],
    [VOTERS[1]!]: ['voted'],
    [VOTERS[2]!]: ['voted'],
  });
  expect(
    Object.values(roles)
      .flat()
      .every((role) => BAR_ROLE_ZH[role] !== undefined),
  ).toBe(true);
});

it('is reviewed by nobody who voted, decided never for the worse, and ordered to be decided anew', async () => {
  await appeal('AdmitAppeal', '2017-03-06', {});
  const panel = { conflictsChecked: true, overrides: [] };
  const barred = await refused(appeal('FormReviewPanel', '2017-03-07', { ...panel, memberIds: [...REVIEWERS.slice(1), VOTERS[1]] }));
  expect(barred).toContain('appeal.reviewer-barred');
  expect(barred).toContain(VOTERS[1]);
  await appeal('FormReviewPanel', '2017-03-07', { ...panel, memberIds: REVIEWERS });
  await appeal('ReportReview', '2017-03-13', { reportRef: '复查9号', findings: secret });
  const outcome = { documentNo: '示例申〔2017〕9号', participantIds: VOTERS.slice(1), reason: secret, grounds: ['procedure'] };
  const harsher = await refused(appeal('DecideAppeal', '2017-03-15', { ...outcome, outcome: 'varied', measure: 'Demotion' }, CHAIR));
  expect(harsher).toContain('appeal.aggravated');
  await appeal('DecideAppeal', '2017-03-15', { ...outcome, outcome: 'redecision-ordered' }, CHAIR);
  await appeal('ServeAppealDecision', '2017-03-16', { mode: 'personal', receiptRef: '回证10号', remedyStated: true }, CHAIR);
  expect(await county.row<AppealRow>('appeals', 'appeal-luchuan')).toMatchObject({
    phase: 'served',
    outcome: { result: 'redecision-ordered', grounds: ['procedure'], earlierRoles: { absent: expect.arrayContaining([VOTERS[0]]) as unknown } },
  });
});

it('is decided anew: heard and reported first, by none of the reviewers, never for the worse; the earlier decision stays to be seen', async () => {
  const CASE_ROW = `${CASE.personId}|${CASE.postId}|${CASE.year}`;
  const bases = [{ clauseId: 'PL-D3', target: COUNTY.town }];
  const vote = { organUnitId: ORGAN, bases, participantIds: VOTERS, quorum: 3, dissents: [], minutesRef: '纪要10号', documentNo: '示例问〔2017〕10号' };
  expect(await county.row<CaseRow>('accountability-cases', CASE_ROW)).toMatchObject({
    ...{ phase: 'investigating', decision: { measure: 'RemovalFromPost' }, redecision: { appealId: 'appeal-luchuan', nonAggravation: 'house-rules/一' } },
  });
  const tooEarly = await refused(act('DecideCollectively', '2017-03-17', { ...vote, measure: 'RemovalFromPost' }, CHAIR));
  expect(tooEarly).toContain('accountability.statement-not-heard');
  await act('DraftFacts', '2017-03-17', { facts: secret, evidenceRefs: ['证据'] });
  await act('PresentFacts', '2017-03-18', { signed: true });
  await act('HearStatement', '2017-03-19', { signed: true, statement: secret, acceptedPoints: [] });
  await act('ReportInvestigation', '2017-03-20', { bases, level: 'main', reportRef: '示例报告10号', collectivelyDiscussed: true });
  const harsher = await refused(act('DecideCollectively', '2017-03-20', { ...vote, measure: 'Demotion' }, CHAIR));
  expect(harsher).toMatch(/accountability\.(aggravated|measure)/);
  await act('DecideCollectively', '2017-03-20', { ...vote, measure: 'PublicApology' }, CHAIR);
  const row = await county.row<CaseRow>('accountability-cases', CASE_ROW);
  expect(row).toMatchObject({
    phase: 'decided',
    decision: { measure: 'PublicApology' },
    earlierDecisions: [{ measure: 'RemovalFromPost', date: '2017-02-20' }],
  });
});

it('is carried out by that decision, which can be appealed against in its turn, and the facts and the veto stay as they were', async () => {
  const remedy = await county.row<RemedyRow>('remedies', KEY);
  expect(remedy).toMatchObject({ corrections: [{ kind: 'decided-anew' }], appeals: [{ state: 'answered', servedOn: '2017-03-16', ofEarlier: true }] });
  await appeal('RecordAppealCarriedOut', '2017-03-21', { eventIds: remedy!.corrections.map(({ eventId }) => eventId) }, CHAIR);
  expect(await county.row<AppealRow>('appeals', 'appeal-luchuan')).toMatchObject({ phase: 'ended', carriedOutBy: [expect.any(String)] });
  // The removal was never carried out, and its effect period falls.
  const checklist = await county.row<RestorationChecklistRow>('restoration-checklist', 'appeal-luchuan');
  expect(checklist).toMatchObject({ outcome: 'varied', variedTo: 'PublicApology', items: [{ item: { kind: 'effect-period' } }] });
  expect(await county.row<VetoRow>('veto-register', `${COUNTY.town}-${COUNTY.year}`)).toMatchObject({ state: 'triggered', toLift: null });
});

describe('a confirmed veto that an appeal revokes', () => {
  it('is marked for people to lift, and stands until they do', async () => {
    const unit = { unitId: COUNTY.town, year: COUNTY.year };
    const veto = { appealId: 'appeal-veto', against: { kind: 'veto', ...unit }, organUnitId: ORGAN };
    const send = (type: string, data: object, actor = CHAIR) => county.record(type, { ...veto, ...data }, undefined, actor);
    await county.on('2017-04-05');
    await county.record('ConfirmVeto', { ...unit, authorityRef: '示例委〔2017〕9号', date: '2017-04-05' }, undefined, CHAIR);
    const service = { date: '2017-04-05', mode: 'personal', receiptRef: '回证11号' };
    const filing = { appellantId: COUNTY.town, track: 'UNIT-OBJECTION', step: 'unit-objection', filedOn: '2017-04-05', request: secret, service };
    await send('LodgeAppeal', filing, { personId: PERSON.head, postId: POST.head });
    await send('AdmitAppeal', { date: '2017-04-05' });
    await send('FormReviewPanel', { date: '2017-04-05', memberIds: REVIEWERS, conflictsChecked: true, overrides: [] });
    await send('ReportReview', { date: '2017-04-05', reportRef: '复查10号', findings: secret });
    const outcome = {
      decidedOn: '2017-04-05',
      documentNo: '示例申〔2017〕10号',
      participantIds: VOTERS.slice(1),
      reason: secret,
      grounds: ['facts'],
    };
    await send('DecideAppeal', { ...outcome, outcome: 'revoked' });
    const row = () => county.row<VetoRow>('veto-register', `${COUNTY.town}-${COUNTY.year}`);
    expect(await row()).toMatchObject({ state: 'confirmed', toLift: { appealId: 'appeal-veto', documentNo: '示例申〔2017〕10号' } });
    await county.record('LiftVeto', { ...unit, authorityRef: '示例申〔2017〕10号', reason: '申诉撤销', date: '2017-04-05' }, undefined, CHAIR);
    expect(await row()).toMatchObject({ state: 'lifted', toLift: null });
  });
});

it('nobody is silent for good: the time to serve runs out with a breach, and the appeal stays open', async () => {
  await county.on('2017-06-01');
  const row = await county.row<AppealRow>('appeals', 'appeal-veto');
  expect(row).toMatchObject({ phase: 'decided', breaches: ['UNIT-OBJECTION/unit-objection'] });
  expect(row!.steps.at(-1)).toMatchObject({ type: 'AppealClockOverrun' });
});
