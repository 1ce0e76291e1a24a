import { holdsOn, type Actor, type CalendarDate, type Message, type Recorded } from '#kernel';
import { bindsToPost, needsCongress, PROCEDURE, type CaseEvent } from '#accountability';
import type { PostRow } from '#registry';
import { deadlinesOf, procedureAt, type RuleBook } from '#rulebook';
import { lastOf } from './about-case.js';
import { cited, effectOf, type CitedClause } from './effect-period.js';

export const EXECUTION_ITEM_ZH = {
  announcement: '宣布决定',
  service: '送达决定书',
  congress: '人大及其常委会程序',
  execution: '执行处理',
  tenure: '任职终止',
  consequences: '工资待遇、级别后果',
  'effect-period': '影响期届满',
  'self-criticism': '书面检讨',
  archive: '归档、备案、反馈',
  publication: '公开',
  ruling: '执行申诉处理决定',
} as const;
/** `undetermined`: neither the book nor the record says whether it has to happen, or whether it did; people settle it. */
export type ItemState = 'done' | 'open' | 'not-applicable' | 'undetermined';
export type ExecutionItem = Readonly<{
  item: keyof typeof EXECUTION_ITEM_ZH;
  state: ItemState;
  done: Readonly<{ date: CalendarDate; eventId: string; by: Actor; documentNo: string | null }> | null;
  clause: CitedClause | null;
  /** The last day, where the book states a clock. */
  dueOn: CalendarDate | null;
  /** Open after the last day, or done after it. */
  late: boolean;
  why: Message | null;
}>;

/** What an item is read from. `events`: since the decision, or the correction that put another measure in its place; none after the day asked about. */
export type Executing = Readonly<{
  personId: string;
  measure: string;
  /** The decision's own day: from it the effect counts. */
  decidedOn: CalendarDate;
  date: CalendarDate;
  /** What the book's clocks made of the decision, or of the correction. */
  clocks: Readonly<{ formalitiesDueOn?: CalendarDate; effectUntil?: CalendarDate }>;
  events: readonly Recorded<CaseEvent>[];
  corrected: 'varied' | 'revoked' | null;
  correction: Recorded<CaseEvent> | undefined;
  /** What an appeal made of the decision, carried out or not. */
  ruling: Readonly<{ result: 'varied' | 'revoked' | 'redecision-ordered'; decidedOn: CalendarDate; documentNo: string; carriedOut: boolean }> | null;
  post: PostRow | undefined;
  book: RuleBook | undefined;
}>;
type ItemOf = (executing: Executing) => ExecutionItem;

const REVOKED: Message = { zh: '决定已撤销', en: 'the decision was revoked' };
const REFUSED: Message = { zh: '人大未通过，执行终止', en: 'the congress refused: nothing is left to execute' };
const RESIGNED: Message = { zh: '本人已辞职，执行终止', en: 'the person resigned: nothing is left to execute' };
/** Why nothing is left to do. */
function whyOver({ corrected, ruling, events }: Executing): Message | null {
  if (corrected === 'revoked' || (ruling?.result === 'revoked' && !ruling.carriedOut)) return REVOKED;
  const result = lastOf(events, 'CongressActRecorded')?.data.result;
  if (result === 'refused') return REFUSED;
  return result === 'resigned' ? RESIGNED : null;
}

type Open = Readonly<{ clause?: CitedClause | null; dueOn?: CalendarDate; on?: CalendarDate }>;
/** Done by an act, or open, or nothing that has to be done any more. */
function byAct(of: Executing, item: ExecutionItem['item'], act: Recorded<CaseEvent> | undefined, open: Open = {}): ExecutionItem {
  const over = whyOver(of);
  const { clause = null, dueOn } = open;
  if (act) return settled(of, item, { done: doneBy(act, open.on), clause, dueOn });
  return over && item !== 'archive' ? withWhy(item, 'not-applicable', over, { clause }) : settled(of, item, { done: null, clause, dueOn });
}
type Settled = Pick<ExecutionItem, 'done' | 'clause'> & Readonly<{ dueOn: CalendarDate | undefined }>;
function settled({ date }: Executing, item: ExecutionItem['item'], { done, clause, dueOn }: Settled): ExecutionItem {
  return { item, state: done ? 'done' : 'open', done, clause, dueOn: dueOn ?? null, late: isLate(dueOn, done?.date ?? date), why: null };
}
const isLate = (dueOn: CalendarDate | undefined, date: CalendarDate): boolean => dueOn !== undefined && date > dueOn;
function doneBy({ id: eventId, actor: by, data, validAt }: Recorded<CaseEvent>, on: CalendarDate = validAt.from): NonNullable<ExecutionItem['done']> {
  const { documentNo = null } = data as Readonly<{ documentNo?: string }>;
  return { date: on, eventId, by, documentNo };
}
const withWhy = (item: ExecutionItem['item'], state: ItemState, why: Message, more: Partial<ExecutionItem> = {}): ExecutionItem => ({
  ...{ item, state, done: null, clause: null, dueOn: null, late: false, why },
  ...more,
});
const stepClause = ({ book, decidedOn }: Executing, step: string): CitedClause | null => {
  const clause = book && procedureAt(book, step, decidedOn)[0];
  return book && clause ? cited(book, clause) : null;
};

const announcement: ItemOf = (of) => byAct(of, 'announcement', lastOf(of.events, 'DecisionAnnounced'), { clause: stepClause(of, PROCEDURE.document) });

/** A public notice has served nobody until its days have run. */
const service: ItemOf = (of) => {
  const served = lastOf(of.events, 'DecisionServed');
  const on = served?.data.established.effectiveOn;
  const clause = stepClause(of, PROCEDURE.document);
  if (on !== undefined && on > of.date)
    return { ...byAct(of, 'service', undefined, { clause }), why: { zh: `公告期至${on}满`, en: `the public notice runs until ${on}` } };
  return byAct(of, 'service', served, { clause, on });
};

const congress: ItemOf = (of) => {
  if (!needsCongress(of.post, of.measure))
    return withWhy('congress', 'not-applicable', { zh: '该岗位或处理不须经人大程序', en: 'no act of the congress is needed' });
  return byAct(of, 'congress', lastOf(of.events, 'CongressActRecorded'), { clause: stepClause(of, PROCEDURE.elected) });
};

const execution: ItemOf = (of) => {
  const { book, decidedOn, clocks, measure } = of;
  const deadline = book && deadlinesOf(book, PROCEDURE.formalities, decidedOn, measure)[0];
  const clause = book && deadline ? cited(book, deadline) : stepClause(of, PROCEDURE.formalities);
  return byAct(of, 'execution', lastOf(of.events, 'MeasureExecuted'), { clause, dueOn: clocks.formalitiesDueOn });
};

/** Who executes names the day on which the post ends; that it ended is registry's word. */
const tenure: ItemOf = (of) => {
  if (!bindsToPost(of.measure)) return withWhy('tenure', 'not-applicable', { zh: '该处理不针对岗位', en: 'the measure is not aimed at a post' });
  const ending = [lastOf(of.events, 'CongressActRecorded'), lastOf(of.events, 'MeasureExecuted')].findLast((act) => act?.data.tenureEndsOn !== undefined);
  const on = ending?.data.tenureEndsOn;
  if (ending && on !== undefined && !isHeld(of, on)) return byAct(of, 'tenure', ending, { on });
  if (!ending && lastOf(of.events, 'MeasureExecuted')) {
    return withWhy('tenure', 'undetermined', { zh: '执行记录未载明离任日期', en: 'the execution names no day on which the tenure ends' });
  }
  return byAct(of, 'tenure', undefined);
};
const isHeld = ({ post, personId }: Executing, date: CalendarDate): boolean =>
  post?.tenures.some((one) => one.personId === personId && holdsOn(one, date)) ?? false;

const consequences: ItemOf = () =>
  withWhy('consequences', 'undetermined', {
    zh: '规则文本未载明，账本没有相应记录，由组织人事部门按规定核定',
    en: 'the book states none and the record has no act of it: for the organ in charge of posts to settle',
  });

const effectPeriod: ItemOf = (of) => {
  const { book, measure, decidedOn, clocks } = of;
  if (whyOver(of) === REVOKED) return withWhy('effect-period', 'not-applicable', REVOKED);
  const effect = effectOf(book, { measure, decidedOn, ...(clocks.effectUntil !== undefined && { until: clocks.effectUntil }), varied: false });
  if (effect.state === 'undetermined')
    return withWhy('effect-period', 'undetermined', { zh: '规则未载明影响期', en: 'the book states no effect period for this measure' });
  const ended = lastOf(of.events, 'EffectPeriodEnded');
  return { ...byAct(of, 'effect-period', ended, { clause: effect.clause, dueOn: effect.until, ...(ended && { on: ended.data.endedOn }) }), late: false };
};

const selfCriticism: ItemOf = (of) => byAct(of, 'self-criticism', lastOf(of.events, 'SelfCriticismFiled'));
/** Also what ended without execution is filed. */
const archive: ItemOf = (of) => byAct(of, 'archive', lastOf(of.events, 'CaseArchived'));

/** A ruling takes effect by the case's own act. */
const ruling: ItemOf = (of) => {
  if (!of.ruling) return withWhy('ruling', 'not-applicable', { zh: '没有改变决定的申诉结果', en: 'no appeal has changed the decision' });
  const { decidedOn, documentNo, carriedOut } = of.ruling;
  const why: Message = { zh: `${decidedOn}申诉处理决定（${documentNo}）`, en: `ruling of ${decidedOn} (${documentNo})` };
  const act = of.correction;
  return withWhy('ruling', carriedOut || act ? 'done' : 'open', why, act ? { done: doneBy(act) } : {});
};

function publications(of: Executing): readonly ExecutionItem[] {
  const published = of.events.flatMap((event) => (event.type === 'DecisionPublished' ? [event] : []));
  if (published.length === 0)
    return [withWhy('publication', 'not-applicable', { zh: '未见公开记录，规则未要求公开', en: 'nothing was published; the book asks for none' })];
  return published.map((event) => ({
    ...byAct(of, 'publication', event),
    why: { zh: `${event.data.scope}，${event.data.channel}`, en: `${event.data.scope}, ${event.data.channel}` },
  }));
}

const ITEMS: readonly ItemOf[] = [announcement, service, congress, execution, tenure, consequences, effectPeriod, selfCriticism, archive, ruling];
/** What has to happen after a decision, in the order in which it does. */
export const itemsOf = (executing: Executing): readonly ExecutionItem[] => [...ITEMS.map((item) => item(executing)), ...publications(executing)];
