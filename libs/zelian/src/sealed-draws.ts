import { holdsOn, type Actor, type CalendarDate } from '#kernel';
import type { DrawRow, InspectorAssignmentsRow } from '#inspection';
import type { Reader } from '#readmodel';
import type { PostRow, UnitRow } from '#registry';

/** Where seeds and results of unannounced draws lie until the visits are done (justice 21). */
export const SEALED_DRAWS = 'draw';
const OFFICE = 'command-office';

type Asking = Readonly<{ actor: Actor; today: CalendarDate }>;

/** Who may know before the visits where they go: the command office, the two bodies that drew, and whoever is sent. Units and villages may not. */
export async function opensSealedDraws(reader: Reader, { actor, today }: Asking): Promise<boolean> {
  if (actor.personId === undefined) return false;
  const sent = (await reader.get('inspector-assignments', actor.personId)).row as InspectorAssignmentsRow | undefined;
  if (sent?.assignments.some((assignment) => holdsOn(assignment, today))) return true;
  const unitId = await unitOf(reader, { actor, today });
  if (unitId === undefined) return false;
  const unit = (await reader.get('unit-directory', unitId)).row as UnitRow | undefined;
  if (unit?.competences.includes(OFFICE)) return true;
  const draws = await reader.list('draw-register', { limit: 1_000 });
  return draws.rows.some(({ row }) => (row as DrawRow).bodies.some(({ bodyUnitId }) => bodyUnitId === unitId));
}

/** The unit of the post that the actor names and holds that day. */
export async function unitOf(reader: Reader, { actor: { personId, postId }, today }: Asking): Promise<string | undefined> {
  if (postId === undefined) return undefined;
  const post = (await reader.get('post-directory', postId)).row as PostRow | undefined;
  return post?.tenures.some((tenure) => tenure.personId === personId && holdsOn(tenure, today)) ? post.unitId : undefined;
}
