import { ALL, type Decider, type Need } from '#kernel';
import { complaintNeeds } from '#registry';
import { checklists } from './checklists.view.js';
import { fromOf, toOf } from './group.state.js';
import { groupKey, inspectionGroups } from './inspection-groups.view.js';
import { inspectorPools } from './inspector-pools.view.js';
import { roundCoverage } from './round-coverage.view.js';
import type { FormInspectionGroup, HandOverInspectionGroup, ReplaceInspectionGroupMember, RoundCommand } from './round.commands.js';
import type { RoundEvent } from './round.events.js';
import { inspectionComplaints } from './inspection-complaints.view.js';
import { inspectionTies } from './inspection-ties.view.js';
import { overridesIn } from './round.recusal.js';
import { formGroup, handOver, replaceMember } from './round.groups.js';
import { OFFICE_NEEDS, subjectNeeds } from './round.guards.js';
import { closeRound, fileRound, issueReport, openRound, planRound } from './round.lifecycle.js';
import { evolveRound, NO_ROUND, type RoundState } from './round.state.js';
import { visitsStream } from './visit.commands.js';

type Overriding = FormInspectionGroup | ReplaceInspectionGroupMember | HandOverInspectionGroup;
/** Who would have to stand aside, and which organs decided that they need not. */
const recusalNeeds = ({ data: { recusalOverrides = [] } }: Overriding): readonly Need[] => [
  { view: inspectionTies.name, key: ALL },
  ...complaintNeeds(inspectionComplaints.name),
  ...subjectNeeds(recusalOverrides.map(({ organUnitId }) => organUnitId)),
];
const poolNeed = (command: FormInspectionGroup | ReplaceInspectionGroupMember): readonly Need[] => [
  ...OFFICE_NEEDS,
  ...recusalNeeds(command),
  { view: inspectorPools.name, key: command.data.poolId, guard: command.data.poolId },
];
/** Groups of other rounds are known by their row; those of this round by its stream. */
const handoverNeeds = (command: HandOverInspectionGroup): readonly Need[] => [
  ...OFFICE_NEEDS,
  ...recusalNeeds(command),
  ...[fromOf(command.data), toOf(command.data)]
    .filter(({ roundId }) => roundId !== command.data.roundId)
    .map((ref) => ({ view: inspectionGroups.name, key: groupKey(ref), guard: ref.roundId })),
];

/** One round: planned, filed, opened, closed; its groups, who is in them, and which of them answers for what. Visits have a stream of their own. */
export const roundDecider: Decider<RoundState, RoundCommand, RoundEvent> = {
  category: 'round',
  streamOf: ({ data }) => data.roundId,
  initialState: NO_ROUND,
  commands: {
    PlanInspectionRound: { by: 'person', zh: '督查立项' },
    FileInspectionRound: { by: 'person', zh: '督查备案' },
    OpenInspectionRound: { by: 'person', zh: '启动督查' },
    CloseInspectionRound: { by: 'person', zh: '结束督查' },
    IssueInspectionRoundReport: { by: 'person', zh: '签发督查报告' },
    FormInspectionGroup: { by: 'person', zh: '成立督查组' },
    ReplaceInspectionGroupMember: { by: 'person', zh: '督查组换人' },
    HandOverInspectionGroup: { by: 'person', zh: '督查组交接' },
  },
  needs: {
    PlanInspectionRound: ({ data: { checklistId, villageIds } }) => [...OFFICE_NEEDS, ...subjectNeeds(villageIds), { view: checklists.name, key: checklistId }],
    FileInspectionRound: ({ data: { organUnitId } }) => [...OFFICE_NEEDS, ...subjectNeeds([organUnitId])],
    OpenInspectionRound: () => OFFICE_NEEDS,
    // A visit recorded while the round is being closed must not be closed over.
    CloseInspectionRound: ({ data: { roundId } }) => [...OFFICE_NEEDS, { view: roundCoverage.name, key: roundId, guard: visitsStream(roundId) }],
    IssueInspectionRoundReport: ({ data: { issuerUnitId } }) => [...OFFICE_NEEDS, ...subjectNeeds([issuerUnitId])],
    FormInspectionGroup: poolNeed,
    ReplaceInspectionGroupMember: poolNeed,
    HandOverInspectionGroup: handoverNeeds,
  },
  decide: {
    PlanInspectionRound: planRound,
    FileInspectionRound: fileRound,
    OpenInspectionRound: openRound,
    CloseInspectionRound: closeRound,
    IssueInspectionRoundReport: issueReport,
    FormInspectionGroup: formGroup,
    ReplaceInspectionGroupMember: replaceMember,
    HandOverInspectionGroup: handOver,
  },
  evolve: evolveRound,
  commandOf: {
    InspectionRoundPlanned: (_, { data }) => ({ type: 'PlanInspectionRound', data }),
    InspectionRoundFiled: (_, { data: { breaches: _breaches, ...said } }) => ({ type: 'FileInspectionRound', data: said }),
    InspectionRoundOpened: (_, { data: { breaches: _breaches, year: _year, villageIds: _villageIds, ...said } }) => ({
      type: 'OpenInspectionRound',
      data: said,
    }),
    InspectionRoundClosed: (_, { data: { breaches: _breaches, year: _year, unvisitedVillageIds: _unvisited, ...said } }) => ({
      type: 'CloseInspectionRound',
      data: said,
    }),
    InspectionRoundReportIssued: (_, { data }) => ({ type: 'IssueInspectionRoundReport', data }),
    InspectionGroupFormed: (events, { data }) => ({ type: 'FormInspectionGroup', data: { ...data, ...overridesIn(events) } }),
    InspectionGroupMemberReplaced: (events, { data: { role: _role, ...said } }) => ({
      type: 'ReplaceInspectionGroupMember',
      data: { ...said, ...overridesIn(events) },
    }),
    InspectionGroupHandedOver: (events, { data: { villageIds, ...said } }) => ({
      type: 'HandOverInspectionGroup',
      data: { ...said, ...(said.scope === 'villages' && { villageIds }), ...overridesIn(events) },
    }),
  },
};
