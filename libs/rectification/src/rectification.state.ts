import { dateOf, type CalendarDate, type Decider, type DecisionInput, type Instant, type NewEvent, type Recorded } from '#kernel';
import { isOpen, NO_PROGRESS, progressed, type Progress } from './progress.js';
import type { RectificationCommand } from './rectification.commands.js';
import type { Item, RectificationEvent, RectificationEvidence, RectificationPaper, Schedule, Step } from './rectification.events.js';

export type DraftState = 'drafted' | 'issued' | 'discarded' | 'lapsed';
export type Draft = Readonly<{ step: Extract<Step, { does: 'draft' }>; state: DraftState }>;
export type IssuedPaper = Readonly<{ paper: RectificationPaper; documentNo: string; dueAt?: Instant }>;
export type State = Readonly<{
  progress: Progress;
  item: Omit<Item, 'dueAt'> | null;
  urgency?: string;
  dueAt?: Instant;
  /** The deadline before any extension: what the cap counts from. */
  orderedDueAt?: Instant;
  extensions: number;
  asked?: Instant;
  steps: readonly Step[];
  /** Steps already taken, by `stepKey`. */
  taken: readonly string[];
  drafts: readonly Draft[];
  /** Papers that bear number, issuer and seal, with the deadline that stood when they were issued. */
  papers: readonly IssuedPaper[];
  orderedOn?: CalendarDate;
  orderNo?: string;
  closureNo?: string;
  /** Every id of evidence ever used, and those that count now. */
  evidenceIds: readonly string[];
  currentEvidenceIds: readonly string[];
  /** Everybody who ever fixed or reported, with the day: none of them ever verifies. */
  fixers: readonly Doer[];
  reporters: readonly Doer[];
  inspectorPersonIds: readonly string[];
  closedByPersonIds: readonly string[];
  closedOn?: CalendarDate;
  lookBackUntil?: CalendarDate;
  groundLost: 'finding-withdrawn' | 'finding-duplicate' | null;
  /** When it came to where it stands: no step is dated before the one before it. */
  since: CalendarDate;
}>;
export type Doer = Readonly<{ personId: string; date: CalendarDate }>;
export type RectificationDecider = Decider<State, RectificationCommand, RectificationEvent>;

export const stepKey = ({ stepId, at }: Readonly<{ stepId: string; at: Instant }>): string => `${stepId}@${at}`;
export const NO_RECTIFICATION: State = {
  progress: NO_PROGRESS,
  item: null,
  extensions: 0,
  steps: [],
  taken: [],
  drafts: [],
  papers: [],
  evidenceIds: [],
  currentEvidenceIds: [],
  fixers: [],
  reporters: [],
  inspectorPersonIds: [],
  closedByPersonIds: [],
  groundLost: null,
  since: '',
};

/** Progress and, where the item moved on, the day. What goes on beside (extensions, papers, evidence) bars no step that was taken before and is recorded later. */
const moved = (state: State, event: Recorded<RectificationEvent>, change: Partial<State> = {}): State => {
  const progress = progressed(state.progress, event);
  return { ...state, progress, since: progress.phase === state.progress.phase ? state.since : dayOfStep(event.data, state), ...change };
};
const dayOfStep = (data: RectificationEvent['data'], { since }: State): CalendarDate =>
  'date' in data ? data.date : 'reportedAt' in data ? dateOf(data.reportedAt) : since;
const scheduled = ({ dueAt, steps }: Schedule): Partial<State> => ({ dueAt, steps });
const taken = (state: State, step: Readonly<{ stepId: string; at: Instant }>) => [...state.taken, stepKey(step)];
const lapsed = ({ drafts }: State): readonly Draft[] => drafts.map((draft) => (draft.state === 'drafted' ? { ...draft, state: 'lapsed' } : draft));
const settled = ({ drafts }: State, step: Readonly<{ stepId: string; at: Instant }>, state: DraftState): readonly Draft[] =>
  drafts.map((draft) => (stepKey(draft.step) === stepKey(step) ? { ...draft, state } : draft));
const withEvidence = (state: State, evidence: readonly Pick<RectificationEvidence, 'evidenceId'>[], replaces?: string): Partial<State> => {
  const ids = evidence.map(({ evidenceId }) => evidenceId);
  return {
    evidenceIds: [...state.evidenceIds, ...ids],
    currentEvidenceIds: [...state.currentEvidenceIds.filter((id) => id !== replaces), ...ids],
  };
};

export const evolve: RectificationDecider['evolve'] = {
  RectificationAssigned: (state, event) => {
    const { rectificationId, chainId, findingId, unitId, villageId, year, roundId, groupId, urgency, established } = event.data;
    const item = { rectificationId, chainId, findingId, unitId, ...(villageId !== undefined && { villageId }), year, roundId, groupId };
    const { inspectorPersonIds, ...schedule } = established;
    const order = { orderedOn: event.data.date, orderNo: event.data.documentNo };
    return moved(state, event, { item, urgency, ...order, ...scheduled(schedule), orderedDueAt: schedule.dueAt, inspectorPersonIds });
  },
  RectificationAcknowledged: moved,
  RectificationReported: (state, event) => {
    const { reportedByPersonId, fixedByPersonIds, reportedAt, evidence, established } = event.data;
    const date = dateOf(reportedAt);
    const doers = (ids: readonly string[]) => ids.map((personId) => ({ personId, date }));
    return moved(state, event, {
      fixers: [...state.fixers, ...doers(fixedByPersonIds)],
      reporters: [...state.reporters, ...doers([reportedByPersonId, established.recordedByPersonId])],
      asked: undefined,
      ...withEvidence(state, evidence),
    });
  },
  RectificationEvidenceReplaced: (state, event) => moved(state, event, withEvidence(state, [event.data], event.data.replaces)),
  RectificationVerificationStarted: moved,
  RectificationReturned: (state, event) => {
    const { deadline, established } = event.data;
    const { inspectorPersonIds: _, ...schedule } = established;
    // A deadline set anew by who returns it is no extension.
    const anew = deadline === undefined ? {} : { orderedDueAt: schedule.dueAt, extensions: 0, drafts: lapsed(state) };
    return moved(state, event, { ...scheduled(schedule), ...anew });
  },
  RectificationClosed: (state, event) => {
    const { verifiedByPersonIds, date, documentNo, established, evidence } = event.data;
    return moved(state, event, {
      closureNo: documentNo,
      closedByPersonIds: verifiedByPersonIds,
      closedOn: date,
      lookBackUntil: established.lookBackUntil,
      drafts: lapsed(state),
      ...withEvidence(state, evidence),
    });
  },
  RectificationExtensionRequested: (state, event) => moved(state, event, { asked: event.data.newDueAt }),
  RectificationExtensionGranted: (state, event) =>
    moved(state, event, { ...scheduled(event.data.established), extensions: state.extensions + 1, asked: undefined, drafts: lapsed(state) }),
  RectificationExtensionRefused: (state, event) => moved(state, event, { asked: undefined }),
  RectificationLookedBack: (state, event) => moved(state, event, withEvidence(state, event.data.evidence)),
  RectificationCancelled: (state, event) => moved(state, event, { drafts: lapsed(state) }),
  RectificationOverdue: (state, event) => moved(state, event),
  RectificationReminded: (state, event) => moved(state, event, { taken: taken(state, event.data) }),
  SupervisionDrafted: (state, event) => {
    const { stepId, zh, at, paper } = event.data;
    return moved(state, event, {
      taken: taken(state, event.data),
      drafts: [...state.drafts, { step: { stepId, zh, at, does: 'draft', paper }, state: 'drafted' }],
    });
  },
  RectificationPaperIssued: (state, event) => {
    const { paper, documentNo, dueAt } = event.data;
    return moved(state, event, { papers: [...state.papers, { paper, documentNo, ...(dueAt !== undefined && { dueAt }) }] });
  },
  SupervisionIssued: (state, event) => moved(state, event, { drafts: settled(state, event.data, 'issued') }),
  SupervisionDiscarded: (state, event) => moved(state, event, { drafts: settled(state, event.data, 'discarded') }),
  RectificationGroundLost: (state, event) => moved(state, event, { groundLost: event.data.ground }),
  RectificationGroundRegained: (state, event) => moved(state, event, { groundLost: null, ...scheduled(event.data.established) }),
};

/** One item, one stream. */
export const streamOfItem = (rectificationId: string): string =>
  rectificationId.startsWith('rectification-') ? rectificationId : `rectification-${rectificationId}`;

/** The item as every later event repeats it. */
export function itemOf({ item, dueAt }: State): Item {
  if (!item) throw new RangeError('no item has been ordered');
  return { ...item, ...(dueAt !== undefined && { dueAt }) };
}
export const isStillOpen = ({ progress }: State): boolean => isOpen(progress.phase);

/** What every rule of the item's life is decided on. */
export type Rule<C extends RectificationCommand> = (command: C, state: State, input: DecisionInput) => readonly NewEvent<RectificationEvent>[];
