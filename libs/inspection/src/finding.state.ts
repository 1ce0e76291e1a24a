import type { CalendarDate, Decider } from '#kernel';
import type { FindingCommand } from './finding.commands.js';
import type { FindingEvent, FindingEvidence, FindingLogged, GoodPracticeLogged } from './finding.events.js';

/** Where a finding stands with the unit; `stands`: an objection was decided against the unit. Only `withdrawn` ends it for good. */
export type FindingStatus = 'none' | 'logged' | 'shown' | 'signature-refused' | 'disputed' | 'agreed' | 'stands' | 'withdrawn';
export type FindingState = Readonly<{
  status: FindingStatus;
  goodPractice: boolean;
  unitId: string;
  year: number;
  villageId?: string;
  foundOn: CalendarDate;
  /** The date of the last word with the unit: nothing that rests on it can be older. */
  since: CalendarDate;
  loggedByPersonIds: readonly string[];
  /** Who spoke for the unit. */
  unitPersonIds: readonly string[];
  /** Every piece there ever was. */
  evidenceIds: readonly string[];
  /** Those not replaced. */
  currentEvidenceIds: readonly string[];
  fixed: boolean;
  duplicateOf?: string;
}>;
export type FindingDecider = Decider<FindingState, FindingCommand, FindingEvent>;

export const NO_FINDING: FindingState = {
  status: 'none',
  goodPractice: false,
  unitId: '',
  year: 0,
  foundOn: '',
  since: '',
  loggedByPersonIds: [],
  unitPersonIds: [],
  evidenceIds: [],
  currentEvidenceIds: [],
  fixed: false,
};

const idsOf = (evidence: readonly FindingEvidence[]): readonly string[] => evidence.map(({ evidenceId }) => evidenceId);

function logged({ data }: FindingLogged | GoodPracticeLogged, goodPractice: boolean): FindingState {
  const { unitId, year, villageId, foundOn, loggedByPersonIds, evidence } = data;
  const place = { unitId, year, ...(villageId !== undefined && { villageId }) };
  const pieces = { evidenceIds: idsOf(evidence), currentEvidenceIds: idsOf(evidence) };
  return { ...NO_FINDING, ...place, ...pieces, status: 'logged', goodPractice, foundOn, since: foundOn, loggedByPersonIds };
}

const withPieces = (state: FindingState, added: readonly string[], replaces?: string): FindingState => ({
  ...state,
  evidenceIds: [...state.evidenceIds, ...added],
  currentEvidenceIds: [...state.currentEvidenceIds.filter((id) => id !== replaces), ...added],
});
type Dated = Readonly<{ data: { date: CalendarDate; personId?: string } }>;
const became =
  (status: FindingStatus) =>
  (state: FindingState, { data: { date, personId } }: Dated): FindingState => ({
    ...state,
    status,
    since: date,
    unitPersonIds: personId === undefined ? state.unitPersonIds : [...new Set([...state.unitPersonIds, personId])],
  });

export const evolve: FindingDecider['evolve'] = {
  FindingLogged: (_, event) => logged(event, false),
  GoodPracticeLogged: (_, event) => logged(event, true),
  FindingEvidenceReplaced: (state, { data: { evidenceId, replaces } }) => withPieces(state, [evidenceId], replaces),
  FindingFixedOnTheSpot: (state, { data: { evidence } }) => ({ ...withPieces(state, idsOf(evidence)), fixed: true }),
  FindingShownToUnit: became('shown'),
  FindingAgreed: became('agreed'),
  FindingDisputed: became('disputed'),
  FindingSignatureRefused: became('signature-refused'),
  // An objection that is met is followed by the withdrawal.
  FindingObjectionDecided: became('stands'),
  FindingDuplicateMarked: (state, { data: { duplicateOf } }) => ({ ...state, duplicateOf }),
  FindingDuplicateMarkLifted: ({ duplicateOf: _lifted, ...state }) => state,
  FindingWithdrawn: became('withdrawn'),
  GoodPracticeWithdrawn: became('withdrawn'),
};
