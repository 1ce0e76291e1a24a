import {
  CLERK,
  closed,
  filed,
  formed,
  households,
  ONE,
  opened,
  PEOPLE,
  planned,
  registered,
  ROUND,
  TWO,
  VILLAGES,
  visit,
  visited,
  withdrawn,
  worldOf,
} from '../../../test/support/inspection-round.js';
import { specification, type Past } from '../../../test/support/specification.js';
import { inspectionGroups } from './inspection-groups.view.js';
import { inspectionRounds } from './inspection-rounds.view.js';
import { leaderVisitDecider } from './leader-visit.decider.js';
import { roundHouseholds, roundOffices, roundPosts, roundSubjects } from './round-subjects.view.js';
import { visitDecider } from './visit.decider.js';

const [p1, p2, , , p5, p6] = PEOPLE as [string, string, string, string, string, string];
const handedOver: Past = {
  type: 'InspectionGroupHandedOver',
  data: {
    ...{ handoverId: 'handover-1', roundId: ROUND, fromGroupId: ONE, toGroupId: TWO, scope: 'villages', villageIds: [VILLAGES[0]] },
    ...{ from: '2016-10-01', fromLeadPersonId: p1, toLeadPersonId: p5 },
  },
};
const replaced: Past = {
  type: 'InspectionGroupMemberReplaced',
  data: { roundId: ROUND, groupId: ONE, outgoingPersonId: p2, incomingPersonId: 'person-insp8', role: 'member', from: '2016-10-10' },
};
const lists = [households(['household-a', 'household-b', 'household-c']), households(['household-x'], VILLAGES[0], 2015)];
const world = (...more: readonly Past[]) => ({
  rows: worldOf([inspectionRounds, inspectionGroups, roundHouseholds], [planned, filed, opened, ...formed, ...lists, ...more]),
  actor: { personId: p1 },
});
const given = specification(visitDecider, world());
const record = (change: object = {}) => ({ type: 'RecordVillageVisit', data: { ...visit, ...change } }) as const;

describe('a visit', () => {
  it('is recorded with the year and the limit of its round', () =>
    given()
      .when(record())
      .then({ type: 'VillageVisited', data: { ...visit, year: 2016, visitsPerVillageWeekMax: 1 }, validAt: { from: '2016-09-06' } }));
  it.each(['announced', 'unannounced', 'night'] as const)('may be %s', (mode) => given().when(record({ mode })).thenData(visited({ mode })));
  it('may see no household, and carry a note by its hash', () => {
    const note = { sha256: 'b'.repeat(64), sizeBytes: 3, mediaType: 'text/plain' };
    given()
      .when(record({ householdIds: [], note }))
      .thenData(visited({ householdIds: [], note }));
  });
  it('by night is another than by day; the next day, too', () => {
    given(visited())
      .when(record({ visitId: 'visit-2', mode: 'night' }))
      .thenData(visited({ visitId: 'visit-2', mode: 'night' }));
    given(visited())
      .when(record({ visitId: 'visit-2', date: '2016-09-07' }))
      .thenData(visited({ visitId: 'visit-2', date: '2016-09-07' }));
  });
  it('not twice: neither by its id nor by what it says', () => {
    given(visited())
      .when(record({ date: '2016-09-07' }))
      .thenRejected('inspection.visit-already-recorded');
    given(visited())
      .when(record({ visitId: 'visit-2' }))
      .thenRejected('inspection.visit-already-recorded');
  });
  it.each([
    ['of no round', { roundId: 'round-none' }, 'inspection.round-not-planned'],
    ['of no group', { groupId: 'group-99' }, 'inspection.group-unknown'],
    ['in the future', { date: '2016-12-08' }, 'inspection.date-in-future'],
    ['before the round', { date: '2016-08-31' }, 'inspection.visit-outside-round'],
    ['outside its villages', { villageId: 'village-nowhere', householdIds: [] }, 'inspection.village-not-in-round'],
    ['by nobody', { personIds: [] }, 'inspection.too-few-inspectors'],
    ['by one person twice', { personIds: [p1, p1] }, 'inspection.named-twice'],
    ['with somebody from outside the group', { personIds: [p1, p5] }, 'inspection.not-in-group'],
    ['with a household twice', { householdIds: ['household-a', 'household-a'] }, 'inspection.named-twice'],
    ['with a household that is not on the list', { householdIds: ['household-z'] }, 'inspection.household-not-listed'],
    ["with a household of another year's list", { householdIds: ['household-x'] }, 'inspection.household-not-listed'],
    ['with households where there is no list', { villageId: VILLAGES[1] }, 'inspection.no-household-list'],
  ])('not %s', (_, change, code) => given().when(record(change)).thenRejected(code));
  it('not before the round is opened, nor after it ended', () => {
    given()
      .when(record(), { rows: worldOf([inspectionRounds, inspectionGroups, roundHouseholds], [planned, filed, ...formed, ...lists]) })
      .thenRejected('inspection.visit-outside-round');
    given()
      .when(record({ date: '2016-11-02' }), world(closed))
      .thenRejected('inspection.visit-outside-round');
  });
  it('is recorded late, after the round was closed', () =>
    given()
      .when(record({ date: '2016-11-01' }), world(closed))
      .thenData(visited({ date: '2016-11-01' })));
});

describe('who records', () => {
  it("only the group's own people, whoever else it may be", () => {
    given()
      .when(record(), { actor: { personId: p6 } })
      .thenRejected('inspection.not-own-group');
    given().when(record(), { actor: CLERK }).thenRejected('inspection.not-own-group');
    given().when(record(), { actor: {} }).thenRejected('inspection.not-own-group');
  });
  it('who was in it on the day, or is now', () => {
    given()
      .when(record(), { ...world(replaced), actor: { personId: p2 } })
      .thenData(visited());
    given()
      .when(record(), { ...world(replaced), actor: { personId: 'person-insp8' } })
      .thenData(visited());
    given()
      .when(record({ date: '2016-10-11', personIds: [p1, 'person-insp8'] }), { ...world(replaced), actor: { personId: p2 } })
      .thenRejected('inspection.not-own-group');
  });
});

describe('rules that may have been broken on paper', () => {
  const paper = { doneElsewhere: true, documentNo: '督查日志3' };
  it('two inspectors at least', () => {
    given()
      .when(record({ personIds: [p1] }))
      .thenRejected('inspection.too-few-inspectors');
    given()
      .when(record({ personIds: [p1], ...paper }))
      .thenData(visited({ personIds: [p1], ...paper, breaches: ['inspection.too-few-inspectors'] }));
    given()
      .when(record({ personIds: [p1], doneElsewhere: true }))
      .thenRejected('inspection.document-missing');
  });
  it('only where the group is in charge', () => {
    const stray = { villageId: VILLAGES[2], householdIds: [] };
    given().when(record(stray)).thenRejected('inspection.not-in-charge');
    given()
      .when(record({ ...stray, ...paper }))
      .thenData(visited({ ...stray, ...paper, breaches: ['inspection.not-in-charge'] }));
  });
  it('which a handover changes from its day on', () => {
    given()
      .when(record({ date: '2016-09-30' }), world(handedOver))
      .thenData(visited({ date: '2016-09-30' }));
    given()
      .when(record({ date: '2016-10-01' }), world(handedOver))
      .thenRejected('inspection.not-in-charge');
    const taken = { groupId: TWO, date: '2016-10-01', personIds: [p5, p6] };
    given()
      .when(record(taken), { ...world(handedOver), actor: { personId: p6 } })
      .thenData(visited(taken));
    given()
      .when(record({ ...taken, date: '2016-09-30' }), { ...world(handedOver), actor: { personId: p6 } })
      .thenRejected('inspection.not-in-charge');
  });
  it("a handover meanwhile is noticed: the round's stream guards", () =>
    expect(visitDecider.needs?.RecordVillageVisit?.(record()).map(({ guard }) => guard)).toEqual([ROUND, ROUND, undefined]));
});

describe('taking a visit back', () => {
  const back = (change: object = {}) =>
    ({
      type: 'WithdrawVillageVisit',
      data: {
        ...{ visitId: 'visit-1', roundId: ROUND, groupId: ONE, date: '2016-09-20' },
        ...{ documentRef: '示例督〔2016〕9号', reason: { private: '记错了村' }, ...change },
      },
    }) as const;
  const office = worldOf([roundOffices, roundPosts], registered);
  const with2 = (...more: readonly Past[]) => {
    const { rows, actor } = world(...more);
    return { rows: { ...office, ...rows }, actor };
  };
  const later = visited({ visitId: 'visit-2', date: '2016-09-07' });
  it('by its group, for a reason, by a paper', () =>
    given(visited())
      .when(back(), with2())
      .then({ ...withdrawn(), validAt: { from: '2016-09-20' } } as never));
  it('by the office that runs the round', () =>
    given(visited())
      .when(back(), { ...with2(), actor: CLERK })
      .thenData(withdrawn()));
  it('knows whether another visit stands, and whether the round is over', () => {
    given(visited(), later)
      .when(back(), with2())
      .thenData(withdrawn({ stillVisited: true }));
    given(visited(), visited({ visitId: 'visit-3', villageId: VILLAGES[1] }))
      .when(back(), with2())
      .thenData(withdrawn());
    given(visited(), later, withdrawn({ visitId: 'visit-2' }))
      .when(back(), with2(closed))
      .thenData(withdrawn({ roundClosed: true }));
  });
  it('lets the same be recorded anew, under another id', () => {
    given(visited(), withdrawn())
      .when(record({ visitId: 'visit-2' }))
      .thenData(visited({ visitId: 'visit-2' }));
    given(visited(), withdrawn()).when(record()).thenRejected('inspection.visit-already-recorded');
  });
  it.each([
    ['of no round', { roundId: 'round-none' }, 'inspection.round-not-planned'],
    ['of no group', { groupId: 'group-99' }, 'inspection.group-unknown'],
    ["of another group's", { groupId: TWO }, 'inspection.visit-unknown'],
    ['that nobody recorded', { visitId: 'visit-9' }, 'inspection.visit-unknown'],
    ['in the future', { date: '2016-12-08' }, 'inspection.date-in-future'],
    ['before it was', { date: '2016-09-05' }, 'inspection.out-of-order'],
    ['without a paper', { documentRef: ' ' }, 'inspection.document-missing'],
  ])('not %s', (_, change, code) => given(visited()).when(back(change), with2()).thenRejected(code));
  it('not twice, and not by others', () => {
    given(visited(), withdrawn()).when(back(), with2()).thenRejected('inspection.visit-unknown');
    given(visited())
      .when(back(), { ...with2(), actor: { personId: p6 } })
      .thenRejected('inspection.not-own-group');
  });
});

describe("a leader's own visit", () => {
  const rows = worldOf([roundSubjects, roundPosts], registered);
  const leading = specification(leaderVisitDecider, { rows });
  const own = { visitId: 'visit-l1', personId: CLERK.personId, postId: CLERK.postId, villageId: VILLAGES[0], date: '2016-09-06' };
  const led = (change: object = {}): Past => ({ type: 'LeaderVisitRecorded', data: { ...own, ...change } });
  const recordOwn = (change: object = {}) => ({ type: 'RecordLeaderVisit', data: { ...own, ...change } }) as const;
  it('is recorded as of its day, in a stream of its own', () => {
    leading()
      .when(recordOwn())
      .then({ ...led(), validAt: { from: '2016-09-06' } } as never);
    expect(leaderVisitDecider.streamOf(recordOwn())).toBe(`leader-visits-${VILLAGES[0]}`);
  });
  it('also by night on the same day, and without a post', () => {
    leading(led())
      .when(recordOwn({ visitId: 'visit-l2', night: true }))
      .thenData(led({ visitId: 'visit-l2', night: true }));
    const { postId: _post, ...bare } = own;
    leading().when({ type: 'RecordLeaderVisit', data: bare }).thenData({ type: 'LeaderVisitRecorded', data: bare });
  });
  it.each([
    ['to no village', { villageId: 'village-nowhere' }, 'inspection.village-unknown'],
    ['by nobody known', { personId: 'person-nobody' }, 'inspection.person-unknown'],
    ['in the future', { date: '2016-12-08' }, 'inspection.date-in-future'],
    ['in a post not held', { personId: PEOPLE[0] }, 'inspection.not-in-post'],
    ['in a post not yet held', { date: '2015-12-31' }, 'inspection.not-in-post'],
    ['in a post that is none', { postId: 'post-nothing' }, 'inspection.not-in-post'],
  ])('not %s', (_, change, code) => leading().when(recordOwn(change)).thenRejected(code));
  it('not twice', () => {
    leading(led())
      .when(recordOwn({ date: '2016-09-07' }))
      .thenRejected('inspection.visit-already-recorded');
    leading(led())
      .when(recordOwn({ visitId: 'visit-l2' }))
      .thenRejected('inspection.visit-already-recorded');
  });
});
