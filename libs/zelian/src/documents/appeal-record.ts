import { dateZh, numeralZh, type Block } from '#exchange';
import type { LastDay } from '#rulebook';
import type { CaseScreen } from '../screen/index.js';
import type { Drafted } from './rectification-papers.js';

/** One act of the case, in words. */
export type ActOfRecord = Readonly<{ date: string; zh: string; documentNo?: string; breaches: readonly string[]; eventId: string; position: number }>;
export type BasisOfRecord = Readonly<{ clauseId: string; zh: string; target: string; book: string; clauseHash: string; eventIds: readonly string[] }>;
/** A row that the deciders had before them, and what stands there now. */
export type SeenOfRecord = Readonly<{ view: string; key: string; position: number; rowHash: string; nowHash: string | null; changed: readonly string[] }>;
export type RemedyOfRecord = Readonly<{ zh: string; source: string; article: string; lastDay?: LastDay }>;
/** What the record of an appeal states, with ids become names. */
export type RecordOfAppeal = Readonly<{
  person: string;
  post: string;
  year: number;
  organ: string;
  measureZh: string;
  decidedOn: string;
  documentNo?: string;
  servedOn?: string;
  acts: readonly ActOfRecord[];
  bases: readonly BasisOfRecord[];
  seen: readonly SeenOfRecord[];
  screen: CaseScreen;
  remedies: readonly RemedyOfRecord[];
  outcomeZh?: string;
  /** What each type of event is called. */
  labels: ReadonlyMap<string, string>;
  position: number;
  logHash: string;
}>;

type Section = Readonly<{ title: string; blocks: readonly Block[] }>;
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const table = (head: readonly string[], widthsPercent: readonly number[], rows: readonly (readonly string[])[]): Block => ({
  kind: 'table',
  head,
  widthsPercent,
  rows,
});

/** 申诉案件材料: what was decided on what, what is known now, and the grounds; by event ids and hashes that anybody can follow into the ledger. */
export function appealRecord(record: RecordOfAppeal): Drafted {
  const sections = [parties(record), acts(record), bases(record), knowledge(record), grounds(record), remedies(record), outcome(record), place(record)];
  return {
    title: '申诉案件材料',
    authority: {},
    blocks: sections.flatMap(({ title, blocks }, index): readonly Block[] => [{ kind: 'heading', text: `${numeralZh(index + 1)}、${title}` }, ...blocks]),
  };
}

function parties({ person, post, year, organ, measureZh, decidedOn, documentNo, servedOn }: RecordOfAppeal): Section {
  const served = servedOn === undefined ? '尚无送达回证' : `${dateZh(servedOn)}送达`;
  return {
    title: '当事人和所涉决定',
    blocks: [
      paragraph(`当事人：${person}，${post}。所涉年度：${year}年度。`),
      paragraph(`决定机关：${organ}。处理方式：${measureZh}。${dateZh(decidedOn)}作出，文号${documentNo ?? '（未登记）'}，${served}。`),
    ],
  };
}

const acts = ({ acts: list }: RecordOfAppeal): Section => ({
  title: '办理经过',
  blocks: [
    table(
      ['日期', '事项', '文书', '序号', '登记时注明的违反'],
      [17, 27, 28, 9, 19],
      list.map(({ date, zh, documentNo, breaches, position }) => [date, zh, documentNo ?? '', String(position), breaches.join('、')]),
    ),
  ],
});

const bases = ({ bases: list }: RecordOfAppeal): Section => ({
  title: '决定所据条款和事实',
  blocks: list.flatMap(({ clauseId, zh, target, book, clauseHash, eventIds }) => [
    paragraph(`${clauseId}（${zh}），对象：${target}，${book}，依据事件${eventIds.length}件。`),
    table(['条文指纹和依据事件'], [100], [[[clauseHash, ...eventIds].join('\n')]]),
  ]),
});

function knowledge({ seen: list }: RecordOfAppeal): Section {
  const title = '决定时所见与现在所知';
  if (list.length === 0) return { title, blocks: [paragraph('决定时没有登记决定人所见的内容，无从比较。')] };
  const now = ({ rowHash, nowHash, changed }: SeenOfRecord): string =>
    nowHash === null ? '现已不存在' : nowHash === rowHash ? '未变' : `已变${changed.length > 0 ? `：${changed.join('、')}` : ''}`;
  return {
    title,
    blocks: [
      table(
        ['所见内容', '时点', '当时的指纹', '现在'],
        [32, 9, 25, 34],
        list.map((one) => [`${one.view}\n${one.key}`, String(one.position), quarters(one.rowHash), now(one)]),
      ),
    ],
  };
}
/** A hash in a narrow column: four lines, so that it is not broken anywhere else. */
const quarters = (hash: string): string => (hash.match(/.{1,16}/g) ?? []).join('\n');

const ANSWER_ZH = { found: '有发现', 'nothing-found': '未发现', 'not-checkable': '无法核对' } as const;
function grounds({ labels, screen: { grounds: list, checklist, usedAsSays, limits } }: RecordOfAppeal): Section {
  const nothing = list.find(({ answer }) => answer === 'nothing-found');
  const details = list.flatMap(({ zh, found, notCheckable }): readonly Block[] =>
    found.length + notCheckable.length === 0
      ? []
      : [
          { kind: 'subheading', text: zh },
          ...found.flatMap(({ what, clause, named, events }) => [
            paragraph(`${what.zh}${clause === undefined ? '' : `（${clause}）`}。${named ? '登记时已注明。' : '登记时未注明，从记录中发现。'}见下列事件。`),
            table(
              ['事件', '编号'],
              [40, 60],
              events.map(({ type, eventId }) => [type === undefined ? '不在账本' : (labels.get(type) ?? type), eventId]),
            ),
          ]),
          ...notCheckable.map(({ why }) => paragraph(`无法核对：${why.zh}。`)),
        ],
  );
  return {
    title: '纠正理由核对',
    blocks: [
      paragraph(`依据清单：${checklist.zh}（${checklist.verifiedBy}）。${usedAsSays.zh}。`),
      table(
        ['理由', '核对结果', '查实的，规定的后果'],
        [40, 20, 40],
        list.map(({ zh, answer, provides }) => [zh, ANSWER_ZH[answer], `${provides.consequenceZh}（${provides.sourceZh}第${provides.consequenceArticle}条）`]),
      ),
      ...details,
      ...(nothing ? [paragraph(`${nothing.says.zh}。`)] : []),
      ...limits.map(({ zh }) => paragraph(`${zh}。`)),
    ],
  };
}

function remedies({ remedies: list, servedOn }: RecordOfAppeal): Section {
  const title = '救济途径';
  if (list.length === 0) return { title, blocks: [paragraph('规则库没有载明该决定之日的申诉期限。')] };
  const lastDayZh = ({ date, readings, calendarKnown }: LastDay): string =>
    `最后一日${dateZh(date)}（接到之日不计入为${readings.receiptExcluded}，计入为${readings.receiptIncluded}，以较晚者为准）${calendarKnown ? '' : '，节假日安排未知，须人工核对'}`;
  return {
    title,
    blocks: list.map(({ zh, source, article, lastDay }) =>
      paragraph(
        `${zh}（${source}第${article}条）：${lastDay && servedOn !== undefined ? lastDayZh(lastDay) : '尚无送达回证，期限未起算'}。逾期的按请求纠正办理，不予径行关闭。`,
      ),
    ),
  };
}

const outcome = ({ outcomeZh }: RecordOfAppeal): Section => ({ title: '处理结果', blocks: [paragraph(outcomeZh ?? '截至本材料所据的记录，该决定未被纠正。')] });

const place = ({ position, logHash, screen: { today } }: RecordOfAppeal): Section => ({
  title: '账本位置',
  blocks: [
    paragraph(`本材料依据截至第${position}号事件的记录，期限按${dateZh(today)}计算。至该号为止全部事件的账本指纹（RFC 6962，SHA-256）：`),
    table(['账本指纹'], [100], [[logHash]]),
  ],
});
