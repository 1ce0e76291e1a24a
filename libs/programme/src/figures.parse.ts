import { must, type Message } from '#kernel';
import type { Count, Counter, FigureLine, FiguresDocument, LinkedFigures, PathFigures, Rate } from './figures.document.js';

const COUNT_MAX = 1_000_000_000;
const PATHS_MAX = 200;
const LINES_MAX = 500;
const OUTLIER_PERCENT_MAX = 10_000;
type Members = Readonly<Record<string, unknown>>;

function refuseUnless(condition: unknown, code: string, at: string, text: Message): asserts condition {
  must(condition, `figures.${code}`, { zh: `${at}：${text.zh}`, en: `${at}: ${text.en}` });
}
function members(value: unknown, at: string): Members {
  refuseUnless(typeof value === 'object' && value !== null && !Array.isArray(value), 'malformed', at, { zh: '须为对象', en: 'must be an object' });
  return value as Members;
}
function list(value: unknown, at: string, sizeMax: number): readonly unknown[] {
  refuseUnless(Array.isArray(value) && value.length <= sizeMax, 'malformed', at, {
    zh: `须为列表，至多${sizeMax}项`,
    en: `must be a list of at most ${sizeMax}`,
  });
  return value as readonly unknown[];
}
function text(value: unknown, at: string): string {
  refuseUnless(typeof value === 'string' && value.trim() !== '' && value.length <= 500, 'malformed', at, { zh: '须为文字', en: 'must be text' });
  return value as string;
}
function count(value: unknown, at: string): number {
  const whole = Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= COUNT_MAX;
  refuseUnless(whole, 'not-a-count', at, { zh: '须为非负整数', en: 'must be a whole number, not negative' });
  return value as number;
}
const persons = (value: unknown, at: string): Readonly<{ persons?: number }> => (value === null ? {} : { persons: count(value, at) });

/** `[households, persons]`, persons null where none are stated. */
function pair(value: unknown, at: string): Count {
  const items = list(value, at, 2);
  refuseUnless(items.length === 2, 'malformed', at, { zh: '须为[户数, 人数]', en: 'must be [households, persons]' });
  return { households: count(items[0], `${at}[0]`), ...persons(items[1], `${at}[1]`) };
}

/** `[name, households, persons]`, and the unit of the second figure where it does not count household members. */
function lineOf(value: unknown, at: string): FigureLine {
  const items = list(value, at, 4);
  refuseUnless(items.length >= 3, 'malformed', at, { zh: '须为[名称, 户数, 人数, 口径]', en: 'must be [name, households, persons, unit]' });
  const [name, households, second, unit] = items;
  return {
    name: text(name, `${at}[0]`),
    households: count(households, `${at}[1]`),
    ...persons(second, `${at}[2]`),
    ...(unit !== undefined && { unit: text(unit, `${at}[3]`) }),
  };
}

function once(names: readonly string[], code: string, at: string): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  refuseUnless(twice === undefined, code, at, { zh: `“${twice}”重复`, en: `“${twice}” stands twice` });
}

const AT_LEAST = /^(\d{1,9})余$/;
const ABOUT = /^约(\d{1,9})$/;
const FRACTION = /^(\d{1,9})\.(\d{1,6})$/;

/** A counter is a whole number, or one said with “余” or “约”. */
function counterOf(name: string, value: unknown, at: string): Counter {
  if (typeof value === 'string') {
    const [least, about] = [AT_LEAST.exec(value), ABOUT.exec(value)];
    if (least) return { name, value: Number(least[1]), quantifier: 'at-least' };
    if (about) return { name, value: Number(about[1]), quantifier: 'about' };
  }
  return { name, value: count(value, at), quantifier: 'exact' };
}
/** 0.95 is 95 of 100: a rate stays a fraction, so that nothing is rounded. */
function rateOf(name: string, value: string): Rate {
  const [, whole, part] = FRACTION.exec(value)!;
  const denominator = 10 ** part!.length;
  return { name, numerator: Number(whole) * denominator + Number(part), denominator };
}

function linkedOf(value: unknown, at: string): LinkedFigures {
  const { households, persons: linkedPersons = null, ...others } = members(value, at);
  const by = Object.entries(others).map(([name, number]) => counterOf(name, number, `${at}.${name}`));
  return { households: count(households, `${at}.households`), ...persons(linkedPersons, `${at}.persons`), by };
}

/** What stands beside the named members: rates and counters. Anything else is a mistyped member and refused, never passed over. */
function besides(others: Members, at: string): Pick<PathFigures, 'counters' | 'rates'> {
  const isRate = ([, value]: readonly [string, unknown]): boolean => typeof value === 'string' && FRACTION.test(value);
  const entries = Object.entries(others);
  const counters = entries.filter((entry) => !isRate(entry)).map(([name, value]) => counterOf(name, value, `${at}.${name}`));
  const rates = entries.filter(isRate).map(([name, value]) => rateOf(name, value as string));
  return { ...(counters.length > 0 && { counters }), ...(rates.length > 0 && { rates }) };
}

function pathOf(value: unknown, at: string): PathFigures {
  const { id, name, stated, ofWhole, lines, routesNamed, linked, ...others } = members(value, at);
  const path: PathFigures = {
    id: text(id, `${at}.id`),
    name: text(name, `${at}.name`),
    stated: pair(stated, `${at}.stated`),
    ...(ofWhole !== undefined && { ofWhole: pair(ofWhole, `${at}.ofWhole`) }),
    lines: list(lines, `${at}.lines`, LINES_MAX).map((line, index) => lineOf(line, `${at}.lines[${index}]`)),
    ...(routesNamed !== undefined && {
      routesNamed: list(routesNamed, `${at}.routesNamed`, LINES_MAX).map((route, index) => text(route, `${at}.routesNamed[${index}]`)),
    }),
    ...(linked !== undefined && { linked: linkedOf(linked, `${at}.linked`) }),
    ...besides(others, at),
  };
  return path;
}

/** Names that would be mistaken for one another, and parts above their wholes: what types cannot say. @throws Rejection `figures.*` */
export function mustBeSound(paths: readonly PathFigures[]): void {
  refuseUnless(paths.length > 0, 'empty', 'paths', { zh: '没有任何路径', en: 'there is no path' });
  const names = (of: readonly Readonly<{ name: string }>[]) => of.map(({ name }) => name);
  once(
    paths.map(({ id }) => id),
    'path-twice',
    'paths',
  );
  for (const [index, path] of paths.entries()) {
    const at = `paths[${index}]`;
    once(names(path.lines), 'line-twice', at);
    once(path.routesNamed ?? [], 'route-twice', at);
    mustBePart(path, at);
  }
}

/** A part is no larger than its whole. */
function mustBePart({ stated, ofWhole }: PathFigures, at: string): void {
  if (!ofWhole) return;
  const fits = stated.households <= ofWhole.households && (stated.persons ?? 0) <= (ofWhole.persons ?? Infinity);
  refuseUnless(fits, 'part-above-whole', at, { zh: '部分大于全部', en: 'the part is larger than its whole' });
}

/**
 * A figures document from plain JSON (read with `parseStrictJson(text, {fractions: 'text'})`) or from any other source of the same shape, such as a workbook.
 * The format is described by `figures.schema.json`. Members of the document beside `source`, `note`, `sizeOutlierPercent` and `paths` are other people's.
 * @throws Rejection `figures.*` that names the place
 */
export function parseFigures(document: unknown): FiguresDocument {
  const { source, note, sizeOutlierPercent, paths } = members(document, '(document)');
  const parsed = list(paths, 'paths', PATHS_MAX).map((path, index) => pathOf(path, `paths[${index}]`));
  mustBeSound(parsed);
  const percent = sizeOutlierPercent === undefined ? undefined : count(sizeOutlierPercent, 'sizeOutlierPercent');
  const fits = percent === undefined || (percent >= 100 && percent <= OUTLIER_PERCENT_MAX);
  refuseUnless(fits, 'malformed', 'sizeOutlierPercent', { zh: '须为100至10000', en: 'must lie between 100 and 10000' });
  return {
    source: text(source, 'source'),
    ...(note !== undefined && { note: text(note, 'note') }),
    ...(percent !== undefined && { sizeOutlierPercent: percent }),
    paths: parsed,
  };
}
