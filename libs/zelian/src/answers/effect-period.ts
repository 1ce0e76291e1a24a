import type { CalendarDate } from '#kernel';
import { CLOCK } from '#accountability';
import { addLimit, deadlinesOf, type ProcedureClause, type RuleBook } from '#rulebook';

/** A text that an answer cites, and how far its wording was checked. */
export type CitedClause = Readonly<{
  id: string;
  zh: string;
  source: string;
  sourceZh: string;
  article: string;
  verifiedBy: string;
  bookId: string;
  bookVersion: number;
}>;
/** 影响期. `undetermined`: no text that the book holds states one for this measure, so nobody may read an end, or the lack of one, into it. */
export type EffectPeriod =
  Readonly<{ state: 'stated'; from: CalendarDate; until: CalendarDate; clause: CitedClause | null }> | Readonly<{ state: 'undetermined' }>;

type Citable = Pick<ProcedureClause, 'id' | 'zh' | 'source' | 'article' | 'verifiedBy'>;
export const cited = ({ id: bookId, version: bookVersion, sources }: RuleBook, { id, zh, source, article, verifiedBy }: Citable): CitedClause => ({
  ...{ id, zh, source, article, verifiedBy, bookId, bookVersion },
  sourceZh: sources.find((one) => one.id === source)?.zh ?? source,
});

type Period = Readonly<{ measure: string; decidedOn: CalendarDate; until?: CalendarDate; varied: boolean }>;
/** The last day that the decision recorded, with the text that gives it; of what an appeal made of it, the last day by the book of the decision. */
export function effectOf(book: RuleBook | undefined, { measure, decidedOn, until, varied }: Period): EffectPeriod {
  const stated = (book ? deadlinesOf(book, CLOCK.effect, decidedOn, measure) : []).map((clause) => ({ clause, end: addLimit(decidedOn, clause.limit) }));
  const ends = stated.map(({ end }) => end).sort();
  const last = varied ? ends.at(-1) : until;
  if (last === undefined) return { state: 'undetermined' };
  const source = stated.find(({ end }) => end === last)?.clause;
  return { state: 'stated', from: decidedOn, until: last, clause: book && source ? cited(book, source) : null };
}
