import { dateOf, type Recorded } from '#kernel';
import { issuePaper, paperNeeds } from './rectification.papers.js';
import { assign, assignmentNeeds } from './rectification.assignment.js';
import type { RectificationActCommand, RectificationCommand } from './rectification.commands.js';
import type { RectificationActEvent, RectificationEvent } from './rectification.events.js';
import { peopleNeeds } from './rectification.guards.js';
import { advance, discardSupervision, grantExtension, issueSupervision, refuseExtension, setGround } from './rectification.pressing.js';
import { evolve, NO_RECTIFICATION, streamOfItem, type RectificationDecider } from './rectification.state.js';
import { acknowledge, replaceEvidence, report, reportNeeds, requestExtension, requestNeeds } from './rectification.unit-steps.js';
import { cancel, close, lookBack, sendBack, startVerification } from './rectification.verification.js';

const BY_PERSON: Readonly<Record<RectificationActCommand['type'], readonly [zh: string, event: RectificationActEvent['type']]>> = {
  AssignRectification: ['交办整改', 'RectificationAssigned'],
  AcknowledgeRectification: ['签收整改', 'RectificationAcknowledged'],
  ReportRectification: ['报告整改情况', 'RectificationReported'],
  ReplaceRectificationEvidence: ['替换整改证据', 'RectificationEvidenceReplaced'],
  StartRectificationVerification: ['着手核查', 'RectificationVerificationStarted'],
  ReturnRectification: ['退回整改', 'RectificationReturned'],
  CloseRectification: ['核查销号', 'RectificationClosed'],
  RequestRectificationExtension: ['提出延期', 'RectificationExtensionRequested'],
  GrantRectificationExtension: ['批准延期', 'RectificationExtensionGranted'],
  RefuseRectificationExtension: ['不批准延期', 'RectificationExtensionRefused'],
  LookBackOnRectification: ['登记回头看', 'RectificationLookedBack'],
  CancelRectification: ['撤销整改交办', 'RectificationCancelled'],
  IssueRectificationPaper: ['签发整改文书', 'RectificationPaperIssued'],
  IssueSupervision: ['签发督办', 'SupervisionIssued'],
  DiscardSupervision: ['不签发督办', 'SupervisionDiscarded'],
};
const ACTS = Object.keys(BY_PERSON) as readonly RectificationActCommand['type'][];

/** What the decider adds to what people said. */
const FOUND = ['chainId', 'villageId', 'year', 'roundId', 'groupId', 'dueAt', 'established', 'breaches'];
/** Only the order says to whom and under which finding. */
const FOUND_LATER = [...FOUND, 'findingId', 'unitId'];
function commandFrom(type: RectificationActCommand['type'], { data }: Recorded<RectificationEvent>): RectificationCommand {
  const found = type === 'AssignRectification' ? FOUND : FOUND_LATER;
  return { type, data: Object.fromEntries(Object.entries(data).filter(([key]) => !found.includes(key))) } as unknown as RectificationCommand;
}

const onDate = ({ data }: Readonly<{ data: Readonly<{ date: string }> }>): string => data.date;

/** One item to be put right, from the order to 销号 and the look back. */
export const rectificationDecider: RectificationDecider = {
  category: 'rectification',
  streamOf: ({ data: { rectificationId } }) => streamOfItem(rectificationId),
  initialState: NO_RECTIFICATION,
  commands: {
    ...(Object.fromEntries(ACTS.map((type) => [type, { by: 'person', zh: BY_PERSON[type][0] }])) as Record<
      RectificationActCommand['type'],
      Readonly<{ by: 'person'; zh: string }>
    >),
    AdvanceRectification: { by: 'policy', zh: '整改到期推进' },
    SetRectificationGround: { by: 'policy', zh: '更新整改依据' },
  },
  needs: {
    AssignRectification: assignmentNeeds,
    AcknowledgeRectification: () => peopleNeeds(),
    ReportRectification: reportNeeds,
    StartRectificationVerification: ({ data }) => peopleNeeds(...data.verifierPersonIds),
    ReturnRectification: ({ data }) => peopleNeeds(...data.returnedByPersonIds),
    CloseRectification: ({ data }) => peopleNeeds(...data.verifiedByPersonIds),
    RequestRectificationExtension: requestNeeds,
    GrantRectificationExtension: () => peopleNeeds(),
    RefuseRectificationExtension: () => peopleNeeds(),
    LookBackOnRectification: ({ data }) => peopleNeeds(...data.lookedByPersonIds),
    CancelRectification: () => peopleNeeds(),
    IssueRectificationPaper: paperNeeds,
    IssueSupervision: paperNeeds,
    DiscardSupervision: () => peopleNeeds(),
  },
  // The book of the day of the act: its classes, ladders, caps and window are what people went by.
  bookOn: {
    AssignRectification: onDate,
    ReportRectification: ({ data }) => dateOf(data.reportedAt),
    ReplaceRectificationEvidence: onDate,
    ReturnRectification: onDate,
    CloseRectification: onDate,
    GrantRectificationExtension: onDate,
    LookBackOnRectification: onDate,
    IssueRectificationPaper: onDate,
    IssueSupervision: onDate,
  },
  decide: {
    AssignRectification: assign,
    AcknowledgeRectification: acknowledge,
    ReportRectification: report,
    ReplaceRectificationEvidence: replaceEvidence,
    StartRectificationVerification: startVerification,
    ReturnRectification: sendBack,
    CloseRectification: close,
    RequestRectificationExtension: requestExtension,
    GrantRectificationExtension: grantExtension,
    RefuseRectificationExtension: refuseExtension,
    LookBackOnRectification: lookBack,
    CancelRectification: cancel,
    IssueRectificationPaper: issuePaper,
    IssueSupervision: issueSupervision,
    DiscardSupervision: discardSupervision,
    AdvanceRectification: advance,
    SetRectificationGround: setGround,
  },
  evolve,
  commandOf: Object.fromEntries(ACTS.map((type) => [BY_PERSON[type][1], (_events: unknown, first: Recorded<RectificationEvent>) => commandFrom(type, first)])),
};
