import { type CalendarDate, type Recorded, type ValidTime, type View } from '#kernel';
import { intervalOf } from './intervals.js';
import type { DutyEvent, DutyKind, PostRegistered, RelationEvent, SecondmentEvent, TenureEvent, VillageRegistered } from './registry.events.js';

/** Something that held for a person, and the event that says so as it stands now. */
type Said = ValidTime & Readonly<{ id: string; personId: string; eventId: string }>;
export type PostTies = Readonly<{ kind: 'post'; postId: string; unitId: string; managedByUnitId: string; eventId: string; tenures: readonly Said[] }>;
export type VillageTies = Readonly<{ kind: 'village'; villageId: string; townUnitId: string; eventId: string }>;
export type DutyTies = ValidTime &
  Readonly<{ kind: 'duty'; duty: DutyKind; targetId: string; year: number; personId?: string; unitId?: string; eventId: string }>;
/** `personId` of a relation is the other person. */
export type PersonTies = Readonly<{
  kind: 'person';
  personId: string;
  relations: readonly Said[];
  secondments: readonly (ValidTime & Readonly<{ id: string; hostUnitId: string; eventId: string }>)[];
}>;
export type TiesRow = PostTies | VillageTies | DutyTies | PersonTies;
export type TiesEvent = PostRegistered | TenureEvent | VillageRegistered | DutyEvent | RelationEvent | SecondmentEvent;

function keysOf({ type, data }: Recorded<TiesEvent>): readonly string[] {
  switch (type) {
    case 'PostRegistered':
    case 'TenureStarted':
    case 'TenureEnded':
    case 'TenureCorrected':
      return [data.postId];
    case 'VillageRegistered':
      return [data.villageId];
    case 'RelationDeclared':
    case 'RelationEnded':
      return [data.personId, data.relatedPersonId];
    case 'SecondmentStarted':
    case 'SecondmentEnded':
      return [data.personId];
    default:
      // A duty id is unique within its target and year only.
      return [`duty|${data.targetId}|${data.year}|${data.dutyId}`];
  }
}

function withOne<T extends Readonly<{ id: string; from: CalendarDate }>>(items: readonly T[], one: T, isSame: (other: T) => boolean): readonly T[] {
  return [...items.filter((other) => !isSame(other)), one].sort((a, b) => (a.from < b.from || (a.from === b.from && a.id < b.id) ? -1 : 1));
}

function tenure(row: TiesRow | undefined, { id: eventId, data }: Recorded<TenureEvent>): TiesRow | undefined {
  if (row?.kind !== 'post') return row;
  const { tenureId: id, personId } = data;
  const held = { id, personId, ...intervalOf(data), eventId };
  return { ...row, tenures: withOne(row.tenures, held, (other) => other.id === id) };
}

const opened = (row: TiesRow | undefined, personId: string): PersonTies =>
  row?.kind === 'person' ? row : { kind: 'person', personId, relations: [], secondments: [] };

function relation(row: TiesRow | undefined, { id: eventId, data }: Recorded<RelationEvent>, key: string): TiesRow {
  const known = opened(row, key);
  const other = key === data.personId ? data.relatedPersonId : data.personId;
  const told = { id: data.relationId, personId: other, ...intervalOf(data), eventId };
  return { ...known, relations: withOne(known.relations, told, ({ id, personId }) => id === told.id && personId === other) };
}

function secondment(row: TiesRow | undefined, { id: eventId, data }: Recorded<SecondmentEvent>): TiesRow {
  const known = opened(row, data.personId);
  const lent = { id: data.secondmentId, hostUnitId: data.hostUnitId, ...intervalOf(data), eventId };
  return { ...known, secondments: withOne(known.secondments, lent, ({ id }) => id === lent.id) };
}

const duty = (_: TiesRow | undefined, { id: eventId, data }: Recorded<DutyEvent>): TiesRow => {
  const { kind, targetId, year, personId, unitId } = data;
  return {
    ...{ kind: 'duty', duty: kind, targetId, year, ...intervalOf(data), eventId },
    ...(personId !== undefined && { personId }),
    ...(unitId !== undefined && { unitId }),
  };
};

/**
 * What can relate a person to an office, a village or another person, each with the event that says it. A context that decides on recusal keeps a view of its
 * own under its own name: one decision reads only views of its context, and all decide by one rule (`recusal.ts`).
 */
export const tiesView = (name: string, zh: string): View<TiesRow, TiesEvent> => ({
  name,
  version: 1,
  zh,
  aboutPersons: true,
  keysOf,
  on: {
    PostRegistered: (_, { id: eventId, data: { postId, unitId, managedByUnitId } }) => ({
      kind: 'post',
      postId,
      unitId,
      managedByUnitId,
      eventId,
      tenures: [],
    }),
    TenureStarted: tenure,
    TenureEnded: tenure,
    TenureCorrected: tenure,
    VillageRegistered: (_, { id: eventId, data: { villageId, townUnitId } }) => ({ kind: 'village', villageId, townUnitId, eventId }),
    DutyAssigned: duty,
    DutyEnded: duty,
    DutyCorrected: duty,
    RelationDeclared: relation,
    RelationEnded: relation,
    SecondmentStarted: secondment,
    SecondmentEnded: secondment,
  },
});
