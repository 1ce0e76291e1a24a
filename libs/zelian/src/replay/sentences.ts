import type { Consequences } from './consequences.js';
import type { ChainStep, Difference, FlaggedCommand } from './difference.js';

/** A difference document for reading: rows of a table and sentences. `name` turns the id of a unit, village, post, person or measure into what it is called. */
export type Told = Readonly<{
  rows: readonly (readonly [what: string, whom: string, before: string, after: string, by: string])[];
  sentences: readonly string[];
}>;
type Name = (id: string) => string;

const OUTCOME: Readonly<Record<string, string>> = { met: '符合', 'not-met': '不符合', undetermined: '未定' };
const VETO: Readonly<Record<string, string>> = {
  none: '无',
  triggered: '已触发',
  withdrawn: '已撤回',
  confirmed: '已确认',
  'basis-lost': '依据丧失',
  lifted: '已解除',
};
const TRIGGER: Readonly<Record<string, string>> = { triggered: '触发', notApplicable: '不适用', fallen: '消失' };

const points = (hundredths: number | null | undefined): string => (hundredths === null || hundredths === undefined ? '—' : (hundredths / 100).toFixed(2));
const by = (chain: readonly ChainStep[]): string =>
  chain.map(({ zh, clauseId, edit }) => (edit === undefined ? zh : `改动${edit + 1}`) + (clauseId ? `（${clauseId}）` : '')).join('→');

export function tell({ difference, consequences }: Readonly<{ difference: Difference; consequences: Consequences }>, name: Name): Told {
  return { rows: rowsOf(consequences, name), sentences: sentencesOf(difference, consequences, name) };
}

function rowsOf({ scores, appraisals, clauses, vetoes, triggers, cases }: Consequences, name: Name): Told['rows'] {
  const score = (said: Consequences['scores'][number]['before']): string => (said ? `${points(said.totalHundredths)} ${said.gradeZh ?? ''}`.trim() : '—');
  return [
    ...scores.map(({ unitId, year, before, after, chain }) => ['绩效考核', `${name(unitId)} ${year}`, score(before), score(after), by(chain)] as const),
    ...appraisals.map(
      ({ unitId, year, before, after, chain }) =>
        ['年度考核', `${name(unitId)} ${year}`, points(before?.totalHundredths), points(after?.totalHundredths), by(chain)] as const,
    ),
    ...vetoes.map(
      ({ unitId, year, before, after, chain }) => ['一票否决', `${name(unitId)} ${year}`, VETO[before] ?? before, VETO[after] ?? after, by(chain)] as const,
    ),
    ...clauses.map(
      ({ target, year, clauseId, before, after, newly, chain }) =>
        [`条款${clauseId}`, `${name(target)} ${year}`, OUTCOME[before]!, `${OUTCOME[after]!}${newly ? '（新符合）' : ''}`, by(chain)] as const,
    ),
    ...triggers.map(({ clauseId, personId, before, after, chain }) => {
      const said = (trigger: typeof before): string => (trigger ? `${TRIGGER[trigger.state] ?? trigger.state} ${trigger.days}天` : '—');
      return [`触发${clauseId}`, name(personId), said(before), said(after), by(chain)] as const;
    }),
    ...cases.map(({ personId, before, after, basisLost, chain }) => {
      const said = (one: typeof before): string =>
        one ? `${one.phaseZh}${one.measure ? ` ${name(one.measure)}` : ''}（${one.clauses.join('、') || '无依据'}）` : '—';
      return ['问责案件', name(personId), said(before), basisLost ? '依据丧失，须由机关处理' : said(after), by(chain)] as const;
    }),
  ];
}

function sentencesOf({ edits, changes, flagged, thirdParties, drift, stuck }: Difference, { clauses, cases }: Consequences, name: Name): readonly string[] {
  const newly = clauses.filter((clause) => clause.newly);
  return [
    ...edits.map(({ says }, index) => `改动${index + 1}：${says}。`),
    changes.length === 0 ? '没有任何结果因此不同。' : `共有${changes.length}处记录因此不同。`,
    ...newly.map(({ clauseId, target }) => `条款${clauseId}对${name(target)}新符合：改动也可能带来不利后果。`),
    ...cases.filter(({ basisLost }) => basisLost).map(({ personId }) => `对${name(personId)}的处理失去依据；决定不会自行改变，须由有权机关作出处理。`),
    ...flagged.map((left) => leftOut(left)),
    ...(thirdParties.length > 0 ? [`同时涉及第三方：${thirdParties.map(name).join('、')}；对第三方不作任何记录。`] : []),
    ...(drift.rows.length + drift.refused.length > 0
      ? [`账本现存内容与按现行程序重新推导的结果有${drift.rows.length + drift.refused.length}处不一致，另列，不计入以上差异。`]
      : []),
    ...stuck.map(({ policy, code }) => `自动规则${policy}在此情形下被拒（${code}），其后果未知。`),
    '本结果只是推算：账本未改动；当时被系统拒绝的操作没有记录，无从推算。',
  ];
}

const leftOut = ({ events, date, kind, zh }: FlaggedCommand): string =>
  `${date}的“${events[0]!.zh}”${kind === 'act' ? '（人的行为，依据不再成立）' : '（相依的事实）'}不能成立：${zh}。`;
