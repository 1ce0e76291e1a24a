import { writeTemplate, type CellValue, type SheetFault } from '#exchange';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStrictJson } from '#kernel';
import { figuresFrom, parseFigures, reconcile } from '#zelian';
import { figuresTemplate } from './figures.js';

type Cells = Readonly<Record<string, CellValue | undefined>>;
const paths = [
  {
    id: 'relocation',
    name: '易地搬迁',
    stated: [1_977, 5_690],
    ofWhole: [2_800, null],
    lines: [
      ['交钥匙', 687, 1_288],
      ['分散安置', 286, 943],
    ],
  },
  { id: 'ecology', name: '生态补偿', stated: [1_983, 6_160], lines: [['聘用护林员', 95, 108, 'workers']] },
  { id: 'health', name: '健康扶贫', stated: [757, null], lines: [] },
  { id: 'asset-income', name: '资产收益', stated: [947, 2_824], lines: [['固定资产收益', 30, 103]], routesNamed: ['固定资产收益', '资源开发收益'] },
] as const;
const rows: readonly Cells[] = [
  { id: 'relocation', name: '易地搬迁', households: 1_977, persons: 5_690, wholeHouseholds: 2_800 },
  { id: 'relocation', line: '交钥匙', households: 687, persons: 1_288 },
  { id: 'relocation', line: '分散安置', households: 286, persons: 943 },
  { id: 'ecology', name: '生态补偿', households: 1_983, persons: 6_160 },
  { id: 'ecology', line: '聘用护林员', households: 95, persons: 108, unit: 'workers' },
  { id: 'health', name: '健康扶贫', households: 757 },
  { id: 'asset-income', name: '资产收益', households: 947, persons: 2_824, routesNamed: '固定资产收益；资源开发收益' },
  { id: 'asset-income', line: '固定资产收益', households: 30, persons: 103 },
];
const faultsOf = async (faulty: readonly Cells[]) => {
  try {
    figuresFrom(await writeTemplate(figuresTemplate, faulty), '表');
  } catch (error) {
    return (error as { errors: readonly SheetFault[] }).errors.map(({ code, row, column }) => [code, row, column]);
  }
  return [];
};

describe('the sheet of figures', () => {
  it('gives the document that is reconciled', async () =>
    expect(figuresFrom(await writeTemplate(figuresTemplate, rows), '示例表')).toEqual({ source: '示例表', paths }));

  it('reconciles as the file of the same figures does', async () => {
    const file = join(__dirname, '../../../../test/fixtures/figures/pingli-2016.json');
    const document = parseFigures(parseStrictJson(readFileSync(file, 'utf8'), { fractions: 'text' }));
    const written = document.paths.flatMap(({ id, name, stated, ofWhole, lines, routesNamed }): readonly Cells[] => [
      { id, name, ...stated, wholeHouseholds: ofWhole?.households, ...(routesNamed && { routesNamed: routesNamed.join('；') }) },
      ...lines.map((line) => ({ id, line: line.name, households: line.households, persons: line.persons, unit: line.unit })),
    ]);
    const { paths: told, ...whole } = reconcile(parseFigures(figuresFrom(await writeTemplate(figuresTemplate, written), document.source)));
    const { paths: wanted, ...all } = reconcile(document);
    expect(whole).toEqual(all);
    const figuresOf = (one: (typeof told)[number]) => ({ id: one.id, stated: one.stated, sum: one.sum, verdict: one.verdict, overlap: one.overlap });
    expect(told.map(figuresOf)).toEqual(wanted.map(figuresOf));
  });

  it('says which row is out of place', async () => {
    expect(await faultsOf([rows[1]!, rows[0]!, rows[0]!])).toEqual([
      ['sheet.total-first', 2, '路径编号'],
      ['sheet.path-twice', 4, '路径编号'],
    ]);
    expect(
      await faultsOf([
        { ...rows[0], name: undefined, unit: 'workers' },
        { ...rows[1], wholeHouseholds: 1, households: undefined },
      ]),
    ).toEqual([['sheet.required', 3, '户数']]);
    expect(
      await faultsOf([
        { ...rows[0], name: undefined, unit: 'workers' },
        { ...rows[1], wholeHouseholds: 1 },
      ]),
    ).toEqual([
      ['sheet.required', 2, '路径名称'],
      ['sheet.must-be-blank', 2, '人数口径'],
      ['sheet.must-be-blank', 3, '所属总数（户）'],
    ]);
  });
});
