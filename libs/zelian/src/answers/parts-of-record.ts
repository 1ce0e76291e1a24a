import type { Message } from '#kernel';
import { PROCEDURE } from '#accountability';

/**
 * `told`: who owns cases, the panel of a running appeal, and the person concerned once told of the case. `panel`: the first two. `own`: who owns cases, and whose row
 * of a view it is. `sealed`: who may open sealed draws.
 */
export type MayRead = 'told' | 'panel' | 'own' | 'owners' | 'sealed' | 'nobody';
/** A part of what the record holds about a case. `countable`: how many there are may be known to who is told of the case though the part itself is withheld. */
export type PartOfRecord = Readonly<{
  part: string;
  zh: string;
  read: MayRead;
  /** The view that has it, where one alone does: its own access rule is this one. */
  view?: string;
  /** Which question answers it. */
  question?: string;
  /** Step of the procedure that the book has a text on. */
  step?: string;
  countable?: true;
  why: Message;
}>;

const OWN_MATTER: Message = {
  zh: '仅限案件承办机关、申诉复查组和本人（事实见面或作出决定后）',
  en: 'for who owns cases, the panel of an appeal, and the person once the facts were presented or the matter decided',
};
const OWN_ROW: Message = { zh: '仅限案件承办机关和本人', en: 'for who owns cases, and for the person whose it is' };

/** Everything that the record may hold of a case, whether it does or not: the list itself tells nothing. */
export const PARTS_OF_RECORD: readonly PartOfRecord[] = [
  { part: 'decision', zh: '决定及其执行', read: 'told', question: 'execution', step: PROCEDURE.document, why: OWN_MATTER },
  { part: 'facts', zh: '所据事实、证据、登记人', read: 'told', question: 'facts', step: PROCEDURE.statement, why: OWN_MATTER },
  { part: 'statements', zh: '本人的陈述申辩', read: 'told', question: 'facts', step: PROCEDURE.statement, why: OWN_MATTER },
  { part: 'appeals', zh: '申诉及其办理', read: 'told', question: 'appeal', step: PROCEDURE.document, why: OWN_MATTER },
  { part: 'grounds', zh: '对决定的纠正理由核对和距界线的距离', read: 'told', question: 'screen', why: OWN_MATTER },
  { part: 'restorations', zh: '恢复事项', read: 'told', question: 'execution', why: OWN_MATTER },
  {
    ...{ part: 'case-file', zh: '决定者当时所见和现在所知', read: 'panel', question: 'case-file' },
    why: { zh: '仅限案件承办机关和申诉复查组', en: 'for who owns cases, and the panel of an appeal' },
  },
  {
    ...{ part: 'replay', zh: '反事实差异（复查组：只限与决定有关的内容，第三方以岗位指称）', read: 'panel', question: 'replay' },
    why: { zh: '涉及他人，仅限案件承办机关和申诉复查组', en: 'it tells of others: for who owns cases and, narrowed to the decision, the panel of an appeal' },
  },
  { part: 'entitlements', zh: '本人的任职待遇和限制', read: 'own', view: 'entitlements', why: OWN_ROW },
  { part: 'releases', zh: '涉及本人的记录提供给了谁', read: 'own', view: 'record-releases', why: OWN_ROW },
  { part: 'own-relations', zh: '申报的本人亲属关系', read: 'own', view: 'declared-relations', why: OWN_ROW },
  {
    ...{ part: 'investigation', zh: '调查组、回避和调查报告', read: 'owners', view: 'accountability-cases', countable: true },
    why: { zh: '办案内部材料，仅限案件承办机关', en: 'working papers of the investigation, for who owns cases' },
  },
  {
    ...{
      part: 'deliberation',
      zh: '集体讨论的表决、不同意见和纪要',
      read: 'owners',
      view: 'accountability-cases',
      step: PROCEDURE.collective,
      countable: true,
    },
    why: { zh: '集体讨论内容，仅限案件承办机关', en: 'what was said and voted in deliberation, for who owns cases' },
  },
  {
    ...{ part: 'narratives', zh: '问题情况叙述（可能涉及农户）', read: 'owners', countable: true, question: 'facts' },
    why: { zh: '含他人私密信息', en: 'private values of others: they may name a household' },
  },
  {
    ...{ part: 'others', zh: '同类案件当事人的姓名', read: 'owners', question: 'same-clause' },
    why: { zh: '他人案件，只按岗位类别告知', en: 'cases of others are told by kind of post' },
  },
  {
    ...{ part: 'flags', zh: '未作决定的条款触发', read: 'owners', view: 'trigger-register' },
    why: { zh: '未作决定的事项不予反映，也不计数', en: 'nothing undecided is told, nor how much of it there is' },
  },
  {
    ...{ part: 'relations-of-others', zh: '他人的亲属关系、复查回避事由', read: 'panel', view: 'barred-from-review', question: 'appeal' },
    why: { zh: '含他人私密信息，仅限案件承办机关和申诉复查组', en: 'private values of others, for who owns cases and the panel of an appeal' },
  },
  {
    ...{ part: 'trail', zh: '本人的全部记录轨迹', read: 'owners', view: 'trail' },
    why: { zh: '轨迹包含未作决定的事项', en: 'the trail shows what is undecided' },
  },
  {
    ...{ part: 'sealed-draws', zh: '暗访抽签的随机数和结果（未解封）', read: 'sealed', countable: true },
    why: { zh: '走访完成前封存', en: 'sealed until the visits are done' },
  },
  {
    ...{ part: 'informants', zh: '举报人', read: 'nobody' },
    why: { zh: '举报人和举报内容单独保密，只限受理举报的机关', en: 'who complained, and of what, is kept apart: only whoever receives complaints knows' },
  },
  {
    ...{ part: 'reads', zh: '谁查阅过', read: 'nobody' },
    why: { zh: '查阅记录另册保存，不经问答提供', en: 'reads are noted in a log of their own, which no question answers from' },
  },
];
