import fc from 'fast-check';
import { addDays, decide, evolve, Rejection, type Actor, type Event, type NewEvent, type Recorded } from '#kernel';
import { appealDecider } from '../../libs/appeal/src/appeal.decider.js';
import type { AppealActCommand, AppealCommand, AppealOutcome } from '../../libs/appeal/src/appeal.commands.js';
import type { AppealEvent } from '../../libs/appeal/src/appeal.events.js';
import { againstKey } from '../../libs/appeal/src/against.js';
import type { AppealState } from '../../libs/appeal/src/appeal.state.js';
import { barredFromReview } from '../../libs/appeal/src/barred-from-review.view.js';
import { declaredRelations } from '../../libs/appeal/src/relations.view.js';
import type { AnyView } from '#kernel';
import { AGAINST, APPEAL, book, ORGAN, remedy, rows as settled, world } from './appeal-case.js';
import { factsFrom, recorded, type Rows } from './specification.js';

/** Everybody in these histories, and three who never had a part in anything. */
const PEOPLE = Array.from({ length: 10 }, (_, index) => `person-p0${index}`);
export const STRANGERS = ['person-far1', 'person-far2', 'person-far3'];
const ORGANS = [ORGAN, 'unit-jiwei', 'unit-city', 'unit-zuzhi'] as const;
const MEASURES = book.measures.filter(({ of }) => of === 'person').map(({ id }) => id);

/** What was done in the case, by whom. */
type CaseDeed = Readonly<{ type: string; actor: number; others: readonly number[] }>;
export type Matter = Readonly<{ deeds: readonly CaseDeed[]; kin: readonly (readonly [number, number])[]; measure: string; served: boolean }>;
/** One wish of somebody in the appeal; numbers are taken as they come, refusals included. */
export type Wish = Readonly<{
  type: AppealActCommand['type'] | 'MarkAppealOverdue';
  actor: number;
  organ: number;
  to: number;
  people: readonly number[];
  outcome: AppealOutcome;
  measure: string;
  days: number;
  elsewhere: boolean;
}>;

const who = fc.integer({ min: 0, max: PEOPLE.length - 1 });
const DEEDS = ['AccountabilityRecommended', 'InitiationApproved', 'InvestigationTeamFormed', 'MemberRecused', 'FactsDrafted', 'StatementHeard'];
const LATER = ['InvestigationReported', 'CollectivelyDecided', 'DecisionServed', 'FindingLogged', 'FindingObjectionDecided', 'RectificationClosed'];
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
export const matters: fc.Arbitrary<Matter> = fc.record({
  deeds: fc.array(fc.record({ type: fc.constantFrom(...DEEDS, ...LATER), actor: who, others: fc.uniqueArray(who, { minLength: 1, maxLength: 3 }) }), {
    minLength: 2,
    maxLength: 7,
  }),
  kin: fc.array(fc.tuple(who, who), { maxLength: 2 }),
  measure: fc.constantFrom('RemovalFromPost', 'SuspensionForSelfExamination', 'PublicApology', 'OrderedResignation'),
  served: fc.boolean(),
});
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
  to: fc.integer({ min: 0, max: ORGANS.length - 1 }),
  people: fc.uniqueArray(fc.integer({ min: 0, max: PEOPLE.length + STRANGERS.length - 1 }), { minLength: 2, maxLength: 5 }),
  outcome: fc.constantFrom('maintained', 'varied', 'varied', 'revoked', 'redecision-ordered'),
  measure: fc.constantFrom(...MEASURES),
  days: fc.integer({ min: 0, max: 25 }),
  elsewhere: fc.boolean(),
});
export const wishes: fc.Arbitrary<readonly Wish[]> = fc.array(wish, { minLength: 6, maxLength: 24 });

const personOf = (index: number): string => [...PEOPLE, ...STRANGERS][index]!;
const caseKey = { personId: AGAINST.personId, postId: AGAINST.postId, year: AGAINST.year };

/** The events of the case, and of the findings under its ground. */
export function caseEvents({ deeds }: Matter): readonly Recorded[] {
  const ground: Event = {
    type: 'CaseBasisAdded',
    data: { ...caseKey, clauseId: 'X', target: 'village-vil1', measure: 'RemovalFromPost', state: 'triggered', days: 1 },
  };
  const happened = deeds.map(({ type, actor, others }): Event & { actor: Actor } => {
    const ids = others.map(personOf);
    const parts = {
      memberIds: ids,
      recused: [],
      memberId: ids[0],
      replacementId: ids[1],
      participantIds: ids,
      dissents: ids.slice(1, 2).map((personId) => ({ personId })),
    };
    const found = { unitId: 'unit-town1', villageId: 'village-vil1', year: 2016, loggedByPersonIds: ids, verifiedByPersonIds: ids };
    return { type, actor: { personId: personOf(actor) }, data: /^(Finding|Rectification)/.test(type) ? found : { ...caseKey, ...parts } };
  });
  return [ground, ...happened].map((event, index) => recorded(event, index));
}

/** Everybody who had a part in the matter, told by reading the events naively: no code of the product says it. */
export function handlersOf(matter: Matter): ReadonlySet<string> {
  const own = new Set([AGAINST.personId, ...matter.deeds.flatMap(({ type, actor, others }) => [actor, ...partsIn(type, others)].map(personOf))]);
  const kin = matter.kin.flatMap(([a, b]) => (a === b ? [] : [[personOf(a), personOf(b)] as const]));
  return new Set([...own, ...kin.flatMap(([a, b]) => [...(own.has(a) ? [b] : []), ...(own.has(b) ? [a] : [])])]);
}
function partsIn(type: string, others: readonly number[]): readonly number[] {
  if (['InvestigationTeamFormed', 'CollectivelyDecided', 'FindingLogged', 'RectificationClosed'].includes(type)) return others;
  return type === 'MemberRecused' ? others.slice(0, 2) : [];
}

function project(view: AnyView, events: readonly Recorded[]): Record<string, unknown> {
  const rows: Record<string, unknown> = {};
  for (const event of events) for (const key of view.keysOf(event)) rows[key] = view.on[event.type]!(rows[key], event, key);
  return rows;
}

/** The rows an appeal in this matter is decided on. */
export function rowsIn(matter: Matter): Rows {
  const kin = matter.kin
    .filter(([a, b]) => a !== b)
    .map(([a, b], index) => recorded({ type: 'RelationDeclared', data: { personId: personOf(a), relatedPersonId: personOf(b) } }, 500 + index));
  const { served, ...decided } = remedy;
  const decision = { ...remedy.decision, measure: matter.measure };
  return {
    ...settled,
    'barred-from-review': project(barredFromReview, caseEvents(matter)),
    'declared-relations': project(declaredRelations({ RelationDeclared: true }), kin),
    remedies: {
      [againstKey(AGAINST)]: {
        ...decided,
        decision,
        ...(matter.served && { served }),
        corrections: [{ eventId: 'e-corrected', kind: 'revoked', date: '2017-03-01' }],
      },
    },
  };
}

/** Somebody in post at each organ of these histories. */
export const OFFICERS: Readonly<Record<string, Actor>> = {
  [ORGAN]: { personId: 'person-cp01', postId: 'post-cp01' },
  'unit-jiwei': { personId: 'person-jw01', postId: 'post-jw01' },
  'unit-zuzhi': { personId: 'person-zz01', postId: 'post-zz01' },
  'unit-city': { personId: 'person-city', postId: 'post-city1' },
};
const secret = { private: '示例' };

/** What a wish sends, at an organ that is mostly the one that has the appeal. */
export function commandOf(wish: Wish, state: AppealState, date: string): Readonly<{ command: AppealCommand; actor: Actor }> {
  const at = wish.organ < ORGANS.length - 2 ? ORGANS[wish.organ]! : (state.organUnitId ?? ORGAN);
  const people = wish.people.map(personOf);
  const elsewhere = wish.elsewhere && wish.actor === 0 ? { doneElsewhere: true, documentNo: '纸1号' } : {};
  const act = { ...APPEAL, date, organUnitId: at, ...elsewhere };
  const due = Object.values(state.dues)[0];
  const bodies: Readonly<Record<Wish['type'], object>> = {
    LodgeAppeal: {
      ...APPEAL,
      ...elsewhere,
      appellantId: AGAINST.personId,
      track: 'PARTY-2009',
      step: 'appeal-2009',
      organUnitId: ORGAN,
      filedOn: date,
      request: secret,
    },
    RequestAppealSupplement: { ...act, missing: secret },
    SupplementAppeal: { ...act, materialRefs: ['一'] },
    AdmitAppeal: act,
    DeclineAppeal: { ...act, ground: wish.days % 2 === 0 ? 'not-appealable' : 'repeated', reason: secret, turnTo: '信访' },
    WithdrawAppeal: act,
    TransferAppeal: { ...act, toUnitId: ORGANS[wish.to]!, direction: 'up', reason: secret, authorityRef: '示例' },
    FormReviewPanel: { ...act, memberIds: people, conflictsChecked: true, overrides: [] },
    RecuseReviewMember: { ...act, memberId: state.panel[0] ?? people[0]!, ground: secret, replacementId: people[1], overrides: [] },
    ReportReview: { ...act, reportRef: '一', findings: secret },
    ExtendAppealReview: { ...act, reason: secret },
    DecideAppeal: {
      ...{
        ...APPEAL,
        ...elsewhere,
        organUnitId: at,
        decidedOn: date,
        outcome: wish.outcome,
        documentNo: '示例',
        participantIds: people,
        reason: secret,
        grounds: ['facts'],
      },
      ...(wish.outcome === 'varied' && { measure: wish.measure }),
    },
    ServeAppealDecision: { ...act, mode: 'personal', receiptRef: '回证', remedyStated: true },
    RecordAppealCarriedOut: { ...act, eventIds: ['e-corrected'] },
    MarkAppealOverdue: { ...APPEAL, clock: due?.clock ?? 'admission', dueOn: due?.on ?? date },
  };
  const appellant = wish.actor === 1 && ['LodgeAppeal', 'WithdrawAppeal'].includes(wish.type);
  const { documentNo: _number, ...told } = bodies[wish.type] as Record<string, unknown>;
  const data = 'doneElsewhere' in told || wish.type === 'DecideAppeal' ? bodies[wish.type] : told;
  return { command: { type: wish.type, data } as unknown as AppealCommand, actor: appellant ? { personId: AGAINST.personId } : OFFICERS[at]! };
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
    const found = attempt(state, rows, commandOf(wish, state, date));
    if (found instanceof Rejection) refusals.push(found);
    else {
      events.push(...found.map((event, index) => recorded(event as never, events.length + index)));
      state = after(state, found);
    }
    each(state, date, rows);
  }
  return { state, date, events: events as Lived['events'], refusals };
}
