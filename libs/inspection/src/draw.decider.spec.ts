import { fieldRows, SIGNERS, VILLAGE } from '../../../test/support/finding-rows.js';
import { specification, type Past } from '../../../test/support/specification.js';
import { drawDecider } from './draw.decider.js';
import { drawOutcome, listHashOf, seedCommitment } from './draw.selection.js';

const BODIES = ['unit-discip001', 'unit-office001'] as const;
const ROUND_VILLAGES = ['village-a0001', 'village-b0001', 'village-c0001', 'village-d0001', 'village-e0001', VILLAGE];
const round = { year: 2016, villageIds: ROUND_VILLAGES, checklistId: 'checklist-three', checklistVersion: 2, opened: null, closed: null };
const rows = {
  ...fieldRows,
  'inspection-rounds': {
    'round-1': { roundId: 'round-1', ...round },
    'round-2': { roundId: 'round-2', ...round },
    'round-closed': { roundId: 'round-closed', ...round, closed: { date: '2016-11-30' } },
  },
  'draw-bodies': Object.fromEntries(BODIES.map((unitId) => [unitId, { unitId }])),
};
const world = { rows, actor: { personId: 'person-clerk001' } };
const given = specification(drawDecider, world);

const announcement = {
  ...{ drawId: 'draw-1', roundId: 'round-1', year: 2016, kind: 'villages' as const, candidates: ROUND_VILLAGES, pickCount: 2, bodyUnitIds: [...BODIES] },
  ...{ unannounced: false, revealBy: '2016-11-05', excludedRoundIds: [], date: '2016-11-01' },
};
const listHash = listHashOf(ROUND_VILLAGES);
const announced: Past = { type: 'DrawAnnounced', data: { ...announcement, listHash, excludedDrawIds: [] } };
const sealedDraw: Past = { type: 'DrawAnnounced', data: { ...announcement, unannounced: true, listHash, excludedDrawIds: [] } };
const SEEDS = ['a1'.repeat(32), 'b2'.repeat(32)] as const;
const commitmentOf = (body: number, seed: string = SEEDS[body]!) => seedCommitment({ listHash, drawId: 'draw-1', bodyUnitId: BODIES[body]!, seed });
const of = (date: string) => ({ drawId: 'draw-1', roundId: 'round-1', date });
const commitment = (body: number) => ({ ...of('2016-11-02'), bodyUnitId: BODIES[body]!, seedCommitment: commitmentOf(body) });
const committed = (body: number): Past => ({ type: 'DrawSeedCommitted', data: commitment(body), actor: { personId: `person-body000${body}` } });
const reveal = (body: number, seed: unknown = SEEDS[body]) => ({ ...of('2016-11-03'), bodyUnitId: BODIES[body]!, seed: seed as string });
const revealed = (body: number, seed?: unknown): Past => ({ type: 'DrawSeedRevealed', data: reveal(body, seed) });
const outcome = drawOutcome(ROUND_VILLAGES, 2, SEEDS);
const completed: Past = { type: 'DrawCompleted', data: { ...of('2016-11-03'), ...outcome } };
const voided: Past = { type: 'DrawVoided', data: { ...of('2016-11-06'), withheldByUnitIds: [BODIES[1]], reason: '逾期未公开' } };
const both = [committed(0), committed(1)];
const hidden = (text: string) => ({ private: text });
const sealing = { ...of('2016-11-04'), seeds: SEEDS.map(hidden), combinedSeed: hidden(outcome.combinedSeed), picked: outcome.picked.map(hidden) };
const sealed: Past = { type: 'SealedDrawCompleted', data: sealing };
const bothHidden = [revealed(0, hidden(SEEDS[0])), revealed(1, hidden(SEEDS[1]))];
type Refusal = readonly [string, readonly Past[], object, string];

describe('announcing a draw', () => {
  const announce = { type: 'AnnounceDraw', data: announcement } as const;
  it('fixes the list and its hash before any seed', () =>
    given()
      .when(announce)
      .then({ type: 'DrawAnnounced', data: { ...announcement, listHash, excludedDrawIds: [] }, validAt: { from: '2016-11-01' } }));
  it('of households on file', () => {
    const data = { ...announcement, kind: 'households' as const, candidates: ['household-2', 'household-1'], pickCount: 1 };
    given()
      .when({ ...announce, data })
      .thenData({ type: 'DrawAnnounced', data: { ...data, listHash: listHashOf(['household-2', 'household-1']), excludedDrawIds: [] } });
    given()
      .when({ ...announce, data: { ...data, year: 2016, candidates: ['household-9'] } })
      .thenRejected('draw.unknown-candidate');
  });
  it.each<Refusal>([
    ['a second time', [announced], {}, 'draw.already-announced'],
    ['under an id that is none', [], { drawId: 'first' }, 'draw.invalid-id'],
    ['tomorrow', [], { date: '2016-12-08', revealBy: '2016-12-09' }, 'draw.date-in-future'],
    ['on no day', [], { date: '2016-11-31' }, 'date.invalid'],
    ['with seeds due on no day', [], { revealBy: '2016-11-31' }, 'date.invalid'],
    ['with seeds due before', [], { revealBy: '2016-10-31' }, 'draw.reveal-by'],
    ['of an unknown round', [], { roundId: 'round-9' }, 'draw.unknown-round'],
    ['of a closed round', [], { roundId: 'round-closed' }, 'draw.round-closed'],
    ['of another year', [], { year: 2015 }, 'draw.other-year'],
    ['from nothing', [], { candidates: [], pickCount: 0 }, 'draw.list-size'],
    ['from too long a list', [], { candidates: Array.from({ length: 5_001 }, (_, index) => `village-x${index}`) }, 'draw.list-size'],
    ['with a candidate twice', [], { candidates: [VILLAGE, VILLAGE] }, 'draw.candidate-twice'],
    ['with a stranger', [], { candidates: [VILLAGE, 'village-other01'] }, 'draw.unknown-candidate'],
    ['of none', [], { pickCount: 0 }, 'draw.pick-count'],
    ['of a part', [], { pickCount: 1.5 }, 'draw.pick-count'],
    ['of more than there are', [], { pickCount: 7 }, 'draw.pick-count'],
    ['by one body', [], { bodyUnitIds: [BODIES[0]] }, 'draw.two-bodies'],
    ['by one body twice', [], { bodyUnitIds: [BODIES[0], BODIES[0]] }, 'draw.two-bodies'],
    ['by a town', [], { bodyUnitIds: [BODIES[0], 'unit-qinglan01'] }, 'draw.not-organ'],
    ['by a stranger', [], { bodyUnitIds: [BODIES[0], 'unit-none0001'] }, 'draw.not-organ'],
  ])('is refused %s', (_, history, more, code) =>
    given(...history)
      .when({ ...announce, data: { ...announcement, ...more } })
      .thenRejected(code),
  );

  const earlier = (more: object) => ({ rows: { ...rows, 'round-draws': { 'round-1': { roundId: 'round-1', draws: [{ ...past, ...more }] } } } });
  const past = { drawId: 'draw-0', kind: 'villages', listHash: 'h', candidates: ROUND_VILLAGES, state: 'completed', picked: ['village-a0001'] };
  const rest = { ...announce, data: { ...announcement, candidates: ROUND_VILLAGES.slice(1) } };
  it('leaves out what was drawn before', () => {
    given().when(announce, earlier({})).thenRejected('draw.already-drawn');
    given()
      .when(rest, earlier({}))
      .thenData({ type: 'DrawAnnounced', data: { ...rest.data, listHash: listHashOf(rest.data.candidates), excludedDrawIds: ['draw-0'] } });
  });
  it('leaves out what was drawn in the earlier rounds that it names', () => {
    const data = { ...announcement, roundId: 'round-2', excludedRoundIds: ['round-1'] };
    given()
      .when({ ...announce, data }, earlier({}))
      .thenRejected('draw.already-drawn');
    given()
      .when({ ...announce, data: { ...data, excludedRoundIds: [] } }, earlier({}))
      .thenData({ type: 'DrawAnnounced', data: { ...data, excludedRoundIds: [], listHash, excludedDrawIds: [] } });
  });
  it.each(['announced', 'sealed'])('keeps off the list of a draw that is %s', (state) =>
    given()
      .when(rest, earlier({ state, picked: null }))
      .thenRejected('draw.overlaps-unfinished'),
  );
  it('does not take the list of a voided draw up again', () => {
    given()
      .when(announce, earlier({ state: 'void', picked: null, listHash }))
      .thenRejected('draw.list-of-voided');
    given()
      .when(rest, earlier({ state: 'void', picked: null, listHash }))
      .thenData({ type: 'DrawAnnounced', data: { ...rest.data, listHash: listHashOf(rest.data.candidates), excludedDrawIds: [] } });
  });
  it('of villages has nothing to do with draws of households', () =>
    given()
      .when(announce, earlier({ kind: 'households', state: 'announced' }))
      .thenData({ type: 'DrawAnnounced', data: { ...announcement, listHash, excludedDrawIds: [] } }));
});

describe('committing', () => {
  const commit = { type: 'CommitDrawSeed', data: commitment(0) } as const;
  it('records the commitment', () =>
    given(announced)
      .when(commit)
      .then({ type: 'DrawSeedCommitted', data: commitment(0), validAt: { from: '2016-11-02' } }));
  it.each<Refusal>([
    ['to nothing', [], {}, 'draw.unknown'],
    ["to another round's draw", [announced], { roundId: 'round-2' }, 'draw.unknown'],
    ['by a stranger', [announced], { bodyUnitId: 'unit-other0001' }, 'draw.not-body'],
    ['twice', [announced, committed(0)], {}, 'draw.already-committed'],
    ['to no hash', [announced], { seedCommitment: 'none' }, 'draw.commitment-invalid'],
    ['before the list', [announced], { date: '2016-10-31' }, 'draw.out-of-order'],
    ['to a voided draw', [announced, voided], {}, 'draw.void'],
    ['to a completed draw', [announced, ...both, revealed(0), revealed(1), completed], {}, 'draw.completed'],
  ])('is refused %s', (_, history, more, code) =>
    given(...history)
      .when({ ...commit, data: { ...commit.data, ...more } })
      .thenRejected(code),
  );
  it('is refused to one person for both bodies, and to nobody', () => {
    given(announced, committed(1))
      .when(commit, { actor: { personId: 'person-body0001' } })
      .thenRejected('draw.same-person');
    given(announced).when(commit, { actor: {} }).thenRejected('draw.same-person');
  });
});

describe('revealing', () => {
  it('the second seed completes the draw, whichever body comes first', () => {
    given(announced, ...both)
      .when({ type: 'RevealDrawSeed', data: reveal(1) })
      .thenData({ type: 'DrawSeedRevealed', data: reveal(1) });
    given(announced, ...both, revealed(1))
      .when({ type: 'RevealDrawSeed', data: reveal(0) })
      .thenData({ type: 'DrawSeedRevealed', data: reveal(0) }, { type: 'DrawCompleted', data: { ...of('2016-11-03'), ...outcome } });
  });
  it('in private for an unannounced draw: nothing is computed from it', () =>
    given(sealedDraw, ...both, bothHidden[0]!)
      .when({ type: 'RevealDrawSeed', data: { ...reveal(1), seed: hidden(SEEDS[1]) } })
      .thenData({ type: 'DrawSeedRevealed', data: { ...reveal(1), seed: hidden(SEEDS[1]) } }));
  it.each<Refusal>([
    ['before both committed', [announced, committed(0)], {}, 'draw.not-committed'],
    ['another seed', [announced, ...both], { seed: SEEDS[1] }, 'draw.wrong-seed'],
    ['no seed', [announced, ...both], { seed: 'A1'.repeat(32) }, 'draw.wrong-seed'],
    ['again', [announced, ...both, revealed(0)], {}, 'draw.already-revealed'],
    ['again, with another seed', [announced, ...both, revealed(0)], { seed: SEEDS[1] }, 'draw.wrong-seed'],
    ['another seed in private', [sealedDraw, ...both], { seed: hidden(SEEDS[1]) }, 'draw.wrong-seed'],
    ['again in private', [sealedDraw, ...both, bothHidden[0]!], { seed: hidden(SEEDS[0]) }, 'draw.already-revealed'],
    ['in private what is public', [announced, ...both], { seed: hidden(SEEDS[0]) }, 'draw.seed-privacy'],
    ['in public what is private', [sealedDraw, ...both], {}, 'draw.seed-privacy'],
    ['by a stranger', [announced, ...both], { bodyUnitId: 'unit-other0001' }, 'draw.not-body'],
    ['after the draw was voided', [announced, ...both, voided], {}, 'draw.void'],
    ['after it was completed', [announced, ...both, revealed(0), revealed(1), completed], {}, 'draw.completed'],
    ['before it was committed', [announced, ...both], { date: '2016-11-01' }, 'draw.out-of-order'],
  ])('is refused: %s', (_, history, more, code) =>
    given(...history)
      .when({ type: 'RevealDrawSeed', data: { ...reveal(0), ...more } })
      .thenRejected(code),
  );
});

describe('an unannounced draw', () => {
  const complete = { type: 'CompleteSealedDraw', data: sealing } as const;
  it('is completed in private by what the seeds give', () =>
    given(sealedDraw, ...both, ...bothHidden)
      .when(complete)
      .then({ type: 'SealedDrawCompleted', data: sealing, validAt: { from: '2016-11-04' } }));
  it('is decided again from commitments as it was', () => {
    const again = JSON.parse(JSON.stringify(sealing).replaceAll(/"private":"[^"]*"/g, `"commitment":"${'9f'.repeat(32)}"`)) as typeof sealing;
    given(sealedDraw, ...both, ...bothHidden)
      .when({ ...complete, data: again })
      .thenData({ type: 'SealedDrawCompleted', data: again });
  });
  const picks = [...outcome.picked].reverse().map(hidden);
  it.each<Refusal>([
    ['in the open', [announced, ...both], {}, 'draw.not-sealed'],
    ['with a seed missing', [sealedDraw, ...both, bothHidden[0]!], {}, 'draw.not-revealed'],
    ['with seeds the wrong way round', [sealedDraw, ...both, ...bothHidden], { seeds: [...SEEDS].reverse().map(hidden) }, 'draw.wrong-seed'],
    ['with one seed', [sealedDraw, ...both, ...bothHidden], { seeds: [hidden(SEEDS[0])] }, 'draw.wrong-result'],
    ['with another result', [sealedDraw, ...both, ...bothHidden], { picked: picks }, 'draw.wrong-result'],
    ['with too short a result', [sealedDraw, ...both, ...bothHidden], { picked: picks.slice(1) }, 'draw.wrong-result'],
    ['with another combined seed', [sealedDraw, ...both, ...bothHidden], { combinedSeed: hidden(SEEDS[0]) }, 'draw.wrong-result'],
    ['half in private', [sealedDraw, ...both, ...bothHidden], { combinedSeed: { commitment: '9f'.repeat(32) } }, 'draw.half-private'],
    ['twice', [sealedDraw, ...both, ...bothHidden, sealed], {}, 'draw.completed'],
    ['after the draw was voided', [sealedDraw, ...both, voided], {}, 'draw.void'],
    ['before the seeds', [sealedDraw, ...both, ...bothHidden], { date: '2016-11-01' }, 'draw.out-of-order'],
  ])('is not completed %s', (_, history, more, code) =>
    given(...history)
      .when({ ...complete, data: { ...sealing, ...more } })
      .thenRejected(code),
  );

  const history = [sealedDraw, ...both, ...bothHidden, sealed];
  const unseal = { type: 'UnsealDraw', data: { ...of('2016-11-20'), seeds: [...SEEDS] } } as const;
  const visited = (...dates: readonly string[]) => ({
    rows: {
      ...rows,
      'drawn-visits': { 'round-1': { visits: outcome.picked.map((id, index) => ({ visitId: `visit-${index}`, date: dates[index], ids: [id] })) } },
    },
  });
  const opened = { type: 'DrawUnsealed', data: { ...unseal.data, ...outcome } } as const;
  it('is unsealed when all that was drawn has been visited', () =>
    given(...history)
      .when(unseal, visited('2016-11-04', '2016-11-19'))
      .then({ ...opened, validAt: { from: '2016-11-20' } }));
  it('or when the round is closed', () =>
    given(...history)
      .when(unseal, { rows: { ...rows, 'inspection-rounds': { 'round-1': { ...round, phase: 'closed' } } } })
      .thenData(opened));
  it.each<[string, readonly Past[], object, object, string]>([
    ['before any visit', history, {}, world, 'draw.visits-pending'],
    ['after visits before the draw', history, {}, visited('2016-11-03', '2016-11-19'), 'draw.visits-pending'],
    ['with another seed', history, { seeds: [SEEDS[1], SEEDS[0]] }, world, 'draw.wrong-seed'],
    ['with one seed', history, { seeds: [SEEDS[0]] }, world, 'draw.wrong-seed'],
    ['before it was completed', history.slice(0, -1), {}, world, 'draw.nothing-sealed'],
    ['twice', [...history, opened], {}, world, 'draw.nothing-sealed'],
    ["as another round's", history, { roundId: 'round-2' }, world, 'draw.nothing-sealed'],
    ['before its day', history, { date: '2016-11-03' }, visited('2016-11-04', '2016-11-19'), 'draw.out-of-order'],
  ])('stays sealed %s', (_, ...[past, more, where, code]) =>
    given(...past)
      .when({ ...unseal, data: { ...unseal.data, ...more } }, where)
      .thenRejected(code),
  );
});

describe('voiding', () => {
  const voiding = { type: 'VoidDraw', data: { ...of('2016-11-06'), withheldByUnitIds: [BODIES[1]], reason: '逾期未公开随机数' } } as const;
  it.each<[string, readonly Past[], object]>([
    ['a body withholds its seed', [announced, ...both, revealed(0)], {}],
    ['a body does not even commit', [announced, committed(0)], {}],
    ['both withhold theirs', [announced, ...both], { withheldByUnitIds: [...BODIES] }],
    ['the list was wrong, and no seed is known', [announced, ...both], { withheldByUnitIds: [], date: '2016-11-03' }],
  ])('is on record when %s', (_, history, more) =>
    given(...history)
      .when({ ...voiding, data: { ...voiding.data, ...more } })
      .thenData({ type: 'DrawVoided', data: { ...voiding.data, ...more } }),
  );
  it.each<Refusal>([
    ['while seeds can still be revealed', [announced, ...both, revealed(0)], { date: '2016-11-05' }, 'draw.not-due'],
    ['for another reason once a seed is known', [announced, ...both, revealed(0)], { withheldByUnitIds: [] }, 'draw.withheld-by'],
    ['against the body that revealed', [announced, ...both, revealed(0)], { withheldByUnitIds: [BODIES[0]] }, 'draw.withheld-by'],
    ['against a stranger', [announced, ...both], { withheldByUnitIds: [SIGNERS[0]] }, 'draw.not-withheld'],
    ['once both seeds are revealed', [sealedDraw, ...both, ...bothHidden], {}, 'draw.revealed'],
    ['once completed', [announced, ...both, revealed(0), revealed(1), completed], {}, 'draw.completed'],
    ['twice', [announced, ...both, voided], {}, 'draw.void'],
    ['what there is not', [], {}, 'draw.unknown'],
    ['without a reason', [announced], { reason: ' ' }, 'text.blank'],
    ['tomorrow', [announced], { date: '2016-12-08' }, 'draw.date-in-future'],
  ])('is refused %s', (_, history, more, code) =>
    given(...history)
      .when({ ...voiding, data: { ...voiding.data, ...more } })
      .thenRejected(code),
  );
});
