import type { Consequences } from './consequences.js';
import type { ChainStep, Difference, FlaggedCommand, Narrowed } from './difference.js';
import { LIMITS } from './limits.js';

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

type Telling = Readonly<{ difference: Difference; consequences: Consequences; narrowed?: Narrowed }>;
export function tell({ difference, consequences, narrowed }: Telling, name: Name): Told {
  const sentences = sentencesOf(difference, consequences, name);
  return { rows: rowsOf(consequences, name), sentences: narrowed ? [...sentences, narrowedZh(narrowed)] : sentences };
}

const narrowedZh = ({ wholeHash }: Narrowed): string =>
  `供复查组使用：只列与所申诉决定有关的内容，第三方以岗位指称；全文由案件承办机关保存，其哈希${wholeHash}。`;

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
    ...cases.map(({ personId, before, after, basisLost, fell, restsOn, chain }) => {
      const said = (one: typeof before): string =>
        one ? `${one.phaseZh}${one.measure ? ` ${name(one.measure)}` : ''}（${one.clauses.join('、') || '无依据'}）` : '—';
      const left = fell.length > 0 ? `依据减少，仍有${restsOn.join('、')}` : said(after);
      return ['问责案件', name(personId), said(before), basisLost ? '依据丧失，须由机关处理' : left, by(chain)] as const;
    }),
  ];
}

function sentencesOf(
  { edits, changes, flagged, thirdParties, drift, stuck }: Difference,
  { clauses, vetoes, cases }: Consequences,
  name: Name,
): readonly string[] {
  const newly = clauses.filter((clause) => clause.newly);
  return [
    ...edits.map(({ says }, index) => `改动${index + 1}：${says}。`),
    changes.length === 0 ? '没有任何结果因此不同。' : `共有${changes.length}处记录因此不同。`,
    ...newly.map(({ clauseId, target }) => `条款${clauseId}对${name(target)}新符合：改动也可能带来不利后果。`),
    ...vetoes.flatMap((veto) => vetoSaid(veto, name)),
    ...cases.filter(({ basisLost }) => basisLost).map(({ personId }) => `对${name(personId)}的处理失去依据；决定不会自行改变，须由有权机关作出处理。`),
    ...cases
      .filter(({ fell, basisLost }) => fell.length > 0 && !basisLost)
      .map(({ personId, fell, restsOn }) => `对${name(personId)}的处理所依据的条款${fell.join('、')}不再成立，仍有${restsOn.join('、')}，处理不因此失去依据。`),
    ...flagged.map((left) => leftOut(left)),
    ...(thirdParties.length > 0 ? [`同时涉及第三方：${thirdParties.map(name).join('、')}；对第三方不作任何记录。`] : []),
    ...(drift.rows.length + drift.refused.length > 0
      ? [`账本现存内容与按现行程序重新推导的结果有${drift.rows.length + drift.refused.length}处不一致，另列，不计入以上差异。`]
      : []),
    ...stuck.map(({ policy, code }) => `自动规则${policy}在此情形下被拒（${code}），其后果未知。`),
    ...LIMITS.map(({ zh }) => `${zh}。`),
  ];
}

/** What a veto that loses its ground comes to; nothing where it stands on another basis, or comes about. */
function vetoSaid({ unitId, year, never, before, after }: Consequences['vetoes'][number], name: Name): readonly string[] {
  const origin = never ? `对${name(unitId)}${year}年度的一票否决本不会发生` : `对${name(unitId)}${year}年度的一票否决不再有依据`;
  if (after !== 'basis-lost') return never ? [`${origin}。`] : [];
  const confirmed = before === 'lifted' ? '已由人确认的否决失去依据；其后已由人解除' : '已由人确认的否决失去依据，不会自行解除，须由有权机关处理';
  return [`${origin}；${confirmed}。`];
}

const leftOut = ({ events, date, kind, zh }: FlaggedCommand): string =>
  `${date}的“${events[0]!.zh}”${kind === 'act' ? '（人的行为，依据不再成立）' : '（相依的事实）'}不能成立：${zh}。`;
