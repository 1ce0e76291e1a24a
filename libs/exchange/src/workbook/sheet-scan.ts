import { malformed, refused, type SheetFaults } from './refusals.js';
import { walkXml, type Attributes } from './xml.js';

/** A cell as its XML says it; `text` is unconverted, so that no number passes through a float before it is judged. */
export type RawCell = Readonly<{ ref: string; kind: 'shared' | 'inline' | 'number' | 'boolean' | 'error' | 'date'; text: string; style: number }>;
/** Cells by column, from 0. */
export type RawRow = Readonly<{ row: number; cells: ReadonlyMap<number, RawCell> }>;

export const ROWS_MAX = 100_000;
const COLUMNS_MAX = 16_384;
const KINDS: Readonly<Record<string, RawCell['kind']>> = { s: 'shared', inlineStr: 'inline', str: 'inline', n: 'number', b: 'boolean', e: 'error', d: 'date' };

/**
 * Reads a sheet's rows that hold anything. Formulas and merged cells are noted as faults: a formula's cached value is what some other program thought.
 * @throws Rejection `workbook.too-many-rows` as soon as there is one too many, `workbook.malformed`
 */
export function scanSheet(path: string, xml: string, faults: SheetFaults): readonly RawRow[] {
  const scan = new SheetScan(path, faults);
  walkXml(path, xml, scan);
  return scan.rows;
}

type Open = { ref: string; row: number; column: number; kind: RawCell['kind']; style: number; text: string };

class SheetScan {
  readonly rows: RawRow[] = [];
  private count = 0;
  private row = 0;
  private column = -1;
  private cells = new Map<number, RawCell>();
  private cell: Open | undefined;
  private taking = false;
  private inReading = false;

  constructor(
    private readonly path: string,
    private readonly faults: SheetFaults,
  ) {}

  readonly open = (name: string, attributes: () => Attributes): void => {
    switch (name) {
      case 'x:row':
        return this.beginRow(attributes());
      case 'x:c':
        return this.beginCell(attributes());
      case 'x:f':
        return this.noteFormula();
      case 'x:mergeCell':
        return this.noteMerged(attributes()['ref'] ?? '');
      case 'x:rPh':
        this.inReading = true;
        return;
      case 'x:v':
      case 'x:t':
        this.taking = this.cell !== undefined && !this.inReading;
    }
  };

  readonly text = (value: string): void => {
    if (this.taking) this.cell!.text += value;
  };

  readonly close = (name: string): void => {
    switch (name) {
      case 'x:row':
        return this.endRow();
      case 'x:c':
        return this.endCell();
      case 'x:rPh':
        this.inReading = false;
        return;
      case 'x:v':
      case 'x:t':
        this.taking = false;
    }
  };

  private beginRow({ r }: Attributes): void {
    if (++this.count > ROWS_MAX) throw refused('too-many-rows', `行数超过${ROWS_MAX}：请分成多个文件`, `more than ${ROWS_MAX} rows: split the workbook`);
    const row = r === undefined ? this.row + 1 : Number(r);
    // In order and each once, as Excel writes them: otherwise a row could be said twice.
    if (!Number.isSafeInteger(row) || row <= this.row) throw malformed(`${this.path}: row ${r} is out of order`);
    this.row = row;
    this.column = -1;
    this.cells = new Map();
  }

  private endRow(): void {
    if (this.cells.size > 0) this.rows.push({ row: this.row, cells: this.cells });
  }

  private beginCell({ r, t = 'n', s = '0' }: Attributes): void {
    const column = r === undefined ? this.column + 1 : this.columnIn(r);
    const kind = KINDS[t];
    if (kind === undefined || column <= this.column || column >= COLUMNS_MAX) throw malformed(`${this.path}: cell ${r ?? ''} cannot be read`);
    this.column = column;
    this.cell = { ref: `${lettersOf(column)}${this.row}`, row: this.row, column, kind, style: Number(s), text: '' };
  }

  private columnIn(ref: string): number {
    const [, letters = '', digits] = /^([A-Z]{1,3})(\d{1,7})$/.exec(ref) ?? [];
    if (Number(digits) !== this.row) throw malformed(`${this.path}: cell ${ref} stands in row ${this.row}`);
    return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  }

  private endCell(): void {
    const { cell } = this;
    if (cell && cell.text !== '') this.cells.set(cell.column, { ref: cell.ref, kind: cell.kind, text: cell.text, style: cell.style });
    this.cell = undefined;
  }

  private noteFormula(): void {
    if (!this.cell) return;
    const { ref, row, column } = this.cell;
    const says = { zh: '含有公式：请粘贴为数值', en: 'holds a formula: paste its value instead' };
    this.faults.add('formula', says, { row, column: lettersOf(column), cell: ref });
  }

  private noteMerged(ref: string): void {
    const [, letters, digits] = /^([A-Z]{1,3})(\d{1,7})/.exec(ref) ?? [];
    const place = letters === undefined ? {} : { row: Number(digits), column: letters, cell: ref };
    this.faults.add('merged', { zh: `含有合并单元格${ref}：请取消合并`, en: `has merged cells ${ref}: unmerge them` }, place);
  }
}

/** Excel's name of a column: 0 is A. */
export function lettersOf(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}
