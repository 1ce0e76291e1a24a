import { must, type CalendarDate, type Message, type Recorded } from '#kernel';
import type { CaseEvent, CaseKey, DecisionCorrected } from '#accountability';
import { againstKey } from '#appeal';
import type { Reader } from '#readmodel';
import type { RestorationChecklistRow } from '#redress';
import type { PostRow } from '#registry';
import { bookInForceFrom, measureById, type RuleBookRow } from '#rulebook';
import { appealsAgainst } from '../appeals.js';
import { rowOf, rowsOf } from '../moment-rows.js';
import type { Parts } from '../parts.js';
import { aboutCase, decisionIn, type CaseAsk, type OpenedCase } from './about-case.js';
import { itemsOf, type Executing, type ExecutionItem } from './execution-items.js';

/** What has to happen after a decision, and after an appeal changed it what is owed back. `openItems`: how many of the former are not done. */
export type ExecutionChecklist = Readonly<{
  key: OpenedCase['key'];
  date: CalendarDate;
  position: number;
  decision: Readonly<{
    measure: string;
    measureZh: string;
    decidedOn: CalendarDate;
    documentNo: string | null;
    corrected: 'varied' | 'revoked' | null;
    basisLost: boolean;
  }>;
  items: readonly ExecutionItem[];
  openItems: number;
  restorations: readonly RestorationChecklistRow[];
  /** Why there is no checklist of what is owed back though the decision was changed. */
  noRestoration: Message | null;
}>;

/** @throws Rejection `case.key`, `case.unknown`, `case.nothing-decided`, `access.case-owner-only` */
export function executionChecklist(parts: Parts, ask: CaseAsk & Readonly<{ date: CalendarDate }>): Promise<ExecutionChecklist> {
  return aboutCase(parts, { view: 'execution-checklist', ask }, async (opened) => {
    const executing = await executingOn(parts, opened, ask.date);
    const { key, position, at, row } = opened;
    const { data } = decisionIn(opened.events)!;
    const restorations = (await rowsOf<RestorationChecklistRow>(parts.reader, 'restoration-checklist', { moment: at })).filter(
      ({ against }) => againstKey(against) === againstKey({ kind: 'measure', ...key }),
    );
    const items = itemsOf(executing);
    const { measure, corrected, book } = executing;
    return {
      ...{ key, date: ask.date, position, items, openItems: items.filter(({ state }) => state === 'open').length, restorations },
      decision: {
        measure,
        measureZh: (book && measureById(book, measure)?.zh) ?? measure,
        decidedOn: data.date,
        documentNo: data.documentNo ?? null,
        corrected,
        basisLost: row.decision?.basisLost ?? false,
      },
      noRestoration: corrected !== null && restorations.length === 0 ? NOTHING_OWED : null,
    };
  });
}
const NOTHING_OWED: Message = { zh: '决定已经改变，没有应恢复的事项', en: 'the decision was changed, and nothing is owed back' };

/** The case as it stood on a day: what was done later is not done yet. */
async function executingOn({ reader }: Parts, { key, events, at, position }: OpenedCase, date: CalendarDate): Promise<Executing> {
  const past = events.filter(({ validAt }) => validAt.from <= date);
  const vote = decisionIn(past);
  must(vote, 'case.nothing-decided', { zh: '该案尚未作出决定', en: 'nothing has been decided in the case' });
  const correction = past.findLast((event): event is Recorded<DecisionCorrected> => event.type === 'DecisionCorrected' && event.position > vote.position);
  const varied = correction?.data.kind === 'varied' ? correction : undefined;
  const since = varied ?? vote;
  const book = bookInForceFrom(await rowsOf<RuleBookRow>(reader, 'rule-books', { moment: at }), vote.data.date)?.book;
  return {
    ...{ personId: key.personId, measure: varied?.data.measure ?? vote.data.measure, decidedOn: vote.data.date, date, book, clocks: since.data.established },
    ...{ corrected: correction?.data.kind ?? null, correction, ruling: await rulingOn(reader, key, { position, date, decidedOn: vote.data.date }) },
    ...{ post: await rowOf<PostRow>(reader, 'post-directory', { key: key.postId, moment: at }) },
    // The congress, the self-criticism and publications are not undone by another measure.
    events: past.filter(({ type, position }) => position >= (KEPT.includes(type) ? vote : since).position),
  };
}
type Since = Readonly<{ position: number; date: CalendarDate; decidedOn: CalendarDate }>;
/** The last outcome of an appeal against the decision that did not leave it as it was. */
async function rulingOn(reader: Reader, key: CaseKey, { position, date, decidedOn }: Since): Promise<Executing['ruling']> {
  const appeals = await appealsAgainst(reader, { kind: 'measure', ...key }, position);
  const found = appeals.findLast(({ filedOn, outcome }) => filedOn >= decidedOn && outcome !== undefined && outcome.decidedOn <= date);
  if (!found?.outcome || found.outcome.result === 'maintained') return null;
  const { result, decidedOn: ruledOn, documentNo } = found.outcome;
  return { result, decidedOn: ruledOn, documentNo, carriedOut: found.phase === 'ended' };
}

const KEPT: readonly CaseEvent['type'][] = ['CongressActRecorded', 'SelfCriticismFiled', 'DecisionPublished'];
