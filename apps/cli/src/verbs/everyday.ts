import type { Command } from 'commander';
import { actorFrom } from '#ledger/nest';
import { APPEAL_CLOCK_ZH, OWED_ZH, type Today, type VillageSheet, type Zelian } from '#zelian';
import { momentOf, verb, withLedger, wholeNumber, type Common } from '../common.js';
import { heading, line, printJson, printTable } from '../output.js';
import { LIGHT_ZH } from '../words.js';

const MOMENTS = ['asKnownAt', 'atLeast'] as const;

/** `today`: what falls due, awaits somebody's word or is missing on a day; what awaits the verification of whoever asks. */
export const today = (): Command =>
  verb('today', '今日待办 what is due, awaits a word or is missing on a day', MOMENTS)
    .option('--on <date>', 'the day (default: today; on a simulated clock, the day of the last event)')
    .action((options: Common & Readonly<{ on?: string }>) =>
      withLedger(options, {}, async (zelian) => {
        const answer = await zelian.today({ date: options.on, actor: actorFrom(options.actor), moment: momentOf(options) });
        if (options.json) return printJson(await zelian.present(answer));
        await printToday(zelian, answer);
      }),
    );

async function section(
  zelian: Zelian,
  title: readonly [zh: string, en: string],
  { head, rows }: Readonly<{ head: readonly string[]; rows: readonly (readonly unknown[])[] }>,
) {
  if (rows.length === 0) return line(`\n■ ${title[0]}  ${title[1]}：无 none`);
  heading(title[0], `${title[1]}: ${rows.length}`);
  printTable(head, await zelian.named(rows));
}

const running = ({ light }: Readonly<{ light?: string }>): boolean => light !== 'done';
const CASE_CLOCK_ZH = { formalities: '手续', effect: '影响期' } as const;
const caseClocks = ({ personId, clocks }: Today['statutoryClocks']['cases'][number]) =>
  clocks.filter(running).map(({ kind, lastDay, light }) => [personId, CASE_CLOCK_ZH[kind], lastDay, light && LIGHT_ZH[light]]);
const appealClocks = ({ appealId, clocks }: Today['statutoryClocks']['appeals'][number]) =>
  clocks.filter(running).map(({ clock, lastDay, light }) => [appealId, APPEAL_CLOCK_ZH[clock], lastDay, light && LIGHT_ZH[light]]);

async function printToday(zelian: Zelian, { date, position, ...day }: Today): Promise<void> {
  line(`${date}  (as known at ${position})`);
  await section(zelian, ['今日到期', 'deadlines of the day'], {
    head: ['事项', '单位', '村', '期限'],
    rows: day.due.map(({ rectificationId, unitId, villageId, dueAt }) => [rectificationId, unitId, villageId, dueAt]),
  });
  await section(zelian, ['待我核查', 'awaiting my verification'], {
    head: ['事项', '单位', '报告时间', '逾期报告', '材料'],
    rows: day.awaitingMyVerification.map((row) => [row.rectificationId, row.unitId, row.reportedAt, row.late ? '是' : '', row.evidenceCount]),
  });
  await section(zelian, ['待处理异议', 'objections that await a decision'], {
    head: ['问题', '单位', '提出日期', '提出人'],
    rows: day.objections.map(({ findingId, unitId, disputedOn, personId }) => [findingId, unitId, disputedOn, personId]),
  });
  await section(zelian, ['重复登记', 'duplicates'], {
    head: ['问题', '原问题', '认定日期', '理由'],
    rows: day.duplicates.map(({ findingId, original, date: on, reason }) => [findingId, original, on, reason]),
  });
  await section(zelian, ['督查组交接', 'who answers for another group now'], {
    head: ['轮次', '原组', '村', '现负责组', '自'],
    rows: day.handovers.map(({ roundId, fromGroupId, villageId, groupId, since }) => [roundId, fromGroupId, villageId, groupId, since]),
  });
  await section(zelian, ['待签发文书', 'drafts that await a signature'], {
    head: ['事项', '单位', '草稿'],
    rows: day.draftsToSign.map(({ rectificationId, unitId, papers }) => [
      rectificationId,
      unitId,
      papers.flatMap(({ state, paper }) => (state === 'drafted' ? [paper.documentZh] : [])).join('、'),
    ]),
  });
  await section(zelian, ['销号复核', 'reviews of who signed a closure'], {
    head: ['事项', '单位', '状态'],
    rows: day.signerReviews.map(({ rectificationId, unitId, stateZh }) => [rectificationId, unitId, stateZh]),
  });
  await section(zelian, ['法定时限', 'statutory clocks'], {
    head: ['案件或申诉', '事项', '最后一日', '灯'],
    rows: [...day.statutoryClocks.cases.flatMap(caseClocks), ...day.statutoryClocks.appeals.flatMap(appealClocks)],
  });
  await printOwed(zelian, day);
  await section(zelian, ['本周未报未到', 'outstanding this week'], {
    head: ['周', '未报单位', '未进村', '空缺'],
    rows: day.weeks.map(({ week, reportsOutstanding, visitsOutstanding, vacancies }) => [week, reportsOutstanding.length, visitsOutstanding, vacancies]),
  });
}

async function printOwed(zelian: Zelian, day: Pick<Today, 'restorations' | 'noticesOwed'>): Promise<void> {
  await section(zelian, ['待恢复事项', 'owed after appeals'], {
    head: ['申诉', '决定日期', '待办', '第三方'],
    rows: day.restorations.map(({ appealId, decidedOn, items, thirdParties }) => [
      appealId,
      decidedOn,
      items.flatMap(({ state, item }) => (state === 'owed' ? [OWED_ZH[item.kind]] : [])).join('、'),
      thirdParties.map(({ personId }) => personId),
    ]),
  });
  await section(zelian, ['待发更正通知', 'recipients to be told'], {
    head: ['提供编号', '接收人', '提供日期'],
    rows: day.noticesOwed.map(({ releaseId, recipient, releasedOn }) => [releaseId, recipient, releasedOn]),
  });
}

/** `village VILLAGE`: a village's year on one sheet. */
export const village = (): Command =>
  verb('village', '村情一览 a village on one sheet', MOMENTS)
    .argument('<village>', 'village-…')
    .option('--year <year>', 'the year (default: the current one; on a simulated clock, that of the last event)')
    .action((id: string, options: Common & Readonly<{ year?: string }>) =>
      withLedger(options, {}, async (zelian) => {
        const year = options.year === undefined ? undefined : wholeNumber('--year', options.year);
        const sheet = await zelian.villageSheet(id, { year, actor: actorFrom(options.actor), moment: momentOf(options) });
        if (options.json) return printJson(await zelian.present(sheet));
        await printSheet(zelian, sheet);
      }),
    );

const listed = (ids: readonly string[] | null): string => (ids === null ? '名册未登记' : ids.join('、') || '无');
function missingIn(fiveOnes: VillageSheet['fiveOnes']): string {
  if (!fiveOnes) return '未确定';
  return fiveOnes.missing.length === 0 ? '齐全' : `缺 ${fiveOnes.missing.map(({ zh }) => zh).join('、')}`;
}

async function printSheet(zelian: Zelian, { villageId, townUnitId, year, exit, fiveOnes, coverage, findings, openItems }: VillageSheet): Promise<void> {
  const [name, town] = await zelian.named([villageId, townUnitId]);
  heading(`${town}${name} ${year}年`, 'village sheet');
  line(` 退出 exit：${exit?.status ?? '未列入计划'}`);
  line(` “五个一” five ones：${missingIn(fiveOnes)}`);
  for (const { roundId, lastVisitOn, seenHouseholdIds, missingHouseholdIds } of coverage?.rounds ?? [])
    line(` 督查 ${roundId}：${lastVisitOn ?? '未到'}，已访${seenHouseholdIds.length}户，未访 ${listed(missingHouseholdIds)}`);
  await section(zelian, ['问题与好做法', 'findings and good practice'], {
    head: ['编号', '条目', '日期', '答复', '计分', '重复于'],
    rows: findings.map(({ findingId, itemId, foundOn, statusZh, counts, duplicateOf }) => [
      findingId,
      itemId,
      foundOn,
      statusZh,
      counts ? '是' : '',
      duplicateOf,
    ]),
  });
  await section(zelian, ['未办结整改', 'items still open'], {
    head: ['事项', '状态', '期限'],
    rows: openItems.map(({ rectificationId, stateZh, dueAt }) => [rectificationId, stateZh, dueAt]),
  });
}
