import type { Count, FiguresDocument, FigureLine, PathFigures } from './figures.document.js';
import { matchRoutes, type RouteMatch } from './reconcile.routes.js';

/** What a reader must know beside the verdict. Each says it in Chinese, with the numbers behind it. */
export type Flag = Readonly<{ zh: string }> &
  (
    | Readonly<{ code: 'subset-of-whole'; whole: Count; remainder: Count }>
    | Readonly<{ code: 'units-mixed'; lines: readonly Readonly<{ name: string; unit: string; counted: number }>[]; excessPersonsWithout: number | null }>
    | Readonly<{ code: 'size-outlier'; membersPerHouseholdHundredths: number; medianHundredths: number }>
    | (Readonly<{ code: 'routes-and-lines' }> & RouteMatch)
    | Readonly<{ code: 'line-above-stated'; lines: readonly string[] }>
    | Readonly<{ code: 'measures-disagree' }>
    | Readonly<{ code: 'persons-below-households'; lines: readonly string[] }>
  );

const DEFAULT_OUTLIER_PERCENT = 130;
/** Below this many paths a median says nothing. */
const PATHS_MIN = 3;

const less = (whole: number | undefined, part: number | undefined): number | undefined =>
  whole === undefined || part === undefined ? undefined : whole - part;
const sizeHundredths = ({ stated: { households, persons } }: PathFigures): number | undefined =>
  persons === undefined || households === 0 ? undefined : Math.floor((persons * 100) / households);
const decimal = (hundredths: number): string => `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;

export const otherUnit = (line: FigureLine): line is FigureLine & Readonly<{ unit: string }> => line.unit !== undefined;

function subset({ stated, ofWhole }: PathFigures): readonly Flag[] {
  if (!ofWhole) return [];
  const persons = less(ofWhole.persons, stated.persons);
  const remainder: Count = { households: ofWhole.households - stated.households, ...(persons !== undefined && { persons }) };
  return [{ code: 'subset-of-whole', zh: `只是全部${ofWhole.households}户的一部分，其余${remainder.households}户没有分项`, whole: ofWhole, remainder }];
}

function mixedUnits({ stated, lines }: PathFigures): readonly Flag[] {
  const other = lines.filter(otherUnit).flatMap(({ name, unit, persons }) => (persons === undefined ? [] : [{ name, unit, counted: persons }]));
  if (other.length === 0) return [];
  const members = lines.filter((line) => !otherUnit(line)).map(({ persons }) => persons);
  const known = stated.persons !== undefined && members.every((persons) => persons !== undefined);
  const without = known ? members.reduce((sum: number, persons) => sum + persons!, 0) - stated.persons! : null;
  const said = without === null ? '' : `；不计这些分项时人数相差${signed(without)}`;
  return [
    {
      code: 'units-mixed',
      zh: `人数口径混用：${other.map(({ name }) => `“${name}”`).join('')}不是家庭人口${said}`,
      lines: other,
      excessPersonsWithout: without,
    },
  ];
}
export const signed = (number: number): string => (number > 0 ? `+${number}` : String(number));

/** Members per household far above the other paths': one household is likely to stand in several lines, and an exact sum is no proof that none does. */
function outlier(path: PathFigures, { paths, sizeOutlierPercent = DEFAULT_OUTLIER_PERCENT }: FiguresDocument): readonly Flag[] {
  const sizes = paths.flatMap((one) => sizeHundredths(one) ?? []).sort((a, b) => a - b);
  const size = sizeHundredths(path);
  const median = sizes[Math.floor((sizes.length - 1) / 2)];
  if (size === undefined || median === undefined || sizes.length < PATHS_MIN || path.lines.length < 2 || size * 100 <= median * sizeOutlierPercent) return [];
  const zh = `每户${decimal(size)}人，明显高于各路径中位数${decimal(median)}人：一户可能列入多个分项，须询问`;
  return [{ code: 'size-outlier', zh, membersPerHouseholdHundredths: size, medianHundredths: median }];
}

function routes({ routesNamed, lines }: PathFigures): readonly Flag[] {
  if (!routesNamed) return [];
  const match = matchRoutes(
    routesNamed,
    lines.map(({ name }) => name),
  );
  if (match.withoutLine.length + match.withoutRoute.length + match.worded.length === 0) return [];
  const missing = [
    ...match.withoutLine.map((route) => `“${route}”没有数字`),
    ...match.withoutRoute.map((line) => `“${line}”不在所列途径之内`),
    ...match.worded.map(({ route, line }) => `“${route}”与“${line}”用词不一，视为同一途径`),
  ];
  return [{ code: 'routes-and-lines', zh: `列举${match.named}种途径，分项${match.lines}项：${missing.join('，')}`, ...match }];
}

function impossible({ stated, lines }: PathFigures): readonly Flag[] {
  const above = lines.filter(
    (line) =>
      line.households > stated.households || (!otherUnit(line) && line.persons !== undefined && stated.persons !== undefined && line.persons > stated.persons),
  );
  const empty = lines.filter((line) => !otherUnit(line) && line.persons !== undefined && line.persons < line.households);
  const named = (found: readonly FigureLine[]) => found.map(({ name }) => name);
  return [
    ...(above.length === 0 ? [] : [{ code: 'line-above-stated', zh: `分项超过总数：${named(above).join('、')}`, lines: named(above) } as const]),
    ...(empty.length === 0 ? [] : [{ code: 'persons-below-households', zh: `人数少于户数：${named(empty).join('、')}`, lines: named(empty) } as const]),
  ];
}

/** Everything to be said of one path, in a fixed order. */
export const flagsOf = (path: PathFigures, document: FiguresDocument): readonly Flag[] => [
  ...subset(path),
  ...mixedUnits(path),
  ...outlier(path, document),
  ...routes(path),
  ...impossible(path),
];
