import type { Command } from 'commander';
import type { SameClause, Zelian } from '#zelian';
import { verb } from '../common.js';
import { heading, line, printTable } from '../output.js';
import { named, question } from '../question.js';

type Compared = SameClause['clauses'][number];
type Other = Compared['others'][number];

/** `same-clause CASE`: what others got under the same clause, on the same facts or others. */
export const sameClause = (): Command =>
  question(
    verb('same-clause', '同类案件 same clause, same facts: what others got', ['asKnownAt', 'atLeast']).argument('<case>', 'person-…/post-…/year'),
    (zelian, caseKey, ask) => zelian.cases.sameClause({ caseKey, ...ask }),
    printCompared,
  );

async function printCompared(zelian: Zelian, { key, position, names, ended, clauses }: SameClause): Promise<void> {
  const [person, post] = await zelian.named([key.personId, key.postId]);
  heading(`${person} ${post} ${key.year}年度：同类案件`, `as known at ${position}`);
  line(` 本案 this case：${ended === null ? '未办结' : endZh(ended)}`);
  if (names === 'withheld') line(' ※ 其他案件隐去姓名，只列岗位类别  others are told by kind of post');
  for (const { clauseId, zh, discretion, circumstances, others, pending } of clauses) {
    heading(`${clauseId} ${zh}`, `others: ${others.length}`);
    line(` 本案情节：${circumstancesZh(circumstances)}`);
    if (discretion === 'none') line(' 条文不留裁量余地  the text leaves no room');
    printTable(['人员', '岗位', '年度', '事实', '与本案', '情节', '结果'], await named(zelian, others.map(rowOf)));
    if (pending !== null) line(` 另有在办 pending：${pending}`);
  }
}

const rowOf = (other: Other): readonly unknown[] => [
  ...(other.case === null ? ['（隐名）', other.role] : [other.case.personId, other.case.postId]),
  other.year,
  other.facts.map(({ zh, ownZh, otherZh, same }) => (same ? `${zh}：${otherZh}` : `${zh}：${otherZh}（本案${ownZh}）`)).join('；'),
  other.sameFacts ? '相同' : '不同',
  circumstancesZh(other.circumstances),
  endZh(other.ended),
];

const circumstancesZh = ({ days, levelZh, acceptedPoints }: Compared['circumstances']): string =>
  [days === null ? '任职天数未载' : `任职${days}天`, levelZh ?? '责任程度未载', acceptedPoints === 0 ? '未采纳申辩' : `采纳申辩${acceptedPoints}点`].join('，');

const GROUND_ZH = { facts: '事实', responsibility: '责任' } as const;
function endZh(end: Other['ended']): string {
  switch (end.kind) {
    case 'measure': {
      const now = end.corrected === 'revoked' ? '（已撤销）' : end.becameZh === null ? '' : `（变更为${end.becameZh}）`;
      return `${end.measureZh}${now}${end.basisLost ? '（依据已失去）' : ''}`;
    }
    case 'exempted':
      return `免予问责（${end.circumstance}）`;
    case 'concluded':
      return `不予问责（${GROUND_ZH[end.ground]}）`;
    case 'dismissed':
      return '线索了结';
  }
}
