import type { Cell, DataValidation, Worksheet } from '@cj-tech-master/excelts';
import { daysBetween } from '#kernel';
import { lettersOf } from './sheet-scan.js';
import { INSTRUCTIONS, type CellValue, type Column, type SheetTemplate } from './sheet-template.js';

/** Rows that are unlocked and have drop-downs. */
const ROWS = 10_000;
const CHOICES_LENGTH_MAX = 255;
const WIDTH_CHARACTERS = 16;
const TYPE_ZH: Readonly<Record<Column['type'], string>> = {
  text: '文本',
  integer: '整数',
  hundredths: '数值（至多两位小数）',
  date: '日期',
  choice: '下拉选择',
  id: '编号（文本）',
};
const FORMATS: Readonly<Record<Column['type'], string>> = { text: '@', integer: '0', hundredths: '0.00', date: 'yyyy-mm-dd', choice: '@', id: '@' };
/** Of a day that the product knows: the file must be the same whenever it is written. */
const WRITTEN_AT = new Date('2016-01-01T00:00:00.000Z');

/** A workbook to fill in: locked headings that stay in sight, drop-downs, one sheet of instructions; `rows` when some are known already. */
export async function writeTemplate(template: SheetTemplate, rows: readonly Readonly<Record<string, CellValue | undefined>>[] = []): Promise<Buffer> {
  const { Workbook } = await import('@cj-tech-master/excelts');
  const workbook = new Workbook();
  workbook.creator = '责链 Zelian';
  workbook.created = workbook.modified = WRITTEN_AT;
  const sheet = workbook.addWorksheet(template.sheet, { views: [{ state: 'frozen', ySplit: 1, xSplit: 0 }] });
  for (const [index, column] of template.columns.entries()) writeColumn(sheet, index, column);
  for (const [index, row] of rows.entries())
    for (const [at, column] of template.columns.entries()) fill(sheet.getCell(index + 2, at + 1), column, row[column.key]);
  await sheet.protect('', { formatColumns: true, formatRows: true, insertRows: true, deleteRows: true, sort: true, autoFilter: true });
  writeInstructions(workbook.addWorksheet(INSTRUCTIONS), template);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function writeColumn(sheet: Worksheet, index: number, column: Column): void {
  const whole = sheet.getColumn(index + 1);
  whole.width = column.widthCharacters ?? WIDTH_CHARACTERS;
  whole.numFmt = FORMATS[column.type];
  // Unlocked as a whole; the heading alone is locked again below.
  whole.protection = { locked: false };
  const heading = sheet.getCell(1, index + 1);
  heading.value = column.zh;
  heading.numFmt = '@';
  heading.font = { bold: true };
  heading.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: column.required ? 'FFFCE4D6' : 'FFEDEDED' } };
  heading.protection = { locked: true };
  const letters = lettersOf(index);
  const validation = validationOf(column);
  if (validation) sheet.dataValidations.add(`${letters}2:${letters}${ROWS + 1}`, validation);
}

function validationOf(column: Column): DataValidation | undefined {
  const said = {
    allowBlank: true,
    showErrorMessage: true,
    errorStyle: 'stop',
    errorTitle: column.zh,
    error: column.type === 'choice' ? '请从下拉列表中选择' : `请填${TYPE_ZH[column.type]}`,
  };
  switch (column.type) {
    case 'choice': {
      const list = column.choices.map(({ zh }) => zh).join(',');
      if (list.length > CHOICES_LENGTH_MAX) throw new TypeError(`too many choices for a drop-down: ${column.key}`);
      return { ...said, type: 'list', formulae: [`"${list}"`] };
    }
    case 'integer':
      return { ...said, type: 'whole', operator: 'between', formulae: [column.min ?? 0, column.max ?? 999_999_999] };
    case 'hundredths':
      return { ...said, type: 'decimal', operator: 'between', formulae: [(column.min ?? 0) / 100, (column.max ?? 99_999_999_900) / 100] };
    case 'date':
      return { ...said, type: 'date', operator: 'greaterThan', formulae: [WRITTEN_AT_LEAST] };
    default:
      return undefined;
  }
}
const WRITTEN_AT_LEAST = new Date('1949-10-01T00:00:00.000Z');

function fill(cell: Cell, column: Column, value: CellValue | undefined): void {
  if (value === undefined) return;
  if (column.type === 'choice') cell.value = column.choices.find((choice) => choice.value === value)?.zh ?? String(value);
  else if (column.type === 'hundredths') cell.value = Number(value) / 100;
  else if (column.type === 'date') cell.value = daysBetween('1899-12-30', String(value));
  else cell.value = value;
  cell.numFmt = FORMATS[column.type];
}

function writeInstructions(sheet: Worksheet, { zh, columns, notes }: SheetTemplate): void {
  sheet.getColumn(1).width = 20;
  sheet.getColumn(2).width = 24;
  sheet.getColumn(3).width = 10;
  sheet.getColumn(4).width = 80;
  const lines = [
    [zh],
    ...[...notes, '请勿改动表头、合并单元格或填写公式；有一处错误即整表不导入，系统逐处指出所在行列。'].map((note, index) => [`${index + 1}. ${note}`]),
    [],
    ['列', '类型', '必填', '说明'],
    ...columns.map((column) => [column.zh, TYPE_ZH[column.type], column.required ? '必填' : '', explained(column)]),
  ];
  for (const [row, cells] of lines.entries()) for (const [column, value] of cells.entries()) sheet.getCell(row + 1, column + 1).value = value;
  sheet.getCell(1, 1).font = { bold: true, size: 14 };
}

function explained(column: Column): string {
  const own = column.note ?? '';
  if (column.type === 'choice') return `${own}${own && '；'}可选：${column.choices.map(({ zh }) => zh).join('、')}`;
  return column.type === 'id' ? `${own}${own && '；'}形如${column.prefixes.map((prefix) => `${prefix}-…`).join('或')}` : own;
}
