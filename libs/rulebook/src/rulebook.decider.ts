import {
  canonicalJson,
  dateOf,
  isDate,
  must,
  overlapOf,
  Rejection,
  type CalendarDate,
  type Command,
  type Decider,
  type NewEvent,
  type ValidTime,
} from '#kernel';
import type { HolidayCalendar, RuleBook, Term } from './book.js';
import { publishCalendar, type KnownCalendars, type PublishHolidayCalendar } from './holidays.js';
import { errorsOf } from './lint-errors.js';
import type { ClauseInterpreted, HolidayCalendarPublished, RuleBookPublished, RuleBookSuperseded } from './rulebook.events.js';
import { sha256Hex } from './sha256.js';

/** The document whole; that it has the shape of a book is the edge's check, by the published JSON Schema. */
export type PublishRuleBook = Command<'PublishRuleBook', { document: RuleBook }>;
export type InterpretClause = Command<'InterpretClause', ClauseInterpreted['data']>;
export type { PublishHolidayCalendar } from './holidays.js';
export type RulebookCommand = PublishRuleBook | InterpretClause | PublishHolidayCalendar;
type BookEvent = RuleBookPublished | RuleBookSuperseded | ClauseInterpreted | HolidayCalendarPublished;

type Version = Readonly<{ bookId: string; version: number; from: CalendarDate; to?: CalendarDate; terms: readonly Term[]; calendar?: HolidayCalendar }>;
type State = Readonly<{
  versions: readonly Version[];
  interpretations: readonly ClauseInterpreted['data'][];
  calendars: readonly HolidayCalendarPublished['data'][];
}>;

/** All books on one stream: that no two hold on the same day concerns them all. */
export const RULE_BOOKS_STREAM = 'rulebook-books';

export const rulebookDecider: Decider<State, RulebookCommand, BookEvent> = {
  category: 'rulebook',
  streamOf: () => RULE_BOOKS_STREAM,
  initialState: { versions: [], interpretations: [], calendars: [] },
  commands: {
    PublishRuleBook: { by: 'person', zh: '发布规则' },
    InterpretClause: { by: 'person', zh: '记录条款解释' },
    PublishHolidayCalendar: { by: 'person', zh: '发布节假日安排' },
  },
  decide: {
    PublishRuleBook: ({ data: { document } }, state) => publish(document, state),
    InterpretClause: ({ data }, state, { recordedAt }) => interpret(data, state, recordedAt),
    PublishHolidayCalendar: ({ data }, state, { recordedAt }) => publishCalendar(data, calendarsOf(data.bookId, state), recordedAt),
  },
  evolve: {
    RuleBookPublished: (state, { data: { bookId, bookVersion, document } }) => {
      const { effective, terms, calendar } = document as RuleBook;
      return { ...state, versions: [...state.versions, { bookId, version: bookVersion, ...effective, terms, calendar }] };
    },
    RuleBookSuperseded: (state, { data: { bookId, bookVersion, from } }) => ({
      ...state,
      versions: state.versions.map((version) => (version.bookId === bookId && version.version === bookVersion ? { ...version, to: from } : version)),
    }),
    ClauseInterpreted: (state, { data }) => ({ ...state, interpretations: [...state.interpretations, data] }),
    HolidayCalendarPublished: (state, { data }) => ({ ...state, calendars: [...state.calendars, data] }),
  },
  commandOf: {
    RuleBookPublished: (_, { data: { document } }) => ({ type: 'PublishRuleBook', data: { document: document as RuleBook } }),
    ClauseInterpreted: (_, { data }) => ({ type: 'InterpretClause', data }),
    HolidayCalendarPublished: (_, { data }) => ({ type: 'PublishHolidayCalendar', data }),
  },
};

function publish(document: RuleBook, { versions }: State): readonly NewEvent<BookEvent>[] {
  mustBeSound(document);
  const { id, version, effective } = document;
  const own = versions.filter(({ bookId }) => bookId === id);
  const next = Math.max(0, ...own.map((known) => known.version)) + 1;
  must(version === next, 'book.version', { zh: `该规则的下一个版本应为第${next}版`, en: `the next version of this book is ${next}` });
  const replaced = versions.filter((known) => meets(known, effective));
  const foreign = replaced.find(({ bookId }) => bookId !== id && !document.supersedes?.includes(bookId));
  if (foreign) {
    throw new Rejection('book.overlap', {
      zh: `生效期间与规则“${foreign.bookId}”第${foreign.version}版重叠；如要取代它，请在supersedes中写明`,
      en: `its effective range overlaps ${foreign.bookId} version ${foreign.version}; name that book in supersedes to replace it`,
    });
  }
  const documentHash = sha256Hex(canonicalJson(document));
  return [
    { type: 'RuleBookPublished', data: { bookId: id, bookVersion: version, document, documentHash }, validAt: effective },
    ...replaced.map((old): NewEvent<BookEvent> => ({
      type: 'RuleBookSuperseded',
      data: { bookId: old.bookId, bookVersion: old.version, byBookId: id, byVersion: version, from: effective.from },
      validAt: { from: effective.from },
    })),
  ];
}

/** What the linter calls an error is refused here too: a book that cannot be applied must not be published by another way in. */
function mustBeSound(document: RuleBook): void {
  const [first, ...more] = errorsOf(document);
  if (!first) return;
  const others = more.length > 0 ? { zh: `（另有${more.length}处错误）`, en: ` (and ${more.length} more)` } : { zh: '', en: '' };
  throw new Rejection(first.code, { zh: first.zh + others.zh, en: first.en + others.en }, first.clauseId);
}

/** A version already superseded from its first day on holds on no day. */
const meets = ({ from, to }: Version, range: ValidTime): boolean => (to === undefined || to > from) && overlapOf({ from, to }, range) !== undefined;

/** Holidays belong to the book whatever its version: each version's own calendar is only where it begins. @throws Rejection for an unknown book */
function calendarsOf(bookId: string, { versions, calendars }: State): KnownCalendars {
  const latest = versions.findLast((known) => known.bookId === bookId);
  must(latest, 'book.unknown', { zh: `没有规则“${bookId}”`, en: `there is no rule book ${bookId}` });
  return { own: latest.calendar, published: calendars.filter((known) => known.bookId === bookId) };
}

function interpret(data: ClauseInterpreted['data'], { versions, interpretations }: State, recordedAt: string): readonly NewEvent<BookEvent>[] {
  const latest = versions.findLast(({ bookId }) => bookId === data.bookId);
  must(latest, 'book.unknown', { zh: `没有规则“${data.bookId}”`, en: `there is no rule book ${data.bookId}` });
  const term = latest.terms.find(({ id }) => id === data.term);
  must(term, 'book.unknown-term', { zh: `规则没有用语“${data.term}”`, en: `the book has no term ${data.term}` });
  must(!term.defined, 'book.term-defined', {
    zh: `用语“${term.zh}”规则已有定义，应修订规则`,
    en: `the book itself defines ${data.term}: publish a new version instead`,
  });
  // A clerk's note is no authority: without organ, document number and date nothing is interpreted.
  const { organUnitId, documentNo, documentDate } = data;
  must(organUnitId && documentNo?.trim(), 'book.interpretation-without-authority', {
    zh: '解释须有发文机关和文号；经办人的说明不是依据',
    en: 'an interpretation needs an organ and a document number; a clerk’s note is no authority',
  });
  must(isDate(documentDate), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(documentDate <= dateOf(recordedAt), 'book.interpretation-in-future', { zh: '文件日期不能晚于今天', en: 'the document is dated in the future' });
  must(says(term, data), 'book.interpretation-empty', {
    zh: term.affects === 'outcome' ? '解释须指明岗位或职责' : '解释须指明效果',
    en: term.affects === 'outcome' ? 'it must name roles or duties' : 'it must name effects',
  });
  const last = interpretations.findLast((known) => known.bookId === data.bookId && known.term === data.term);
  return last && canonicalJson(last) === canonicalJson(data) ? [] : [{ type: 'ClauseInterpreted', data, validAt: { from: documentDate } }];
}

const says = ({ affects }: Term, { posts, effects }: ClauseInterpreted['data']): boolean =>
  affects === 'outcome' ? (posts?.roles?.length ?? 0) + (posts?.duties?.length ?? 0) > 0 : (effects?.length ?? 0) > 0;
