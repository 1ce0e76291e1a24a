import type { CaseRow, TriggerRow } from '#accountability';
import type { ScorecardRow } from '#assessment';
import type { Actor } from '#kernel';
import type { VetoRow } from '#veto';
import type { AppealStatus, BarredAnswer, CaseScreen, Counterfactual, MaySee, RemediesAnswer } from '#zelian';
import { CHAIR, CLERK, decideRemoval, INVESTIGATORS, REVIEWERS, staff, VOTERS, type Subject } from '../support/commission.js';
import { markDuplicate } from '../support/field-work.js';
import { COUNTY, PERSON, POST } from '../support/small-county.js';
import { commandIn, HEAD, SECRETARY, townHandedOver, townHeardTooLate, townWithDuplicate } from '../support/worked-towns.js';
import { CountyOverHttp } from './county-over-http.js';

// The three worked cases, as an appellant, the reviewers and the commission go through them: acts over HTTP, questions over HTTP and by the command line.

const secret = { private: '示例' };
const { town, village, organ, year } = COUNTY;
const UNIT_YEAR = `${town}-${year}`;
const oneself = ({ personId }: Subject): Actor => ({ personId });
const decisionOf = ({ personId, postId }: Subject): string => `case-${personId}-${postId}-${year}`;
const rowOf = ({ personId, postId }: Subject): string => `${personId}|${postId}|${year}`;
const pathOf = ({ personId, postId }: Subject): string => `${personId}/${postId}/${year}`;
const clauseIn = ({ consequences }: Counterfactual, clauseId: string) => consequences.clauses.find((clause) => clause.clauseId === clauseId);

let here: CountyOverHttp;

/** The appeal of somebody against a removal: one act, dated the day on which it is recorded. */
const appealing = (subject: Subject, appealId: string) => (type: string, on: string, data: object) => {
  const date = type === 'LodgeAppeal' ? { filedOn: on } : type === 'DecideAppeal' ? { decidedOn: on } : { date: on };
  const lodged = type === 'LodgeAppeal' ? { appellantId: subject.personId, track: 'PARTY-2009', step: 'appeal-2009', request: secret } : {};
  return { appealId, against: { kind: 'measure', ...subject }, organUnitId: organ, ...date, ...lodged, ...data };
};
const panel = (memberIds: readonly string[]) => ({ memberIds, conflictsChecked: true, overrides: [] });
const outcome = (no: string) => ({ documentNo: `示例申〔2017〕${no}号`, participantIds: VOTERS.slice(1), reason: secret });
const corrected = (subject: Subject, no: string) => ({
  ...{ ...subject, date: '2017-03-20', organUnitId: organ, kind: 'revoked', authorityRef: `示例申〔2017〕${no}号`, reason: secret },
});

/** The grounds that a screen finds, and with which clauses. */
async function foundBy(subject: Subject): Promise<Readonly<Record<string, readonly string[]>>> {
  const { status, body } = await here.ask<CaseScreen>(CLERK, `cases/${pathOf(subject)}/screen`);
  expect(status).toBe(200);
  const printed = await here.cli(CLERK, 'screen', pathOf(subject), '--json');
  expect(printed.json<CaseScreen>().grounds).toEqual(body.grounds);
  return Object.fromEntries(body.grounds.filter(({ answer }) => answer === 'found').map(({ groundId, found }) => [groundId, found.map(({ fault }) => fault)]));
}

/** The same edits by both faces: one hash, and a ledger left as it was. */
async function replayed(edits: readonly object[]): Promise<Readonly<{ answer: Counterfactual; printed: string }>> {
  const before = await here.log();
  const list = { format: 1, edits };
  const { status, body } = await here.ask<Counterfactual>(CLERK, 'replay', { edits: list });
  expect([status, body.code]).toEqual([200, undefined]);
  const printed = await here.cli(CLERK, 'replay', '--edits', here.file('edits.json', list));
  expect([printed.code, printed.out]).toEqual([0, expect.stringContaining(body.hash)]);
  expect(body.difference.drift).toEqual({ rows: [], refused: [] });
  expect(await here.log()).toEqual(before);
  return { answer: body, printed: printed.out };
}

describe('青岚镇, 58.40: finding F-19 is F-07 once more', () => {
  const called = { [town]: '青岚镇', [PERSON.secretary]: '周砚', [PERSON.head]: '何沐' };
  const bases = [{ clauseId: 'PL-D3', target: town }];
  const appeal = appealing(SECRETARY, 'appeal-zhou');
  const send = (actor: Actor, on: string, type: string, data: object = {}) => here.act(actor, on, type, appeal(type, on, data));
  const scorecard = () => here.row<ScorecardRow>('scorecard', UNIT_YEAR);
  const caseOf = (subject: Subject) => here.row<CaseRow>('accountability-cases', rowOf(subject));
  beforeAll(async () => {
    here = await CountyOverHttp.open();
    await townWithDuplicate(here.county, called);
    await here.county.planExit();
    await staff(here.county);
    await decideRemoval(here.county, { subject: SECRETARY, bases, no: '3' }, { subject: HEAD, bases, no: '4' });
  });
  afterAll(() => here.close());

  it('周砚 finds the way that is open, its last day and where to file, and lodges', async () => {
    await here.county.on('2017-03-03');
    const { body } = await here.ask<RemediesAnswer>(oneself(SECRETARY), `appeals/paths/${decisionOf(SECRETARY)}`);
    const way = body.open.find(({ step }) => step === 'appeal-2009');
    expect(way).toMatchObject({ route: 'appeal', lastDay: { date: '2017-03-10' }, fileWith: [{ unitIds: [organ] }] });
    const printed = await here.cli(oneself(SECRETARY), 'appeal', 'paths', decisionOf(SECRETARY), '--on', '2017-03-03');
    expect(printed.out).toContain('2017-03-10');
    await send(oneself(SECRETARY), '2017-03-03', 'LodgeAppeal', { receiptRef: '收3号' });
    const status = await here.cli(oneself(SECRETARY), 'appeal', 'status', 'appeal-zhou', '--json');
    expect(status.json<AppealStatus>()).toMatchObject({ phase: 'lodged', route: 'appeal', receipt: { receiptRef: '收3号' } });
    await send(CLERK, '2017-03-06', 'AdmitAppeal');
    await send(CLERK, '2017-03-07', 'FormReviewPanel', panel(REVIEWERS));
  });

  it('had F-19 not been: 61.40 一般, annual 66.00, no veto, D3 falls, P2 is newly met, both removals lose their basis', async () => {
    // Nothing in what is recorded is wrong yet: only people can say that two findings are one.
    expect(await foundBy(SECRETARY)).toEqual({});
    const { answer, printed } = await replayed([{ op: 'retract', of: await commandIn(here.county.zelian, 'FindingLogged', /f19/) }]);
    const { scores, appraisals, vetoes, cases } = answer.consequences;
    expect(scores).toMatchObject([{ before: { totalHundredths: 5_840, gradeZh: '较差' }, after: { totalHundredths: 6_140, gradeZh: '一般' } }]);
    expect(appraisals).toMatchObject([{ before: { totalHundredths: 6_420 }, after: { totalHundredths: 6_600 } }]);
    expect(vetoes).toMatchObject([{ unitId: town, before: 'confirmed', after: 'basis-lost', never: true }]);
    expect(clauseIn(answer, 'PL-D3')).toMatchObject({ before: 'met', newly: false });
    expect(clauseIn(answer, 'PL-D3')!.after).not.toBe('met');
    expect(clauseIn(answer, 'PL-P2')).toMatchObject({ target: town, after: 'met', newly: true });
    expect(clauseIn(answer, 'PL-D2')).toBeUndefined();
    expect(cases.map(({ personId, basisLost }) => [personId, basisLost]).sort()).toEqual([
      [PERSON.head, true],
      [PERSON.secretary, true],
    ]);
    for (const { acts } of cases) expect(acts).toContain('集体讨论决定');
    for (const part of ['周砚', '何沐', '58.40 较差', '61.40 一般', '条款PL-P2对青岚镇新符合', '一票否决本不会发生']) expect(printed).toContain(part);
  });

  it('the panel is told what concerns 周砚: 何沐 by the post, and where the rest is kept', async () => {
    const list = { format: 1, edits: [{ op: 'retract', of: await commandIn(here.county.zelian, 'FindingLogged', /f19/) }] };
    const member: Actor = { personId: REVIEWERS[0]! };
    const decision = decisionOf(SECRETARY);
    const whole = (await here.ask<Counterfactual>(CLERK, 'replay', { edits: list, decision })).body;
    const { body } = await here.ask<Counterfactual>(member, 'replay', { edits: list, decision });
    expect(body.narrowed).toEqual({ decision, wholeHash: whole.hash });
    expect([whole.narrowed, body.hash === whole.hash]).toEqual([undefined, false]);
    expect(body.difference.changes.length).toBeLessThan(whole.difference.changes.length);
    expect(body.consequences.cases.map(({ personId, basisLost, acts }) => [personId, basisLost, acts.includes('集体讨论决定')])).toEqual([
      [PERSON.secretary, true, true],
    ]);
    for (const kind of ['scores', 'appraisals', 'vetoes', 'clauses'] as const) expect(body.consequences[kind]).toEqual(whole.consequences[kind]);
    expect(body.consequences.triggers.map(({ personId }) => personId)).toEqual([PERSON.secretary]);
    expect([whole.difference.thirdParties.includes(PERSON.head), body.difference.thirdParties.includes(POST.head)]).toEqual([true, true]);
    expect(JSON.stringify(whole)).toContain(PERSON.head);
    expect(JSON.stringify(body)).not.toContain(PERSON.head);
    const printed = await here.cli(member, 'replay', '--edits', here.file('panel.json', list), '--decision', decision);
    for (const part of ['周砚', '58.40 较差', '第三方以岗位指称', whole.hash]) expect(printed.out).toContain(part);
    expect(printed.out).not.toContain('何沐');
    // Of a decision that is not under appeal, no panel is told anything.
    const other = await here.ask(member, 'replay', { edits: list, decision: decisionOf(HEAD) });
    expect([other.status, other.body.code]).toEqual([403, 'access.case-owner-only']);
  });

  it('the panel may see what it needs to review this case, each part by the question that answers it, and no more of another', async () => {
    const member: Actor = { personId: REVIEWERS[0]! };
    const { body } = await here.ask<MaySee>(member, `cases/${pathOf(SECRETARY)}/may-see`);
    const shown = body.parts.filter(({ state }) => state === 'shown').map(({ part }) => part);
    expect([body.asksAs, shown]).toEqual([
      'review-panel',
      ['decision', 'facts', 'statements', 'appeals', 'grounds', 'restorations', 'case-file', 'replay', 'relations-of-others'],
    ]);
    for (const path of [`cases/${pathOf(SECRETARY)}/facts`, `cases/${pathOf(SECRETARY)}/execution`, `cases/${pathOf(SECRETARY)}/screen`])
      expect([path, (await here.ask(member, path)).status]).toEqual([path, 200]);
    for (const path of [`decisions/${decisionOf(SECRETARY)}/file`, `appeals/barred/${decisionOf(SECRETARY)}`, 'appeals/status/appeal-zhou'])
      expect([path, (await here.ask(member, path)).status]).toEqual([path, 200]);
    expect(body.parts.find(({ part }) => part === 'narratives')!.why).not.toBeNull();
    expect((await here.cli(member, 'may-see', pathOf(SECRETARY))).out).toContain('申诉复查组');
    const other = await here.ask<MaySee>(member, `cases/${pathOf(HEAD)}/may-see`);
    expect([other.body.asksAs, other.body.parts.filter(({ state }) => state === 'shown')]).toEqual(['other', []]);
    expect((await here.ask(member, `cases/${pathOf(HEAD)}/facts`)).status).toBe(403);
  });

  it('the office marks F-19 a duplicate: what was imagined comes about, and the ledger only marks what was decided', async () => {
    await here.county.on('2017-03-09');
    await markDuplicate(here.county, 'finding-f19', 'finding-f07');
    expect(await scorecard()).toMatchObject({ totalHundredths: 6_140, grade: 'fair' });
    expect(await here.row<VetoRow>('veto-register', UNIT_YEAR)).toMatchObject({ state: 'basis-lost' });
    // Undetermined from the start: a clause that nothing was ever said of has no row.
    expect(await here.county.row('clause-outcomes', `${village}:${year}:PL-D2`)).toBeUndefined();
    for (const subject of [SECRETARY, HEAD])
      expect(await caseOf(subject)).toMatchObject({ phase: 'decided', decision: { measure: 'RemovalFromPost', basisLost: true } });
    expect(await foundBy(SECRETARY)).toMatchObject({ 'facts-unclear': expect.arrayContaining(['basis-lost']) as unknown });
  });

  it('the organ acts: revoked for 周砚, carried out, the veto lifted; 何沐, who has not appealed, stays marked', async () => {
    await send(CLERK, '2017-03-13', 'ReportReview', { reportRef: '复查3号', findings: secret });
    await send(CHAIR, '2017-03-15', 'DecideAppeal', { ...outcome('3'), outcome: 'revoked', grounds: ['facts'] });
    await send(CHAIR, '2017-03-16', 'ServeAppealDecision', { mode: 'personal', receiptRef: '回证13号', remedyStated: true });
    await here.act(CHAIR, '2017-03-20', 'CorrectDecision', corrected(SECRETARY, '3'));
    const lifting = { unitId: town, year, authorityRef: '示例委〔2017〕8号', reason: '依据丧失', date: '2017-03-20' };
    await here.act(CHAIR, '2017-03-20', 'LiftVeto', lifting);
    const status = await here.ask<AppealStatus>(oneself(SECRETARY), 'appeals/status/appeal-zhou');
    expect(status.body).toMatchObject({ phase: 'served', outcome: { result: 'revoked' } });
    expect(await caseOf(SECRETARY)).toMatchObject({ phase: 'corrected' });
    expect(await caseOf(HEAD)).toMatchObject({ phase: 'decided', decision: { basisLost: true } });
    expect(await here.row<VetoRow>('veto-register', UNIT_YEAR)).toMatchObject({ state: 'lifted' });
  });
});

describe('松坪镇, 64.00: a late deed moves the handover from 10-10 to 11-20', () => {
  const QIN = SECRETARY;
  const GU: Subject = { personId: PERSON.successor, postId: POST.secretary, year };
  const called = { [town]: '松坪镇', [PERSON.secretary]: '秦越', [PERSON.successor]: '顾棠' };
  const bases = [{ clauseId: 'PL-D1', target: village }];
  const daysOf = async ({ personId, postId }: Subject) => {
    const rows = await here.county.rows<TriggerRow>('trigger-register');
    const { state, holding } = rows.find((row) => row.clauseId === 'PL-D1' && row.personId === personId && row.postId === postId)!;
    return [state, holding.days];
  };
  beforeAll(async () => {
    here = await CountyOverHttp.open();
    await townHandedOver(here.county, called);
    await staff(here.county);
    await decideRemoval(here.county, { subject: GU, bases, no: '5' });
  });
  afterAll(() => here.close());

  it('had the deed been known, only the shares would differ: 324 and 42 days, and 秦越 stays out of reach', async () => {
    expect([await daysOf(QIN), await daysOf(GU)]).toEqual([
      ['notApplicable', 283],
      ['triggered', 83],
    ]);
    const { answer, printed } = await replayed([
      { op: 'move', of: await commandIn(here.county.zelian, 'TenureEnded', /secretary/), to: '2016-11-20' },
      { op: 'move', of: await commandIn(here.county.zelian, 'TenureStarted', /secretary/), from: '2016-11-20' },
    ]);
    const { triggers, cases, ...others } = answer.consequences;
    expect(others).toMatchObject({ scores: [], appraisals: [], vetoes: [], clauses: [] });
    const moved = triggers.filter(({ clauseId }) => clauseId === 'PL-D1').map(({ personId, before, after }) => [personId, before, after]);
    expect(moved).toHaveLength(2);
    expect(moved).toEqual(
      expect.arrayContaining([
        [PERSON.secretary, expect.objectContaining({ state: 'notApplicable', days: 283 }), expect.objectContaining({ state: 'notApplicable', days: 324 })],
        [PERSON.successor, expect.objectContaining({ state: 'triggered', days: 83 }), expect.objectContaining({ state: 'triggered', days: 42 })],
      ]),
    );
    expect(cases.filter(({ basisLost }) => basisLost)).toEqual([]);
    expect(answer.difference.flagged).toEqual([]);
    for (const part of ['秦越', '不适用 324天', '顾棠', '触发 42天']) expect(printed).toContain(part);
  });

  it('and so they do once the deed is recorded; what was decided about 顾棠 stands for people to weigh', async () => {
    await here.county.on('2017-03-01');
    const deed = { postId: POST.secretary, reason: '补录交接', documentRef: '示例组〔2016〕88号' };
    await here.county.record('CorrectTenure', { ...deed, tenureId: 'tenure-second', from: '2016-11-20' });
    await here.county.record('CorrectTenure', { ...deed, tenureId: 'tenure-party-secretary', from: '2016-01-01', to: '2016-11-20' });
    expect([await daysOf(QIN), await daysOf(GU)]).toEqual([
      ['notApplicable', 324],
      ['triggered', 42],
    ]);
    expect(await here.row<ScorecardRow>('scorecard', UNIT_YEAR)).toMatchObject({ totalHundredths: 6_400, grade: 'fair' });
    expect(await here.county.row('veto-register', UNIT_YEAR)).toBeUndefined();
    expect(await here.row<CaseRow>('accountability-cases', rowOf(GU))).toMatchObject({ phase: 'decided', decision: { basisLost: false } });
  });
});

describe('芦川镇, 56.00: all facts sound, the statement recorded after the vote', () => {
  const appeal = appealing(SECRETARY, 'appeal-lu');
  const send = (actor: Actor, on: string, type: string, data: object = {}) => here.act(actor, on, type, appeal(type, on, data));
  const refused = (actor: Actor, on: string, type: string, data: object) => here.refused(actor, on, type, appeal(type, on, data));
  beforeAll(async () => {
    here = await CountyOverHttp.open();
    await townHeardTooLate(here.county, { [town]: '芦川镇' });
  });
  afterAll(() => here.close());

  it('a hearing that was not held cannot be imagined: refused by both faces as a human act, and nothing else differs', async () => {
    const { zelian } = here.county;
    const held = { ...SECRETARY, date: '2017-02-10', signed: true, statement: secret, acceptedPoints: [] };
    const hearing = { op: 'add', label: 'hearing', after: await commandIn(zelian, 'FactsPresentedToSubject'), command: { type: 'HearStatement', data: held } };
    const earlier = { op: 'move', of: await commandIn(zelian, 'StatementHeard'), from: '2017-02-10' };
    for (const edit of [hearing, earlier]) {
      const list = { format: 1, edits: [edit] };
      const { status, body } = await here.ask(CLERK, 'replay', { edits: list });
      expect([status, body.code]).toEqual([422, 'replay.act']);
      const printed = await here.cli(CLERK, 'replay', '--edits', here.file('hearing.json', list), '--json');
      expect([printed.code, printed.json().code]).toEqual([2, 'replay.act']);
    }
    const { answer } = await replayed([]);
    expect(answer.difference).toMatchObject({ changes: [], flagged: [], thirdParties: [], stuck: [] });
    expect(answer.consequences).toEqual({ scores: [], appraisals: [], clauses: [], vetoes: [], triggers: [], cases: [], persons: [] });
  });

  it('the screen finds the procedure at fault, with the clause, and no fault in the facts', async () => {
    const found = await foundBy(SECRETARY);
    expect(Object.keys(found)).toEqual(['procedure-breached']);
    expect(found['procedure-breached']).toContain('statement-not-heard');
    const printed = await here.cli(CLERK, 'screen', pathOf(SECRETARY));
    expect(printed.out).toContain('LAW-1');
  });

  it('nobody who voted or investigated sits on the panel, and it is said beforehand who', async () => {
    await send(oneself(SECRETARY), '2017-03-03', 'LodgeAppeal', {});
    await send(CLERK, '2017-03-06', 'AdmitAppeal');
    const { body } = await here.ask<BarredAnswer>(CLERK, `appeals/barred/${decisionOf(SECRETARY)}`);
    const barred = body.persons.map(({ personId }) => personId);
    expect(barred).toEqual(expect.arrayContaining([...VOTERS, ...INVESTIGATORS, SECRETARY.personId]));
    for (const personId of [VOTERS[1]!, INVESTIGATORS[0]!])
      expect(await refused(CLERK, '2017-03-07', 'FormReviewPanel', panel([...REVIEWERS.slice(1), personId]))).toBe('appeal.reviewer-barred');
    expect(REVIEWERS.filter((personId) => barred.includes(personId))).toEqual([]);
    await send(CLERK, '2017-03-07', 'FormReviewPanel', panel(REVIEWERS));
  });

  it('people order a new decision, never a harsher one; the grade and the veto stay', async () => {
    await send(CLERK, '2017-03-13', 'ReportReview', { reportRef: '复查9号', findings: secret });
    const procedure = { ...outcome('9'), grounds: ['procedure'] };
    for (const measure of ['Demotion', 'Dismissal'])
      expect(await refused(CHAIR, '2017-03-15', 'DecideAppeal', { ...procedure, outcome: 'varied', measure })).toBe('appeal.aggravated');
    await send(CHAIR, '2017-03-15', 'DecideAppeal', { ...procedure, outcome: 'redecision-ordered' });
    await send(CHAIR, '2017-03-16', 'ServeAppealDecision', { mode: 'personal', receiptRef: '回证10号', remedyStated: true });
    await here.act(CHAIR, '2017-03-20', 'CorrectDecision', corrected(SECRETARY, '9'));
    const status = await here.cli(oneself(SECRETARY), 'appeal', 'status', 'appeal-lu', '--json');
    expect(status.json<AppealStatus>()).toMatchObject({ phase: 'served', outcome: { result: 'redecision-ordered' } });
    expect(await here.row<ScorecardRow>('scorecard', UNIT_YEAR)).toMatchObject({ totalHundredths: 5_600, grade: 'poor' });
    expect(await here.row<VetoRow>('veto-register', UNIT_YEAR)).toMatchObject({ state: 'triggered', toLift: null });
  });
});
