import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition } from '#kernel';

/** A company, cooperative or farm that carries poor households; it is no unit of the administration. */
export type EnterpriseRegistered = Event<'EnterpriseRegistered', { enterpriseId: string; name: string; kind: string }>;
type Link = Readonly<{ enterpriseId: string; householdId: string; villageId: string; year: number }>;
/** 带动: by at least one mode. `modes` are words of the local rule, e.g. land transfer, contract raising, contract labour. */
export type EnterpriseLinked = Event<
  'EnterpriseLinked',
  Link & Readonly<{ modes: readonly string[]; persons?: number; from: CalendarDate; documentRef: string }>
>;
export type EnterpriseLinkEnded = Event<'EnterpriseLinkEnded', Link & Readonly<{ from: CalendarDate; to: CalendarDate; reason: string }>>;
export type EnterpriseEvent = EnterpriseRegistered | EnterpriseLinked | EnterpriseLinkEnded;

const fact = (zh: string): EventDefinition => ({ kind: 'fact', version: 1, zh, subjectsOf: subjectIdsIn });
export const enterpriseEvents: Readonly<Record<EnterpriseEvent['type'], EventDefinition>> = {
  EnterpriseRegistered: fact('经营主体登记'),
  EnterpriseLinked: fact('经营主体带动贫困户'),
  EnterpriseLinkEnded: fact('带动结束'),
};
