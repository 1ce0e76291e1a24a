import type { Actor, Recorded, View } from '#kernel';
import type { AccountabilityEvent } from '#accountability';
import type { IndicatorScoreCorrected, IndicatorScoreRecorded, PerformanceAssessmentOpened } from '#assessment';
import type {
  FindingDuplicateMarked,
  FindingDuplicateMarkLifted,
  FindingLogged,
  FindingObjectionDecided,
  FindingShownToUnit,
  FindingSignatureRefused,
  FindingWithdrawn,
} from '#inspection';
import type { ExitDeterminationWithdrawn, ExitPlanAdjusted, FalseExitFound, VillageExitDetermined, VillageExitFailureDetermined } from '#programme';
import type { VillageRegistered } from '#registry';
import type { RectificationClosed, RectificationReturned, RectificationVerificationStarted } from '#rectification';
import type { VetoConfirmed, VetoEffectsDetermined, VetoLifted } from '#veto';
import { againstKey } from './against.js';
import type { OutcomeEvent, ReviewPanelFormed, ReviewPanelMemberRecused } from './appeal.events.js';
import { factsKey, villagesKey, type BarReason, type BarredRow, type BarRole } from './bars.js';

type CaseOf<Type extends AccountabilityEvent['type']> = Extract<AccountabilityEvent, { type: Type }>;
type CaseActType =
  | 'AccountabilityRecommended'
  | 'ClueDismissed'
  | 'InitiationApproved'
  | 'InvestigationTeamFormed'
  | 'MemberRecused'
  | 'FactsDrafted'
  | 'FactsPresentedToSubject'
  | 'StatementHeard'
  | 'InvestigationReported'
  | 'DirectPathTaken'
  | 'CollectivelyDecided'
  | 'CaseReturnedForFacts'
  | 'AccountabilityExempted'
  | 'ConcludedWithoutAccountability'
  | 'DecisionAnnounced'
  | 'DecisionServed'
  | 'CongressActRecorded'
  | 'MeasureExecuted'
  | 'SelfCriticismFiled'
  | 'CaseArchived'
  | 'DecisionPublished'
  | 'DecisionCorrected'
  | 'InvestigationRecusalOverridden';
type BasisType = 'CaseBasisAdded' | 'CaseBasisChanged' | 'MeasureBasisRegained';
type OfFinding =
  | FindingLogged
  | FindingShownToUnit
  | FindingObjectionDecided
  | FindingDuplicateMarked
  | FindingDuplicateMarkLifted
  | FindingWithdrawn
  | FindingSignatureRefused;
type OfItem = RectificationVerificationStarted | RectificationReturned | RectificationClosed;
type OfExit = VillageExitDetermined | VillageExitFailureDetermined | FalseExitFound | ExitPlanAdjusted | ExitDeterminationWithdrawn;
type OfScore = PerformanceAssessmentOpened | IndicatorScoreRecorded | IndicatorScoreCorrected;
type OfVeto = VetoConfirmed | VetoEffectsDetermined | VetoLifted;
type OfAppeal = ReviewPanelFormed | ReviewPanelMemberRecused | OutcomeEvent;
type Handling = CaseOf<CaseActType> | CaseOf<BasisType> | OfFinding | OfItem | OfExit | OfScore | OfVeto | OfAppeal;

type Deed = Readonly<{ personId: string | undefined; role: BarRole; dissented?: boolean }>;
const deeds = (role: BarRole, personIds: readonly string[]): readonly Deed[] => personIds.map((personId) => ({ personId, role }));
const by = ({ personId }: Actor, role: BarRole): Deed => ({ personId, role });

function noted(row: BarredRow | undefined, { id, type, data }: Recorded<Handling>, { key, done }: Readonly<{ key: string; done: readonly Deed[] }>): BarredRow {
  const persons: Record<string, readonly BarReason[]> = { ...row?.persons };
  for (const { personId, role, dissented } of done) {
    if (personId === undefined) continue;
    const inAppeal = 'appealId' in data && 'against' in data ? { appealId: data.appealId } : {};
    const reason = { role, eventId: id, eventType: type, ...(dissented && { dissented: true as const }), ...inAppeal };
    persons[personId] = [...(persons[personId] ?? []), reason];
  }
  return { key, targets: row?.targets ?? [], persons };
}
type Step<E extends Handling> = (row: BarredRow | undefined, event: Recorded<E>, key: string) => BarredRow;
/** Who recorded the act, in a role, and whoever else took part in it. */
const act =
  <E extends Handling>(role: BarRole, more: (event: Recorded<E>) => readonly Deed[] = () => []): Step<E> =>
  (row, event, key) =>
    noted(row, event, { key, done: [...more(event), by(event.actor, role)] });

/** A ground of the case leads to who handled its facts; that it fell later does not undo their part. */
const ground: Step<CaseOf<BasisType>> = (row, event, key) => {
  const { personId, target, year } = event.data;
  const named = row?.persons[personId] ? row : noted(row, event, { key, done: deeds('named', [personId]) });
  return { ...named, targets: [...new Set([...named.targets, factsKey(target, year)])].sort() };
};

const CASE: Pick<View<BarredRow, Handling>['on'], CaseActType | BasisType> = {
  CaseBasisAdded: ground,
  CaseBasisChanged: ground,
  MeasureBasisRegained: ground,
  AccountabilityRecommended: act('recommended'),
  ClueDismissed: act('handled'),
  InitiationApproved: act('approved'),
  InvestigationTeamFormed: act('handled', ({ data: { memberIds, recused } }) => [
    ...deeds('investigated', memberIds),
    ...deeds(
      'recused',
      recused.map(({ personId }) => personId),
    ),
  ]),
  MemberRecused: act('handled', ({ data: { memberId, replacementId } }) => [
    ...deeds('recused', [memberId]),
    ...deeds('investigated', replacementId === undefined ? [] : [replacementId]),
  ]),
  FactsDrafted: act('examined'),
  FactsPresentedToSubject: act('presented'),
  StatementHeard: act('examined'),
  InvestigationReported: act('presented'),
  DirectPathTaken: act('handled'),
  CollectivelyDecided: act('handled', ({ data: { participantIds, dissents } }) =>
    participantIds.map((personId) => ({ personId, role: 'voted', dissented: dissents.some((dissent) => dissent.personId === personId) })),
  ),
  CaseReturnedForFacts: act('handled'),
  AccountabilityExempted: act('handled'),
  ConcludedWithoutAccountability: act('handled'),
  DecisionAnnounced: act('handled'),
  DecisionServed: act('handled'),
  CongressActRecorded: act('handled'),
  MeasureExecuted: act('handled'),
  SelfCriticismFiled: act('handled'),
  CaseArchived: act('handled'),
  DecisionPublished: act('handled'),
  DecisionCorrected: act('handled'),
  InvestigationRecusalOverridden: act('handled', ({ data: { memberId } }) => deeds('investigated', [memberId])),
};

const FACTS: Pick<View<BarredRow, Handling>['on'], (OfFinding | OfItem | OfExit | OfScore | OfVeto)['type']> = {
  FindingLogged: act('logged', ({ data }) => deeds('logged', data.loggedByPersonIds)),
  FindingShownToUnit: act('presented'),
  FindingSignatureRefused: act('presented', ({ data }) => deeds('presented', data.witnessPersonIds)),
  FindingObjectionDecided: act('verified'),
  FindingDuplicateMarked: act('verified'),
  FindingDuplicateMarkLifted: act('verified'),
  FindingWithdrawn: act('verified'),
  RectificationVerificationStarted: act('handled', ({ data }) => deeds('verified', data.verifierPersonIds)),
  RectificationReturned: act('handled', ({ data }) => deeds('verified', data.returnedByPersonIds)),
  RectificationClosed: act('handled', ({ data }) => deeds('verified', data.verifiedByPersonIds)),
  VillageExitDetermined: act('determined'),
  VillageExitFailureDetermined: act('determined'),
  FalseExitFound: act('determined'),
  ExitPlanAdjusted: act('determined'),
  ExitDeterminationWithdrawn: act('determined'),
  PerformanceAssessmentOpened: act('handled'),
  IndicatorScoreRecorded: act('scored'),
  IndicatorScoreCorrected: act('scored'),
  VetoConfirmed: act('determined'),
  VetoEffectsDetermined: act('determined'),
  VetoLifted: act('determined'),
};

const seats: Step<ReviewPanelFormed | ReviewPanelMemberRecused> = (row, event, key) => {
  if (event.type === 'ReviewPanelFormed') return noted(row, event, { key, done: deeds('reviewed', event.data.memberIds) });
  const { memberId, replacementId } = event.data;
  return noted(row, event, { key, done: [...deeds('recused', [memberId]), ...deeds('reviewed', replacementId === undefined ? [] : [replacementId])] });
};
const outcome: Step<OutcomeEvent> = act('reviewed', ({ data }) => deeds('reviewed', data.participantIds));
/** Who reviewed or decided one appeal looks at no later one against the same: a next step is nobody's second look at the own. */
const APPEALS: Pick<View<BarredRow, Handling>['on'], OfAppeal['type']> = {
  ReviewPanelFormed: seats,
  ReviewPanelMemberRecused: seats,
  DecisionMaintained: outcome,
  DecisionVaried: outcome,
  DecisionRevoked: outcome,
  RedecisionOrdered: outcome,
};

/** Nobody handles anything by registering a village: it is where the facts in a town's score come from. */
const village = (row: BarredRow | undefined, { data: { villageId } }: Recorded<VillageRegistered>, key: string): BarredRow => ({
  key,
  targets: [...(row?.targets ?? []), villageId].sort(),
  persons: {},
});

function keysOf({ type, data }: Recorded<Handling | VillageRegistered>): readonly string[] {
  if ('townUnitId' in data) return [villagesKey(data.townUnitId)];
  if ('against' in data) return [againstKey(data.against)];
  if ('postId' in data && Object.hasOwn(CASE, type)) return [againstKey({ kind: 'measure', ...caseOf(data as Parameters<typeof caseOf>[0]) })];
  const { unitId, villageId, year } = data as Readonly<{ unitId?: string; villageId?: string; year: number }>;
  if (/^Veto/.test(type)) return [againstKey({ kind: 'veto', unitId: unitId!, year })];
  return [unitId, villageId].flatMap((target) => (target === undefined ? [] : [factsKey(target, year)]));
}
const caseOf = ({ personId, postId, year }: Readonly<{ personId: string; postId: string; year: number }>) => ({ personId, postId, year });

/**
 * Who handled what, so that none of them reviews it: per decision who acted, investigated, presented or voted and which targets its grounds are about; per
 * target and year who logged, verified, scored or determined its facts; per town its villages; and who reviewed or decided an appeal against it. `barredFrom` joins them. For the case owner only.
 */
export const barredFromReview: View<BarredRow, Handling | VillageRegistered> = {
  name: 'barred-from-review',
  version: 3,
  zh: '经办人员及其事由（不得参加复查）',
  aboutPersons: true,
  keysOf,
  on: { ...CASE, ...FACTS, ...APPEALS, VillageRegistered: village },
};
