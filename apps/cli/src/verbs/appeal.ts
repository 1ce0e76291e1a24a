import { Command as Group, type Command } from 'commander';
import { APPEAL_CLOCK_ZH, APPEAL_OUTCOME_ZH, BAR_ROLE_ZH, type AppealStatus, type BarredAnswer, type RemediesAnswer, type Zelian } from '#zelian';
import { verb } from '../common.js';
import { heading, line, printTable } from '../output.js';
import { named, question } from '../question.js';
import { LIGHT_ZH, suspension } from '../words.js';

const MOMENTS = ['asKnownAt', 'atLeast'] as const;
const DECISION = 'case-PERSON-POST-YEAR, grade-UNIT-YEAR or veto-UNIT-YEAR';
const dated = (command: Command): Command => command.option('--on <date>', 'the day (default: today; on a simulated clock, the day of the last event)');

async function printPaths(zelian: Zelian, { date, decidedOn, served, measure, grade, open, closed }: RemediesAnswer): Promise<void> {
  line(` 决定 decided ${decidedOn} ${measure ?? grade ?? ''}  送达 served ${served?.on ?? '无回证'}  查询日 on ${date}`);
  heading('开放的渠道', `open ways: ${open.length}`);
  const rows = open.map((path) => [
    `${path.trackZh}·${path.stepZh}`,
    path.clause.id,
    path.lastDay?.date ?? (path.clock === 'not-served' ? '未起算' : '无期限'),
    path.lastDay?.readings ? `${path.lastDay.readings.receiptExcluded} / ${path.lastDay.readings.receiptIncluded}` : '',
    path.fileWith.flatMap(({ unitIds }) => unitIds),
    path.route === 'correction' ? '请求纠正' : '申诉',
    path.clause.verifiedBy,
    path.why.zh,
  ]);
  printTable(['渠道', '条款 clause', '最后一日', '两种算法', '向谁提出', '办理方式', '核对', '理由'], await named(zelian, rows));
  for (const { trackZh, leadersZh } of open) if (leadersZh !== undefined) line(` ※ ${trackZh}：${leadersZh}`);
  for (const said of suspension(open)) line(` ※ ${said}`);
  heading('不开放的渠道', `closed ways: ${closed.length}`);
  printTable(
    ['渠道', '环节', '代码 code', '理由'],
    closed.map(({ trackZh, stepZh, code, why }) => [trackZh, stepZh, code, why.zh]),
  );
}
async function printStatus(zelian: Zelian, { phaseZh, route, organUnitId, clocks, steps, outcome, silenceAllows, receipt, date }: AppealStatus): Promise<void> {
  const [organ] = await zelian.named([organUnitId]);
  line(` ${phaseZh}  ${route === 'correction' ? '（请求纠正）' : ''} 办理机关 ${organ}  收据 receipt ${receipt.receiptRef ?? ''} ${receipt.eventId}`);
  if (outcome) line(` 结果 outcome ${APPEAL_OUTCOME_ZH[outcome.result]} ${outcome.documentNo} ${outcome.decidedOn}`);
  heading('期限', `clocks on ${date}`);
  printTable(
    ['事项', '条款', '起', '最后一日', '灯', '剩余', '办结'],
    clocks.map(({ clock, clauseId, startsOn, lastDay, light, daysLeft, doneOn, overrun }) => [
      APPEAL_CLOCK_ZH[clock],
      clauseId,
      startsOn,
      lastDay,
      light && LIGHT_ZH[light],
      doneOn === undefined ? daysLeft : '',
      doneOn ?? (overrun ? '逾期' : ''),
    ]),
  );
  if (silenceAllows !== undefined) line(` ※ ${silenceAllows}`);
  heading('经过', `steps: ${steps.length}`);
  printTable(
    ['日期', '事项', '经办', '文书', '违反'],
    await named(
      zelian,
      steps.map(({ date: on, type, actor, documentNo, breaches = [] }) => [
        on,
        zelian.parts.history.definitions.get(type)?.zh ?? type,
        actor.personId,
        documentNo,
        breaches,
      ]),
    ),
  );
}

async function printBarred(zelian: Zelian, { persons, undisclosed }: BarredAnswer): Promise<void> {
  heading('不得参加复查的人员', `barred from review: ${persons.length}`);
  const rows = persons.flatMap(({ personId, reasons }) =>
    reasons.map(({ role, of, eventType, eventId }) => [
      personId,
      BAR_ROLE_ZH[role],
      of,
      zelian.parts.history.definitions.get(eventType)?.zh ?? eventType,
      eventId,
    ]),
  );
  printTable(['人员', '事由', '何人的近亲属', '事件', '编号'], await named(zelian, rows));
  if (undisclosed > 0) line(` ※ 另有${undisclosed}件举报的举报人须回避，不公开 informants who stay unnamed: ${undisclosed}`);
}

/** `appeal paths`, `appeal status`, `appeal barred`. What people do in an appeal is recorded with `record`. */
export const appeal = (): Command =>
  new Group('appeal')
    .description('申诉 appeals')
    .addCommand(
      question(
        dated(verb('paths', '申诉渠道 every way to appeal a decision', MOMENTS).argument('<decision>', DECISION)),
        (zelian, decision, ask) => zelian.cases.appealPaths(decision, ask),
        printPaths,
      ),
    )
    .addCommand(
      question(
        dated(verb('status', '申诉进展 where an appeal stands', MOMENTS).argument('<appeal>', 'appeal-…')),
        (zelian, id, ask) => zelian.cases.appealStatus(id, ask),
        printStatus,
      ),
    )
    .addCommand(
      question(
        verb('barred', '复查回避 who may not review a decision', MOMENTS).argument('<decision>', DECISION),
        (zelian, decision, ask) => zelian.cases.appealBarred(decision, ask),
        printBarred,
      ),
    );
