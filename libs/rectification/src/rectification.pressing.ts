import { daysBetween, must, type DecisionInput, type NewEvent } from '#kernel';
import { bookIfAny } from '#rulebook';
import { isWithUnit } from './progress.js';
import { issuerCheck, mustBeSigned } from './rectification.papers.js';
import type {
  AdvanceRectification,
  DiscardSupervision,
  GrantRectificationExtension,
  IssueSupervision,
  RefuseRectificationExtension,
  SetRectificationGround,
} from './rectification.commands.js';
import type { RectificationEvent, Step } from './rectification.events.js';
import { breachesOf, mustBeDated, mustNotBeOfUnit, mustSay, mustSayPrivately, mustStandAt, rulesOf, type Check } from './rectification.guards.js';
import { isStillOpen, itemOf, stepKey, type Draft, type Rule, type State } from './rectification.state.js';
import { dayOf, isPast, mustBeFullHour, scheduleFrom } from './schedule.js';
import { stillToCome } from './rectification.verification.js';

/** The cap of the book: how often, and by how many days in all since the deadline that was ordered. */
function capOf(newDueAt: string, { extensions, orderedDueAt }: State, input: DecisionInput): readonly Check[] {
  const { extensionsMax, extensionDaysMax } = rulesOf(input) ?? {};
  const days = daysBetween(dayOf(orderedDueAt!), dayOf(newDueAt));
  return [
    {
      holds: extensionsMax === undefined || extensions < extensionsMax,
      code: 'rectification.extensions-exhausted',
      text: { zh: `延期次数已达上限（${extensionsMax}次）`, en: `it was extended ${extensions} times; the book allows ${extensionsMax}` },
    },
    {
      holds: extensionDaysMax === undefined || days <= extensionDaysMax,
      code: 'rectification.extension-too-long',
      text: { zh: `累计延期${days}天，超过上限（${extensionDaysMax}天）`, en: `${days} days in all; the book allows ${extensionDaysMax}` },
    },
  ];
}

/** 同意延期: of the request, to the day asked for or an earlier one; the ladder starts over with the new deadline. */
export const grantExtension: Rule<GrantRectificationExtension> = ({ data }, state, input) => {
  mustStandAt(state, ['in-progress', 'returned'], 'not-in-progress');
  must(state.asked !== undefined, 'rectification.no-request', { zh: '没有待批的延期申请', en: 'no request awaits an answer' });
  mustBeDated(data.date, state, input);
  mustNotBeOfUnit(state.item!.unitId, data.date, input);
  mustSay(data.documentNo, 'document-missing');
  mustSayPrivately(data.reason);
  mustBeFullHour(data.newDueAt);
  must(data.newDueAt > state.dueAt! && data.newDueAt <= state.asked, 'rectification.extension-backwards', {
    zh: '新期限须晚于原期限，且不得晚于所申请的期限',
    en: 'the new deadline has to be later than the old one and not later than asked for',
  });
  const breaches = breachesOf(data.doneElsewhere, capOf(data.newDueAt, state, input));
  const { urgency } = state;
  const established = scheduleFrom({ dueAt: data.newDueAt }, { inForce: bookIfAny(input), urgency, date: data.date, now: input.recordedAt });
  return [{ type: 'RectificationExtensionGranted', data: { ...itemOf(state), ...data, ...breaches, established }, validAt: { from: data.date } }];
};

export const refuseExtension: Rule<RefuseRectificationExtension> = ({ data }, state, input) => {
  mustStandAt(state, ['in-progress', 'returned'], 'not-in-progress');
  must(state.asked !== undefined, 'rectification.no-request', { zh: '没有待批的延期申请', en: 'no request awaits an answer' });
  mustBeDated(data.date, state, input);
  mustNotBeOfUnit(state.item!.unitId, data.date, input);
  mustSayPrivately(data.reason);
  return [{ type: 'RectificationExtensionRefused', data: { ...itemOf(state), ...data }, validAt: { from: data.date } }];
};

function mustBeDrafted(data: Readonly<{ stepId: string; at: string }>, { drafts }: State): Draft {
  const draft = drafts.findLast(({ step }) => stepKey(step) === stepKey(data));
  must(draft, 'rectification.unknown-draft', { zh: '没有此文书草稿', en: 'no such draft was made' });
  must(draft.state !== 'lapsed', 'rectification.draft-lapsed', {
    zh: '期限已变更或事项已办结，该草稿失效',
    en: 'the deadline moved or the item ended: the draft has lapsed',
  });
  must(draft.state === 'drafted', 'rectification.draft-settled', { zh: '该草稿已处理', en: 'the draft was already issued or discarded' });
  return draft;
}

/** 签发: number, issuer and seal make a paper of the draft, and a person signs for it. */
export const issueSupervision: Rule<IssueSupervision> = ({ data }, state, input) => {
  const { step } = mustBeDrafted(data, state);
  mustBeDated(data.date, state, input);
  mustNotBeOfUnit(state.item!.unitId, data.date, input);
  mustBeSigned(data);
  const breaches = breachesOf(data.doneElsewhere, [issuerCheck(data.issuerUnitId, input)]);
  return [{ type: 'SupervisionIssued', data: { ...itemOf(state), ...data, ...breaches, established: step.paper }, validAt: { from: data.date } }];
};
export const discardSupervision: Rule<DiscardSupervision> = ({ data }, state, input) => {
  mustBeDrafted(data, state);
  mustBeDated(data.date, state, input);
  mustNotBeOfUnit(state.item!.unitId, data.date, input);
  mustSayPrivately(data.reason);
  return [{ type: 'SupervisionDiscarded', data: { ...itemOf(state), ...data }, validAt: { from: data.date } }];
};

/** By the clock: whatever of the schedule lies behind the hour and was not yet done, while the unit has the item and its finding stands. Never refuses. */
export const advance: Rule<AdvanceRectification> = ({ data: { hour } }, state) => {
  const { progress, dueAt, steps, taken, groundLost } = state;
  if (!isWithUnit(progress.phase) || groundLost !== null || dueAt === undefined) return [];
  const item = itemOf(state);
  const overdue: readonly NewEvent<RectificationEvent>[] = isPast(dueAt, hour) && !progress.overdue ? [{ type: 'RectificationOverdue', data: item }] : [];
  const due = steps.filter((step) => step.at <= hour && !taken.includes(stepKey(step)));
  return [...overdue, ...due.map((step) => taking(step, item))];
};
function taking(step: Step, item: ReturnType<typeof itemOf>): NewEvent<RectificationEvent> {
  const { stepId, at, zh } = step;
  if (step.does === 'remind') return { type: 'RectificationReminded', data: { ...item, stepId, at, zh } };
  return { type: 'SupervisionDrafted', data: { ...item, stepId, at, zh, paper: step.paper } };
}

/** How the finding stands now. Never refuses: an item that is over has no ground to lose. */
export const setGround: Rule<SetRectificationGround> = ({ data: { fell } }, state, { recordedAt }) => {
  if (!isStillOpen(state) || fell === state.groundLost) return [];
  if (fell !== null) return [{ type: 'RectificationGroundLost', data: { ...itemOf(state), ground: fell } }];
  return [{ type: 'RectificationGroundRegained', data: { ...itemOf(state), established: stillToCome(state, recordedAt) } }];
};
