/** A word of the program and how people read it in the sheet. */
export type Choice = Readonly<{ value: string; zh: string }>;
type Kind =
  | Readonly<{ type: 'text'; lengthMax?: number }>
  | Readonly<{ type: 'integer'; min?: number; max?: number }>
  /** A number with at most two places, kept in hundredths: 58.40 is 5840. */
  | Readonly<{ type: 'hundredths'; min?: number; max?: number }>
  | Readonly<{ type: 'date' }>
  | Readonly<{ type: 'choice'; choices: readonly Choice[] }>
  /** `unit-…`, `person-…`: of the kinds named. */
  | Readonly<{ type: 'id'; prefixes: readonly string[] }>;
/** A column: what it is called in the program (`key`) and in the sheet (`zh`), what it takes, and what a person should know of it. */
export type Column = Readonly<{ key: string; zh: string; required?: boolean; note?: string; widthCharacters?: number }> & Kind;

/** A sheet as data: the same for writing an empty one, for reading a filled one, and for the instructions beside it. */
export type SheetTemplate = Readonly<{
  /** What commands and addresses call it. */
  name: string;
  /** The title of the sheet. */
  sheet: string;
  zh: string;
  columns: readonly Column[];
  notes: readonly string[];
}>;

/** Text, number in the column's unit, ISO date, or the program's word for a choice. Blank cells are absent. */
export type CellValue = string | number;
export type SheetRow = Readonly<{ row: number; values: Readonly<Record<string, CellValue>> }>;

/** The sheet that explains. */
export const INSTRUCTIONS = '填写说明';
/** 是 or 否. */
export const YES_NO: readonly Choice[] = [
  { value: 'yes', zh: '是' },
  { value: 'no', zh: '否' },
];
