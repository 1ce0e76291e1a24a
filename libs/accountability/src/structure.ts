import { ALL, holdsOn, overlapOf, yearInterval, type CalendarDate, type Facts, type Need, type ValidTime } from '#kernel';
import type { PostSelector } from '#rulebook';
import { responsibilityDuties, responsibilityPosts, responsibilityVillages, type DutyRow, type PostRow, type VillageRow } from './responsibility.views.js';

/** The county's posts, villages and duties at one moment, joined. */
export type Structure = Readonly<{
  posts: ReadonlyMap<string, PostRow>;
  postsOfUnit: ReadonlyMap<string, readonly PostRow[]>;
  villages: ReadonlyMap<string, VillageRow>;
  duties: readonly DutyRow[];
}>;

/** What has to be asked for to know the structure. Tenures and duties name no unit, so a chain cannot be asked for by key. */
export const STRUCTURE_NEEDS: readonly Need[] = [responsibilityPosts, responsibilityVillages, responsibilityDuties].map(({ name }) => ({
  view: name,
  key: ALL,
}));

/** Joins the rows that `STRUCTURE_NEEDS` asked for. */
export function structureOf(facts: Facts): Structure {
  const posts = facts.all<PostRow>(responsibilityPosts.name).map(([, row]) => row);
  const postsOfUnit = new Map<string, PostRow[]>();
  for (const post of posts) postsOfUnit.set(post.unitId, [...(postsOfUnit.get(post.unitId) ?? []), post]);
  return {
    posts: new Map(posts.map((post) => [post.postId, post])),
    postsOfUnit,
    villages: new Map(facts.all<VillageRow>(responsibilityVillages.name)),
    duties: facts.all<DutyRow>(responsibilityDuties.name).map(([, row]) => row),
  };
}

/** A duty is one year's designation: without an end it holds to the end of its year, never beyond. */
export function dutySpan({ from, to, year }: DutyRow): Required<ValidTime> | undefined {
  const end = yearInterval(year).to;
  const until = to !== undefined && to < end ? to : end;
  return from < until ? { from, to: until } : undefined;
}

/** A unit whose posts answer for a target, and since when until when it did. */
export type Place = Readonly<{ unitId: string; span: ValidTime }>;

/** The units that stand in a relation to a target in a year. */
export function placesOf(
  of: PostSelector['of'],
  { target, year }: Readonly<{ target: string; year: number }>,
  { villages, duties }: Structure,
): readonly Place[] {
  const span = yearInterval(year);
  if (of === 'self') return villages.has(target) ? [] : [{ unitId: target, span }];
  if (of === 'town-of-village') {
    const town = villages.get(target)?.townUnitId;
    return town === undefined ? [] : [{ unitId: town, span }];
  }
  return duties.flatMap((duty) => {
    const held = duty.kind === 'paired-department' && duty.targetId === target && duty.year === year ? dutySpan(duty) : undefined;
    const within = held && overlapOf(held, span);
    return duty.unitId !== undefined && within ? [{ unitId: duty.unitId, span: within }] : [];
  });
}

/** The post through which a duty's holder answers: the one it was given with, else the one that the person held meanwhile, preferably in the unit. */
export function postOfDuty(duty: DutyRow, unitId: string | undefined, { posts }: Structure): PostRow | undefined {
  if (duty.postId !== undefined) return posts.get(duty.postId);
  const span = dutySpan(duty);
  const held = [...posts.values()].filter(({ tenures }) => span && tenures.some((tenure) => tenure.personId === duty.personId && overlapOf(tenure, span)));
  return held.find((post) => post.unitId === unitId) ?? held[0];
}

/** Whether a person holds a post on a date. */
export const holdsPost = (post: PostRow | undefined, personId: string | undefined, date: CalendarDate): boolean =>
  post?.tenures.some((tenure) => tenure.personId === personId && holdsOn(tenure, date)) ?? false;
