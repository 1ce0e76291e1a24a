import type { Command } from 'commander';
import { EXECUTION_ITEM_ZH, OWED_ZH, type ExecutionChecklist, type Zelian } from '#zelian';
import { ANY_MOMENT, verb } from '../common.js';
import { heading, line, printTable } from '../output.js';
import { named, question } from '../question.js';

type Item = ExecutionChecklist['items'][number];

/** `execution CASE`: what has to happen after a decision, what of it is done, and what is owed back after an appeal. */
export const execution = (): Command =>
  question(
    verb('execution', '执行清单 what has to happen after a decision, done or open on a day (--valid-on; default: today)', ANY_MOMENT).argument(
      '<case>',
      'person-…/post-…/year',
    ),
    (zelian, caseKey, ask) => zelian.cases.executionChecklist({ caseKey, ...ask }),
    printChecklist,
  );

async function printChecklist(
  zelian: Zelian,
  { key, date, position, decision, items, openItems, restorations, noRestoration }: ExecutionChecklist,
): Promise<void> {
  const [person, post] = await zelian.named([key.personId, key.postId]);
  heading(`${person} ${post} ${key.year}年度：执行清单（${date}）`, `as known at ${position}; open: ${openItems}`);
  line(` 决定 decision：${decision.decidedOn} ${decision.measureZh} ${decision.documentNo ?? ''}${decisionZh(decision)}`.trimEnd());
  printTable(['事项', '状态', '日期', '经办', '文书', '条款', '最后一日', '说明'], await named(zelian, items.map(rowOf)));
  for (const { appealId, decidedOn, items: owed, open } of restorations) {
    heading('恢复事项', `owed back after ${appealId} (${decidedOn}); open: ${open}`);
    printTable(
      ['事项', '状态', '日期', '文书'],
      owed.map(({ item, state, date: on, documentNo }) => [OWED_ZH[item.kind], OWED_STATE_ZH[state], on, documentNo]),
    );
  }
  if (noRestoration) line(` ※ ${noRestoration.zh}  ${noRestoration.en}`);
}

const CORRECTED_ZH = { varied: '（经变更）', revoked: '（已撤销）' } as const;
const decisionZh = ({ corrected, basisLost }: ExecutionChecklist['decision']): string =>
  `${corrected === null ? '' : CORRECTED_ZH[corrected]}${basisLost ? '（依据已失去，须由机关处理）' : ''}`;
const STATE_ZH = { done: '已办', open: '待办', 'not-applicable': '不适用', undetermined: '未确定' } as const;
const OWED_STATE_ZH = { owed: '待办', done: '已办', inapplicable: '不适用' } as const;
const rowOf = ({ item, state, done, clause, dueOn, late, why }: Item): readonly unknown[] => [
  ...[EXECUTION_ITEM_ZH[item], `${STATE_ZH[state]}${late ? '（逾期）' : ''}`, done?.date, done?.by.personId, done?.documentNo],
  ...[clause === null ? '' : `${clause.id}（${clause.verifiedBy}）`, dueOn, why?.zh],
];
