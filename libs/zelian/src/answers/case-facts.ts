import { must, type Actor, type CalendarDate, type Instant, type Private, type Recorded } from '#kernel';
import { answerRecorded } from '#access';
import type { CaseEvent } from '#accountability';
import type { FindingRow, FindingStandingRow } from '#inspection';
import type { Moment } from '#readmodel';
import { clauseOutcomeKey, type ClauseOutcomeRow } from '#rulebook';
import { momentOf, rowOf } from '../moment-rows.js';
import type { Parts } from '../parts.js';
import { aboutCase, decisionIn, lastOf, type CaseAsk, type OpenedCase } from './about-case.js';
import { evidenceGaps, evidenceOf, type EvidenceShown } from './fact-evidence.js';
import { gapsOf, type Gap } from './fact-gaps.js';
import { eventAt, reliedOn, type ReliedOn, type Root } from './facts-relied-on.js';

/** A finding as its unit knows it. `statement`: a narrative that may name a household, so only for who owns cases; null where it is withheld. */
export type FindingTold = Readonly<
  Pick<
    FindingRow,
    'findingId' | 'unitId' | 'villageId' | 'foundOn' | 'loggedByPersonIds' | 'status' | 'statusZh' | 'shownTo' | 'agreedBy' | 'refusal' | 'duplicateOf'
  >
> &
  Readonly<{ disputedBy: Readonly<{ date: CalendarDate; personId: string; postId: string; stands: boolean | null }> | null; statement: Private | null }>;
type Presented = Readonly<{ eventId: string; date: CalendarDate; signed: boolean; by: Actor }>;
/** One fact: what was recorded, on which evidence, by whom, and to whom it was shown. */
export type ShownFact = Readonly<{
  eventId: string;
  type: string;
  zh: string;
  clauses: readonly string[];
  date: CalendarDate;
  recordedAt: Instant;
  signer: Actor | null;
  evidence: readonly EvidenceShown[];
  finding: FindingTold | null;
  /** When the person concerned was shown the facts as drawn up, after this one was on record. */
  shownToPerson: Presented | null;
  gaps: readonly Gap[];
}>;
/** What the person said; the record has it as a whole, not fact by fact. */
export type StatementTold = Readonly<{ eventId: string; date: CalendarDate; signed: boolean; statement: Private; acceptedPoints: readonly Private[] }>;
/** Fact × evidence × signer × shown to whom. `basedOn`: the act whose grounds are told. */
export type CaseFacts = Readonly<{
  key: OpenedCase['key'];
  position: number;
  basedOn: 'decision' | 'report' | 'recommendation' | 'flag';
  facts: readonly ShownFact[];
  drafted: Readonly<{ eventId: string; date: CalendarDate; by: Actor; facts: Private; evidence: readonly EvidenceShown[] }> | null;
  presented: readonly Presented[];
  statements: readonly StatementTold[];
  /** Of the case as a whole. */
  gaps: readonly Gap[];
}>;

/** @throws Rejection `case.key`, `case.unknown`, `access.case-owner-only` */
export function caseFacts(parts: Parts, ask: CaseAsk): Promise<CaseFacts> {
  return aboutCase(parts, { view: 'case-facts', ask }, (opened) => factsOfCase(parts, opened));
}

/** The same for whoever has been let in already. */
export async function factsOfCase(parts: Parts, opened: OpenedCase): Promise<CaseFacts> {
  const { key, events, position, owner } = opened;
  const { basedOn, roots } = rootsOf(opened);
  const facts = await reliedOn(parts, roots, position);
  const now = await reliedOn(parts, await rootsNow(parts, opened, roots), position);
  const presented = events.filter(({ type }) => type === 'FactsPresentedToSubject');
  const shown: ShownFact[] = [];
  for (const fact of facts.values()) shown.push(await factOf(parts, fact, { now, presented, position, owner }));
  const [drafted, statements] = [await draftOf(parts, events), statementsOf(events)];
  const whole = gapsOf({
    'no-facts': shown.length === 0,
    'no-draft': !drafted,
    ...(drafted && evidenceGaps(drafted.evidence)),
    ...personGaps(presented),
    'not-heard': statements.length === 0,
  });
  return { key, position, basedOn, facts: shown, drafted, presented: presented.map(presentedOf), statements, gaps: whole };
}

export type FindingFacts = Readonly<{ findingId: string; position: number; fact: ShownFact }>;
type FindingAsk = Readonly<{ findingId: string; actor: Actor; moment?: Moment }>;
/** The same of one finding, for whoever may read findings; the question is noted. @throws Rejection `finding.unknown` */
export function findingFacts(parts: Parts, { findingId, actor, moment: { validOn: _day, ...moment } = {} }: FindingAsk): Promise<FindingFacts> {
  const entry = { at: parts.clock.now(), actor, kind: 'read' as const, view: 'finding-facts', key: findingId };
  return answerRecorded(parts.access, entry, async () => {
    const { position, at } = await momentOf(parts.reader, moment);
    const standing = await rowOf<FindingStandingRow>(parts.reader, 'finding-standings', { key: findingId, moment: at });
    const finding = standing && (await findingAt(parts, standing, position));
    const event = finding && (await eventAt(parts, finding.history[0]!.eventId, position));
    must(event, 'finding.unknown', { zh: '没有这个问题', en: 'there is no such finding' });
    const evidence = await evidenceOf(parts, {}, finding);
    const gaps = gapsOf({ ...evidenceGaps(evidence), ...findingGaps(finding) });
    return { findingId, position, fact: { ...recordedOf(parts, event), clauses: [], evidence, finding: told(finding, true), shownToPerson: null, gaps } };
  });
}

/** The grounds of the latest act that named any, as the act itself cites them. */
function rootsOf({ events, row, owner }: OpenedCase): Readonly<{ basedOn: CaseFacts['basedOn']; roots: readonly Root[] }> {
  const acts = [
    ['decision', decisionIn(events)],
    ['report', lastOf(events, 'InvestigationReported')],
    ['recommendation', lastOf(events, 'AccountabilityRecommended')],
  ] as const;
  const [basedOn, act] = acts.find(([, one]) => one !== undefined) ?? (['flag', undefined] as const);
  if (act) return { basedOn, roots: (act.basis ?? []).map(({ clauseId, events: ids }) => ({ clauseId, events: ids })) };
  return { basedOn, roots: owner ? row.bases : [] };
}

/** What the same clauses rest on as known now. */
async function rootsNow({ reader }: Parts, { key: { year }, at, row, events }: OpenedCase, roots: readonly Root[]): Promise<readonly Root[]> {
  const bases = [...(decisionIn(events)?.data.bases ?? []), ...row.bases, ...(lastOf(events, 'AccountabilityRecommended')?.data.bases ?? [])];
  const now: Root[] = [];
  for (const { clauseId } of roots) {
    const target = bases.find((basis) => basis.clauseId === clauseId)?.target ?? '';
    const outcome = await rowOf<ClauseOutcomeRow>(reader, 'clause-outcomes', { key: clauseOutcomeKey({ target, year, clauseId }), moment: at });
    now.push({ clauseId, events: outcome?.evidence ?? [] });
  }
  return now;
}

type Relied = Readonly<{ event: Recorded; clauses: readonly string[] }>;
type Beside = Readonly<{ now: ReliedOn; presented: readonly Recorded<CaseEvent>[]; position: number; owner: boolean }>;
async function factOf(parts: Parts, { event, clauses }: Relied, beside: Beside): Promise<ShownFact> {
  const { now, presented, position, owner } = beside;
  const finding = 'findingId' in event.data ? await findingAt(parts, event.data as FindingStandingRow, position) : undefined;
  const evidence = await evidenceOf(parts, event.data, finding);
  const shown = presented.findLast((one) => one.position > event.position) as Recorded<CaseEvent> | undefined;
  const fact = recordedOf(parts, event);
  return {
    ...{ ...fact, clauses, evidence, finding: finding ? told(finding, owner) : null, shownToPerson: shown ? presentedOf(shown) : null },
    gaps: gapsOf({
      ...evidenceGaps(evidence),
      'no-signer': fact.signer === null,
      ...(finding && findingGaps(finding)),
      'never-shown': presented.length === 0,
      'recorded-after-shown': presented.length > 0 && !shown,
      'not-relied-on-now': !now.has(event.id),
    }),
  };
}

function recordedOf(
  { history }: Parts,
  { id: eventId, type, validAt, recordedAt, actor }: Recorded,
): Omit<ShownFact, 'clauses' | 'evidence' | 'finding' | 'shownToPerson' | 'gaps'> {
  const signer = actor.personId === undefined ? null : { personId: actor.personId, ...(actor.postId !== undefined && { postId: actor.postId }) };
  return { eventId, type, zh: history.definitions.get(type)?.zh ?? type, date: validAt.from, recordedAt, signer };
}

type Placed = Pick<FindingStandingRow, 'unitId' | 'year' | 'findingId'>;
const findingAt = ({ reader }: Parts, { unitId, year, findingId }: Placed, position: number): Promise<FindingRow | undefined> =>
  rowOf<FindingRow>(reader, 'findings-register', { key: `${unitId}-${year}-${findingId}`, moment: { asKnownAt: position } });

function told(finding: FindingRow, owner: boolean): FindingTold {
  const { findingId, unitId, villageId, foundOn, loggedByPersonIds, status, statusZh, shownTo, agreedBy, refusal, duplicateOf, objection, statement } = finding;
  const disputedBy = objection && { date: objection.date, personId: objection.personId, postId: objection.postId, stands: objection.decided?.stands ?? null };
  return {
    ...{ findingId, unitId, villageId, foundOn, loggedByPersonIds, status, statusZh, shownTo, agreedBy, refusal, duplicateOf },
    ...{ disputedBy, statement: owner ? statement : null },
  };
}

const findingGaps = ({ shownTo, agreedBy, objection, refusal, evidenceChangedSinceShown }: FindingRow): Readonly<Partial<Record<Gap, boolean>>> => ({
  'unit-never-shown': shownTo === null,
  'unit-not-answered': shownTo !== null && agreedBy === null && objection === null && refusal === null,
  'changed-since-shown': evidenceChangedSinceShown,
});
const personGaps = (presented: readonly Recorded<CaseEvent>[]): Readonly<Partial<Record<Gap, boolean>>> => ({
  'never-shown': presented.length === 0,
  'shown-unsigned': presented.length > 0 && !presented.some((one) => (one.data as Readonly<{ signed: boolean }>).signed),
});

const presentedOf = ({ id, actor, data }: Recorded<CaseEvent>): Presented => {
  const { date, signed } = data as Readonly<{ date: CalendarDate; signed: boolean }>;
  return { eventId: id, date, signed, by: actor };
};
async function draftOf(parts: Parts, events: readonly Recorded<CaseEvent>[]): Promise<CaseFacts['drafted']> {
  const draft = lastOf(events, 'FactsDrafted');
  if (!draft) return null;
  const { id: eventId, actor: by, data } = draft;
  return { eventId, date: data.date, by, facts: data.facts, evidence: await evidenceOf(parts, { evidenceRefs: data.evidenceRefs }) };
}
const statementsOf = (events: readonly Recorded<CaseEvent>[]): readonly StatementTold[] =>
  events.flatMap((event) => {
    if (event.type !== 'StatementHeard') return [];
    const { date, signed, statement, acceptedPoints } = event.data;
    return [{ eventId: event.id, date, signed, statement, acceptedPoints }];
  });
