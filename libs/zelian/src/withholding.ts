import { isCommitted, must } from '#kernel';
import type { Opening } from '#seal';
import { FIELD_ZH, fieldZh } from './field-names.js';

/** An event of a dossier, as far as its private values are looked for. */
type Told = Readonly<{ id: string; data?: unknown }>;
/** Where a private value stands: in which event, under which path of its data (`narrative`, `members.0.name`). */
type Place = Readonly<{ eventId: string; field: string }>;
type Asked = Readonly<{ names: readonly string[]; events: readonly Told[]; held: Iterable<Opening> }>;

const OF_EVENT = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(.+)$/;
/** So many are told of in a refusal. */
const TOLD_MAX = 30;

/**
 * Which commitments stay closed because it was asked for: by the name of a field (`narrative`: also that of a member, `members.0.narrative`), or `EVENTID:field` for
 * the value of one event. A value that the asker may not read, or that was erased, has its field all the same.
 * @throws Rejection `dossier.withhold-unknown` when a name stands for no private value of these events: it would close nothing, and nobody would notice
 */
export function withholding({ names, events, held }: Asked): (commitment: string) => boolean {
  const places = placesIn(events, held);
  const all = [...places.values()].flat();
  const unknown = names.filter((name) => !all.some((place) => isMeant(name, place)));
  const [wrong, there] = [unknown, fieldsOf(all)].map((list) => list.slice(0, TOLD_MAX)) as [string[], string[]];
  must(unknown.length === 0, 'dossier.withhold-unknown', {
    zh: `案卷中没有这样的私密内容，未出具：${wrong.join('、')}；可不公开的：${there.map(called).join('、') || '无'}（或“事件编号:字段”）`,
    en: `no private value of this dossier is called ${wrong.join(', ')}, so nothing is given out; there are: ${there.join(', ') || 'none'} (or EVENTID:field)`,
  });
  return (commitment) => (places.get(commitment) ?? []).some((place) => names.some((name) => isMeant(name, place)));
}

function isMeant(name: string, { eventId, field }: Place): boolean {
  const [, event = eventId, wanted = name] = OF_EVENT.exec(name) ?? [];
  return event === eventId && (field === wanted || field.endsWith(`.${wanted}`));
}

/** Every place of every commitment: in the events themselves, and as the vault has it. */
function placesIn(events: readonly Told[], held: Iterable<Opening>): ReadonlyMap<string, readonly Place[]> {
  const found = new Map<string, Place[]>();
  const add = (commitment: string, place: Place) => found.set(commitment, [...(found.get(commitment) ?? []), place]);
  const visit = (part: unknown, eventId: string, path: readonly string[]): void => {
    if (isCommitted(part)) add(part.commitment, { eventId, field: path.join('.') });
    else if (typeof part === 'object' && part !== null) for (const [key, inner] of Object.entries(part)) visit(inner, eventId, [...path, key]);
  };
  for (const { id, data } of events) visit(data, id, []);
  for (const { commitment, eventId, field } of held) add(commitment, { eventId, field });
  return found;
}

/** The names by which fields can be asked for, each once: of members of lists the part behind the number. */
const fieldsOf = (places: readonly Place[]): readonly string[] => [...new Set(places.map(({ field }) => field.replace(/^.*\.\d+\.(?=.)/u, '')))].sort();

function called(field: string): string {
  const name = field.split('.').at(-1)!;
  const zh = Object.hasOwn(FIELD_ZH, name) ? FIELD_ZH[name]! : fieldZh(name);
  return field.endsWith(zh) ? field : `${field}（${zh}）`;
}
