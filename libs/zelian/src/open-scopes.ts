import type { Actor, CalendarDate } from '#kernel';
import type { Reader } from '#readmodel';
import { COMPLAINTS, receivesComplaints } from './complaints.js';
import { opensSealedDraws, SEALED_DRAWS } from './sealed-draws.js';

export type Asker = Readonly<{ reader: Reader; actor: Actor; today: CalendarDate }>;

/** Of the scopes of private values, those that are open to somebody today. */
export async function openScopes(scopes: readonly string[], { reader, actor, today }: Asker): Promise<readonly string[]> {
  const opens = actor.personId !== undefined && (await opensSealedDraws(reader, { actor, today }));
  const receives = actor.personId !== undefined && (await receivesComplaints(reader, { actor, today }));
  const withheld = [...(opens ? [] : [SEALED_DRAWS]), ...(receives ? [] : [COMPLAINTS])];
  return scopes.filter((scope) => !withheld.includes(scope));
}
