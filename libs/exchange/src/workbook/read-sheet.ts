import { convert, textOf, type Resolver } from './cell-values.js';
import { refused, SheetFaults } from './refusals.js';
import { lettersOf, scanSheet, type RawRow } from './sheet-scan.js';
import type { CellValue, SheetRow, SheetTemplate } from './sheet-template.js';
import { partsOf } from './workbook-parts.js';
import { ZipParts } from './zip.js';

const HEADINGS_ROW = 1;

/**
 * The rows of a filled template, or everything that is wrong with it: all or nothing.
 * @throws SheetRefused with every fault; Rejection `workbook.*` when the file as a whole cannot be read
 */
export function readSheet(bytes: Uint8Array, template: SheetTemplate): readonly SheetRow[] {
  const zip = ZipParts.of(bytes);
  const parts = partsOf(zip);
  const path = parts.sheets.get(template.sheet);
  const xml = path === undefined ? undefined : zip.text(path);
  if (path === undefined || xml === undefined) {
    const there = [...parts.sheets.keys()].join('、');
    throw refused('wrong-sheet', `工作簿中没有工作表“${template.sheet}”（现有：${there}）`, `the workbook has no sheet "${template.sheet}" (it has: ${there})`);
  }
  const faults = new SheetFaults(template.sheet);
  const rows = scanSheet(path, xml, faults);
  checkHeadings(rows[0]?.row === HEADINGS_ROW ? rows[0] : undefined, template, { resolver: parts, faults });
  // Under other headings every cell would be misread.
  faults.throwIfAny();
  const found = rows.filter(({ row }) => row > HEADINGS_ROW).flatMap((row) => rowOf(row, template, { resolver: parts, faults }));
  faults.throwIfAny();
  if (found.length === 0) throw refused('no-rows', `工作表“${template.sheet}”没有数据`, `the sheet "${template.sheet}" has no rows`);
  return found;
}

type Desk = Readonly<{ resolver: Resolver; faults: SheetFaults }>;

function checkHeadings(found: RawRow | undefined, { columns }: SheetTemplate, { resolver, faults }: Desk): void {
  const headings = new Map([...(found?.cells ?? [])].map(([column, cell]) => [column, textOf(cell, resolver) ?? cell.text]));
  const known = new Set(columns.map(({ zh }) => zh));
  for (const [column, { zh }] of columns.entries()) {
    const heading = headings.get(column);
    if (heading === zh) continue;
    const cell = `${lettersOf(column)}${HEADINGS_ROW}`;
    const says =
      heading === undefined
        ? { zh: `缺少表头“${zh}”`, en: `the heading "${zh}" is missing` }
        : { zh: `表头应为“${zh}”，实为“${heading}”：请勿改动表头`, en: `the heading should be "${zh}" and is "${heading}": leave the headings as they are` };
    faults.add('heading', says, { row: HEADINGS_ROW, column: zh, cell });
  }
  for (const [column, heading] of headings)
    if (column >= columns.length && !known.has(heading))
      faults.add('extra-column', { zh: `多出的列“${heading}”`, en: `an extra column "${heading}"` }, { row: HEADINGS_ROW, column: lettersOf(column) });
}

/** A row of blanks is none: sheets end in rows that were once formatted. */
function rowOf(raw: RawRow, { columns }: SheetTemplate, { resolver, faults }: Desk): readonly SheetRow[] {
  const { row, cells } = raw;
  const filled = new Map([...cells].filter(([, cell]) => textOf(cell, resolver) !== ''));
  if (filled.size === 0) return [];
  const values: Record<string, CellValue> = {};
  for (const [index, column] of columns.entries()) {
    const cell = filled.get(index);
    const place = { row, column: column.zh, cell: `${lettersOf(index)}${row}` };
    const { value, fault } = cell ? { value: undefined, fault: undefined, ...convert(cell, column, resolver) } : { value: undefined, fault: undefined };
    if (fault) faults.add(fault.code, fault, place);
    else if (value !== undefined) values[column.key] = value;
    else if (column.required) faults.add('required', { zh: '不能为空', en: 'must not be blank' }, place);
  }
  for (const [index, cell] of filled)
    if (index >= columns.length)
      faults.add('extra-column', { zh: '表头以外的列有内容', en: 'holds something outside the columns' }, { row, column: lettersOf(index), cell: cell.ref });
  return [{ row, values }];
}
