import type { CalendarDate, Recorded, View } from '#kernel';
import type { Against } from './against.js';
import type { AppealOutcome } from './appeal.commands.js';
import type { AppealEvent, ClauseRef, EarlierRoles, OutcomeEvent } from './appeal.events.js';
import { APPEAL_PHASE_ZH, evolveAppeal, initialAppeal, OUTCOME_OF, type AppealPhase, type AppealState } from './appeal.state.js';

/** One line of the appeal's file; requests, reasons and findings stay in the vault. */
export type AppealStepRow = Readonly<{
  type: AppealEvent['type'];
  eventId: string;
  date: CalendarDate;
  recordedOn: string;
  actor: Readonly<{ personId?: string; postId?: string }>;
  documentNo?: string;
  elsewhere?: true;
  breaches?: readonly string[];
}>;
export type AppealRow = Readonly<{
  appealId: string;
  against: Against;
  appellantId: string;
  track: string;
  step: string;
  clause: ClauseRef;
  route: 'appeal' | 'correction';
  organUnitId: string;
  filedOn: CalendarDate;
  /** What the appellant holds: the event of the filing, provable by itself, and the number of the paper. */
  receipt: Readonly<{ eventId: string; receiptRef?: string }>;
  phase: AppealPhase;
  phaseZh: string;
  panel: readonly string[];
  outcome?: Readonly<{
    result: AppealOutcome;
    eventId: string;
    decidedOn: CalendarDate;
    documentNo: string;
    participantIds: readonly string[];
    grounds: readonly string[];
    measure?: string;
    grade?: string;
    earlierRoles: EarlierRoles;
  }>;
  carriedOutBy: readonly string[];
  /** What the law lets the appellant do once nobody answered in time. */
  silenceAllows?: string;
  steps: readonly AppealStepRow[];
  breaches: readonly string[];
  /** The folded appeal, from which the rest of the row is read. */
  folded: AppealState;
}>;

function stepOf({ id, type, data, validAt, recordedAt, actor: { personId, postId } }: Recorded<AppealEvent>): AppealStepRow {
  const { documentNo, doneElsewhere, breaches } = data as Readonly<{ documentNo?: string; doneElsewhere?: boolean; breaches?: readonly string[] }>;
  return {
    ...{ type, eventId: id, date: validAt.from, recordedOn: recordedAt },
    actor: { ...(personId !== undefined && { personId }), ...(postId !== undefined && { postId }) },
    ...(documentNo !== undefined && { documentNo }),
    ...(doneElsewhere && { elsewhere: true as const }),
    ...(breaches && { breaches }),
  };
}

type Kept = Pick<AppealRow, 'outcome' | 'carriedOutBy' | 'receipt' | 'filedOn'>;
const outcomeOf = ({ type, id: eventId, data }: Recorded<OutcomeEvent>): NonNullable<AppealRow['outcome']> => {
  const { decidedOn, documentNo, participantIds, grounds, measure, grade, established } = data;
  return {
    ...{ result: OUTCOME_OF[type], eventId, decidedOn, documentNo, participantIds, grounds, earlierRoles: established.earlierRoles },
    ...(measure !== undefined && { measure }),
    ...(grade !== undefined && { grade }),
  };
};
/** What a row keeps that the folded appeal does not hold. */
function kept(row: AppealRow | undefined, event: Recorded<AppealEvent>): Kept {
  const { receipt, filedOn = event.validAt.from, carriedOutBy = [], outcome } = row ?? {};
  const paper = event.type === 'AppealLodged' && event.data.receiptRef !== undefined ? { receiptRef: event.data.receiptRef } : {};
  const now = event.type in OUTCOME_OF ? outcomeOf(event as Recorded<OutcomeEvent>) : outcome;
  return {
    receipt: receipt ?? { eventId: event.id, ...paper },
    filedOn,
    carriedOutBy: event.type === 'AppealDecisionCarriedOut' ? event.data.eventIds : carriedOutBy,
    ...(now && { outcome: now }),
  };
}

/** How the appeal was filed, by whom, and where it lies: a folded appeal has all of it. */
function filed({
  filing,
  appellantId,
  track,
  organUnitId,
}: AppealState): Pick<AppealRow, 'appellantId' | 'track' | 'organUnitId' | 'step' | 'clause' | 'route'> {
  const { step, clause, route } = filing!;
  return { appellantId: appellantId!, track: track!, organUnitId: organUnitId!, step: step.id, clause, route };
}
/** Nobody answered in time, and nobody has answered since. */
function silence({ overrun, filing, outcome }: AppealState): Pick<AppealRow, 'silenceAllows'> {
  const silent = outcome === undefined && overrun.some((clock) => clock !== 'supplement');
  const allows = filing?.step.silenceZh;
  return silent && allows !== undefined ? { silenceAllows: allows } : {};
}

function next(row: AppealRow | undefined, event: Recorded<AppealEvent>): AppealRow {
  const fold = evolveAppeal[event.type] as (state: AppealState, event: Recorded<AppealEvent>) => AppealState;
  const folded = fold(row?.folded ?? initialAppeal, event);
  const steps = [...(row?.steps ?? []), stepOf(event)];
  return {
    ...{ appealId: event.data.appealId, against: event.data.against },
    ...filed(folded),
    ...{ phase: folded.phase, phaseZh: APPEAL_PHASE_ZH[folded.phase], panel: folded.panel },
    ...kept(row, event),
    ...silence(folded),
    steps,
    breaches: [...new Set(steps.flatMap(({ breaches = [] }) => breaches))].sort(),
    folded,
  };
}

const EVERY: { readonly [Type in AppealEvent['type']]: typeof next } = {
  AppealLodged: next,
  AppealSupplementRequested: next,
  AppealSupplemented: next,
  AppealAdmitted: next,
  AppealNotAdmitted: next,
  AppealWithdrawn: next,
  AppealTransferred: next,
  ReviewPanelFormed: next,
  ReviewPanelMemberRecused: next,
  ReviewReported: next,
  AppealReviewExtended: next,
  DecisionMaintained: next,
  DecisionVaried: next,
  DecisionRevoked: next,
  RedecisionOrdered: next,
  AppealDecisionServed: next,
  AppealDecisionCarriedOut: next,
  AppealClockOverrun: next,
};

/** The register: where does each appeal stand, with whom, who reviews it, what came of it, what was breached? For case owners; appellants ask for their own. */
export const appeals: View<AppealRow, AppealEvent> = {
  name: 'appeals',
  version: 2,
  zh: '申诉登记（仅限办理机关）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.appealId],
  on: EVERY,
};
