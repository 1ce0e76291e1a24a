import type { Command, EvidenceRef, Message } from '#kernel';
import type { CellValue, SheetFaults, SheetRow, SheetTemplate } from '#exchange';

/** What a row asks for. `already`: the register holds it, so it is not asked again; when this very file brought it, the file has been imported before. */
export type RowCommand = Readonly<{ row: number; command: Command; already?: boolean }>;
/** What is known while a sheet is read: rows of views as of now, files that were uploaded. */
export type Register = Readonly<{ row<Row>(view: string, key: string): Promise<Row | undefined>; evidence(sha256: string): Promise<EvidenceRef | undefined> }>;

/** A template and what its rows mean: commands, all recorded together or not at all. */
export type SheetBinding = Readonly<{
  template: SheetTemplate;
  /** The column that a field of a body, or the code of a refusal, speaks of, where the names differ. */
  columnOf?: Readonly<Record<string, string>>;
  /** Notes what rows say against each other or against the register; what single cells say has been judged. */
  commandsOf(rows: readonly SheetRow[], register: Register, faults: RowFaults): Promise<readonly RowCommand[]>;
}>;

/** What is wrong with a row beyond its single cells. */
export class RowFaults {
  private readonly headings: ReadonlyMap<string, string>;

  constructor(
    private readonly faults: SheetFaults,
    { template, columnOf = {} }: Pick<SheetBinding, 'template' | 'columnOf'>,
  ) {
    const zh = new Map(template.columns.map((column) => [column.key, column.zh]));
    this.headings = new Map([...zh, ...Object.entries(columnOf).map(([name, key]) => [name, zh.get(key) ?? key] as const)]);
  }

  /** `column`: its key, a field of a body, or a code that means one column. */
  note(row: number, column: string, { code, ...says }: Message & Readonly<{ code: string }>): void {
    const heading = this.headings.get(column);
    this.faults.add(code, says, { row, ...(heading !== undefined && { column: heading }) });
  }

  /** The cells that go together with a filled one. */
  needAll(row: SheetRow, keys: readonly string[], because: string): boolean {
    const blank = keys.filter((key) => row.values[key] === undefined);
    for (const key of blank)
      this.note(row.row, key, {
        code: 'required',
        zh: `填写了“${this.headings.get(because)}”，此处不能为空`,
        en: `must not be blank where ${because} is given`,
      });
    return blank.length === 0;
  }
}

/** Members that are there. */
export const given = <Members extends Record<string, unknown>>(members: Members): Members =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Members;

export const textIn = ({ values }: SheetRow, key: string): string | undefined => (values[key] === undefined ? undefined : String(values[key]));
export const isYes = (value: CellValue | undefined): boolean | undefined => (value === undefined ? undefined : value === 'yes');
/** Several things in one cell, separated as people separate them. */
export const listIn = (row: SheetRow, key: string): readonly string[] =>
  (textIn(row, key) ?? '')
    .split(/[；;、\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
