import type { CalendarDate, Recorded, View } from '#kernel';
import type { CaseKey } from './case.commands.js';
import type { CaseBasisEvent, CaseEvent } from './case.events.js';
import { phaseZh } from './case.order.js';
import { evolveCase, groundKey, initialCase, type CaseState, type Decision, type Phase, type Redecision } from './case.state.js';

/** One line of the case file; narratives stay in the vault and are shown by the presenter. */
export type CaseStep = Readonly<{
  type: CaseEvent['type'];
  eventId: string;
  date: CalendarDate;
  recordedOn: string;
  actor: Readonly<{ personId?: string; postId?: string }>;
  documentNo?: string;
  elsewhere?: true;
  breaches?: readonly string[];
}>;
export type CaseBasisRow = Readonly<{
  clauseId: string;
  target: string;
  measure: string;
  state: 'triggered' | 'notApplicable';
  days: number;
  bookId?: string;
  bookVersion?: number;
  clauseHash?: string;
  events: readonly string[];
}>;
export type CaseDecision = Readonly<{
  measure: string;
  date: CalendarDate;
  organUnitId: string;
  reliedOn: readonly string[];
  basisLost: boolean;
  formalitiesDueOn?: CalendarDate;
  effectUntil?: CalendarDate;
  executedOn?: CalendarDate;
  congress?: 'approved' | 'refused' | 'resigned';
  overdue: boolean;
  effectEnded: boolean;
}>;
export type CaseRow = CaseKey &
  Readonly<{
    phase: Phase;
    phaseZh: string;
    /** Nothing flags the person any more, and nothing was decided. */
    withdrawn: boolean;
    bases: readonly CaseBasisRow[];
    steps: readonly CaseStep[];
    breaches: readonly string[];
    team: readonly string[];
    decision?: CaseDecision;
    corrected?: 'varied' | 'revoked';
    /** An order to decide anew that is not carried out yet, and what was decided before, oldest first. */
    redecision?: Redecision;
    earlierDecisions?: readonly Decision[];
    publications: CaseState['publications'];
    /** The folded case, from which the rest of the row is read. */
    folded: CaseState;
  }>;

export const caseRowKey = ({ personId, postId, year }: CaseKey): string => `${personId}|${postId}|${year}`;

function basesOf({ grounds }: CaseState): readonly CaseBasisRow[] {
  return Object.keys(grounds)
    .sort()
    .map((key) => {
      const { basis, ...ground } = grounds[key]!;
      return { ...ground, ...(basis && { bookId: basis.bookId, bookVersion: basis.bookVersion, clauseHash: basis.clauseHash }), events: basis?.events ?? [] };
    });
}

function decisionOf({ decision, dates, congress }: CaseState): CaseDecision | undefined {
  if (!decision) return undefined;
  const { overdueMarked: overdue, ...rest } = decision;
  return { ...rest, overdue, ...(dates.executed !== undefined && { executedOn: dates.executed }), ...(congress && { congress }) };
}

function stepOf({ id, type, data, validAt, recordedAt, actor }: Recorded<CaseEvent>): CaseStep {
  const { documentNo, doneElsewhere, breaches } = data as Readonly<{ documentNo?: string; doneElsewhere?: boolean; breaches?: readonly string[] }>;
  const { personId, postId } = actor;
  return {
    type,
    eventId: id,
    date: validAt.from,
    recordedOn: recordedAt,
    actor: { ...(personId !== undefined && { personId }), ...(postId !== undefined && { postId }) },
    ...(documentNo !== undefined && { documentNo }),
    ...(doneElsewhere && { elsewhere: true as const }),
    ...(breaches && { breaches }),
  };
}

const SETTLED: readonly Phase[] = ['dismissed', 'exempted', 'concluded', 'corrected', 'archived'];
const isWithdrawn = ({ grounds, decision, phase }: CaseState): boolean => Object.keys(grounds).length === 0 && !decision && !SETTLED.includes(phase);

const decidedAnew = ({ redecision, earlier }: CaseState): Pick<CaseRow, 'redecision' | 'earlierDecisions'> => ({
  ...(redecision && { redecision }),
  ...(earlier && { earlierDecisions: earlier }),
});

function next(row: CaseRow | undefined, event: Recorded<CaseEvent>): CaseRow {
  const { personId, postId, year } = event.data;
  const fold = evolveCase[event.type] as (state: CaseState, event: Recorded<CaseEvent>) => CaseState;
  const folded = fold(row?.folded ?? initialCase, event);
  const steps = [...(row?.steps ?? []), stepOf(event)];
  const decision = decisionOf(folded);
  const corrected = event.type === 'DecisionCorrected' ? event.data.kind : row?.corrected;
  return {
    personId,
    postId,
    year,
    phase: folded.phase,
    phaseZh: phaseZh(folded.phase),
    withdrawn: isWithdrawn(folded),
    bases: basesOf(folded),
    steps,
    breaches: [...new Set(steps.flatMap(({ breaches = [] }) => breaches))].sort(),
    team: folded.team,
    ...(decision && { decision }),
    ...(corrected && { corrected }),
    ...decidedAnew(folded),
    publications: folded.publications,
    folded,
  };
}

const ACTS: { readonly [Type in Exclude<CaseEvent, CaseBasisEvent>['type']]: typeof next } = {
  AccountabilityRecommended: next,
  ClueDismissed: next,
  InitiationApproved: next,
  InvestigationTeamFormed: next,
  MemberRecused: next,
  InvestigationRecusalOverridden: next,
  FactsDrafted: next,
  FactsPresentedToSubject: next,
  StatementHeard: next,
  InvestigationReported: next,
  DirectPathTaken: next,
  CollectivelyDecided: next,
  CaseReturnedForFacts: next,
  AccountabilityExempted: next,
  ConcludedWithoutAccountability: next,
  DecisionAnnounced: next,
  DecisionServed: next,
  CongressActRecorded: next,
  MeasureExecuted: next,
  SelfCriticismFiled: next,
  CaseArchived: next,
  DecisionCorrected: next,
  DecisionPublished: next,
  CaseRedecisionOrdered: next,
  FormalitiesOverdue: next,
  EffectPeriodEnded: next,
};
const BASES: { readonly [Type in CaseBasisEvent['type']]: typeof next } = {
  CaseBasisAdded: next,
  CaseBasisChanged: next,
  CaseBasisRemoved: next,
  CaseBasisWithdrawn: next,
  MeasureBasisLost: next,
  MeasureBasisRegained: next,
};

/** The case file: where does the case stand, on which grounds, which steps were taken when, what was breached, which clocks run? For the case owner only. */
export const accountabilityCases: View<CaseRow, CaseEvent> = {
  name: 'accountability-cases',
  version: 1,
  zh: '问责案件（仅限案件承办机关）',
  aboutPersons: true,
  keysOf: ({ data }) => [caseRowKey(data)],
  on: { ...BASES, ...ACTS },
};

/** Whether a ground is one that the decision relied on. */
export const isReliedOn = ({ decision }: CaseRow, basis: Pick<CaseBasisRow, 'clauseId' | 'target'>): boolean =>
  decision?.reliedOn.includes(groundKey(basis)) ?? false;
