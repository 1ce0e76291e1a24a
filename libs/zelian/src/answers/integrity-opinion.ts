import { kindOf, must, type Actor, type CalendarDate } from '#kernel';
import { answerRecorded } from '#access';
import { caseRowKey, measuresOn, type BasisRef, type CaseRow, type MeasureInForce, type MeasuresRow } from '#accountability';
import type { AppealRow } from '#appeal';
import type { Moment, Reader } from '#readmodel';
import { bookInForceFrom, measureById, type RuleBook, type RuleBookRow } from '#rulebook';
import { appealsAgainst } from '../appeals.js';
import { groundOf } from './about-case.js';
import { effectOf, type EffectPeriod } from './effect-period.js';
import { notAnOwner, ownsCases } from '../case-owners.js';
import { momentOf, rowOf, rowsOf } from '../moment-rows.js';
import type { Parts } from '../parts.js';

export type PendingAppeal = Readonly<Pick<AppealRow, 'appealId' | 'filedOn' | 'organUnitId' | 'phase' | 'phaseZh'>>;
export type MeasureOfOpinion = Readonly<{
  postId: string;
  year: number;
  measure: string;
  measureZh: string;
  organUnitId: string;
  decidedOn: CalendarDate;
  documentNo: string | null;
  /** By the day of the opinion. */
  executedOn: CalendarDate | null;
  effect: EffectPeriod;
  /** Every ground that the decision relied on, and whether it has fallen since. */
  bases: readonly (BasisRef & Readonly<{ lost: boolean }>)[];
  /** The last ground fell: the decision stands until its organ acts, and the opinion says so. */
  basisLost: boolean;
  /** The outcome of an appeal that has not been carried out yet, where it already changed the measure. */
  variedOnAppeal: boolean;
  /** An appeal ended with the order to decide anew, and nothing new has been decided yet. */
  redecisionOrdered: boolean;
  appealsPending: readonly PendingAppeal[];
  /** The acts that decided, corrected and executed it. */
  eventIds: readonly string[];
}>;
/** 廉政意见 on one person for one day, as known after one position. What nobody has decided is not in it, and nothing tells whether there is any (justice 2). */
export type IntegrityOpinion = Readonly<{ personId: string; date: CalendarDate; position: number; measures: readonly MeasureOfOpinion[] }>;
export type OpinionAsk = Readonly<{ personId: string; date: CalendarDate; actor: Actor; moment?: Moment }>;

/** Decided measures in force on a day. For case owners, and noted. @throws Rejection `access.case-owner-only`, `subject.unknown`, `person.unknown` */
export async function integrityOpinion(
  parts: Parts,
  { personId, date, actor, moment: { validOn: _day, ...moment } = {} }: OpinionAsk,
): Promise<IntegrityOpinion> {
  const entry = { at: parts.clock.now(), actor, kind: 'read' as const, view: 'integrity-opinion', key: `${personId}/${date}`, subject: personId };
  return answerRecorded(parts.access, entry, async () => {
    if (!(await ownsCases(parts, actor))) throw notAnOwner();
    const { position } = await momentOf(parts.reader, moment);
    return opinionAt(parts.reader, { personId, date, position });
  });
}

type At = Readonly<{ personId: string; date: CalendarDate; position: number }>;
/** The same for whoever has been let in already. */
export async function opinionAt(reader: Reader, { personId, date, position }: At): Promise<IntegrityOpinion> {
  must(kindOf(personId) === 'person', 'subject.unknown', { zh: `不是人员编号：${personId}`, en: `not the id of a person: ${personId}` });
  const at = { asKnownAt: position };
  const registered = await rowOf(reader, 'person-directory', { key: personId, moment: at });
  must(registered !== undefined, 'person.unknown', { zh: '人员尚未登记', en: 'the person is not registered' });
  const row = await rowOf<MeasuresRow>(reader, 'measures-in-force', { key: personId, moment: at });
  const books = await rowsOf<RuleBookRow>(reader, 'rule-books', { moment: at });
  const measures: MeasureOfOpinion[] = [];
  for (const measure of row ? measuresOn(row, date) : []) {
    const stated = await measureOf(reader, measure, { personId, date, position, books });
    if (stated) measures.push(stated);
  }
  return { personId, date, position, measures };
}

type Of = At & Readonly<{ books: readonly RuleBookRow[] }>;
/** A measure as the opinion states it; none where it was revoked on appeal, or what it became has run out. */
async function measureOf(reader: Reader, held: MeasureInForce, { personId, date, position, books }: Of): Promise<MeasureOfOpinion | undefined> {
  const { postId, year, organUnitId, decidedOn, documentNo = null, basisLost } = held;
  const appeals = await appealsAgainst(reader, { kind: 'measure', personId, postId, year }, position);
  const now = afterAppeals(held, appeals);
  if (now === 'revoked') return undefined;
  const book = bookInForceFrom(books, decidedOn)?.book;
  const effect = effectOf(book, { ...held, ...now });
  if (effect.state === 'stated' && effect.until < date) return undefined;
  const row = await rowOf<CaseRow>(reader, 'accountability-cases', { key: caseRowKey({ personId, postId, year }), moment: { asKnownAt: position } });
  return {
    ...{ postId, year, measure: now.measure, measureZh: nameOf(book, now.measure), organUnitId, decidedOn, documentNo },
    executedOn: held.executedOn !== undefined && held.executedOn <= date ? held.executedOn : null,
    ...{
      effect,
      bases: basesOf(row),
      basisLost,
      variedOnAppeal: now.varied,
      redecisionOrdered: now.toDecideAnew || row?.redecision !== undefined,
      eventIds: deciding(row),
    },
    appealsPending: appeals.filter(({ phase, filedOn }) => !OVER.includes(phase) && filedOn <= date).map(pendingOf),
  };
}
const nameOf = (book: RuleBook | undefined, measure: string): string => (book && measureById(book, measure)?.zh) ?? measure;
const pendingOf = ({ appealId, filedOn, organUnitId, phase, phaseZh }: AppealRow): PendingAppeal => ({ appealId, filedOn, organUnitId, phase, phaseZh });

type AfterAppeals = Readonly<{ measure: string; varied: boolean; toDecideAnew: boolean }>;
/** What was decided on appeal holds from its day on, also before the case's own correction has carried it out. */
function afterAppeals({ measure, decidedOn }: MeasureInForce, appeals: readonly AppealRow[]): 'revoked' | AfterAppeals {
  const settled = appeals.findLast(({ filedOn, outcome }) => outcome !== undefined && filedOn >= decidedOn);
  if (!settled?.outcome) return { measure, varied: false, toDecideAnew: false };
  const { result, measure: becomes } = settled.outcome;
  if (result === 'revoked') return 'revoked';
  const varied = result === 'varied' && !OVER.includes(settled.phase) ? becomes : undefined;
  return { measure: varied ?? measure, varied: varied !== undefined, toDecideAnew: result === 'redecision-ordered' };
}
/** Nothing more is to come of such an appeal. */
const OVER: readonly AppealRow['phase'][] = ['ended', 'not-admitted', 'withdrawn'];

/** What the decision relied on, and nothing else that the case may hold. */
function basesOf(row: CaseRow | undefined): MeasureOfOpinion['bases'] {
  const standing = Object.keys(row?.folded.grounds ?? {});
  return (row?.decision?.reliedOn ?? []).map((ground) => ({ ...groundOf(ground), lost: !standing.includes(ground) }));
}
const DECIDING: readonly CaseRow['steps'][number]['type'][] = ['CollectivelyDecided', 'DecisionCorrected', 'MeasureExecuted'];
const deciding = (row: CaseRow | undefined): readonly string[] => (row?.steps ?? []).flatMap(({ type, eventId }) => (DECIDING.includes(type) ? [eventId] : []));
