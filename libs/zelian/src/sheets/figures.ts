import { readSheet, SheetFaults, type SheetRow, type SheetTemplate } from '#exchange';
import { listIn, RowFaults, textIn } from './sheet-binding.js';

/** The figures of a path as `reconcile` reads them: `[households, persons]`, lines with their own unit where persons are none. */
type Pair = readonly [households: number, persons: number | null];
type Line = readonly [name: string, households: number, persons: number | null, unit?: string];
type PathOfSheet = Readonly<{ id: string; name: string; stated: Pair; ofWhole?: Pair; lines: readonly Line[]; routesNamed?: readonly string[] }>;
export type FiguresOfSheet = Readonly<{ source: string; paths: readonly PathOfSheet[] }>;

const COUNT_MAX = 1_000_000_000;

/** 十个一批: the figure stated for each path, and below it its lines. */
export const figuresTemplate: SheetTemplate = {
  name: 'figures',
  sheet: '路径数字',
  zh: '各路径任务数字核对表',
  notes: ['每条路径先写一行合计（分项留空），其下逐行写分项。没有分项数字的只写合计。', '第二个数不是贫困人口时须注明口径（如workers）。'],
  columns: [
    { key: 'id', zh: '路径编号', type: 'text', lengthMax: 60, required: true, note: '如industry' },
    { key: 'name', zh: '路径名称', type: 'text', lengthMax: 60, note: '合计行必填' },
    { key: 'line', zh: '分项', type: 'text', lengthMax: 100, note: '合计行留空' },
    { key: 'households', zh: '户数', type: 'integer', max: COUNT_MAX, required: true },
    { key: 'persons', zh: '人数', type: 'integer', max: COUNT_MAX, note: '未说明则留空' },
    { key: 'unit', zh: '人数口径', type: 'text', lengthMax: 60, note: '不是贫困人口时填写，仅用于分项' },
    { key: 'wholeHouseholds', zh: '所属总数（户）', type: 'integer', max: COUNT_MAX, note: '合计只是更大数字的一部分时填写，仅用于合计行' },
    { key: 'wholePersons', zh: '所属总数（人）', type: 'integer', max: COUNT_MAX },
    { key: 'routesNamed', zh: '文中点名的做法', type: 'text', widthCharacters: 40, note: '以“；”分隔，仅用于合计行' },
  ],
};

/**
 * The document that `reconcile` takes, from the filled template. Nothing is recorded.
 * @throws SheetRefused, Rejection `workbook.*`
 */
export function figuresFrom(bytes: Uint8Array, source: string): FiguresOfSheet {
  const faults = new SheetFaults(figuresTemplate.sheet);
  const noted = new RowFaults(faults, { template: figuresTemplate });
  const paths = new Map<string, PathOfSheet & { readonly lines: Line[] }>();
  for (const row of readSheet(bytes, figuresTemplate)) {
    const id = textIn(row, 'id')!;
    const path = paths.get(id);
    if (row.values['line'] === undefined) addPath(paths, row, noted);
    else if (path) path.lines.push(lineOf(row, noted));
    else noted.note(row.row, 'id', { code: 'total-first', zh: '该路径没有合计行，或合计行在其后', en: 'the path has no total above this line' });
  }
  faults.throwIfAny();
  return { source, paths: [...paths.values()] };
}

const pairOf = ({ values }: SheetRow, households: string, persons: string): Pair => [
  Number(values[households]),
  values[persons] === undefined ? null : Number(values[persons]),
];

function addPath(paths: Map<string, PathOfSheet & { readonly lines: Line[] }>, row: SheetRow, faults: RowFaults): void {
  const id = textIn(row, 'id')!;
  const name = textIn(row, 'name');
  if (paths.has(id)) faults.note(row.row, 'id', { code: 'path-twice', zh: '该路径已有合计行', en: 'the path has a total already' });
  if (name === undefined) faults.note(row.row, 'name', { code: 'required', zh: '合计行须填路径名称', en: 'a total names its path' });
  mustBeBlank(row, ['unit'], faults);
  const routes = listIn(row, 'routesNamed');
  paths.set(id, {
    id,
    name: name ?? id,
    stated: pairOf(row, 'households', 'persons'),
    ...(row.values['wholeHouseholds'] !== undefined && { ofWhole: pairOf(row, 'wholeHouseholds', 'wholePersons') }),
    lines: [],
    ...(routes.length > 0 && { routesNamed: routes }),
  });
}

function lineOf(row: SheetRow, faults: RowFaults): Line {
  mustBeBlank(row, ['wholeHouseholds', 'wholePersons', 'routesNamed'], faults);
  const [households, persons] = pairOf(row, 'households', 'persons');
  const unit = textIn(row, 'unit');
  const line = [textIn(row, 'line')!, households, persons] as const;
  return unit === undefined ? line : [...line, unit];
}

function mustBeBlank(row: SheetRow, keys: readonly string[], faults: RowFaults): void {
  for (const key of keys)
    if (row.values[key] !== undefined) faults.note(row.row, key, { code: 'must-be-blank', zh: '此行不填该列', en: 'is not for this kind of row' });
}
