import { must, type DecisionInput, type Need, type NewEvent } from '#kernel';
import { bookIfAny, bookOf, urgencyById } from '#rulebook';
import { actorOf, mustBeDated, mustNotBeOfUnit, mustSay, mustSayPrivately, peopleNeeds } from './rectification.guards.js';
import type { AssignRectification } from './rectification.commands.js';
import type { RectificationAssigned } from './rectification.events.js';
import { rectificationUnits, type UnitRow } from './rectification-people.views.js';
import { findingStream, rectifiableFindings, type FindingRow } from './rectifiable-findings.view.js';
import { rectificationOrders, type OrderRow } from './rectification-orders.view.js';
import { streamOfItem, type State } from './rectification.state.js';
import { deadlineFrom, scheduleFrom } from './schedule.js';

type Data = AssignRectification['data'];

export const assignmentNeeds = ({ data: { findingId, unitId, predecessorId } }: AssignRectification): readonly Need[] => [
  // A finding withdrawn at this moment must not be ordered, nor a predecessor twice.
  { view: rectifiableFindings.name, key: findingId, guard: findingStream(findingId) },
  ...(predecessorId === undefined ? [] : [{ view: rectificationOrders.name, key: predecessorId, guard: streamOfItem(predecessorId) }]),
  { view: rectificationUnits.name, key: unitId },
  ...peopleNeeds(),
];

/** A finding that stands and that nobody has put right yet. */
function mustStand(data: Data, finding: FindingRow | undefined): asserts finding is FindingRow {
  must(finding, 'rectification.unknown-finding', { zh: '没有此督查问题', en: 'no such finding was logged' });
  must(finding.fell !== 'finding-withdrawn', 'rectification.finding-withdrawn', { zh: '该问题已撤回', en: 'the finding has been withdrawn' });
  must(finding.fell !== 'finding-duplicate', 'rectification.finding-duplicate', { zh: '该问题与另一问题重复', en: 'the finding is a duplicate of another' });
  must(!finding.fixedOnTheSpot, 'rectification.fixed-on-the-spot', { zh: '该问题已立行立改，无须交办', en: 'it was put right on the spot: nothing is left' });
  must(data.date >= finding.foundOn, 'rectification.before-finding', { zh: '交办日期早于发现日期', en: 'it is ordered before it was found' });
}

/** One order for a unit under a finding; a further one only as the successor of one that recurred. */
function mustBeNew({ unitId, findingId, predecessorId }: Data, { orders }: FindingRow, { facts }: DecisionInput): OrderRow | undefined {
  if (predecessorId === undefined) {
    must(!orders.some((order) => order.unitId === unitId && !order.cancelled), 'rectification.already-assigned', {
      zh: '该问题已交办该单位；已销号而反弹的，应作为后续事项交办',
      en: 'the finding was already ordered from this unit; one that recurred is ordered as a successor',
    });
    return undefined;
  }
  const predecessor = facts.get<OrderRow>(rectificationOrders.name, predecessorId);
  must(predecessor?.findingId === findingId, 'rectification.unknown-predecessor', { zh: '没有该问题的此前整改事项', en: 'no such item under this finding' });
  must(predecessor.recurredOn !== null, 'rectification.predecessor-not-recurred', {
    zh: '此前事项未经回头看认定反弹',
    en: 'the earlier item was not found to have recurred',
  });
  must(predecessor.successorId === null, 'rectification.has-successor', { zh: '此前事项已有后续事项', en: 'the earlier item already has a successor' });
  return predecessor;
}

/** 交办. Days are counted by the book in force on the day of the order, and so is the ladder chosen. */
export function assign({ data }: AssignRectification, state: State, input: DecisionInput): readonly NewEvent<RectificationAssigned>[] {
  must(state.progress.phase === 'none', 'rectification.exists', { zh: '整改事项编号已使用', en: 'an item with this id was already ordered' });
  mustBeDated(data.date, state, input);
  actorOf(input);
  mustSay(data.documentNo, 'document-missing');
  mustSayPrivately(data.requirement);
  const finding = input.facts.get<FindingRow>(rectifiableFindings.name, data.findingId);
  mustStand(data, finding);
  must(input.facts.get<UnitRow>(rectificationUnits.name, data.unitId), 'rectification.unknown-unit', {
    zh: '没有登记该单位',
    en: 'no such unit is registered',
  });
  mustNotBeOfUnit(data.unitId, data.date, input);
  const predecessor = mustBeNew(data, finding, input);
  if (predecessor) {
    must(data.date >= predecessor.recurredOn!, 'rectification.out-of-order', {
      zh: '日期早于认定反弹之日',
      en: 'it is ordered before it was found to have recurred',
    });
  }
  const { rectificationId, findingId, unitId, ...said } = data;
  const { villageId, year, roundId, groupId, inspectorPersonIds } = finding;
  const chainId = predecessor?.chainId ?? rectificationId;
  const item = { rectificationId, chainId, findingId, unitId, ...(villageId !== undefined && { villageId }), year, roundId, groupId };
  const established = { ...scheduleOf(data, input), inspectorPersonIds };
  return [{ type: 'RectificationAssigned', data: { ...item, ...said, established }, validAt: { from: data.date } }];
}

function scheduleOf({ date, urgency, deadline }: Data, input: DecisionInput) {
  // Whoever counts by the book needs one.
  const inForce = urgency !== undefined || (deadline && 'workDays' in deadline) ? bookOf(input) : bookIfAny(input);
  must(urgency === undefined || urgencyById(inForce!.book, urgency), 'rectification.unknown-urgency', {
    zh: `规则没有紧急程度“${urgency}”`,
    en: `the book knows no class "${urgency}"`,
  });
  const counted = deadlineFrom(date, deadline, { book: inForce?.book, urgency });
  return scheduleFrom(counted, { inForce, urgency, date, now: input.recordedAt });
}
