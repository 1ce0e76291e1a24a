import { parseBook } from '#rulebook/nest';
import { programmeRequests } from '#programme/nest';
import type {
  DelistingGateRow,
  FundRow,
  PathReconciliationRow,
  ProgrammeFiguresRow,
  ReinforcementsRow,
  StandardProgressRow,
  VillageAssistanceRow,
  VillagePlanRow,
} from '#programme';
import { COUNTY, SmallCounty } from '../support/small-county.js';
import { PROGRAMME_COMMANDS, PROGRAMME_ID, VILLAGE } from '../support/programme-county.js';
import { textOf } from '../architecture/tree.js';

const key = `${VILLAGE}-${COUNTY.year}`;

/** A second, invented county: its tree, figures, share rule and standard are data, and no line of code knows them. */
describe('another county’s programme', () => {
  let county: SmallCounty;
  beforeAll(async () => {
    county = await SmallCounty.open();
    await county.settle(parseBook(textOf('test/fixtures/books/second-book.json')));
    await county.on('2016-12-20');
    for (const { type, data } of PROGRAMME_COMMANDS) await county.record(type, data);
  });
  afterAll(() => county.close());

  it('has every command of the programme but those on exits that failed, and instructions', () => {
    const played = new Set(PROGRAMME_COMMANDS.map(({ type }) => type));
    expect(programmeRequests.map(({ type }) => type as string).filter((type) => !played.has(type))).toEqual([
      'AdjustExitPlan',
      'DetermineVillageExitFailure',
      'FindFalseExit',
      'WithdrawExitDetermination',
      'RecordInstruction',
    ]);
  });

  it('finds its paths by the names that its own tree gives them', async () => {
    const row = await county.row<PathReconciliationRow>('path-reconciliation', `${PROGRAMME_ID}-2016`);
    expect(row!.nodeIds).toEqual({ 甜蜜产业: 'bees', roads: 'roads' });
    expect(row!.paths.map(({ verdict }) => verdict)).toEqual(['overlap', 'exact']);
    expect(row!.paths[0]!.overlap).toEqual({ households: [3, 3], persons: [10, 10], unitsMixed: false, given: 'each-in-a-line' });
    expect(row!.paths[1]!.flags.map(({ code }) => code)).toEqual(['subset-of-whole', 'units-mixed', 'routes-and-lines']);
    expect((await county.row<ProgrammeFiguresRow>('programme-figures', `${PROGRAMME_ID}/bees`))!.totals).toEqual([
      { measure: 'hives', role: 'reported', unit: 'hives', value: 33, quantifier: 'exact', preliminary: false, figures: 1 },
    ]);
  });

  it('knows who is helped by which path, and who is left out', async () => {
    const row = await county.row<VillageAssistanceRow>('village-assistance', key);
    expect(row).toMatchObject({
      gross: 2,
      distinct: 2,
      onSeveralPaths: 0,
      byPath: [{ nodeId: 'bees', households: 2 }],
      relocation: { relocated: 1, settled: 1, 'out-of-poverty': 1 },
      unassisted: ['household-a4'],
      policy: { nodeIds: ['bees', 'roads'] },
    });
    expect(await county.rows('listed-households')).toHaveLength(3);
  });

  it('names the village and the places that nobody fills', async () => {
    const row = await county.row<VillagePlanRow>('village-plan', VILLAGE);
    expect(row).toMatchObject({ name: '一村', years: [{ exit: 'exited', filled: 2, missing: ['县级领导', '镇班子成员', '农技人员'], households: 3 }] });
    await county.record('EndDuty', { dutyId: 'duty-first', targetId: VILLAGE, year: COUNTY.year, to: '2016-12-01', reason: '调离' });
    expect((await county.row<VillagePlanRow>('village-plan', VILLAGE))!.years[0]!.missing).toContain('第一书记');
    expect(await county.row('five-ones', `2016/${VILLAGE}`)).toMatchObject({
      filled: 1,
      missing: expect.arrayContaining([{ kind: 'first-secretary', zh: '第一书记' }]),
    });
  });

  it('says on a date whether reinforcement arrived and a dividend was paid', async () => {
    const on = async <Row>(view: string, of: string, validOn: string) => (await county.zelian.reader.get(view, of, { validOn })).row as Row;
    expect(await on<ReinforcementsRow>('reinforcements', key, '2016-03-22')).toMatchObject({
      awaited: [COUNTY.organ],
      late: [COUNTY.organ],
      unanswered: ['heavy-task'],
    });
    expect(await on<ReinforcementsRow>('reinforcements', key, '2016-03-25')).toMatchObject({ awaited: [], late: [] });
    expect((await on<FundRow>('fund-register', 'fund-bees', '2016-10-19')).obligations).toMatchObject([
      { dueOn: '2016-10-31', guaranteedFen: 21_000, status: 'not-due' },
    ]);
    expect(await on<FundRow>('fund-register', 'fund-bees', '2016-10-20')).toMatchObject({ obligations: [{ status: 'paid' }] });
    expect((await county.row<FundRow>('fund-register', 'fund-bees'))!.flags).toEqual(['second-base-undefined', 'first-year-unstated', 'pilot-before-rule']);
  });

  it('strikes a village off only when both statuses hold, and says which is missing since', async () => {
    expect(await county.row<DelistingGateRow>('delisting-gates', key)).toMatchObject({
      exitOn: '2016-12-01',
      missing: ['beautiful-village'],
      delistedOn: null,
    });
    const delist = { villageId: VILLAGE, year: COUNTY.year, authority: { organUnitId: COUNTY.organ, documentNo: '示例', date: '2016-12-10' } };
    expect(await county.refusal('DelistVillage', delist)).toBe('delisting.gate-closed');
    expect(await county.row<StandardProgressRow>('standard-progress', '2016')).toMatchObject({ items: 2, expected: 2, checked: 2, met: 2 });
  });

  it('rebuilds to the same rows', async () => {
    const results = await county.zelian.rebuild();
    expect(results.filter(({ before, after }) => before !== after)).toEqual([]);
  });
});
