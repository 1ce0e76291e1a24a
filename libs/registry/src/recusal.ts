import {
  addDays,
  ALL,
  dateOf,
  isDate,
  isPlainPrivate,
  must,
  overlapOf,
  yearInterval,
  type CalendarDate,
  type Facts,
  type Instant,
  type Need,
  type Private,
  type ValidTime,
} from '#kernel';
import type { ComplaintTies } from './complaints.view.js';
import type { DutyTies, PersonTies, PostTies, TiesRow, VillageTies } from './ties.view.js';

/**
 * Why somebody should stand aside (回避): the same post, who manages whose post, the same unit, declared kinship, a duty for the same place, or a complaint about
 * what is looked into. That it was a complaint is said nowhere but in the complaint.
 */
export type TieGround = 'post' | 'management' | 'unit' | 'kinship' | 'duty' | 'complaint';
export const TIE_GROUND_ZH: Readonly<Record<TieGround, string>> = {
  post: '同一岗位任职',
  management: '上下级管理关系',
  unit: '同一单位任职',
  kinship: '申报的亲属关系',
  duty: '包抓（包村）等任务',
  complaint: '不公开的事由',
};
/** `withId`: the post, unit, village or person that it is about; `eventIds`: the events that say it. */
export type Tie = Readonly<{ personId: string; ground: TieGround; withId: string; eventIds: readonly string[] }>;

/** A recorded decision that somebody related takes part all the same: by whom, on which paper, and why. */
export type RecusalOverride = Readonly<{ personId: string; organUnitId: string; documentNo: string; decidedOn: CalendarDate; reason: Private }>;

/** Rows of a `tiesView`, joined. */
export type Ties = Readonly<{
  posts: readonly PostTies[];
  duties: readonly DutyTies[];
  villages: readonly VillageTies[];
  persons: ReadonlyMap<string, PersonTies>;
  complaints: readonly ComplaintTies[];
}>;
/** `complaints`: the context's view of them, where it looks into something; its need says that it reveals who complained. */
export function tiesFrom(facts: Facts, view: string, complaints?: string): Ties {
  const rows = facts.all<TiesRow>(view).map(([, row]) => row);
  const of = <Kind extends TiesRow['kind']>(kind: Kind) => rows.filter((row): row is Extract<TiesRow, { kind: Kind }> => row.kind === kind);
  const told = complaints === undefined ? [] : complaintsIn(facts, complaints);
  return { posts: of('post'), duties: of('duty'), villages: of('village'), persons: new Map(of('person').map((row) => [row.personId, row])), complaints: told };
}

/** What is looked into, and the days that matter: the year concerned, and on to the day of the act. */
export type Scrutiny = Readonly<{
  personIds: readonly string[];
  postIds: readonly string[];
  unitIds: readonly string[];
  villageIds: readonly string[];
  /** Whether a superior of those looked into has to stand aside: to inspect what it answers for is a superior's business, to investigate its own man is not. */
  superiors: boolean;
  window: Required<ValidTime>;
  /** The case, where it is one: whoever complained of what started it stands aside, whomever the complaint named. */
  ofCase?: CaseRef;
}>;
export type CaseRef = Readonly<{ personId: string; postId: string; year: number }>;

/** The year concerned, prolonged to the day of the act. */
export function windowOf(year: number, actOn: CalendarDate): Required<ValidTime> {
  const { from, to } = yearInterval(year);
  return { from, to: actOn < to ? to : addDays(actOn, 1) };
}

const within = (window: ValidTime, interval: ValidTime): boolean => overlapOf(window, interval) !== undefined;
const unique = (ids: readonly string[]): readonly string[] => [...new Set(ids)].sort();

/** An investigation of one person: the posts held then, their units, and the places that the person or the grounds are about. */
export function scrutinyOfPerson(
  { posts, duties, villages }: Ties,
  { personId, postId, targets, window }: Readonly<{ personId: string; postId: string; targets: readonly string[]; window: Required<ValidTime> }>,
): Scrutiny {
  const held = posts.filter((post) => post.postId === postId || post.tenures.some((one) => one.personId === personId && within(window, one)));
  const own = duties.filter((duty) => duty.personId === personId && within(window, duty)).map(({ targetId }) => targetId);
  const units = unique([...held.map(({ unitId }) => unitId), ...[...targets, ...own].filter((id) => id.startsWith('unit-'))]);
  const inUnits = villages.filter(({ townUnitId }) => units.includes(townUnitId)).map(({ villageId }) => villageId);
  return {
    ...{ personIds: [personId], postIds: held.map((post) => post.postId).sort(), unitIds: units, superiors: true, window },
    villageIds: unique([...inUnits, ...[...targets, ...own].filter((id) => id.startsWith('village-'))]),
  };
}

/** An inspection of villages: them, their towns, and whoever answered for either. */
export function scrutinyOfVillages(
  { posts, duties, villages }: Ties,
  { villageIds, window }: Readonly<{ villageIds: readonly string[]; window: Required<ValidTime> }>,
): Scrutiny {
  const unitIds = unique(villages.filter(({ villageId }) => villageIds.includes(villageId)).map(({ townUnitId }) => townUnitId));
  const ofTown = posts.filter(({ unitId }) => unitIds.includes(unitId));
  const holders = ofTown.flatMap(({ tenures }) => tenures.filter((one) => within(window, one)).map(({ personId }) => personId));
  const bound = duties.filter(({ targetId, ...duty }) => [...villageIds, ...unitIds].includes(targetId) && within(window, duty));
  return {
    ...{ postIds: [], unitIds, villageIds: unique(villageIds), superiors: false, window },
    personIds: unique([...holders, ...bound.flatMap(({ personId }) => personId ?? [])]),
  };
}

/** Everything that relates a person to what is looked into, in the days that matter; nothing for somebody whom nothing relates. */
export function tiesOf(personId: string, scrutiny: Scrutiny, ties: Ties): readonly Tie[] {
  return [
    ...byPost(personId, scrutiny, ties),
    ...bySecondment(personId, scrutiny, ties),
    ...byKinship(personId, scrutiny, ties),
    ...byDuty(personId, scrutiny, ties),
    ...byComplaint(personId, scrutiny, ties),
  ];
}

/** The scope in which it is kept who complained. */
export const COMPLAINT_SCOPE = 'complaint';
/** Of a view of complaints: who complained may be known to the decision, and to nobody by it. */
export const complaintNeeds = (view: string): readonly Need[] => [{ view, key: ALL, reveals: COMPLAINT_SCOPE }];
export const complaintsIn = (facts: Facts, view: string): readonly ComplaintTies[] => facts.all<ComplaintTies>(view).map(([, row]) => row);

/** Where the vault was asked the text stands in the place of the commitment. */
function complainedBy({ complainantId }: ComplaintTies, personId: string): boolean {
  const said: unknown = complainantId;
  return said === personId || (isPlainPrivate(said) && said.private === personId);
}
const sameCase = (a: CaseRef, b: CaseRef): boolean => a.personId === b.personId && a.postId === b.postId && a.year === b.year;

type Looked = Pick<Scrutiny, 'personIds' | 'unitIds' | 'villageIds' | 'window' | 'ofCase'>;
/** Whether a complaint is about somebody or something that is looked into, in the days that matter, or started the case. */
export function isAboutLooked({ personIds, unitIds, villageIds, window, ofCase }: Looked): (complaint: ComplaintTies) => boolean {
  const looked = new Set([...personIds, ...unitIds, ...villageIds]);
  return ({ year, cases, ...about }) => {
    const started = ofCase !== undefined && cases.some((one) => sameCase(one, ofCase));
    const touched = [...about.personIds, ...about.unitIds, ...about.villageIds].some((id) => looked.has(id));
    return started || (touched && within(window, yearInterval(year)));
  };
}

/** The complaints by which somebody has to stand aside. */
export const byComplaint = (personId: string, looked: Looked, { complaints }: Pick<Ties, 'complaints'>): readonly Tie[] =>
  complaints
    .filter((complaint) => complainedBy(complaint, personId))
    .filter(isAboutLooked(looked))
    .map(({ complaintId, eventId }) => ({ personId, ground: 'complaint', withId: complaintId, eventIds: [eventId] }));

/** A bar that nobody's decision lifts (justice 15). */
const isHard = ({ ground }: Tie): boolean => ground === 'complaint';
/** Ties that may be told of: what is recorded beside a decision says nothing of complaints. */
export const tellable = (ties: readonly Tie[]): readonly Tie[] => ties.filter((tie) => !isHard(tie));

function byPost(personId: string, { postIds, unitIds, superiors, window }: Scrutiny, { posts }: Ties): readonly Tie[] {
  const managed = new Map(posts.filter(({ postId }) => postIds.includes(postId)).map((post) => [post.managedByUnitId, post]));
  return posts.flatMap((post): readonly Tie[] => {
    const mine = post.tenures.find((one) => one.personId === personId && within(window, one));
    if (!mine) return [];
    if (postIds.includes(post.postId)) return [{ personId, ground: 'post', withId: post.postId, eventIds: [mine.eventId] }];
    if (unitIds.includes(post.unitId)) return [{ personId, ground: 'unit', withId: post.unitId, eventIds: [mine.eventId] }];
    const below = unitIds.includes(post.managedByUnitId);
    const above = superiors ? managed.get(post.unitId) : undefined;
    if (!below && !above) return [];
    return [{ personId, ground: 'management', withId: above?.postId ?? post.managedByUnitId, eventIds: [mine.eventId, (above ?? post).eventId] }];
  });
}

function bySecondment(personId: string, { unitIds, window }: Scrutiny, { persons }: Ties): readonly Tie[] {
  const lent = persons.get(personId)?.secondments ?? [];
  return lent
    .filter((one) => unitIds.includes(one.hostUnitId) && within(window, one))
    .map(({ hostUnitId, eventId }) => ({ personId, ground: 'unit', withId: hostUnitId, eventIds: [eventId] }));
}

function byKinship(personId: string, { personIds, window }: Scrutiny, { persons }: Ties): readonly Tie[] {
  const relations = persons.get(personId)?.relations ?? [];
  return relations
    .filter((one) => personIds.includes(one.personId) && within(window, one))
    .map((one) => ({ personId, ground: 'kinship', withId: one.personId, eventIds: [one.eventId] }));
}

/** A duty of one's own, or of the department where one held a post while the department had it. */
function byDuty(personId: string, { villageIds, unitIds, window }: Scrutiny, { posts, duties }: Ties): readonly Tie[] {
  const places = [...villageIds, ...unitIds];
  return duties.flatMap((duty): readonly Tie[] => {
    const shared = places.includes(duty.targetId) ? overlapOf(window, duty) : undefined;
    if (!shared) return [];
    if (duty.personId === personId) return [{ personId, ground: 'duty', withId: duty.targetId, eventIds: [duty.eventId] }];
    const mine = posts
      .filter(({ unitId }) => duty.unitId !== undefined && unitId === duty.unitId)
      .flatMap(({ tenures }) => tenures)
      .find((one) => one.personId === personId && within(shared, one));
    return mine ? [{ personId, ground: 'duty', withId: duty.targetId, eventIds: [duty.eventId, mine.eventId] }] : [];
  });
}

/** Ties that no decision overrides; a complaint is overridden by none. */
export const standing = (ties: readonly Tie[], overrides: readonly RecusalOverride[]): readonly Tie[] =>
  ties.filter((tie) => isHard(tie) || !overrides.some(({ personId }) => personId === tie.personId));

/** What a refusal says: who, why, and by which events; of a complaint only who: an event that it named could be looked up, and tells who complained. */
export const tiesText = (ties: readonly Tie[]): Readonly<{ zh: string; en: string }> => ({
  zh: `应当回避：${[...new Set(ties.map(tieZh))].join('；')}`,
  en: `has to stand aside: ${[...new Set(ties.map(tieEn))].join('; ')}`,
});
const tieZh = (tie: Tie): string =>
  isHard(tie) ? `${tie.personId}的事由不公开` : `${tie.personId}与${tie.withId}有${TIE_GROUND_ZH[tie.ground]}（事件${tie.eventIds.join('、')}）`;
const tieEn = (tie: Tie): string =>
  isHard(tie) ? `${tie.personId} for a reason that is not public` : `${tie.personId} by ${tie.ground} with ${tie.withId} (events ${tie.eventIds.join(', ')})`;

/** An override is a decision: about somebody who is related, with its paper and its day. @throws Rejection `recusal.…` */
export function mustBeDecisions(overrides: readonly RecusalOverride[], ties: readonly Tie[], recordedAt: Instant): void {
  for (const { personId, documentNo, decidedOn } of overrides) {
    must(
      tellable(ties).some((tie) => tie.personId === personId),
      'recusal.nothing-to-override',
      {
        zh: `${personId}没有应当回避的情形`,
        en: `nothing relates ${personId}: there is nothing to override`,
      },
    );
    must(overrides.filter((other) => other.personId === personId).length === 1, 'recusal.overridden-twice', {
      zh: `${personId}的决定重复列出`,
      en: `${personId} is overridden twice`,
    });
    must(documentNo.trim() !== '', 'recusal.document-missing', { zh: '不予回避的决定须注明文书号', en: 'the decision has to name its document' });
    must(isDate(decidedOn) && decidedOn <= dateOf(recordedAt), 'recusal.date-invalid', {
      zh: '决定日期不正确或晚于记录日期',
      en: 'the decision has a real date, not after the day it is recorded',
    });
  }
}
