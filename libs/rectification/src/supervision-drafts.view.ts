import type { CalendarDate, Instant, View } from '#kernel';
import type {
  Paper,
  RectificationCancelled,
  RectificationClosed,
  RectificationExtensionGranted,
  RectificationReturned,
  SupervisionDiscarded,
  SupervisionDrafted,
  SupervisionIssued,
} from './rectification.events.js';
import { stepKey, type DraftState } from './rectification.state.js';

export type SupervisionPaperRow = Readonly<{
  stepId: string;
  at: Instant;
  zh: string;
  paper: Paper;
  /** 草稿 until a person has signed: without number, issuer and seal it is nothing. */
  state: DraftState;
  documentNo: string | null;
  issuerUnitId: string | null;
  sealRef: string | null;
  issuedOn: CalendarDate | null;
  issuedEventId: string | null;
  breaches: readonly string[];
}>;
export type SupervisionDraftsRow = Readonly<{
  rectificationId: string;
  unitId: string;
  villageId?: string;
  dueAt: Instant | null;
  /** How many await a signature. */
  toSign: number;
  papers: readonly SupervisionPaperRow[];
}>;
type Told =
  | SupervisionDrafted
  | SupervisionIssued
  | SupervisionDiscarded
  | RectificationReturned
  | RectificationExtensionGranted
  | RectificationClosed
  | RectificationCancelled;

const counted = (row: Omit<SupervisionDraftsRow, 'toSign'>): SupervisionDraftsRow => ({
  ...row,
  toSign: row.papers.filter(({ state }) => state === 'drafted').length,
});
const changed = (
  row: SupervisionDraftsRow | undefined,
  step: Readonly<{ stepId: string; at: Instant }>,
  change: Partial<SupervisionPaperRow>,
): SupervisionDraftsRow | undefined =>
  row && counted({ ...row, papers: row.papers.map((paper) => (stepKey(paper) === stepKey(step) ? { ...paper, ...change } : paper)) });
/** Nobody signs what the deadline, or the item's end, has overtaken. */
const lapse = (row: SupervisionDraftsRow | undefined): SupervisionDraftsRow | undefined =>
  row && counted({ ...row, papers: row.papers.map((paper) => (paper.state === 'drafted' ? { ...paper, state: 'lapsed' } : paper)) });

/** Which papers has a ladder drafted for people to sign, and what became of them? `unit-…/<item>` */
export const supervisionDrafts: View<SupervisionDraftsRow, Told> = {
  name: 'supervision-drafts',
  version: 2,
  zh: '待签发的督办文书及其去向',
  keysOf: ({ data }) => [`${data.unitId}/${data.rectificationId}`],
  on: {
    SupervisionDrafted: (row, { data }) => {
      const { rectificationId, unitId, villageId, dueAt = null, stepId, at, zh, paper } = data;
      const unsigned = { state: 'drafted', documentNo: null, issuerUnitId: null, sealRef: null, issuedOn: null, issuedEventId: null, breaches: [] } as const;
      const place = { rectificationId, unitId, ...(villageId !== undefined && { villageId }), dueAt };
      return counted({ ...place, papers: [...(row?.papers ?? []), { stepId, at, zh, paper, ...unsigned }] });
    },
    SupervisionIssued: (row, { id, data }) => {
      const { documentNo, issuerUnitId, sealRef, date, breaches = [] } = data;
      return changed(row, data, { state: 'issued', documentNo, issuerUnitId, sealRef, issuedOn: date, issuedEventId: id, breaches });
    },
    SupervisionDiscarded: (row, { data }) => changed(row, data, { state: 'discarded' }),
    RectificationReturned: (row, { data }) => (data.deadline === undefined ? row : lapse(row)),
    RectificationExtensionGranted: lapse,
    RectificationClosed: lapse,
    RectificationCancelled: lapse,
  },
};
