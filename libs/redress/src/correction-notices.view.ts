import type { CalendarDate, Private, View } from '#kernel';
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
  notices: readonly Readonly<{ appealId: string; state: ChecklistState; date: CalendarDate | null; documentNo: string | null }>[];
}>;
type Notice = CorrectionNoticesRow['notices'][number];

const settle = (row: CorrectionNoticesRow | undefined, settled: Notice): CorrectionNoticesRow | undefined =>
  row && { ...row, notices: row.notices.map((notice) => (notice.appealId === settled.appealId ? settled : notice)) };

/** To whom was a record handed out that no longer stands, and has word gone to them? A release after which nothing fell owes nothing. */
export const correctionNotices: View<CorrectionNoticesRow, RecordReleased | RestorationItemOwed | CorrectionNoticeIssued | RestorationItemInapplicable> = {
  name: 'correction-notices',
  version: 1,
  zh: '更正通知清单（仅限案件承办机关）',
  aboutPersons: true,
  keysOf: ({ type, data }) => {
    if (type === 'RecordReleased' || type === 'CorrectionNoticeIssued') return [data.releaseId];
    const { releaseId } = data.item as Readonly<{ releaseId?: string }>;
    return releaseId === undefined ? [] : [releaseId];
  },
  on: {
    RecordReleased: (_, { data: { releaseId, record, recipient, recipientUnitId, date } }) => ({
      ...{ releaseId, record, recipient, recipientUnitId: recipientUnitId ?? null, releasedOn: date, notices: [] },
    }),
    RestorationItemOwed: (row, { data: { appealId } }) =>
      row && { ...row, notices: [...row.notices, { appealId, state: 'owed' as const, date: null, documentNo: null }] },
    CorrectionNoticeIssued: (row, { data: { appealId, date, documentNo } }) => settle(row, { appealId, state: 'done', date, documentNo }),
    RestorationItemInapplicable: (row, { data: { appealId, date, documentNo } }) => settle(row, { appealId, state: 'inapplicable', date, documentNo }),
  },
};
