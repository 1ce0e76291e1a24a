import type { LeaderWeekRow, NoticeRow, ReportRow } from '#cadence';
import type { FindingRow, RoundCoverageRow, VillageCoverageRow } from '#inspection';
import type { PathReconciliationRow } from '#programme';
import type { RegisterRow, SignerReviewRow, SupervisionDraftsRow } from '#rectification';
import type { Zelian } from '#zelian';
import { shanghaiTime } from '#kernel';
import { heading, line, printTable } from '../output.js';
import { FOUND, findingId, type Found } from '../story/inspection.js';
import { printReconciliation } from '../verbs/reconcile.js';
import { rowsOf } from './result.js';

const dayOf = (instant: string): string => shanghaiTime(instant).slice(5, 16);

/** The round: what was found, what the town said to it, and what became of the order to put it right. */
export async function fieldwork(zelian: Zelian): Promise<void> {
  await round(zelian);
  await rhythm(zelian);
  for (const { source, ...found } of await rowsOf<PathReconciliationRow>(zelian, 'path-reconciliation')) printReconciliation(source, found, { brief: true });
}

async function round(zelian: Zelian): Promise<void> {
  const [covered] = await rowsOf<RoundCoverageRow>(zelian, 'round-coverage');
  const villages = await rowsOf<VillageCoverageRow>(zelian, 'village-coverage');
  const unseen = villages.flatMap(({ rounds }) => rounds.flatMap(({ missingHouseholdIds }) => missingHouseholdIds ?? []));
  const findings = await rowsOf<FindingRow>(zelian, 'findings-register');
  // Each item stands under its unit and under its village.
  const items = (await rowsOf<RegisterRow>(zelian, 'rectification-register')).filter(
    (item, index, all) => all.findIndex(({ rectificationId }) => rectificationId === item.rectificationId) === index,
  );
  const papers = (await rowsOf<SupervisionDraftsRow>(zelian, 'supervision-drafts')).flatMap((row) => row.papers);
  const reviews = await rowsOf<SignerReviewRow>(zelian, 'signer-reviews');
  heading('督查整改', `inspection round: 村村到 ${covered!.visited}/${covered!.of}，户户过 尚余 ${unseen.length} 户 household left`);
  const keyOf = new Map(Object.values<Found>(FOUND).map((found) => [findingId(found), found.key]));
  const rows = findings.map((finding) => {
    const chain = items.filter((item) => item.findingId === finding.findingId).sort((a, b) => (a.orderedOn < b.orderedOn ? -1 : 1));
    return [
      keyOf.get(finding.findingId),
      finding.unitId,
      finding.kind === 'good-practice' ? '好做法' : (finding.statement as unknown),
      finding.duplicateOf !== null ? `重复于${keyOf.get(finding.duplicateOf)}` : finding.fixedOn === null ? finding.statusZh : '立行立改',
      finding.counts ? '是' : '',
      chain.map(({ stateZh, dueAt, lateReport }) => `${stateZh}${lateReport ? '（逾期报告）' : ''}${dueAt === null ? '' : ` 期限${dayOf(dueAt)}`}`).join(' → '),
    ];
  });
  printTable(['编号', '单位', '问题', '单位答复', '计分', '整改'], (await zelian.named(rows)).sort(byFirst));
  const issued = papers.filter(({ state }) => state === 'issued').map(({ paper, documentNo }) => `${paper.documentZh}${documentNo}`);
  const asked = reviews.map(({ stateZh }) => stateZh).join('、');
  line(` 阶梯 ladder：已签发 ${issued.join('、')}；其余草稿${papers.length - issued.length}件未签发即不生效　销号复核 signer review：${asked}`);
}
const byFirst = (a: readonly unknown[], b: readonly unknown[]): number => (String(a[0]) < String(b[0]) ? -1 : 1);

async function rhythm(zelian: Zelian): Promise<void> {
  const notices = await rowsOf<NoticeRow>(zelian, 'notice-register');
  heading('每周一提示', `Monday notices: ${notices.length}，周报与进村 reports and visits of the last weeks`);
  const classes = [...new Set(notices.map(({ classZh }) => classZh))];
  const of = (classZh: string) => notices.filter((notice) => notice.classZh === classZh);
  const sum = (classZh: string, state: 'delivered' | 'no-address' | 'failed') => of(classZh).reduce((total, { counts }) => total + counts[state], 0);
  printTable(
    ['对象', '提示', '送达', '无号码', '未确定内容'],
    classes.map((one) => [one, of(one).length, sum(one, 'delivered'), sum(one, 'no-address'), of(one).filter(({ defaultText }) => defaultText).length]),
  );
  const moved = [...new Set(notices.filter(({ noticeOn }) => new Date(`${noticeOn}T00:00:00Z`).getUTCDay() !== 1).map(({ noticeOn }) => noticeOn))].sort();
  const reports = await rowsOf<ReportRow>(zelian, 'weekly-reports');
  const late = await zelian.named(reports.filter(({ state }) => state !== 'submitted').map(({ unitId, week, state }) => [unitId, week, state]));
  const visits = (await rowsOf<LeaderWeekRow>(zelian, 'leader-visit-weeks')).flatMap(({ places }) => places.map(({ state }) => state));
  const count = (state: string) => visits.filter((one) => one === state).length;
  line(` 假日顺延至首个工作日 moved off holidays：${moved.join('、')}`);
  const told = late.map(([unit, week, state]) => `${String(unit)} ${String(week)} ${state === 'missed' ? '未报' : '补报（迟）'}`).join('；');
  line(` 周报${reports.length}份：${told}　进村：已到${count('done')} 请假${count('excused')} 未到${count('missed')}`);
}
