import { addDays, must } from '#kernel';
import { bookIfAny, bookOf } from '#rulebook';
import type {
  CancelRectification,
  CloseRectification,
  LookBackOnRectification,
  ReturnRectification,
  StartRectificationVerification,
} from './rectification.commands.js';
import type { CancellationGround, Schedule } from './rectification.events.js';
import {
  actorOf,
  mustBeDated,
  mustBeEvidence,
  mustBeIndependent,
  mustNotBeOfUnit,
  mustSay,
  mustSayPrivately,
  mustStandAt,
  rulesOf,
} from './rectification.guards.js';
import { itemOf, stepKey, type Rule, type State } from './rectification.state.js';
import { deadlineFrom, scheduleFrom } from './schedule.js';

const toInspectors = ({ inspectorPersonIds }: State) => ({ inspectorPersonIds });

export const startVerification: Rule<StartRectificationVerification> = ({ data }, state, input) => {
  mustStandAt(state, ['reported'], 'not-reported');
  mustBeDated(data.date, state, input);
  mustBeIndependent(data.verifierPersonIds, state, { date: data.date, input });
  return [{ type: 'RectificationVerificationStarted', data: { ...itemOf(state), ...data, established: toInspectors(state) }, validAt: { from: data.date } }];
};

/** 退回: under the old deadline unless a new one is set; steps of the ladder that were over meanwhile are not made up for. */
export const sendBack: Rule<ReturnRectification> = ({ data }, state, input) => {
  mustStandAt(state, ['reported', 'under-verification'], 'not-reported');
  mustBeDated(data.date, state, input);
  mustBeIndependent(data.returnedByPersonIds, state, { date: data.date, input });
  mustSayPrivately(data.reason);
  const established = { ...returnedSchedule(data, state, input), ...toInspectors(state) };
  return [{ type: 'RectificationReturned', data: { ...itemOf(state), ...data, established }, validAt: { from: data.date } }];
};
function returnedSchedule({ deadline, date }: ReturnRectification['data'], state: State, input: Parameters<Rule<ReturnRectification>>[2]): Schedule {
  if (deadline === undefined) return stillToCome(state, input.recordedAt);
  const inForce = 'workDays' in deadline ? bookOf(input) : bookIfAny(input);
  const { urgency } = state;
  return scheduleFrom(deadlineFrom(date, deadline, { book: inForce?.book, urgency }), { inForce, urgency, date, now: input.recordedAt });
}
/** What of the schedule lies ahead. */
export const stillToCome = ({ dueAt, steps, taken }: State, now: string): Schedule => ({
  ...(dueAt !== undefined && { dueAt }),
  steps: steps.filter((step) => step.at > now && !taken.includes(stepKey(step))),
});

/** 销号. Evidence of the verification itself: what the unit handed in is not what the inspectors saw. */
export const close: Rule<CloseRectification> = ({ data }, state, input) => {
  mustStandAt(state, ['reported', 'under-verification'], 'not-reported');
  mustBeDated(data.date, state, input);
  mustBeIndependent(data.verifiedByPersonIds, state, { date: data.date, input });
  mustBeEvidence(data.evidence, state, input);
  if (data.opinion) mustSayPrivately(data.opinion);
  const lookBackDays = rulesOf(input)?.lookBackDays;
  const established = {
    ...toInspectors(state),
    recordedByPersonId: actorOf(input),
    ...(lookBackDays !== undefined && { lookBackUntil: addDays(data.date, lookBackDays) }),
  };
  return [{ type: 'RectificationClosed', data: { ...itemOf(state), ...data, established }, validAt: { from: data.date } }];
};

/**
 * 回头看. What recurred within the book's window is shown on the closed item and goes on in a successor; later it is a new finding. That it was never fixed
 * (`falseClosure`) says something of who closed it, and is only said of what did not hold.
 */
export const lookBack: Rule<LookBackOnRectification> = ({ data }, state, input) => {
  mustStandAt(state, ['closed'], 'not-closed');
  mustBeDated(data.date, state, input);
  mustBeIndependent(data.lookedByPersonIds, state, { date: data.date, input });
  mustBeEvidence(data.evidence, state, input);
  if (data.note) mustSayPrivately(data.note);
  must(data.result === 'recurred' || !data.falseClosure, 'rectification.false-closure-held', {
    zh: '回头看未反弹的，不能同时认定虚假销号',
    en: 'what held was not falsely closed',
  });
  const within = state.lookBackUntil === undefined || data.date < state.lookBackUntil;
  must(data.result === 'held' || within, 'rectification.look-back-over', {
    zh: `回头看期已满（${state.lookBackUntil}），应登记为新的问题`,
    en: `the window ended on ${state.lookBackUntil}: log it as a new finding`,
  });
  const established = { closedByPersonIds: state.closedByPersonIds, closedOn: state.closedOn! };
  return [{ type: 'RectificationLookedBack', data: { ...itemOf(state), ...data, established }, validAt: { from: data.date } }];
};

/** Not a way round closing: only where the finding fell, or before anybody received the order. */
export const cancel: Rule<CancelRectification> = ({ data }, state, input) => {
  mustStandAt(state, ['awaiting-receipt', 'in-progress', 'reported', 'under-verification', 'returned'], 'not-open');
  mustBeDated(data.date, state, input);
  mustNotBeOfUnit(state.item!.unitId, data.date, input);
  mustSay(data.documentNo, 'document-missing');
  mustSayPrivately(data.reason);
  const ground: CancellationGround | null = state.groundLost ?? (state.progress.phase === 'awaiting-receipt' ? 'assigned-in-error' : null);
  must(ground !== null, 'rectification.finding-stands', {
    zh: '问题仍成立且已签收，只能核查销号',
    en: 'the finding stands and the order was received: it can only be verified and closed',
  });
  return [
    { type: 'RectificationCancelled', data: { ...itemOf(state), ...data, established: { ...toInspectors(state), ground } }, validAt: { from: data.date } },
  ];
};
