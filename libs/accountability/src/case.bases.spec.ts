import fc from 'fast-check';
import { decide, evolve } from '#kernel';
import { act, basisOf, book, given, play, SECRETARY, setBasis, until, world } from '../../../test/support/accountability-case.js';
import { factsFrom, recorded, type Past } from '../../../test/support/specification.js';
import type { EndEffectPeriod, MarkFormalitiesOverdue } from './case.commands.js';
import { caseDecider } from './case.decider.js';

const second = { clauseId: 'X-2', target: 'unit-town1' };
const set = (more: Parameters<typeof setBasis>[1] = {}) => setBasis(SECRETARY, more);
const fallen = set({ state: 'fallen', days: 0 });
const held = { ...SECRETARY, clauseId: 'X-1', target: 'village-vil1', measure: 'RemovalFromPost' };
const added = { type: 'CaseBasisAdded', data: { ...held, state: 'triggered', days: 83 }, basis: [basisOf()] } as const;

describe('the grounds of a case before anything is decided', () => {
  it('are added once', () => {
    given().when(set()).then(added);
    given(added).when(set()).thenNothing();
    given(added)
      .when(set({ basis: { ...basisOf(), events: [...basisOf().events] } }))
      .thenNothing();
  });
  it('follow evidence, days and applicability', () => {
    given(added)
      .when(set({ basis: basisOf('X-1', ['e9']) }))
      .then({ ...added, type: 'CaseBasisChanged', basis: [basisOf('X-1', ['e9'])] });
    given(added)
      .when(set({ state: 'notApplicable', days: 42 }))
      .then({ ...added, type: 'CaseBasisChanged', data: { ...added.data, state: 'notApplicable', days: 42 } });
  });
  it('are removed while others stand, and withdrawn with the last', () => {
    given(...play(set(), set(second)))
      .when(fallen)
      .then({ type: 'CaseBasisRemoved', data: held, basis: [basisOf()] });
    given(added)
      .when(fallen)
      .then({ type: 'CaseBasisWithdrawn', data: held, basis: [basisOf()] });
  });
  it('that never stood do not fall', () => given().when(fallen).thenNothing());
  it('withdrawn leave nothing to recommend, and come anew', () => {
    given(...play(set(), fallen))
      .when(act('RecommendAccountability'))
      .thenRejected('accountability.no-ground');
    given(...play(set(), fallen))
      .when(set())
      .then(added);
  });
});

describe('the grounds of a decided measure', () => {
  const decided = play(...until('DecideCollectively'));
  const lost = { type: 'MeasureBasisLost', data: { ...held, decidedMeasure: 'RemovalFromPost' }, basis: [basisOf()] } as const;
  it('lost are marked; what was decided stands', () => {
    given(...decided)
      .when(fallen)
      .then(lost);
    given(...decided, lost)
      .when(act('AnnounceDecision'))
      .thenData({ type: 'DecisionAnnounced', data: act('AnnounceDecision').data });
  });
  it('regained are marked, never back to triggered', () =>
    given(...decided, lost)
      .when(set())
      .then({ type: 'MeasureBasisRegained', data: { ...added.data, decidedMeasure: 'RemovalFromPost' }, basis: [basisOf()] }));
  it('are lost only with the last that the decision relied on', () => {
    const bases = [{ clauseId: 'X-1', target: 'village-vil1' }, second];
    const onTwo = play(set(), set(second), ...until('ReportInvestigation').slice(1), act('DecideCollectively', { bases }));
    given(...onTwo)
      .when(fallen)
      .then({ type: 'CaseBasisRemoved', data: held, basis: [basisOf()] });
    const oneLeft = [...onTwo, ...play(set(), set(second), fallen).slice(2)];
    given(...oneLeft)
      .when(set({ ...second, state: 'fallen', days: 0 }))
      .thenData({ type: 'MeasureBasisLost', data: { ...held, ...second, decidedMeasure: 'RemovalFromPost' } });
  });
  it('on which it did not rely come and go beside it', () => {
    given(...decided)
      .when(set(second))
      .thenData({ type: 'CaseBasisAdded', data: { ...added.data, ...second } });
    const beside = [...decided, ...play(set(second))];
    given(...beside)
      .when(set({ ...second, state: 'fallen' }))
      .thenData({ type: 'CaseBasisRemoved', data: { ...held, ...second } });
    given(...beside, lost)
      .when(set(second))
      .thenNothing();
  });
  it('of a revoked decision mark nothing', () =>
    given(...decided, ...play(...until('DecideCollectively'), act('CorrectDecision')).slice(-1))
      .when(fallen)
      .thenData({ type: 'CaseBasisWithdrawn', data: held }));
});

describe('clocks', () => {
  const overdue: MarkFormalitiesOverdue = { type: 'MarkFormalitiesOverdue', data: { ...SECRETARY, dueOn: '2017-03-10' } };
  const ended: EndEffectPeriod = { type: 'EndEffectPeriod', data: { ...SECRETARY, endedOn: '2018-02-10' } };
  const decided = play(...until('ServeDecision'));
  const marked = { type: 'FormalitiesOverdue', data: { ...overdue.data, breaches: ['S-MONTH'] } } as const;
  it('formalities not done in time are a breach, named once', () => {
    given(...decided)
      .when(overdue)
      .thenData(marked);
    given(...decided, marked)
      .when(overdue)
      .thenNothing();
    given(...decided)
      .when(overdue, { book: undefined })
      .thenData({ ...marked, data: { ...overdue.data, breaches: ['accountability.formalities-late'] } });
  });
  it('ring in vain when done, when moved, and when nothing was decided', () => {
    given(...play(...until('ExecuteMeasure')))
      .when(overdue)
      .thenNothing();
    given(...decided)
      .when({ ...overdue, data: { ...SECRETARY, dueOn: '2017-03-09' } })
      .thenNothing();
    given().when(overdue).thenNothing();
  });
  it('an effect period ends once, if the measure took effect', () => {
    given(...play(...until('ArchiveCase')))
      .when(ended)
      .thenData({ type: 'EffectPeriodEnded', data: { ...ended.data, measure: 'RemovalFromPost' } });
    given(...play(...until('ArchiveCase')), { type: 'EffectPeriodEnded', data: { ...ended.data, measure: 'RemovalFromPost' } })
      .when(ended)
      .thenNothing();
    given(...decided)
      .when(ended)
      .thenNothing();
    given(...play(...until('ArchiveCase')))
      .when({ ...ended, data: { ...SECRETARY, endedOn: '2018-02-09' } })
      .thenNothing();
  });
});

describe('laws', () => {
  const flags = fc.array(
    fc.record({ clauseId: fc.constantFrom('X-1', 'X-2', 'X-3'), state: fc.constantFrom('triggered' as const, 'notApplicable' as const, 'fallen' as const) }),
    { maxLength: 12 },
  );
  const runFrom = (history: readonly Past[], commands: readonly { clauseId: string; state: 'triggered' | 'notApplicable' | 'fallen' }[]) => {
    let state = history.map(recorded).reduce<typeof caseDecider.initialState>((soFar, event) => evolve(caseDecider, soFar, event), caseDecider.initialState);
    const types: string[] = [];
    for (const flag of commands) {
      const input = { actor: {}, recordedAt: world.recordedAt, commandId: 'c', readAt: 0, facts: factsFrom({}, []), book };
      const events = decide(caseDecider, set(flag), state, input);
      types.push(...events.map(({ type }) => type));
      state = events.map(recorded).reduce<typeof caseDecider.initialState>((soFar, event) => evolve(caseDecider, soFar, event), state);
    }
    return { state, types };
  };
  it('a decided measure never falls back, whatever the clauses do; its mark says whether a ground it relied on holds', () =>
    fc.assert(
      fc.property(flags, (commands) => {
        const { state, types } = runFrom(play(...until('DecideCollectively')), commands);
        expect(state.phase).toBe('decided');
        expect(types).not.toContain('CaseBasisWithdrawn');
        expect(state.decision!.basisLost).toBe(state.grounds['X-1@village-vil1'] === undefined);
      }),
    ));
  it('the grounds that stand are those last said to stand', () =>
    fc.assert(
      fc.property(flags, (commands) => {
        const last = new Map(commands.map(({ clauseId, state }) => [clauseId, state]));
        const standing = [...last].filter(([, state]) => state !== 'fallen').map(([clauseId]) => clauseId);
        expect(
          Object.values(runFrom([], commands).state.grounds)
            .map(({ clauseId }) => clauseId)
            .sort(),
        ).toEqual(standing.sort());
      }),
    ));
});
