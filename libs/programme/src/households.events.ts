import { subjectIdsIn, type Event, type EventDefinition } from '#kernel';

/** Households of one kind (五保, 低保 …): the kinds are words of the local rules, and a household is of one kind at most. */
export type HouseholdKind = Readonly<{ kind: string; householdIds: readonly string[] }>;
/**
 * The poor households of a village on file for a year: opaque ids, the whole list each time. Who they are stays in the vault of the office that keeps the file.
 * `droppedHouseholdIds`: those of the list before that are no longer on it, worked out when recorded.
 */
export type HouseholdsListed = Event<
  'HouseholdsListed',
  {
    villageId: string;
    year: number;
    householdIds: readonly string[];
    documentRef: string;
    kinds?: readonly HouseholdKind[];
    droppedHouseholdIds?: readonly string[];
  }
>;

export const householdEvents: Readonly<Record<HouseholdsListed['type'], EventDefinition>> = {
  HouseholdsListed: { kind: 'fact', version: 1, zh: '建档立卡户名册', subjectsOf: subjectIdsIn },
};
