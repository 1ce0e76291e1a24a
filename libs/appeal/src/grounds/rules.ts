import { holdsOn, type Basis } from '#kernel';
import { appliesToYear, clauseById, clauseHash, rangeOf, type BookVersion, type RuleBookRow } from '#rulebook';
import type { CaseFile } from './case-file.js';
import type { Decided } from './decided.js';
import { seen, type Seen, type Sighting, type Unchecked } from './sighting.js';

/** Whether the clauses that the decision cites were law for the year, and read as cited. */
export function rulesSeen({ books, key: { year } }: CaseFile, { decision, bases }: Decided): Seen {
  const looked = bases.map((basis) => ({ basis, version: versionOf(books, basis) }));
  const documents = new Set(looked.flatMap(({ version }) => version?.document.documents ?? []).filter(({ text }) => text === 'not held'));
  return seen(
    looked.flatMap(({ basis, version }) => (version ? faultsOf(basis, version, { year, by: decision.id }) : [])),
    [
      ...looked.flatMap(({ basis, version }) => (version ? [] : [unknownVersion(basis, decision.id)])),
      ...(documents.size > 0
        ? [
            notHeld(
              [...documents].map(({ zh }) => zh),
              decision.id,
            ),
          ]
        : []),
    ],
  );
}

const versionOf = (books: readonly RuleBookRow[], { bookId, bookVersion }: Basis): BookVersion | undefined =>
  books.find((row) => row.bookId === bookId)?.versions.find(({ version }) => version === bookVersion);

function faultsOf(basis: Basis, version: BookVersion, { year, by }: Readonly<{ year: number; by: string }>): readonly Sighting[] {
  const { clauseId } = basis;
  const lastDay = `${year}-12-31`;
  const range = rangeOf(version);
  const clause = clauseById(version.document, clauseId);
  const told = (fault: Sighting['fault'], zh: string, en: string): Sighting => ({
    ...{ fault, what: { zh, en }, eventIds: [by] },
    ...{ clause: clauseId, named: false },
  });
  const name = `${version.document.title}第${version.version}版`;
  // A year is judged by the book in force on its last day.
  if (!range || !holdsOn(range, lastDay) || !appliesToYear(version.document, year))
    return [told('rule-not-in-force', `所引“${name}”不适用于${year}年度：已失效或尚未施行`, `version ${version.version} of the book does not govern ${year}`)];
  if (!clause || clauseHash(clause) !== basis.clauseHash)
    return [told('rule-text-differs', `所引条款${clauseId}的文本与“${name}”不一致`, `clause ${clauseId} does not read as cited in version ${version.version}`)];
  if (clause.status === 'off' || !holdsOn(clause.effective, lastDay))
    return [told('rule-not-in-force', `所引条款${clauseId}在${year}年度未施行`, `clause ${clauseId} was not in force for ${year}`)];
  return [];
}

const unknownVersion = ({ bookId, bookVersion, clauseId }: Basis, by: string): Unchecked => ({
  fault: 'rule-not-in-force',
  why: { zh: `条款${clauseId}所引规则“${bookId}”第${bookVersion}版未收录`, en: `the ledger does not hold version ${bookVersion} of ${bookId}` },
  eventIds: [by],
});
const notHeld = (names: readonly string[], by: string): Unchecked => ({
  fault: 'rule-text-differs',
  why: {
    zh: `规则文件正文未取得，只能核对规则库所载：${names.join('、')}`,
    en: 'the texts of the rule documents are not held: only what the rule book says of them was checked',
  },
  eventIds: [by],
});
