import {
  CLERK,
  closed,
  filed,
  formed,
  groupOne,
  groupTwo,
  listed,
  ONE,
  opened,
  PEOPLE,
  planned,
  pool,
  registered,
  ROUND,
  roster,
  stated,
  TWO,
  VILLAGES,
  worldOf,
} from '../../../test/support/inspection-round.js';
import { specification, type Past } from '../../../test/support/specification.js';
import { inspectionGroups } from './inspection-groups.view.js';
import { inspectorPools } from './inspector-pools.view.js';
import { roundDecider } from './round.decider.js';
import { roundOffices, roundPosts, roundSubjects } from './round-subjects.view.js';

const NEXT = 'round-2017a';
const later = { ...groupOne, roundId: NEXT, groupId: 'group-77', from: '2016-11-15', leadPersonId: PEOPLE[8]!, villageIds: [VILLAGES[0]] };
const nextPool: readonly Past[] = [
  { type: 'InspectorPoolStated', data: { ...pool, poolId: 'pool-2017', year: 2017 } },
  { type: 'InspectorsListed', data: { ...roster, poolId: 'pool-2017', year: 2017, personIds: PEOPLE } },
];
const past = [...registered, stated, listed, ...nextPool, ...formed, { type: 'InspectionGroupFormed', data: later }];
const rows = worldOf([roundOffices, roundPosts, roundSubjects, inspectorPools, inspectionGroups], past);
const given = specification(roundDecider, { rows, actor: CLERK });
const stranger = { actor: { personId: 'person-nobody' } };
const [p1, p2, p3, p4, p5, , , p8, p9] = PEOPLE as [string, string, string, string, string, string, string, string, string];

describe('forming a group', () => {
  const form = (change: object = {}) => ({ type: 'FormInspectionGroup', data: { ...groupOne, ...change } }) as const;
  it('takes a lead and at least two members from the roster', () =>
    given(planned)
      .when(form())
      .then({ type: 'InspectionGroupFormed', data: groupOne, validAt: { from: '2016-09-01' } }));
  it('may wait for its villages', () =>
    given(planned)
      .when(form({ villageIds: [] }))
      .thenData({ type: 'InspectionGroupFormed', data: { ...groupOne, villageIds: [] } }));
  it.each([
    ['without name', { zh: '' }, 'text.blank'],
    ['from no day', { from: '2016-9-1' }, 'date.invalid'],
    ['of two', { memberPersonIds: [p2] }, 'inspection.group-too-small'],
    ['with its lead counted twice', { memberPersonIds: [p1, p2] }, 'inspection.named-twice'],
    ['with a member counted twice', { memberPersonIds: [p2, p2] }, 'inspection.named-twice'],
    ['with somebody from outside the pool', { memberPersonIds: [p2, 'person-clerk1'] }, 'inspection.not-in-pool'],
    ['before the roster was out', { from: '2016-08-24' }, 'inspection.not-in-pool'],
    ['from an unknown pool', { poolId: 'pool-none' }, 'inspection.pool-unknown'],
    ['from the pool of another year', { poolId: 'pool-2017' }, 'inspection.pool-of-other-year'],
    ['with a village twice', { villageIds: [VILLAGES[0], VILLAGES[0]] }, 'inspection.named-twice'],
    ['with a village outside the round', { villageIds: ['village-nowhere'] }, 'inspection.village-not-in-round'],
  ])('not %s', (_, change, code) => given(planned).when(form(change)).thenRejected(code));
  it('not twice, not over another, not with people or villages of another', () => {
    const two = (change: object) => ({ type: 'FormInspectionGroup', data: { ...groupTwo, ...change } }) as const;
    given(planned, formed[0]!).when(form()).thenRejected('inspection.group-exists');
    given(planned, formed[0]!)
      .when(two({ leadPersonId: p1 }))
      .thenRejected('inspection.person-in-group');
    given(planned, formed[0]!)
      .when(two({ villageIds: [VILLAGES[1]] }))
      .thenRejected('inspection.village-taken');
  });
  it('not for no round, not for one that is over, not by others', () => {
    given().when(form()).thenRejected('inspection.round-not-planned');
    given(planned, filed, opened, closed).when(form()).thenRejected('inspection.round-closed');
    given(planned).when(form(), stranger).thenRejected('inspection.not-command-office');
  });
});

const replacement = (change: object = {}) =>
  ({
    type: 'ReplaceInspectionGroupMember',
    data: {
      ...{ roundId: ROUND, groupId: ONE, outgoingPersonId: p2, incomingPersonId: p8, from: '2016-09-20', poolId: 'pool-2016' },
      ...{ reason: { private: '病假' }, ...change },
    },
  }) as const;
const replaced = (role: string, change: object = {}): Past => ({ type: 'InspectionGroupMemberReplaced', data: { ...replacement(change).data, role } });

describe('replacing a member', () => {
  const given2 = (...more: readonly Past[]) => given(planned, ...formed, ...more);
  it('gives the outgoing role to the incoming person, and keeps the reason private', () => {
    given2()
      .when(replacement())
      .then({ type: 'InspectionGroupMemberReplaced', data: { ...replacement().data, role: 'member' }, validAt: { from: '2016-09-20' } });
    given2()
      .when(replacement({ outgoingPersonId: p1 }))
      .thenData({ type: 'InspectionGroupMemberReplaced', data: { ...replacement({ outgoingPersonId: p1 }).data, role: 'lead' } });
  });
  it('lets a member lead where two remain', () => {
    const lead = { outgoingPersonId: p1, incomingPersonId: p4 };
    given2()
      .when(replacement(lead))
      .thenData({ type: 'InspectionGroupMemberReplaced', data: { ...replacement(lead).data, role: 'lead' } });
    given2(replaced('lead', lead))
      .when(replacement({ outgoingPersonId: p4, incomingPersonId: p2, from: '2016-10-01' }))
      .thenRejected('inspection.group-too-small');
  });
  it('the one who left may join another group', () =>
    given2(replaced('member'))
      .when(replacement({ groupId: TWO, outgoingPersonId: p5, incomingPersonId: p2, from: '2016-09-21' }))
      .thenData({
        type: 'InspectionGroupMemberReplaced',
        data: { ...replacement({ groupId: TWO, outgoingPersonId: p5, incomingPersonId: p2, from: '2016-09-21' }).data, role: 'lead' },
      }));
  it.each([
    ['in an unknown group', { groupId: 'group-99' }, 'inspection.group-unknown'],
    ['in a group called like a method', { groupId: 'constructor' }, 'inspection.group-unknown'],
    ['who is not in it', { outgoingPersonId: p5 }, 'inspection.not-in-group'],
    ['on the day they joined', { from: '2016-09-01' }, 'inspection.out-of-order'],
    ['by somebody outside the pool', { incomingPersonId: 'person-clerk1' }, 'inspection.not-in-pool'],
    ["by another group's", { incomingPersonId: p5 }, 'inspection.person-in-group'],
    ['by another member', { incomingPersonId: p3 }, 'inspection.person-in-group'],
    ['by the lead', { incomingPersonId: p1 }, 'inspection.person-in-group'],
    ['on no day', { from: '2016-09-31' }, 'date.invalid'],
    ["from next year's pool while the round runs", { poolId: 'pool-2017' }, 'inspection.pool-of-other-year'],
  ])('not %s', (_, change, code) => given2().when(replacement(change)).thenRejected(code));
  it('of a round that is over takes people of later years', () =>
    given2(filed, opened, closed)
      .when(replacement({ poolId: 'pool-2017' }))
      .thenData({ type: 'InspectionGroupMemberReplaced', data: { ...replacement({ poolId: 'pool-2017' }).data, role: 'member' } }));
  it('not by others', () => {
    given2().when(replacement(), stranger).thenRejected('inspection.not-command-office');
    given().when(replacement()).thenRejected('inspection.round-not-planned');
  });
});

const handover = (change: object = {}) =>
  ({
    type: 'HandOverInspectionGroup',
    data: {
      ...{ handoverId: 'handover-1', roundId: ROUND, fromGroupId: ONE, toGroupId: TWO, scope: 'villages' as const, villageIds: [VILLAGES[1]] },
      ...{ from: '2016-10-01', fromLeadPersonId: p1, toLeadPersonId: p5, ...change },
    },
  }) as const;
const all = (change: object = {}) => {
  const { villageIds: _villages, ...data } = handover(change).data;
  return { type: 'HandOverInspectionGroup', data: { ...data, scope: 'all' as const } } as const;
};
const handedOver = (command: { data: object }, villageIds: readonly string[]): Past => ({
  type: 'InspectionGroupHandedOver',
  data: { ...command.data, villageIds },
});

describe('handing over', () => {
  const given2 = (...more: readonly Past[]) => given(planned, ...formed, ...more);
  it('of villages, with their open work', () =>
    given2()
      .when(handover())
      .then({ type: 'InspectionGroupHandedOver', data: handover().data, validAt: { from: '2016-10-01' } }));
  it('of all names what that is, and its record', () => {
    const record = { sha256: 'a'.repeat(64), sizeBytes: 9, mediaType: 'application/pdf' };
    given2()
      .when(all({ record }))
      .thenData({ type: 'InspectionGroupHandedOver', data: { ...all({ record }).data, villageIds: [VILLAGES[0], VILLAGES[1]] } });
  });
  it('of all again takes along what was taken over', () => {
    const back = all({ handoverId: 'handover-2', fromGroupId: TWO, toGroupId: ONE, fromLeadPersonId: p5, toLeadPersonId: p1, from: '2016-10-15' });
    given2(handedOver(handover(), [VILLAGES[1]]))
      .when(back)
      .thenData({ type: 'InspectionGroupHandedOver', data: { ...back.data, villageIds: [VILLAGES[1], VILLAGES[2]] } });
  });
  it.each([p1, p5])('is recorded by a lead of either group, too (%s)', (personId) =>
    given2().when(handover(), { actor: { personId } }).thenData({ type: 'InspectionGroupHandedOver', data: handover().data }),
  );
  it('not by others', () =>
    given2()
      .when(handover(), { actor: { personId: p2 } })
      .thenRejected('inspection.not-command-office'));
  it.each([
    ['to itself', handover({ toGroupId: ONE, toLeadPersonId: p1 }), 'inspection.handover-to-itself'],
    ['to an unknown group', handover({ toGroupId: 'group-99' }), 'inspection.group-unknown'],
    ['from an unknown group', handover({ fromGroupId: 'group-99' }), 'inspection.group-unknown'],
    ['by somebody who does not lead', handover({ fromLeadPersonId: p2 }), 'inspection.not-lead'],
    ['to somebody who does not lead', handover({ toLeadPersonId: p9 }), 'inspection.not-lead'],
    ['of a village it does not have', handover({ villageIds: [VILLAGES[2]] }), 'inspection.village-not-held'],
    ['of a village twice', handover({ villageIds: [VILLAGES[1], VILLAGES[1]] }), 'inspection.named-twice'],
    ['of no village', handover({ villageIds: [] }), 'inspection.handover-scope'],
    ['of all, with a list', handover({ scope: 'all' }), 'inspection.handover-scope'],
    ['on no day', handover({ from: '2016-10-32' }), 'date.invalid'],
    ['on the day the group began', handover({ from: '2016-09-01' }), 'inspection.out-of-order'],
    ['to another round while this one runs', handover({ toRoundId: NEXT, toGroupId: 'group-77' }), 'inspection.round-not-closed'],
  ])('not %s', (_, command, code) => given2().when(command).thenRejected(code));
  it('not twice, not of what is gone, not of no round', () => {
    const gone = handedOver(all(), [VILLAGES[0], VILLAGES[1]]);
    given2(gone).when(handover()).thenRejected('inspection.handover-exists');
    given2(gone)
      .when(handover({ handoverId: 'handover-2', from: '2016-10-02' }))
      .thenRejected('inspection.village-not-held');
    given2(gone)
      .when(all({ handoverId: 'handover-2', from: '2016-10-02' }))
      .thenRejected('inspection.nothing-to-hand-over');
    given().when(handover()).thenRejected('inspection.round-not-planned');
  });
  const over = [filed, opened, closed];
  const away = all({ toRoundId: NEXT, toGroupId: 'group-77', toLeadPersonId: p9, from: '2016-11-20' });
  it('to a group of a later round once this one is over', () => {
    given2(...over)
      .when(away)
      .thenData({ type: 'InspectionGroupHandedOver', data: { ...away.data, villageIds: [VILLAGES[0], VILLAGES[1]] } });
    given2(...over)
      .when(all({ toRoundId: NEXT, toGroupId: 'group-78' }))
      .thenRejected('inspection.group-unknown');
    expect(roundDecider.needs?.HandOverInspectionGroup?.(away)).toContainEqual({ view: 'inspection-groups', key: `${NEXT}/group-77`, guard: NEXT });
  });
  it('and from there on', () => {
    const on = all({ handoverId: 'handover-2', fromRoundId: NEXT, fromGroupId: 'group-77', fromLeadPersonId: p9, from: '2016-12-01' });
    given2(...over, handedOver(away, [VILLAGES[0], VILLAGES[1]]))
      .when(on)
      .thenData({ type: 'InspectionGroupHandedOver', data: { ...on.data, villageIds: [VILLAGES[0], VILLAGES[1]] } });
  });
});
