import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind } from '#kernel';
import type { AppealStep, AppealTrack, CountedDay } from '#rulebook';
import type {
  AdmitAppeal,
  AppealClockKind,
  AppealKey,
  DecideAppeal,
  DeclineAppeal,
  ExtendAppealReview,
  FormReviewPanel,
  LodgeAppeal,
  RecordAppealCarriedOut,
  RecuseReviewMember,
  ReportReview,
  RequestAppealSupplement,
  ServeAppealDecision,
  SupplementAppeal,
  TransferAppeal,
  WithdrawAppeal,
} from './appeal.commands.js';
import type { BarReason } from './bars.js';

/** Clauses that an act breached, or codes of rules where the book has none. What the product performs is refused instead (justice 12a). */
type Act<Data> = Data & { breaches?: readonly string[] };
type Established<Data, Found> = Act<Data> & { established: Found };

/** A clause by which a clock runs or a step is taken, as the book had it. */
export type ClauseRef = Readonly<{ id: string; bookId: string; bookVersion: number; source: string; article: string; verifiedBy: string }>;
/** A clock that an act starts: whoever has to act by `on` is late from the day after. */
export type AppealDue = Readonly<{ clock: AppealClockKind; startsOn: CalendarDate; on: CalendarDate; counted: CountedDay; clause: ClauseRef }>;
/** The decision appealed against, as it stood when the appeal was lodged: what nothing may be worse than. */
export type AppealedDecision = Readonly<{ eventId: string; decidedOn: CalendarDate; organUnitId?: string; measure?: string; grade?: string }>;
/**
 * What the book made of a filing. `route`: late by proof of service, it is taken as a request for correction; without proof nobody is late. The step's own
 * rules travel with the appeal, so that a later book changes no clock of it.
 */
export type Filing = Readonly<{
  route: 'appeal' | 'correction';
  clause: ClauseRef;
  step: AppealStep;
  nonAggravation: AppealTrack['nonAggravation'];
  decision: AppealedDecision;
  lastDay?: CountedDay;
  startsOn?: CalendarDate;
  /** Appeals already answered on this step. */
  earlier: readonly string[];
  dues: readonly AppealDue[];
}>;
type Dues = Readonly<{ dues: readonly AppealDue[] }>;

export type AppealLodged = Event<'AppealLodged', Established<LodgeAppeal['data'], Filing>>;
export type AppealSupplementRequested = Event<'AppealSupplementRequested', Established<RequestAppealSupplement['data'], Dues>>;
export type AppealSupplemented = Event<'AppealSupplemented', Established<SupplementAppeal['data'], Dues>>;
export type AppealAdmitted = Event<'AppealAdmitted', Established<AdmitAppeal['data'], Dues & { route: Filing['route'] }>>;
export type AppealNotAdmitted = Event<'AppealNotAdmitted', Established<DeclineAppeal['data'], { clause: ClauseRef }>>;
export type AppealWithdrawn = Event<'AppealWithdrawn', Act<WithdrawAppeal['data']>>;
export type AppealTransferred = Event<'AppealTransferred', Established<TransferAppeal['data'], Dues>>;
export type ReviewPanelFormed = Event<'ReviewPanelFormed', Act<FormReviewPanel['data']>>;
export type ReviewPanelMemberRecused = Event<'ReviewPanelMemberRecused', Act<RecuseReviewMember['data']>>;
export type ReviewReported = Event<'ReviewReported', Act<ReportReview['data']>>;
export type AppealReviewExtended = Event<'AppealReviewExtended', Established<ExtendAppealReview['data'], Dues>>;

/** What somebody who decides the appeal did in the matter before; `absent`: members of the deciding organ who were not there now. */
export type EarlierRoles = Readonly<{ participants: readonly Readonly<{ personId: string; roles: readonly BarReason[] }>[]; absent: readonly string[] }>;
type Outcome = Established<Omit<DecideAppeal['data'], 'outcome'>, Dues & { clause: ClauseRef; earlierRoles: EarlierRoles }>;
export type DecisionMaintained = Event<'DecisionMaintained', Outcome>;
export type DecisionVaried = Event<'DecisionVaried', Outcome>;
export type DecisionRevoked = Event<'DecisionRevoked', Outcome>;
export type RedecisionOrdered = Event<'RedecisionOrdered', Outcome>;
export type AppealDecisionServed = Event<'AppealDecisionServed', Established<ServeAppealDecision['data'], { effectiveOn: CalendarDate }>>;
export type AppealDecisionCarriedOut = Event<'AppealDecisionCarriedOut', Act<RecordAppealCarriedOut['data']>>;
/** A clock ran out: the breach stands, the appeal goes on. */
export type AppealClockOverrun = Event<
  'AppealClockOverrun',
  AppealKey & { clock: AppealClockKind; dueOn: CalendarDate; organUnitId: string; breaches: readonly string[] }
>;

export type OutcomeEvent = DecisionMaintained | DecisionVaried | DecisionRevoked | RedecisionOrdered;
export type AppealActEvent =
  | AppealLodged
  | AppealSupplementRequested
  | AppealSupplemented
  | AppealAdmitted
  | AppealNotAdmitted
  | AppealWithdrawn
  | AppealTransferred
  | ReviewPanelFormed
  | ReviewPanelMemberRecused
  | ReviewReported
  | AppealReviewExtended
  | OutcomeEvent
  | AppealDecisionServed
  | AppealDecisionCarriedOut;
export type AppealEvent = AppealActEvent | AppealClockOverrun;

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });

/** Every event of this context, with its label and kind. */
export const appealEvents: { readonly [Type in AppealEvent['type']]: EventDefinition } = {
  AppealLodged: define('act', '提出申诉'),
  AppealSupplementRequested: define('act', '通知补正'),
  AppealSupplemented: define('act', '补正材料'),
  AppealAdmitted: define('act', '受理申诉'),
  AppealNotAdmitted: define('act', '不予受理申诉'),
  AppealWithdrawn: define('act', '撤回申诉'),
  AppealTransferred: define('act', '申诉移送'),
  ReviewPanelFormed: define('act', '复查组成立'),
  ReviewPanelMemberRecused: define('act', '复查组成员回避'),
  ReviewReported: define('act', '复查报告'),
  AppealReviewExtended: define('act', '复查延期'),
  DecisionMaintained: define('act', '维持原决定'),
  DecisionVaried: define('act', '变更原决定'),
  DecisionRevoked: define('act', '撤销原决定'),
  RedecisionOrdered: define('act', '责令重新作出决定'),
  AppealDecisionServed: define('act', '申诉处理决定送达'),
  AppealDecisionCarriedOut: define('act', '申诉处理决定执行'),
  AppealClockOverrun: define('derived', '申诉办理逾期'),
};
