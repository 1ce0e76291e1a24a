import { Workbook } from '@cj-tech-master/excelts';
import { readSheet } from './read-sheet.js';
import { INSTRUCTIONS, YES_NO, type SheetTemplate } from './sheet-template.js';
import { writeTemplate } from './write-template.js';
import { ZipParts } from './zip.js';

const template: SheetTemplate = {
  name: 'probe',
  sheet: '问题清单',
  zh: '问题清单',
  notes: ['每行一个问题。'],
  columns: [
    { key: 'unitId', zh: '单位编号', type: 'id', prefixes: ['unit', 'village'], required: true },
    { key: 'text', zh: '问题', type: 'text', note: '写明时间地点' },
    { key: 'count', zh: '户数', type: 'integer', min: 1, max: 10 },
    { key: 'score', zh: '得分', type: 'hundredths', max: 10_000 },
    { key: 'on', zh: '日期', type: 'date' },
    { key: 'agreed', zh: '是否认可', type: 'choice', choices: YES_NO },
  ],
};
const rows = [
  { unitId: 'unit-aaaa', text: '=1+1 只是文字', count: 3, score: 5_840, on: '2016-12-31', agreed: 'no' },
  { unitId: 'village-bbbb', text: '两行\n文字', on: '2017-02-28', score: 7 },
];

async function opened(bytes: Buffer) {
  const workbook = new Workbook();
  await workbook.xlsx.load(bytes);
  return workbook.getWorksheet(template.sheet)!;
}

describe('a template', () => {
  it('comes back as it was filled', async () => {
    const bytes = await writeTemplate(template, rows);
    expect(readSheet(bytes, template)).toEqual(rows.map((values, index) => ({ row: index + 2, values })));
  });

  it('comes back as a person filled it in Excel', async () => {
    const workbook = new Workbook();
    await workbook.xlsx.load(await writeTemplate(template));
    const sheet = workbook.getWorksheet(template.sheet)!;
    for (const [at, value] of ['unit-cccc', '墙体开裂', 4, 61.5, new Date('2016-11-21T00:00:00.000Z'), '是'].entries()) sheet.getCell(2, at + 1).value = value;
    expect(readSheet(Buffer.from(await workbook.xlsx.writeBuffer()), template)).toEqual([
      { row: 2, values: { unitId: 'unit-cccc', text: '墙体开裂', count: 4, score: 6_150, on: '2016-11-21', agreed: 'yes' } },
    ]);
  });

  it('locks the headings and nothing else, and keeps them in sight', async () => {
    const xml = ZipParts.of(await writeTemplate(template)).text('xl/worksheets/sheet1.xml')!;
    expect(xml).toMatch(/<sheetProtection [^>]*sheet="1"/);
    expect(xml).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/);
    const sheet = await opened(await writeTemplate(template));
    expect(sheet.getCell('A1').protection?.locked ?? true).toBe(true);
    for (const cell of ['A2', 'F2', 'C900']) expect([cell, sheet.getCell(cell).protection?.locked]).toEqual([cell, false]);
  });

  it('offers what can be chosen, and checks numbers and dates where they are typed', async () => {
    const xml = ZipParts.of(await writeTemplate(template)).text('xl/worksheets/sheet1.xml')!;
    const rules = [
      ...xml.matchAll(/<dataValidation [^>]*type="(\w+)"[^>]*sqref="([A-Z]\d+:[A-Z]\d+)"|<dataValidation [^>]*sqref="([A-Z]\d+:[A-Z]\d+)"[^>]*type="(\w+)"/g),
    ];
    expect(rules.map(([, type, range, range2, type2]) => [type ?? type2, range ?? range2]).sort()).toEqual([
      ['date', 'E2:E10001'],
      ['decimal', 'D2:D10001'],
      ['list', 'F2:F10001'],
      ['whole', 'C2:C10001'],
    ]);
    expect(xml).toContain('&quot;是,否&quot;');
  });

  it('explains itself on a sheet of its own', async () => {
    const workbook = new Workbook();
    await workbook.xlsx.load(await writeTemplate(template));
    const texts: string[] = [];
    workbook.getWorksheet(INSTRUCTIONS)!.eachRow((line) => texts.push(JSON.stringify(line.values)));
    const whole = texts.join('\n');
    for (const said of ['每行一个问题', '写明时间地点', '可选：是、否', '形如unit-…或village-…', '公式']) expect(whole).toContain(said);
  });

  it('holds no formula and no merged cell', async () => {
    const zip = ZipParts.of(await writeTemplate(template, rows));
    const sheets = zip.names().filter((name) => /sheet\d\.xml$/.test(name));
    expect(sheets).toHaveLength(2);
    for (const name of sheets) expect(zip.text(name)).not.toMatch(/<f[ >/]|<mergeCell/);
  });
});
