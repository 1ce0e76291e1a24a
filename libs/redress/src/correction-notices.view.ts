import type { CalendarDate, Private, View } from '#kernel';
import type { CorrectionPaperIssued } from './paper.events.js';
import type { RecordReleased } from './release.decider.js';
import type { CorrectionNoticeIssued, RestorationItemInapplicable, RestorationItemOwed } from './restoration.events.js';
import type { ChecklistState } from './restoration-checklist.view.js';

/** One recipient of one record, and each appeal after which word is owed to him. */
export type CorrectionNoticesRow = Readonly<{
  releaseId: string;
  record: RecordReleased['data']['record'];
  recipient: Private;
  recipientUnitId: string | null;
  releasedOn: CalendarDate;
  /** About whom it was, for what and how it left, and exactly what: by its hash, or the paper's number. */
  personIds: readonly string[];
  purpose: Private;
  channel: RecordReleased['data']['channel'];
  sha256: string | null;
  releasedAs: string | null;
  eventId: string;
  notices: readonly Readonly<{
    appealId: string;
    state: ChecklistState;
    date: CalendarDate | null;
    documentNo: string | null;
    eventId: string;
    /** What made more than a draft of the paper. */
    paper: Readonly<{ documentNo: string; issuerUnitId: string; sealRef: string; issuedOn: CalendarDate; eventId: string }> | null;
  }>[];
}>;
type Notice = CorrectionNoticesRow['notices'][number];

const settle = (row: CorrectionNoticesRow | undefined, settled: Partial<Notice> & Pick<Notice, 'appealId'>): CorrectionNoticesRow | undefined =>
  row && { ...row, notices: row.notices.map((notice) => (notice.appealId === settled.appealId ? { ...notice, ...settled } : notice)) };

/** To whom was a record handed out that no longer stands, and has word gone to them? A release after which nothing fell owes nothing. */
export const correctionNotices: View<
  CorrectionNoticesRow,
  RecordReleased | RestorationItemOwed | CorrectionNoticeIssued | CorrectionPaperIssued | RestorationItemInapplicable
> = {
  name: 'correction-notices',
  version: 2,
  zh: '更正通知清单（仅限案件承办机关）',
  aboutPersons: true,
  keysOf: ({ type, data }) => {
    if (type === 'RecordReleased' || type === 'CorrectionNoticeIssued' || type === 'CorrectionPaperIssued') return [data.releaseId];
    const { releaseId } = data.item as Readonly<{ releaseId?: string }>;
    return releaseId === undefined ? [] : [releaseId];
  },
  on: {
    RecordReleased: (_, { id: eventId, data: { releaseId, record, recipient, recipientUnitId, date, personIds, purpose, channel, sha256, documentNo } }) => ({
      ...{ releaseId, record, recipient, recipientUnitId: recipientUnitId ?? null, releasedOn: date, personIds, purpose, channel },
      ...{ sha256: sha256 ?? null, releasedAs: documentNo ?? null, eventId, notices: [] },
    }),
    RestorationItemOwed: (row, { id: eventId, data: { appealId } }) =>
      row && { ...row, notices: [...row.notices, { appealId, state: 'owed' as const, date: null, documentNo: null, eventId, paper: null }] },
    CorrectionPaperIssued: (row, { id: eventId, data: { appealId, documentNo, issuerUnitId, sealRef, date: issuedOn } }) =>
      settle(row, { appealId, paper: { documentNo, issuerUnitId, sealRef, issuedOn, eventId } }),
    CorrectionNoticeIssued: (row, { data: { appealId, date, documentNo } }) => settle(row, { appealId, state: 'done', date, documentNo }),
    RestorationItemInapplicable: (row, { data: { appealId, date, documentNo } }) => settle(row, { appealId, state: 'inapplicable', date, documentNo }),
  },
};
