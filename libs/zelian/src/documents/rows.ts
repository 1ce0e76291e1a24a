import type { CalendarDate, Instant } from '#kernel';

/**
 * What the documents state, as rows of views say it, with ids and commitments already become words. The views belong to rectification and inspection; a
 * field that they name differently is renamed here and nowhere else.
 */
export type ItemOfNotice = Readonly<{
  rectificationId: string;
  findingId: string;
  unitId: string;
  villageId?: string;
  requirement: string;
  documentNo: string;
  orderedOn: CalendarDate;
  dueAt: Instant | null;
  closedOn: CalendarDate | null;
  papers: readonly IssuedPaper[];
}>;
/** What made more than a draft of a paper of the item. */
export type IssuedPaper = Readonly<{
  paper: 'notice' | 'closure-approval';
  documentNo: string;
  issuerUnitId: string;
  sealRef: string;
  issuedOn: CalendarDate;
  dueAt: Instant | null;
  eventId: string;
}>;
export type ItemOfClosure = ItemOfNotice &
  Readonly<{
    stateZh: string;
    fixedByPersonIds: readonly string[];
    reportedByPersonIds: readonly string[];
    verifiedByPersonIds: readonly string[];
    evidence: readonly Readonly<{ zh: string; file: Readonly<{ sha256: string }>; by: 'unit' | 'inspectors'; replacedBy: string | null }>[];
    timesReturned: number;
    extensions: number;
    breaches: readonly string[];
  }>;

export type PaperOfSupervision = Readonly<{
  zh: string;
  at: Instant;
  paper: Readonly<{ zh: string; documentZh: string }>;
  state: string;
  documentNo: string | null;
  issuerUnitId: string | null;
  sealRef: string | null;
  issuedOn: CalendarDate | null;
  issuedEventId: string | null;
}>;
export type ItemOfSupervision = Readonly<{
  rectificationId: string;
  unitId: string;
  villageId?: string;
  dueAt: Instant | null;
  papers: readonly PaperOfSupervision[];
}>;

type Act = Readonly<{ date: CalendarDate }>;
export type RoundOfReport = Readonly<{
  roundId: string;
  zh: string;
  year: number;
  annualPlanRef: string;
  groupIds: readonly string[];
  filed: (Act & Readonly<{ filingNo: string; organUnitId: string }>) | null;
  opened: Act | null;
  closed: Act | null;
  report: Readonly<{ documentNo: string; issuerUnitId: string; sealRef: string; date: CalendarDate; eventId: string }> | null;
  breaches: readonly string[];
}>;
export type CoverageOfReport = Readonly<{ visited: number; of: number; missingVillageIds: readonly string[] }>;
export type FindingOfReport = Readonly<{
  findingId: string;
  kind: 'finding' | 'good-practice';
  roundId: string;
  unitId: string;
  villageId: string | null;
  itemId: string;
  foundOn: CalendarDate;
  statement: string;
  statusZh: string;
  fixedOn: CalendarDate | null;
  duplicateOf: string | null;
}>;
