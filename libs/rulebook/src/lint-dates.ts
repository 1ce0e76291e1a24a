import { isDate, type Message, type ValidTime } from '#kernel';
import type { RuleBook } from './book.js';
import { error, type Finding } from './lint-finding.js';

type Place = Parameters<typeof error>[3];

/** Why a part of the book holds on no day: it has no first day, one that does not exist, or an end before it. Nothing where it is a range. */
export function undated(effective: Partial<ValidTime> | undefined, { zh, en }: Message, place?: Place): readonly Finding[] {
  const { from, to } = effective ?? {};
  const say = (why: Message) => [error('book.no-effective-date', zh + why.zh, `${en} ${why.en}`, place)];
  if (from === undefined) return say({ zh: '没有生效日期', en: 'has no effective date' });
  const unreal = [from, ...(to === undefined ? [] : [to])].find((date) => !isDate(date));
  if (unreal !== undefined) return say({ zh: `的日期“${unreal}”不存在`, en: `is dated by a day that does not exist: ${unreal}` });
  if (to === undefined || to > from) return [];
  return say({ zh: `的期间先后颠倒：${to}不晚于${from}`, en: `ends on ${to}, which is not after it begins on ${from}` });
}
/** The same of a part that is known by its id. */
export const undatedPart = ({ id, effective }: Readonly<{ id: string; effective?: Partial<ValidTime> }>): readonly Finding[] =>
  undated(effective, { zh: `“${id}”`, en: id }, { subject: id });

/** Days on which the book and each of its parts hold, and the years that it judges. */
export function dates(book: RuleBook): readonly Finding[] {
  const { effective, clauses, sources, measures, procedure, deadlines } = book;
  return [
    ...undated(effective, { zh: '规则', en: 'the book' }),
    ...years(book),
    ...clauses.flatMap(({ id, effective: own }) => undated(own, { zh: `条款${id}`, en: `clause ${id}` }, { clauseId: id })),
    ...sources.filter(({ effective: own }) => own !== undefined).flatMap(undatedPart),
    ...measures.flatMap(({ id, forms }) => forms.flatMap(({ effective: own }) => undatedPart({ id, effective: own }))),
    ...[...procedure, ...deadlines].flatMap(undatedPart),
  ];
}

function years({ appliesToYears }: RuleBook): readonly Finding[] {
  if (appliesToYears === undefined || appliesToYears.from < appliesToYears.to) return [];
  const { from, to } = appliesToYears;
  return [
    error(
      'book.no-years',
      `规则不适用于任何年度：自${from}年度起、至${to}年度止（不含）`,
      `the book judges no year: from ${from} up to ${to}, which no longer belongs to it`,
    ),
  ];
}
