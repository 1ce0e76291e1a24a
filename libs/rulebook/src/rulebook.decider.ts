import { canonicalJson, must, overlapOf, Rejection, type CalendarDate, type Command, type Decider, type NewEvent, type ValidTime } from '#kernel';
import type { RuleBook } from './book.js';
import { publishCalendar, type KnownCalendars, type PublishHolidayCalendar } from './holidays.js';
import { interpret, interpretNeeds, type InterpretClause, type KnownBook } from './interpreting.js';
import { errorsOf } from './lint-errors.js';
import type { ClauseInterpreted, HolidayCalendarPublished, RuleBookPublished, RuleBookSuperseded } from './rulebook.events.js';
import { sha256Hex } from './sha256.js';

/** The document whole; that it has the shape of a book is the edge's check, by the published JSON Schema. */
export type PublishRuleBook = Command<'PublishRuleBook', { document: RuleBook }>;
export type { PublishHolidayCalendar } from './holidays.js';
export type { InterpretClause } from './interpreting.js';
export type RulebookCommand = PublishRuleBook | InterpretClause | PublishHolidayCalendar;
type BookEvent = RuleBookPublished | RuleBookSuperseded | ClauseInterpreted | HolidayCalendarPublished;

type Version = Readonly<{ bookId: string; version: number; from: CalendarDate; to?: CalendarDate; document: RuleBook }>;
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
  needs: { InterpretClause: interpretNeeds },
  decide: {
    PublishRuleBook: ({ data: { document } }, state) => publish(document, state),
    InterpretClause: ({ data }, state, input) => interpret(data, bookNamed(data.bookId, state), input),
    PublishHolidayCalendar: ({ data }, state, { recordedAt }) => publishCalendar(data, calendarsOf(data.bookId, state), recordedAt),
  },
  evolve: {
    RuleBookPublished: (state, { data: { bookId, bookVersion, document } }) => {
      const { effective } = document as RuleBook;
      return { ...state, versions: [...state.versions, { bookId, version: bookVersion, ...effective, document: document as RuleBook }] };
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
  return { own: latest.document.calendar, published: calendars.filter((known) => known.bookId === bookId) };
}

const bookNamed = (bookId: string, { versions, interpretations }: State): KnownBook => ({
  versions: versions.filter((known) => known.bookId === bookId).map(({ document }) => document),
  interpretations: interpretations.filter((known) => known.bookId === bookId),
});
