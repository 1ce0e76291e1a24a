import { subjectIdsIn, type Event, type EventDefinition } from '#kernel';

/** The poor households of a village on file for a year: opaque ids, the whole list each time. Who they are stays in the vault of the office that keeps the file. */
export type HouseholdsListed = Event<'HouseholdsListed', { villageId: string; year: number; householdIds: readonly string[]; documentRef: string }>;

export const householdEvents: Readonly<Record<HouseholdsListed['type'], EventDefinition>> = {
  HouseholdsListed: { kind: 'fact', version: 1, zh: '建档立卡户名册', subjectsOf: subjectIdsIn },
};
