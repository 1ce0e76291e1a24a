import type { Command } from 'commander';
import type { MaySee, Zelian } from '#zelian';
import { verb } from '../common.js';
import { heading, line, printTable } from '../output.js';
import { named, question } from '../question.js';

/** `may-see CASE`: what the asker may see of a case, and why the rest is withheld. */
export const maySee = (): Command =>
  question(
    verb('may-see', '可查阅范围 what I may see of a case, and why the rest is withheld', ['asKnownAt', 'atLeast']).argument('<case>', 'person-…/post-…/year'),
    (zelian, caseKey, ask) => zelian.cases.maySee({ caseKey, ...ask }),
    printParts,
  );

const ASKS_AS_ZH = { 'case-owner': '案件承办机关', 'review-panel': '申诉复查组', 'person-concerned': '当事人', other: '其他人员' } as const;
async function printParts(zelian: Zelian, { key, position, asksAs, parts, erased }: MaySee): Promise<void> {
  const [person, post] = await zelian.named([key.personId, key.postId]);
  heading(`${person} ${post} ${key.year}年度：可查阅范围`, `as known at ${position}; asks as ${asksAs}`);
  line(` 查阅身份：${ASKS_AS_ZH[asksAs]}`);
  printTable(['内容', '范围', '件数', '查询', '条款', '不提供的理由'], await named(zelian, parts.map(rowOf)));
  if (erased !== null && erased > 0) line(` ※ 已依规删除的私密内容 erased：${erased}`);
}

const rowOf = ({ zh, state, count, question: verbName, clause, why }: MaySee['parts'][number]): readonly unknown[] => [
  ...[zh, state === 'shown' ? '可查阅' : '不提供', count ?? (state === 'shown' ? '' : '不计数'), verbName],
  ...[clause === null ? '规则未载，依查阅规定' : `${clause.id}（${clause.verifiedBy}）`, why?.zh],
];
