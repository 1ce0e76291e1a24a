import { canonicalJson, type Instant, type Recorded, type Seen } from '#kernel';
import type { CaseEvent, CaseKey, CollectivelyDecided, DecisionCorrected, DecisionServed } from '#accountability';
import { bookInForceFrom, clauseById, measureById, sha256Hex, type RuleBook, type RuleBookRow } from '#rulebook';
import { TreeHasher } from '#transparency';
import { sha256 } from '../log-walk.js';
import { caseKeyOf, dayOf, screenAt } from '../screen/index.js';
import type { Zelian } from '../zelian.js';
import type { ActOfRecord, BasisOfRecord, RecordOfAppeal, SeenOfRecord } from './appeal-record.js';
import { appealsOfRecord, remediesOfRecord } from './appeals-of-record.js';

type At = Readonly<{ zelian: Zelian; key: CaseKey; position: number }>;
type Decision = Recorded<CollectivelyDecided>;

/** Everything that the record of an appeal states, read at one position. @throws Rejection as the screen does */
export async function appealMaterial(zelian: Zelian, caseKey: string, position: number): Promise<RecordOfAppeal> {
  const key = caseKeyOf(caseKey);
  const at: At = { zelian, key, position };
  const screen = await screenAt(zelian.parts, key, { position, today: await dayOf(zelian.parts, {}, position) });
  const events = await caseEvents(at);
  const decision = events.find(({ id }) => id === screen.decision.eventId) as Decision;
  const books = await booksAt(at);
  const appealed = { zelian, position, books, against: { kind: 'measure', ...key } as const };
  const book = bookInForceFrom(books, decision.data.date)?.book;
  const served = events.findLast(({ type }) => type === 'DecisionServed') as Recorded<DecisionServed> | undefined;
  const servedOn = served?.data.established.effectiveOn;
  const [person, post, organ] = (await zelian.named([key.personId, key.postId, decision.data.organUnitId])) as [string, string, string];
  return {
    ...{ person, post, organ, year: key.year, personId: key.personId, position, screen },
    measureZh: (book && measureById(book, screen.decision.measure)?.zh) ?? screen.decision.measure,
    ...decidedAs(decision),
    ...(servedOn !== undefined && { servedOn }),
    acts: actsOf(at, events),
    bases: await basesOf(at, decision, books),
    seen: await seenThenAndNow(at, decision.seen ?? []),
    remedies: await remediesOfRecord(appealed, screen.today),
    appeals: await appealsOfRecord(appealed),
    ...outcomeOf(events, book),
    labels: new Map([...zelian.parts.history.definitions].map(([type, { zh }]) => [type, zh])),
    logHash: await logHashUpTo(at),
  };
}

const decidedAs = ({ data: { date, documentNo } }: Decision): Pick<RecordOfAppeal, 'decidedOn' | 'documentNo'> => ({
  decidedOn: date,
  ...(documentNo !== undefined && { documentNo }),
});

async function caseEvents({ zelian, key: { personId, postId, year }, position }: At): Promise<readonly Recorded<CaseEvent>[]> {
  const events: Recorded<CaseEvent>[] = [];
  const stream = zelian.parts.history.readStream(`case-${personId}-${postId}-${year}`);
  for await (const event of stream) if (event.position <= position) events.push(event as Recorded<CaseEvent>);
  return events;
}

async function booksAt({ zelian, position }: Pick<At, 'zelian' | 'position'>): Promise<readonly RuleBookRow[]> {
  const { rows } = await zelian.reader.list('rule-books', { limit: 1_000, moment: { asKnownAt: position } });
  return rows.map(({ row }) => row as RuleBookRow);
}

/** What the book in force on a day calls a measure; a measure that it does not know by its id. */
export async function measureZhAt(zelian: Zelian, { measure, date, position }: Readonly<{ measure: string; date: string; position: number }>): Promise<string> {
  const book = bookInForceFrom(await booksAt({ zelian, position }), date)?.book;
  return (book && measureById(book, measure)?.zh) ?? measure;
}

/** Acts of people and what the clocks found; what policies made of facts is told with the bases. */
function actsOf({ zelian }: At, events: readonly Recorded<CaseEvent>[]): readonly ActOfRecord[] {
  const { definitions } = zelian.parts.history;
  return events
    .filter(({ type }) => definitions.get(type)?.kind === 'act' || type === 'FormalitiesOverdue' || type === 'MeasureBasisLost')
    .map(({ id, type, data, validAt, position }) => {
      const { documentNo, breaches = [] } = data as Readonly<{ documentNo?: string; breaches?: readonly string[] }>;
      return { date: validAt.from, zh: definitions.get(type)?.zh ?? type, breaches, eventId: id, position, ...(documentNo !== undefined && { documentNo }) };
    });
}

async function basesOf({ zelian }: At, { basis = [], data }: Decision, books: readonly RuleBookRow[]): Promise<readonly BasisOfRecord[]> {
  return Promise.all(
    basis.map(async ({ clauseId, bookId, bookVersion, clauseHash, events }) => {
      const book = books.find((row) => row.bookId === bookId)?.versions.find(({ version }) => version === bookVersion)?.document;
      const target = data.bases.find((ref) => ref.clauseId === clauseId)?.target ?? '';
      return {
        ...{ clauseId, clauseHash, eventIds: events, target: await zelian.named(target) },
        zh: (book && clauseById(book, clauseId)?.zh) ?? clauseId,
        book: `${book?.title ?? bookId}第${bookVersion}版`,
      };
    }),
  );
}

/** A row's key with names for the ids in it. */
async function namedKey(zelian: Zelian, key: string): Promise<string> {
  const ids = [...new Set(key.match(/(?:unit|village|post|person)-[0-9a-z]+/g) ?? [])];
  const names = await zelian.named(ids);
  return ids.reduce((text, id, index) => text.replaceAll(id, names[index]!), key).replaceAll('|', ' ');
}

async function seenThenAndNow({ zelian, position }: At, seen: readonly Seen[]): Promise<readonly SeenOfRecord[]> {
  const compared: SeenOfRecord[] = [];
  for (const { view: label, key, position: then, rowHash } of seen) {
    const view = zelian.viewNamed(label.slice(0, label.lastIndexOf('@')));
    const [before, now] = [
      (await zelian.reader.get(view.name, key, { asKnownAt: then })).row,
      (await zelian.reader.get(view.name, key, { asKnownAt: position })).row,
    ];
    const nowHash = now === undefined ? null : sha256Hex(canonicalJson(now));
    compared.push({ view: view.zh, key: await namedKey(zelian, key), position: then, rowHash, nowHash, changed: fieldsChanged(before, now) });
  }
  return compared;
}

const isValue = (part: unknown): boolean => typeof part !== 'object' || part === null;
/** Fields with one value each that read otherwise; of what is a list or an object of its own the hash says that it changed. */
function fieldsChanged(before: unknown, now: unknown): readonly string[] {
  if (isValue(before) || isValue(now)) return [];
  const [then, today] = [before, now] as readonly Readonly<Record<string, unknown>>[];
  const fields = [...new Set([...Object.keys(then!), ...Object.keys(today!)])].sort();
  return fields
    .filter((field) => isValue(then![field]) && isValue(today![field]) && then![field] !== today![field])
    .map((field) => `${field} ${String(then![field] ?? '无')}→${String(today![field] ?? '无')}`);
}

function outcomeOf(events: readonly Recorded<CaseEvent>[], book: RuleBook | undefined): Pick<RecordOfAppeal, 'outcomeZh'> {
  const correction = events.findLast(({ type }) => type === 'DecisionCorrected') as Recorded<DecisionCorrected> | undefined;
  if (!correction) return {};
  const { kind, date, measure, authorityRef } = correction.data;
  const varied = measure === undefined ? '' : `为${(book && measureById(book, measure)?.zh) ?? measure}`;
  return { outcomeZh: `该决定于${date}${kind === 'revoked' ? '撤销' : `变更${varied}`}（${authorityRef}）。` };
}

async function logHashUpTo({ zelian, position }: At): Promise<string> {
  const tree = new TreeHasher(sha256);
  for await (const event of zelian.log.readAll(0)) {
    if (event.position > position) break;
    tree.add(event.bytes);
  }
  return Buffer.from(tree.root()).toString('hex');
}

/** The day on which the record stands: the only time in its print. */
export const recordedAtOf = async (zelian: Zelian, position: number): Promise<Instant> =>
  (await zelian.parts.history.at(position))?.recordedAt ?? zelian.parts.clock.now();
