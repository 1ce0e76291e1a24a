import type { CalendarDate, ValidTime } from '#kernel';
import type { AppealRules } from './appeal-rules.js';
import type { CorrectionGrounds } from './correction-grounds.js';
import type { Consequence, PostSelector } from './rulebook.events.js';
import type { TimeLimit } from './time-limit.js';

/** A condition as data: json-logic over the book's facts, with the operators that `condition.ts` lists and no others. */
export type Condition = boolean | Readonly<{ [operator: string]: unknown }>;

export type TargetKind = 'unit' | 'village';
/** `means` lets the linter see what a value says without knowing the value: a failure, or a success that was faked. */
export type EnumValue = Readonly<{ id: string; zh: string; means?: 'success' | 'failure' | 'fake' }>;
/** Finite types only: that makes "unreachable" and "contradicting" decidable. `grade` takes the book's own grade ids and may name the total it follows from. */
export type FactType =
  | Readonly<{ kind: 'boolean' }>
  | Readonly<{ kind: 'enum'; values: readonly EnumValue[] }>
  | Readonly<{ kind: 'grade'; of?: string }>
  | Readonly<{ kind: 'integer'; min: number; max: number; unit: string }>
  | Readonly<{ kind: 'count'; max: number; items: string }>;
export type FactDefinition = Readonly<{ id: string; zh: string; target: TargetKind; type: FactType }>;

/** Worst first. `source` null: the text names no such level; `example`: the cut-off is 示例, nobody's rule. */
export type GradeLevel = Readonly<{ id: string; zh: string; minHundredths: number; source: string | null; example?: true }>;
export type Grades = Readonly<{ maxHundredths: number; levels: readonly GradeLevel[] }>;

/** A word that the text uses and does not define. `mayConcern`: duties that the word may be read to reach. */
export type Term = Readonly<{ id: string; zh: string; affects: 'outcome' | 'effects'; mayConcern?: readonly string[] }> &
  (Readonly<{ defined: false }> | Readonly<{ defined: true; meaningZh: string; posts?: PostSelector; effects?: readonly string[]; source: string }>);

/**
 * One of several grounds, for one kind of target. `known`: facts that must be known whatever `when` says of them. `postsOf` and `targetAt` replace those of
 * the clause's measure, since the same measure reaches the posts by another way from another target.
 */
export type Ground = Readonly<{
  target: TargetKind;
  when: Condition;
  known?: readonly string[];
  postsOf?: PostSelector['of'];
  targetAt?: 'period' | 'trigger';
}>;
export type Clause = Readonly<{
  id: string;
  zh: string;
  sourceQuote: string;
  source: string;
  /** Of those for a kind of target, any suffices. */
  grounds: readonly Ground[];
  terms?: readonly string[];
  consequence: Consequence;
  /** `off`: shipped, shown and not evaluated, as with penalties by inference. */
  status: 'on' | 'off';
  /** `none`: the text leaves no room (一律); `circumstances`: it lets the circumstances be weighed. */
  discretion?: 'none' | 'circumstances';
  period: string;
  effective: ValidTime;
  example?: true;
  interpretations?: readonly Readonly<{ zh: string; basis: string }>[];
  verifiedBy: string;
}>;

export type Source = Readonly<{ id: string; zh: string; note: string; effective?: ValidTime; verifiedBy: string }>;
/** A rule document that the source names; we hold none of their texts and say so. */
export type RuleDocument = Readonly<{ id: string; zh: string; note?: string; text: 'not held' | 'held' }>;

/** Where a measure is listed, for whom and from when to when. Several forms are several open paths, never one winner. */
export type MeasureForm = Readonly<{
  source: string;
  article: string;
  effective: ValidTime;
  appliesTo: Readonly<{ partyMember?: boolean; staffStatus?: readonly string[] }>;
  organs: readonly string[];
  verifiedBy: string;
}>;
/** 处理. `heavierThan` is a partial order: what is not related is not comparable. */
export type Measure = Readonly<{
  id: string;
  zh: string;
  of: 'person' | 'organization';
  forms: readonly MeasureForm[];
  heavierThan: readonly string[];
  note?: string;
}>;

/** What the law asks of the procedure; `gist` is not a quotation. Code goes by `step`. */
export type ProcedureClause = Readonly<{
  id: string;
  step: string;
  zh: string;
  gist: string;
  source: string;
  article: string;
  effective: ValidTime;
  verifiedBy: string;
}>;
export type { TimeLimit };
/** A clock as data; `measures`: only for these. Code goes by `kind`. */
export type Deadline = Readonly<{
  id: string;
  kind: string;
  zh: string;
  limit: TimeLimit;
  counts: string;
  measures?: readonly string[];
  source: string;
  article: string;
  effective: ValidTime;
  verifiedBy: string;
}>;
/** Which kinds of organ may do an act; the ids are registry's competences. */
export type CompetenceRule = Readonly<{ act: string; zh: string; competences: readonly string[]; source: string; article: string; verifiedBy: string }>;
/** A link of the chain of responsibility that the source names: 五个一. `holder` unit: the duty is held by a unit, not by a person. */
export type ChainRole = Readonly<{ duty: string; zh: string; holder: 'person' | 'unit' }>;

/** A kind of post of this book's county, by the word that registered posts bear and clauses name. */
export type PostRole = Readonly<{ id: string; zh: string }>;

/**
 * Official holidays as data: rest days and the weekend days worked in exchange, as announced. Outside `[knownFrom, knownTo)` only weekends are known, and the
 * last days counted there say so.
 */
export type HolidayCalendar = Readonly<{
  restDays: readonly CalendarDate[];
  makeUpWorkDays: readonly CalendarDate[];
  knownFrom: CalendarDate;
  knownTo: CalendarDate;
  source: string;
  verifiedBy: string;
}>;

/** So long before or after something; work days by the calendar of the book. */
export type Span = Readonly<{ days: number }> | Readonly<{ hours: number }> | Readonly<{ workDays: number }>;

/** A paper by which an office presses for rectification (督办函、通报、约谈、挂牌督办、移交线索). `lists`: once issued the item stands under 挂牌督办. */
export type SupervisionPaper = Readonly<{ id: string; zh: string; documentZh: string; lists?: true; source: string; verifiedBy: string; example?: true }>;
/**
 * One step of a ladder. `remind`: the rule itself reminds. `draft`: what is itself a measure is only ever drafted, for people to sign (justice 10). A step with
 * a span of nothing stands at the deadline itself.
 */
export type LadderStep = Readonly<{ id: string; zh: string; when: 'before' | 'after'; span: Span }> &
  (Readonly<{ does: 'remind' }> | Readonly<{ does: 'draft'; paper: string }>);
/** How an item is pressed as its deadline nears and passes; steps in the order in which they come. */
export type Ladder = Readonly<{
  id: string;
  zh: string;
  effective: ValidTime;
  steps: readonly LadderStep[];
  source: string;
  verifiedBy: string;
  example?: true;
}>;

/**
 * When a light shows: everything stated has to hold, and nothing stated always holds. `overdue`: the deadline has passed and the unit has not reported;
 * `dueWithinDays`: it comes within so many days; `madeUp`: the unit reported after it.
 */
export type LightWhen = Readonly<{ states?: readonly string[]; dueWithinDays?: number; overdue?: boolean; overdueDaysMin?: number; madeUp?: boolean }>;
export type LightRule = Readonly<{ colour: string; zh: string; when: LightWhen }>;
/** A way to show how items stand, worked out when it is read and never stored. The first rule that holds shows; the last one always holds. */
export type LightScheme = Readonly<{
  id: string;
  zh: string;
  effective: ValidTime;
  rules: readonly LightRule[];
  source: string;
  verifiedBy: string;
  example?: true;
}>;

/** How urgent an item is: what follows when nothing else is said. */
export type UrgencyClass = Readonly<{ id: string; zh: string; workDays: number; ladder: string }>;
/** What the book says of rectification. What is left out is not limited. */
export type RectificationRules = Readonly<{
  urgencies: readonly UrgencyClass[];
  /** For items of no class. */
  ladder?: string;
  lights?: string;
  extensionsMax?: number;
  /** Over all extensions of an item, in calendar days. */
  extensionDaysMax?: number;
  lookBackDays?: number;
  evidenceBytesMax?: number;
  source: string;
  verifiedBy: string;
  example?: true;
}>;

/** A book of rules: one versioned, dated document. Its JSON Schema is `books/rule-book.schema.json`. */
export type RuleBook = Readonly<{
  id: string;
  version: number;
  title: string;
  effective: ValidTime;
  /** Half-open, like every interval; absent: every year that `effective` touches. */
  appliesToYears?: Readonly<{ from: number; to: number }>;
  /** Books under another id that this one replaces from its effective date on. */
  supersedes?: readonly string[];
  sources: readonly Source[];
  facts: readonly FactDefinition[];
  grades: Grades;
  terms: readonly Term[];
  clauses: readonly Clause[];
  documents: readonly RuleDocument[];
  measures: readonly Measure[];
  procedure: readonly ProcedureClause[];
  deadlines: readonly Deadline[];
  competences: readonly CompetenceRule[];
  chain: readonly ChainRole[];
  /** Kinds of posts beside those that every county has. */
  roles?: readonly PostRole[];
  /** Absent: only weekends move a last day. */
  calendar?: HolidayCalendar;
  papers?: readonly SupervisionPaper[];
  ladders?: readonly Ladder[];
  lights?: readonly LightScheme[];
  rectification?: RectificationRules;
  /** Absent: the book says nothing of appeals, and the linter says so. */
  appeals?: AppealRules;
  /** Absent: decisions cannot be screened by this book. */
  grounds?: CorrectionGrounds;
}>;

/** A meaning given to a term by authority, in the order of the documents; the last one on a term holds. */
export type Interpretation = Readonly<{
  term: string;
  meaningZh: string;
  posts?: PostSelector;
  effects?: readonly string[];
  organUnitId: string;
  documentNo: string;
  documentDate: CalendarDate;
  eventId: string;
}>;
/** A book with what authority has said about it: what a decider gets as `input.book`. */
export type BookInForce = Readonly<{ book: RuleBook; interpretations: readonly Interpretation[] }>;
