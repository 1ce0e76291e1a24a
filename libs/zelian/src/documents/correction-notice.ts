import type { CalendarDate } from '#kernel';
import { dateZh, type Block } from '#exchange';
import { RELEASE_CHANNEL_ZH, type CorrectionNoticesRow, type RestorationChecklistRow } from '#redress';
import { issuedAs, type Drafted } from './rectification-papers.js';

type Named = Readonly<{ recipient: string; purpose: string }>;
/** The rows as they are read, commitments and ids become words; `measuresZh`: what fell, and what it became. */
export type CorrectionOfPaper = Readonly<{
  release: Omit<CorrectionNoticesRow, keyof Named | 'notices'> & Named;
  notice: CorrectionNoticesRow['notices'][number];
  outcome: Pick<RestorationChecklistRow, 'outcome' | 'decidedOn' | 'documentNo'> & Readonly<{ originalDate: CalendarDate | null; year: number }>;
  person: string;
  measuresZh: Readonly<{ was: string; becomes: string | null }>;
  recordZh: string;
}>;

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });

/** 更正通知书: what was handed to whom, and what of it does not stand any more. Nothing of the reasons, which are the person's. */
export function correctionNotice({ release, notice, outcome, person, measuresZh, recordZh }: CorrectionOfPaper): Drafted {
  const { was, becomes } = measuresZh;
  const when = outcome.originalDate === null ? '' : `${dateZh(outcome.originalDate)}作出的`;
  const fell = outcome.outcome === 'revoked' ? '撤销' : `变更${becomes === null ? '' : `为“${becomes}”`}`;
  const rows = [
    ['提供的材料', recordZh],
    ['所涉人员', release.personIds.join('、')],
    ['提供日期', dateZh(release.releasedOn)],
    ['提供方式', RELEASE_CHANNEL_ZH[release.channel]],
    ['用途', release.purpose],
    ['内容指纹', release.sha256 ?? '（产品启用前的纸质件）'],
    ['原文号', release.releasedAs ?? '—'],
    ['提供编号', release.releaseId],
  ];
  return {
    title: '更正通知书',
    ...(notice.paper ? issuedAs(notice.paper) : { authority: notice.documentNo === null ? {} : { documentNo: notice.documentNo } }),
    blocks: [
      { kind: 'addressee', text: `${release.recipient}：` },
      paragraph(`我们曾向你处提供下列涉及${person}的材料，其中所载决定现已不能成立，特此更正。`),
      { kind: 'heading', text: '一、曾经提供的材料' },
      { kind: 'table', rows, widthsPercent: [22, 78] },
      { kind: 'heading', text: '二、更正的内容' },
      paragraph(`该材料所载${when}对${person}（${outcome.year}年度）的“${was}”决定，已于${dateZh(outcome.decidedOn)}${fell}（${outcome.documentNo}）。`),
      { kind: 'heading', text: '三、有关事项' },
      paragraph('请停止使用原材料中的该项内容，据以作出的记载和结论一并更正；原材料已转送他处的，请转告。本通知与原材料一并保存。'),
    ],
  };
}
