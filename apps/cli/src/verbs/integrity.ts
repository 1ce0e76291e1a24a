import type { Command } from 'commander';
import type { IntegrityOpinion, Zelian } from '#zelian';
import { ANY_MOMENT, verb } from '../common.js';
import { heading, line, printTable } from '../output.js';
import { named, question } from '../question.js';

/** `integrity PERSON`: what is in force for a person on a day, of what was decided. As a paper: `document integrity-opinion PERSON/DATE`. */
export const integrity = (): Command =>
  question(
    verb('integrity', '廉政意见 measures in force for a person on a day (--valid-on; default: today), nothing undecided', ANY_MOMENT).argument(
      '<person>',
      'person-…',
    ),
    (zelian, personId, ask) => zelian.cases.integrityOpinion(personId, ask),
    printOpinion,
  );

async function printOpinion(zelian: Zelian, { personId, date, position, measures }: IntegrityOpinion): Promise<void> {
  const [person] = await zelian.named([personId]);
  heading(`${person} ${date} 廉政意见`, `as known at ${position}`);
  if (measures.length === 0) line(' 未见已作出并仍在影响期内的处理  no decided measure is in force');
  else printTable(['岗位', '年度', '处理', '决定机关', '决定日期', '文号', '执行', '影响期', '依据', '待结申诉'], await named(zelian, measures.map(rowOf)));
  line(' ※ 只列已作出的决定；未作出决定的事项不予反映  only what was decided; nothing undecided is told');
}

const rowOf = (measure: IntegrityOpinion['measures'][number]): readonly unknown[] => [
  ...[
    measure.postId,
    measure.year,
    `${measure.measureZh}${measure.variedOnAppeal ? '（申诉已变更，待执行）' : ''}${measure.redecisionOrdered ? '（已责令重新决定）' : ''}`,
    measure.organUnitId,
    measure.decidedOn,
  ],
  ...[measure.documentNo, measure.executedOn ?? '未见执行', effectZh(measure)],
  measure.bases.map(({ clauseId, lost }) => `${clauseId}${lost ? '（已失去）' : ''}`).join('、'),
  measure.appealsPending.map(({ filedOn, phaseZh }) => `${filedOn} ${phaseZh}`).join('、'),
];
function effectZh({ effect }: IntegrityOpinion['measures'][number]): string {
  if (effect.state === 'undetermined') return '未确定（规则未载明）';
  return `至${effect.until}（${effect.clause === null ? '条款待核' : `${effect.clause.id}，${effect.clause.verifiedBy}`}）`;
}
