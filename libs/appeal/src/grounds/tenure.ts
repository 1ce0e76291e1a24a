import { holdsOn, kindOf, overlapOf, yearInterval, type Basis } from '#kernel';
import { clauseById, type Clause } from '#rulebook';
import type { CaseFile } from './case-file.js';
import { groundKey, type Decided } from './decided.js';
import { seen, type Seen, type Sighting, type Unchecked } from './sighting.js';

/** Whether the person held the post in the time for which the clause holds its holders to account, as tenures are known now. */
export function tenureSeen(file: CaseFile, { decision, bases }: Decided): Seen {
  const { post } = file;
  if (!post) return seen([], [unregistered(decision.id)]);
  const looked = decision.data.bases.map((ref) =>
    faultOf(file, { post, ref, basis: bases.find(({ clauseId }) => clauseId === ref.clauseId), by: decision.id }),
  );
  return seen(
    looked.flatMap(({ sighting }) => sighting ?? []),
    looked.flatMap(({ unchecked }) => unchecked ?? []),
  );
}

type Question = Readonly<{
  post: NonNullable<CaseFile['post']>;
  ref: Readonly<{ clauseId: string; target: string }>;
  basis: Basis | undefined;
  by: string;
}>;
type Answer = Readonly<{ sighting?: Sighting; unchecked?: Unchecked }>;

function faultOf(file: CaseFile, { post, ref, basis, by }: Question): Answer {
  const { personId, year } = file.key;
  const own = post.tenures.filter((tenure) => tenure.personId === personId);
  const trigger = file.triggers.get(groundKey(ref));
  const told = (zh: string, en: string): Answer => ({
    sighting: {
      ...{ fault: 'wrong-tenure' as const, what: { zh, en }, eventIds: [by, ...(trigger ? [trigger.eventId] : [])] },
      ...{ clause: ref.clauseId, named: false },
    },
  });
  if (!asksForTheDay(clauseOf(file, basis), ref.target)) {
    return own.some((tenure) => overlapOf(tenure, yearInterval(year)))
      ? {}
      : told(`当事人在${year}年度内未任该职务`, `the person did not hold the post at any time in ${year}`);
  }
  if (!trigger) return { unchecked: noTrigger(ref.clauseId, by) };
  const { triggerDate, holding } = trigger;
  // Who came in by a duty of the year answers for the duty, not for the post on the day.
  if (holding.through.some((way) => way.startsWith('duty:')) || own.some((tenure) => holdsOn(tenure, triggerDate))) return {};
  return told(`条款成立之日（${triggerDate}）当事人未任该职务`, `the person did not hold the post on ${triggerDate}, when the clause came to be met`);
}

function clauseOf({ books }: CaseFile, basis: Basis | undefined): Clause | undefined {
  const version = books.find(({ bookId }) => bookId === basis?.bookId)?.versions.find((one) => one.version === basis?.bookVersion);
  return version && clauseById(version.document, basis!.clauseId);
}

/** Under `trigger` who holds the post on the day answers, otherwise everybody who held it in the year. */
function asksForTheDay(clause: Clause | undefined, target: string): boolean {
  if (clause?.consequence.kind !== 'measure') return false;
  const own = clause.grounds.find((ground) => ground.target === kindOf(target))?.targetAt;
  return (own ?? clause.consequence.targetAt) === 'trigger';
}

const unregistered = (by: string): Unchecked => ({
  fault: 'wrong-tenure',
  why: { zh: '该岗位未在册，任职期间无法核对', en: 'the post is not registered: tenures cannot be checked' },
  eventIds: [by],
});
const noTrigger = (clauseId: string, by: string): Unchecked => ({
  fault: 'wrong-tenure',
  why: { zh: `条款${clauseId}没有触发记录，不知其成立之日`, en: `clause ${clauseId} has no trigger on record: nobody knows on which day it came to be met` },
  eventIds: [by],
});
