import fc from 'fast-check';
import { addDays, decide, evolve, Rejection, type Actor, type NewEvent, type Recorded } from '#kernel';
import { appealDecider } from '../../libs/appeal/src/appeal.decider.js';
import type { AppealActCommand, AppealCommand, AppealOutcome } from '../../libs/appeal/src/appeal.commands.js';
import type { AppealEvent } from '../../libs/appeal/src/appeal.events.js';
import type { AppealState } from '../../libs/appeal/src/appeal.state.js';
import { APPEAL, book, ORGAN, world } from './appeal-case.js';
import { filingOf, FROM_ELSEWHERE, PEOPLE, personOf, rowsIn, STRANGERS, type Matter } from './appeal-matters.js';
import { factsFrom, recorded, type Rows } from './specification.js';

/** The first of them takes in appeals of its kind. */
const ORGANS = {
  measure: [ORGAN, 'unit-jiwei', 'unit-city', 'unit-zuzhi'],
  grade: ['unit-ass1', ORGAN, 'unit-city', 'unit-jiwei'],
  veto: ['unit-ass1', ORGAN, 'unit-city', 'unit-jiwei'],
} as const;
const MEASURES = book.measures.filter(({ of }) => of === 'person').map(({ id }) => id);
const GRADES = book.grades.levels.map(({ id }) => id);

/** One wish of somebody in the appeal; numbers are taken as they come, refusals included. */
export type Wish = Readonly<{
  type: AppealActCommand['type'] | 'MarkAppealOverdue';
  actor: number;
  organ: number;
  to: number;
  people: readonly number[];
  outcome: AppealOutcome;
  measure: string;
  grade: string;
  days: number;
  elsewhere: boolean;
}>;

const WISHES: readonly Wish['type'][] = [
  'LodgeAppeal',
  'RequestAppealSupplement',
  'SupplementAppeal',
  'AdmitAppeal',
  'DeclineAppeal',
  'WithdrawAppeal',
  'TransferAppeal',
  'FormReviewPanel',
  'RecuseReviewMember',
  'ReportReview',
  'ExtendAppealReview',
  'DecideAppeal',
  'ServeAppealDecision',
  'RecordAppealCarriedOut',
  'MarkAppealOverdue',
];
const wish: fc.Arbitrary<Wish> = fc.record({
  type: fc.constantFrom(
    ...WISHES,
    'AdmitAppeal' as const,
    'FormReviewPanel' as const,
    'FormReviewPanel' as const,
    'ReportReview' as const,
    'DecideAppeal' as const,
  ),
  actor: fc.integer({ min: 0, max: 5 }),
  organ: fc.integer({ min: 0, max: 5 }),
  to: fc.integer({ min: 0, max: ORGANS.measure.length - 1 }),
  people: fc.uniqueArray(fc.integer({ min: 0, max: PEOPLE.length + STRANGERS.length - 1 }), { minLength: 2, maxLength: 5 }),
  outcome: fc.constantFrom('maintained', 'varied', 'varied', 'revoked', 'redecision-ordered'),
  measure: fc.constantFrom(...MEASURES),
  grade: fc.constantFrom(...GRADES),
  days: fc.integer({ min: 0, max: 25 }),
  elsewhere: fc.boolean(),
});
export const wishes: fc.Arbitrary<readonly Wish[]> = fc.array(wish, { minLength: 6, maxLength: 24 });

/** Somebody in post at each organ of these histories. */
export const OFFICERS: Readonly<Record<string, Actor>> = {
  [ORGAN]: { personId: 'person-cp01', postId: 'post-cp01' },
  'unit-jiwei': { personId: 'person-jw01', postId: 'post-jw01' },
  'unit-zuzhi': { personId: 'person-zz01', postId: 'post-zz01' },
  'unit-city': { personId: 'person-city', postId: 'post-city1' },
  'unit-ass1': { personId: 'person-ass1', postId: 'post-ass1' },
};
/** People of an organ of which the ledger knows enough; anywhere else it takes anybody. */
export const decidersAt = (organUnitId: string): readonly string[] =>
  ({ [ORGAN]: ['person-cp01', 'person-cp02', 'person-cp03'], 'unit-jiwei': ['person-jw01', 'person-jw02'], 'unit-ass1': ['person-ass1', 'person-ass2'] })[
    organUnitId
  ] ?? FROM_ELSEWHERE;
const secret = { private: '示例' };

type Place = Readonly<{ matter: Matter; state: AppealState; date: string; at: string }>;
type Bodies = Readonly<Record<Wish['type'], (wish: Wish, place: Place, people: readonly string[]) => object>>;
const none = () => ({});
/** What somebody files, and the proof of service that comes with it. */
export function lodgingIn(matter: Matter, filedOn: string): object {
  const { by: _by, ...filing } = filingOf(matter);
  const proof = matter.served && matter.against.kind !== 'measure' && { service: { date: '2017-02-13', receiptRef: '回证一' } };
  return { ...filing, filedOn, request: secret, ...proof };
}
/** What each act says beside which appeal, when and where. */
const SAYS: Bodies = {
  LodgeAppeal: (_, { matter, date }) => ({ date: undefined, ...lodgingIn(matter, date) }),
  RequestAppealSupplement: () => ({ missing: secret }),
  SupplementAppeal: () => ({ materialRefs: ['一'] }),
  AdmitAppeal: none,
  DeclineAppeal: ({ days }) => ({ ground: days % 2 === 0 ? 'not-appealable' : 'repeated', reason: secret, turnTo: '信访' }),
  WithdrawAppeal: ({ days, elsewhere }) => (elsewhere || days % 2 === 0 ? { documentNo: '撤回申请1号' } : {}),
  TransferAppeal: ({ to }, { matter }) => ({ toUnitId: ORGANS[matter.against.kind][to]!, direction: 'up', reason: secret, authorityRef: '示例' }),
  FormReviewPanel: (_, __, memberIds) => ({ memberIds, conflictsChecked: true, overrides: [] }),
  RecuseReviewMember: (_, { state }, people) => ({ memberId: state.panel[0] ?? people[0]!, ground: secret, replacementId: people[1], overrides: [] }),
  ReportReview: () => ({ reportRef: '一', findings: secret }),
  ExtendAppealReview: () => ({ reason: secret }),
  DecideAppeal: ({ outcome, measure, grade, days }, { matter, date, at }, people) => ({
    ...{
      date: undefined,
      decidedOn: date,
      outcome,
      documentNo: '示例',
      participantIds: days % 3 === 0 ? people : decidersAt(at),
      reason: secret,
      grounds: ['facts'],
    },
    ...(outcome === 'varied' && (matter.against.kind === 'grade' ? { grade } : { measure })),
  }),
  ServeAppealDecision: () => ({ mode: 'personal', receiptRef: '回证', remedyStated: true }),
  RecordAppealCarriedOut: () => ({ eventIds: ['e-corrected'] }),
  MarkAppealOverdue: (_, { state, date }) => {
    const [due] = Object.values(state.dues);
    return { date: undefined, organUnitId: undefined, clock: due?.clock ?? 'admission', dueOn: due?.on ?? date };
  },
};

/** What a wish sends, at an organ that is mostly the one that has the appeal. */
export function commandOf(wish: Wish, { matter, state, date }: Pick<Place, 'matter' | 'state' | 'date'>): Readonly<{ command: AppealCommand; actor: Actor }> {
  const organs = ORGANS[matter.against.kind];
  const at = wish.organ < organs.length - 2 ? organs[wish.organ]! : (state.organUnitId ?? organs[0]);
  const onPaper = wish.elsewhere && wish.actor === 0 && wish.type !== 'MarkAppealOverdue';
  const said = {
    ...{ appealId: APPEAL.appealId, against: matter.against, date, organUnitId: at },
    ...(onPaper && { documentNo: '纸1号', doneElsewhere: true }),
    ...SAYS[wish.type](wish, { matter, state, date, at }, wish.people.map(personOf)),
  };
  const data = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  const byAppellant = wish.actor === 1 && ['LodgeAppeal', 'WithdrawAppeal'].includes(wish.type);
  return { command: { type: wish.type, data } as unknown as AppealCommand, actor: byAppellant ? filingOf(matter).by : OFFICERS[at]! };
}

/** Decides as the product does. @returns the events, or what refused them */
export function attempt(
  state: AppealState,
  rows: Rows,
  { command, actor }: Readonly<{ command: AppealCommand; actor: Actor }>,
): readonly NewEvent[] | Rejection {
  const needs = appealDecider.needs?.[command.type as AppealActCommand['type']]?.(command as never) ?? [];
  try {
    return decide(appealDecider, command, state, {
      actor,
      recordedAt: '2026-01-01T00:00:00.000Z',
      commandId: 'c',
      readAt: 0,
      facts: factsFrom(rows, needs),
      book: world.book,
    });
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
}
export const after = (state: AppealState, events: readonly NewEvent[]): AppealState =>
  events.reduce<AppealState>((soFar, event, index) => evolve(appealDecider, soFar, recorded(event as never, 1000 + index)), state);

export type Lived = Readonly<{ state: AppealState; date: string; events: readonly (AppealEvent & Recorded)[]; refusals: readonly Rejection[] }>;
/** Plays wishes, time going on; each step is shown. What the rules refuse is part of life. */
export function live(matter: Matter, list: readonly Wish[], each: (state: AppealState, date: string, rows: Rows) => void = () => undefined): Lived {
  const rows = rowsIn(matter);
  let [state, date]: [AppealState, string] = [appealDecider.initialState, '2017-02-20'];
  const events: Recorded[] = [];
  const refusals: Rejection[] = [];
  // Nothing can happen to what was never filed: most histories begin with the filing.
  for (const wish of [{ ...list[0]!, type: 'LodgeAppeal' as const, actor: 1, elsewhere: false }, ...list]) {
    date = addDays(date, wish.days);
    const said = commandOf(wish, { matter, state, date });
    const found = attempt(state, rows, said);
    if (found instanceof Rejection) refusals.push(found);
    else {
      events.push(...found.map((event, index) => recorded({ ...event, actor: said.actor } as never, events.length + index)));
      state = after(state, found);
    }
    each(state, date, rows);
  }
  return { state, date, events: events as unknown as Lived['events'], refusals };
}
