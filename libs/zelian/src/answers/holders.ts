import { isDate, kindOf, must, yearInterval, type Actor, type CalendarDate, type ValidTime } from '#kernel';
import { answerRecorded } from '#access';
import { answering, daysOf, holdersIn, levelOfRole, type Chain, type HeldPart } from '#accountability';
import type { Moment } from '#readmodel';
import type { PostRow } from '#registry';
import { mustBeYear } from '../explain.js';
import { momentOf, rowOf, rowsOf } from '../moment-rows.js';
import type { Parts } from '../parts.js';
import { mustBeRegistered } from '../registered.js';

/** Who answered for a village or unit over an interval `[from, to)`: every holder of every post and duty with days, and where nobody did. */
export type Holders = Readonly<{
  target: string;
  targetKind: Chain['targetKind'];
  from: CalendarDate;
  /** The first day that is not asked about. */
  to: CalendarDate;
  days: number;
  position: number;
  /** The leadership teams that answer as bodies, for as long as they did within the interval. */
  bodies: readonly Readonly<{ unitId: string; as: Chain['bodies'][number]['as']; level: 'overall'; intervals: readonly Required<ValidTime>[]; days: number }>[];
  /** A post of these teams that nobody held at all stands here as well, without holders. */
  parts: readonly HeldPart[];
}>;
export type HoldersAsk = Readonly<{ target: string; actor: Actor; moment?: Moment }> & AskedInterval;
/** A year, or both ends; the year of today where nothing is said. */
export type AskedInterval = Readonly<{ year?: number; from?: CalendarDate; to?: CalendarDate }>;

/** The interval of a question. @throws Rejection `query.interval`, `query.year`, `date.invalid` */
function intervalOf({ year, from, to }: AskedInterval, thisYear: number): Required<ValidTime> {
  if (from === undefined && to === undefined) {
    mustBeYear(year ?? thisYear);
    return yearInterval(year ?? thisYear);
  }
  must(from !== undefined && to !== undefined && year === undefined, 'query.interval', {
    zh: '期间须同时给出起日和止日（止日不含），或者只给年度',
    en: 'an interval has both from and to (the first day that is not asked about), or is a year alone',
  });
  for (const date of [from, to]) must(isDate(date), 'date.invalid', { zh: `日期不存在：${date}`, en: `not a real calendar date: ${date}` });
  must(from < to, 'query.interval', { zh: `起日须早于止日：${from}，${to}`, en: `from has to be before to: ${from}, ${to}` });
  return { from, to };
}

/**
 * Justice 7: an interval has several holders; each with the days that overlap it, and people apportion. It names people, so the read is noted.
 * @throws Rejection `subject.unknown`, `query.interval`, `query.year`, `date.invalid`
 */
export async function holdersOf(
  parts: Parts,
  { target, actor, moment = {}, thisYear, ...asked }: HoldersAsk & Readonly<{ thisYear: number }>,
): Promise<Holders> {
  const targetKind = kindOf(target);
  must(targetKind === 'unit' || targetKind === 'village', 'subject.unknown', {
    zh: `责任链只针对单位和村：${target}`,
    en: `a chain of responsibility is that of a unit or village: ${target}`,
  });
  const interval = intervalOf(asked, thisYear);
  return answerRecorded(parts.access, { at: parts.clock.now(), actor, kind: 'read', view: 'holders', key: target, subject: target }, async () => {
    const { position, at } = await momentOf(parts.reader, moment);
    await mustBeRegistered(parts.reader, target, at);
    const chain = (await rowOf<Chain>(parts.reader, 'responsibility-chain', { key: target, moment: at })) ?? { target, targetKind, bodies: [], links: [] };
    const held = holdersIn(chain, interval);
    const posts = await rowsOf<PostRow>(parts.reader, 'post-directory', { moment: at });
    return {
      ...{ target, targetKind, ...interval, days: daysOf([interval]), position },
      bodies: bodiesIn(chain, interval),
      parts: [...held, ...emptyPosts(posts, { chain, interval, held })],
    };
  });
}

function bodiesIn(chain: Chain, interval: Required<ValidTime>): Holders['bodies'] {
  const units = new Map(chain.bodies.map((body) => [body.unitId, body]));
  return [...units.values()].flatMap(({ unitId, as, level }) => {
    const intervals = answering(unitId, chain, interval);
    return intervals.length === 0 ? [] : [{ unitId, as, level, intervals, days: daysOf(intervals) }];
  });
}

type Within = Readonly<{ chain: Chain; interval: Required<ValidTime>; held: readonly HeldPart[] }>;
/** Posts of the teams that nobody held on any day: no link tells of them, and silence would read as if there were none. */
function emptyPosts(posts: readonly PostRow[], { chain, interval, held }: Within): readonly HeldPart[] {
  const shown = new Set(held.map(({ postId }) => postId));
  return posts.flatMap(({ unitId, postId, role }): readonly HeldPart[] => {
    const gaps = shown.has(postId) ? [] : answering(unitId, chain, interval);
    return gaps.length === 0 ? [] : [{ unitId, postId, role, level: levelOfRole(role), holders: [], gaps, gapDays: daysOf(gaps) }];
  });
}
