import type { Command } from 'commander';
import { actorFrom } from '#ledger/nest';
import type { CaseScreen, Zelian } from '#zelian';
import { momentOf, verb, withLedger, type Common } from '../common.js';
import { heading, line, printJson, printTable } from '../output.js';

const MOMENTS = ['asKnownAt', 'atLeast'] as const;
const ANSWER_ZH: Readonly<Record<CaseScreen['grounds'][number]['answer'], string>> = {
  found: '有发现 found',
  'nothing-found': '未发现 nothing found',
  'not-checkable': '无法核对 not checkable',
};

/** `screen CASE`: a decided case held against the grounds on which the law corrects decisions. Reads go to the access log. */
export const screen = (): Command =>
  verb('screen', '纠正理由核对 a decided case against the grounds of correction', MOMENTS)
    .argument('<case>', 'person-…/post-…/year')
    .action((caseKey: string, options: Common) =>
      withLedger(options, {}, async (zelian) => {
        const answer = await zelian.cases.screenCase({ caseKey, moment: momentOf(options), actor: actorFrom(options.actor) });
        if (options.json) return printJson(answer);
        await printScreen(zelian, answer);
      }),
    );

async function printScreen(zelian: Zelian, answer: CaseScreen): Promise<void> {
  const { decision, checklist, grounds, limits, usedAsSays, year, position, today } = answer;
  const [person, post, organ] = await zelian.named([answer.personId, answer.postId, decision.organUnitId]);
  heading(`${person} ${post} ${year}年度：纠正理由核对`, `grounds of correction, as known at ${position}, clocks for ${today}`);
  line(` 决定 decision：${decision.date} ${organ} ${decision.measure} ${decision.documentNo ?? ''} ${decision.corrected ?? ''}`.trimEnd());
  line(` 清单 checklist：${checklist.zh}（${checklist.bookId} v${checklist.bookVersion}，${checklist.verifiedBy}）`);
  line(` ${usedAsSays.zh}  ${usedAsSays.en}`);
  printTable(
    ['理由 ground', '结果 answer', '规定的后果 the law provides'],
    grounds.map(({ zh, answer: is, provides }) => [zh, ANSWER_ZH[is], `${provides.consequenceZh}（${provides.sourceZh} ${provides.consequenceArticle}）`]),
  );
  for (const { zh, says, found, notCheckable, answer: is } of grounds) {
    if (is === 'nothing-found') continue;
    heading(zh, says.zh);
    const rows = found.map(({ what, clause, named, events }) => [
      what.zh,
      clause,
      named ? '登记时已注明' : '记录中发现',
      events.map(({ eventId, type }) => `${type ?? '（不在账本）'} ${eventId}`).join('\n'),
    ]);
    if (rows.length > 0) printTable(['问题 what', '条款 clause', '来源 from', '事件 events'], await zelian.named(rows));
    for (const { why } of notCheckable) line(` 无法核对：${why.zh}  ${why.en}`);
  }
  const nothing = grounds.find(({ answer: is }) => is === 'nothing-found');
  if (nothing) line(`\n 未发现的各项：${nothing.says.zh}  ${nothing.says.en}`);
  for (const limit of limits) line(` ※ ${limit.zh}  ${limit.en}`);
}
