import { ALL, holdsOn, must, overlapOf, type CalendarDate, type Facts, type Recorded } from '#kernel';
import type { CaseFile, OtherDecision } from '#appeal';
import { caseRowKey, reexamine, reexaminationNeeds, triggerRowKey, type CaseEvent, type CaseKey, type CaseRow, type TriggerRow } from '#accountability';
import { loadFacts } from '#readmodel';
import { TIE_GROUND_ZH, tiesFrom, windowOf, type PostRow } from '#registry';
import { bookInForceFrom, type RuleBookRow } from '#rulebook';
import { commitmentsIn } from '#vault';
import type { Parts } from '../parts.js';
import { revealed } from '../revealed-facts.js';
import { evidenceNamed, stateOfFiles } from './evidence-named.js';
import { withUndisclosed } from './undisclosed.js';

/** `withholdInformants`: for somebody who is not to learn even that one who complained took part. */
type When = Readonly<{ position: number; today: CalendarDate; withholdInformants?: true | undefined }>;
const CASES = 'accountability-cases';
/** What relates people to each other and to places; the needs of a re-examination load it. */
const TIES = 'case-ties';
const HASH = /^[0-9a-f]{64}$/;

/** Everything that the screen of a case looks at, as known after a position; files and erasures are looked at as they are now. @throws Rejection `case.unknown` */
export async function caseFileAt(parts: Parts, key: CaseKey, { position, today, withholdInformants }: When): Promise<CaseFile> {
  const events = await eventsOf(parts, key, position);
  must(events.length > 0, 'case.unknown', { zh: '没有这个案件', en: 'there is no such case' });
  const facts = await factsAt(parts, key, position);
  const books = facts.all<RuleBookRow>('rule-books').map(([, row]) => row);
  const evidence = await evidenceNamed(parts, idsOfBases(events), position);
  const decision = events.findLast((event) => event.type === 'CollectivelyDecided');
  const shas = [...[...evidence.values()].flatMap(({ files }) => files.map(({ sha256 }) => sha256)), ...events.flatMap(hashesNamed)];
  return {
    ...{ key, events, evidence, books, today },
    reexamined: withUndisclosed(...(await examinations(parts, events, { key, facts, books, withholdInformants }))),
    ...(withholdInformants && { informantsWithheld: withholdInformants }),
    files: await stateOfFiles(parts.engines.evidence, shas),
    erased: await erasedOf(parts, events),
    ...registeredPost(facts, key),
    triggers: await triggersOf(parts, events, { key, position }),
    others: othersOf(facts, key),
    ...relativesIn(facts, key, events),
    organKnown: decision !== undefined && isStaffed(facts, decision.data as Readonly<{ organUnitId: string; date: CalendarDate }>),
  };
}

async function eventsOf({ history }: Parts, { personId, postId, year }: CaseKey, position: number): Promise<readonly Recorded<CaseEvent>[]> {
  const events: Recorded<CaseEvent>[] = [];
  for await (const event of history.readStream(`case-${personId}-${postId}-${year}`)) if (event.position <= position) events.push(event as Recorded<CaseEvent>);
  return events;
}

async function factsAt({ projector, engines }: Parts, key: CaseKey, position: number): Promise<Facts> {
  const needs = [...reexaminationNeeds(key), ...[CASES, 'post-directory', 'rule-books'].map((view) => ({ view, key: ALL }))];
  for (const { view } of needs) await projector.waitFor(view, position);
  return loadFacts(engines.rows, needs, position);
}

type World = Readonly<{ key: CaseKey; facts: Facts; books: readonly RuleBookRow[]; withholdInformants: true | undefined }>;
/** The acts examined by what may be told, and by who complained as well. */
async function examinations(parts: Parts, events: readonly Recorded<CaseEvent>[], { key, facts, books, withholdInformants }: World) {
  const by = (known: Facts) => reexamine(events, { facts: known, bookOn: (date) => bookInForceFrom(books, date) });
  const told = by(facts);
  return [told, withholdInformants ? told : by(await revealed(facts, reexaminationNeeds(key), parts.presenter))] as const;
}

const idsOfBases = (events: readonly Recorded[]): readonly string[] => [...new Set(events.flatMap(({ basis = [] }) => basis.flatMap((one) => one.events)))];
/** Evidence that an act names by the hash of a file. */
const hashesNamed = ({ data }: Recorded): readonly string[] =>
  ((data as Readonly<{ evidenceRefs?: readonly string[] }>).evidenceRefs ?? []).map((ref) => ref.trim()).filter((ref) => HASH.test(ref));

async function erasedOf({ shown, contexts }: Parts, events: readonly Recorded[]): Promise<ReadonlySet<string>> {
  const commitments = commitmentsIn(events.map(({ data }) => data));
  const scopes = contexts.flatMap(({ deciders }) => deciders.map(({ category }) => category));
  return commitments.length === 0 ? new Set() : shown.erased(commitments, scopes);
}

function registeredPost(facts: Facts, { postId }: CaseKey): Pick<CaseFile, 'post'> {
  const post = facts.get<PostRow>('post-directory', postId);
  return post ? { post } : {};
}

async function triggersOf(
  { reader }: Parts,
  events: readonly Recorded<CaseEvent>[],
  { key, position }: Readonly<{ key: CaseKey; position: number }>,
): Promise<CaseFile['triggers']> {
  const refs = new Map(events.flatMap((event) => ('clauseId' in event.data ? [[`${event.data.clauseId}@${event.data.target}`, event.data] as const] : [])));
  const found = new Map<string, TriggerRow>();
  for (const [name, { clauseId, target }] of refs) {
    const { row } = await reader.get('trigger-register', triggerRowKey({ ...key, clauseId, target }), { asKnownAt: position });
    if (row !== undefined) found.set(name, row as TriggerRow);
  }
  return found;
}

/** What was decided about the person in other cases and stands. */
function othersOf(facts: Facts, key: CaseKey): readonly OtherDecision[] {
  return facts
    .all<CaseRow>(CASES)
    .filter(([name, row]) => row.personId === key.personId && name !== caseRowKey(key))
    .flatMap(([, { personId, postId, year, decision, steps }]): readonly OtherDecision[] => {
      const eventId = steps.findLast(({ type }) => type === 'CollectivelyDecided')?.eventId;
      return decision && eventId !== undefined ? [{ personId, postId, year, eventId, bases: decision.reliedOn.map(refOf) }] : [];
    });
}
function refOf(ground: string): OtherDecision['bases'][number] {
  const at = ground.lastIndexOf('@');
  return { clauseId: ground.slice(0, at), target: ground.slice(at + 1) };
}

/**
 * Declared relatives of the person, in the year concerned and on to the decision; absent while nobody has declared any relation. Who is related otherwise, by post or
 * duty, may decide all the same: it is what a committee that manages posts does.
 */
function relativesIn(facts: Facts, { personId, year }: CaseKey, events: readonly Recorded<CaseEvent>[]): Pick<CaseFile, 'barred'> {
  const { persons } = tiesFrom(facts, TIES);
  if (![...persons.values()].some(({ relations }) => relations.length > 0)) return {};
  const decidedOn = events.findLast(({ type }) => type === 'CollectivelyDecided')?.validAt.from;
  if (decidedOn === undefined) return { barred: [] };
  const kin = (persons.get(personId)?.relations ?? []).filter((relation) => overlapOf(windowOf(year, decidedOn), relation));
  const why = { zh: `与当事人有${TIE_GROUND_ZH.kinship}，应当回避`, en: 'a declared relative of the person: should have stood aside' };
  return { barred: kin.map((relation) => ({ personId: relation.personId, why, eventId: relation.eventId })) };
}

const isStaffed = (facts: Facts, { organUnitId, date }: Readonly<{ organUnitId: string; date: CalendarDate }>): boolean =>
  facts.all<PostRow>('post-directory').some(([, { unitId, tenures }]) => unitId === organUnitId && tenures.some((tenure) => holdsOn(tenure, date)));
