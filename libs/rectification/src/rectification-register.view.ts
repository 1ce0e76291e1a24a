import type { CalendarDate, Instant, Recorded, View } from '#kernel';
import { followed, onEvery, type ItemRow } from './item-row.js';
import type { RectificationState } from './progress.js';
import type { RectificationEvent, RectificationEvidence, RectificationPaper } from './rectification.events.js';

type Piece = RectificationEvidence & Readonly<{ by: 'unit' | 'inspectors'; replacedBy: string | null }>;
export type IssuedPaperRow = Readonly<{
  paper: RectificationPaper;
  documentNo: string;
  issuerUnitId: string;
  sealRef: string;
  issuedOn: CalendarDate;
  dueAt: Instant | null;
  eventId: string;
}>;
export type RegisterRow = ItemRow &
  Readonly<{
    fixedByPersonIds: readonly string[];
    reportedByPersonIds: readonly string[];
    verifiedByPersonIds: readonly string[];
    evidence: readonly Piece[];
    extensions: number;
    /** A request that awaits its answer. */
    extensionAskedUntil: Instant | null;
    timesReturned: number;
    timesReminded: number;
    closedOn: CalendarDate | null;
    lookBackUntil: CalendarDate | null;
    lookedBack: readonly Readonly<{ date: CalendarDate; result: 'held' | 'recurred'; falseClosure: boolean; lookedByPersonIds: readonly string[] }>[];
    /** What bears number, issuer and seal; without, a paper is a draft. `dueAt`: the deadline that it states. */
    papers: readonly IssuedPaperRow[];
    breaches: readonly string[];
    history: readonly Readonly<{ event: string; eventId: string; recordedAt: Instant; state: RectificationState }>[];
  }>;
type Details = Omit<RegisterRow, keyof ItemRow>;

const NO_DETAILS: Details = {
  fixedByPersonIds: [],
  reportedByPersonIds: [],
  verifiedByPersonIds: [],
  evidence: [],
  extensions: 0,
  extensionAskedUntil: null,
  timesReturned: 0,
  timesReminded: 0,
  closedOn: null,
  lookBackUntil: null,
  lookedBack: [],
  papers: [],
  breaches: [],
  history: [],
};

const union = (...ids: readonly string[]): readonly string[] => [...new Set(ids)].sort();
const pieces = (evidence: readonly RectificationEvidence[], by: Piece['by']): readonly Piece[] =>
  evidence.map(({ evidenceId, zh, file }) => ({ evidenceId, zh, file, by, replacedBy: null }));

/** What an event adds to the details; of those not named here the item's row says all. */
const DETAILS: {
  readonly [Type in RectificationEvent['type']]?: (row: Details, event: Recorded<Extract<RectificationEvent, { type: Type }>>) => Partial<Details>;
} = {
  RectificationReported: (row, { data }) => ({
    fixedByPersonIds: union(...row.fixedByPersonIds, ...data.fixedByPersonIds),
    reportedByPersonIds: union(...row.reportedByPersonIds, data.reportedByPersonId, data.established.recordedByPersonId),
    evidence: [...row.evidence, ...pieces(data.evidence, 'unit')],
    extensionAskedUntil: null,
  }),
  RectificationEvidenceReplaced: (row, { data }) => ({
    evidence: [
      ...row.evidence.map((piece) => (piece.evidenceId === data.replaces ? { ...piece, replacedBy: data.evidenceId } : piece)),
      ...pieces([data], 'unit'),
    ],
  }),
  RectificationReturned: (row, { data }) => ({ timesReturned: row.timesReturned + 1, ...(data.deadline !== undefined && { extensions: 0 }) }),
  RectificationClosed: (row, { data }) => ({
    verifiedByPersonIds: data.verifiedByPersonIds,
    evidence: [...row.evidence, ...pieces(data.evidence, 'inspectors')],
    closedOn: data.date,
    lookBackUntil: data.established.lookBackUntil ?? null,
  }),
  RectificationExtensionRequested: (_, { data }) => ({ extensionAskedUntil: data.newDueAt }),
  RectificationExtensionGranted: (row, { data }) => ({
    extensions: row.extensions + 1,
    extensionAskedUntil: null,
    breaches: [...row.breaches, ...(data.breaches ?? [])],
  }),
  RectificationExtensionRefused: () => ({ extensionAskedUntil: null }),
  RectificationLookedBack: (row, { data: { date, result, falseClosure = false, lookedByPersonIds, evidence } }) => ({
    lookedBack: [...row.lookedBack, { date, result, falseClosure, lookedByPersonIds }],
    evidence: [...row.evidence, ...pieces(evidence, 'inspectors')],
  }),
  RectificationReminded: (row) => ({ timesReminded: row.timesReminded + 1 }),
  RectificationPaperIssued: (row, { id, data: { paper, documentNo, issuerUnitId, sealRef, date, dueAt = null, breaches = [] } }) => ({
    papers: [...row.papers, { paper, documentNo, issuerUnitId, sealRef, issuedOn: date, dueAt, eventId: id }],
    breaches: [...row.breaches, ...breaches],
  }),
  SupervisionIssued: (row, { data }) => ({ breaches: [...row.breaches, ...(data.breaches ?? [])] }),
};

function registered(row: RegisterRow | undefined, event: Recorded<RectificationEvent>): RegisterRow | undefined {
  const item = followed(row, event);
  if (!item) return undefined;
  const before: Details = row ?? NO_DETAILS;
  const detail = DETAILS[event.type] as ((row: Details, event: Recorded<RectificationEvent>) => Partial<Details>) | undefined;
  const line = { event: event.type, eventId: event.id, recordedAt: event.recordedAt, state: item.state };
  return { ...before, ...item, ...detail?.(before, event), history: [...before.history, line] };
}

/** Each item under its unit, and under its village where it has one: `unit-…/<item>`, `village-…/<item>`. */
export const registerKeysOf = ({ unitId, villageId, rectificationId }: RectificationEvent['data']): readonly string[] => [
  `${unitId}/${rectificationId}`,
  ...(villageId === undefined ? [] : [`${villageId}/${rectificationId}`]),
];

/** 整改台账: what was ordered, how does it stand, who fixed, reported and verified it, on what evidence? */
export const rectificationRegister: View<RegisterRow, RectificationEvent> = {
  name: 'rectification-register',
  version: 2,
  zh: '整改台账：交办了什么，办到哪一步，谁整改、报告、核查，凭什么证据？',
  aboutPersons: true,
  keysOf: ({ data }) => registerKeysOf(data),
  on: onEvery(registered),
};
