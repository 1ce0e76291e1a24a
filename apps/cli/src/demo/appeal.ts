import type { AppealRow } from '#appeal';
import type { RestorationChecklistRow } from '#redress';
import { namesIn, againstKey, OWED_ZH, tell, type Counterfactual, type EditList, type Zelian } from '#zelian';
import { heading, line, printTable } from '../output.js';
import { AGAINST, APPEAL, DOUBTED } from '../story/appeal.js';
import { ORGANS } from '../story/cast.js';
import { acting } from '../story/setup.js';

/** The appeal of the year, and what would be otherwise had the finding that it doubts never been made. `edits`: what `replay --edits` takes. */
export type AppealShown = Readonly<{
  case: string;
  edits: EditList;
  difference: Counterfactual['difference'];
  consequences: Counterfactual['consequences'];
  hash: string;
  outcome: Readonly<{ result: string; measure: string | null; decidedOn: string; grounds: readonly string[] }>;
}>;

const reviewer = acting(ORGANS.discipline, 'discipline-secretary');

export async function appealOf(zelian: Zelian): Promise<AppealShown> {
  const edits: EditList = { format: 1, edits: [{ op: 'retract', of: await firstEventOf(zelian, DOUBTED) }] };
  const { difference, consequences, hash } = await zelian.cases.replay({ list: edits, actor: reviewer });
  const { result, measure = null, decidedOn, grounds } = (await rowOfAppeal(zelian)).outcome!;
  return { case: againstKey(AGAINST), edits, difference, consequences, hash, outcome: { result, measure, decidedOn, grounds } };
}

const rowOfAppeal = async (zelian: Zelian): Promise<AppealRow> => (await zelian.reader.get('appeals', APPEAL)).row as AppealRow;

async function firstEventOf({ log }: Zelian, stream: string): Promise<string> {
  for await (const { id } of log.read(stream)) return id;
  throw new Error(`the story has no stream ${stream}`);
}

/** Of the whole difference what fits a screen: grade, veto, decided measures, and what the edit would bring down on somebody. */
const isTelling = ([what, , , after]: readonly string[]): boolean =>
  !/^(年度考核|触发)/.test(what!) && (!what!.startsWith('条款') || after!.includes('新符合'));

const OUTCOME_ZH: Readonly<Record<string, string>> = { maintained: '维持', varied: '变更', revoked: '撤销', 'redecision-ordered': '重新决定' };
const STATE_ZH: Readonly<Record<string, string>> = { owed: '待办', done: '已办', inapplicable: '不适用' };

/** What a reviewer and an appellant look at: the way it went, what hung on the doubted finding, and what was given back. */
export async function printAppeal(zelian: Zelian, { difference, consequences, hash, outcome }: AppealShown): Promise<void> {
  const row = await rowOfAppeal(zelian);
  heading('申诉', 'appeal: reviewed by people who handled nothing of the case');
  const [appellant, panel] = await zelian.named([row.appellantId, row.panel] as const);
  line(` ${appellant}不服免职　${row.clause.id}　复查组 ${panel.join('、')}`);
  line(` ${row.steps.map(({ type, date }) => `${date.slice(5)} ${zelian.parts.history.definitions.get(type)!.zh}`).join(' → ')}`);
  const name = await namesIn(zelian, { difference });
  const { rows, sentences } = tell({ difference, consequences }, name);
  printTable(
    ['反事实重放 replay', '对象', '原', '若该问题不存在'],
    rows.filter(isTelling).map(([what, whom, before, after]) => [what, whom, before, after]),
  );
  line(` 共${rows.length}处结果不同，此处列要点；${sentences[0]} 差异哈希 ${hash.slice(0, 16)}… 账本未改动 the ledger is untouched`);
  const { row: owed } = await zelian.reader.get('restoration-checklist', APPEAL);
  const items = (owed as RestorationChecklistRow).items.map(({ item: { kind }, state }) => `${OWED_ZH[kind]}${STATE_ZH[state]}`);
  line(
    ` 结果 outcome：${OUTCOME_ZH[outcome.result]}${outcome.measure === null ? '' : ` → ${name(outcome.measure)}`}（${outcome.decidedOn}）　恢复 restored：${items.join('、')}`,
  );
}
