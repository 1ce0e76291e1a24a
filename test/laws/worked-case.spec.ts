import type { TriggerRow } from '#accountability';
import type { AppraisalCardRow, ScorecardRow } from '#assessment';
import type { DuplicateFindingsRow, FindingRow } from '#inspection';
import type { ClauseOutcomeRow } from '#rulebook';
import { readBook } from '#rulebook/nest';
import type { VetoRow } from '#veto';
import { agreeTo, liftMark, markDuplicate, startRound, withdrawIt } from '../support/field-work.js';
import { COUNTY, PERSON, SmallCounty } from '../support/small-county.js';

// The first worked case of justice.md as a recorded correction: a duplicate finding cost a town its grade; people take it back.

const TOWN = `${COUNTY.town}-${COUNTY.year}`;
let county: SmallCounty;
beforeEach(async () => {
  county = await SmallCounty.open();
  await county.settle(await readBook('pingli-2016'));
  await startRound(county);
  await county.on('2017-01-10');
  // 64.40 on the papers; two findings agreed by the unit make it 58.40.
  await county.assess(6_440);
  await county.record('OpenAnnualAppraisal', {
    ...{ unitId: COUNTY.town, year: COUNTY.year, documentRef: '示例〔2017〕1号' },
    items: [
      { id: 'poverty', zh: '脱贫攻坚', weightBasisPoints: 6_000, from: 'performance' },
      { id: 'other', zh: '其他', weightBasisPoints: 4_000, from: 'scores' },
    ],
  });
  await county.record('RecordAppraisalScore', { unitId: COUNTY.town, year: COUNTY.year, itemId: 'other', scoreHundredths: 7_290, evidenceRefs: ['示例'] });
  await agreeTo(county, 'finding-f07');
  await agreeTo(county, 'finding-f19', 'group-two');
});
afterEach(() => county.close());

const outcomes = async (): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    (await county.rows<ClauseOutcomeRow>('clause-outcomes')).filter(({ target }) => target === COUNTY.town).map(({ clauseId, outcome }) => [clauseId, outcome]),
  );
/** What the case's table states, and what is in force of it now. */
async function told() {
  const { totalHundredths, grade } = (await county.row<ScorecardRow>('scorecard', TOWN))!;
  const annual = (await county.row<AppraisalCardRow>('appraisal-card', TOWN))!.totalHundredths;
  const veto = await county.row<VetoRow>('veto-register', TOWN);
  const { 'PL-D2': d2, 'PL-D3': d3, 'PL-P2': p2 } = await outcomes();
  const flags = (await county.rows<TriggerRow>('trigger-register')).filter(({ clauseId }) => clauseId === 'PL-D3');
  return {
    ...{ totalHundredths, grade, annual, veto: veto?.state, bases: veto?.bases.length },
    ...{ d2: d2 ?? 'undetermined', d3, p2: p2 ?? 'undetermined' },
    flagged: flags.map(({ personId, state }) => `${personId} ${state}`).sort(),
  };
}
const flagged = (state: string) => [`${PERSON.head} ${state}`, `${PERSON.secretary} ${state}`];
const before = {
  totalHundredths: 5_840,
  grade: 'poor',
  annual: 6_420,
  veto: 'triggered',
  bases: 1,
  d2: 'undetermined',
  d3: 'met',
  flagged: flagged('triggered'),
};
const after = { totalHundredths: 6_140, grade: 'fair', annual: 6_600, bases: 0, d2: 'undetermined', d3: 'not-met', p2: 'met', flagged: flagged('fallen') };

describe('F-19 is F-07 once more', () => {
  it('before: poor at 58.40, annual 64.20, vetoed, the leaders flagged', async () => {
    const now = await told();
    expect(now).toMatchObject(before);
    expect(now.p2).not.toBe('met');
  });

  it.each<[string, () => Promise<unknown>]>([
    ['the duplicate is marked', () => markDuplicate(county, 'finding-f19', 'finding-f07')],
    ['the duplicate is withdrawn', () => withdrawIt(county, 'finding-f19')],
  ])('%s: fair at 61.40, annual 66.00, the veto withdrawn, D3 fallen, P2 newly met', async (_, correct) => {
    await correct();
    expect(await told()).toMatchObject({ ...after, veto: 'withdrawn' });
  });

  it('a veto that people had confirmed loses its basis and waits for them', async () => {
    await county.record('ConfirmVeto', { unitId: COUNTY.town, year: COUNTY.year, authorityRef: '示例委〔2017〕3号', date: '2017-01-10' });
    await markDuplicate(county, 'finding-f19', 'finding-f07');
    expect(await told()).toMatchObject({ ...after, veto: 'basis-lost' });
  });

  it('the mark can fall, and everything is as before', async () => {
    await markDuplicate(county, 'finding-f19', 'finding-f07');
    await liftMark(county, 'finding-f19');
    expect(await told()).toMatchObject(before);
  });

  it('stays on record with both its findings, and what was known before is known as it was', async () => {
    const known = (await county.zelian.log.head()).position;
    await markDuplicate(county, 'finding-f19', 'finding-f07');
    expect(await county.row<DuplicateFindingsRow>('duplicate-findings', TOWN)).toMatchObject({
      marks: [{ findingId: 'finding-f19', duplicateOf: 'finding-f07', original: 'finding-f07' }],
    });
    const rows = await county.rows<FindingRow>('findings-register');
    expect(rows.map(({ findingId, status, counts }) => [findingId, status, counts])).toEqual([
      ['finding-f07', 'agreed', true],
      ['finding-f19', 'agreed', false],
    ]);
    const { row } = await county.zelian.reader.get('scorecard', TOWN, { asKnownAt: known });
    expect(row).toMatchObject({ totalHundredths: 5_840, grade: 'poor' });
  });
});
