import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { parseStrictJson, Rejection } from '#kernel';
import figuresSchema from './figures.schema.json';
import { parseFigures } from './figures.parse.js';

const text = readFileSync(join(__dirname, '../../../test/fixtures/figures/pingli-2016.json'), 'utf8');
const shipped = parseStrictJson(text, { fractions: 'text' });
const follows = new Ajv2020({ strict: true, allowUnionTypes: true, strictTuples: false }).compile(figuresSchema);

const road = { id: 'road', name: '修路', stated: [3, 9], lines: [['甲', 3, 9]] };
const document = (...paths: readonly unknown[]) => ({ source: '示例', paths });
const codeOf = (value: unknown): string | undefined => {
  try {
    parseFigures(value);
    return undefined;
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
};

describe('a figures document', () => {
  it('as shipped is read whole', () => {
    const { source, paths } = parseFigures(shipped);
    expect(source).toContain('陕西日报');
    expect(paths).toHaveLength(10);
    const find = (id: string) => paths.find((path) => path.id === id)!;
    expect(find('industry').linked).toEqual({ households: 1045, persons: 3108, by: [{ name: '经营主体', value: 62, quantifier: 'exact' }] });
    expect(find('health').rates).toEqual([{ name: 'insuranceRate', numerator: 100, denominator: 100 }]);
    expect(find('community-factory').counters).toEqual([
      { name: 'factories', value: 38, quantifier: 'exact' },
      { name: 'jobs', value: 3000, quantifier: 'at-least' },
    ]);
    expect(find('relocation').ofWhole).toEqual({ households: 2800 });
    expect(find('ecology').lines[2]).toEqual({ name: '聘用护林员', households: 95, persons: 108, unit: 'workers' });
  });
  it('as shipped follows the published schema', () => expect(follows(shipped)).toBe(true));
  it('of another county needs no code', () =>
    expect(parseFigures(document({ ...road, shops: '约40' })).paths[0]!.counters).toEqual([{ name: 'shops', value: 40, quantifier: 'about' }]));

  it.each<[string, string, unknown]>([
    ['no object', 'figures.malformed', []],
    ['without source', 'figures.malformed', { paths: [road] }],
    ['without paths', 'figures.malformed', { source: '示例' }],
    ['with no path', 'figures.empty', document()],
    ['with a path that is none', 'figures.malformed', document('road')],
    ['without name', 'figures.malformed', document({ ...road, name: ' ' })],
    ['without lines', 'figures.malformed', document({ id: 'road', name: '修路', stated: [3, 9] })],
    ['with a stated figure alone', 'figures.malformed', document({ ...road, stated: [3] })],
    ['with a line of two', 'figures.malformed', document({ ...road, lines: [['甲', 3]] })],
    ['with a line of five', 'figures.malformed', document({ ...road, lines: [['甲', 3, 9, 'workers', 1]] })],
    ['with a negative count', 'figures.not-a-count', document({ ...road, stated: [-3, 9] })],
    ['with a fraction', 'figures.not-a-count', document({ ...road, stated: ['3.5', 9] })],
    ['with a number as text', 'figures.not-a-count', document({ ...road, lines: [['甲', '3', 9]] })],
    ['with a count beyond reason', 'figures.not-a-count', document({ ...road, stated: [3, 2_000_000_000] })],
    ['with a mistyped member', 'figures.not-a-count', document({ ...road, line: [['甲', 3, 9]] })],
    ['with a counter in words', 'figures.not-a-count', document({ ...road, jobs: '不少' })],
    ['with a percentage for the outlier below the whole', 'figures.malformed', { ...document(road), sizeOutlierPercent: 99 }],
  ])('%s is refused, by the schema too', (_, code, value) => {
    expect(codeOf(value)).toBe(code);
    expect(follows(value)).toBe(false);
  });
  it.each<[string, string, unknown]>([
    ['a path twice', 'figures.path-twice', document(road, road)],
    [
      'a line twice',
      'figures.line-twice',
      document({
        ...road,
        lines: [
          ['甲', 1, 3],
          ['甲', 2, 6],
        ],
      }),
    ],
    ['a route twice', 'figures.route-twice', document({ ...road, routesNamed: ['甲', '甲'] })],
    ['a part above its whole', 'figures.part-above-whole', document({ ...road, ofWhole: [2, null] })],
    ['a part with more persons than its whole', 'figures.part-above-whole', document({ ...road, ofWhole: [3, 8] })],
  ])('with %s is refused', (_, code, value) => expect(codeOf(value)).toBe(code));
  it('names the place', () =>
    expect(() => parseFigures(document({ ...road, lines: [['甲', 3, -1]] }))).toThrow(
      expect.objectContaining({ text: { zh: expect.stringContaining('paths[0].lines[0][2]'), en: expect.any(String) } }),
    ));
});
