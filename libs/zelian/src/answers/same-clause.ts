import { byCodePoint, canonicalJson, sameJson, type CalendarDate, type FactValue, type Recorded } from '#kernel';
import { caseRowKey, LEVEL_ZH, type BasisRef, type CaseEvent, type CaseKey, type CaseRow } from '#accountability';
import type { Reader } from '#readmodel';
import type { PostRow } from '#registry';
import { bookInForceFrom, clauseById, clauseOutcomeKey, type ClauseOutcomeRow, type RuleBook, type RuleBookRow } from '#rulebook';
import { rowOf, rowsOf } from '../moment-rows.js';
import type { Parts } from '../parts.js';
import { aboutCase, eventsOfCase, lastOf, type CaseAsk, type OpenedCase } from './about-case.js';
import { factZh, valueZh } from './fact-words.js';
import { endOf, groundsOf, isEnded, isPending, type CaseEnd } from './how-it-ended.js';

/** A fact that the clause was judged on, in both cases; null where it was not known. */
export type ComparedFact = Readonly<{
  fact: string;
  zh: string;
  own: FactValue | null;
  ownZh: string;
  other: FactValue | null;
  otherZh: string;
  same: boolean;
}>;
/** What weighed beside the facts of the clause, as far as it is on record: days in post within the year, degree of responsibility, points of the statement that were accepted. */
export type Circumstances = Readonly<{ days: number | null; level: string | null; levelZh: string | null; acceptedPoints: number }>;
/** Another case under the clause. `case`, `target`, `endedOn`: null where names are withheld; then it is told by the kind of post alone. */
export type ComparableCase = Readonly<{
  case: CaseKey | null;
  target: string | null;
  endedOn: CalendarDate | null;
  role: string;
  year: number;
  facts: readonly ComparedFact[];
  sameFacts: boolean;
  circumstances: Circumstances;
  ended: CaseEnd;
}>;
export type ClauseCompared = Readonly<{
  clauseId: string;
  zh: string;
  target: string;
  /** Whether the text leaves room to weigh circumstances. */
  discretion: 'none' | 'circumstances' | null;
  /** Of the case that is asked about. */
  circumstances: Circumstances;
  others: readonly ComparableCase[];
  /** Recommended and not ended; only who owns cases may know how many. What was merely flagged is counted for nobody. */
  pending: number | null;
}>;
/** Same clause, same facts: what others got. In the order of time, or of no meaning where names are withheld: nobody is ranked. */
export type SameClause = Readonly<{
  key: CaseKey;
  position: number;
  names: 'shown' | 'withheld';
  role: string;
  ended: CaseEnd | null;
  clauses: readonly ClauseCompared[];
}>;

/** @throws Rejection `case.key`, `case.unknown`, `access.case-owner-only` */
export function sameClause(parts: Parts, ask: CaseAsk): Promise<SameClause> {
  return aboutCase(parts, { view: 'same-clause', ask }, async (opened) => {
    const { key, row, events, owner, position, at } = opened;
    const books = await rowsOf<RuleBookRow>(parts.reader, 'rule-books', { moment: at });
    const rows = await rowsOf<CaseRow>(parts.reader, 'accountability-cases', { moment: at });
    const others = rows.filter((other) => caseRowKey(other) !== caseRowKey(key));
    const clauses: ClauseCompared[] = [];
    for (const ground of groundsOf(opened)) clauses.push(await compared(parts, ground, { opened, others, books }));
    return {
      ...{ key, position, names: owner ? 'shown' : 'withheld', role: await roleOf(parts.reader, key, position) },
      ...{ ended: endOf(events, row, bookOn(books, events))?.end ?? null, clauses },
    };
  });
}

type Material = Readonly<{ opened: OpenedCase; others: readonly CaseRow[]; books: readonly RuleBookRow[] }>;

async function compared(parts: Parts, ground: BasisRef, { opened, others, books }: Material): Promise<ClauseCompared> {
  const { clauseId, target } = ground;
  const under = others.filter((row) => targetUnder(row, clauseId) !== undefined);
  const own = await judgedOn(parts.reader, { ...ground, year: opened.key.year }, endedAt(opened.events) ?? opened.position);
  const found: ComparableCase[] = [];
  // A clue that was dismissed is told to nobody but who owns the cases: the person was never charged.
  for (const row of under.filter((one) => isEnded(one, opened.owner))) found.push(await comparable(parts, row, { clauseId, own, opened, books }));
  return {
    ...{ clauseId, target, ...clauseWords(own && bookOf(books, own), clauseId) },
    circumstances: circumstancesOf(opened.events, opened.row, ground),
    others: opened.owner ? found.sort(byTime) : found.map(anonymous).sort(byNothing),
    pending: opened.owner ? under.filter(isPending).length : null,
  };
}
function clauseWords(book: RuleBook | undefined, clauseId: string): Pick<ClauseCompared, 'zh' | 'discretion'> {
  const clause = book && clauseById(book, clauseId);
  return { zh: clause?.zh ?? clauseId, discretion: clause?.discretion ?? null };
}

type Against = Readonly<{ clauseId: string; own: ClauseOutcomeRow | undefined; opened: OpenedCase; books: readonly RuleBookRow[] }>;
async function comparable(parts: Parts, row: CaseRow, { clauseId, own, opened: { position }, books }: Against): Promise<ComparableCase> {
  const { personId, postId, year } = row;
  const key = { personId, postId, year };
  const events = await eventsOfCase(parts, key, position);
  const target = targetUnder(row, clauseId)!;
  const other = await judgedOn(parts.reader, { clauseId, target, year }, endedAt(events) ?? position);
  const facts = factsOf(own, other, (of) => bookOf(books, of));
  const { end, on } = endOf(events, row, bookOn(books, events))!;
  return {
    ...{ case: key, target, endedOn: on, role: await roleOf(parts.reader, key, position), year, facts },
    ...{ sameFacts: facts.length > 0 && facts.every(({ same }) => same), circumstances: circumstancesOf(events, row, { clauseId, target }), ended: end },
  };
}

/** For which unit or village a case stands under a clause: on a ground that holds, was relied on, or was judged. */
function targetUnder({ folded: { grounds, judged, decision } }: CaseRow, clauseId: string): string | undefined {
  const keys = [...(decision?.reliedOn ?? []), ...Object.keys(grounds), ...judged];
  return keys.find((ground) => ground.startsWith(`${clauseId}@`))?.slice(clauseId.length + 1);
}

/** What the clause was judged on when the matter was settled; facts that came later settled nothing. */
const judgedOn = (reader: Reader, of: Readonly<{ target: string; year: number; clauseId: string }>, position: number): Promise<ClauseOutcomeRow | undefined> =>
  rowOf<ClauseOutcomeRow>(reader, 'clause-outcomes', { key: clauseOutcomeKey(of), moment: { asKnownAt: position } });
const ENDING: readonly CaseEvent['type'][] = ['CollectivelyDecided', 'AccountabilityExempted', 'ConcludedWithoutAccountability', 'ClueDismissed'];
const endedAt = (events: readonly Recorded<CaseEvent>[]): number | undefined => events.findLast(({ type }) => ENDING.includes(type))?.position;

type BookOf = (of: ClauseOutcomeRow) => RuleBook | undefined;
function factsOf(own: ClauseOutcomeRow | undefined, other: ClauseOutcomeRow | undefined, book: BookOf): readonly ComparedFact[] {
  const [mine, theirs] = [own, other].map((of) => of?.values ?? {}) as [ClauseOutcomeRow['values'], ClauseOutcomeRow['values']];
  const words = (own && book(own)) ?? (other && book(other));
  return [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].sort().map((fact) => {
    const [a, b] = [mine[fact] ?? null, theirs[fact] ?? null];
    return {
      fact,
      zh: factZh(words, fact),
      own: a,
      ownZh: valueZh(words, fact, a),
      other: b,
      otherZh: valueZh(words, fact, b),
      same: a !== null && sameJson(a, b),
    };
  });
}

const bookOf = (books: readonly RuleBookRow[], { bookId, bookVersion }: Pick<ClauseOutcomeRow, 'bookId' | 'bookVersion'>): RuleBook | undefined =>
  books.find((row) => row.bookId === bookId)?.versions.find(({ version }) => version === bookVersion)?.document;
/** The book by which the matter was settled: it has the names of measures. */
const bookOn = (books: readonly RuleBookRow[], events: readonly Recorded<CaseEvent>[]): RuleBook | undefined => {
  const settled = events.findLast(({ type }) => ENDING.includes(type));
  return settled && bookInForceFrom(books, settled.validAt.from)?.book;
};

function circumstancesOf(events: readonly Recorded<CaseEvent>[], { bases }: CaseRow, { clauseId, target }: BasisRef): Circumstances {
  const level = lastOf(events, 'InvestigationReported')?.data.level ?? null;
  return {
    days: bases.find((basis) => basis.clauseId === clauseId && basis.target === target)?.days ?? null,
    ...{ level, levelZh: level && LEVEL_ZH[level] },
    acceptedPoints: events.reduce((sum, event) => sum + (event.type === 'StatementHeard' ? event.data.acceptedPoints.length : 0), 0),
  };
}

const roleOf = async (reader: Reader, { postId }: CaseKey, position: number): Promise<string> =>
  (await rowOf<PostRow>(reader, 'post-directory', { key: postId, moment: { asKnownAt: position } }))?.role ?? 'unknown';

/** By the kind of post alone: nothing by which somebody could be looked up. */
const anonymous = (one: ComparableCase): ComparableCase => ({ ...one, case: null, target: null, endedOn: null });
const byTime = (a: ComparableCase, b: ComparableCase): number => byCodePoint(`${a.endedOn} ${canonicalJson(a.case)}`, `${b.endedOn} ${canonicalJson(b.case)}`);
const byNothing = (a: ComparableCase, b: ComparableCase): number => byCodePoint(canonicalJson(a), canonicalJson(b));
