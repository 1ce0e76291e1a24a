import fc from 'fast-check';
import { decide, evolve, Rejection, type Recorded } from '#kernel';
import { factsFrom, recorded } from '../../../test/support/specification.js';
import type { VetoCommand } from './veto.commands.js';
import { vetoDecider } from './veto.decider.js';
import type { VetoEvent } from './veto.events.js';
import { vetoRegister, type VetoRow } from './veto-register.view.js';

const unit = { unitId: 'unit-qinglan01', year: 2016 };
const CLAUSES = ['A', 'B', 'C'];
type Step = Readonly<{ do: 'set'; clauseId: string; met: boolean; score: number }> | Readonly<{ do: 'confirm' | 'lift' }>;

function commandFor(step: Step): VetoCommand {
  if (step.do === 'set') {
    const { clauseId, met, score } = step;
    const basis = { bookId: 'book', bookVersion: 1, clauseId, clauseHash: 'h', events: [`score-${score}`] };
    return { type: 'SetVetoBasis', data: { ...unit, clauseId, target: unit.unitId, met, values: { 'performance.total': score }, basis } };
  }
  if (step.do === 'confirm') return { type: 'ConfirmVeto', data: { ...unit, authorityRef: '示例委〔2017〕3号', date: '2016-12-05' } };
  return { type: 'LiftVeto', data: { ...unit, authorityRef: '示例委〔2017〕9号', reason: '复议', date: '2016-12-06' } };
}

type Told = Readonly<{
  step: Step;
  refused: boolean;
  events: readonly Recorded[];
  before: VetoRow | undefined;
  row: VetoRow | undefined;
  met: ReadonlySet<string>;
}>;

/** Plays steps through decider and register; for each what happened, what the register said before and after, and which clauses are met in truth. */
function play(steps: readonly Step[]): readonly Told[] {
  let state = vetoDecider.initialState;
  let row: VetoRow | undefined;
  let position = 0;
  const met = new Set<string>();
  return steps.map((step) => {
    if (step.do === 'set') met[step.met ? 'add' : 'delete'](step.clauseId);
    const before = row;
    const made = attempt(step, state);
    const events = (made ?? []).map((event) => recorded(event, position++));
    for (const event of events as readonly Recorded<VetoEvent>[]) {
      state = evolve(vetoDecider, state, event);
      row = (vetoRegister.on[event.type] as (row: VetoRow | undefined, event: Recorded, key: string) => VetoRow)(row, event, 'key');
    }
    return { step, refused: made === undefined, events, before, row, met: new Set(met) };
  });
}

function attempt(step: Step, state: typeof vetoDecider.initialState) {
  const command = commandFor(step);
  try {
    return decide(vetoDecider, command, state, { actor: {}, recordedAt: '2016-12-07T01:00:00.000Z', commandId: 'c', readAt: 0, facts: factsFrom({}, []) });
  } catch (error) {
    if (!(error instanceof Rejection) || step.do === 'set') throw error;
    return undefined;
  }
}

const setting = fc.record({
  do: fc.constant('set' as const),
  clauseId: fc.constantFrom(...CLAUSES),
  met: fc.boolean(),
  score: fc.integer({ min: 0, max: 10000 }),
});
const act = fc.record({ do: fc.constantFrom('confirm' as const, 'lift' as const) });
const anySteps = fc.array(fc.oneof({ arbitrary: setting, weight: 4 }, { arbitrary: act, weight: 1 }), { maxLength: 40 });
const policySteps = fc.array(setting, { maxLength: 40 });
const RUNS = { numRuns: 2000 };

describe('laws of the veto', () => {
  it('a policy is never refused', () =>
    fc.assert(
      fc.property(anySteps, (steps) => {
        expect(play(steps).filter(({ step, refused }) => refused && step.do === 'set')).toEqual([]);
      }),
      RUNS,
    ));

  it('dominates whatever the score: while any clause vetoes, and nobody lifted it, it is there', () =>
    fc.assert(
      fc.property(policySteps, fc.boolean(), (steps, confirm) => {
        const told = play(confirm ? [...steps.slice(0, 5), { do: 'confirm' }, ...steps.slice(5)] : steps);
        for (const { met, row } of told) {
          if (met.size > 0) expect(['triggered', 'confirmed']).toContain(row?.state);
          else expect(['none', 'withdrawn', 'basis-lost']).toContain(row?.state ?? 'none');
        }
      }),
      RUNS,
    ));

  it('a confirmed veto falls back to triggered by nothing but being lifted and met anew', () =>
    fc.assert(
      fc.property(anySteps, (steps) => {
        for (const { step, before, row } of play(steps)) {
          if (before?.state === 'confirmed' || before?.state === 'basis-lost') {
            expect(['confirmed', 'basis-lost', ...(step.do === 'lift' ? ['lifted'] : [])]).toContain(row?.state);
          }
        }
      }),
      RUNS,
    ));

  it('only people confirm and lift', () =>
    fc.assert(
      fc.property(policySteps, (steps) => {
        for (const { row } of play(steps)) expect(['none', 'triggered', 'withdrawn']).toContain(row?.state ?? 'none');
      }),
      RUNS,
    ));

  it('what stands rests on exactly the clauses met, with the evidence as it now is', () =>
    fc.assert(
      fc.property(policySteps, fc.nat(40), (steps, at) => {
        const told = play([...steps.slice(0, at), { do: 'confirm' }, ...steps.slice(at)]);
        const last = new Map<string, number>();
        for (const { step, met, row } of told) {
          if (step.do === 'set') last.set(step.clauseId, step.score);
          expect(row?.bases.map(({ clauseId, events }) => [clauseId, events]) ?? []).toEqual(
            [...met].sort().map((clauseId) => [clauseId, [`score-${last.get(clauseId)}`]]),
          );
        }
      }),
      RUNS,
    ));

  it('two clauses under one veto: one falls, it stands', () =>
    fc.assert(
      fc.property(fc.shuffledSubarray(CLAUSES, { minLength: 2 }), fc.boolean(), (clauses, confirm) => {
        const on = clauses.map((clauseId) => ({ do: 'set' as const, clauseId, met: true, score: 1 }));
        const told = play([...on, ...(confirm ? [{ do: 'confirm' as const }] : []), { ...on[0]!, met: false }]);
        expect(told.at(-1)!.events.map(({ type }) => type)).toEqual(['VetoBasisRemoved']);
        expect(told.at(-1)!.row).toMatchObject({ state: confirm ? 'confirmed' : 'triggered' });
      }),
    ));

  it('met, not met, met leaves one trail with lost and regained', () => {
    const on = { do: 'set' as const, clauseId: 'A', met: true, score: 5840 };
    const { row } = play([on, { do: 'confirm' }, { ...on, met: false, score: 6140 }, { ...on, score: 5900 }]).at(-1)!;
    expect(row?.history.map(({ event, state }) => [event, state])).toEqual([
      ['VetoTriggered', 'triggered'],
      ['VetoConfirmed', 'confirmed'],
      ['VetoBasisLost', 'basis-lost'],
      ['VetoBasisRegained', 'confirmed'],
    ]);
  });

  it('a lifted veto returns only when a clause turns from not met to met', () =>
    fc.assert(
      fc.property(anySteps, (steps) => {
        let met = new Set<string>() as ReadonlySet<string>;
        for (const told of play(steps)) {
          const turned = told.step.do === 'set' && told.step.met && !met.has(told.step.clauseId);
          if (told.before?.state === 'lifted') expect(told.row?.state).toBe(turned ? 'triggered' : 'lifted');
          met = told.met;
        }
      }),
      RUNS,
    ));
});
