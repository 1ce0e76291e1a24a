import fc from 'fast-check';
import { Rejection } from '#kernel';
import type { ChangedRow, Counterfactual, Zelian } from '#zelian';
import { counterfactual } from '../../libs/zelian/src/replay/counterfactual.js';
import { said } from '../../libs/zelian/src/replay/said.js';
import { rowsByKey } from '../support/domain-rows.js';
import { edited, endOf, factsIn, inHaste, journalOf, leavingsIn, recordAll, wishes } from '../support/edited-histories.js';
import { histories } from '../support/histories.js';
import { seededRandom } from '../support/random.js';
import { SmallCounty } from '../support/small-county.js';

// Laws over random histories of the small county. `npm run campaign:replay` runs five hundred.

const RUNS = Number(process.env.ZELIAN_RUNS ?? 30);
const SEED = Number(process.env.ZELIAN_SEED ?? 2016);
jest.setTimeout(3_600_000);
const UNSEEN = new Set(['trail', 'calendar']);
/** Of a case, from the vote to what is given back. */
const STEPS = ['CollectivelyDecided', 'MeasureExecuted', 'AppealLodged', 'DecisionMaintained', 'DecisionVaried', 'DecisionRevoked', 'RedecisionOrdered'].concat(
  ['DecisionCorrected', 'AppealDecisionCarriedOut', 'EntitlementRestored', 'NameRestored'],
);
type Rows = Record<string, Record<string, unknown>>;

/** Every row of every view, by what it says of the world. */
async function worldOf(zelian: Zelian): Promise<Rows> {
  const all: Rows = {};
  for (const view of zelian.viewNames().filter((name) => !UNSEEN.has(name))) {
    const rows = await rowsByKey(zelian, view);
    all[view] = Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, said(row)]));
  }
  return all;
}

/** The stored world with what the difference document says put in its place. */
function applied(stored: Rows, { difference }: Counterfactual): Rows {
  const world = structuredClone(stored);
  const put = (view: string, key: string, row: unknown) => {
    if (row === null) delete world[view]![key];
    else world[view]![key] = row;
  };
  for (const { view, key, derived } of difference.drift.rows) put(view, key, derived);
  for (const { view, key, after } of difference.changes as readonly ChangedRow[]) put(view, key, after);
  return world;
}

/**
 * Where the rules lagged, what an act says that it found shows what had not been derived when it was done; and interim results that others passed over leave
 * triggers that fell, vetoes withdrawn, cases that nobody opened, and grounds that a case once had. Everything else has to agree.
 */
function settled({ 'nomination-screenings': _acts, ...world }: Rows): Rows {
  type Row = Readonly<{ state?: string; withdrawn?: boolean; bases?: readonly Readonly<{ target: string }>[]; targets?: readonly string[] }>;
  const rowsOf = (view: string): readonly (readonly [string, Row])[] => Object.entries(world[view] as Readonly<Record<string, Row>>);
  const without = (view: string, gone: (row: Row) => boolean): Record<string, unknown> => Object.fromEntries(rowsOf(view).filter(([, row]) => !gone(row)));
  const cases = rowsOf('accountability-cases').filter(([, { withdrawn }]) => withdrawn !== true);
  /** Of views that keep every ground that a case ever had: the cases that stand, with the grounds that stand. */
  const standing = (view: string, keyOf: (key: string) => string, nameOf: (target: string, key: string) => string) => {
    const targets = new Map(cases.map(([key, { bases = [] }]) => [keyOf(key), bases.map(({ target }) => nameOf(target, key))]));
    const isOfCase = new Set(rowsOf('accountability-cases').map(([key]) => keyOf(key)));
    const kept = rowsOf(view).filter(([key]) => targets.has(key) || !isOfCase.has(key));
    return Object.fromEntries(kept.map(([key, row]) => [key, { ...row, targets: (row.targets ?? []).filter((name) => targets.get(key)?.includes(name)) }]));
  };
  return {
    ...world,
    'trigger-register': without('trigger-register', ({ state }) => state === 'fallen'),
    'veto-register': without('veto-register', ({ state }) => state === 'withdrawn'),
    'accountability-cases': Object.fromEntries(cases),
    'redress-cases': standing(
      'redress-cases',
      (key) => key,
      (target) => target,
    ),
    'barred-from-review': standing(
      'barred-from-review',
      (key) => `case-${key.replaceAll('|', '-')}`,
      (target, key) => `facts-${target}-${key.split('|').at(-1)}`,
    ),
  };
}

/** Where the act that ended a tenure has no room, its end stands by itself; only in a replay does it still say which act that was. */
const leftForItself = ({ entitlements, ...world }: Rows): Rows => ({
  ...world,
  entitlements: JSON.parse(JSON.stringify(entitlements, (key, value: unknown) => (key === 'endedBy' ? undefined : value))) as Rows[string],
});

const refusalOf = (error: unknown): string => {
  if (error instanceof Rejection) return error.code;
  throw error;
};

describe('replay', () => {
  // `refusedInBase`: what the rules refused when it lagged; `refusedEdited`: what had no room in the history as it would have been.
  const counted = { replayed: 0, changed: 0, refusedEdits: 0, flagged: 0, drifted: 0, refusedInBase: 0, refusedEdited: 0 };
  /** In how many histories each step of a case was taken, and in how many replays it had no room any more. */
  const taken = new Map<string, number>();
  const leftOut = new Map<string, number>();
  const note = (counts: Map<string, number>, types: Iterable<string>): void =>
    [...new Set(types)].forEach((type) => counts.set(type, (counts.get(type) ?? 0) + 1));
  afterAll(() => {
    const steps = Object.fromEntries(STEPS.map((type) => [type, [taken.get(type) ?? 0, leftOut.get(type) ?? 0]]));
    process.stdout.write(`replay: ${JSON.stringify({ ...counted, steps })}\n`);
  });

  const law = (lag: boolean) => async (deeds: Parameters<typeof journalOf>[0], wanted: Parameters<typeof edited>[1], seed: number) => {
    const first = await SmallCounty.open();
    const lived = await journalOf(deeds, first);
    const journal = lag ? inHaste(lived) : lived;
    let base = first.zelian;
    if (lag) {
      const random = seededRandom(seed);
      const late = await SmallCounty.open();
      counted.refusedInBase += await recordAll(late, journal, { until: await endOf(first.zelian), turn: () => random() < 0.2 });
      await first.close();
      base = late.zelian;
    }
    const { list, journal: after } = edited(journal, wanted, await factsIn(base));
    const before = (await base.verify()).logHash;
    const types: string[] = [];
    for await (const { type } of base.log.readAll(0)) types.push(type);
    note(taken, types);
    // Somebody asked before, about one of them: what that came to before its edit is where this one may begin.
    await counterfactual(base.parts, { list: { ...list, edits: list.edits.slice(-1) } }).catch(refusalOf);
    const result = await counterfactual(base.parts, { list }).catch(refusalOf);
    if (typeof result === 'string') {
      counted.refusedEdits++;
      expect(result).toMatch(/^replay\.(refused-edit|without-effect)$/);
    } else {
      const history = await SmallCounty.open();
      const refused = await recordAll(history, after, { until: await endOf(base), left: await leavingsIn(base) });
      const everything = await counterfactual(base.parts, { list, everything: true });
      const [imagined, real] = [applied(await worldOf(base), result), await worldOf(history.zelian)].map(leftForItself) as [Rows, Rows];
      expect(lag ? settled(imagined) : imagined).toEqual(lag ? settled(real) : real);
      expect(result.difference).toEqual(everything.difference);
      expect(result.hash).toBe(everything.hash);
      expect(result.difference.stuck).toEqual([]);
      // What history refuses of what the ledger took, replay leaves out and flags: no more and no fewer.
      if (!lag) expect(result.difference.flagged).toHaveLength(refused);
      counted.refusedEdited += refused;
      counted.replayed++;
      counted.changed += result.difference.changes.length;
      note(
        leftOut,
        result.difference.flagged.flatMap(({ events }) => events.map(({ type }) => type)),
      );
      counted.flagged += result.difference.flagged.length;
      counted.drifted += result.difference.drift.rows.length;
      await history.close();
    }
    expect((await base.verify()).logHash).toBe(before);
    await base.close();
  };

  it('of nothing edited differs in nothing, though everything be derived again', () =>
    fc.assert(
      fc.asyncProperty(histories, async (deeds) => {
        const county = await SmallCounty.open();
        await journalOf(deeds, county);
        const { difference, hash } = await counterfactual(county.zelian.parts, { list: { format: 1, edits: [] }, everything: true });
        expect(difference).toMatchObject({ changes: [], flagged: [], thirdParties: [], drift: { rows: [], refused: [] } });
        expect((await counterfactual(county.zelian.parts, { list: { format: 1, edits: [] } })).hash).toBe(hash);
        await county.close();
      }),
      { numRuns: Math.ceil(RUNS / 10), seed: SEED, endOnFailure: true },
    ));

  it.each([
    ['drained', false],
    ['lagging', true],
  ])('of a %s ledger equals the history it imagines, whole or only where edits reach', (_, lag) =>
    fc.assert(fc.asyncProperty(histories, wishes, fc.nat(), law(lag)), { numRuns: RUNS, seed: SEED, endOnFailure: true }),
  );

  it('had cases in these histories as far as what is given back, and acts in them that edits left without room', () => {
    // A handful of histories need not hold everything.
    if (RUNS < 30) return;
    expect(STEPS.filter((type) => !taken.has(type))).toEqual([]);
    for (const type of ['CollectivelyDecided', 'AppealLodged', 'DecisionCorrected']) expect(leftOut.get(type)).toBeGreaterThan(0);
  });
});
