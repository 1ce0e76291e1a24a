import { canonicalJson, must, sameJson, type Actor, type CalendarDate, type Recorded, type Seen } from '#kernel';
import { eventIdOf } from '#ledger';
import { sha256Hex } from '#rulebook';
import type { Parts } from '../parts.js';
import { owned } from './asking.js';

/** A fact recorded after the deciders looked, though it held before they decided. */
export type LateFact = Readonly<{ eventId: string; type: string; zh: string; validFrom: CalendarDate; recordedAt: string; position: number }>;
/** One screen that deciders had before them: as it was known to them, as it is known now, and which of its fields differ. */
export type Screen = Readonly<{
  view: string;
  zh: string;
  key: string;
  /** As known after which position, and whether the row is still the one whose hash they signed for. */
  seenAt: number;
  asSeen: boolean;
  seenFor: readonly Readonly<{ type: string; zh: string; date: CalendarDate; actor: Actor }>[];
  then: unknown;
  now: unknown;
  differs: readonly string[];
  late: readonly LateFact[];
}>;
export type CaseFile = Readonly<{ personId: string; postId: string; year: number; position: number; screens: readonly Screen[] }>;
export type CaseFileAsk = Readonly<{ personId: string; postId: string; year: number; actor: Actor }>;

/** History as it was known and as it is known, for every screen that a case's acts rest on. For case owners and the panel of an appeal, and noted. @throws Rejection `case.unknown` */
export function askCaseFile(parts: Parts, { personId, postId, year, actor }: CaseFileAsk): Promise<CaseFile> {
  const decisions = [{ kind: 'measure', personId, postId, year } as const];
  return owned(parts, { actor, view: 'case-file', key: `${personId}|${postId}|${year}`, decisions }, async () => {
    await parts.projector.catchUp();
    const acts: Recorded[] = [];
    for await (const event of parts.history.readStream(`case-${personId}-${postId}-${year}`)) acts.push(event);
    must(acts.length > 0, 'case.unknown', { zh: '没有这个案件', en: 'there is no such case' });
    const screens: Screen[] = [];
    for (const [seen, shown] of screensOf(acts)) screens.push(await screenOf(parts, seen, shown));
    return { personId, postId, year, position: await parts.history.head(), screens };
  });
}

/** Each screen once, with the acts that were decided before it. */
function screensOf(acts: readonly Recorded[]): readonly (readonly [Seen, readonly Recorded[]])[] {
  const screens = new Map<string, readonly [Seen, Recorded[]]>();
  for (const act of acts) {
    for (const seen of act.seen ?? []) {
      const place = canonicalJson(seen);
      const known = screens.get(place);
      if (known) known[1].push(act);
      else screens.set(place, [seen, [act]]);
    }
  }
  return [...screens.values()];
}

async function screenOf(parts: Parts, { view: label, key, position, rowHash }: Seen, acts: readonly Recorded[]): Promise<Screen> {
  const { reader, history } = parts;
  const [view] = label.split('@') as [string];
  const { row: then } = await reader.get(view, key, { asKnownAt: position });
  const { row: now } = await reader.get(view, key);
  const decidedOn = acts
    .map(({ validAt }) => validAt.from)
    .sort()
    .at(-1)!;
  return {
    ...{ view, zh: reader.viewNamed(view).zh, key, seenAt: position },
    asSeen: then !== undefined && sha256Hex(canonicalJson(then)) === rowHash,
    seenFor: acts.map(({ type, validAt, actor }) => ({ type, zh: history.definitions.get(type)!.zh, date: validAt.from, actor })),
    ...{ then: then ?? null, now: now ?? null },
    differs: fieldsThatDiffer(then, now),
    late: await lateFacts(parts, { view, key, after: position, decidedOn }),
  };
}

type Row = Readonly<Record<string, unknown>>;
function fieldsThatDiffer(then: unknown, now: unknown): readonly string[] {
  const [before, after] = [then, now].map((row) => (row ?? {}) as Row) as [Row, Row];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return fields.filter((field) => !sameJson(before[field] ?? null, after[field] ?? null));
}

type Looked = Readonly<{ view: string; key: string; after: number; decidedOn: CalendarDate }>;

/** What came to the row after it was looked at, and goes back to a fact that held by the day of the decision. */
async function lateFacts({ history, reader, engines: { log } }: Parts, { view, key, after, decidedOn }: Looked): Promise<readonly LateFact[]> {
  const { on, keysOf } = reader.viewNamed(view);
  const late = new Map<string, LateFact>();
  for await (const event of history.readAll(after + 1)) {
    if (!Object.hasOwn(on, event.type) || !keysOf(event).includes(key)) continue;
    const stored = event.origin === 'policy' ? await log.find(eventIdOf(event.correlationId, 0)) : undefined;
    const root = stored ? (await history.at(stored.position))! : event;
    const { kind, zh } = history.definitions.get(root.type)!;
    if (kind !== 'fact' || root.position <= after || root.validAt.from > decidedOn) continue;
    late.set(root.id, { eventId: root.id, type: root.type, zh, validFrom: root.validAt.from, recordedAt: root.recordedAt, position: root.position });
  }
  return [...late.values()];
}
