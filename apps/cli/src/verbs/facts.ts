import type { Command } from 'commander';
import { GAP_ZH, type CaseFacts, type FindingFacts, type Gap, type ShownFact, type Zelian } from '#zelian';
import { verb } from '../common.js';
import { heading, line, printTable } from '../output.js';
import { named, question } from '../question.js';

/** `facts CASE` or `facts FINDING`: each fact with its evidence, who recorded it, to whom it was shown and what was answered. */
export const facts = (): Command =>
  question(
    verb('facts', '事实与证据 fact × evidence × signer × shown to whom', ['asKnownAt', 'atLeast']).argument(
      '<case|finding>',
      'person-…/post-…/year, or finding-…',
    ),
    (zelian, subject, ask): Promise<CaseFacts | FindingFacts> =>
      subject.startsWith('finding-') ? zelian.cases.findingFacts(subject, ask) : zelian.cases.caseFacts({ caseKey: subject, ...ask }),
    async (zelian, answer) => ('findingId' in answer ? printFinding(zelian, answer) : printCase(zelian, answer)),
  );

async function printFinding(zelian: Zelian, { findingId, position, fact }: FindingFacts): Promise<void> {
  heading(`问题 ${findingId}`, `as known at ${position}`);
  await printFacts(zelian, [fact]);
}

const BASED_ON_ZH = { decision: '决定', report: '调查报告', recommendation: '问责建议', flag: '条款触发' } as const;
async function printCase(zelian: Zelian, { key, position, basedOn, facts: list, drafted, presented, statements, gaps }: CaseFacts): Promise<void> {
  const [person, post] = await zelian.named([key.personId, key.postId]);
  heading(`${person} ${post} ${key.year}年度：事实、证据、登记人、见面`, `as known at ${position}; grounds of the ${basedOn}`);
  line(` 所列为${BASED_ON_ZH[basedOn]}所据事实`);
  await printFacts(zelian, list);
  heading('事实见面与陈述申辩', `shown ${presented.length}, heard ${statements.length}`);
  if (drafted) line(` ${drafted.date} 形成事实材料：${evidenceZh(drafted.evidence)}`);
  for (const { date, signed } of presented) line(` ${date} 与本人见面${signed ? '，已签字' : '，未签字'}`);
  for (const { date, statement, acceptedPoints } of (await zelian.named(statements)) as CaseFacts['statements'])
    line(` ${date} 陈述申辩（全案）：${String(statement)}${acceptedPoints.length === 0 ? '' : `；采纳：${acceptedPoints.map(String).join('；')}`}`);
  line(` 缺口 gaps：${gapsZh(gaps)}`);
}

async function printFacts(zelian: Zelian, list: readonly ShownFact[]): Promise<void> {
  printTable(['日期', '事实', '条款', '证据', '登记人', '反馈单位与答复', '与本人见面', '缺口'], await named(zelian, list.map(rowOf)));
}

const rowOf = ({ date, zh, clauses, evidence, signer, finding, shownToPerson, gaps }: ShownFact): readonly unknown[] => [
  ...[date, finding === null ? zh : `${zh} ${finding.findingId}`, clauses.join('、'), evidenceZh(evidence)],
  finding === null ? (signer?.personId ?? '无') : [...finding.loggedByPersonIds],
  finding === null ? '' : answeredZh(finding),
  shownToPerson?.date ?? '未见面',
  gapsZh(gaps),
];
const STATE_ZH = { held: '在', missing: '缺失', changed: '与指纹不符', unreadable: '无法读取' } as const;
const evidenceZh = (evidence: ShownFact['evidence']): string =>
  evidence.map((one) => (one.kind === 'number' ? one.ref : `${one.zh ?? '文件'} ${one.sha256}（${STATE_ZH[one.state]}）`)).join('；') || '无';
const answeredZh = ({ shownTo, statusZh }: NonNullable<ShownFact['finding']>): string => (shownTo === null ? '未反馈' : `${shownTo.date} ${statusZh}`);
const gapsZh = (gaps: readonly Gap[]): string => gaps.map((gap) => GAP_ZH[gap]).join('、') || '无';
