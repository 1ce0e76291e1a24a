import type { DutyKind } from '#registry';
import type { RuleBook } from './book.js';
import type { PostSelector } from './rulebook.events.js';

/** The duties that anybody can be given; the compiler names a forgotten one. */
const DUTIES: Readonly<Record<DutyKind, true>> = {
  'county-leader': true,
  'town-leader': true,
  'paired-department': true,
  'first-secretary': true,
  'agri-technician': true,
  'in-charge': true,
  stationed: true,
};
/** Roles are words, not a closed list: these every county has, and a book names further ones in `roles`. */
const ROLES_EVERYWHERE = [
  ...['party-secretary', 'deputy-secretary', 'town-head', 'deputy-head', 'deputy-in-charge', 'town-leader'],
  ...['department-head', 'department-deputy', 'county-leader', 'county-party-secretary', 'county-magistrate', 'county-deputy-secretary'],
];

/** The roles that a book may speak of: those of every county, its own, and the leaders that it names for appeals. */
export const rolesKnownTo = ({ roles = [], appeals }: RuleBook): ReadonlySet<string> =>
  new Set([...ROLES_EVERYWHERE, ...roles.map(({ id }) => id), ...(appeals?.leaderRoles ?? [])]);

/** The first role and the first duty of a selector that nobody can have: a misspelt one would name nobody, and nobody would notice. */
export function strangersIn({ roles = [], duties = [] }: PostSelector, known: Pick<ReadonlySet<string>, 'has'>): Readonly<{ role?: string; duty?: string }> {
  return { role: roles.find((role) => !known.has(role)), duty: duties.find((duty) => !isDuty(duty)) };
}
export const isDuty = (duty: string): boolean => Object.hasOwn(DUTIES, duty);
