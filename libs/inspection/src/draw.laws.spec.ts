import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { decide, evolve, Rejection, type Recorded } from '#kernel';
import { factsFrom, recorded } from '../../../test/support/specification.js';
import type { DrawCommand } from './draw.commands.js';
import { drawDecider } from './draw.decider.js';
import type { DrawEvent } from './draw.events.js';
import { combinedSeedOf, drawOutcome, listHashOf, seedCommitment, select } from './draw.selection.js';

const RUNS = Number(process.env['ZELIAN_RUNS'] ?? 200);
const SCRIPT = join(__dirname, '../../../scripts/recompute-draw.mjs');
const BODIES = ['unit-discip001', 'unit-office001'] as const;
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const seedOf = (word: string | number): string => sha(`seed ${word}`);

type Draw = Readonly<{ drawId: string; candidates: readonly string[]; pickCount: number; seeds: readonly [string, string]; unannounced: boolean }>;
const text = (value: string) => ({ private: value });

/** The commands of one draw, in order. */
function commandsOf({ drawId, candidates, pickCount, seeds, unannounced }: Draw): readonly DrawCommand[] {
  const of = { drawId, roundId: 'round-1', date: '2016-11-01' };
  const more = { year: 2016, kind: 'villages' as const, bodyUnitIds: BODIES, unannounced, revealBy: '2016-11-01', excludedRoundIds: [] };
  const { combinedSeed, picked } = drawOutcome(candidates, pickCount, seeds);
  const seedCommitmentOf = (body: 0 | 1) => seedCommitment({ listHash: listHashOf(candidates), drawId, bodyUnitId: BODIES[body], seed: seeds[body] });
  const shown = (body: 0 | 1) => (unannounced ? text(seeds[body]) : seeds[body]);
  return [
    { type: 'AnnounceDraw', data: { ...of, ...more, candidates, pickCount } },
    ...([0, 1] as const).map((body) => ({
      type: 'CommitDrawSeed' as const,
      data: { ...of, bodyUnitId: BODIES[body], seedCommitment: seedCommitmentOf(body) },
    })),
    ...([1, 0] as const).map((body) => ({ type: 'RevealDrawSeed' as const, data: { ...of, bodyUnitId: BODIES[body], seed: shown(body) } })),
    ...(unannounced
      ? [
          { type: 'CompleteSealedDraw' as const, data: { ...of, seeds: seeds.map(text), combinedSeed: text(combinedSeed), picked: picked.map(text) } },
          { type: 'UnsealDraw' as const, data: { ...of, seeds } },
        ]
      : []),
  ];
}

/** Decides commands as the ledger would; who commits for a body is its own person. */
function held(commands: readonly DrawCommand[], villageIds: readonly string[]): readonly Recorded<DrawEvent>[] {
  const rows = {
    'inspection-rounds': { 'round-1': { roundId: 'round-1', year: 2016, villageIds, opened: null, closed: null } },
    'draw-bodies': Object.fromEntries(BODIES.map((unitId) => [unitId, { unitId }])),
    'drawn-visits': { 'round-1': { roundId: 'round-1', visits: [{ visitId: 'visit-1', date: '2016-11-02', ids: villageIds }] } },
  };
  const events: Recorded<DrawEvent>[] = [];
  let state = drawDecider.initialState;
  for (const command of commands) {
    const facts = factsFrom(rows, drawDecider.needs?.[command.type]?.(command as never) ?? []);
    const actor = { personId: `person-of-${'bodyUnitId' in command.data ? command.data.bodyUnitId : 'office'}` };
    const made = decide(drawDecider, command, state, { actor, recordedAt: '2016-12-01T00:00:00.000Z', commandId: 'c', readAt: 0, facts });
    for (const event of made as readonly DrawEvent[]) {
      const one = recorded({ ...event, actor }, events.length) as Recorded<DrawEvent>;
      events.push(one);
      state = evolve(drawDecider, state, one);
    }
  }
  return events;
}

const anyDraw = fc
  .record({ size: fc.integer({ min: 1, max: 60 }), share: fc.integer({ min: 1, max: 60 }), words: fc.tuple(fc.nat(), fc.nat()), unannounced: fc.boolean() })
  .map(({ size, share, words, unannounced }, index = 0): Draw => {
    const candidates = Array.from({ length: size }, (_, i) => `village-${sha(`${words[0]} ${i}`).slice(0, 8)}`);
    const seeds = [seedOf(words[0]), seedOf(`${words[1]} too`)] as const;
    return { drawId: `draw-${words[0]}-${words[1]}-${index}`, candidates, pickCount: Math.min(share, size), seeds, unannounced };
  });

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'zelian-draws-'))));
afterAll(() => rmSync(folder, { recursive: true }));
const exported = (name: string, events: readonly Pick<Recorded, 'type' | 'data'>[]): string => {
  const path = join(folder, name);
  writeFileSync(path, events.map(({ type, data }) => `${JSON.stringify({ type, data })}\n`).join(''));
  return path;
};
/** The script's own text, run here with what it imports handed in, so that hundreds of runs take no hundreds of processes: its exit code. */
const script = readFileSync(SCRIPT, 'utf8').replaceAll(/^import .*$/gm, '');
const runScript = new Function('createHash', 'readFileSync', 'process', 'console', script) as (...given: readonly unknown[]) => void;
class Exit extends Error {
  constructor(readonly exitCode: number) {
    super('exit');
  }
}
function recompute(path: string, drawId: string): number {
  const exit = (code: number) => {
    throw new Exit(code);
  };
  try {
    runScript(createHash, readFileSync, { argv: ['node', SCRIPT, path, drawId], exit }, { log: () => undefined });
  } catch (error) {
    if (error instanceof Exit) return error.exitCode;
    throw error;
  }
  throw new Error('the script said nothing');
}

function refusalOf(doing: () => unknown): string | undefined {
  try {
    doing();
    return undefined;
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
}

/** One export with another word in one event. */
const tampered = (events: readonly Recorded<DrawEvent>[], type: DrawEvent['type'], change: (data: Readonly<Record<string, unknown>>) => object) =>
  events.map((event) => (event.type === type ? { type: event.type, data: { ...event.data, ...change(event.data as never) } } : event));

describe('the script that shares no code', () => {
  const draws = fc.sample(anyDraw, { numRuns: RUNS, seed: 2016 }).map((draw, index) => ({ ...draw, drawId: `${draw.drawId}-${index}` }));
  it(`agrees on ${RUNS} random draws`, () => {
    // Some draws in one export, so that the script has something to leave aside.
    const differing = draws.flatMap((_, first) => {
      if (first % 10 !== 0) return [];
      const some = draws.slice(first, first + 10);
      const path = exported(
        'some.jsonl',
        some.flatMap((draw) => held(commandsOf(draw), draw.candidates)),
      );
      return some.filter(({ drawId }) => recompute(path, drawId) !== 0);
    });
    expect(differing).toEqual([]);
  });

  const draw: Draw = { ...draws.find(({ candidates, unannounced }) => candidates.length > 20 && !unannounced)!, pickCount: 5 };
  const inTheOpen = held(commandsOf(draw), draw.candidates);
  const behindDoors = held(commandsOf({ ...draw, unannounced: true }), draw.candidates);
  const others = [...draw.candidates.slice(1), draw.candidates[0]!];
  it.each<[string, readonly Pick<Recorded, 'type' | 'data'>[]]>([
    ['a changed seed', tampered(inTheOpen, 'DrawSeedRevealed', () => ({ seed: seedOf('another') }))],
    ['a changed result', tampered(inTheOpen, 'DrawCompleted', () => ({ picked: others.slice(0, 5) }))],
    ['a changed combined seed', tampered(inTheOpen, 'DrawCompleted', () => ({ combinedSeed: seedOf('another') }))],
    ['another order of the list', tampered(inTheOpen, 'DrawAnnounced', () => ({ candidates: others }))],
    ['another list under its own hash', tampered(inTheOpen, 'DrawAnnounced', () => ({ candidates: others, listHash: listHashOf(others) }))],
    ['a candidate more', tampered(inTheOpen, 'DrawAnnounced', () => ({ candidates: [...draw.candidates, 'village-more001'] }))],
    ['another number', tampered(inTheOpen, 'DrawAnnounced', () => ({ pickCount: 4 }))],
    ['bodies the other way round', tampered(inTheOpen, 'DrawAnnounced', () => ({ bodyUnitIds: [...BODIES].reverse() }))],
    ['another commitment', tampered(inTheOpen, 'DrawSeedCommitted', () => ({ seedCommitment: seedOf('another') }))],
    ['a changed seed of an unsealed draw', tampered(behindDoors, 'DrawUnsealed', () => ({ seeds: [seedOf('another'), draw.seeds[1]] }))],
    ['a draw still sealed', behindDoors.filter(({ type }) => type !== 'DrawUnsealed')],
    ['a draw without result', inTheOpen.filter(({ type }) => type !== 'DrawCompleted')],
  ])('detects %s', (_, events) => {
    expect(recompute(exported('one.jsonl', inTheOpen), draw.drawId)).toBe(0);
    expect(recompute(exported('other.jsonl', events), draw.drawId)).toBe(1);
  });

  it('is a program of its own: it says what it found, by word and exit code', () => {
    const run = (...args: readonly string[]) => spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8' });
    const path = exported('one.jsonl', inTheOpen);
    const said = run(path, draw.drawId);
    expect([said.status, said.stdout]).toEqual([0, `match: ${drawOutcome(draw.candidates, 5, draw.seeds).picked.join(' ')}\n`]);
    expect(run(path, 'draw-other').status).toBe(1);
    expect(run(path).status).toBe(2);
  });
});

describe('nobody steers', () => {
  const candidates = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const TRIES = 7_000;
  /** How often each candidate was drawn, over seeds of one body as they come while the other's stays. */
  const tally = (seedsOf: (word: number) => readonly [string, string], pickCount: number): readonly number[] => {
    const counts = new Map(candidates.map((candidate) => [candidate, 0]));
    for (let word = 0; word < TRIES; word++) {
      for (const one of drawOutcome(candidates, pickCount, seedsOf(word)).picked) counts.set(one, counts.get(one)! + 1);
    }
    return [...counts.values()];
  };
  const fixed = seedOf('chosen with care');
  it.each<[string, (word: number) => readonly [string, string]]>([
    ['the first body', (word) => [fixed, seedOf(`other ${word}`)]],
    ['the second body', (word) => [seedOf(`other ${word}`), fixed]],
  ])('whatever seed %s has chosen, the other makes every candidate as likely', (_, seedsOf) => {
    for (const pickCount of [1, 3]) {
      const expected = (TRIES * pickCount) / candidates.length;
      const chiSquare = tally(seedsOf, pickCount).reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      // 6 degrees of freedom: above 22.46 once in a thousand; drawing without replacement varies less. Seeds are fixed, so the figure is too.
      expect(chiSquare).toBeLessThan(22.46);
    }
  });

  it('a body is bound to its seed before it can know the other', () =>
    fc.assert(
      fc.property(anyDraw, fc.nat(), fc.constantFrom(0 as const, 1 as const), (draw, word, body) => {
        const of = { drawId: draw.drawId, roundId: 'round-1', date: '2016-11-01', bodyUnitId: BODIES[body] };
        const other = seedOf(`${word} more`);
        const changed: DrawCommand = { type: 'RevealDrawSeed', data: { ...of, seed: draw.unannounced ? text(other) : other } };
        // Announced and committed twice; then the second body has revealed, too.
        for (const known of [3, 4]) {
          expect(refusalOf(() => held([...commandsOf(draw).slice(0, known), changed], draw.candidates))).toBe('draw.wrong-seed');
        }
      }),
      { numRuns: RUNS, seed: 7 },
    ));

  it('a commitment opens by one seed, in one draw, of one body, for one list', () => {
    const opening = { listHash: listHashOf(candidates), drawId: 'draw-1', bodyUnitId: BODIES[0], seed: fixed };
    const all = [
      opening,
      { ...opening, listHash: listHashOf(candidates.slice(1)) },
      { ...opening, drawId: 'draw-2' },
      { ...opening, bodyUnitId: BODIES[1] },
      { ...opening, seed: seedOf('another') },
    ].map(seedCommitment);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('the selection', () => {
  it('takes each candidate at most once, and those that the page describes', () =>
    fc.assert(
      fc.property(anyDraw, ({ candidates, pickCount, seeds }) => {
        const { combinedSeed, picked } = drawOutcome(candidates, pickCount, seeds);
        expect(combinedSeed).toBe(sha(`${seeds[0]}${seeds[1]}${sha(candidates.join('\n'))}`));
        expect(new Set(picked).size).toBe(pickCount);
        expect(picked.every((one) => candidates.includes(one))).toBe(true);
      }),
      { numRuns: RUNS, seed: 21 },
    ));
  it('draws every order of three with the same chance', () => {
    const counts = new Map<string, number>();
    for (let word = 0; word < 6_000; word++) {
      const order = select(['a', 'b', 'c'], 3, seedOf(`order ${word}`)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
    expect(chiSquare).toBeLessThan(20.52);
  });
  it('is for ever what it was: a draw held once has to come out the same', () => {
    const seeds = [seedOf('first'), seedOf('second')] as const;
    expect(combinedSeedOf(...seeds, listHashOf(['甲', '乙']))).toBe(sha(`${seeds[0]}${seeds[1]}${sha('甲\n乙')}`));
    const villages = Array.from({ length: 10 }, (_, index) => `village-000${index}`);
    expect(drawOutcome(villages, 4, seeds)).toMatchInlineSnapshot(`
     {
       "combinedSeed": "d4798d5c7a62fad0e172d9603803f9a8efff5242908b04c6e344ff41024ea4ed",
       "picked": [
         "village-0001",
         "village-0003",
         "village-0006",
         "village-0000",
       ],
     }
    `);
  });
});
