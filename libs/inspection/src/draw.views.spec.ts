import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evolve, type AnyView } from '#kernel';
import { recorded, type Past } from '../../../test/support/specification.js';
import { drawBodies } from './draw-bodies.view.js';
import { drawRegister, type DrawRow } from './draw-register.view.js';
import { drawDecider } from './draw.decider.js';
import { drawEvents } from './draw.events.js';
import { drawnVisits, seenSince, type DrawnVisitsRow } from './drawn-visits.view.js';
import { roundDraws, type RoundDrawsRow } from './round-draws.view.js';

function rowOf<Row>(view: AnyView, ...history: readonly Past[]): Row | undefined {
  let row: unknown;
  for (const event of history.map((past, index) => recorded(past, index))) for (const key of view.keysOf(event)) row = view.on[event.type]!(row, event, key);
  return row as Row | undefined;
}
const golden = (type: string): Past => JSON.parse(readFileSync(join(__dirname, '../../../test/fixtures/events', `${type}.v1.json`), 'utf8')) as Past;
const BODIES = ['unit-discip001', 'unit-office001'] as const;
const of = (date: string) => ({ drawId: 'draw-1', roundId: 'round-1', date });
const announced: Past = {
  type: 'DrawAnnounced',
  data: {
    ...of('2016-11-01'),
    ...{ year: 2016, kind: 'villages', candidates: ['village-a0001', 'village-b0001'], listHash: 'h', pickCount: 1, bodyUnitIds: [...BODIES] },
    ...{ unannounced: false, revealBy: '2016-11-05', excludedRoundIds: [], excludedDrawIds: ['draw-0'] },
  },
};
const committed: Past = { type: 'DrawSeedCommitted', data: { ...of('2016-11-02'), bodyUnitId: BODIES[1], seedCommitment: 'c' } };
const revealed: Past = { type: 'DrawSeedRevealed', data: { ...of('2016-11-03'), bodyUnitId: BODIES[1], seed: 's' } };
const result = { combinedSeed: 'x', picked: ['village-b0001'] };
const hidden = { commitment: '9f'.repeat(32) };
const completed: Past = { type: 'DrawCompleted', data: { ...of('2016-11-03'), ...result } };
const sealed: Past = { type: 'SealedDrawCompleted', data: { ...of('2016-11-03'), seeds: [hidden, hidden], combinedSeed: hidden, picked: [hidden] } };
const unsealed: Past = { type: 'DrawUnsealed', data: { ...of('2016-11-30'), ...result, seeds: ['s1', 's2'] } };
const voided: Past = { type: 'DrawVoided', data: { ...of('2016-11-06'), withheldByUnitIds: [BODIES[0]], reason: '逾期' } };

describe('draw-register', () => {
  const register = (...history: readonly Past[]) => rowOf<DrawRow>(drawRegister, announced, ...history);
  it('shows list, commitments and seeds as they come', () =>
    expect(register(committed, revealed)).toMatchObject({
      ...{ status: 'announced', statusZh: '进行中', listHash: 'h', excludedDrawIds: ['draw-0'], picked: [], voided: null },
      bodies: [
        { bodyUnitId: BODIES[0], seedCommitment: null, seed: null },
        { bodyUnitId: BODIES[1], seedCommitment: 'c', committedOn: '2016-11-02', seed: 's', revealedOn: '2016-11-03' },
      ],
      history: [{ event: 'DrawAnnounced' }, { event: 'DrawSeedCommitted' }, { event: 'DrawSeedRevealed' }],
    }));
  it.each<[string, readonly Past[], object]>([
    ['completed', [completed], result],
    ['sealed', [sealed], { combinedSeed: hidden, picked: [hidden] }],
    ['unsealed', [sealed, unsealed], { ...result, bodies: [{ seed: 's1' }, { seed: 's2' }] }],
    ['void', [voided], { voided: { date: '2016-11-06', withheldByUnitIds: [BODIES[0]], reason: '逾期' } }],
  ])('is %s', (status, history, row) => expect(register(...history)).toMatchObject({ status, ...row }));
});

describe('what draws read when they decide', () => {
  it.each<[string, readonly Past[], object]>([
    ['announced', [], { picked: null }],
    ['completed', [completed], { picked: ['village-b0001'] }],
    ['sealed', [sealed], { picked: null }],
    ['completed', [sealed, unsealed], { picked: ['village-b0001'] }],
    ['void', [voided], { picked: null }],
  ])('a round’s draw is %s', (state, history, row) =>
    expect(rowOf<RoundDrawsRow>(roundDraws, announced, ...history)?.draws).toMatchObject([{ drawId: 'draw-1', state, ...row }]),
  );
  it('a visit covers the village and its households from its day on, unless it was withdrawn', () => {
    const visit = (visitId: string, date: string): Past => ({
      type: 'VillageVisited',
      data: { visitId, roundId: 'round-1', villageId: 'village-a0001', householdIds: ['household-1'], date },
    });
    const row = rowOf<DrawnVisitsRow>(drawnVisits, visit('visit-1', '2016-11-10'), visit('visit-2', '2016-11-20'));
    expect(['village-a0001', 'household-1', 'household-2'].map((id) => seenSince(row, id, '2016-11-20'))).toEqual([true, true, false]);
    expect(seenSince(row, 'village-a0001', '2016-11-21')).toBe(false);
    expect(seenSince(undefined, 'village-a0001', '2016-11-21')).toBe(false);
    const withdrawn: Past = { type: 'VillageVisitWithdrawn', data: { visitId: 'visit-2', roundId: 'round-1' } };
    const after = rowOf<DrawnVisitsRow>(drawnVisits, visit('visit-1', '2016-11-10'), visit('visit-2', '2016-11-20'), withdrawn);
    expect(seenSince(after, 'village-a0001', '2016-11-20')).toBe(false);
  });
  it('only organs give seeds', () => {
    expect(rowOf(drawBodies, { type: 'UnitRegistered', data: { unitId: BODIES[0], kind: 'organ' } })).toEqual({ unitId: BODIES[0] });
    expect(rowOf(drawBodies, { type: 'UnitRegistered', data: { unitId: 'unit-town0001', kind: 'town' } })).toBeUndefined();
  });
});

it.each(Object.keys(drawEvents))('%s: its golden file is still understood', (type) => {
  const event = recorded(golden(type), 1);
  const start = recorded(golden('DrawAnnounced'), 0);
  const before = type === 'DrawAnnounced' ? drawDecider.initialState : evolve(drawDecider, drawDecider.initialState, start);
  expect(evolve(drawDecider, before, event)).not.toBe(before);
  expect(rowOf<DrawRow>(drawRegister, golden('DrawAnnounced'), golden(type))).toMatchObject({ roundId: 'round-2016a' });
});
