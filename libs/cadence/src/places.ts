import { addDays, holdsOn, overlapOf, yearInterval, yearOf, type CalendarDate, type Facts, type Need, ALL, type ValidTime } from '#kernel';
import type { DutyKind } from '#registry';
import { absences, type AbsencesRow } from './absences.view.js';
import type { ClosedPlace, DuePlace, Excuse } from './cadence.events.js';
import { cadenceDuties, cadencePosts, type DutyRow, type PostRow, type TenureRow } from './registry.views.js';
import type { PlannedWeek } from './scheme.js';
import type { VisitRow } from './visit-log.view.js';

/** Who holds which duty, through which post, and who is away. */
export type Roster = Readonly<{ duties: readonly DutyRow[]; posts: ReadonlyMap<string, PostRow>; absences: ReadonlyMap<string, AbsencesRow> }>;
export const ROSTER_NEEDS: readonly Need[] = [cadenceDuties, cadencePosts, absences].map(({ name }) => ({ view: name, key: ALL }));
export const rosterOf = (facts: Facts): Roster => ({
  duties: facts.all<DutyRow>(cadenceDuties.name).map(([, row]) => row),
  posts: new Map(facts.all<PostRow>(cadencePosts.name)),
  absences: new Map(facts.all<AbsencesRow>(absences.name)),
});

/** A duty is one year's designation: it never reaches beyond its year. */
const dutyHoldsOn = (duty: DutyRow, date: CalendarDate): boolean => holdsOn(duty, date) && yearOf(date) === duty.year;
export const holdersOn = (post: PostRow, date: CalendarDate): readonly TenureRow[] => post.tenures.filter((tenure) => holdsOn(tenure, date));

type Holder = Readonly<{ personId: string; acting?: true }>;
/**
 * Who answers for a person's duty on a date. A duty given with a post follows that person in the post; when he has left it, whoever heads the post acting
 * answers. A new holder in his own right has to be given the duty: until then its place is vacant.
 */
export function holderOn(duty: DutyRow, date: CalendarDate, posts: Roster['posts']): Holder | undefined {
  if (duty.personId === undefined || !dutyHoldsOn(duty, date)) return undefined;
  const post = duty.postId === undefined ? undefined : posts.get(duty.postId);
  if (!post) return { personId: duty.personId };
  const inPost = holdersOn(post, date);
  const own = inPost.find(({ personId }) => personId === duty.personId);
  if (own) return { personId: own.personId, ...(own.acting && { acting: true }) };
  const acting = inPost.find((tenure) => tenure.acting);
  return acting && { personId: acting.personId, acting: true };
}

export type Vacancy = Readonly<{ villageId: string; kind: DutyKind; dutyId: string }>;
type Place = Pick<DutyRow, 'kind' | 'targetId'>;
const placeOf = ({ targetId, kind }: Place): string => `${targetId}/${kind}`;

/** Each place that the week knows (a village and a kind of duty), with its duties in that week, in the order of villages and kinds. */
function placesIn(kinds: readonly DutyKind[], span: Required<ValidTime>, { duties }: Roster): readonly (readonly DutyRow[])[] {
  const places = new Map<string, DutyRow[]>();
  // A duty that ended before this week began leaves its place open for the rest of its year: 一抓到底.
  const known = duties.filter((duty) => kinds.includes(duty.kind) && duty.from < span.to && overlapOf(span, yearInterval(duty.year)));
  for (const duty of known) places.set(placeOf(duty), [...(places.get(placeOf(duty)) ?? []), duty]);
  const oldestFirst = (a: DutyRow, b: DutyRow) => (a.from < b.from || (a.from === b.from && a.dutyId < b.dutyId) ? -1 : 1);
  return [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, of]) => of.sort(oldestFirst));
}

export type Owed = Readonly<{ places: readonly DuePlace[]; vacancies: readonly Vacancy[] }>;

/** Who owes a visit, were it due on a date: whoever holds the duty that day; a place that nobody holds is shown as a gap. */
export function owedOn(date: CalendarDate, kinds: readonly DutyKind[], span: Required<ValidTime>, roster: Roster): Owed {
  const places: DuePlace[] = [];
  const vacancies: Vacancy[] = [];
  for (const duties of placesIn(kinds, span, roster)) {
    const held = duties.flatMap((duty) => {
      const holder = holderOn(duty, date, roster.posts);
      return holder ? [{ villageId: duty.targetId, kind: duty.kind, dutyId: duty.dutyId, ...holder }] : [];
    });
    places.push(...held);
    const { targetId, kind, dutyId } = duties.at(-1)!;
    if (held.length === 0) vacancies.push({ villageId: targetId, kind, dutyId });
  }
  return { places, vacancies };
}

/** Why a holder owed no visit though the week had work days: away on all of his, or none of them was his. */
function excuseOf({ dutyId, personId }: DuePlace, workDays: readonly CalendarDate[], { duties, posts, absences: away }: Roster): Excuse | undefined {
  const duty = duties.find((one) => one.dutyId === dutyId)!;
  const own = workDays.filter((date) => holderOn(duty, date, posts)?.personId === personId);
  if (own.length === 0) return 'handover';
  const reasons = own.map((date) => away.get(personId)?.absences.find((absence) => holdsOn(absence, date))?.kind);
  return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
}

/**
 * What became of the visits of a closed week. A visit counts for the place when whoever made it held the place on that day: what a predecessor did in the
 * same week is done. It never counts for another week.
 */
export function closedPlaces(
  week: PlannedWeek,
  kinds: readonly DutyKind[],
  roster: Roster,
  visits: readonly VisitRow[],
): Readonly<{ places: readonly ClosedPlace[]; vacancies: readonly Vacancy[] }> {
  const span = { from: week.from, to: week.to };
  const { places, vacancies } = owedOn(addDays(week.to, -1), kinds, span, roster);
  const standing = new Set(places.map(({ dutyId }) => dutyId));
  const inPlace = ({ villageId, kind, dutyId }: DuePlace, { personId, date }: VisitRow) =>
    roster.duties
      .filter((duty) => duty.targetId === villageId && duty.kind === kind && (duty.dutyId === dutyId || !standing.has(duty.dutyId)))
      .some((duty) => holderOn(duty, date, roster.posts)?.personId === personId);
  const closed = places.map((place): ClosedPlace => {
    const made = visits.filter((visit) => visit.villageId === place.villageId && holdsOn(span, visit.date) && inPlace(place, visit));
    if (made.length > 0) return { ...place, state: 'done', visitIds: made.map(({ visitId }) => visitId) };
    const excuse = excuseOf(place, week.workDays, roster);
    return excuse === undefined ? { ...place, state: 'missed' } : { ...place, state: 'excused', excuse };
  });
  return { places: closed, vacancies };
}
