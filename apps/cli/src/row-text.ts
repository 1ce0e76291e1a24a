import { fieldZh } from '#zelian';

/** A value inside a row: where it stands in words, and what it is. */
export type Cell = Readonly<{ path: string; text: string }>;

const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A single value as officials read it. */
function scalarText(value: unknown): string {
  if (value === null || value === undefined) return '—';
  if (typeof value === 'boolean') return value ? '是' : '否';
  return String(value as string | number);
}

/** Single values on one line; undefined for a list that holds more than those. */
const listText = (list: readonly unknown[]): string | undefined =>
  list.some(isNested) ? undefined : list.length === 0 ? '无' : list.map(scalarText).join('、');

/** A row, one line for each value in it, however deep: lists of single values on one line, other lists by their number. */
export function cellsOf(value: unknown, path: readonly string[] = []): readonly Cell[] {
  if (!isNested(value)) return [{ path: path.join('·'), text: scalarText(value) }];
  if (Array.isArray(value)) {
    const text = listText(value);
    if (text !== undefined) return [{ path: path.join('·'), text }];
    return value.flatMap((one, index) => cellsOf(one, [...path.slice(0, -1), `${path.at(-1) ?? ''}${index + 1}`]));
  }
  return Object.entries(value).flatMap(([name, inner]) => cellsOf(inner, [...path, fieldZh(name)]));
}

/** What a table has room for: of what is nested, how much there is. */
export const columnText = (value: unknown): string => {
  if (!isNested(value)) return scalarText(value);
  return Array.isArray(value) ? (listText(value) ?? `${value.length}项`) : `${Object.keys(value).length}栏`;
};

/** Two fields of one name stand together: a change of either is one. */
function byPath(state: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { path, text } of state === undefined ? [] : cellsOf(state)) found.set(path, found.has(path) ? `${found.get(path)}；${text}` : text);
  return found;
}

/** The values that differ between two states of a row, in the order of the later one; `—` where there was or is none. */
export function changedCells(before: unknown, after: unknown): readonly Readonly<{ path: string; before: string; after: string }>[] {
  const [was, is] = [before, after].map(byPath);
  const paths = [...new Set([...is!.keys(), ...was!.keys()])];
  return paths.map((path) => ({ path, before: was!.get(path) ?? '—', after: is!.get(path) ?? '—' })).filter((cell) => cell.before !== cell.after);
}
