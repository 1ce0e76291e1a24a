import type { CalendarDate, Recorded, View } from '#kernel';
import type {
  AccountabilityExempted,
  CaseRedecisionOrdered,
  CollectivelyDecided,
  ConcludedWithoutAccountability,
  DecisionCorrected,
  DecisionServed,
  ServiceMode,
} from '#accountability';
import type { PerformanceGradeDetermined } from '#assessment';
import type { VetoConfirmed, VetoLifted } from '#veto';
import { againstKey, type Against } from './against.js';
import type {
  AppealAdmitted,
  AppealClockOverrun,
  AppealDecisionServed,
  AppealedDecision,
  AppealLodged,
  AppealNotAdmitted,
  AppealTransferred,
  AppealWithdrawn,
  OutcomeEvent,
} from './appeal.events.js';

/** Service of a decision, as far as it is proved. */
export type Served = Readonly<{ on: CalendarDate; mode: ServiceMode; receiptRef: string; eventId: string }>;
/** An appeal already taken on a step, and how far it came. `silent`: the time to answer ran out. */
export type StepTaken = Readonly<{
  appealId: string;
  track: string;
  step: string;
  state: 'pending' | 'answered' | 'withdrawn' | 'not-admitted';
  silent: boolean;
  servedOn?: CalendarDate;
  /** It was against what was decided before it was decided anew: it uses up no way against that. */
  ofEarlier?: true;
}>;
/** `decision`: what stands, as an appeal finds it; none where nothing was decided or it was taken back. `actorPostId`: who confirmed a veto. */
export type RemedyRow = Readonly<{
  key: string;
  against: Against;
  decision?: AppealedDecision & Readonly<{ actorPostId?: string; documentNo?: string; redecisionOrdered?: true }>;
  served?: Served;
  corrections: readonly Readonly<{ eventId: string; kind: string; date: CalendarDate }>[];
  appeals: readonly StepTaken[];
}>;

type Ending = AccountabilityExempted | ConcludedWithoutAccountability;
type Deciding =
  CaseRedecisionOrdered | CollectivelyDecided | DecisionServed | DecisionCorrected | Ending | PerformanceGradeDetermined | VetoConfirmed | VetoLifted;
type Appealing =
  AppealLodged | AppealAdmitted | AppealNotAdmitted | AppealWithdrawn | AppealTransferred | OutcomeEvent | AppealDecisionServed | AppealClockOverrun;
type Told = Deciding | Appealing;

function againstOf({ type, data }: Recorded<Told>): Against {
  if ('against' in data) return data.against;
  if ('postId' in data) return { kind: 'measure', personId: data.personId, postId: data.postId, year: data.year };
  return { kind: type === 'PerformanceGradeDetermined' ? 'grade' : 'veto', unitId: data.unitId, year: data.year };
}
const blank = (event: Recorded<Told>): RemedyRow => {
  const against = againstOf(event);
  return { key: againstKey(against), against, corrections: [], appeals: [] };
};
type Step<E extends Told> = (row: RemedyRow | undefined, event: Recorded<E>) => RemedyRow;
type DecidingStep<E extends Deciding> = (row: RemedyRow | undefined, event: Recorded<E>) => RemedyRow | undefined;

/** A decision anew is served anew: proof of the old one starts no clock of the new one. */
function decided(row: RemedyRow, decision: RemedyRow['decision']): RemedyRow {
  const { served: _served, decision: _before, ...rest } = row;
  return { ...rest, ...(decision && { decision }) };
}
const corrected = (row: RemedyRow, { id: eventId, validAt }: Recorded<Deciding>, kind: string): RemedyRow => ({
  ...row,
  corrections: [...row.corrections, { eventId, kind, date: validAt.from }],
});

/** Against what is decided anew every way is open again. */
const anew = (row: RemedyRow, event: Recorded<Deciding>): RemedyRow => ({
  ...corrected(row, event, 'decided-anew'),
  appeals: row.appeals.map((taken) => (taken.state === 'answered' ? { ...taken, ofEarlier: true } : taken)),
});
/** A case that ended without a measure after something had been decided: that is corrected, and nothing stands. */
const endedAnew: DecidingStep<Ending> = (row, event) => (row?.decision?.redecisionOrdered ? decided(corrected(row, event, 'concluded'), undefined) : row);

const DECIDING: { readonly [Type in Deciding['type']]: DecidingStep<Extract<Deciding, { type: Type }>> } = {
  CollectivelyDecided: (row, event) => {
    const { measure, date, organUnitId, documentNo } = event.data;
    const before = row ?? blank(event);
    const decision = { eventId: event.id, decidedOn: date, organUnitId, measure, ...(documentNo !== undefined && { documentNo }) };
    return decided(before.decision ? anew(before, event) : before, decision);
  },
  DecisionServed: (row, event) => {
    const { receiptRef, mode, established } = event.data;
    // Service without a receipt starts no clock (justice 13).
    return receiptRef === ''
      ? (row ?? blank(event))
      : { ...(row ?? blank(event)), served: { on: established.effectiveOn, mode, receiptRef, eventId: event.id } };
  },
  DecisionCorrected: (row, event) => {
    const { kind, measure, date, organUnitId, documentNo } = event.data;
    const before = corrected(row ?? blank(event), event, kind);
    if (kind === 'revoked') return decided(before, undefined);
    return decided(before, {
      eventId: event.id,
      decidedOn: date,
      organUnitId,
      ...(measure !== undefined && { measure }),
      ...(documentNo !== undefined && { documentNo }),
    });
  },
  CaseRedecisionOrdered: (row) => row && { ...row, ...(row.decision && { decision: { ...row.decision, redecisionOrdered: true } }) },
  AccountabilityExempted: endedAnew,
  ConcludedWithoutAccountability: endedAnew,
  PerformanceGradeDetermined: (row, event) => {
    const before = row?.decision ? corrected(row, event, 'grade') : (row ?? blank(event));
    const { grade } = event.data;
    return decided(before, grade === null ? undefined : { eventId: event.id, decidedOn: event.validAt.from, grade });
  },
  VetoConfirmed: (row, event) => {
    const { postId } = event.actor;
    return decided(row ?? blank(event), { eventId: event.id, decidedOn: event.data.date, ...(postId !== undefined && { actorPostId: postId }) });
  },
  VetoLifted: (row, event) => decided(corrected(row ?? blank(event), event, 'lifted'), undefined),
};

const change =
  (change: Partial<StepTaken>): Step<Appealing> =>
  (row, event) => ({
    ...(row ?? blank(event)),
    appeals: (row?.appeals ?? []).map((taken) => (taken.appealId === event.data.appealId ? { ...taken, ...change } : taken)),
  });
const answered = change({ state: 'answered', silent: false });
const APPEALING: { readonly [Type in Appealing['type']]: Step<Extract<Appealing, { type: Type }>> } = {
  AppealLodged: (row, event) => {
    const { appealId, track, step } = event.data;
    const before = row ?? blank(event);
    return { ...before, appeals: [...before.appeals, { appealId, track, step, state: 'pending', silent: false }] };
  },
  AppealAdmitted: change({ silent: false }),
  AppealNotAdmitted: change({ state: 'not-admitted', silent: false }),
  AppealWithdrawn: change({ state: 'withdrawn', silent: false }),
  AppealTransferred: change({ state: 'pending', silent: false }),
  DecisionMaintained: answered,
  DecisionVaried: answered,
  DecisionRevoked: answered,
  RedecisionOrdered: answered,
  AppealDecisionServed: (row, event) => {
    const { receiptRef, established } = event.data;
    return receiptRef === '' ? (row ?? blank(event)) : change({ servedOn: established.effectiveOn })(row, event);
  },
  AppealClockOverrun: (row, event) => (event.data.clock === 'supplement' ? (row ?? blank(event)) : change({ silent: true })(row, event)),
};

/** Which decisions stand, proved to be served or not, and which ways of appeal were taken already? What is open of them depends on day and book: `openPaths`. */
export const remedies: View<RemedyRow, Told> = {
  name: 'remedies',
  version: 1,
  zh: '可申诉的决定及已走过的救济渠道',
  aboutPersons: true,
  keysOf: (event) => [againstKey(againstOf(event))],
  on: { ...DECIDING, ...APPEALING } as View<RemedyRow, Told>['on'],
};
