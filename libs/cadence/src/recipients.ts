import { ALL, holdsOn, yearOf, type CalendarDate, type Facts, type Need } from '#kernel';
import type { NoticeRecipient } from './cadence.events.js';
import { holderOn, holdersOn } from './places.js';
import { cadenceDuties, cadencePosts, cadenceUnits, type DutyRow, type PostRow, type UnitRow } from './registry.views.js';
import type { RecipientClass } from './scheme.js';

type Structure = Readonly<{ duties: readonly DutyRow[]; posts: ReadonlyMap<string, PostRow>; units: ReadonlyMap<string, UnitRow> }>;
export const RECIPIENT_NEEDS: readonly Need[] = [cadenceDuties, cadencePosts, cadenceUnits].map(({ name }) => ({ view: name, key: ALL }));
export const structureOf = (facts: Facts): Structure => ({
  duties: facts.all<DutyRow>(cadenceDuties.name).map(([, row]) => row),
  posts: new Map(facts.all<PostRow>(cadencePosts.name)),
  units: new Map(facts.all<UnitRow>(cadenceUnits.name)),
});

export type Recipients = Readonly<{ recipients: readonly NoticeRecipient[]; vacantPostIds: readonly string[] }>;

/** Each person once, however many duties or posts speak for him; in the order of ids, so that one day has one list. */
function once(found: readonly NoticeRecipient[]): readonly NoticeRecipient[] {
  const first = new Map<string, NoticeRecipient>();
  for (const recipient of found) if (!first.has(recipient.personId)) first.set(recipient.personId, recipient);
  return [...first.values()].sort((a, b) => (a.personId < b.personId ? -1 : 1));
}

/** Whoever holds these posts on a date, acting heads included; posts that nobody holds. */
function inPosts(posts: readonly PostRow[], date: CalendarDate): Recipients {
  const holders = posts.map((post) => ({ post, held: holdersOn(post, date) }));
  const found = holders.flatMap(({ post: { postId }, held }) =>
    held.map(({ personId, acting }): NoticeRecipient => ({ personId, postId, ...(acting && { acting }) })),
  );
  return { recipients: once(found), vacantPostIds: holders.flatMap(({ post: { postId }, held }) => (held.length === 0 ? [postId] : [])) };
}

/** Who belongs to a class on a date. Being away is no reason not to be told. */
export function recipientsOn(date: CalendarDate, { of, duties = [], unitKinds = [], roles = [] }: RecipientClass, structure: Structure): Recipients {
  const { posts, units } = structure;
  const standing = structure.duties.filter((duty) => duties.includes(duty.kind) && holdsOn(duty, date) && yearOf(date) === duty.year);
  if (of === 'duty-holders') {
    const vacant = standing.filter((duty) => duty.postId !== undefined && !holderOn(duty, date, posts)).map(({ postId }) => postId!);
    const found = standing.flatMap((duty): readonly NoticeRecipient[] => {
      const holder = holderOn(duty, date, posts);
      return holder ? [{ personId: holder.personId, ...(duty.postId !== undefined && { postId: duty.postId }), ...(holder.acting && { acting: true }) }] : [];
    });
    return { recipients: once(found), vacantPostIds: [...new Set(vacant)].sort() };
  }
  const holding = new Set(standing.flatMap(({ unitId }) => unitId ?? []));
  const concerned = (unitId: string) => (of === 'posts' ? unitKinds.includes(units.get(unitId)!.kind) : holding.has(unitId));
  return inPosts(
    [...posts.values()].filter((post) => roles.includes(post.role) && concerned(post.unitId)),
    date,
  );
}
