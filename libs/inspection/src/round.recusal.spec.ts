import {
  CLERK,
  formed,
  groupOne,
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
import { inspectionGroups } from './inspection-groups.view.js';
import { inspectionComplaints } from './inspection-complaints.view.js';
import { inspectionTies } from './inspection-ties.view.js';
import { inspectorPools } from './inspector-pools.view.js';
import { roundDecider } from './round.decider.js';
import { roundOffices, roundPosts, roundSubjects } from './round-subjects.view.js';

const TOWN = 'unit-town0001';
const VIEWS = [roundOffices, roundPosts, roundSubjects, inspectorPools, inspectionGroups, inspectionTies, inspectionComplaints];
const [lead, member, other] = PEOPLE as [string, string, string];
const post = (postId: string, unitId: string, managedByUnitId = 'unit-organ001'): Past => ({
  type: 'PostRegistered',
  data: { postId, unitId, managedByUnitId },
});
const held = (personId: string, postId: string, from: string, to?: string): Past => ({
  type: 'TenureStarted',
  id: `tenure-of-${personId}`,
  data: { tenureId: `tenure-${personId}`, personId, postId, from, ...(to && { to }) },
});
const over = (personId: string, postId: string, from: string, to: string): Past => ({ ...held(personId, postId, from, to), type: 'TenureEnded' });
const duty = (holder: object, change: object = {}): Past => ({
  type: 'DutyAssigned',
  id: 'duty-event',
  data: { dutyId: 'duty-1', kind: 'stationed', targetId: VILLAGES[0], year: 2016, from: '2016-01-18', to: '2017-01-01', ...holder, ...change },
});
const kin = (relatedPersonId: string, change: object = {}): Past => ({
  type: 'RelationDeclared',
  id: 'kin-event',
  data: { relationId: 'relation-1', personId: member, relatedPersonId, from: '2010-01-01', ...change },
});
const secretary = [post('post-sec1', TOWN), held('person-sec1', 'post-sec1', '2015-01-01')];

const form = (change: object = {}) => ({ type: 'FormInspectionGroup', data: { ...groupOne, ...change } }) as const;
const override = { personId: member, organUnitId: 'unit-organ001', documentNo: '示例督〔2016〕12号', decidedOn: '2016-08-30', reason: { private: '别无他人' } };
function given(...facts: readonly Past[]) {
  const rows = worldOf(VIEWS, [...registered, stated, listed, ...formed, ...facts]);
  return (...past: readonly Past[]) => specification(roundDecider, { rows, actor: CLERK })(...past);
}

describe('recusal from an inspection group', () => {
  it.each<[string, readonly Past[]]>([
    ['a post in the town that year', [post('post-vice', TOWN), held(member, 'post-vice', '2016-02-01')]],
    ['a post there until February', [post('post-vice', TOWN), over(member, 'post-vice', '2015-02-01', '2016-02-01')]],
    ['a post that the town manages', [post('post-nine', 'unit-nine', TOWN), held(member, 'post-nine', '2016-02-01')]],
    ['a secondment to the town', [{ type: 'SecondmentStarted', data: { secondmentId: 's', personId: member, hostUnitId: TOWN, from: '2016-03-01' } }]],
    ['a duty for the village', [duty({ personId: member })]],
    ['a duty for the town', [duty({ personId: member }, { targetId: TOWN, kind: 'in-charge' })]],
    ['a post in the paired department', [duty({ unitId: 'unit-dept1' }), post('post-dept', 'unit-dept1'), held(member, 'post-dept', '2016-02-01')]],
    ['kin who holds a post in the town', [...secretary, kin('person-sec1')]],
    ['kin who has a duty for the village', [duty({ personId: 'person-dut1' }), kin('person-dut1')]],
    ['kin told of by the other', [...secretary, kin(member, { personId: 'person-sec1' })]],
  ])('refuses who has %s', (_, facts) =>
    given(...facts)(planned)
      .when(form())
      .thenRejected('inspection.related-member'),
  );

  it.each<[string, readonly Past[]]>([
    ['left the town before the year', [post('post-vice', TOWN), over(member, 'post-vice', '2014-02-01', '2016-01-01')]],
    ['had a duty for another village', [duty({ personId: member }, { targetId: VILLAGES[2] })]],
    ['had a duty of another year', [duty({ personId: member }, { year: 2015, from: '2015-01-01', to: '2016-01-01' })]],
    ['was divorced before the year', [...secretary, kin('person-sec1', { to: '2015-01-01' })]],
    ['has kin who left the town before the year', [post('post-sec1', TOWN), over('person-sec1', 'post-sec1', '2014-01-01', '2016-01-01'), kin('person-sec1')]],
    ['serves in the organ that manages the town', [...secretary, post('post-orga', 'unit-organ001'), held(member, 'post-orga', '2016-01-01')]],
    [
      'left the paired department before it was paired',
      [duty({ unitId: 'unit-dept1' }), post('post-dept', 'unit-dept1'), over(member, 'post-dept', '2015-02-01', '2016-01-10')],
    ],
  ])('lets in who %s', (_, facts) =>
    given(...facts)(planned)
      .when(form())
      .thenData({ type: 'InspectionGroupFormed', data: groupOne }),
  );

  const complained = (about: object, year = 2016): Past => ({
    type: 'ComplaintReceived',
    id: 'told-event',
    data: { complaintId: 'complaint-1', year, personIds: [], unitIds: [], villageIds: [], complainantId: { private: member }, ...about },
  });
  it('refuses who complained of the village, the town or who answers there, whatever is decided', () => {
    for (const about of [{ villageIds: [VILLAGES[0]] }, { unitIds: [TOWN] }, { personIds: ['person-sec1'] }]) {
      const asked = given(...secretary, complained(about))(planned);
      asked.when(form()).thenRejected('inspection.related-member');
      asked.when(form({ recusalOverrides: [override] })).thenRejected('recusal.nothing-to-override');
    }
    given(complained({ villageIds: [VILLAGES[2]] }))(planned)
      .when(form())
      .thenData({ type: 'InspectionGroupFormed', data: groupOne });
    given(complained({ unitIds: [TOWN] }, 2014))(planned)
      .when(form())
      .thenData({ type: 'InspectionGroupFormed', data: groupOne });
  });
  it('names the events that relate', () => {
    const said = () => given(duty({ personId: member }))(planned).when(form());
    expect(() => said().thenNothing()).toThrow(/duty-event/);
  });
  it('lets in by a decision on record, with what relates', () =>
    given(duty({ personId: member }))(planned)
      .when(form({ recusalOverrides: [override] }))
      .then(
        { type: 'InspectionGroupFormed', data: groupOne, validAt: { from: '2016-09-01' } },
        {
          type: 'InspectionRecusalOverridden',
          data: { roundId: ROUND, groupId: ONE, ...override, ties: [{ ground: 'duty', withId: VILLAGES[0], eventIds: ['duty-event'] }] },
          validAt: { from: '2016-08-30' },
        },
      ));
  it('is overridden for the one decided on, not for another', () =>
    given(
      duty({ personId: member }),
      kin('person-sec1', { personId: other }),
      ...secretary,
    )(planned)
      .when(form({ recusalOverrides: [override] }))
      .thenRejected('inspection.related-member'));
  it.each([
    ['about somebody unrelated', [{ ...override, personId: lead }], 'recusal.nothing-to-override'],
    ['twice about one', [override, override], 'recusal.overridden-twice'],
    ['without document', [{ ...override, documentNo: ' ' }], 'recusal.document-missing'],
    ['of tomorrow', [{ ...override, decidedOn: '2016-12-08' }], 'recusal.date-invalid'],
    ['of no date', [{ ...override, decidedOn: '2016-02-30' }], 'recusal.date-invalid'],
    ['by an unknown organ', [{ ...override, organUnitId: 'unit-nowhere' }], 'inspection.unit-unknown'],
    ['in an empty list', [], 'inspection.overrides-empty'],
  ])('refuses a decision %s', (_, recusalOverrides, code) =>
    given(duty({ personId: member }))(planned)
      .when(form({ recusalOverrides }))
      .thenRejected(code),
  );
});

describe('recusal of who comes in later', () => {
  const standIn = PEOPLE[8]!;
  const replace = (change: object = {}) =>
    ({
      type: 'ReplaceInspectionGroupMember',
      data: {
        roundId: ROUND,
        groupId: ONE,
        outgoingPersonId: member,
        incomingPersonId: standIn,
        from: '2016-09-05',
        poolId: 'pool-2016',
        reason: { private: '病假' },
        ...change,
      },
    }) as const;
  it('is held against the villages that the group has', () => {
    given(duty({ personId: standIn }))(planned, ...formed)
      .when(replace())
      .thenRejected('inspection.related-member');
    given(duty({ personId: standIn }, { targetId: VILLAGES[2] }))(planned, ...formed)
      .when(replace())
      .thenData({ type: 'InspectionGroupMemberReplaced', data: { ...replace().data, role: 'member' } });
  });
  it('is overridden there too', () => {
    const overriding = { ...override, personId: standIn };
    const { recusalOverrides: _said, ...said } = replace({ recusalOverrides: [overriding] }).data as ReturnType<typeof replace>['data'] & {
      recusalOverrides: unknown;
    };
    given(duty({ personId: standIn }))(planned, ...formed)
      .when(replace({ recusalOverrides: [overriding] }))
      .thenData(
        { type: 'InspectionGroupMemberReplaced', data: { ...said, role: 'member' } },
        {
          type: 'InspectionRecusalOverridden',
          data: { roundId: ROUND, groupId: ONE, ...overriding, ties: [{ ground: 'duty', withId: VILLAGES[0], eventIds: ['duty-event'] }] },
        },
      );
  });
  const handOver = (change: object = {}) =>
    ({
      type: 'HandOverInspectionGroup',
      data: {
        ...{
          handoverId: 'handover-1',
          roundId: ROUND,
          fromGroupId: ONE,
          toGroupId: TWO,
          scope: 'villages' as const,
          villageIds: [VILLAGES[0]],
          from: '2016-09-10',
        },
        ...{ fromLeadPersonId: lead, toLeadPersonId: PEOPLE[4]!, ...change },
      },
    }) as const;
  it('is held against villages that come by a handover, to each who takes them', () => {
    given(duty({ personId: PEOPLE[5]! }))(planned, ...formed)
      .when(handOver())
      .thenRejected('inspection.related-member');
    given(duty({ personId: member }))(planned, ...formed)
      .when(handOver())
      .thenData({ type: 'InspectionGroupHandedOver', data: handOver().data });
  });
  it('is overridden there as well', () => {
    const overriding = { ...override, personId: PEOPLE[5]! };
    const tie = { ground: 'duty', withId: VILLAGES[0], eventIds: ['duty-event'] };
    given(duty({ personId: PEOPLE[5]! }))(planned, ...formed)
      .when(handOver({ recusalOverrides: [overriding] }))
      .thenData(
        { type: 'InspectionGroupHandedOver', data: handOver().data },
        { type: 'InspectionRecusalOverridden', data: { roundId: ROUND, groupId: TWO, ...overriding, ties: [tie] } },
      );
  });
});
