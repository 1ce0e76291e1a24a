import { IsIn, IsInt, Max, Min } from 'class-validator';
import {
  IsCalendarDate,
  IsEntityId,
  IsLike,
  IsPrivate,
  IsSet,
  IsSha256,
  IsSlug,
  IsSubjectId,
  IsText,
  IsUtcInstant,
  Nested,
  NestedEach,
  Optional,
  Request,
  type DataOf,
} from '#ledger/nest';
import type { EvidenceRef, PlainPrivate } from '#kernel';
import type { DutyKind, UnitKind } from '#registry';
import type {
  CorrectAbsence,
  CorrectWeeklyReport,
  PublishCadenceScheme,
  RecordAbsence,
  SetWeeklyTasks,
  SubmitWeeklyReport,
  WithdrawAbsence,
} from '../cadence.commands.js';
import type { AbsenceKind, ReportFigure } from '../cadence.events.js';
import type { CadenceScheme, RecipientClass, WeeklyTime } from '../scheme.js';

/** The registry's words; a context loads no other at run time, and a test keeps the lists equal. */
export const DUTIES: readonly DutyKind[] = [
  'county-leader',
  'town-leader',
  'paired-department',
  'first-secretary',
  'agri-technician',
  'in-charge',
  'stationed',
];
const UNIT_KINDS: readonly UnitKind[] = ['county', 'town', 'department', 'organ', 'city'];
const ABSENCES: readonly AbsenceKind[] = ['leave', 'illness', 'official-travel', 'study'];
const CLASSES_MAX = 20;
const FIGURES_MAX = 200;
const TEXT_MAX = 500;

const IsWeek = (): PropertyDecorator => IsLike(/^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/, { zh: '须为ISO周，如2016-W05', en: 'must be an ISO week, YYYY-Www' });

class WeeklyTimeBody implements WeeklyTime {
  @IsInt() @Min(1) @Max(7) weekday: number;
  @IsInt() @Min(0) @Max(24) hour: number;
  @Optional() @IsInt() @Min(0) @Max(1) weeksLater?: number;
  @IsIn(['unmoved', 'first-work-day']) onRestDay: 'unmoved' | 'first-work-day';
}
class RecipientClassBody implements RecipientClass {
  @IsSlug() classId: string;
  @IsText(100) zh: string;
  @IsIn(['duty-holders', 'posts', 'posts-of-duty-units']) of: RecipientClass['of'];
  @Optional() @IsSet() @IsIn(DUTIES, { each: true }) duties?: DutyKind[];
  @Optional() @IsSet() @IsIn(UNIT_KINDS, { each: true }) unitKinds?: UnitKind[];
  @Optional() @IsSet() @IsSlug({ each: true }) roles?: string[];
}
class NoticeBody {
  @Nested(() => WeeklyTimeBody) time: WeeklyTimeBody;
  @IsText(TEXT_MAX) defaultText: string;
  @NestedEach(() => RecipientClassBody, CLASSES_MAX) classes: RecipientClassBody[];
}
class ReportsBody {
  @Nested(() => WeeklyTimeBody) time: WeeklyTimeBody;
  @IsSet() @IsIn(UNIT_KINDS, { each: true }) unitKinds: UnitKind[];
}
class VisitsBody {
  @IsSet() @IsIn(DUTIES, { each: true }) duties: DutyKind[];
}
export class PublishCadenceSchemeBody implements DataOf<PublishCadenceScheme>, CadenceScheme {
  @IsEntityId('scheme') schemeId: string;
  @IsInt() @Min(1) version: number;
  @IsText() title: string;
  @IsSubjectId('unit') officeUnitId: string;
  @IsText() documentRef: string;
  @IsCalendarDate() from: string;
  @IsCalendarDate() to: string;
  @Optional() @Nested(() => NoticeBody) notice?: NoticeBody;
  @Optional() @Nested(() => ReportsBody) reports?: ReportsBody;
  @Optional() @Nested(() => VisitsBody) visits?: VisitsBody;
}
export class PublishCadenceSchemeRequest extends Request<PublishCadenceSchemeBody> {
  static readonly type = 'PublishCadenceScheme';
  static readonly body = PublishCadenceSchemeBody;
}

export class SetWeeklyTasksBody implements DataOf<SetWeeklyTasks> {
  @IsEntityId('scheme') schemeId: string;
  @IsWeek() week: string;
  @IsText(TEXT_MAX) text: string;
  @Optional() @IsText() documentRef?: string;
}
export class SetWeeklyTasksRequest extends Request<SetWeeklyTasksBody> {
  static readonly type = 'SetWeeklyTasks';
  static readonly body = SetWeeklyTasksBody;
}

class ReportFigureBody implements ReportFigure {
  @IsSlug() id: string;
  @IsInt() value: number;
  @IsText(20) unit: string;
}
class ReportEvidenceBody implements EvidenceRef {
  @IsSha256() sha256: string;
  @IsInt() @Min(1) @Max(Number.MAX_SAFE_INTEGER) sizeBytes: number;
  @IsText(100) mediaType: string;
}
class WeeklyReportBody {
  @IsEntityId('scheme') schemeId: string;
  @IsSubjectId('unit') unitId: string;
  @IsWeek() week: string;
  @IsSubjectId('person') personId: string;
  @NestedEach(() => ReportFigureBody, FIGURES_MAX) figures: ReportFigureBody[];
  @Optional() @IsText() textRef?: string;
  @Optional() @Nested(() => ReportEvidenceBody) evidence?: ReportEvidenceBody;
}
export class SubmitWeeklyReportBody extends WeeklyReportBody implements DataOf<SubmitWeeklyReport> {
  @Optional() @IsUtcInstant() submittedAt?: string;
}
export class SubmitWeeklyReportRequest extends Request<SubmitWeeklyReportBody> {
  static readonly type = 'SubmitWeeklyReport';
  static readonly body = SubmitWeeklyReportBody;
}
export class CorrectWeeklyReportBody extends WeeklyReportBody implements DataOf<CorrectWeeklyReport> {
  @IsText() reason: string;
}
export class CorrectWeeklyReportRequest extends Request<CorrectWeeklyReportBody> {
  static readonly type = 'CorrectWeeklyReport';
  static readonly body = CorrectWeeklyReportBody;
}

class AbsenceBody {
  @IsEntityId('absence') absenceId: string;
  @IsSubjectId('person') personId: string;
  @IsText() documentRef: string;
}
export class RecordAbsenceBody extends AbsenceBody implements DataOf<RecordAbsence> {
  @IsIn(ABSENCES) kind: AbsenceKind;
  @IsCalendarDate() from: string;
  @IsCalendarDate() to: string;
  @Optional() @IsPrivate() detail?: PlainPrivate;
}
export class RecordAbsenceRequest extends Request<RecordAbsenceBody> {
  static readonly type = 'RecordAbsence';
  static readonly body = RecordAbsenceBody;
}
export class CorrectAbsenceBody extends AbsenceBody implements DataOf<CorrectAbsence> {
  @IsIn(ABSENCES) kind: AbsenceKind;
  @IsCalendarDate() from: string;
  @IsCalendarDate() to: string;
  @IsText() reason: string;
}
export class CorrectAbsenceRequest extends Request<CorrectAbsenceBody> {
  static readonly type = 'CorrectAbsence';
  static readonly body = CorrectAbsenceBody;
}
export class WithdrawAbsenceBody extends AbsenceBody implements DataOf<WithdrawAbsence> {
  @IsText() reason: string;
}
export class WithdrawAbsenceRequest extends Request<WithdrawAbsenceBody> {
  static readonly type = 'WithdrawAbsence';
  static readonly body = WithdrawAbsenceBody;
}
