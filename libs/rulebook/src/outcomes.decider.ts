import { sameJson, type Command, type Decider, type FactValue, type NewEvent } from '#kernel';
import type { TargetKind } from './book.js';
import type { ClauseOutcome } from './evaluate.js';
import type { ClauseOutcomeChanged } from './rulebook.events.js';

/** The whole wanted set for a target and year: every clause that the book in force has for it. Without a book the set is empty. */
export type RecordClauseOutcomes = Command<
  'RecordClauseOutcomes',
  {
    target: string;
    targetKind: TargetKind;
    year: number;
    bookId: string | null;
    bookVersion: number | null;
    outcomes: readonly ClauseOutcome[];
  }
>;

type State = Readonly<Record<string, ClauseOutcomeChanged['data']>>;
export const outcomesStream = ({ target, year }: Readonly<{ target: string; year: number }>): string => `outcomes-${target}-${year}`;
const NOTHING: Readonly<Record<string, FactValue>> = {};

/** One event per clause of which something changed that people or consequences rest on. */
export const outcomesDecider: Decider<State, RecordClauseOutcomes, ClauseOutcomeChanged> = {
  category: 'outcomes',
  streamOf: ({ data }) => outcomesStream(data),
  initialState: {},
  commands: { RecordClauseOutcomes: { by: 'policy', zh: '记录条款结论' } },
  decide: {
    RecordClauseOutcomes: ({ data }, state) => {
      const wanted = wantedOf(data);
      const changed = wanted.filter((outcome) => differs(outcome, state[outcome.clauseId]));
      const listed = new Set(wanted.map(({ clauseId }) => clauseId));
      const dropped = Object.values(state)
        .filter(({ clauseId }) => !listed.has(clauseId))
        .map(fallen)
        .filter((outcome) => differs(outcome, state[outcome.clauseId]));
      return [...changed, ...dropped].map(event);
    },
  },
  evolve: { ClauseOutcomeChanged: (state, { data }) => ({ ...state, [data.clauseId]: data }) },
  commandOf: {},
};

const wantedOf = ({ target, targetKind, year, bookId, bookVersion, outcomes }: RecordClauseOutcomes['data']): readonly ClauseOutcomeChanged['data'][] =>
  bookId === null || bookVersion === null ? [] : outcomes.map((outcome) => ({ target, targetKind, year, bookId, bookVersion, ...outcome }));

/** Undetermined is the silent start: of a clause never spoken of before, only a definite outcome is news. Evidence is a set. */
function differs(wanted: ClauseOutcomeChanged['data'], known: ClauseOutcomeChanged['data'] | undefined): boolean {
  if (!known) return wanted.outcome !== 'undetermined';
  return !sameJson(inOrder(wanted), inOrder(known));
}

const inOrder = (data: ClauseOutcomeChanged['data']) => ({ ...data, evidence: [...new Set(data.evidence)].sort(), missing: [...new Set(data.missing)].sort() });

/**
 * A clause that the book no longer has, has switched off, or has no longer in effect applies to nobody: not met, resting on nothing. Undetermined would say
 * that it might still be met. The clause hash and book are those under which it was last spoken of.
 */
const fallen = (known: ClauseOutcomeChanged['data']): ClauseOutcomeChanged['data'] => ({
  ...known,
  outcome: 'not-met',
  values: NOTHING,
  evidence: [],
  missing: [],
});

const event = (data: ClauseOutcomeChanged['data']): NewEvent<ClauseOutcomeChanged> => {
  const { bookId, bookVersion, clauseId, clauseHash, evidence } = data;
  return { type: 'ClauseOutcomeChanged', data, basis: [{ bookId, bookVersion, clauseId, clauseHash, events: evidence }] };
};
