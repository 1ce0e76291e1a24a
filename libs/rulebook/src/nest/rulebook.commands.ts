import { IsIn } from 'class-validator';
import { IsCalendarDate, IsSet, IsSlug, IsSubjectId, IsText, Nested, Optional, Request, rule, type DataOf } from '#ledger/nest';
import type { RuleBook } from '../book.js';
import type { InterpretClause, PublishHolidayCalendar, PublishRuleBook } from '../rulebook.decider.js';
import type { PostSelector } from '../rulebook.events.js';
import { firstShapeErrors, shapeErrors } from './books.js';

const ROLES_MAX = 20;

/** The document follows the published JSON Schema. */
const IsRuleBook = (): PropertyDecorator =>
  rule(
    'isRuleBook',
    {
      zh: (value) => `须符合规则的JSON Schema：${firstShapeErrors(value, 'zh')}`,
      en: (value) => `must follow the rule book schema: ${firstShapeErrors(value, 'en')}`,
    },
    (value) => shapeErrors(value).length === 0,
  );

export class PublishRuleBookBody implements DataOf<PublishRuleBook> {
  @IsRuleBook() document: RuleBook;
}
export class PublishRuleBookRequest extends Request<PublishRuleBookBody> {
  static readonly type = 'PublishRuleBook';
  static readonly body = PublishRuleBookBody;
}

export class PostSelectorBody implements PostSelector {
  @IsIn(['self', 'town-of-village', 'paired-department-of-village']) of: PostSelector['of'];
  @Optional() @IsSet(1, ROLES_MAX) @IsSlug({ each: true }) roles?: string[];
  @Optional() @IsSet(1, ROLES_MAX) @IsSlug({ each: true }) duties?: string[];
}

export class InterpretClauseBody implements DataOf<InterpretClause> {
  @IsSlug() bookId: string;
  @IsSlug() term: string;
  @IsText(500) meaningZh: string;
  @Optional() @Nested(() => PostSelectorBody) posts?: PostSelectorBody;
  @Optional() @IsSet(1, ROLES_MAX) @IsSlug({ each: true }) effects?: string[];
  @IsSubjectId('unit') organUnitId: string;
  @IsText() documentNo: string;
  @IsCalendarDate() documentDate: string;
}
export class InterpretClauseRequest extends Request<InterpretClauseBody> {
  static readonly type = 'InterpretClause';
  static readonly body = InterpretClauseBody;
}

const DAYS_MAX = 4_000;
export class PublishHolidayCalendarBody implements DataOf<PublishHolidayCalendar> {
  @IsSlug() bookId: string;
  @IsSet(0, DAYS_MAX) @IsCalendarDate({ each: true }) restDays: string[];
  @IsSet(0, DAYS_MAX) @IsCalendarDate({ each: true }) makeUpWorkDays: string[];
  @IsCalendarDate() knownFrom: string;
  @IsCalendarDate() knownTo: string;
  @IsText(100) documentNo: string;
  @IsCalendarDate() documentDate: string;
}
export class PublishHolidayCalendarRequest extends Request<PublishHolidayCalendarBody> {
  static readonly type = 'PublishHolidayCalendar';
  static readonly body = PublishHolidayCalendarBody;
}
