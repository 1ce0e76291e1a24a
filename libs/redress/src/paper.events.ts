import type { CaseKey } from '#accountability';
import type { CalendarDate, Event } from '#kernel';

/** What makes more than a draft of a paper (justice 10): its number, who issues it, under which seal, on which day. */
export type Signed = { documentNo: string; issuerUnitId: string; sealRef: string; date: CalendarDate };
/** 申诉案件材料 of one case, as it stood then. */
export type AppealRecordIssued = Event<'AppealRecordIssued', CaseKey & Signed>;
/** 更正通知书 to one recipient of one record, after one outcome. That it reached him is `CorrectionNoticeIssued`. */
export type CorrectionPaperIssued = Event<'CorrectionPaperIssued', { appealId: string; releaseId: string } & Signed>;
export type PaperEvent = AppealRecordIssued | CorrectionPaperIssued;
