import { addDays, holdsOn, overlapOf, yearInterval, type ValidTime } from '#kernel';
import { daysOf, union } from './chain.js';
import { bindsToPost } from './measures.js';
import type { MetMeasure } from './met-measures.view.js';
import type { DutyRow, PostRow, TenureSpan } from './responsibility.views.js';
import { dutySpan, holdsPost, placesOf, postOfDuty, type Place, type Structure } from './structure.js';
import type { Trigger } from './trigger.events.js';

/** One way in which a person comes to answer under a clause. */
type Way = Readonly<{ personId: string; post: PostRow; through: string; span: Required<ValidTime>; tenure?: TenureSpan }>;

/**
 * Everybody whom a met clause flags, whole: for `period` every holder of the posts in the year, with days; for `trigger` who holds them on the trigger date.
 * Who had left the post by the trigger date is listed, but a measure against that post does not apply (justice 7).
 */
export function wantedTriggers(clause: MetMeasure, structure: Structure): readonly Trigger[] {
  const ways = waysOf(clause, structure);
  const keys = [...new Set(ways.map(({ personId, post }) => `${personId}|${post.postId}`))].sort();
  return keys.map((key) =>
    triggerOf(
      clause,
      ways.filter(({ personId, post }) => `${personId}|${post.postId}` === key),
    ),
  );
}

function triggerOf({ target, year, clauseId, measure, since }: MetMeasure, ways: readonly Way[]): Trigger {
  const { personId, post } = ways[0]!;
  const intervals = union(ways.map(({ span }) => span));
  const inPost = holdsPost(post, personId, since);
  // The share of the holding that stands last, where several followed one another.
  const { sharePermille, acting } = ways.findLast(({ tenure }) => tenure)?.tenure ?? {};
  return {
    target,
    year,
    clauseId,
    personId,
    postId: post.postId,
    measure,
    triggerDate: since,
    state: inPost || !bindsToPost(measure) ? 'triggered' : 'notApplicable',
    holding: {
      unitId: post.unitId,
      role: post.role,
      through: [...new Set(ways.map(({ through }) => through))].sort(),
      intervals,
      days: daysOf(intervals),
      inPost,
      ...(sharePermille !== undefined && { sharePermille }),
      ...(acting && { acting }),
    },
  };
}

function waysOf(clause: MetMeasure, structure: Structure): readonly Way[] {
  const places = placesOf(clause.posts.of, clause, structure);
  const byRole = places.flatMap((place) => waysByRole(clause, place, structure));
  // Duties for a village itself hang on no unit.
  const own = clause.posts.of === 'self' && places.length === 0 ? waysByDuty(clause, undefined, structure) : [];
  return [...byRole, ...places.flatMap((place) => waysByDuty(clause, place, structure)), ...own];
}

function waysByRole({ posts: { roles = [] }, targetAt, since }: MetMeasure, { unitId, span }: Place, { postsOfUnit }: Structure): readonly Way[] {
  return (postsOfUnit.get(unitId) ?? [])
    .filter(({ role }) => roles.includes(role))
    .flatMap((post) =>
      post.tenures.flatMap((tenure): readonly Way[] => {
        const held = countedSpan(tenure, span, { targetAt, since });
        return held ? [{ personId: tenure.personId, post, through: `role:${post.role}`, span: held, tenure }] : [];
      }),
    );
}

function waysByDuty(clause: MetMeasure, place: Place | undefined, structure: Structure): readonly Way[] {
  return structure.duties.flatMap((duty): readonly Way[] => {
    const post = isMeant(duty, clause, place) ? postOfDuty(duty, place?.unitId, structure) : undefined;
    // A duty for the village counts for the unit whose people carry it; a holder without any post cannot be met by a measure against a post.
    if (!post || (place && post.unitId !== place.unitId)) return [];
    const held = spanUnder(clause, duty, place?.span ?? yearInterval(clause.year));
    return held ? [{ personId: duty.personId!, post, through: `duty:${duty.kind}`, span: held }] : [];
  });
}

/** A person's duty of the year judged, of a kind that the clause names, for the target itself or for the unit that answers. */
const isMeant = ({ kind, year, targetId, personId }: DutyRow, { posts: { duties = [] }, ...clause }: MetMeasure, place: Place | undefined): boolean =>
  personId !== undefined && year === clause.year && duties.includes(kind) && (targetId === clause.target || targetId === place?.unitId);

/** A duty ends with its year, before the year is judged: under `trigger` it counts when it was held to the day, or to the end of the year. */
function spanUnder({ targetAt, since, year }: MetMeasure, duty: DutyRow, span: ValidTime): Required<ValidTime> | undefined {
  const lastDay = addDays(yearInterval(year).to, -1);
  const held = dutySpan(duty);
  return held && countedSpan(held, span, { targetAt, since: since < lastDay ? since : lastDay });
}

/** The days that count. Under `trigger` one has to hold it on the day, and the days of the year are shown beside. */
function countedSpan(held: ValidTime, span: ValidTime, { targetAt, since }: Pick<MetMeasure, 'targetAt' | 'since'>): Required<ValidTime> | undefined {
  if (targetAt === 'trigger' && !holdsOn(held, since)) return undefined;
  const shared = overlapOf(held, span);
  if (shared) return { from: shared.from, to: shared.to! };
  return targetAt === 'trigger' ? { from: since, to: addDays(since, 1) } : undefined;
}
