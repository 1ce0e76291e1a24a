import * as fc from 'fast-check';
import { n, partsOfWorkbook, row, sheetOf, t, workbookOf, zipOf, type Part } from '../../../../test/support/workbooks.js';
import { Rejection } from '#kernel';
import { readSheet } from './read-sheet.js';
import type { SheetTemplate } from './sheet-template.js';

const template: SheetTemplate = { name: 'probe', sheet: '表', zh: '表', notes: [], columns: [{ key: 'count', zh: '户数', type: 'integer' }] };
const rows = [row(t('户数')), row(n(3))];
const parts = (over: Readonly<Record<string, string | undefined>> = {}) => partsOfWorkbook('表', sheetOf(rows), over);
const changed = (name: string, change: Partial<Part>) => parts().map((part) => (part.name === name ? { ...part, ...change } : part));
const SHEET = 'xl/worksheets/sheet1.xml';

function codeOf(bytes: Uint8Array): string {
  try {
    readSheet(bytes, template);
    return 'read';
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
}

describe('a workbook as a file', () => {
  it('is read when it is sound, packed or not', () => {
    expect(codeOf(zipOf(parts()))).toBe('read');
    expect(codeOf(zipOf(parts().map((part) => ({ ...part, method: 0 }))))).toBe('read');
  });

  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'workbook.not-a-zip'],
    ['a text', Buffer.from('单位,得分\n青岚镇,58.40\n'), 'workbook.not-a-zip'],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'workbook.not-a-zip'],
    ['an encrypted workbook or an old one', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'workbook.encrypted'],
    ['an encrypted part', zipOf(changed(SHEET, { flags: 1 })), 'workbook.encrypted'],
    ['a half', zipOf(parts()).subarray(0, 700), 'workbook.not-a-zip'],
    ['a zip of something else', zipOf([{ name: 'a.txt', text: 'a' }]), 'workbook.malformed'],
    ['a part without its checksum', zipOf(changed(SHEET, { crc: 1 })), 'workbook.malformed'],
    ['a part of another length', zipOf(changed(SHEET, { claimedBytes: 10 })), 'workbook.malformed'],
    ['a part packed in an unknown way', zipOf(changed(SHEET, { method: 12 })), 'workbook.malformed'],
    ['two parts of one name', zipOf([...parts(), { name: SHEET, text: sheetOf(rows) }]), 'workbook.malformed'],
    ['a missing part', zipOf(parts({ 'xl/styles.xml': undefined })), 'workbook.malformed'],
    ['XML that does not close', zipOf(parts({ [SHEET]: '<worksheet><sheetData>' })), 'workbook.malformed'],
    ['bytes that are no text', zipOf(changed(SHEET, { text: Buffer.from([0x3c, 0xff, 0xfe]) })), 'workbook.malformed'],
    ['entities of its own', zipOf(parts({ [SHEET]: `<!DOCTYPE w [<!ENTITY a "b">]>${sheetOf(rows)}` })), 'workbook.malformed'],
    ['rows out of order', zipOf(parts({ [SHEET]: sheetOf(['<row r="2"/>', '<row r="1"/>']) })), 'workbook.malformed'],
    ['a cell said twice', zipOf(parts({ [SHEET]: sheetOf(['<row r="1"><c r="A1"/><c r="A1"/></row>']) })), 'workbook.malformed'],
    ['a cell of another row', zipOf(parts({ [SHEET]: sheetOf(['<row r="1"><c r="A7"/></row>']) })), 'workbook.malformed'],
    ['macros', zipOf([...parts(), { name: 'xl/vbaProject.bin', text: 'x' }]), 'workbook.macros'],
    [
      'other dates',
      zipOf(parts({ 'xl/workbook.xml': '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><workbookPr date1904="1"/></workbook>' })),
      'workbook.date-1904',
    ],
  ])('is refused when it is %s', (_, bytes, code) => expect(codeOf(bytes)).toBe(code));

  it('with a million rows is refused', () => {
    const many = Array.from({ length: 1_000_000 }, (_, i) => `<row><c><v>${i}</v></c></row>`);
    expect(codeOf(workbookOf('表', [row(t('户数')), ...many]))).toBe('workbook.too-many-rows');
  });

  it('with a hundred thousand rows is read', () => {
    const many = Array.from({ length: 99_999 }, (_, i) => `<row><c><v>${i}</v></c></row>`);
    expect(readSheet(workbookOf('表', [row(t('户数')), ...many]), template)).toHaveLength(99_999);
  });

  describe('that swells', () => {
    const blank = (bytes: number) => Buffer.alloc(bytes, ' ');
    it.each<[string, readonly Part[]]>([
      ['in one part', [...parts(), { name: 'xl/media/a.xml', text: blank(20_000_000) }]],
      ['in the sheet itself', changed(SHEET, { text: blank(30_000_000) })],
      ['in many parts', [...parts(), ...Array.from({ length: 140 }, (_, i) => ({ name: `a${i}`, text: blank(1_000_000) }))]],
      ['in too many parts', [...parts(), ...Array.from({ length: 1_001 }, (_, i) => ({ name: `a${i}`, text: 'a' }))]],
      ['by what it claims', changed(SHEET, { claimedBytes: 0xfffffffe })],
    ])('%s is refused before it is unpacked', (_, hostile) => {
      expect(codeOf(zipOf(hostile))).toBe('workbook.bomb');
    });

    it('although it claims to be small is unpacked no further than it claims', () => {
      expect(codeOf(zipOf(changed(SHEET, { text: blank(60_000_000), claimedBytes: 1_000 })))).toBe('workbook.malformed');
    });
  });

  it('never crashes the reader, whatever byte of it is wrong', () => {
    const soundBytes = zipOf(parts());
    fc.assert(
      fc.property(fc.nat(soundBytes.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, change, cut) => {
        const bytes = Buffer.from(cut ? soundBytes.subarray(0, at) : soundBytes);
        if (!cut) bytes[at]! ^= change;
        return /^(read|workbook\.[a-z0-9-]+|sheet\.refused)$/.test(codeOf(bytes));
      }),
      { numRuns: 400 },
    );
  });
});
