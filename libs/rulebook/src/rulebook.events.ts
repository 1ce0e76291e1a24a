import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind, type FactValue } from '#kernel';

export type Outcome = 'met' | 'not-met' | 'undetermined';
/** Whose posts a measure concerns: posts by role and holders of duties, of the target itself or of a unit related to the target village. */
export type PostSelector = Readonly<{ of: 'self' | 'town-of-village' | 'paired-department-of-village'; roles?: readonly string[]; duties?: readonly string[] }>;
/** What follows when a clause is met. Code goes by `kind`, never by clause id. */
export type Consequence =
  | Readonly<{ kind: 'veto'; effects: readonly string[] | 'undetermined' }>
  | Readonly<{ kind: 'measure'; measure: string; posts: PostSelector; targetAt: 'period' | 'trigger' }>
  | Readonly<{ kind: 'deduction'; pointsHundredths: number; per?: string; from: 'self' | 'town-of-village' }>
  | Readonly<{ kind: 'nomination'; says: 'priority' | 'barred' }>
  | Readonly<{ kind: 'weight-floor'; indicator: string; unitKind: string; floorBasisPoints: number }>
  | Readonly<{ kind: 'grade' }>
  | Readonly<{ kind: 'task' | 'reminder' | 'review' | 'gap'; zh: string }>
  | Readonly<{ kind: 'procedure'; step: string; zh: string }>;

/** The document itself is validated by the published JSON Schema (`books/rule-book.schema.json`); its type is `RuleBook`. */
export type RuleBookPublished = Event<'RuleBookPublished', { bookId: string; bookVersion: number; document: unknown; documentHash: string }>;
export type RuleBookSuperseded = Event<'RuleBookSuperseded', { bookId: string; bookVersion: number; byBookId: string; byVersion: number; from: CalendarDate }>;
/** Authority = organ and document number: a clerk's note is none (justice 3). Fixes a term or a clause of the book. */
export type ClauseInterpreted = Event<
  'ClauseInterpreted',
  {
    bookId: string;
    term: string;
    meaningZh: string;
    posts?: PostSelector;
    effects?: readonly string[];
    organUnitId: string;
    documentNo: string;
    documentDate: CalendarDate;
  }
>;
/** Official holidays of further days, or of the same days anew: within `[knownFrom, knownTo)` this replaces whatever was known. */
export type HolidayCalendarPublished = Event<
  'HolidayCalendarPublished',
  {
    bookId: string;
    restDays: readonly CalendarDate[];
    makeUpWorkDays: readonly CalendarDate[];
    knownFrom: CalendarDate;
    knownTo: CalendarDate;
    documentNo: string;
    documentDate: CalendarDate;
  }
>;
/** What the book says of a target changed: outcome, values used or evidence. Every consequence follows from this event. */
export type ClauseOutcomeChanged = Event<
  'ClauseOutcomeChanged',
  {
    target: string;
    targetKind: 'unit' | 'village';
    year: number;
    clauseId: string;
    clauseHash: string;
    bookId: string;
    bookVersion: number;
    outcome: Outcome;
    consequence: Consequence;
    values: Readonly<Record<string, FactValue>>;
    evidence: readonly string[];
    /** Why undetermined: fact ids without a value, `term:<id>` for undefined terms. */
    missing: readonly string[];
  }
>;

export type RulebookEvent = RuleBookPublished | RuleBookSuperseded | ClauseInterpreted | HolidayCalendarPublished | ClauseOutcomeChanged;

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });

/** Manifest of the events; the compiler names a forgotten one. An interpretation is a fact of the world: an organ issued a document. */
export const rulebookEvents: Readonly<Record<RulebookEvent['type'], EventDefinition>> = {
  RuleBookPublished: define('act', '规则发布'),
  RuleBookSuperseded: define('act', '规则被取代'),
  ClauseInterpreted: define('fact', '条款解释'),
  HolidayCalendarPublished: define('fact', '节假日安排发布'),
  ClauseOutcomeChanged: define('derived', '条款结论变化'),
};
