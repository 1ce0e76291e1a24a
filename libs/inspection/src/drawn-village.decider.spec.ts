import {
  CLERK,
  formed,
  groupOne,
  groupTwo,
  listed,
  ONE,
  PEOPLE,
  planned,
  registered,
  ROUND,
  stated,
  TWO,
  VILLAGES,
  worldOf,
} from '../../../test/support/inspection-round.js';
import { specification, type Past } from '../../../test/support/specification.js';
import { drawnAssignments, type DrawnAssignmentsRow } from './drawn-assignments.view.js';
import { drawnVillageDecider } from './drawn-village.decider.js';
import { inspectionComplaints } from './inspection-complaints.view.js';
import { inspectionGroups } from './inspection-groups.view.js';
import { inspectionRounds } from './inspection-rounds.view.js';
import { inspectionTies } from './inspection-ties.view.js';
import { roundDraws } from './round-draws.view.js';
import { roundOffices, roundPosts, roundSubjects } from './round-subjects.view.js';

const VIEWS = [roundOffices, roundPosts, roundSubjects, inspectionRounds, inspectionGroups, inspectionTies, inspectionComplaints, roundDraws];
const [tied, other] = [PEOPLE[1]!, PEOPLE[5]!];
const DRAWN = VILLAGES[2];
const announced: Past = {
  type: 'DrawAnnounced',
  data: { drawId: 'draw-1', roundId: ROUND, kind: 'villages', listHash: 'x', candidates: [...VILLAGES], excludedDrawIds: [], excludedRoundIds: [] },
};
const completed: Past = { type: 'DrawCompleted', data: { drawId: 'draw-1', roundId: ROUND, date: '2016-09-05', combinedSeed: 'y', picked: [DRAWN] } };
const sealed: Past = { type: 'SealedDrawCompleted', data: { drawId: 'draw-1', roundId: ROUND, date: '2016-09-05' } };
const unsealed: Past = { type: 'DrawUnsealed', data: { drawId: 'draw-1', roundId: ROUND, date: '2016-09-07', picked: [DRAWN] } };
const duty = (personId: string): Past => ({
  type: 'DutyAssigned',
  id: 'duty-event',
  data: { dutyId: 'duty-1', kind: 'stationed', targetId: DRAWN, year: 2016, from: '2016-01-18', to: '2017-01-01', personId },
});
const told = (informant: string): Past => ({
  type: 'ComplaintReceived',
  id: 'told-event',
  data: { complaintId: 'complaint-1', year: 2016, personIds: [], unitIds: [], villageIds: [DRAWN], complainantId: { private: informant } },
});
const given = (facts: readonly Past[], ...history: readonly Past[]) => {
  const rows = worldOf(VIEWS, [...registered, stated, listed, planned, ...formed, announced, ...facts]);
  return specification(drawnVillageDecider, { rows, actor: CLERK })(...history);
};
const said = { drawId: 'draw-1', roundId: ROUND, groupId: ONE, villageId: DRAWN, date: '2016-09-08' };
const assign = (change: object = {}) => ({ type: 'AssignDrawnVillage' as const, data: { ...said, ...change } });
const members = [groupOne.leadPersonId, ...groupOne.memberPersonIds];
const assigned = { type: 'DrawnVillageAssigned', data: { ...said, personIds: members } } as const;
const override = { personId: tied, organUnitId: 'unit-organ001', documentNo: '示例督〔2016〕12号', decidedOn: '2016-09-07', reason: { private: '别无他人' } };

describe('who goes to a drawn village', () => {
  it('is a group with all who are in it that day', () => {
    given([completed])
      .when(assign())
      .then({ ...assigned, validAt: { from: '2016-09-08' } });
    given([sealed, unsealed]).when(assign()).thenData(assigned);
  });
  it('is nobody who has to stand aside there, by the events that say so', () => {
    given([completed, duty(tied)])
      .when(assign())
      .thenRejected('inspection.related-member');
    expect(() =>
      given([completed, duty(tied)])
        .when(assign())
        .thenNothing(),
    ).toThrow(/duty-event/);
    // Of the other group it does not matter.
    given([completed, duty(other)])
      .when(assign())
      .thenData(assigned);
    given([completed, duty(other)])
      .when(assign({ groupId: TWO }))
      .thenRejected('inspection.related-member');
  });
  it('is nobody who complained of it, whatever is decided', () => {
    given([completed, told(tied)])
      .when(assign())
      .thenRejected('inspection.related-member');
    given([completed, told(tied), duty(tied)])
      .when(assign({ recusalOverrides: [override] }))
      .thenRejected('inspection.related-member');
  });
  it('is somebody related by a decision that is on record', () =>
    given([completed, duty(tied)])
      .when(assign({ recusalOverrides: [override] }))
      .thenData(assigned, {
        type: 'InspectionRecusalOverridden',
        data: { roundId: ROUND, groupId: ONE, ...override, ties: [{ ground: 'duty', withId: DRAWN, eventIds: ['duty-event'] }] },
      }));
  it('is said once, and may be said anew of another group', () => {
    given([completed], assigned).when(assign()).thenRejected('draw.already-assigned');
    const second = assign({ groupId: TWO, date: '2016-09-09' });
    const two = { type: 'DrawnVillageAssigned', data: { ...second.data, personIds: [groupTwo.leadPersonId, ...groupTwo.memberPersonIds] } } as const;
    given([completed], assigned).when(second).thenData(two);
    given([completed], assigned)
      .when(assign({ groupId: TWO, date: '2016-09-01' }))
      .thenRejected('draw.out-of-order');
    const row = worldOf([drawnAssignments], [assigned, two])['drawn-assignments']!['draw-1'] as DrawnAssignmentsRow;
    expect(row.assignments).toMatchObject([{ villageId: DRAWN, groupId: TWO, eventId: 'e1' }]);
  });
  it.each<[string, readonly Past[], object, string]>([
    ['of no draw', [completed], { drawId: 'draw-9' }, 'draw.unknown'],
    ['before there is a result', [], {}, 'draw.no-result'],
    ['while the result is sealed', [sealed], {}, 'draw.no-result'],
    ['to a village that was not drawn', [completed], { villageId: VILLAGES[0] }, 'draw.not-drawn'],
    ['of a group that there is not', [completed], { groupId: 'group-99' }, 'inspection.group-unknown'],
    ['of a group before it was formed', [completed], { date: '2016-08-30' }, 'inspection.group-unknown'],
    ['of tomorrow', [completed], { date: '2017-01-01' }, 'draw.date-in-future'],
    ['with an empty list of decisions', [completed], { recusalOverrides: [] }, 'inspection.overrides-empty'],
  ])('is refused %s', (_, facts, change, code) => given(facts).when(assign(change)).thenRejected(code));
  it('is not of households', () => {
    const households: Past = { ...announced, data: { ...(announced.data as object), drawId: 'draw-2', kind: 'households' } };
    given([completed, households])
      .when(assign({ drawId: 'draw-2' }))
      .thenRejected('draw.not-of-villages');
  });
  it('is for the office that runs the round', () =>
    given([completed])
      .when(assign(), { actor: { personId: tied, postId: 'post-none' } })
      .thenRejected('inspection.not-command-office'));
});
