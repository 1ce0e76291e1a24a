import type { TriggerRow } from '#accountability';
import type { ScorecardRow } from '#assessment';
import type { Clause, Condition, RuleBook } from '#rulebook';
import { parseBook, readBook } from '#rulebook/nest';
import type { VetoRow } from '#veto';
import { agreeTo, byHead, fact, liftMark, markDuplicate, signerOf, startRound, withdrawIt } from '../support/field-work.js';
import { COUNTY, PERSON, SmallCounty } from '../support/small-county.js';
import { textOf } from '../architecture/tree.js';

// Every consequence follows from the book's word on people's facts, is recomputed and never added up; what people decided is marked and never rewritten.

const TOWN = `${COUNTY.town}-${COUNTY.year}`;
let county: SmallCounty;
afterEach(() => county.close());

const scorecard = async () => (await county.row<ScorecardRow>('scorecard', TOWN))!;
const veto = () => county.row<VetoRow>('veto-register', TOWN);
const agree = (id: string, group: 'group-one' | 'group-two' = 'group-one') => agreeTo(county, `finding-${id}`, group);
const withdraw = (id: string) => withdrawIt(county, `finding-${id}`);
const trail = async () => (await veto())!.history.map(({ event, state }) => `${event} ${state}`);
const confirm = (more: object = {}) =>
  county.record('ConfirmVeto', { unitId: COUNTY.town, year: COUNTY.year, authorityRef: '示例〔2017〕1号', date: '2017-01-10', ...more });

async function settled(book: RuleBook): Promise<void> {
  county = await SmallCounty.open();
  await county.settle(book);
  await startRound(county);
}

describe('findings of the inspection', () => {
  beforeEach(async () => {
    await settled(await readBook('pingli-2016'));
    await county.assess(7_200);
  });

  it('two agreed findings deduct twice, a third that is withdrawn gives back once', async () => {
    const totals: (number | null)[] = [];
    for (const step of [() => agree('f1'), () => agree('f2'), () => agree('f3'), () => withdraw('f3'), () => withdraw('f1'), () => withdraw('f2')]) {
      await step();
      totals.push((await scorecard()).totalHundredths);
    }
    expect(totals).toEqual([6_900, 6_600, 6_300, 6_600, 6_900, 7_200]);
  });

  it('a duplicate costs nothing more, and its evidence is recorded all the same', async () => {
    await agree('f1');
    await county.record('LogFinding', fact('finding-f2', county.today(), 'group-two'), undefined, signerOf('group-two'));
    const before = (await scorecard()).deductions;
    const events = (await county.events()).length;
    await markDuplicate(county, 'finding-f2', 'finding-f1');
    const after = (await scorecard()).deductions;
    expect((await scorecard()).totalHundredths).toBe(6_900);
    expect(after.map(({ pointsHundredths }) => pointsHundredths)).toEqual(before.map(({ pointsHundredths }) => pointsHundredths));
    expect(after[0]!.basis[0]!.events).not.toEqual(before[0]!.basis[0]!.events);
    // The mark, the outcome of both clauses on findings on other evidence, the deduction on another ground; total and grade are as they were.
    const followed = ['FindingDuplicateMarked', 'ClauseOutcomeChanged', 'ClauseOutcomeChanged', 'PerformanceDeductionDerived'];
    expect((await county.events()).slice(events)).toEqual(followed);
  });

  it('nobody agrees twice', async () => {
    await agree('f1');
    const events = (await county.events()).length;
    expect(await county.refusal('AgreeToFinding', byHead('finding-f1', county.today()))).toBe('finding.not-awaiting-answer');
    expect([(await county.events()).length, (await scorecard()).totalHundredths]).toEqual([events, 6_900]);
  });

  it('a duplicate counts once whichever way it is withdrawn, and again when the mark falls', async () => {
    await agree('f1');
    await agree('f2', 'group-two');
    const totals: (number | null)[] = [];
    const steps = [
      () => markDuplicate(county, 'finding-f2', 'finding-f1'),
      () => liftMark(county, 'finding-f2'),
      () => markDuplicate(county, 'finding-f1', 'finding-f2'),
      () => withdraw('f1'),
      () => withdraw('f2'),
    ];
    for (const step of steps) {
      await step();
      totals.push((await scorecard()).totalHundredths);
    }
    expect(totals).toEqual([6_900, 6_600, 6_900, 6_900, 7_200]);
  });

  it('points can cost a grade, and giving them back returns it', async () => {
    const grades: (string | null)[] = [];
    for (const step of [() => agree('f1'), () => agree('f2'), () => agree('f3'), () => agree('f4'), () => agree('f5'), () => withdraw('f2')]) {
      await step();
      grades.push((await scorecard()).grade);
    }
    expect(grades).toEqual(['fair', 'fair', 'fair', 'fair', 'poor', 'fair']);
    expect(await trail()).toEqual(['VetoTriggered triggered', 'VetoWithdrawn withdrawn']);
  });
});

describe('met, not met, met again', () => {
  beforeEach(async () => {
    await settled(await readBook('pingli-2016'));
    await county.on('2017-01-10');
    await county.assess(5_840);
  });

  it('leaves one trail in which the ground is lost and regained, and nothing falls back to triggered', async () => {
    await confirm();
    await county.correct(6_140, '2017-01-10');
    const lost = await veto();
    await county.correct(5_900, '2017-01-10');
    expect([lost!.state, lost!.bases]).toEqual(['basis-lost', []]);
    expect(await veto()).toMatchObject({ state: 'confirmed', authorityRef: '示例〔2017〕1号' });
    expect(await trail()).toEqual(['VetoTriggered triggered', 'VetoConfirmed confirmed', 'VetoBasisLost basis-lost', 'VetoBasisRegained confirmed']);
    expect(await county.rows('veto-register')).toHaveLength(1);
  });

  it('flags the holders, lets the flags fall and flags them again, on one row each', async () => {
    const states = async () =>
      (await county.rows<TriggerRow>('trigger-register')).map(({ clauseId, personId, state }) => `${clauseId} ${personId} ${state}`).sort();
    const of = (state: string) => [`PL-D3 ${PERSON.head} ${state}`, `PL-D3 ${PERSON.secretary} ${state}`];
    const seen = [await states()];
    for (const score of [6_140, 5_900]) {
      await county.correct(score, '2017-01-10');
      seen.push(await states());
    }
    expect(seen).toEqual([of('triggered'), of('fallen'), of('triggered')]);
  });

  it('what people lifted comes back only after the clause had fallen', async () => {
    await confirm();
    await county.record('LiftVeto', { unitId: COUNTY.town, year: COUNTY.year, authorityRef: '示例〔2017〕2号', reason: '复议', date: '2017-01-10' });
    await county.correct(5_850, '2017-01-10');
    expect((await veto())!.state).toBe('lifted');
    await county.correct(6_140, '2017-01-10');
    await county.correct(5_850, '2017-01-10');
    expect((await veto())!.state).toBe('triggered');
  });
});

describe('two clauses under one veto', () => {
  /** 平利's book with a second veto, on findings: data only. */
  const twoVetoes = async (): Promise<RuleBook> => {
    const book = await readBook('pingli-2016');
    const veto = book.clauses.find(({ consequence }) => consequence.kind === 'veto')!;
    const when: Condition = { and: [{ '>=': [{ var: 'findings.agreed' }, 2] }, { '!': [{ '===': [{ var: 'performance.grade' }, 'excellent'] }] }] };
    const grounds = [{ target: 'unit', when }] as const;
    const second: Clause = {
      ...veto,
      id: 'PL-V2',
      zh: '示例：问题否决',
      sourceQuote: '示例：两个以上认可的问题，一票否决',
      source: 'example',
      example: true,
      grounds,
    };
    return { ...book, clauses: [...book.clauses, second] };
  };

  beforeEach(async () => {
    await settled(await twoVetoes());
    await county.on('2017-01-10');
    await county.assess(5_840);
    await agree('f1');
    await agree('f2');
  });

  it('stand together; when one falls, the veto stands on the other; when both have fallen, it is marked', async () => {
    const bases = async () => (await veto())!.bases.map(({ clauseId }) => clauseId);
    expect(await bases()).toEqual(['PL-V1', 'PL-V2']);
    await confirm();
    await withdraw('f2');
    expect([(await veto())!.state, await bases()]).toEqual(['confirmed', ['PL-V1']]);
    await county.correct(7_000, '2017-01-10');
    expect([(await veto())!.state, await bases()]).toEqual(['basis-lost', []]);
    await agree('f3');
    expect([(await veto())!.state, await bases()]).toEqual(['confirmed', ['PL-V2']]);
    const lines = await trail();
    const confirmed = lines.indexOf('VetoConfirmed confirmed');
    expect(lines.slice(0, confirmed).every((line) => line.endsWith(' triggered'))).toBe(true);
    expect(lines.slice(confirmed).filter((line) => line.endsWith(' triggered'))).toEqual([]);
  });

  it('an unconfirmed one is withdrawn only with its last clause', async () => {
    await withdraw('f1');
    expect((await veto())!.state).toBe('triggered');
    await county.correct(7_000, '2017-01-10');
    expect((await veto())!.state).toBe('withdrawn');
  });
});

describe('another book, as data alone', () => {
  beforeEach(async () => {
    await settled(parseBook(textOf('test/fixtures/books/second-book.json')));
    await county.planExit();
  });

  it('has grades, deductions, a veto with effects and measures of its own', async () => {
    await county.on('2017-01-10');
    await county.assess(6_000);
    expect((await scorecard()).grade).toBe('plain');
    await county.failExit();
    // 20 points for the village, which makes the town weak; being weak vetoes; the head is admonished, nobody removed.
    expect(await scorecard()).toMatchObject({ totalHundredths: 4_000, grade: 'weak', bookId: 'yunhe-charter' });
    expect((await veto())!).toMatchObject({ state: 'triggered', bases: [{ clauseId: 'YH-4' }] });
    await confirm({ effects: ['honours'] });
    expect((await veto())!).toMatchObject({ state: 'confirmed', effects: ['honours'], effectUndetermined: false });
    const triggers = await county.rows<TriggerRow>('trigger-register');
    expect(triggers.map(({ clauseId, measure, personId }) => [clauseId, measure, personId])).toEqual([['YH-7', 'Admonition', PERSON.head]]);
  });

  it('has a price per finding of its own', async () => {
    await county.assess(9_000);
    await agree('f1');
    await agree('f2');
    expect(await scorecard()).toMatchObject({ totalHundredths: 8_800, grade: 'strong' });
  });

  it('has weight floors of its own', async () => {
    const scheme = (weight: number) => ({
      unitId: COUNTY.town,
      year: COUNTY.year,
      documentRef: '示例〔2016〕4号',
      items: [
        { id: 'water-works', zh: '管护', weightBasisPoints: weight, from: 'performance' },
        { id: 'general', zh: '综合', weightBasisPoints: 10_000 - weight, from: 'scores' },
      ],
    });
    expect(await county.refusal('OpenAnnualAppraisal', scheme(6_999))).toBe('appraisal.weight-below-floor');
    expect(await county.refusal('OpenAnnualAppraisal', scheme(7_000))).toBeUndefined();
  });
});
