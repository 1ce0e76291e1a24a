import type { CalendarDate, Event, Private } from '#kernel';

export const CLEARING_MODES = ['written', 'face-to-face', 'meeting', 'public-notice'] as const;
/** 书面澄清, 当面澄清, 会议澄清, 通报（公告）澄清. */
export type ClearingMode = (typeof CLEARING_MODES)[number];
export const CLEARING_MODE_ZH: Readonly<Record<ClearingMode, string>> = {
  written: '书面澄清',
  'face-to-face': '当面澄清',
  meeting: '会议澄清',
  'public-notice': '通报澄清',
};

type OfClearing<More> = { clearingId: string; personId: string } & More;
/** A report turned out unfounded: by whose finding, and who asked that it be said. */
export type ClearingOpened = Event<
  'ClearingOpened',
  OfClearing<{
    reportRef: string;
    foundUnfoundedOn: CalendarDate;
    organUnitId: string;
    documentNo: string;
    askedBy: 'person' | 'organ';
    askedOn: CalendarDate;
    finding: Private;
  }>
>;
/** What the person agrees to: clearing reaches people who never heard of the report. `modes` and `scope` where the answer is yes. */
export type ClearingConsentRecorded = Event<
  'ClearingConsentRecorded',
  OfClearing<{ date: CalendarDate; consents: boolean; modes?: readonly ClearingMode[]; scope?: string; receiptRef: string }>
>;
/** Said, in one mode and scope. `companionNo`: the letter that goes with whatever is not itself a letter. */
export type NameCleared = Event<'NameCleared', OfClearing<{ mode: ClearingMode; scope: string; date: CalendarDate; documentNo: string; companionNo?: string }>>;
export type ClearingEvent = ClearingOpened | ClearingConsentRecorded | NameCleared;
