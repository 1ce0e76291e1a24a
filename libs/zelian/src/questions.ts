import { canonicalJson, kindOf, must, overlapOf, yearInterval, type Actor, type AnyView, type Context, type EvidenceRef, type Seen } from '#kernel';
import { complaintEvents } from '#registry';
import type { Clock, EventLog, SeenRef } from '#ledger';
import { answerRecorded, type AccessLog } from '#access';
import { unknownEvidence, type EvidenceStore } from '#exchange';
import type { TriggerRow } from '#accountability';
import type { Moment, Reader } from '#readmodel';
import type { PersonPostsRow, PostRow } from '#registry';
import { clauseFactsKey, knownFactsOf, sha256Hex, type ClauseFactsRow, type RuleBookRow } from '#rulebook';
import { isOwnRow, notAnOwner, OWNERS_ONLY, ownsCases } from './case-owners.js';
import { explainTarget, mustBeYear, type Explanation, type PersonExplanation } from './explain.js';
import type { TrailRow } from './trail.view.js';
import { exportLines } from './transfer.js';

type Desk = Readonly<{ reader: Reader; access: AccessLog; clock: Clock; contexts: readonly Context[] }>;
/** A read about persons, as the access log will have it. */
export type ReadAbout = Readonly<{ view: string; key?: string; actor?: Actor; purpose?: string }>;

/** Notes a read of a view whose rows say something about persons. @throws Rejection `access.case-owner-only`, noted as well */
export async function recordRead(desk: Desk, { aboutPersons }: AnyView, { view, key, actor = {}, purpose }: ReadAbout): Promise<void> {
  if (!aboutPersons && !OWNERS_ONLY.has(view)) return;
  const entry = { at: desk.clock.now(), actor, kind: 'read' as const, view, key, purpose };
  await answerRecorded(desk.access, entry, async () => {
    if (OWNERS_ONLY.has(view) && !(await isOwnRow(desk, actor, { view, key })) && !(await ownsCases(desk, actor))) throw notAnOwner();
  });
}

/** `ownersOnly`: events tell whom clauses flag, so over a network they are for case owners. */
export type ExportAsk = Readonly<{ from?: number; actor?: Actor; ownersOnly?: boolean }>;

/** Notes that somebody takes the events, then hands them over. */
export async function exportNoted(desk: Desk, log: EventLog, { from = 0, actor = {}, ownersOnly = false }: ExportAsk): Promise<AsyncIterable<Buffer>> {
  const entry = { at: desk.clock.now(), actor, kind: 'export' as const, view: 'events' };
  return answerRecorded(desk.access, entry, async () => {
    if (ownersOnly && !(await ownsCases(desk, actor))) throw notAnOwner();
    return exportLines(log, { from });
  });
}

export type EvidenceFile = Readonly<{ ref: EvidenceRef; content: AsyncIterable<Uint8Array> }>;

/** Notes that somebody takes a file, then hands it over as it lies there. @throws Rejection `evidence.unknown`, noted as well */
export async function evidenceNoted(
  desk: Desk,
  store: Pick<EvidenceStore, 'find' | 'open'>,
  { sha256, actor }: Readonly<{ sha256: string; actor: Actor }>,
): Promise<EvidenceFile> {
  const entry = { at: desk.clock.now(), actor, kind: 'read' as const, view: 'evidence', key: sha256 };
  return answerRecorded(desk.access, entry, async () => {
    const ref = await store.find(sha256);
    if (!ref) throw unknownEvidence(sha256);
    return { ref, content: store.open(sha256) };
  });
}

/** Every row of a list, page by page. */
async function allRows(reader: Reader, view: string, ask: Readonly<{ prefix?: string; moment: Moment }>): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  let after: string | undefined;
  do {
    const page = await reader.list(view, { ...ask, after, limit: 500 });
    rows.push(...page.rows.map(({ row }) => row));
    after = page.next;
  } while (after !== undefined);
  return rows;
}

/** What another ledger says may be of that kind too. */
const FOREIGN = 'ForeignEventReceived';
/** Contexts whose events tell of persons under accountability. */
const OF_PERSONS: readonly string[] = ['accountability', 'appeal', 'redress'];

/** The trail of a person is for case owners. Anybody else sees a unit's or village's without what accountability records of persons: counts included. */
export async function trailOf(
  desk: Desk,
  subject: string,
  { moment = {}, actor = {} }: Readonly<{ moment?: Moment; actor?: Actor }>,
): Promise<readonly TrailRow[]> {
  mustBeSubject(subject);
  const entry = { at: desk.clock.now(), actor, kind: 'read' as const, view: 'trail', key: subject, subject };
  return answerRecorded(desk.access, entry, async () => {
    const owner = await ownsCases(desk, actor);
    if (kindOf(subject) === 'person' && !owner) throw notAnOwner();
    const rows = (await allRows(desk.reader, 'trail', { prefix: `${subject}/`, moment })) as readonly TrailRow[];
    mustBeKnown(rows, subject);
    const withheld = desk.contexts.filter(({ name }) => OF_PERSONS.includes(name));
    const isWithheld = (type: string) => type === FOREIGN || Object.hasOwn(complaintEvents, type) || withheld.some(({ events }) => Object.hasOwn(events, type));
    return owner ? rows : rows.filter(({ type }) => !isWithheld(type));
  });
}

type Ask = Readonly<{ year: number; moment?: Moment; actor?: Actor }>;

/** A dossier on somebody uncharged is noted in the access log first (justice 12); clauses about units and villages are nobody's secret. */
export async function explain(desk: Desk, subject: string, ask: Ask): Promise<Explanation | PersonExplanation> {
  mustBeSubject(subject);
  mustBeYear(ask.year);
  if (kindOf(subject) !== 'person') return explainKnown(desk.reader, subject, ask);
  const entry = { at: desk.clock.now(), actor: ask.actor ?? {}, kind: 'read' as const, view: 'explain', key: subject, subject };
  return answerRecorded(desk.access, entry, async () => {
    if (!(await ownsCases(desk, ask.actor ?? {}))) throw notAnOwner();
    await mustBeRecorded(desk.reader, subject, ask);
    return explainPerson(desk.reader, subject, ask);
  });
}

/** What nothing is recorded of is not explained: a mistyped id would read as if no clause said anything. @throws Rejection `subject.unknown` */
async function mustBeRecorded(reader: Reader, subject: string, { moment: { asKnownAt, atLeast } = {} }: Ask): Promise<void> {
  const { rows } = await reader.list('trail', { prefix: `${subject}/`, limit: 1, moment: { asKnownAt, atLeast } });
  mustBeKnown(rows, subject);
}

async function explainKnown(reader: Reader, subject: string, ask: Ask): Promise<Explanation> {
  await mustBeRecorded(reader, subject, ask);
  return explainOne(reader, subject, ask);
}

async function explainOne(reader: Reader, target: string, { year, moment = {} }: Ask): Promise<Explanation> {
  const { row, position } = await reader.get('clause-facts', clauseFactsKey({ target, year }), moment);
  const books = await allRows(reader, 'rule-books', { moment: { asKnownAt: position } });
  return explainTarget(target, year, { position, books: books as readonly RuleBookRow[], facts: row === undefined ? {} : knownFactsOf(row as ClauseFactsRow) });
}

async function explainPerson(reader: Reader, personId: string, ask: Ask): Promise<PersonExplanation> {
  const { row, position } = await reader.get('person-posts', personId, ask.moment);
  const moment = { asKnownAt: position };
  const held = (row ?? { personId, tenures: [], duties: [], secondments: [] }) as PersonPostsRow;
  const posts = held.tenures.filter((tenure) => overlapOf(tenure, yearInterval(ask.year))).map(({ postId }) => postId);
  const units = await Promise.all(posts.map(async (postId) => (await reader.get('post-directory', postId, moment)).row as PostRow));
  const triggers = ((await allRows(reader, 'trigger-register', { moment })) as readonly TriggerRow[]).filter(
    (trigger) => trigger.personId === personId && trigger.year === ask.year,
  );
  const targets = new Set([
    ...units.map(({ unitId }) => unitId),
    ...held.duties.filter(({ year }) => year === ask.year).map(({ targetId }) => targetId),
    ...triggers.map(({ target }) => target),
  ]);
  const explained: Explanation[] = [];
  for (const target of [...targets].sort()) explained.push(await explainOne(reader, target, { ...ask, moment }));
  return { subject: personId, year: ask.year, position, triggers, targets: explained };
}

function mustBeSubject(id: string): void {
  must(kindOf(id) !== undefined, 'subject.unknown', { zh: `不是单位、村、岗位或人员编号：${id}`, en: `not the id of a unit, village, post or person: ${id}` });
}

/** Whoever is registered has a first event; before it there is nobody to ask about. */
function mustBeKnown(rows: readonly unknown[], id: string): void {
  must(rows.length > 0, 'subject.unknown', { zh: `所问时点没有登记过${id}`, en: `nothing is recorded of ${id} at the moment asked for` });
}

/** What the deciders had before them: the server itself reads the row and hashes it. Naming a row tells whether it is there: that is a read like any other. */
export async function seenBy(
  desk: Desk,
  { view, key, position }: SeenRef,
  { actor, view: definition }: Readonly<{ actor: Actor; view: AnyView }>,
): Promise<Seen> {
  await recordRead(desk, definition, { view, key, actor, purpose: 'seen' });
  const answer = await desk.reader.get(view, key, position === undefined ? {} : { asKnownAt: position });
  must(answer.row !== undefined, 'seen.no-such-row', { zh: `所示内容不存在：${view} ${key}`, en: `there is no such row: ${view} ${key}` });
  return { view: answer.view, key, position: answer.position, rowHash: sha256Hex(canonicalJson(answer.row)) };
}
