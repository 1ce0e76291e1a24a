import fc from 'fast-check';
import { addDays, decide, evolve, Rejection } from '#kernel';
import { act, committee, discipline, organization, play, SECRETARY, STEP_CLAUSES, until, world } from '../../../test/support/accountability-case.js';
import { inForce, inventedBook } from '../../../test/support/accountability.js';
import { factsFrom, recorded, type Past } from '../../../test/support/specification.js';
import { caseDecider } from './case.decider.js';
import type { CaseActCommand, CaseCommand } from './case.commands.js';
import type { CaseState } from './case.state.js';

const RUNS = Number(process.env.ZELIAN_RUNS ?? 300);
const plain = inventedBook(STEP_CLAUSES);
/** The invented book, in which a removal outweighs an admonition. */
const book = inForce({
  ...plain,
  measures: plain.measures.map((one) => (one.id === 'RemovalFromPost' ? { ...one, heavierThan: ['Admonition'] } : one)),
} as never);
const REVIEWER = 'person-cp03';
const ORDER = {
  type: 'OrderRedecision',
  data: {
    ...{ ...SECRETARY, appealId: 'appeal-one', organUnitId: 'unit-city', documentNo: '示例', orderedOn: '2017-03-16', reviewerIds: [REVIEWER] },
    nonAggravation: { by: 'house-rule', source: 'house-rules', article: '一' },
  },
} as const;
/** Where the case stood when the order came. */
const STARTS = ['DecideCollectively', 'AnnounceDecision', 'ServeDecision', 'ExecuteMeasure', 'ArchiveCase'] as const;
const ACTS: readonly CaseActCommand['type'][] = [
  ...(['FormInvestigationTeam', 'RecuseMember', 'DraftFacts', 'PresentFacts', 'HearStatement', 'ReportInvestigation', 'TakeDirectPath'] as const),
  ...(['DecideCollectively', 'ReturnForFacts', 'ConcludeWithoutAccountability', 'AnnounceDecision', 'ServeDecision', 'ExecuteMeasure'] as const),
  ...(['DecideCollectively', 'DecideCollectively', 'DecideCollectively', 'ConcludeWithoutAccountability'] as const),
  ...(['CorrectDecision', 'PublishDecision', 'ArchiveCase', 'ApproveInitiation'] as const),
];
/** `led`: so many steps are taken in their turn first, so that votes are reached. */
const led = fc.constantFrom(0, 2, 4, 4);
const wishes = fc.array(
  fc.record({
    type: fc.constantFrom(...ACTS),
    days: fc.integer({ min: 0, max: 2 }),
    measure: fc.constantFrom('RemovalFromPost', 'Admonition'),
    voters: fc.constantFrom(['person-cp01', 'person-cp02'], ['person-cp01', 'person-cp02', REVIEWER]),
    points: fc.boolean(),
  }),
  { maxLength: 14 },
);

const actorFor = ({ type, data }: CaseCommand) =>
  'organUnitId' in data && data.organUnitId === 'unit-zuzhi'
    ? organization
    : 'organUnitId' in data && type !== 'ApproveInitiation' && data.organUnitId === 'unit-cpc1'
      ? committee
      : discipline;

/** As the product would take it: the events, or why not. */
function attempt(state: CaseState, command: CaseCommand): Rejection | readonly Past[] {
  const facts = factsFrom(world.rows, caseDecider.needs?.[command.type]?.(command as never) ?? []);
  const input = { actor: actorFor(command), recordedAt: '2018-04-30T02:00:00.000Z', commandId: 'c', readAt: 0, facts, book };
  try {
    return decide(caseDecider, command, state, input);
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
}
const after = (state: CaseState, events: readonly Past[]): CaseState =>
  events.reduce<CaseState>((soFar, event, i) => evolve(caseDecider, soFar, recorded(event, i)), state);

/** The one thing to do next that leads on to a decision anew. */
function onward({ phase, team, dates }: CaseState, date: string): CaseCommand {
  const vote = act('DecideCollectively', { date, participantIds: ['person-cp01', 'person-cp02'], measure: 'Admonition' });
  const next: Readonly<Record<string, CaseCommand>> = {
    initiated: act('FormInvestigationTeam', { date }),
    investigating: team.length > 1 ? act('DraftFacts', { date }) : act('FormInvestigationTeam', { date }),
    'facts-drafted': act('PresentFacts', { date }),
    'facts-presented': act('HearStatement', { date }),
    'points-accepted': act('DraftFacts', { date }),
    heard: act('ReportInvestigation', { date }),
    // A direct path is heard once and then voted on.
    direct: dates.heard === undefined ? act('HearStatement', { date }) : vote,
    reported: vote,
  };
  return next[phase] ?? act('CorrectDecision', { date });
}

type Wishes = typeof wishes extends fc.Arbitrary<infer T> ? T : never;
type Lived = Readonly<{ state: CaseState; date: string; votes: readonly (readonly [CaseState, Past])[] }>;
function live(start: (typeof STARTS)[number], list: Wishes, steps: number): Lived {
  let state = after(caseDecider.initialState, play(...until(start)));
  state = after(state, attempt(state, ORDER) as readonly Past[]);
  const votes: (readonly [CaseState, Past])[] = [];
  let date = '2017-03-16';
  for (let step = 0; step < steps; step++) state = after(state, attempt(state, onward(state, date)) as readonly Past[]);
  for (const { type, days, measure, voters, points } of list) {
    date = addDays(date, days);
    const more =
      type === 'DecideCollectively' ? { measure, participantIds: voters } : type === 'HearStatement' && points ? { acceptedPoints: [{ private: '采纳' }] } : {};
    const events = attempt(state, act(type, { date, ...more }));
    if (events instanceof Rejection) continue;
    for (const event of events) if (event.type === 'CollectivelyDecided') votes.push([state, event]);
    state = after(state, events);
  }
  return { state, date, votes };
}

/** Goes on until it is carried out, and says where it cannot. */
function toItsEnd(from: CaseState, date: string): CaseState {
  let state = from;
  for (let more = 0; state.redecision && more < 10; more++) {
    const events = attempt(state, onward(state, date));
    if (events instanceof Rejection) throw new Error(`dead end at ${state.phase}: ${events.message}`);
    state = after(state, events);
  }
  return state;
}

describe(`over ${RUNS} cases that have to be decided anew`, () => {
  const seen = { decided: 0, open: 0, concluded: 0, corrected: 0 };

  const count = (phase: CaseState['phase']) => {
    if (phase === 'concluded' || phase === 'archived') seen.concluded += 1;
    if (phase === 'corrected') seen.corrected += 1;
  };

  it('none is a dead end, and the earlier decision stays to be seen', () =>
    fc.assert(
      fc.property(fc.constantFrom(...STARTS), wishes, led, (start, list, steps) => {
        const { date, ...lived } = live(start, list, steps);
        seen.open += lived.state.redecision ? 1 : 0;
        const state = toItsEnd(lived.state, date);
        expect(state.redecision).toBeUndefined();
        count(state.phase);
        // A correction changes what stands and is told by its own event; every other end keeps the decision it took the place of.
        if (state.phase !== 'corrected' && lived.votes.length > 0) expect(state.earlier?.[0]).toMatchObject({ date: '2017-02-10', measure: 'RemovalFromPost' });
      }),
      { numRuns: RUNS },
    ));

  it('none is decided by who reviewed it, unheard or harsher', () =>
    fc.assert(
      fc.property(fc.constantFrom(...STARTS), wishes, led, (start, list, steps) => {
        for (const [before, { data }] of live(start, list, steps).votes) {
          const { participantIds, measure, date } = data as Readonly<{ participantIds: readonly string[]; measure: string; date: string }>;
          if (!before.redecision) continue;
          seen.decided += 1;
          expect(participantIds).not.toContain(REVIEWER);
          expect(before.decision!.measure === 'Admonition' ? measure : 'no harsher').not.toBe('RemovalFromPost');
          expect(before.dates.heard! >= '2017-03-16' && before.dates.heard! <= date).toBe(true);
        }
      }),
      { numRuns: RUNS },
    ));

  // A law that nothing ever put to the test holds of nothing.
  it('and all of it did happen', () => {
    for (const what of ['decided', 'open', 'concluded', 'corrected'] as const) expect([what, seen[what] > RUNS / 100]).toEqual([what, true]);
  });
});
