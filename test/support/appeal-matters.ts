import fc from 'fast-check';
import type { Actor, AnyView, Event, Recorded } from '#kernel';
import { againstKey } from '../../libs/appeal/src/against.js';
import { barredFromReview } from '../../libs/appeal/src/barred-from-review.view.js';
import { reviewComplaints } from '../../libs/appeal/src/review-complaints.view.js';
import { reviewRelations } from '../../libs/appeal/src/review-relations.view.js';
import { AGAINST, knownPersons, remedy, rows as settled } from './appeal-case.js';
import { recorded, type Rows } from './specification.js';

/** Everybody in these histories, three who never had a part in the matter, and three whom nobody ever names: people from elsewhere can always be found. */
export const PEOPLE = Array.from({ length: 10 }, (_, index) => `person-p0${index}`);
export const STRANGERS = ['person-far1', 'person-far2', 'person-far3'];
export const FROM_ELSEWHERE = ['person-new1', 'person-new2', 'person-new3'];

/** What was done in the case, by whom. */
type CaseDeed = Readonly<{ type: string; actor: number; others: readonly number[] }>;
export type Matter = Readonly<{
  deeds: readonly CaseDeed[];
  kin: readonly (readonly [number, number])[];
  informants: readonly number[];
  measure: string;
  served: boolean;
}>;
const who = fc.integer({ min: 0, max: PEOPLE.length - 1 });
const DEEDS = ['AccountabilityRecommended', 'InitiationApproved', 'InvestigationTeamFormed', 'MemberRecused', 'FactsDrafted', 'StatementHeard'];
const LATER = ['InvestigationReported', 'CollectivelyDecided', 'DecisionServed', 'FindingLogged', 'FindingObjectionDecided', 'RectificationClosed'];
const CORRECTING = ['DecisionCorrected', 'InvestigationRecusalOverridden', 'ExitPlanAdjusted', 'ExitDeterminationWithdrawn'];
/** An appeal against the same, answered before. */
const EARLIER = ['ReviewPanelFormed', 'DecisionMaintained'];
export const matters: fc.Arbitrary<Matter> = fc.record({
  deeds: fc.array(
    fc.record({
      type: fc.constantFrom(...DEEDS, ...LATER, ...CORRECTING, ...EARLIER),
      actor: who,
      others: fc.uniqueArray(who, { minLength: 1, maxLength: 3 }),
    }),
    {
      minLength: 2,
      maxLength: 7,
    },
  ),
  kin: fc.array(fc.tuple(who, who), { maxLength: 2 }),
  informants: fc.uniqueArray(fc.oneof(who, fc.constantFrom(PEOPLE.length, PEOPLE.length + 1)), { maxLength: 2 }),
  measure: fc.constantFrom('RemovalFromPost', 'SuspensionForSelfExamination', 'PublicApology', 'OrderedResignation'),
  served: fc.boolean(),
});
export const personOf = (index: number): string => [...PEOPLE, ...STRANGERS][index]!;
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
    if (EARLIER.includes(type)) return { type, actor: { personId: personOf(actor) }, data: { ...parts, appealId: 'appeal-earlier', against: AGAINST } };
    if (type.startsWith('Exit')) return { type, actor: { personId: personOf(actor) }, data: { villageId: 'village-vil1', year: 2016 } };
    const found = { unitId: 'unit-town1', villageId: 'village-vil1', year: 2016, loggedByPersonIds: ids, verifiedByPersonIds: ids };
    return { type, actor: { personId: personOf(actor) }, data: /^(Finding|Rectification)/.test(type) ? found : { ...caseKey, ...parts } };
  });
  return [ground, ...happened].map((event, index) => recorded(event, index));
}

/** Everybody who had a part in the matter, told by reading the events naively: no code of the product says it. */
export function handlersOf(matter: Matter): ReadonlySet<string> {
  // Who wrote down that a panel was formed reviewed nothing.
  const own = new Set([
    AGAINST.personId,
    ...matter.deeds.flatMap(({ type, actor, others }) => [...(type === 'ReviewPanelFormed' ? [] : [actor]), ...partsIn(type, others)].map(personOf)),
  ]);
  const kin = matter.kin.flatMap(([a, b]) => (a === b ? [] : [[personOf(a), personOf(b)] as const]));
  return new Set([...own, ...kin.flatMap(([a, b]) => [...(own.has(a) ? [b] : []), ...(own.has(b) ? [a] : [])])]);
}
/** Who complained of the person, of the town or of what started the case, by turns. */
export const informantsOf = ({ informants }: Matter): ReadonlySet<string> => new Set(informants.map(personOf).filter((id) => id !== AGAINST.personId));
const complaintEvents = (matter: Matter): readonly Recorded[] =>
  [...informantsOf(matter)].flatMap((informant, index) => {
    const about = [{ personIds: [AGAINST.personId] }, { villageIds: ['village-vil1'] }, {}][index % 3]!;
    const complaintId = `complaint-0${index}`;
    const received = { complaintId, year: 2016, personIds: [], unitIds: [], villageIds: [], ...about, complainantId: { private: informant } };
    return [
      recorded({ type: 'ComplaintReceived', data: received }, 700 + 2 * index),
      recorded({ type: 'ComplaintLinked', data: { ...caseKey, complaintId, date: '2017-01-18' } }, 701 + 2 * index),
    ];
  });
function partsIn(type: string, others: readonly number[]): readonly number[] {
  if (['InvestigationTeamFormed', 'CollectivelyDecided', 'FindingLogged', 'RectificationClosed', ...EARLIER].includes(type)) return others;
  if (type === 'InvestigationRecusalOverridden') return others.slice(0, 1);
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
    .map(([a, b], index) =>
      recorded(
        { type: 'RelationDeclared', data: { relationId: `relation-${index}`, personId: personOf(a), relatedPersonId: personOf(b), from: '2001-01-01' } },
        500 + index,
      ),
    );
  const { served, ...decided } = remedy;
  const decision = { ...remedy.decision, measure: matter.measure };
  return {
    ...settled,
    'appeal-persons': { ...knownPersons([...PEOPLE, ...STRANGERS, ...FROM_ELSEWHERE]), ...settled['appeal-persons'] },
    'barred-from-review': project(barredFromReview, caseEvents(matter)),
    'review-relations': project(reviewRelations, kin),
    'review-complaints': project(reviewComplaints, complaintEvents(matter)),
    remedies: {
      [againstKey(AGAINST)]: {
        ...decided,
        decision,
        ...(matter.served && { served }),
        // After whatever may be decided in these histories.
        corrections: [{ eventId: 'e-corrected', kind: 'revoked', date: '2025-12-31' }],
      },
    },
  };
}
