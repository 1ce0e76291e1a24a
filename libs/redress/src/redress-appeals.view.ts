import type { CalendarDate, Recorded, View } from '#kernel';
import type { DecisionCorrected } from '#accountability';
import { correctionId, redressCaseKey } from './redress-cases.view.js';
import type {
  Against,
  AppealDecisionCarriedOut,
  AppealDecisionServed,
  AppealLodged,
  DecisionMaintained,
  DecisionRevoked,
  DecisionVaried,
  RedecisionOrdered,
} from '#appeal';

type Outcome = DecisionMaintained | DecisionVaried | DecisionRevoked | RedecisionOrdered;
/** `served`: the last service of the outcome; `since` when it counts, where a receipt proves it. */
export type RedressAppealRow = Readonly<{
  appealId: string;
  outcome?: Outcome['type'];
  served?: Readonly<{ on: CalendarDate; since?: CalendarDate }>;
  carriedOutOn?: CalendarDate;
}>;
type Row = RedressAppealRow | undefined;
const outcome = (row: Row, { type, data: { appealId } }: Recorded<Outcome>): RedressAppealRow => ({ ...row, appealId, outcome: type });

/** How did an appeal end, and how far did its outcome come? Read by policies. */
export const redressAppeals: View<RedressAppealRow, Outcome | AppealDecisionServed | AppealDecisionCarriedOut> = {
  name: 'redress-appeals',
  version: 2,
  zh: '申诉结果（恢复事项推导用）',
  keysOf: ({ data }) => [data.appealId],
  on: {
    ...{ DecisionMaintained: outcome, DecisionVaried: outcome, DecisionRevoked: outcome, RedecisionOrdered: outcome },
    // Service without a receipt starts no clock (justice 13).
    AppealDecisionServed: (row, { data: { appealId, date, receiptRef, established } }) => ({
      ...{ ...row, appealId },
      served: { on: date, ...(receiptRef.trim() !== '' && { since: established.effectiveOn }) },
    }),
    AppealDecisionCarriedOut: (row, { data: { appealId, date } }) => ({ ...row, appealId, carriedOutOn: date }),
  },
};

/** One appeal against something, by the step it was lodged on. `after`: steps of the same track whose answer it takes further. */
export type RedressStep = Readonly<{ appealId: string; track: string; step: string; after: readonly string[] }>;
export type RedressStepsRow = Readonly<{ taken: readonly RedressStep[] }>;
export const redressStepsKey = (against: Against): string =>
  against.kind === 'measure' ? redressCaseKey(against) : `${against.kind}|${against.unitId}|${against.year}`;

/** Which steps were taken against one decision? Read by policies. */
export const redressSteps: View<RedressStepsRow, AppealLodged> = {
  name: 'redress-steps',
  version: 1,
  zh: '已提出的申诉环节（保全推导用，仅限案件承办机关）',
  aboutPersons: true,
  keysOf: ({ data: { against } }) => [redressStepsKey(against)],
  on: {
    AppealLodged: (row, { data: { appealId, track, step, established } }) => ({
      taken: [...(row?.taken ?? []), { appealId, track, step, after: established.step.after ?? [] }],
    }),
  },
};

export type RedressOutcomesRow = Readonly<{
  personId: string;
  outcomes: readonly Readonly<{ appealId: string; against: Against; decidedOn: CalendarDate; corrected?: true }>[];
}>;
type InFavour = DecisionRevoked | DecisionVaried;
const inFavour = (
  row: RedressOutcomesRow | undefined,
  { data: { appealId, against, decidedOn } }: Recorded<InFavour>,
  personId: string,
): RedressOutcomesRow => ({
  personId,
  outcomes: [...(row?.outcomes ?? []), { appealId, against, decidedOn }],
});

const sameCase = (against: Against, { postId, year }: Readonly<{ postId: string; year: number }>): boolean =>
  against.kind === 'measure' && against.postId === postId && against.year === year;

/** A correction carries out the outcome that waits for it, or is the organ's own and counts for itself. */
function corrected(row: RedressOutcomesRow | undefined, { id, data }: Recorded<DecisionCorrected>, personId: string): RedressOutcomesRow {
  const { postId, year, date: decidedOn } = data;
  const outcomes = row?.outcomes ?? [];
  const waiting = outcomes.findIndex((one) => sameCase(one.against, data) && !one.corrected);
  if (waiting >= 0) return { personId, outcomes: outcomes.map((one, index) => (index === waiting ? { ...one, corrected: true } : one)) };
  const own = { appealId: correctionId(id), against: { kind: 'measure', personId, postId, year }, decidedOn, corrected: true } as const;
  return { personId, outcomes: [...outcomes, own] };
}

/** After which appeals is something owed to a person? Read by policies. */
export const redressOutcomes: View<RedressOutcomesRow, InFavour | DecisionCorrected> = {
  name: 'redress-outcomes',
  version: 1,
  zh: '个人申诉结果（恢复事项推导用，仅限案件承办机关）',
  aboutPersons: true,
  keysOf: (event) => {
    if (event.type === 'DecisionCorrected') return [event.data.personId];
    return event.data.against.kind === 'measure' ? [event.data.against.personId] : [];
  },
  on: { DecisionVaried: inFavour, DecisionRevoked: inFavour, DecisionCorrected: corrected },
};
