import { d, n, partsOfWorkbook, row, sheetOf, t, workbookOf, zipOf } from '../../../../test/support/workbooks.js';
import { readSheet } from './read-sheet.js';
import type { SheetFault } from './refusals.js';
import { YES_NO, type SheetTemplate } from './sheet-template.js';

const template: SheetTemplate = {
  name: 'probe',
  sheet: '试表',
  zh: '试表',
  notes: [],
  columns: [
    { key: 'unitId', zh: '单位编号', type: 'id', prefixes: ['unit'], required: true },
    { key: 'name', zh: '名称', type: 'text', lengthMax: 10 },
    { key: 'count', zh: '户数', type: 'integer', min: 1, max: 9_999 },
    { key: 'score', zh: '得分', type: 'hundredths', max: 10_000 },
    { key: 'on', zh: '日期', type: 'date' },
    { key: 'agreed', zh: '是否认可', type: 'choice', choices: YES_NO },
  ],
};
const headings = row(...template.columns.map(({ zh }) => t(zh)));
const sound = row(t('unit-aaaa'), t('青岚镇'), n(12), n('58.4'), d(42_735), t('是'));
const workbook = (...rows: readonly string[]) => workbookOf('试表', [headings, ...rows]);

const refusalOf = (bytes: Buffer): { code: string; errors?: readonly SheetFault[]; count?: number; text: { zh: string } } => {
  try {
    readSheet(bytes, template);
  } catch (error) {
    return error as ReturnType<typeof refusalOf>;
  }
  throw new Error('it was read');
};
const faultsOf = (bytes: Buffer) => (refusalOf(bytes).errors ?? []).map(({ code, row: at, column, cell }) => [code, at, column, cell]);

describe('a sheet', () => {
  it('is read as its columns say', () => {
    expect(readSheet(workbook(sound), template)).toEqual([
      { row: 2, values: { unitId: 'unit-aaaa', name: '青岚镇', count: 12, score: 5_840, on: '2016-12-31', agreed: 'yes' } },
    ]);
  });

  it('leaves out what is blank, and rows of blanks', () => {
    const rows = [row(), row(t('unit-aaaa')), '<row><c t="inlineStr"><is><t>  </t></is></c></row>', '<row r="9"><c r="A9" s="1"/></row>'];
    expect(readSheet(workbook(...rows), template)).toEqual([{ row: 3, values: { unitId: 'unit-aaaa' } }]);
  });

  it('takes texts however they are written: shared, in runs, escaped, with readings above them', () => {
    const shared = '<c t="s"><v>0</v></c>';
    const runs = '<c t="inlineStr"><is><r><t>青</t></r><r><rPr><b/></rPr><t>岚&amp;_x005F_</t></r><rPh sb="0" eb="1"><t>qing</t></rPh></is></c>';
    const rows = readSheet(
      workbook(row(t(' unit-aaaa '), shared), row(t('unit-bbbb'), runs), row(t('unit-cccc'), '<c t="inlineStr"><is><t><![CDATA[<镇>]]></t></is></c>')),
      template,
    );
    expect(rows.map(({ values }) => values['name'])).toEqual(['共享', '青岚&_', '<镇>']);
  });

  it('is read whatever prefix its writer chose', () => {
    const xml = sheetOf([headings, sound]).replaceAll('<', '<x:').replaceAll('<x:/', '</x:').replace('xmlns=', 'xmlns:x=');
    expect(readSheet(zipOf(partsOfWorkbook('试表', xml)), template)).toHaveLength(1);
  });

  it.each([
    ['58.4', 5_840],
    ['58.399999999999999', 5_840],
    ['0.07', 7],
    ['1.1', 110],
    ['1E1', 1_000],
    ['100', 10_000],
  ])('keeps %s as hundredths, exactly', (text, score) =>
    expect(readSheet(workbook(row(t('unit-aaaa'), '<c/>', '<c/>', n(text))), template)[0]!.values).toMatchObject({ score }),
  );

  it.each<[string, string, string, [column: string, cell: string]]>([
    ['two and a half places', row(t('unit-aaaa'), '<c/>', '<c/>', n('58.405')), 'sheet.two-places-expected', ['得分', 'D2']],
    ['a score beyond the scale', row(t('unit-aaaa'), '<c/>', '<c/>', n('100.01')), 'sheet.out-of-range', ['得分', 'D2']],
    ['a number as text', row(t('unit-aaaa'), '<c/>', t('12')), 'sheet.number-as-text', ['户数', 'C2']],
    ['a date where a number belongs', row(t('unit-aaaa'), '<c/>', d(42_735)), 'sheet.number-as-date', ['户数', 'C2']],
    ['half a household', row(t('unit-aaaa'), '<c/>', n('1.5')), 'sheet.integer-expected', ['户数', 'C2']],
    ['no household', row(t('unit-aaaa'), '<c/>', n('0')), 'sheet.out-of-range', ['户数', 'C2']],
    ['more than anybody counts', row(t('unit-aaaa'), '<c/>', n('1e300')), 'sheet.integer-expected', ['户数', 'C2']],
    ['a date as text', row(t('unit-aaaa'), '<c/>', '<c/>', '<c/>', t('2016-12-31')), 'sheet.date-as-text', ['日期', 'E2']],
    ['a plain number for a date', row(t('unit-aaaa'), '<c/>', '<c/>', '<c/>', n(42_735)), 'sheet.date-as-number', ['日期', 'E2']],
    ['a time of day', row(t('unit-aaaa'), '<c/>', '<c/>', '<c/>', d('42735.5')), 'sheet.date-with-time', ['日期', 'E2']],
    ['the day that never was', row(t('unit-aaaa'), '<c/>', '<c/>', '<c/>', d(60)), 'sheet.date-out-of-range', ['日期', 'E2']],
    ['a choice that is none', row(t('unit-aaaa'), '<c/>', '<c/>', '<c/>', '<c/>', t('也许')), 'sheet.unknown-choice', ['是否认可', 'F2']],
    ['an id of another kind', row(t('village-aaaa')), 'sheet.id-expected', ['单位编号', 'A2']],
    ['a number where text belongs', row(n(7)), 'sheet.text-expected', ['单位编号', 'A2']],
    ['a text that is too long', row(t('unit-aaaa'), t('一二三四五六七八九十一')), 'sheet.too-long', ['名称', 'B2']],
    ['a hidden character', row(t('unit-aaaa'), t('青_x0000_岚')), 'sheet.control-character', ['名称', 'B2']],
    ['an error', row(t('unit-aaaa'), '<c/>', '<c t="e"><v>#REF!</v></c>'), 'sheet.cell-error', ['户数', 'C2']],
    ['a blank that is required', row('<c/>', t('青岚镇')), 'sheet.required', ['单位编号', 'A2']],
    ['something beside the columns', row(t('unit-aaaa'), '<c/>', '<c/>', '<c/>', '<c/>', '<c/>', t('备注')), 'sheet.extra-column', ['G', 'G2']],
    ['a formula', row(t('unit-aaaa'), '<c/>', '<c><f>1+1</f></c>'), 'sheet.formula', ['C', 'C2']],
    ['a formula with its last value', row(t('unit-aaaa'), '<c/>', '<c><f>SUM(A1:A9)</f><v>12</v></c>'), 'sheet.formula', ['C', 'C2']],
    ['a shared formula with its last value', row(t('unit-aaaa'), '<c/>', '<c><f t="shared" si="0"/><v>12</v></c>'), 'sheet.formula', ['C', 'C2']],
    ['a formula that gives text', row('<c t="str"><f>"unit-"&amp;"aaaa"</f><v>unit-aaaa</v></c>'), 'sheet.formula', ['A', 'A2']],
  ])('refuses %s, by row, column and cell', (_, bad, code, [column, cell]) => {
    expect(faultsOf(workbook(bad))).toEqual([[code, 2, column, cell]]);
    const { errors } = refusalOf(workbook(bad));
    expect(errors![0]!.zh).toMatch(/\p{Script=Han}/u);
  });

  it('tells everything that is wrong at once, and takes nothing of the rest', () => {
    const refusal = refusalOf(workbook(sound, row(t('unit-aaaa'), '<c/>', t('12'), t('满分')), sound, row(t('x'))));
    expect(refusal).toMatchObject({ code: 'sheet.refused', count: 3 });
    expect(refusal.errors!.map(({ row: at, column }) => [at, column])).toEqual([
      [3, '户数'],
      [3, '得分'],
      [5, '单位编号'],
    ]);
    expect(refusal.text.zh).toContain('工作表“试表”第3行“户数”列');
  });

  it('refuses merged cells', () => {
    const merged = workbookOf('试表', [headings, sound], '<mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells>');
    expect(faultsOf(merged)).toEqual([['sheet.merged', 2, 'B', 'B2:C3']]);
  });

  it('refuses missing, renamed and exchanged headings, and reads no row below them', () => {
    const titled = (...titles: readonly string[]) => faultsOf(workbookOf('试表', [row(...titles.map(t)), row(t('x'))]));
    const zh = template.columns.map((column) => column.zh);
    expect(titled(...zh.slice(0, 5))).toEqual([['sheet.heading', 1, '是否认可', 'F1']]);
    expect(titled(...zh.slice(0, 5), '认可')).toEqual([['sheet.heading', 1, '是否认可', 'F1']]);
    expect(titled(zh[1]!, zh[0]!, ...zh.slice(2))).toEqual([
      ['sheet.heading', 1, '单位编号', 'A1'],
      ['sheet.heading', 1, '名称', 'B1'],
    ]);
    expect(titled(...zh, '备注')).toEqual([['sheet.extra-column', 1, 'G', undefined]]);
    expect(faultsOf(workbookOf('试表', ['<row r="2"/>', sound]))).toHaveLength(6);
  });

  it('keeps at most a thousand faults and counts the others', () => {
    const refusal = refusalOf(workbook(...Array.from({ length: 3_000 }, () => row(t('x')))));
    expect([refusal.errors!.length, refusal.count]).toEqual([1_000, 3_000]);
  });

  it('refuses a workbook of other sheets, and names those', () => {
    const refusal = refusalOf(workbookOf('别的表', [headings, sound]));
    expect(refusal.code).toBe('workbook.wrong-sheet');
    expect(refusal.text.zh).toContain('别的表');
  });

  it('refuses a sheet without rows', () => expect(refusalOf(workbook()).code).toBe('workbook.no-rows'));
});
