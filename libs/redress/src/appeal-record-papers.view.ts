import type { CalendarDate, View } from '#kernel';
import type { AppealRecordIssued } from './paper.events.js';
import { redressCaseKey } from './redress-cases.view.js';

/** `position`: what came to be known after it, the paper does not say. */
export type IssuedRecord = Readonly<{ documentNo: string; issuerUnitId: string; sealRef: string; issuedOn: CalendarDate; eventId: string; position: number }>;
export type AppealRecordPapersRow = Readonly<{ personId: string; postId: string; year: number; papers: readonly IssuedRecord[] }>;

/** Which records of a case were issued, under which numbers? */
export const appealRecordPapers: View<AppealRecordPapersRow, AppealRecordIssued> = {
  name: 'appeal-record-papers',
  version: 1,
  zh: '已印发的申诉案件材料（仅限案件承办机关）',
  aboutPersons: true,
  keysOf: ({ data }) => [redressCaseKey(data)],
  on: {
    AppealRecordIssued: (row, { id: eventId, position, data: { personId, postId, year, date: issuedOn, documentNo, issuerUnitId, sealRef } }) => ({
      ...{ personId, postId, year },
      papers: [...(row?.papers ?? []), { documentNo, issuerUnitId, sealRef, issuedOn, eventId, position }],
    }),
  },
};
