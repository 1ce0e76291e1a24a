import { kindOf, type Event } from '#kernel';
import type { Structure } from './structure.js';

/** What of registry's events matters to who answers for what. */
export type StructureEvent = Event<string, Readonly<{ postId?: string; personId?: string; targetId?: string; villageId?: string }>>;

/** The villages and units whose chain an event may change, in a fixed order. */
export function targetsTouchedBy({ data: { postId, personId, targetId, villageId } }: StructureEvent, structure: Structure): readonly string[] {
  if (villageId !== undefined) return [villageId];
  // A duty for a unit also counts where that unit answers for a village.
  if (targetId !== undefined) return kindOf(targetId) === 'unit' ? targetsOfUnit(targetId, structure) : [targetId];
  const unitId = structure.posts.get(postId ?? '')?.unitId;
  // A duty given without a post is answered for through the post that its holder held.
  const duties = personId === undefined ? [] : structure.duties.filter((duty) => duty.personId === personId).map((duty) => duty.targetId);
  return [...new Set([...(unitId === undefined ? [] : targetsOfUnit(unitId, structure)), ...duties])].sort();
}

function targetsOfUnit(unitId: string, { villages, duties }: Structure): readonly string[] {
  const own = [...villages.values()].filter(({ townUnitId }) => townUnitId === unitId).map(({ villageId }) => villageId);
  const paired = duties.filter((duty) => duty.kind === 'paired-department' && duty.unitId === unitId).map(({ targetId }) => targetId);
  return [...new Set([unitId, ...own, ...paired])].sort();
}
