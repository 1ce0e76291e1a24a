import { Rejection, type Message } from '#kernel';

/** What is wrong with a workbook as a file: nothing of its rows can then be told. */
export const refused = (what: string, zh: string, en: string): Rejection => new Rejection(`workbook.${what}`, { zh, en });
export const malformed = (en: string): Rejection => refused('malformed', `Excel文件内容不完整或已损坏（${en}）`, `the workbook is damaged: ${en}`);

/** One thing wrong with one place of a sheet. `row` counts as Excel shows it; `column` is the heading, or Excel's letters where there is none. */
export type SheetFault = Message & Readonly<{ code: string; sheet: string; row?: number; column?: string; cell?: string }>;

export const FAULTS_MAX = 1_000;

/** Nothing was taken over; every fault found is named by sheet, row, column and reason. Beyond `FAULTS_MAX` they are counted only. */
export class SheetRefused extends Rejection {
  readonly errors: readonly SheetFault[];

  constructor(
    errors: readonly SheetFault[],
    readonly count = errors.length,
  ) {
    const [first] = errors as readonly [SheetFault];
    super('sheet.refused', {
      zh: `未导入任何内容，共${count}处错误；首处：${placeOf(first).zh}${first.zh}`,
      en: `nothing was imported, ${count} faults; the first: ${placeOf(first).en}${first.en} (${first.code})`,
    });
    this.errors = errors.slice(0, FAULTS_MAX);
  }
}

function placeOf({ sheet, row, column }: SheetFault): Message {
  const zh = [`工作表“${sheet}”`, row === undefined ? '' : `第${row}行`, column === undefined ? '' : `“${column}”列`].join('');
  const en = [`sheet "${sheet}"`, row === undefined ? '' : `row ${row}`, column === undefined ? '' : `column "${column}"`].filter(Boolean).join(', ');
  return { zh: `${zh}：`, en: `${en}: ` };
}

/** Collects what is wrong, in the order found. */
export class SheetFaults {
  private readonly found: SheetFault[] = [];
  private count = 0;

  constructor(readonly sheet: string) {}

  add(code: string, { zh, en }: Message, place: Readonly<{ row?: number; column?: string; cell?: string }> = {}): void {
    this.count++;
    if (this.found.length < FAULTS_MAX) this.found.push({ code: code.includes('.') ? code : `sheet.${code}`, sheet: this.sheet, ...place, zh, en });
  }

  get any(): boolean {
    return this.count > 0;
  }

  /** @throws SheetRefused when anything was found */
  throwIfAny(): void {
    if (this.any) throw new SheetRefused(this.found, this.count);
  }
}
