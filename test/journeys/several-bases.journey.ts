import type { CaseRow, TriggerRow } from '#accountability';
import type { ScorecardRow } from '#assessment';
import type { RuleBook, RuleBookRow } from '#rulebook';
import { readBook } from '#rulebook/nest';
import type { Counterfactual, DecisionDistance, Edit } from '#zelian';
import type { Actor } from '#kernel';
import { CLERK } from '../support/commission.js';
import { COUNTY, PERSON } from '../support/small-county.js';
import { commandIn, SECRETARY, townWithTwoBases } from '../support/worked-towns.js';
import { CountyOverHttp } from './county-over-http.js';

// A removal that rests on a village’s missed exit and on the grade that the same missed exit pulled down: what falls with what, over HTTP and by the command line.

const { town, village, year } = COUNTY;
const CASE_ROW = `${SECRETARY.personId}|${SECRETARY.postId}|${year}`;
let here: CountyOverHttp;
beforeAll(async () => {
  here = await CountyOverHttp.open();
  await townWithTwoBases(here.county, { [town]: '石门镇', [PERSON.secretary]: '程岭' });
});
afterAll(() => here.close());

const scored = async (value: number): Promise<Edit> => ({
  op: 'replace',
  of: await commandIn(here.county.zelian, 'IndicatorScoreRecorded'),
  path: '/scoreHundredths',
  value,
});
const noMissedExit = async (): Promise<Edit> => ({ op: 'retract', of: await commandIn(here.county.zelian, 'VillageExitFailureDetermined') });

/** By both faces, to one hash; the ledger stays as it was. */
async function replayed(...edits: readonly Edit[]): Promise<Counterfactual> {
  const before = (await here.county.zelian.verify()).logHash;
  const list = { format: 1, edits };
  const { status, body } = await here.ask<Counterfactual>(CLERK, 'replay', { edits: list });
  expect([status, body.code]).toEqual([200, undefined]);
  const printed = await here.cli(CLERK, 'replay', '--edits', here.file('edits.json', list), '--json');
  expect(printed.json<Counterfactual>().hash).toBe(body.hash);
  expect((await here.county.zelian.verify()).logHash).toBe(before);
  return body;
}
const caseIn = ({ consequences }: Counterfactual) => consequences.cases.find(({ personId }) => personId === PERSON.secretary)!;
const clauses = ({ consequences }: Counterfactual) =>
  Object.fromEntries(consequences.clauses.map(({ clauseId, before, after, newly }) => [clauseId, [before, after, newly]]));
const chainOf = ({ consequences }: Counterfactual, id: string) =>
  consequences.clauses.find(({ clauseId }) => clauseId === id)!.chain.map(({ type, clauseId }) => (clauseId === undefined ? type : `${type} ${clauseId}`));

it('rests on both: 65.00 on the papers, eight points less for the missed exit', async () => {
  expect(await here.row<ScorecardRow>('scorecard', `${town}-${year}`)).toMatchObject({
    totalHundredths: 5_700,
    grade: 'poor',
    deductions: [{ clauseId: 'PL-X1', pointsHundredths: 800 }],
  });
  const held = (await here.county.rows<TriggerRow>('trigger-register')).filter(({ personId, state }) => personId === PERSON.secretary && state === 'triggered');
  expect(held.map(({ clauseId }) => clauseId).sort()).toEqual(['PL-D1', 'PL-D3']);
  const { decision, bases } = await here.row<CaseRow>('accountability-cases', CASE_ROW);
  expect(decision).toMatchObject({ measure: 'RemovalFromPost', basisLost: false });
  expect(bases.map(({ clauseId }) => clauseId).sort()).toEqual(['PL-D1', 'PL-D3']);
});

describe('the distance of the decision', () => {
  const DECISION = `case-${SECRETARY.personId}-${SECRETARY.postId}-${year}`;
  const told = async (decision: string) => {
    const { status, body } = await here.ask<DecisionDistance>(CLERK, `decisions/${decision}/distance`);
    expect([status, body.code]).toEqual([200, undefined]);
    expect((await here.cli(CLERK, 'distance', decision, '--json')).json<DecisionDistance>()).toEqual(body);
    return body;
  };
  let distance: DecisionDistance;
  beforeAll(async () => void (distance = await told(DECISION)));
  const restingOn = ({ grounds }: DecisionDistance, clause: string) =>
    Object.fromEntries(grounds.find(({ clauseId }) => clauseId === clause)!.restsOn.map(({ what, falls }) => [what, falls]));

  it('of a ground that is a fact is none: it falls whole with the fact, or with the post', async () => {
    const exit = distance.grounds.find(({ clauseId }) => clauseId === 'PL-D1')!;
    expect([exit.scale, exit.says.zh]).toEqual([null, expect.stringContaining('不是分数')]);
    expect(restingOn(distance, 'PL-D1')).toMatchObject({ 认定未如期退出: true, 任职: true });
    const printed = await here.cli(CLERK, 'distance', DECISION);
    for (const said of ['不是分数', '没有它，依据不成立', '距上一等次']) expect(printed.out).toContain(said);
  });

  it('of a ground that hangs on the score is the distance to the cut-off', async () => {
    const { scale } = distance.grounds.find(({ clauseId }) => clauseId === 'PL-D3')!;
    expect(scale).toMatchObject({ unitId: town, grade: 'poor', up: { grade: 'fair', distanceE6: 3_000_000 } });
    expect(scale!.flips.map(({ grade }) => grade)).toContain('fair');
    expect((await told(`grade-${town}-${year}`)).result).toEqual(scale);
    const veto = await here.ask<DecisionDistance>(CLERK, `decisions/veto-${town}-${year}/distance`);
    expect(veto.body.grounds.map((ground) => ground.scale)).toEqual([scale]);
  });

  it('is for the person as well, as known at any moment, and of nothing else', async () => {
    const own = { personId: SECRETARY.personId };
    expect((await here.ask<DecisionDistance>(own, `decisions/${DECISION}/distance`)).body).toEqual(distance);
    const asked = async (decision: string, query = '', actor: Actor = CLERK) => (await here.ask(actor, `decisions/${decision}/distance${query}`)).body.code;
    expect(await asked(DECISION, '', { personId: PERSON.head })).toBe('access.case-owner-only');
    expect(await asked(DECISION, '?at=2016-12-31T00:00:00.000Z')).toBe('appeal.nothing-decided');
    expect(await asked(`veto-${town}-2014`)).toBe('appeal.nothing-decided');
    expect((await here.ask(CLERK, `distance/${town}?year=${year}&at=2016-12-31T00:00:00.000Z`)).body.code).toBe('replay.not-graded');
  });
});

describe('several bases', () => {
  it('one falls, the measure stands: a score four points higher takes D3 away, not D1', async () => {
    const answer = await replayed(await scored(6_900));
    expect(answer.consequences.scores).toMatchObject([{ after: { totalHundredths: 6_100, grade: 'fair' } }]);
    expect(caseIn(answer)).toMatchObject({
      ...{ basisLost: false, fell: ['PL-D3'], restsOn: ['PL-D1'] },
      before: { clauses: ['PL-D1', 'PL-D3'], measure: 'RemovalFromPost' },
      after: { clauses: ['PL-D1'] },
    });
    expect(clauses(answer)).not.toHaveProperty('PL-D1');
    const printed = await here.cli(CLERK, 'replay', '--edits', here.file('one.json', { format: 1, edits: [await scored(6_900)] }));
    expect(printed.out).toContain('对程岭的处理所依据的条款PL-D3不再成立，仍有PL-D1，处理不因此失去依据。');
    expect(printed.out).not.toContain('对程岭的处理失去依据');
  });

  it('the other falls, the measure stands: without the missed exit at a score that is poor all the same', async () => {
    const answer = await replayed(await noMissedExit(), await scored(5_900));
    expect(answer.consequences.scores).toMatchObject([{ after: { totalHundredths: 5_900, grade: 'poor', deductions: [] } }]);
    expect(caseIn(answer)).toMatchObject({ basisLost: false, fell: ['PL-D1'], restsOn: ['PL-D3'] });
  });

  it('the last falls, and the removal has lost its basis; it is not undone', async () => {
    const answer = await replayed(await noMissedExit(), await scored(6_900));
    expect(caseIn(answer)).toMatchObject({ basisLost: true, restsOn: [], before: { measure: 'RemovalFromPost' } });
    expect(caseIn(answer).acts).toContain('集体讨论决定');
    expect(await here.row<CaseRow>('accountability-cases', CASE_ROW)).toMatchObject({ decision: { basisLost: false } });
  });
});

describe('a missed exit that also lives in the score', () => {
  it('takes D1 with it, its eight points, and with them the grade, the veto and D3: one fact, both bases', async () => {
    const answer = await replayed(await noMissedExit());
    const { scores, vetoes } = answer.consequences;
    expect(scores).toMatchObject([
      {
        before: { totalHundredths: 5_700, grade: 'poor', deductions: [{ clauseId: 'PL-X1', target: village }] },
        after: { totalHundredths: 6_500, grade: 'fair', deductions: [] },
      },
    ]);
    expect(vetoes).toMatchObject([{ unitId: town, before: 'triggered', after: 'none', never: true }]);
    expect(clauses(answer)).toMatchObject({
      'PL-D1': ['met', 'undetermined', false],
      'PL-X1': ['met', 'undetermined', false],
      'PL-P2': [expect.anything(), 'met', true],
    });
    expect(clauses(answer)['PL-D3']![0]).toBe('met');
    expect(caseIn(answer)).toMatchObject({ basisLost: true });
    // The grade is carried by the deduction; D1 follows from the exit itself.
    expect(chainOf(answer, 'PL-D3')).toEqual(expect.arrayContaining(['ClauseOutcomeChanged PL-X1', 'PerformanceTotalDerived PL-X1']));
    expect(chainOf(answer, 'PL-D1')).not.toContain('ClauseOutcomeChanged PL-X1');
  });
});

describe('another book', () => {
  it('that takes no points for a missed exit: the grade rises and D3 falls, D1 stands; the book in force stays', async () => {
    const book: RuleBook = await readBook('pingli-2016');
    const document = { ...book, version: 2, clauses: book.clauses.filter(({ id }) => id !== 'PL-X1') };
    const { status, body } = await here.ask<Counterfactual>(CLERK, 'books/dry-run', { document });
    expect([status, body.code]).toEqual([200, undefined]);
    expect(body.consequences.scores).toMatchObject([{ before: { totalHundredths: 5_700 }, after: { totalHundredths: 6_500, grade: 'fair', deductions: [] } }]);
    expect(caseIn(body)).toMatchObject({ basisLost: false, fell: ['PL-D3'], restsOn: ['PL-D1'] });
    expect(body.consequences.vetoes).toMatchObject([{ before: 'triggered', after: 'none' }]);
    const printed = await here.cli(CLERK, 'book', 'dry-run', here.file('draft.json', document), '--json');
    expect(printed.json<Counterfactual>().hash).toBe(body.hash);
    const versions = (await here.row<RuleBookRow>('rule-books', book.id)).versions.map(({ version }) => version);
    expect(versions).toEqual([1]);
  });

  it('that costs twelve points and grades below 55.00 poor differs in the score, and nothing follows but the score', async () => {
    const book: RuleBook = await readBook('pingli-2016');
    const dearer = book.clauses.map((clause) =>
      clause.id === 'PL-X1' ? { ...clause, consequence: { ...clause.consequence, pointsHundredths: 1_200 } } : clause,
    ) as RuleBook['clauses'];
    const { body } = await here.ask<Counterfactual>(CLERK, 'books/dry-run', { document: { ...book, version: 2, clauses: dearer } });
    const { scores, vetoes, cases, triggers } = body.consequences;
    expect(scores).toMatchObject([{ before: { totalHundredths: 5_700 }, after: { totalHundredths: 5_300, grade: 'poor' } }]);
    expect([vetoes, triggers, cases.filter(({ basisLost }) => basisLost)]).toEqual([[], [], []]);
  });

  it('that the linter refuses is not tried', async () => {
    const book: RuleBook = await readBook('pingli-2016');
    const { status, body } = await here.ask(CLERK, 'books/dry-run', { document: { ...book, version: 2, clauses: [...book.clauses, book.clauses[0]] } });
    expect([status, body.code]).toEqual([422, 'book.duplicate-id']);
  });
});
