import type { CalendarDate, Recorded, View } from '#kernel';
import type { ComplaintConcluded, ComplaintEvent, ComplaintLinked, ComplaintReceived, ComplaintResult } from './complaint.events.js';

type CaseRef = Readonly<{ personId: string; postId: string; year: number }>;
/** What a complaint bars its informant from; who that is, is a commitment until a decision is asked that may know it. */
export type ComplaintTies = Readonly<
  Pick<ComplaintReceived['data'], 'complaintId' | 'year' | 'personIds' | 'unitIds' | 'villageIds' | 'complainantId'> & {
    cases: readonly CaseRef[];
    eventId: string;
  }
>;

const linked = <Row extends Readonly<{ cases: readonly CaseRef[] }>>(row: Row | undefined, { data: { personId, postId, year } }: Recorded<ComplaintLinked>) =>
  row && { ...row, cases: [...row.cases, { personId, postId, year }] };

/** Who may not look into what, because they complained: a context keeps one of its own, as it keeps its ties. Anonymous complaints bar nobody. */
export const complaintsView = (name: string, zh: string): View<ComplaintTies, ComplaintReceived | ComplaintLinked> => ({
  name,
  version: 1,
  zh,
  aboutPersons: true,
  keysOf: ({ data }) => [data.complaintId],
  on: {
    ComplaintReceived: (_, { id: eventId, data: { complaintId, year, personIds, unitIds, villageIds, complainantId } }) =>
      complainantId === undefined ? undefined : { complaintId, year, personIds, unitIds, villageIds, complainantId, cases: [], eventId },
    ComplaintLinked: linked,
  },
});

export type ComplaintRegisterRow = ComplaintReceived['data'] &
  Readonly<{
    cases: readonly CaseRef[];
    anonymous: boolean;
    concluded: Readonly<{ date: CalendarDate; result: ComplaintResult; documentNo: string }> | null;
    eventId: string;
  }>;

/** Which complaints came in about whom, what did each start, and what was found of it? Who complained is for the organ that received it. */
export const complaintRegister: View<ComplaintRegisterRow, ComplaintEvent> = {
  name: 'complaint-register',
  version: 1,
  zh: '举报登记（仅限案件承办机关，举报人仅限受理机关）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.complaintId],
  on: {
    ComplaintReceived: (_, { id: eventId, data }) => ({
      ...data,
      ...{ cases: [], anonymous: data.complainant === undefined && data.complainantId === undefined, concluded: null, eventId },
    }),
    ComplaintLinked: linked,
    ComplaintConcluded: (row, { data: { date, result, documentNo } }: Recorded<ComplaintConcluded>) =>
      row && { ...row, concluded: { date, result, documentNo } },
  },
};
