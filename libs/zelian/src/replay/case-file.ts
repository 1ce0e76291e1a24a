import { canonicalJson, kindOf, must, sameJson, type Actor, type CalendarDate, type Recorded, type Seen } from '#kernel';
import { eventIdOf } from '#ledger';
import { sha256Hex } from '#rulebook';
import type { Parts } from '../parts.js';
import { againstFrom, againstKey, type Against, type AppealRow } from '#appeal';
import { caseRowKey, type CaseRow } from '#accountability';
import { rowOf, rowsOf } from '../moment-rows.js';
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
  seenFor: readonly Readonly<{ type: string; zh: string; date: CalendarDate; actor: Actor; stream: string }>[];
  then: unknown;
  now: unknown;
  differs: readonly string[];
  late: readonly LateFact[];
}>;
export type CaseFile = Readonly<{ decision: string; against: Against; position: number; screens: readonly Screen[] }>;
/** `decision`: a case, or a unit's grade or veto, by the name that appeals give it. */
export type CaseFileAsk = Readonly<{ decision: string; actor: Actor }>;

/**
 * History as it was known and as it is known, for every screen that the acts rest on which led to a decision and followed it: its own, those of the veto of a unit that it
 * names, and those of every appeal against it. For case owners and the panel of an appeal, and noted. @throws Rejection `case.unknown`, `appeal.decision-unknown`
 */
export async function askCaseFile(parts: Parts, { decision, actor }: CaseFileAsk): Promise<CaseFile> {
  const against = againstFrom(decision);
  return owned(parts, { actor, view: 'case-file', key: decision, decisions: [against] }, async () => {
    await parts.projector.upTo(await parts.history.head());
    const acts: Recorded[] = [];
    for (const stream of [streamOf(against), ...(await besides(parts, against))]) {
      for await (const event of parts.history.readStream(stream)) acts.push(event);
      must(acts.length > 0, 'case.unknown', { zh: '没有这个案件或决定', en: 'there is no such case or decision' });
    }
    const screens: Screen[] = [];
    for (const [seen, shown] of screensOf(acts)) screens.push(await screenOf(parts, seen, shown));
    return { decision, against, position: await parts.history.head(), screens };
  });
}

const streamOf = (against: Against): string => (against.kind === 'grade' ? `performance-${against.unitId}-${against.year}` : againstKey(against));

/** Where else people acted on what the decision is about. */
async function besides({ reader }: Parts, against: Against): Promise<readonly string[]> {
  const appeals = await rowsOf<AppealRow>(reader, 'appeals', { moment: {} });
  const appealed = appeals.filter((row) => againstKey(row.against) === againstKey(against)).map(({ appealId }) => appealId);
  const row = against.kind === 'measure' ? await rowOf<CaseRow>(reader, 'accountability-cases', { key: caseRowKey(against), moment: {} }) : undefined;
  const units = new Set((row?.bases ?? []).map(({ target }) => target).filter((target) => kindOf(target) === 'unit'));
  return [...[...units].map((unitId) => `veto-${unitId}-${against.year}`), ...appealed];
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
    seenFor: acts.map(({ type, validAt, actor, stream }) => ({ type, zh: history.definitions.get(type)!.zh, date: validAt.from, actor, stream })),
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
