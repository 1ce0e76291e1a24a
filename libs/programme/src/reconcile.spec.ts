import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseStrictJson } from '#kernel';
import { parseFigures } from './figures.parse.js';
import { overlapBounds, type Interval } from './reconcile.bounds.js';
import { matchRoutes } from './reconcile.routes.js';
import { reconcile, type PathReconciliation } from './reconcile.js';

const fixture = join(__dirname, '../../../test/fixtures/figures/pingli-2016.json');
const shipped = reconcile(parseFigures(parseStrictJson(readFileSync(fixture, 'utf8'), { fractions: 'text' })));
const path = (id: string): PathReconciliation => shipped.paths.find((one) => one.id === id)!;
const flag = (id: string, code: string) => path(id).flags.find((one) => one.code === code);

describe('the shipped figures (mission 7)', () => {
  it.each([
    ['industry', 'overlap'],
    ['relocation', 'exact'],
    ['labour', 'exact'],
    ['ecology', 'overlap'],
    ['education', 'exact'],
    ['health', 'no-breakdown'],
    ['safety-net', 'exact'],
    ['community-factory', 'no-breakdown'],
    ['e-commerce', 'no-breakdown'],
    ['asset-income', 'exact'],
  ])('%s is %s', (id, verdict) => expect(path(id).verdict).toBe(verdict));
  it('industry: +805/+3038, 335…805 households and 1304…3038 persons in two lines or more', () =>
    expect(path('industry')).toMatchObject({
      stated: { households: 2456, persons: 6875 },
      sum: { households: 3261, persons: 9913 },
      excess: { households: 805, persons: 3038 },
      overlap: { households: [335, 805], persons: [1304, 3038], given: 'each-in-a-line' },
      lines: 5,
      flags: [],
    }));
  it('relocation: exact for the part, 823 households without breakdown', () => {
    expect(path('relocation')).toMatchObject({ sum: { households: 1977, persons: 5690 }, overlap: { households: [0, 0], given: 'lines-exclusive' } });
    expect(path('relocation').flags).toEqual([
      { code: 'subset-of-whole', zh: expect.stringContaining('823'), whole: { households: 2800 }, remainder: { households: 823 } },
    ]);
  });
  it('ecology: +718/+2138, 590…718 households; persons 1911…2138, marked for the 108 workers, +2030 without them', () => {
    expect(path('ecology')).toMatchObject({
      sum: { households: 2701, persons: 8298 },
      excess: { households: 718, persons: 2138 },
      overlap: { households: [590, 718], persons: [1911, 2138], unitsMixed: true },
    });
    expect(flag('ecology', 'units-mixed')).toMatchObject({ lines: [{ name: '聘用护林员', unit: 'workers', counted: 108 }], excessPersonsWithout: 2030 });
  });
  it('education: exact, and households so large that exactness has to be asked about', () => {
    expect(path('education').overlap).toEqual({ households: null, persons: null, unitsMixed: false, given: 'ask' });
    expect(flag('education', 'size-outlier')).toMatchObject({ membersPerHouseholdHundredths: 411, medianHundredths: 298 });
  });
  it('asset income: five routes named, four lines with figures', () =>
    expect(flag('asset-income', 'routes-and-lines')).toMatchObject({
      named: 5,
      lines: 4,
      withoutLine: ['三权抵押贷款收益', '资源开发收益'],
      withoutRoute: ['财政资金虚拟量化股份收益'],
      worded: [{ route: '农村三资资源收益', line: '农村三资资产收益' }],
    }));
  it.each(['labour', 'safety-net', 'asset-income', 'relocation'])('%s: nobody in two lines, if they exclude each other', (id) =>
    expect(path(id).overlap).toEqual({ households: [0, 0], persons: [0, 0], unitsMixed: false, given: 'lines-exclusive' }),
  );
  it.each(['health', 'community-factory', 'e-commerce'])('%s: nothing to sum', (id) =>
    expect(path(id)).toMatchObject({ sum: null, excess: null, overlap: null, lines: 0 }),
  );
  it('all together: memberships, not people', () =>
    expect(shipped).toMatchObject({
      lines: 33,
      gross: { households: 14_119, persons: 39_589 },
      distinct: { households: [2456, 14_119], persons: [6875, 39_589] },
    }));
});

describe('other figures', () => {
  const one = (stated: unknown, lines: readonly unknown[], more: object = {}) =>
    reconcile(parseFigures({ source: '示例', paths: [{ id: 'road', name: '修路', stated, lines, ...more }] })).paths[0]!;
  it('below the stated one are short by so many', () =>
    expect(
      one(
        [10, 30],
        [
          ['甲', 4, 12],
          ['乙', 3, 9],
        ],
      ),
    ).toMatchObject({ verdict: 'short', excess: { households: -3, persons: -9 }, overlap: null }));
  it('that are short in persons alone are short, and disagree', () => {
    const found = one([10, 30], [['甲', 10, 28]]);
    expect(found.verdict).toBe('short');
    expect(found.flags.map(({ code }) => code)).toEqual(['measures-disagree']);
  });
  it('of workers are no shortfall of persons', () => expect(one([10, 30], [['甲', 10, 12, 'workers']])).toMatchObject({ verdict: 'exact' }));
  it('without persons are judged by households', () =>
    expect(
      one(
        [10, null],
        [
          ['甲', 8, null],
          ['乙', 5, 3],
        ],
      ),
    ).toMatchObject({ verdict: 'overlap', excess: { households: 3, persons: null }, overlap: { households: [3, 3], persons: null } }));
  it('with a line above the whole have no interval', () => {
    const found = one(
      [10, 30],
      [
        ['甲', 11, 30],
        ['乙', 2, 4],
      ],
    );
    expect(found).toMatchObject({ verdict: 'overlap', overlap: { households: null } });
    expect(found.flags).toContainEqual({ code: 'line-above-stated', zh: '分项超过总数：甲', lines: ['甲'] });
  });
  it('of households without anybody are named', () =>
    expect(one([10, 30], [['甲', 10, 3]]).flags.map(({ code }) => code)).toContain('persons-below-households'));
  it('let a document say from when on a household is large', () => {
    const paths = [3, 3, 4].map((size, index) => ({
      id: `p${index}`,
      name: `路${index}`,
      stated: [10, size * 10],
      lines: [
        ['甲', 5, size * 5],
        ['乙', 5, size * 5],
      ],
    }));
    const last = (percent?: number) => reconcile(parseFigures({ source: '示例', sizeOutlierPercent: percent, paths })).paths[2]!.overlap?.given;
    expect([last(), last(134)]).toEqual(['ask', 'lines-exclusive']);
  });
});

describe('routes', () => {
  it('that are all there say nothing', () => expect(matchRoutes(['甲'], ['甲'])).toMatchObject({ withoutLine: [], withoutRoute: [], worded: [] }));
  it.each([
    ['资源收益', '资产收益', true],
    ['资源收益', '资源的收益', true],
    ['资源收益', '源收益', true],
    ['资源收益', '资产受益', false],
    ['资源', '资源收益', false],
  ])('%s and %s differ in one character: %p', (route, line, same) => expect(matchRoutes([route], [line]).worded).toHaveLength(same ? 1 : 0));
});

/** Every way to put `members` into lines, each into at least one, up to their names: per sizes of lines, the fewest and most in two or more. */
function bruteForce(members: number, lines: number): ReadonlyMap<string, Interval> {
  const found = new Map<string, Interval>();
  const sizes = Array.from({ length: lines }, () => 0);
  const place = (left: number, subsetMin: number, several: number): void => {
    if (left === 0) {
      const known = found.get(sizes.join());
      found.set(sizes.join(), known ? [Math.min(known[0], several), Math.max(known[1], several)] : [several, several]);
      return;
    }
    for (let subset = subsetMin; subset < 2 ** lines; subset++) {
      const inside = sizes.map((_, line) => (subset >> line) & 1);
      inside.forEach((bit, line) => (sizes[line]! += bit));
      place(left - 1, subset, several + (inside.filter((bit) => bit === 1).length > 1 ? 1 : 0));
      inside.forEach((bit, line) => (sizes[line]! -= bit));
    }
  };
  place(members, 1, 0);
  return found;
}

describe('the interval', () => {
  const tables = new Map<string, ReadonlyMap<string, Interval>>();
  const table = (members: number, lines: number) => {
    const key = `${members}/${lines}`;
    if (!tables.has(key)) tables.set(key, bruteForce(members, lines));
    return tables.get(key)!;
  };
  const numRuns = Number(process.env.ZELIAN_RUNS ?? 2_000);
  const cases = fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }))
    .chain(([members, lines]) => fc.tuple(fc.constant(members), fc.array(fc.integer({ min: 0, max: members + 1 }), { minLength: lines, maxLength: lines })));
  it('is what all assignments of small cases reach, and null where there is none', () =>
    fc.assert(
      fc.property(cases, ([members, lines]) => expect(overlapBounds(members, lines)).toEqual(table(members, lines.length).get(lines.join()) ?? null)),
      { numRuns },
    ));
  it('of every case of three lines is', () => {
    for (const [sizes, interval] of table(5, 3)) expect(overlapBounds(5, sizes.split(',').map(Number))).toEqual(interval);
    expect(table(5, 3).size).toBeGreaterThan(150);
  });
});
