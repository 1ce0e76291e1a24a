import type { Basis, CalendarDate, Instant, Private, Recorded, View } from '#kernel';
import { SIGNER_REVIEW_STATE_ZH, type Closure, type SignerReviewEvent, type SignerReviewState } from './signer-review.events.js';

export type SignerReviewRow = Closure &
  Readonly<{
    state: SignerReviewState;
    stateZh: string;
    /** The clauses that ask for it now. */
    bases: readonly (Basis & Readonly<{ clauseId: string }>)[];
    organUnitId: string | null;
    documentNo: string | null;
    openedOn: CalendarDate | null;
    endedOn: CalendarDate | null;
    conclusion: 'closure-sound' | 'closure-false' | null;
    words: Private | null;
    history: readonly Readonly<{ event: string; eventId: string; recordedAt: Instant; state: SignerReviewState }>[];
  }>;
type Grounded = Recorded<Extract<SignerReviewEvent, { data: { clauseId: string } }>>;

const blank = ({ data: { clauseId: _, ...closure } }: Grounded): SignerReviewRow => ({
  ...closure,
  state: 'none',
  stateZh: SIGNER_REVIEW_STATE_ZH.none,
  bases: [],
  organUnitId: null,
  documentNo: null,
  openedOn: null,
  endedOn: null,
  conclusion: null,
  words: null,
  history: [],
});
function step(row: SignerReviewRow, event: Recorded<SignerReviewEvent>, change: Partial<SignerReviewRow>): SignerReviewRow {
  const state = change.state ?? row.state;
  const line = { event: event.type, eventId: event.id, recordedAt: event.recordedAt, state };
  return { ...row, ...change, state, stateZh: SIGNER_REVIEW_STATE_ZH[state], history: [...row.history, line] };
}
const others = ({ bases }: SignerReviewRow, clauseId: string) => bases.filter((basis) => basis.clauseId !== clauseId);
function stands(row: SignerReviewRow | undefined, event: Grounded, state?: SignerReviewState): SignerReviewRow {
  const before = row ?? blank(event);
  return step(before, event, { bases: [...others(before, event.data.clauseId), ...(event.basis ?? [])], ...(state && { state }) });
}
const falls = (row: SignerReviewRow | undefined, event: Grounded, state?: SignerReviewState): SignerReviewRow | undefined =>
  row && step(row, event, { bases: others(row, event.data.clauseId), ...(state && { state }) });

/** Which closures proved false or did not hold, who signed them, and what did people make of it? `unit-…/<item>` */
export const signerReviews: View<SignerReviewRow, SignerReviewEvent> = {
  name: 'signer-reviews',
  version: 1,
  zh: '哪些销号未能成立，由谁签字，复核到哪一步？',
  aboutPersons: true,
  keysOf: ({ data }) => [`${data.unitId}/${data.rectificationId}`],
  on: {
    SignerReviewProposed: (row, event) => stands(row, event, 'proposed'),
    SignerReviewBasisAdded: (row, event) => stands(row, event),
    SignerReviewBasisRemoved: (row, event) => falls(row, event),
    SignerReviewWithdrawn: (row, event) => falls(row, event, 'withdrawn'),
    SignerReviewBasisLost: (row, event) => falls(row, event, 'basis-lost'),
    SignerReviewBasisRegained: (row, event) => stands(row, event, 'open'),
    SignerReviewOpened: (row, event) => {
      const { organUnitId, documentNo, date } = event.data;
      return row && step(row, event, { state: 'open', organUnitId, documentNo, openedOn: date });
    },
    SignerReviewDismissed: (row, event) => row && step(row, event, { state: 'dismissed', endedOn: event.data.date, words: event.data.reason }),
    SignerReviewConcluded: (row, event) => {
      const { date, conclusion, opinion } = event.data;
      return row && step(row, event, { state: 'concluded', endedOn: date, conclusion, words: opinion });
    },
  },
};
