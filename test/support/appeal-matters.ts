import fc from 'fast-check';
import type { Actor, AnyView, Event, Recorded } from '#kernel';
import { againstKey, type Against } from '../../libs/appeal/src/against.js';
import type { RemedyRow } from '../../libs/appeal/src/remedies.view.js';
import { barredFromReview } from '../../libs/appeal/src/barred-from-review.view.js';
import { reviewComplaints } from '../../libs/appeal/src/review-complaints.view.js';
import { reviewRelations } from '../../libs/appeal/src/review-relations.view.js';
import { AGAINST, knownPersons, ORGAN, remedy, rows as settled, UNIT_GRADE, UNIT_VETO } from './appeal-case.js';
import { recorded, type Rows } from './specification.js';

/** Everybody in these histories, three who never had a part in the matter, and three whom nobody ever names: people from elsewhere can always be found. */
export const PEOPLE = Array.from({ length: 10 }, (_, index) => `person-p0${index}`);
export const STRANGERS = ['person-far1', 'person-far2', 'person-far3'];
export const FROM_ELSEWHERE = ['person-new1', 'person-new2', 'person-new3'];

/** What was done in the matter, by whom. */
type Deed = Readonly<{ type: string; actor: number; others: readonly number[] }>;
/** `decided`: the measure or the grade appealed against, nothing more of a veto. */
export type Matter = Readonly<{
  against: Against;
  deeds: readonly Deed[];
  kin: readonly (readonly [number, number])[];
  informants: readonly number[];
  decided: string;
  served: boolean;
}>;
/** Who appeals, on which way, and where that is filed. */
export type Filing = Readonly<{ appellantId: string; by: Actor; track: string; step: string; organUnitId: string }>;
export const filingOf = ({ against }: Pick<Matter, 'against'>): Filing =>
  against.kind === 'measure'
    ? { appellantId: against.personId, by: { personId: against.personId }, track: 'PARTY-2009', step: 'appeal-2009', organUnitId: ORGAN }
    : {
        ...{ appellantId: against.unitId, by: { personId: 'person-hemu', postId: 'post-head' } },
        ...{ track: 'UNIT-OBJECTION', step: 'unit-objection', organUnitId: 'unit-ass1' },
      };
const who = fc.integer({ min: 0, max: PEOPLE.length - 1 });
const DEEDS = ['AccountabilityRecommended', 'InitiationApproved', 'InvestigationTeamFormed', 'MemberRecused', 'FactsDrafted', 'StatementHeard'];
const LATER = ['InvestigationReported', 'CollectivelyDecided', 'DecisionServed', 'FindingLogged', 'FindingObjectionDecided', 'RectificationClosed'];
const CORRECTING = ['DecisionCorrected', 'InvestigationRecusalOverridden', 'ExitPlanAdjusted', 'ExitDeterminationWithdrawn'];
/** An appeal against the same, answered before. */
const EARLIER = ['ReviewPanelFormed', 'DecisionMaintained'];
/** Of facts about a town, its villages among them; of its veto. */
const OF_FACTS = [
  ...['PerformanceAssessmentOpened', 'IndicatorScoreRecorded', 'IndicatorScoreCorrected', 'FindingLogged', 'FindingSignatureRefused'],
  ...['FindingObjectionDecided', 'FindingWithdrawn', 'RectificationVerificationStarted', 'RectificationClosed'],
  ...['VillageExitFailureDetermined', 'ExitPlanAdjusted', 'ExitDeterminationWithdrawn'],
];
const OF_VETO = ['VetoConfirmed', 'VetoEffectsDetermined', 'VetoLifted'];

const matterOf = (against: Against, types: readonly string[], decided: readonly string[]): fc.Arbitrary<Matter> =>
  fc.record({
    against: fc.constant(against),
    deeds: fc.array(fc.record({ type: fc.constantFrom(...types), actor: who, others: fc.uniqueArray(who, { minLength: 1, maxLength: 3 }) }), {
      minLength: 2,
      maxLength: 7,
    }),
    kin: fc.array(fc.tuple(who, who), { maxLength: 2 }),
    informants: fc.uniqueArray(fc.oneof(who, fc.constantFrom(PEOPLE.length, PEOPLE.length + 1)), { maxLength: 2 }),
    decided: fc.constantFrom(...decided),
    served: fc.boolean(),
  });
/** What a person appeals against, and what a unit objects to. */
export const matters: Readonly<Record<'measures' | 'results', fc.Arbitrary<Matter>>> = {
  measures: matterOf(
    AGAINST,
    [...DEEDS, ...LATER, ...CORRECTING, ...EARLIER],
    ['RemovalFromPost', 'SuspensionForSelfExamination', 'PublicApology', 'OrderedResignation'],
  ),
  results: fc.oneof(
    { weight: 3, arbitrary: matterOf(UNIT_GRADE, [...OF_FACTS, ...OF_VETO, ...EARLIER], ['poor', 'fair', 'good']) },
    { weight: 1, arbitrary: matterOf(UNIT_VETO, [...OF_FACTS, ...OF_VETO, ...EARLIER], ['veto']) },
  ),
};
export const personOf = (index: number): string => [...PEOPLE, ...STRANGERS][index]!;
const caseKey = { personId: AGAINST.personId, postId: AGAINST.postId, year: AGAINST.year };

const TOWN = { unitId: UNIT_GRADE.unitId, year: 2016 } as const;
const VILLAGE = { villageId: 'village-vil1', year: 2016 } as const;

/** What an act of somebody says, as far as anybody's part in the matter follows from it. */
function saidBy({ type, others }: Deed, against: Against): object {
  const ids = others.map(personOf);
  const parts = {
    memberIds: ids,
    recused: [],
    memberId: ids[0],
    replacementId: ids[1],
    participantIds: ids,
    dissents: ids.slice(1, 2).map((personId) => ({ personId })),
  };
  if (EARLIER.includes(type)) return { ...parts, appealId: 'appeal-earlier', against };
  if (/^(Exit|VillageExit)/.test(type)) return VILLAGE;
  if (/^(Veto|Indicator|Performance)/.test(type)) return TOWN;
  const found = { ...TOWN, ...VILLAGE, loggedByPersonIds: ids, verifiedByPersonIds: ids, verifierPersonIds: ids, witnessPersonIds: ids };
  return /^(Finding|Rectification)/.test(type) ? found : { ...caseKey, ...parts };
}

/** The events of the matter, and of the findings under its ground. */
export function matterEvents({ against, deeds }: Matter): readonly Recorded[] {
  const ground: Event = {
    type: 'CaseBasisAdded',
    data: { ...caseKey, clauseId: 'X', target: VILLAGE.villageId, measure: 'RemovalFromPost', state: 'triggered', days: 1 },
  };
  const village: Event = { type: 'VillageRegistered', data: { villageId: VILLAGE.villageId, townUnitId: TOWN.unitId } };
  const happened = deeds.map((deed): Event & { actor: Actor } => ({
    type: deed.type,
    actor: { personId: personOf(deed.actor) },
    data: saidBy(deed, against),
  }));
  return [against.kind === 'measure' ? ground : village, ...happened].map((event, index) => recorded(event, index));
}

/** Everybody who had a part in the matter, told by reading the events naively: no code of the product says it. */
export function handlersOf(matter: Matter): ReadonlySet<string> {
  // A veto is another decision than the grade; who wrote down that a panel was formed reviewed nothing.
  const counted = matter.deeds.filter(({ type }) => matter.against.kind === 'veto' || !OF_VETO.includes(type));
  const own = new Set([
    ...(matter.against.kind === 'measure' ? [AGAINST.personId] : []),
    ...counted.flatMap(({ type, actor, others }) => [...(type === 'ReviewPanelFormed' ? [] : [actor]), ...partsIn(type, others)].map(personOf)),
  ]);
  const kin = matter.kin.flatMap(([a, b]) => (a === b ? [] : [[personOf(a), personOf(b)] as const]));
  return new Set([...own, ...kin.flatMap(([a, b]) => [...(own.has(a) ? [b] : []), ...(own.has(b) ? [a] : [])])]);
}
/** Who complained of the person or town, of the village or of what started the case, by turns. */
export const informantsOf = ({ informants }: Matter): ReadonlySet<string> => new Set(informants.map(personOf).filter((id) => id !== AGAINST.personId));
const complaintEvents = (matter: Matter): readonly Recorded[] =>
  [...informantsOf(matter)].flatMap((informant, index) => {
    const concerned = matter.against.kind === 'measure' ? { personIds: [AGAINST.personId] } : { unitIds: [TOWN.unitId] };
    const about = [concerned, { villageIds: [VILLAGE.villageId] }, {}][index % 3]!;
    const complaintId = `complaint-0${index}`;
    const received = { complaintId, year: 2016, personIds: [], unitIds: [], villageIds: [], ...about, complainantId: { private: informant } };
    return [
      recorded({ type: 'ComplaintReceived', data: received }, 700 + 2 * index),
      recorded({ type: 'ComplaintLinked', data: { ...caseKey, complaintId, date: '2017-01-18' } }, 701 + 2 * index),
    ];
  });
function partsIn(type: string, others: readonly number[]): readonly number[] {
  const byAll = ['InvestigationTeamFormed', 'CollectivelyDecided', 'FindingLogged', 'FindingSignatureRefused', 'RectificationVerificationStarted'];
  if ([...byAll, 'RectificationClosed', ...EARLIER].includes(type)) return others;
  if (type === 'InvestigationRecusalOverridden') return others.slice(0, 1);
  return type === 'MemberRecused' ? others.slice(0, 2) : [];
}

function project(view: AnyView, events: readonly Recorded[]): Record<string, unknown> {
  const rows: Record<string, unknown> = {};
  for (const event of events) for (const key of view.keysOf(event)) rows[key] = view.on[event.type]!(rows[key], event, key);
  return rows;
}

const ASSESSORS = Object.fromEntries(
  ['person-ass1', 'person-ass2'].map((personId) => {
    const postId = personId.replace('person', 'post');
    return [postId, { postId, unitId: 'unit-ass1', role: 'clerk', tenures: [{ tenureId: `tenure-${personId}`, personId, from: '2010-01-01' }] }];
  }),
);
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
  return {
    ...settled,
    'appeal-persons': { ...knownPersons([...PEOPLE, ...STRANGERS, ...FROM_ELSEWHERE]), ...settled['appeal-persons'] },
    'appeal-posts': { ...settled['appeal-posts'], ...ASSESSORS },
    'barred-from-review': project(barredFromReview, matterEvents(matter)),
    'review-relations': project(reviewRelations, kin),
    'review-complaints': project(reviewComplaints, complaintEvents(matter)),
    remedies: { [againstKey(matter.against)]: remedyIn(matter) },
  };
}

/** A unit's result is served by no event: proof of it comes with the filing. */
function remedyIn({ against, decided, served }: Matter): RemedyRow {
  // After whatever may be decided in these histories.
  const corrections = [{ eventId: 'e-corrected', kind: 'revoked', date: '2025-12-31' }];
  if (against.kind === 'measure') {
    const { served: proof, ...rest } = remedy;
    return { ...rest, decision: { ...rest.decision, measure: decided }, ...(served && { served: proof }), corrections };
  }
  const of = against.kind === 'grade' ? { grade: decided } : { actorPostId: 'post-cp01' };
  return { key: againstKey(against), against, decision: { eventId: 'e-unit', decidedOn: '2017-01-20', ...of }, corrections, appeals: [] };
}
