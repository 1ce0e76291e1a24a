import type { CalendarDate, Command, Private } from '#kernel';
import type { ServiceMode } from '#accountability';
import type { Against } from './against.js';

/** Which appeal, and against what: said each time, so that no event needs a look-up. */
export type AppealKey = { appealId: string; against: Against };
/**
 * An act of the organ that has the appeal, on its own date. `doneElsewhere`: it was done on paper, in another system or in the past, and is recorded with its
 * document and, where it was out of order, with its breaches (justice 12a).
 */
type Act = AppealKey & { date: CalendarDate; organUnitId: string; documentNo?: string; doneElsewhere?: boolean };

/** Proof that the decision reached who appeals, where the ledger has none of its own: a unit's grade is not served by any case. */
export type ServiceProof = Readonly<{ date: CalendarDate; mode: ServiceMode; receiptRef: string }>;
/** Filing is the appellant's own act. The receipt is the event itself; `receiptRef`: the paper one. */
export type LodgeAppeal = Command<
  'LodgeAppeal',
  AppealKey & {
    appellantId: string;
    track: string;
    step: string;
    organUnitId: string;
    filedOn: CalendarDate;
    request: Private;
    receiptRef?: string;
    service?: ServiceProof;
    documentNo?: string;
    doneElsewhere?: boolean;
  }
>;
export type RequestAppealSupplement = Command<'RequestAppealSupplement', Act & { missing: Private }>;
export type SupplementAppeal = Command<'SupplementAppeal', Act & { materialRefs: readonly string[] }>;
export type AdmitAppeal = Command<'AdmitAppeal', Act>;
/** Being late is no ground: a late appeal is a request for correction (justice 14). */
export type NonAdmissionGround = 'not-entitled' | 'not-appealable' | 'repeated' | 'supplement-missing' | 'elsewhere-pending';
/** 不予受理. `turnTo`: where else the appellant is sent, in words. */
export type DeclineAppeal = Command<'DeclineAppeal', Act & { ground: NonAdmissionGround; reason: Private; turnTo: string }>;
/** `documentNo`: the appellant's own paper, where somebody else writes it down. */
export type WithdrawAppeal = Command<'WithdrawAppeal', Act & { reason?: Private }>;
/** 提级 or 指定: the way out when nobody here may review. */
export type TransferAppeal = Command<'TransferAppeal', Act & { toUnitId: string; direction: 'up' | 'elsewhere'; reason: Private; authorityRef: string }>;
/** A decided question of recusal: somebody with a relation that is no hard bar serves all the same, on whose word and why. */
export type RecusalOverride = Readonly<{ personId: string; reason: Private; authorityRef: string }>;
export type FormReviewPanel = Command<
  'FormReviewPanel',
  Act & { memberIds: readonly string[]; conflictsChecked: boolean; overrides: readonly RecusalOverride[] }
>;
export type RecuseReviewMember = Command<
  'RecuseReviewMember',
  Act & { memberId: string; ground: Private; replacementId?: string; overrides: readonly RecusalOverride[] }
>;
export type ReportReview = Command<'ReportReview', Act & { reportRef: string; findings: Private }>;
export type ExtendAppealReview = Command<'ExtendAppealReview', Act & { reason: Private }>;
export type AppealOutcome = 'maintained' | 'varied' | 'revoked' | 'redecision-ordered';
/** `grounds`: what the decision was found to lack or to have, in the words of the screen. `measure` or `grade`: what a varied decision now says. */
export type DecideAppeal = Command<
  'DecideAppeal',
  AppealKey & {
    outcome: AppealOutcome;
    decidedOn: CalendarDate;
    organUnitId: string;
    documentNo: string;
    participantIds: readonly string[];
    reason: Private;
    grounds: readonly string[];
    measure?: string;
    grade?: string;
    doneElsewhere?: boolean;
  }
>;
export type ServeAppealDecision = Command<'ServeAppealDecision', Act & { mode: ServiceMode; receiptRef: string; remedyStated: boolean }>;
/** `eventIds`: the corrections by which the outcome was carried out. */
export type RecordAppealCarriedOut = Command<'RecordAppealCarriedOut', Act & { eventIds: readonly string[] }>;

/** Clocks of the authority and of the appellant, by what has to happen before they end. */
export type AppealClockKind = 'admission' | 'supplement' | 'answer' | 'service';
/** By policy: a clock ran out and what it waits for has not happened. */
export type MarkAppealOverdue = Command<'MarkAppealOverdue', AppealKey & { clock: AppealClockKind; dueOn: CalendarDate }>;

export type AppealActCommand =
  | LodgeAppeal
  | RequestAppealSupplement
  | SupplementAppeal
  | AdmitAppeal
  | DeclineAppeal
  | WithdrawAppeal
  | TransferAppeal
  | FormReviewPanel
  | RecuseReviewMember
  | ReportReview
  | ExtendAppealReview
  | DecideAppeal
  | ServeAppealDecision
  | RecordAppealCarriedOut;
export type AppealCommand = AppealActCommand | MarkAppealOverdue;

/** The day on which an act was done, whatever the act calls it. */
export const dayOf = ({ data }: Pick<AppealActCommand, 'data'>): CalendarDate =>
  'filedOn' in data ? data.filedOn : 'decidedOn' in data ? data.decidedOn : data.date;
