import { dateZh, numeralZh, type Block } from '#exchange';
import type { CaseScreen } from '../screen/index.js';
import type { AppealOfRecord, OpenRemedy, RemediesOfRecord } from './appeals-of-record.js';
import type { IssuedRecord } from '#redress';
import { issuedAs, type Drafted } from './rectification-papers.js';

/** One act of the case, in words. */
export type ActOfRecord = Readonly<{ date: string; zh: string; documentNo?: string; breaches: readonly string[]; eventId: string; position: number }>;
export type BasisOfRecord = Readonly<{ clauseId: string; zh: string; target: string; book: string; clauseHash: string; eventIds: readonly string[] }>;
/** A row that the deciders had before them, and what stands there now. */
export type SeenOfRecord = Readonly<{ view: string; key: string; position: number; rowHash: string; nowHash: string | null; changed: readonly string[] }>;
/** What the record of an appeal states, with ids become names. */
export type RecordOfAppeal = Readonly<{
  personId: string;
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
  /** As they are on the day of the record. */
  remedies: RemediesOfRecord;
  appeals: readonly AppealOfRecord[];
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

/** The last act of the case, of its appeals, or the issue itself. */
const latestOf = ({ acts, appeals }: RecordOfAppeal, paper: IssuedRecord | undefined): number =>
  Math.max(paper?.position ?? -1, ...[...acts, ...appeals.flatMap(({ steps }) => steps)].map(({ position }) => position));

/** 申诉案件材料: what was decided on what, what is known now, and the grounds; by event ids and hashes that anybody can follow into the ledger. */
export function appealRecord(record: RecordOfAppeal, papers: readonly IssuedRecord[] = []): Drafted {
  // What was done since is not in what was issued: that is the draft of another.
  const issued = papers.at(-1)?.position === latestOf(record, papers.at(-1)) ? papers.at(-1) : undefined;
  const sections = [
    parties(record),
    acts(record),
    bases(record),
    knowledge(record),
    grounds(record),
    remedies(record),
    appeals(record),
    outcome(record),
    place(record),
  ];
  return {
    title: '申诉案件材料',
    ...(issued ? issuedAs(issued) : { authority: {} }),
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

function remedies({ remedies: { open, closed, none }, screen: { today } }: RecordOfAppeal): Section {
  const title = '救济途径';
  if (none !== undefined) return { title, blocks: [paragraph(`${none}。`)] };
  const said = ({ zh, why }: RemediesOfRecord['closed'][number]): Block => paragraph(`不开放：${zh}，${why}。`);
  return {
    title,
    blocks: [
      paragraph(`${dateZh(today)}该决定的全部途径如下。逾期的按请求纠正办理，不予径行关闭。`),
      ...(open.length === 0 ? [paragraph('没有开放的途径。')] : [pathsTable(open)]),
      ...closed.map(said),
    ],
  };
}
const pathsTable = (open: readonly OpenRemedy[]): Block =>
  table(
    ['途径和环节', '依据', '向谁提出', '最后一日'],
    [24, 26, 20, 30],
    open.map((path) => [path.zh, path.basis, path.fileWith, [lastDayZh(path), ...path.notes].join('；')]),
  );
function lastDayZh({ lastDay, clockZh }: OpenRemedy): string {
  if (!lastDay) return clockZh;
  const { date, readings, calendarKnown } = lastDay;
  const both = readings ? `（接到之日不计入为${readings.receiptExcluded}，计入为${readings.receiptIncluded}，以较晚者为准）` : '';
  return `${dateZh(date)}${both}，${clockZh}${calendarKnown ? '' : '，节假日安排未知，须人工核对'}`;
}

function appeals({ appeals: list }: RecordOfAppeal): Section {
  const title = '申诉办理经过';
  if (list.length === 0) return { title, blocks: [paragraph('截至本材料所据的记录，没有提出申诉。')] };
  return { title, blocks: list.flatMap(appealBlocks) };
}

function appealBlocks({ appealId, way, filedOn, receipt, route, organ, phaseZh, panel, steps, shown, silenceAllows }: AppealOfRecord): readonly Block[] {
  const taken = route === 'appeal' ? '按申诉办理' : '逾期，按请求纠正办理';
  return [
    { kind: 'subheading', text: `申诉${appealId}` },
    paragraph(`${way}。${dateZh(filedOn)}提出，收据${receipt}，${taken}，现由${organ}办理，${phaseZh}。`),
    ...(panel.length === 0 ? [] : [paragraph(`复查组：${panel.join('、')}。`)]),
    table(
      ['日期', '事项', '文书', '序号', '登记时注明的违反'],
      [17, 27, 28, 9, 19],
      steps.map(({ date, zh, documentNo, breaches, position }) => [date, zh, documentNo ?? '', String(position), breaches.join('、')]),
    ),
    ...shown.map((text) => paragraph(`${text}。`)),
    ...(silenceAllows === undefined ? [] : [paragraph(`办理机关逾期未答复：${silenceAllows}。`)]),
  ];
}

function outcome({ appeals: list, outcomeZh }: RecordOfAppeal): Section {
  const outcomes = list.flatMap(({ appealId, outcome: said }) => (said === undefined ? [] : [paragraph(`申诉${appealId}：${said}。`)]));
  return { title: '处理结果', blocks: [...outcomes, paragraph(outcomeZh ?? '截至本材料所据的记录，该决定未被纠正。')] };
}

const place = ({ position, logHash, screen: { today } }: RecordOfAppeal): Section => ({
  title: '账本位置',
  blocks: [
    paragraph(`本材料依据截至第${position}号事件的记录，期限按${dateZh(today)}计算。至该号为止全部事件的账本指纹（RFC 6962，SHA-256）：`),
    table(['账本指纹'], [100], [[logHash]]),
  ],
});
