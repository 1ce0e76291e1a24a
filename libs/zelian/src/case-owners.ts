import { dateOf, holdsOn, Rejection, type Actor } from '#kernel';
import type { Clock } from '#ledger';
import { caseOwnerViews } from '#accountability';
import { appealOwnerViews, concernedIn, type Against } from '#appeal';
import type { Reader } from '#readmodel';
import { redressOwnerViews, type RestorationChecklistRow } from '#redress';
import type { PostRow, UnitRow } from '#registry';
import { bookInForceFrom, competencesFor, type RuleBookRow } from '#rulebook';

const RELATIONS = 'declared-relations';
/**
 * What only who owns the cases may read: whom clauses flag, cases and appeals under way, who is barred from reviewing them, the trail that shows both (justice 2,
 * 12), and who is related to whom.
 */
export const OWNERS_ONLY: ReadonlySet<string> = new Set([
  ...caseOwnerViews,
  ...appealOwnerViews,
  ...redressOwnerViews,
  'trail',
  'inspection-ties',
  'inspection-complaints',
  'complaint-register',
  RELATIONS,
]);
const BY_PERSON: readonly string[] = [RELATIONS, 'entitlements', 'record-releases'];
const CHECKLIST = 'restoration-checklist';
type Row = Readonly<{ view: string; key?: string }>;

/** What one is entitled to, who was given records about one, whom one is said to be related to, and what is owed after one's appeal is also one's own to read. */
export async function isOwnRow(register: Register, actor: Actor, { view, key }: Row): Promise<boolean> {
  if (actor.personId === undefined || key === undefined) return false;
  if (BY_PERSON.includes(view)) return key === actor.personId;
  if (view !== CHECKLIST) return false;
  const row = (await register.reader.get(CHECKLIST, key)).row as RestorationChecklistRow | undefined;
  return row !== undefined && concernsActor(register, row.against, actor);
}

/** The book's words for it: who owns a case, and who decides it. */
const ACTS = ['own-case', 'decide'] as const;

type Register = Readonly<{ reader: Reader; clock: Clock }>;

/** Whether the actor holds, today, a post of an organ that the book in force names as owning or deciding cases. Without a book nobody does. */
export async function ownsCases({ reader, clock }: Register, { personId, postId }: Actor): Promise<boolean> {
  if (personId === undefined || postId === undefined) return false;
  const today = dateOf(clock.now());
  const post = (await reader.get('post-directory', postId)).row as PostRow | undefined;
  if (!post?.tenures.some((tenure) => tenure.personId === personId && holdsOn(tenure, today))) return false;
  const unit = (await reader.get('unit-directory', post.unitId)).row as UnitRow | undefined;
  const books = await reader.list('rule-books', { limit: 1_000 });
  const inForce = bookInForceFrom(
    books.rows.map(({ row }) => row as RuleBookRow),
    today,
  );
  const owners = inForce ? ACTS.flatMap((act) => competencesFor(inForce.book, act)) : [];
  return unit?.competences.some((competence) => owners.includes(competence)) ?? false;
}

/** Whether a decision is about the actor: the person it concerns, or somebody in post today at the unit that it concerns. */
export async function concernsActor({ reader, clock }: Register, against: Against, { personId, postId }: Actor): Promise<boolean> {
  const concerned = concernedIn(against);
  if (personId === undefined || personId === concerned) return personId !== undefined;
  if (postId === undefined) return false;
  const post = (await reader.get('post-directory', postId)).row as PostRow | undefined;
  const today = dateOf(clock.now());
  return post?.unitId === concerned && post.tenures.some((tenure) => tenure.personId === personId && holdsOn(tenure, today));
}

export const notAnOwner = (): Rejection =>
  new Rejection('access.case-owner-only', { zh: '仅限案件承办机关的在岗人员查阅', en: 'only people in post at an organ that owns cases may read this' });
