import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { YES_NO, writeTemplate, type CellValue, type SheetFault } from '#exchange';
import { realClock, realEntropy } from '#ledger';
import { openLedger, templateNamed } from '#zelian';
import { importSheet } from '#zelian/nest';
import { readBook } from '#rulebook/nest';
import { COUNTY, SmallCounty } from '../../../../test/support/small-county.js';

const clerk = { personId: 'person-clerk1', postId: 'post-clerk1' };
const unitsOf = { unitId: COUNTY.town, managedByUnitId: COUNTY.organ };
type Cells = Readonly<Record<string, CellValue | undefined>>;
const member = (n: number, over: Cells = {}): Cells => ({
  personId: `person-m${String(n).padStart(4, '0')}`,
  name: `虚构${n}`,
  partyMember: n % 2 === 0 ? 'yes' : 'no',
  staffStatus: 'institution',
  postId: `post-m${String(n).padStart(4, '0')}`,
  ...unitsOf,
  role: 'clerk',
  title: `干事${n}`,
  appointedBy: 'contract',
  tenureId: `tenure-m${n}`,
  from: '2016-02-01',
  ...over,
});
/** A row that registers a person and nothing else. */
const personOnly = {
  ...Object.fromEntries(['postId', 'unitId', 'role', 'title', 'appointedBy', 'managedByUnitId', 'tenureId', 'from'].map((key) => [key, undefined])),
};
const workbook = (name: string, rows: readonly Cells[]) => writeTemplate(templateNamed(name), rows);

let county: SmallCounty;
beforeEach(async () => void (county = await (await SmallCounty.open()).settle(await readBook('pingli-2016'))));
afterEach(() => county.close());
const importing = async (name: string, rows: readonly Cells[]) => importSheet(county.zelian, { name, bytes: await workbook(name, rows), actor: clerk });
const faultsOf = async (name: string, rows: readonly Cells[]) => {
  const before = await county.zelian.log.head();
  const error: unknown = await importing(name, rows).then(
    () => ({ errors: [] }),
    (reason: unknown) => reason,
  );
  expect(await county.zelian.log.head()).toEqual(before);
  return (error as { errors: readonly SheetFault[] }).errors.map(({ code, row, column }) => [code, row, column]);
};

describe('the roster', () => {
  it('registers persons, posts and tenures that name each other, as one append', async () => {
    let appends = 0;
    const stop = county.zelian.log.subscribe(() => appends++);
    const answer = await importing('roster', [member(1), member(2, { to: '2016-09-01', reason: '调离', acting: 'yes' }), member(3, { postId: undefined })]);
    stop();
    expect([appends, answer.rows, answer.events, answer.again]).toEqual([1, 3, 8, false]);
    await county.zelian.drain();
    expect(await county.row('post-directory', 'post-m0002')).toMatchObject({
      title: '干事2',
      tenures: [{ personId: 'person-m0002', from: '2016-02-01', to: '2016-09-01', acting: true }],
    });
    expect(await county.zelian.named('person-m0001')).toBe('虚构1');
    expect(JSON.stringify(await county.row('person-directory', 'person-m0001'))).not.toContain('虚构');
  });

  it('takes one person in two posts and two persons in one post, in turn', async () => {
    const rows = [
      member(1, { to: '2016-06-01', reason: '交流' }),
      member(2, { personId: 'person-m0001', name: '虚构1', partyMember: 'no' }),
      { ...member(3), postId: 'post-m0001', title: '干事1', from: '2016-06-01' },
    ];
    expect(await importing('roster', rows)).toMatchObject({ events: 8 });
  });

  it('answers the same file as the first time, also after what it registered is known', async () => {
    const rows = [member(1), member(2), member(3, personOnly)];
    const first = await importing('roster', rows);
    await county.zelian.drain();
    expect(await importing('roster', rows)).toMatchObject({ ...first, again: true });
    expect(await faultsOf('roster', [member(1)])).toEqual([['tenure.already-recorded', 2, '任职编号']]);
  });

  it('does not register again who is known, and says where rows differ from the register or from each other', async () => {
    await importing('roster', [member(1)]);
    await county.zelian.drain();
    const again = member(1, { postId: 'post-other', tenureId: 'tenure-other', title: '另一岗位' });
    expect(await importing('roster', [again])).toMatchObject({ events: 2 });
    await county.zelian.drain();
    expect(await faultsOf('roster', [member(1, { tenureId: 'tenure-x', partyMember: 'yes', title: '改名' })])).toEqual([
      ['sheet.differs-from-register', 2, '是否党员'],
      ['sheet.differs-from-register', 2, '职务名称'],
    ]);
    expect(await faultsOf('roster', [member(5), member(5, { name: '另一人', tenureId: 'tenure-y', title: '另一职务' })])).toEqual([
      ['sheet.rows-disagree', 3, '姓名'],
      ['sheet.rows-disagree', 3, '职务名称'],
    ]);
  });

  it('tells everything that is wrong, of cells, rows and rules, and records nothing', async () => {
    expect(await faultsOf('roster', [member(1), member(2, { title: undefined, from: undefined }), member(3, { to: '2016-09-01' })])).toEqual([
      ['sheet.required', 3, '职务名称'],
      ['sheet.required', 3, '任职日期'],
      ['sheet.required', 4, '离任原因'],
    ]);
    expect(await faultsOf('roster', [member(1, { role: 'Party Secretary' })])).toEqual([['sheet.invalid', 2, '岗位类别']]);
    expect(await faultsOf('roster', [member(1, { unitId: 'unit-nowhere' }), member(2, { to: '2016-01-01', reason: '误' }), member(3)])).toEqual([
      ['unit.unknown', 2, '单位编号'],
      ['post.unknown', 2, '岗位编号'],
      ['date.backwards', 3, '离任日期'],
    ]);
  });
});

describe('scores', () => {
  const score = (indicatorId: string, scoreHundredths: number): Cells => ({
    unitId: COUNTY.town,
    year: COUNTY.year,
    indicatorId,
    scoreHundredths,
    evidenceRefs: '评分表；现场记录',
  });
  beforeEach(async () => {
    const indicators = [
      { id: 'first', zh: '一', weightBasisPoints: 6_000 },
      { id: 'second', zh: '二', weightBasisPoints: 4_000 },
    ];
    await county.record('OpenPerformanceAssessment', { unitId: COUNTY.town, year: COUNTY.year, indicators, documentRef: '示例〔2016〕1号' });
  });

  it('become scores, and what follows from them follows', async () => {
    expect(await importing('performance-scores', [score('first', 5_840), score('second', 7_290)])).toMatchObject({ events: 2 });
    await county.zelian.drain();
    expect(await county.row('scorecard', `${COUNTY.town}-${COUNTY.year}`)).toMatchObject({ totalHundredths: 6_420 });
  });

  it('are refused by the rules row by row', async () => {
    expect(
      await faultsOf('performance-scores', [score('first', 5_840), score('first', 100), score('third', 100), { ...score('first', 1), year: 2017 }]),
    ).toEqual([
      ['assessment.score-exists', 3, '指标编号'],
      ['assessment.unknown-indicator', 4, '指标编号'],
      ['assessment.not-open', 5, '单位编号'],
    ]);
  });
});

describe('a workbook of five thousand rows', () => {
  const ROWS = 5_000;
  let root: string;
  beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'zelian-sheet-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('is one append on a real disk, in time; one bad cell is named and nothing is recorded', async () => {
    const zelian = await openLedger({ directory: join(root, 'ledger'), clock: realClock, entropy: realEntropy });
    try {
      const units = [COUNTY.town, COUNTY.organ].map((unitId, n) => ({ command: { type: 'RegisterUnit', data: { unitId, kind: 'town', name: unitId } }, n }));
      for (const { command, n } of units) await zelian.record(command, { actor: clerk, commandId: `0190a000-0000-7000-8000-00000000000${n}` });
      const rows = Array.from({ length: ROWS }, (_, i) => member(i + 1, personOnly));
      const { position } = await zelian.log.head();

      // Row 4,711 of the sheet is the 4,710th below the heading.
      const bad = rows.map((row, i) => (i === 4_709 ? { ...row, partyMember: '也许' } : row));
      const refused = await importSheet(zelian, { name: 'roster', bytes: await workbook('roster', bad), actor: clerk }).catch((error: unknown) => error);
      expect((refused as { errors: unknown }).errors).toEqual([
        {
          code: 'sheet.unknown-choice',
          sheet: '人员岗位任职',
          row: 4_711,
          column: '是否党员',
          cell: 'C4711',
          zh: expect.stringContaining(YES_NO[0]!.zh),
          en: expect.any(String),
        },
      ]);
      expect((await zelian.log.head()).position).toBe(position);

      const bytes = await workbook('roster', rows);
      let appends = 0;
      zelian.log.subscribe(() => appends++);
      const taken = await importSheet(zelian, { name: 'roster', bytes, actor: clerk });
      expect(taken).toMatchObject({ rows: ROWS, events: ROWS, position: position + ROWS });
      expect(appends).toBe(1);
      expect((await zelian.verify()).ok).toBe(true);
    } finally {
      await zelian.close();
    }
  }, 90_000);
});
