import { dateOf, isDate, must, sameJson, type CalendarDate, type Command, type DecisionInput, type Facts, type Need, type NewEvent } from '#kernel';
import { rolesKnownTo, strangersIn } from './book-posts.js';
import type { RuleBook, Term } from './book.js';
import { competencesFor } from './catalogue.js';
import { interpreters, postRoles, type InterpreterRow } from './interpreters.views.js';
import type { ClauseInterpreted, PostSelector } from './rulebook.events.js';

export type InterpretClause = Command<'InterpretClause', ClauseInterpreted['data']>;
type Said = ClauseInterpreted['data'];
/** What the stream of the books knows of one of them: its versions in the order published, and what was said of it. */
export type KnownBook = Readonly<{ versions: readonly RuleBook[]; interpretations: readonly Said[] }>;

/** The act by which a book names who may interpret it. */
const INTERPRETING = 'interpret';
/** Where it names nobody: who decides by it. */
const WHERE_SILENT: readonly string[] = ['party-committee'];
/** Whose word on the book counts, by competence. */
export function interpretersOf(book: RuleBook): readonly string[] {
  const stated = competencesFor(book, INTERPRETING);
  return stated.length > 0 ? stated : WHERE_SILENT;
}

export const interpretNeeds = ({ data: { organUnitId, posts } }: InterpretClause): readonly Need[] => [
  { view: interpreters.name, key: organUnitId },
  ...(posts?.roles ?? []).map((key) => ({ view: postRoles.name, key })),
];

/** Authority gives a term its meaning: an organ whose word counts, by a document that there is (justice 3). */
export function interpret(data: Said, { versions, interpretations }: KnownBook, input: DecisionInput): readonly NewEvent<ClauseInterpreted>[] {
  const latest = versions.at(-1);
  must(latest, 'book.unknown', { zh: `没有规则“${data.bookId}”`, en: `there is no rule book ${data.bookId}` });
  const term = openTerm(latest, data.term);
  mustHaveAuthority(data, latest, input.facts);
  mustBeDated(data.documentDate, versions, input);
  mustSay(term, data);
  if (data.posts) mustNamePosts(data.posts, latest, input.facts);
  const last = interpretations.findLast((known) => known.term === data.term);
  return last && sameJson(last, data) ? [] : [{ type: 'ClauseInterpreted', data, validAt: { from: data.documentDate } }];
}

function openTerm({ terms }: RuleBook, id: string): Term {
  const term = terms.find((known) => known.id === id);
  must(term, 'book.unknown-term', { zh: `规则没有用语“${id}”`, en: `the book has no term ${id}` });
  must(!term.defined, 'book.term-defined', {
    zh: `用语“${term.zh}”规则已有定义，应修订规则`,
    en: `the book itself defines ${id}: publish a new version instead`,
  });
  return term;
}

/**
 * A clerk's note is no authority: without an organ that is registered and whose word counts, and a document number, nothing is interpreted. Nothing is recorded
 * of any other word, with a breach or without: an interpretation is no act that could be examined, it is what acts are measured by.
 */
function mustHaveAuthority({ organUnitId, documentNo }: Said, book: RuleBook, facts: Facts): void {
  must(organUnitId && documentNo?.trim(), 'book.interpretation-without-authority', {
    zh: '解释须有发文机关和文号；经办人的说明不是依据',
    en: 'an interpretation needs an organ and a document number; a clerk’s note is no authority',
  });
  const organ = facts.get<InterpreterRow>(interpreters.name, organUnitId);
  must(organ, 'unit.unknown', { zh: '解释机关尚未登记', en: 'the organ that interprets is not registered' });
  const allowed = interpretersOf(book);
  must(
    organ.competences.some((competence) => allowed.includes(competence)),
    'book.interpreter-not-competent',
    { zh: `“${organ.name}”无权解释规则`, en: `only an organ competent for one of these interprets the book: ${allowed.join(', ')}` },
  );
}

/** A document that says what a book means is no older than the book, and no younger than today. */
function mustBeDated(date: CalendarDate, versions: readonly RuleBook[], { recordedAt }: DecisionInput): void {
  must(isDate(date), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(date <= dateOf(recordedAt), 'book.interpretation-in-future', { zh: '文件日期不能晚于今天', en: 'the document is dated in the future' });
  const first = versions.map(({ effective }) => effective.from).sort()[0]!;
  must(date >= first, 'book.interpretation-before-book', {
    zh: `文件日期早于规则的生效日期${first}`,
    en: `the document is dated before ${first}, when the book came into force`,
  });
}

function mustSay({ affects }: Term, { posts: { roles = [], duties = [] } = { of: 'self' }, effects = [] }: Said): void {
  const [said, text] =
    affects === 'outcome'
      ? [[...roles, ...duties], { zh: '解释须指明岗位或职责', en: 'it must name roles or duties' }]
      : [effects, { zh: '解释须指明效果', en: 'it must name effects' }];
  must(said.length > 0, 'book.interpretation-empty', text);
}

/** A role is known by the book or by a post that has it. */
function mustNamePosts(posts: PostSelector, book: RuleBook, facts: Facts): void {
  const inBook = rolesKnownTo(book);
  const { role, duty } = strangersIn(posts, { has: (id) => inBook.has(id) || facts.get(postRoles.name, id) !== undefined });
  must(role === undefined, 'book.unknown-role', {
    zh: `没有岗位类别“${role}”：规则未列，也没有这样的岗位`,
    en: `there is no role "${role}": the book names none, and no post has it`,
  });
  must(duty === undefined, 'book.unknown-duty', { zh: `没有职责“${duty}”`, en: `there is no duty "${duty}"` });
}
