import { dateZh, numeralZh, type Block } from '#exchange';
import type { Drafted } from './rectification-papers.js';
import type { CoverageOfReport, FindingOfReport, RoundOfReport } from './rows.js';

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });

/** The report of a round: by which plan, how far it came, what was found and what the units said to it. */
export function roundReport(round: RoundOfReport, coverage: CoverageOfReport, all: readonly FindingOfReport[]): Drafted {
  const findings = all.filter(({ kind }) => kind === 'finding');
  const good = all.filter(({ kind }) => kind === 'good-practice');
  const sections: readonly (readonly [string, readonly Block[]])[] = [
    ['基本情况', [paragraph(basics(round))]],
    ['覆盖情况', [paragraph(covered(coverage))]],
    ['发现的问题', findings.length === 0 ? [paragraph('未登记问题。')] : [paragraph(counted(findings)), tableOf(findings)]],
    ['好的做法', good.length === 0 ? [paragraph('未登记好做法。')] : [tableOf(good)]],
  ];
  return {
    title: `${round.zh}情况报告`,
    ...issuedOr(round),
    blocks: sections.flatMap(([title, blocks], index) => [{ kind: 'heading' as const, text: `${numeralZh(index + 1)}、${title}` }, ...blocks]),
  };
}

/** Number, issuer and seal once somebody issued it; until then a draft of the day on which the round ended. */
function issuedOr({ report, closed }: RoundOfReport): Pick<Drafted, 'authority' | 'issuedEventId'> {
  if (!report) return { authority: { ...(closed && { date: closed.date }) } };
  const { documentNo, issuerUnitId, sealRef, date, eventId } = report;
  return { authority: { documentNo, issuer: issuerUnitId, sealRef, date }, issuedEventId: eventId };
}

function basics({ year, annualPlanRef, filed, opened, closed, groupIds, breaches }: RoundOfReport): string {
  const parts = [
    `本轮督查为${year}年度计划（${annualPlanRef}）所列，${filed ? `于${dateZh(filed.date)}向${filed.organUnitId}备案（${filed.filingNo}）` : '未见备案记录'}`,
    opened ? `${dateZh(opened.date)}启动` : '尚未启动',
    closed ? `${dateZh(closed.date)}结束` : '尚未结束',
    `共${groupIds.length}个督查组`,
  ];
  return `${parts.join('，')}。${breaches.length === 0 ? '' : `记录的违规：${breaches.join('、')}。`}`;
}

const covered = ({ visited, of, missingVillageIds }: CoverageOfReport): string =>
  `应到${of}村，已到${visited}村。${missingVillageIds.length === 0 ? '无遗漏。' : `未到：${missingVillageIds.join('、')}。`}`;

/** Duplicates are told apart, so that one fact is not counted as two. */
function counted(findings: readonly FindingOfReport[]): string {
  const duplicates = findings.filter(({ duplicateOf }) => duplicateOf !== null).length;
  const fixed = findings.filter(({ fixedOn }) => fixedOn !== null).length;
  return `登记问题${findings.length}个，其中认定重复${duplicates}个，立行立改${fixed}个。各问题的反馈情况以下表所列为准，未反馈单位的不作结论。`;
}

function tableOf(findings: readonly FindingOfReport[]): Block {
  return {
    kind: 'table',
    head: ['编号', '单位（村）', '条目', '情况', '状态'],
    rows: findings.map(({ findingId, unitId, villageId, itemId, foundOn, statement, statusZh, duplicateOf }) => [
      findingId,
      villageId === null ? unitId : `${unitId}（${villageId}）`,
      itemId,
      `${statement}（${dateZh(foundOn)}）`,
      duplicateOf === null ? statusZh : `${statusZh}；与${duplicateOf}重复`,
    ]),
    widthsPercent: [16, 20, 14, 34, 16],
  };
}
