import { subjectIdsIn } from '#kernel';
import type { RuleBook, RuleBookRow } from '#rulebook';
import { factZh, valueZh } from '../answers/fact-words.js';
import type { Explanation } from '../explain.js';
import type { Counterfactual } from '../replay/counterfactual.js';
import type { Zelian } from '../zelian.js';

/** What measures are called, by the books that were published. */
export async function measureNames(zelian: Zelian): Promise<ReadonlyMap<string, string>> {
  const { rows } = await zelian.reader.list('rule-books', { limit: 1_000 });
  const measures = rows.flatMap(({ row }) => (row as RuleBookRow).versions.flatMap(({ document }) => document.measures));
  return new Map(measures.map(({ id, zh }) => [id, zh]));
}

/** What the values of a clause are, and what it lacks, in the words of the book by which it was judged. */
export async function clauseWords(zelian: Zelian): Promise<ClauseWords> {
  const { rows } = await zelian.reader.list('rule-books', { limit: 1_000 });
  const books = new Map(
    rows.flatMap(({ row }) => (row as RuleBookRow).versions.map(({ version, document }) => [`${(row as RuleBookRow).bookId}@${version}`, document])),
  );
  const bookOf = ({ bookId, bookVersion }: Judged): RuleBook | undefined => books.get(`${bookId}@${bookVersion}`);
  return {
    valuesZh: (clause) => Object.entries(clause.values).map(([fact, value]) => `${factZh(bookOf(clause), fact)}：${valueZh(bookOf(clause), fact, value)}`),
    missingZh: (clause) => clause.missing.map((id) => factZh(bookOf(clause), id)),
  };
}
type Judged = Explanation['clauses'][number];
export type ClauseWords = Readonly<{ valuesZh(clause: Judged): readonly string[]; missingZh(clause: Judged): readonly string[] }>;

/** What everybody and everything in a difference document is called. */
export async function namesIn(zelian: Zelian, { difference }: Pick<Counterfactual, 'difference'>): Promise<(id: string) => string> {
  const ids = subjectIdsIn([difference, difference.changes.map(({ key }) => key.split(/[|:]/))]);
  const named = await zelian.named(ids);
  const names = new Map([...(await measureNames(zelian)), ...ids.map((id, index) => [id, named[index]!] as const)]);
  return (id) => names.get(id) ?? id;
}
