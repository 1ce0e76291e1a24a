import { addDays, kindOf, type Message } from '#kernel';
import type { RawCell } from './sheet-scan.js';
import type { CellValue, Column } from './sheet-template.js';

/** A value, or why the cell has none. */
export type Converted = Readonly<{ value: CellValue; fault?: undefined }> | Readonly<{ fault: Message & Readonly<{ code: string }> }>;
export type Resolver = Readonly<{ shared: readonly string[]; dated: readonly boolean[] }>;

const TEXT_MAX = 2_000;
const no = (code: string, zh: string, en: string): Converted => ({ fault: { code, zh, en } });
type Of<Type extends Column['type']> = Extract<Column, { type: Type }>;

/** What a filled cell says, as its column wants it: nothing is guessed, nothing is converted from one kind into another. */
export function convert(cell: RawCell, column: Column, resolver: Resolver): Converted {
  if (cell.kind === 'error') return no('cell-error', `单元格为错误值${cell.text}`, `holds the error ${cell.text}`);
  switch (column.type) {
    case 'text':
      return withText(cell, resolver, (text) => plain(text, column));
    case 'id':
      return withText(cell, resolver, (text) => id(text, column));
    case 'choice':
      return withText(cell, resolver, (text) => choice(text, column));
    case 'date':
      return date(cell, resolver);
    case 'integer':
      return number(cell, resolver, (text) => integer(text, column));
    case 'hundredths':
      return number(cell, resolver, (text) => hundredths(text, column));
  }
}

/** The text of a text cell, without the blanks around it; undefined when the cell holds something else. */
export function textOf({ kind, text }: RawCell, { shared }: Pick<Resolver, 'shared'>): string | undefined {
  if (kind !== 'shared' && kind !== 'inline') return undefined;
  const raw = kind === 'shared' ? shared[Number(text)] : text;
  return raw === undefined ? undefined : unescaped(raw).trim();
}

/** Excel writes characters that XML cannot hold as `_x000D_`, and an underscore that would look like one as `_x005F_`. */
const unescaped = (text: string): string =>
  text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))) : text;

function withText(cell: RawCell, resolver: Resolver, then: (text: string) => Converted): Converted {
  const text = textOf(cell, resolver);
  if (text === undefined)
    return no(
      'text-expected',
      '应为文本，实为数值：请将单元格格式设为文本后重新填写',
      'should be text but is a number: format the cell as text and enter it again',
    );
  return then(text);
}

/** Line breaks are writing; other control characters are not. */
const CONTROL = /[^\P{Cc}\n]/u;

function plain(text: string, { lengthMax = TEXT_MAX }: Of<'text'>): Converted {
  const value = text.replaceAll('\r\n', '\n');
  if (!value.isWellFormed() || CONTROL.test(value)) return no('control-character', '含有不可见的控制字符', 'holds control characters');
  return value.length <= lengthMax ? { value } : no('too-long', `超过${lengthMax}字`, `longer than ${lengthMax} characters`);
}

const ENTITY = /^[a-z]+-[0-9a-z][0-9a-z-]{0,59}$/;
const SUBJECTS = new Set(['unit', 'village', 'post', 'person']);
const isId = (text: string, prefix: string): boolean => (SUBJECTS.has(prefix) ? kindOf(text) === prefix : text.startsWith(`${prefix}-`) && ENTITY.test(text));

const id = (text: string, { prefixes }: Of<'id'>): Converted =>
  prefixes.some((prefix) => isId(text, prefix))
    ? { value: text }
    : no(
        'id-expected',
        `编号不正确，应形如${prefixes.map((prefix) => `${prefix}-…`).join('或')}`,
        `not an id of the form ${prefixes.map((prefix) => `${prefix}-…`).join(' or ')}`,
      );

function choice(text: string, { choices }: Of<'choice'>): Converted {
  const found = choices.find(({ zh }) => zh === text);
  if (found) return { value: found.value };
  const known = choices.map(({ zh }) => zh).join('、');
  return no('unknown-choice', `没有这个选项，应为：${known}`, `not one of: ${known}`);
}

/** Excel's day 60 is 1900-02-29, which never was: dates before March 1900 mean nothing to us. */
const FIRST_DAY = 61;
const LAST_DAY = 73_050;

function date(cell: RawCell, { dated }: Resolver): Converted {
  if (cell.kind === 'date' || cell.kind !== 'number') return no('date-as-text', '日期须为日期格式，不能为文本', 'a date must be a real date, not text');
  if (!dated[cell.style])
    return no('date-as-number', '应为日期，实为数值：请将单元格格式设为日期', 'should be a date but is a plain number: format the cell as a date');
  const day = Number(cell.text);
  if (!Number.isSafeInteger(day)) return no('date-with-time', '日期不能带时刻', 'a date must not carry a time of day');
  return day >= FIRST_DAY && day < LAST_DAY ? { value: addDays('1899-12-30', day) } : no('date-out-of-range', '日期超出范围', 'the date is out of range');
}

function number(cell: RawCell, { dated }: Resolver, then: (text: string) => Converted): Converted {
  if (cell.kind !== 'number') return no('number-as-text', '应为数值，不能为文本', 'must be a number, not text');
  if (dated[cell.style]) return no('number-as-date', '应为数值，实为日期', 'must be a number, not a date');
  return then(cell.text);
}

function integer(text: string, { min = 0, max = Number.MAX_SAFE_INTEGER }: Of<'integer'>): Converted {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) return no('integer-expected', '应为整数', 'must be a whole number');
  return within(value, min, max) ?? { value };
}

/** The double that Excel stored must be the one nearest to a number of two places. */
function hundredths(text: string, { min = 0, max = Number.MAX_SAFE_INTEGER }: Of<'hundredths'>): Converted {
  const value = Math.round(Number(text) * 100);
  if (!Number.isSafeInteger(value) || value / 100 !== Number(text))
    return no('two-places-expected', '应为数值，至多两位小数', 'must be a number of at most two places');
  return within(value, min, max, 100) ?? { value };
}

function within(value: number, min: number, max: number, unit = 1): Converted | undefined {
  if (value >= min && value <= max) return undefined;
  return no('out-of-range', `超出范围${min / unit}至${max / unit}`, `must be from ${min / unit} to ${max / unit}`);
}
