import { dateOf, type Instant } from '#kernel';
import { dateZh, type Authority, type Block, type OfficialDocument } from '#exchange';
import type { IssuedPaper, ItemOfClosure, ItemOfNotice, ItemOfSupervision, PaperOfSupervision } from './rows.js';

/** A document without what only the ledger adds: the events it rests on and the position it is as known at. */
export type Drafted = Omit<OfficialDocument, 'stated' | 'knownAt'> &
  /** The event that made more than a draft of it: the paper says for ever what was known then. */
  Readonly<{ issuedEventId?: string }>;

const SHANGHAI_HOURS = 8;
/** A deadline may be to the hour: 2016年5月20日18时. Midnight is the end of the day before. */
export function deadlineZh(dueAt: Instant | null): string {
  if (dueAt === null) return '未定期限';
  const hour = (Number(dueAt.slice(11, 13)) + SHANGHAI_HOURS) % 24;
  const minute = Number(dueAt.slice(14, 16));
  if (hour === 0 && minute === 0) return `${dateZh(dateOf(new Date(Date.parse(dueAt) - 1).toISOString()))}24时`;
  return `${dateZh(dateOf(dueAt))}${hour}时${minute === 0 ? '' : `${minute}分`}`;
}

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const whereZh = ({ unitId, villageId }: Readonly<{ unitId: string; villageId?: string }>): string =>
  villageId === undefined ? unitId : `${unitId}（${villageId}）`;
const authorityOf = (parts: Readonly<Record<keyof Authority, string | null | undefined>>): Authority =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null && value !== undefined));
const listZh = (names: readonly string[]): string => (names.length === 0 ? '—' : names.join('、'));

/** Number, issuer and seal as they were recorded, and the event that says so. */
type Issued = Pick<IssuedPaper, 'documentNo' | 'issuerUnitId' | 'sealRef' | 'issuedOn' | 'eventId'>;
export const issuedAs = ({ documentNo, issuerUnitId, sealRef, issuedOn, eventId }: Issued): Pick<Drafted, 'authority' | 'issuedEventId'> => ({
  authority: { documentNo, issuer: issuerUnitId, sealRef, date: issuedOn },
  issuedEventId: eventId,
});

/**
 * 整改通知书: the order, with what it wants and until when. Issued, it states the deadline of its issue: once that has moved, what is printed of an open
 * item is the draft of another.
 */
export function rectificationNotice(item: ItemOfNotice): Drafted {
  const notices = item.papers.filter(({ paper }) => paper === 'notice');
  const last = notices.at(-1);
  const issued = item.closedOn !== null || last?.dueAt === item.dueAt ? last : undefined;
  const draft = notices.length === 0 ? { documentNo: item.documentNo, date: item.orderedOn } : {};
  return {
    title: '整改通知书',
    ...(issued ? issuedAs(issued) : { authority: draft }),
    blocks: [
      { kind: 'addressee', text: `${item.unitId}：` },
      paragraph(`经督查，发现你单位${item.villageId === undefined ? '' : `在${item.villageId}`}存在需要整改的问题（问题编号${item.findingId}），现通知如下。`),
      { kind: 'heading', text: '一、整改要求' },
      paragraph(item.requirement),
      { kind: 'heading', text: '二、整改期限' },
      paragraph(item.dueAt === null ? '本事项未定期限，不计逾期。' : `请于${deadlineZh(item.dueAt)}前完成整改，并报送整改情况和佐证材料。`),
      { kind: 'heading', text: '三、有关事项' },
      paragraph(`整改情况经核查属实后方可销号；整改、报告人员不得核查销号。整改事项编号：${item.rectificationId}。`),
    ],
  };
}

/** 督办函: what a ladder drafted, and what people made of it; without their number, issuer and seal it is nothing. */
export function supervisionLetter(item: ItemOfSupervision, paper: PaperOfSupervision): Drafted {
  const { documentNo, issuerUnitId, sealRef, issuedOn, issuedEventId } = paper;
  return {
    title: paper.paper.documentZh,
    authority: authorityOf({ documentNo, issuer: issuerUnitId, sealRef, date: issuedOn }),
    ...(issuedEventId !== null && { issuedEventId }),
    blocks: [
      { kind: 'addressee', text: `${item.unitId}：` },
      paragraph(`整改事项${item.rectificationId}${item.villageId === undefined ? '' : `（${item.villageId}）`}的期限为${deadlineZh(item.dueAt)}。`),
      paragraph(`至${deadlineZh(paper.at)}，该事项尚未报告整改或者尚未办结，现予${paper.paper.zh}。请抓紧办理，并及时报送办理情况。`),
    ],
  };
}

/** 销号审批表, issued by who approved it: who fixed, who reported, who verified, on which evidence; opinions are written by hand. */
export function closureApproval(item: ItemOfClosure): Drafted {
  const standing = item.evidence.filter(({ replacedBy }) => replacedBy === null);
  const evidenceZh = (by: 'unit' | 'inspectors') =>
    standing
      .filter((piece) => piece.by === by)
      .map(({ zh, file }) => `${zh}（${file.sha256}）`)
      .join('\n') || '—';
  const rows = [
    ['整改事项', item.rectificationId],
    ['责任单位', whereZh(item)],
    ['通知文号', item.documentNo],
    ['整改要求', item.requirement],
    ['期限', `${deadlineZh(item.dueAt)}（延期${item.extensions}次，退回${item.timesReturned}次）`],
    ['当前状态', item.stateZh],
    ['整改人员', listZh(item.fixedByPersonIds)],
    ['报告人员', listZh(item.reportedByPersonIds)],
    ['整改佐证', evidenceZh('unit')],
    ['核查人员', listZh(item.verifiedByPersonIds)],
    ['核查佐证', evidenceZh('inspectors')],
    ['销号日期', item.closedOn === null ? '（未销号）' : dateZh(item.closedOn)],
    ['记录的违规', listZh(item.breaches)],
    ['核查意见', '\n\n'],
    ['审批意见', '\n\n'],
  ];
  const issued = item.papers.find(({ paper }) => paper === 'closure-approval');
  return {
    title: '整改事项销号审批表',
    ...(issued ? issuedAs(issued) : { authority: authorityOf({ documentNo: undefined, issuer: undefined, sealRef: undefined, date: item.closedOn }) }),
    blocks: [{ kind: 'table', rows, widthsPercent: [22, 78] }],
  };
}
