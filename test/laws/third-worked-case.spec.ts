import { Rejection, type Actor } from '#kernel';
import type { AppealClocksRow, AppealRow, BarredRow, RemedyRow } from '#appeal';
import { BAR_ROLE_ZH } from '#appeal';
import type { CaseRow } from '#accountability';
import pingli from '../../libs/rulebook/books/pingli-2016.json';
import type { VetoRow } from '#veto';
import { COUNTY, PERSON, POST, SmallCounty } from '../support/small-county.js';

// Worked case 3: 芦川镇 at 56.00, all facts sound, the statement recorded after the vote. The facts hold; the procedure fails. People revoke or order a new
// decision, never a harsher one, and nobody who voted sits on the panel.

const CASE = { personId: PERSON.secretary, postId: POST.secretary, year: COUNTY.year };
const KEY = `case-${CASE.personId}-${CASE.postId}-${CASE.year}`;
const AGAINST = { kind: 'measure', ...CASE };
const ORGAN = COUNTY.organ;
const VOTERS = ['person-voter1', 'person-voter2', 'person-voter3'];
const REVIEWERS = ['person-review1', 'person-review2', 'person-review3'];
const INVESTIGATORS = ['person-inves1', 'person-inves2'];
const CHAIR: Actor = { personId: VOTERS[0]!, postId: 'post-chair1' };
const CLERK: Actor = { personId: PERSON.clerk, postId: 'post-clerk1' };
const secret = { private: '示例' };
const GROUND = { clauseId: 'PL-D3', target: COUNTY.town };

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

async function people(): Promise<void> {
  const post = (postId: string, role: string) =>
    county.record('RegisterPost', { postId, unitId: ORGAN, role, title: role, appointedBy: 'commission', managedByUnitId: ORGAN });
  const hold = async (personId: string, postId: string, role: string) => {
    if (personId !== PERSON.clerk)
      await county.record('RegisterPerson', { personId, name: { private: '虚构' }, partyMember: true, staffStatus: 'civil-servant' });
    await post(postId, role);
    await county.record('StartTenure', { tenureId: `tenure-${postId}`, personId, postId, from: '2016-01-01' });
  };
  await hold(PERSON.clerk, 'post-clerk1', 'case-officer');
  await hold(VOTERS[0]!, 'post-chair1', 'party-secretary');
  await hold(VOTERS[1]!, 'post-voter2', 'deputy-secretary');
  await hold(VOTERS[2]!, 'post-voter3', 'standing-member');
  for (const personId of [...REVIEWERS, ...INVESTIGATORS])
    await county.record('RegisterPerson', { personId, name: { private: '虚构' }, partyMember: true, staffStatus: 'civil-servant' });
  await county.record('RegisterUnit', { unitId: 'unit-city1', kind: 'city', name: '示例市', competences: ['party-committee'] });
}

/** The case up to the served decision; the statement was heard on paper, after the vote. */
async function decided(): Promise<void> {
  await act('RecommendAccountability', '2017-01-18', { organUnitId: ORGAN, bases: [GROUND], materialRefs: ['材料'] });
  await act('ApproveInitiation', '2017-01-19', { organUnitId: ORGAN }, CHAIR);
  await act('FormInvestigationTeam', '2017-01-20', { memberIds: INVESTIGATORS, conflictsChecked: true, recused: [] });
  await act('DraftFacts', '2017-02-06', { facts: secret, evidenceRefs: ['证据'] });
  await act('PresentFacts', '2017-02-08', { signed: true });
  const vote = { organUnitId: ORGAN, bases: [GROUND], measure: 'RemovalFromPost', participantIds: VOTERS, quorum: 3, dissents: [], minutesRef: '纪要' };
  await act('DecideCollectively', '2017-02-20', { ...vote, doneElsewhere: true, documentNo: '示例问〔2017〕9号' }, CHAIR);
  await act('HearStatement', '2017-02-22', { signed: true, statement: secret, acceptedPoints: [], doneElsewhere: true, documentNo: '笔录9号' });
  await act('AnnounceDecision', '2017-02-23', { forum: '干部会', documentNo: '示例问〔2017〕9号' }, CHAIR);
  const service = { mode: 'personal', receiptRef: '回证9号', remedyStated: true, documentNo: '示例问〔2017〕9号' };
  await act('ServeDecision', '2017-02-23', service, CHAIR);
}

beforeAll(async () => {
  county = await SmallCounty.open();
  await county.settle(pingli);
  await people();
  await county.assess(5_600);
  await county.on('2017-01-04');
  await decided();
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

it('is carried out by the case’s own correction, and the facts and the veto stay as they were', async () => {
  const corrected = { organUnitId: ORGAN, kind: 'revoked', authorityRef: '示例申〔2017〕9号', reason: secret };
  await act('CorrectDecision', '2017-03-20', corrected, CHAIR);
  const remedy = await county.row<RemedyRow>('remedies', KEY);
  expect(remedy).toMatchObject({ corrections: [{ kind: 'revoked' }], appeals: [{ state: 'answered', servedOn: '2017-03-16' }] });
  expect(remedy?.decision).toBeUndefined();
  await appeal('RecordAppealCarriedOut', '2017-03-21', { eventIds: remedy!.corrections.map(({ eventId }) => eventId) }, CHAIR);
  expect(await county.row<AppealRow>('appeals', 'appeal-luchuan')).toMatchObject({ phase: 'ended', carriedOutBy: [expect.any(String)] });
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
      participantIds: ['person-out1', 'person-out2'],
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
