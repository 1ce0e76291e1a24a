import { ALL, holdsOn, must, type CalendarDate, type Command, type Decider, type DecisionInput, type Event, type NewEvent } from '#kernel';
import { complaintNeeds, type RecusalOverride } from '#registry';
import { mustBeDated } from './draw.guards.js';
import { groupKey, inspectionGroups, type InspectionGroupRow } from './inspection-groups.view.js';
import { inspectionComplaints } from './inspection-complaints.view.js';
import { inspectionRounds, type InspectionRoundRow } from './inspection-rounds.view.js';
import { inspectionTies } from './inspection-ties.view.js';
import { roundDraws, type RoundDrawsRow } from './round-draws.view.js';
import type { InspectionRecusalOverridden } from './round.events.js';
import { mustBeOffice, OFFICE_NEEDS, subjectNeeds } from './round.guards.js';
import { overridesIn, overridesOf, stated } from './round.recusal.js';

type Assigned = { drawId: string; roundId: string; groupId: string; villageId: string; date: CalendarDate };
/** Which group goes to a village that was drawn, and who is in it. The draw's result stands whoever goes. */
export type DrawnVillageAssigned = Event<'DrawnVillageAssigned', Assigned & { personIds: readonly string[] }>;
export type AssignDrawnVillage = Command<'AssignDrawnVillage', Assigned & { recusalOverrides?: readonly RecusalOverride[] }>;
type Made = DrawnVillageAssigned | InspectionRecusalOverridden;
type State = Readonly<{ groups: Readonly<Record<string, string>>; since: CalendarDate }>;

/** What was drawn and may be known: a sealed result is assigned once it is opened. @throws Rejection */
function mustBeDrawn({ drawId, roundId, villageId }: Assigned, { facts }: DecisionInput): void {
  const draw = facts.get<RoundDrawsRow>(roundDraws.name, roundId)?.draws.find((one) => one.drawId === drawId);
  must(draw, 'draw.unknown', { zh: '该轮督查没有这一抽签', en: 'the round has no such draw' });
  must(draw.kind === 'villages', 'draw.not-of-villages', { zh: '只有抽村的结果可以派组', en: 'groups are sent to drawn villages' });
  must(draw.picked !== null, 'draw.no-result', { zh: '抽签结果尚未公开', en: 'the result of the draw is not public yet' });
  must(draw.picked.includes(villageId), 'draw.not-drawn', { zh: `${villageId}未被抽中`, en: `${villageId} was not drawn` });
}

function assign({ data: { recusalOverrides, ...data } }: AssignDrawnVillage, state: State, input: DecisionInput): readonly NewEvent<Made>[] {
  const { roundId, groupId, villageId, date } = data;
  mustBeOffice(input);
  mustBeDated(date, state.since, input);
  mustBeDrawn(data, input);
  const round = input.facts.get<InspectionRoundRow>(inspectionRounds.name, roundId);
  const group = input.facts.get<InspectionGroupRow>(inspectionGroups.name, groupKey(data));
  const personIds = [...new Set((group?.members ?? []).filter((one) => holdsOn(one, date)).map(({ personId }) => personId))];
  must(round && personIds.length > 0, 'inspection.group-unknown', { zh: `本轮督查当日没有${groupId}组`, en: `this round has no group ${groupId} that day` });
  must(state.groups[villageId] !== groupId, 'draw.already-assigned', { zh: '该村已派该组', en: 'this group goes there already' });
  const overrides = stated(recusalOverrides);
  const allowed = overridesOf({ roundId, groupId, year: round.year, personIds, villageIds: [villageId], from: date, overrides }, input);
  return [{ type: 'DrawnVillageAssigned', data: { ...data, personIds }, validAt: { from: date } }, ...(allowed as readonly NewEvent<Made>[])];
}

/** 抽中村派组: nobody is sent by lot where he would have to stand aside. By the one rule, on what is on record: anybody can hold it against the same rows again. */
export const drawnVillageDecider: Decider<State, AssignDrawnVillage, Made> = {
  category: 'drawn',
  streamOf: ({ data: { drawId } }) => `drawn-${drawId}`,
  initialState: { groups: {}, since: '' },
  commands: { AssignDrawnVillage: { by: 'person', zh: '抽中村派组' } },
  needs: {
    AssignDrawnVillage: ({ data }) => [
      ...OFFICE_NEEDS,
      ...[roundDraws, inspectionRounds].map(({ name }) => ({ view: name, key: data.roundId })),
      { view: inspectionGroups.name, key: groupKey(data), guard: data.roundId },
      { view: inspectionTies.name, key: ALL },
      ...complaintNeeds(inspectionComplaints.name),
      ...subjectNeeds((data.recusalOverrides ?? []).map(({ organUnitId }) => organUnitId)),
    ],
  },
  decide: { AssignDrawnVillage: assign },
  evolve: {
    DrawnVillageAssigned: ({ groups }, { data: { villageId, groupId, date } }) => ({ groups: { ...groups, [villageId]: groupId }, since: date }),
    // Who goes is said by the act beside it.
    InspectionRecusalOverridden: (state) => state,
  },
  commandOf: {
    DrawnVillageAssigned: (events, { data: { personIds: _members, ...said } }) => ({ type: 'AssignDrawnVillage', data: { ...said, ...overridesIn(events) } }),
  },
};
