import type { Actor, CalendarDate } from '#kernel';
import type { Reader } from '#readmodel';
import { COMPLAINT_ORGANS, COMPLAINT_SCOPE, type UnitRow } from '#registry';
import { unitOf } from './sealed-draws.js';

/** Where it lies who complained, and what was told. */
export const COMPLAINTS = COMPLAINT_SCOPE;

/** Only who is in post at an organ that receives complaints may read them; whoever else owns the case learns that there was one. */
export async function receivesComplaints(reader: Reader, asking: Readonly<{ actor: Actor; today: CalendarDate }>): Promise<boolean> {
  const unitId = await unitOf(reader, asking);
  const unit = unitId === undefined ? undefined : ((await reader.get('unit-directory', unitId)).row as UnitRow | undefined);
  return unit?.competences.some((competence) => COMPLAINT_ORGANS.includes(competence)) ?? false;
}
