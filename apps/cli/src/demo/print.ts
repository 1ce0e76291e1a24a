import type { CaseRow, Chain, ScreeningRow, TriggerRow } from '#accountability';
import type { ScorecardRow } from '#assessment';
import { yearInterval } from '#kernel';
import type { VetoRow } from '#veto';
import { clauseWords, measureNames, holdersIn, LEVEL_ZH, type Explanation, type Zelian } from '#zelian';
import { heading, line, printTable } from '../output.js';
import { postId, unitId, VILLAGES, villageId } from '../story/cast.js';
import { STORY_THEN } from '../story/story.js';
import { printExplanation } from '../verbs/explain.js';
import { OUTCOME_ZH, TRIGGER_ZH } from '../words.js';
import { printAppeal } from './appeal.js';
import { fieldwork } from './fieldwork.js';
import { rowsOf, type DemoResult } from './result.js';

const YEAR = 2016;
const FAILED_VILLAGE = villageId(VILLAGES[0][1]);
const points = (hundredths: number | null): string => (hundredths === null ? '—' : (hundredths / 100).toFixed(2));
const day = (instant: string): string => instant.slice(0, 10);

/** The year in under two screens: what a discipline commission would ask of it. */
export async function printDemo(zelian: Zelian, result: DemoResult): Promise<void> {
  line('责链 Zelian：虚构的岭川县2016年度脱贫攻坚问责  an invented county, on a simulated clock（模拟时钟）');
  await fieldwork(zelian);
  await scorecards(zelian);
  await vetoRegister(zelian);
  await chain(zelian);
  await triggers(zelian);
  await nominations(zelian);
  await caseFile(zelian);
  const explained = (await zelian.explain(FAILED_VILLAGE, { year: YEAR })) as Explanation;
  printExplanation(explained, { name: await zelian.named(FAILED_VILLAGE), words: await clauseWords(zelian) });
  await difference(zelian);
  await printAppeal(zelian, result.appeal);
  line(
    `\nevents ${result.events}  logHash ${result.logHash}  verify ${result.verify.ok ? 'ok 通过' : 'NOT ok 不通过'}  rebuild ${result.rebuild.same ? 'same 一致' : 'DIFFERENT 不一致'}`,
  );
  const { size, root, keys } = result.checkpoint;
  line(`checkpoint 检查点 size ${size}  root ${root}\nkey ${keys.at(-1)}`);
}

async function scorecards(zelian: Zelian): Promise<void> {
  const rows = await rowsOf<ScorecardRow>(zelian, 'scorecard');
  const telling: ScorecardRow[] = [];
  for (const row of rows) if (row.grade !== 'good' || row.unitId === unitId('松坪镇') || (await changed(zelian, row))) telling.push(row);
  const byGrade = new Map<string, number>();
  for (const { gradeZh } of rows) byGrade.set(gradeZh ?? '未定', (byGrade.get(gradeZh ?? '未定') ?? 0) + 1);
  heading('绩效考核', `scorecards: ${rows.length} units, ${[...byGrade].map(([grade, count]) => `${grade}${count}`).join(' ')}`);
  const table = await zelian.named(
    telling.map(({ unitId: unit, scores, deductions, totalHundredths, gradeZh }) => [
      unit,
      scores.map(({ scoreHundredths }) => points(scoreHundredths)).join(' / '),
      deductions.map(({ clauseId, pointsHundredths }) => `${clauseId} −${points(pointsHundredths)}`).join(' ') || '—',
      points(totalHundredths),
      gradeZh,
      scores.some(({ corrected }) => corrected !== null)
        ? scores.flatMap(({ corrected, zh }) => (corrected ? `${zh}更正：${corrected.reason}` : [])).join(' ')
        : '',
    ]),
  );
  printTable(['单位', '减贫 / 帮扶 / 资金', '扣分', '总分', '等次', '说明'], table);
}

/** Whether a total was replaced by another. */
async function changed({ reader }: Zelian, { unitId: unit, year }: ScorecardRow): Promise<boolean> {
  const { versions } = await reader.history('scorecard', `${unit}-${year}`);
  return new Set(versions.flatMap(({ row }) => (row as ScorecardRow).totalHundredths ?? [])).size > 1;
}

async function vetoRegister(zelian: Zelian): Promise<void> {
  heading('一票否决', 'veto register');
  const rows = await rowsOf<VetoRow>(zelian, 'veto-register');
  printTable(
    ['单位', '状态', '依据', '确认文号', '效力', '经过'],
    await zelian.named(
      rows.map(({ unitId: unit, stateZh, bases, authorityRef, effectUndetermined, history }) => [
        unit,
        stateZh,
        bases.map(({ clauseId }) => clauseId).join(' ') || '—',
        authorityRef ?? '—',
        effectUndetermined ? '范围未定' : '已定',
        history.map(({ event, recordedAt }) => `${day(recordedAt)} ${zelian.parts.history.definitions.get(event)!.zh}`).join(' → '),
      ]),
    ),
  );
}

async function chain(zelian: Zelian): Promise<void> {
  heading('责任链：未如期退出的村', `responsibility chain of the village, ${YEAR}`);
  const { row } = await zelian.reader.get('responsibility-chain', FAILED_VILLAGE);
  const links = (row as Chain).links;
  const parts = holdersIn(row as Chain, yearInterval(YEAR));
  const levelOf = (personId: string) => links.find((link) => link.personId === personId)?.level;
  const rows = parts
    .filter(({ role, duty }) => duty !== undefined || ['party-secretary', 'town-head', 'department-head'].includes(role ?? ''))
    .flatMap(({ postId: post, duty, holders, gapDays }) =>
      holders.map(({ personId, days, intervals }): Shared => [
        [post ?? DUTY_ZH[duty ?? ''] ?? duty],
        [personId],
        LEVEL_ZH[levelOf(personId) ?? 'important'],
        days,
        `${intervals[0]!.from} 至 ${intervals.at(-1)!.to}（不含）`,
        gapDays,
      ]),
    );
  printTable(['岗位或职责', '人员', '责任', '天数', '期间', '空缺天数'], await zelian.named(together(rows)).then(joined));
}

type Shared = readonly [posts: readonly unknown[], persons: readonly unknown[], ...same: unknown[]];
/** Rows that differ only in their first two cells, whose posts and whose persons, become one. */
function together(rows: readonly Shared[]): readonly Shared[] {
  const found = new Map<string, Shared>();
  for (const [posts, persons, ...same] of rows) {
    const [before = [], others = []] = found.get(JSON.stringify(same)) ?? [];
    found.set(JSON.stringify(same), [[...before, ...posts], [...others, ...persons], ...same]);
  }
  return [...found.values()];
}
const joined = (rows: readonly (readonly unknown[])[]) => rows.map((row) => row.map((cell) => (Array.isArray(cell) ? cell.join('、') : cell)));

const DUTY_ZH: Readonly<Record<string, string>> = {
  'county-leader': '县级领导包抓',
  'town-leader': '镇班子成员',
  'first-secretary': '第一书记',
  'agri-technician': '农技人员',
  stationed: '包村',
  'in-charge': '分管',
};

const NOTE_ZH: Readonly<Record<string, string>> = { Demotion: '（现行形式未列，仅提示）' };

async function triggers(zelian: Zelian): Promise<void> {
  heading('条款触发', 'clause triggers: flags, not charges; people recommend and decide');
  const rows = await rowsOf<TriggerRow>(zelian, 'trigger-register');
  const measures = await measureNames(zelian);
  printTable(
    ['岗位', '人员', '条款', '处理', '因', '天数', '状态'],
    await zelian
      .named(
        together(
          rows.map(({ clauseId, measure, target, postId: post, personId, holding, state }) => [
            [post],
            [personId],
            clauseId,
            `${measures.get(measure) ?? measure}${NOTE_ZH[measure] ?? ''}`,
            target,
            holding.days,
            TRIGGER_ZH[state],
          ]),
        ),
      )
      .then(joined),
  );
}

/** What the department is told that puts somebody forward: a notice, never a block. */
async function nominations(zelian: Zelian): Promise<void> {
  for (const { personId, screenings } of await rowsOf<ScreeningRow>(zelian, 'nomination-screenings'))
    for (const { aimedPostId, date, documentNo = '', notices } of screenings) {
      const [person, post] = await zelian.named([personId, aimedPostId] as const);
      const told = await zelian.named(notices.map(({ unitId: unit, ...notice }) => [unit, notice] as const));
      const says = told.map(([unit, { year, clauseId, says: what, outcome }]) => `${unit}${year}年度 ${clauseId}（${SAYS_ZH[what]}）${OUTCOME_ZH[outcome]}`);
      line(` 推荐提名核查 nominee screened：${person} 拟任${post}　${says.join('，')}　${date} ${documentNo}`);
    }
}
const SAYS_ZH = { priority: '优先提名', barred: '不予考虑' } as const;

async function caseFile(zelian: Zelian): Promise<void> {
  const rows = await rowsOf<CaseRow>(zelian, 'accountability-cases');
  const acted = rows.filter(({ phase }) => phase !== 'open');
  const measures = await measureNames(zelian);
  heading('案件', 'cases that people took up');
  printTable(
    ['人员', '岗位', '阶段', '决定', '执行', '依据', '瑕疵'],
    await zelian.named(
      acted.map(({ personId, postId: post, phaseZh, decision, bases, breaches }) => [
        personId,
        post,
        phaseZh,
        decision ? `${decision.date} ${measures.get(decision.measure) ?? decision.measure}` : '—',
        decision?.executedOn ?? '—',
        decision?.basisLost ? '依据已失' : bases.map(({ clauseId }) => clauseId).join(' '),
        breaches.join(' ') || '—',
      ]),
    ),
  );
  const elected = acted.find(({ postId: post }) => post === postId('芦川镇/town-head'));
  if (elected)
    line(` 选任镇长案卷：${elected.steps.map(({ type, date }) => `${date.slice(5)} ${zelian.parts.history.definitions.get(type)!.zh}`).join(' → ')}`);
}

async function difference(zelian: Zelian): Promise<void> {
  heading('2017-01-31所知与现在所知', 'what changed since, as known then and now');
  const { rows } = await zelian.named(await zelian.reader.difference('scorecard', STORY_THEN));
  for (const { key, before, after } of rows) {
    const [was, is] = [before as ScorecardRow, after as ScorecardRow];
    line(
      ` scorecard ${await zelian.named(key.slice(0, -5))}：${points(was.totalHundredths)} ${was.gradeZh ?? ''} → ${points(is.totalHundredths)} ${is.gradeZh ?? ''}`,
    );
  }
  const vetoes = await zelian.reader.difference('veto-register', STORY_THEN);
  for (const { key, before, after } of vetoes.rows)
    line(
      ` veto      ${await zelian.named(key.slice(0, -5))}：${(before as VetoRow | undefined)?.stateZh ?? '—'} → ${(after as VetoRow | undefined)?.stateZh ?? '—'}`,
    );
  const flags = await zelian.reader.difference('trigger-register', STORY_THEN);
  line(
    ` triggers  新增 added ${flags.rows.filter(({ before }) => before === undefined).length}，改变 changed ${flags.rows.filter(({ before }) => before !== undefined).length}`,
  );
}
