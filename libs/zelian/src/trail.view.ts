import type { Context, Event, EventDefinition, EventKind, Recorded, View } from '#kernel';

/** One event in the trail of one subject; the bytes stay in the log. */
export type TrailRow = Readonly<{
  position: number;
  eventId: string;
  type: string;
  zh: string;
  kind: EventKind;
  stream: string;
  recordedAt: string;
  validFrom: string;
  validTo?: string;
  origin: string;
  actor: Recorded['actor'];
}>;

/** Key of an event in a subject's trail: positions padded, so that key order is log order. */
export const trailKey = (subject: string, position: number): string => `${subject}/${String(position).padStart(12, '0')}`;

/** Everything about a unit, village, post or person, in log order: one row per subject and event, over every event type there is. */
export function trailView(definitions: ReadonlyMap<string, EventDefinition>): View<TrailRow, Event> {
  // One row for all subjects of an event: a notice has dozens.
  const rows = new WeakMap<Recorded, TrailRow>();
  const row = (_: TrailRow | undefined, event: Recorded): TrailRow => {
    const known = rows.get(event);
    if (known) return known;
    const { position, id, type, stream, recordedAt, validAt, origin, actor } = event;
    const { zh, kind } = definitions.get(type)!;
    const made = { position, eventId: id, type, zh, kind, stream, recordedAt, validFrom: validAt.from, validTo: validAt.to, origin, actor };
    rows.set(event, made);
    return made;
  };
  return {
    name: 'trail',
    version: 1,
    zh: '全部记录（按主体）',
    aboutPersons: true,
    rowPerEvent: true,
    keysOf: ({ subjects, position }) => subjects.map((subject) => trailKey(subject, position)),
    on: Object.fromEntries([...definitions.keys()].map((type) => [type, row])),
  };
}

export const trailContext = (definitions: ReadonlyMap<string, EventDefinition>): Context => ({
  name: 'trail',
  zh: '留存记录',
  deciders: [],
  policies: [],
  events: {},
  views: [trailView(definitions)],
});
