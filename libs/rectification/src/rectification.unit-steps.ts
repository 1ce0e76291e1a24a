import { dateOf, isInstant, must, type Need } from '#kernel';
import type { AcknowledgeRectification, ReplaceRectificationEvidence, ReportRectification, RequestRectificationExtension } from './rectification.commands.js';
import {
  actorOf,
  mustBeDated,
  mustBeEvidence,
  mustBeKnown,
  mustBeOfUnit,
  mustHoldPost,
  mustSay,
  mustSayPrivately,
  mustStandAt,
  peopleNeeds,
} from './rectification.guards.js';
import { itemOf, type Rule } from './rectification.state.js';
import { isPast, mustBeFullHour } from './schedule.js';

/** 签收, by somebody in a post of the unit: of a new order, or of one that was returned. */
export const acknowledge: Rule<AcknowledgeRectification> = ({ data }, state, input) => {
  mustStandAt(state, ['awaiting-receipt', 'returned'], 'not-awaiting-receipt');
  mustBeDated(data.date, state, input);
  actorOf(input);
  mustHoldPost(state.item!.unitId, data, input);
  return [{ type: 'RectificationAcknowledged', data: { ...itemOf(state), ...data }, validAt: { from: data.date } }];
};

export const reportNeeds = ({ data }: ReportRectification): readonly Need[] => peopleNeeds(data.reportedByPersonId, ...data.fixedByPersonIds);
/** 报告整改: when it was reported counts, not when that was recorded. */
export const report: Rule<ReportRectification> = ({ data }, state, input) => {
  mustStandAt(state, ['in-progress'], 'not-in-progress');
  must(isInstant(data.reportedAt) && data.reportedAt <= input.recordedAt, 'rectification.date-in-future', {
    zh: '报告时间不得晚于记录时间',
    en: 'it cannot be reported after it is recorded',
  });
  const date = dateOf(data.reportedAt);
  mustBeDated(date, state, input);
  mustBeKnown(data.fixedByPersonIds, input);
  mustBeKnown([data.reportedByPersonId], input);
  mustBeOfUnit(state.item!.unitId, data.reportedByPersonId, { date, input });
  mustBeEvidence(data.evidence, state, input);
  if (data.note) mustSayPrivately(data.note);
  const late = state.dueAt !== undefined && isPast(state.dueAt, data.reportedAt);
  const established = { late, inspectorPersonIds: state.inspectorPersonIds, recordedByPersonId: actorOf(input) };
  return [{ type: 'RectificationReported', data: { ...itemOf(state), ...data, established }, validAt: { from: date } }];
};

/** Until it is closed: a closed item rests on what was there. The piece replaced stays on record. */
export const replaceEvidence: Rule<ReplaceRectificationEvidence> = ({ data }, state, input) => {
  mustStandAt(state, ['in-progress', 'reported', 'under-verification', 'returned'], 'evidence-settled');
  mustBeDated(data.date, state, input);
  actorOf(input);
  mustSay(data.reason, 'reason-missing');
  const { replaces } = data;
  must(replaces === undefined || state.currentEvidenceIds.includes(replaces), 'rectification.unknown-evidence', {
    zh: '所替换的证据不存在或已被替换',
    en: 'the piece to be replaced is not there, or was replaced before',
  });
  mustBeEvidence([data], state, input);
  return [{ type: 'RectificationEvidenceReplaced', data: { ...itemOf(state), ...data }, validAt: { from: data.date } }];
};

export const requestNeeds = ({ data: { personId } }: RequestRectificationExtension): readonly Need[] => peopleNeeds(personId);
/** 申请延期, also when the deadline has passed: what it is worth is for others to decide. */
export const requestExtension: Rule<RequestRectificationExtension> = ({ data }, state, input) => {
  mustStandAt(state, ['in-progress', 'returned'], 'not-in-progress');
  mustBeDated(data.date, state, input);
  actorOf(input);
  mustBeKnown([data.personId], input);
  mustBeOfUnit(state.item!.unitId, data.personId, { date: data.date, input });
  must(state.asked === undefined, 'rectification.request-pending', { zh: '已有待批的延期申请', en: 'a request already awaits its answer' });
  must(state.dueAt !== undefined, 'rectification.no-deadline', { zh: '该事项没有期限', en: 'the item has no deadline' });
  mustBeFullHour(data.newDueAt);
  must(data.newDueAt > state.dueAt, 'rectification.extension-backwards', { zh: '新期限须晚于原期限', en: 'the new deadline has to be later than the old one' });
  mustSayPrivately(data.reason);
  return [{ type: 'RectificationExtensionRequested', data: { ...itemOf(state), ...data }, validAt: { from: data.date } }];
};
