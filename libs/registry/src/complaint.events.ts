import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind, type Private } from '#kernel';

export const COMPLAINT_CHANNELS = ['letter', 'visit', 'call', 'online', 'transferred'] as const;
/** 来信、来访、来电、网络、转办. */
export type ComplaintChannel = (typeof COMPLAINT_CHANNELS)[number];
export const COMPLAINT_RESULTS = ['founded', 'partly-founded', 'unfounded'] as const;
export type ComplaintResult = (typeof COMPLAINT_RESULTS)[number];
export const COMPLAINT_RESULT_ZH: Readonly<Record<ComplaintResult, string>> = { founded: '属实', 'partly-founded': '部分属实', unfounded: '不属实' };

/**
 * 举报、信访 about persons, units or villages in a year, by the organ that received it. `complainant`: who the informant says to be; `complainantId`: where that
 * is somebody registered; neither where it is anonymous. Both are private values: nothing in the bytes tells who it was. `receiptHash`: SHA-256 of
 * `<complaint id>:<code>`; who holds the code can ask what became of it, and nobody else can.
 */
export type ComplaintReceived = Event<
  'ComplaintReceived',
  {
    complaintId: string;
    receivedOn: CalendarDate;
    organUnitId: string;
    channel: ComplaintChannel;
    year: number;
    personIds: readonly string[];
    unitIds: readonly string[];
    villageIds: readonly string[];
    findingId?: string;
    complainant?: Private;
    complainantId?: Private;
    narrative: Private;
    receiptHash: string;
    documentNo?: string;
  }
>;
/** The case that it started (case = person + post + year), whoever it was about. */
export type ComplaintLinked = Event<'ComplaintLinked', { complaintId: string; personId: string; postId: string; year: number; date: CalendarDate }>;
/** What was found of it; an unfounded one can be followed by a clearing of the name (澄清正名). */
export type ComplaintConcluded = Event<'ComplaintConcluded', { complaintId: string; date: CalendarDate; result: ComplaintResult; documentNo: string }>;
export type ComplaintEvent = ComplaintReceived | ComplaintLinked | ComplaintConcluded;

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });
/** Manifest of the events; the compiler names a forgotten one. */
export const complaintEvents: Readonly<Record<ComplaintEvent['type'], EventDefinition>> = {
  ComplaintReceived: define('act', '收到举报'),
  ComplaintLinked: define('act', '举报引起立案'),
  ComplaintConcluded: define('act', '举报办结'),
};
