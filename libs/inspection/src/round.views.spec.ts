import {
  closed,
  filed,
  filing,
  formed,
  households,
  ONE,
  opened,
  PEOPLE,
  plan,
  planned,
  registered,
  ROUND,
  rowsOf,
  TWO,
  VILLAGES,
  visited,
  withdrawn,
} from '../../../test/support/inspection-round.js';
import { type Past } from '../../../test/support/specification.js';
import { coverageOfRound, coverKeysOf } from './coverage.js';
import { answererOn, groupAnswerability } from './group-answerability.view.js';
import { inspectionGroups, inspectorAssignments } from './inspection-groups.view.js';
import { annualRounds, inspectionRounds } from './inspection-rounds.view.js';
import { roundCoverage } from './round-coverage.view.js';
import { roundHouseholds, roundOffices, roundPosts, roundSubjects } from './round-subjects.view.js';
import { villageCoverage, villageVisits } from './village-coverage.view.js';
import { isoWeekOf, leaderVisits, visitBurden, weekName } from './visit-burden.view.js';

const [p1, p2, , p4, p5] = PEOPLE as [string, string, string, string, string];
const [A, B, C] = VILLAGES;
const replaced = (change: object = {}): Past => ({
  type: 'InspectionGroupMemberReplaced',
  data: { roundId: ROUND, groupId: ONE, outgoingPersonId: p1, incomingPersonId: p4, role: 'lead', from: '2016-09-20', poolId: 'pool-2016', ...change },
});
const handedOver = (change: object = {}): Past => ({
  type: 'InspectionGroupHandedOver',
  data: {
    ...{ handoverId: 'handover-1', roundId: ROUND, fromGroupId: ONE, toGroupId: TWO, scope: 'villages', villageIds: [B] },
    ...{ from: '2016-10-01', fromLeadPersonId: p4, toLeadPersonId: p5, ...change },
  },
});

describe('inspection-rounds', () => {
  const row = (...history: readonly Past[]) => rowsOf(inspectionRounds, history)[ROUND];
  it('is the round sheet: plan, filing, opening, groups, end', () => {
    expect(row(planned, filed, formed[0]!, opened)).toMatchObject({
      ...plan,
      phase: 'opened',
      phaseZh: '已启动',
      filed: { filingNo: filing.filingNo, organUnitId: filing.organUnitId, date: '2016-08-28', doneElsewhere: false, breaches: [], eventId: 'e1' },
      opened: { date: '2016-09-01' },
      closed: null,
      groupIds: [ONE],
      ungroupedVillageIds: [C],
      breaches: [],
    });
    expect(row(planned, filed, ...formed, opened, { ...closed, data: { ...(closed.data as object), unvisitedVillageIds: [B] } })).toMatchObject({
      phase: 'closed',
      closed: { unvisitedVillageIds: [B] },
      ungroupedVillageIds: [],
    });
  });
  it('shows what was done out of order elsewhere', () => {
    const unfiled = { ...opened, data: { ...(opened.data as object), doneElsewhere: true, documentNo: '甲', breaches: ['inspection.round-not-filed'] } };
    const late = { ...filed, data: { ...filing, doneElsewhere: true, documentNo: '乙', breaches: ['inspection.filed-after-opening'] } };
    expect(row(planned, unfiled, late)).toMatchObject({
      opened: { doneElsewhere: true, breaches: ['inspection.round-not-filed'] },
      breaches: ['inspection.round-not-filed', 'inspection.filed-after-opening'],
    });
  });
});

describe('annual-rounds', () => {
  const another = (roundId: string, change: object = {}): Past => ({ type: 'InspectionRoundPlanned', data: { ...plan, roundId, ...change } });
  const row = (...history: readonly Past[]) => rowsOf(annualRounds, history)['2016'];
  it('one round is no burden', () => expect(row(planned, opened, closed)).toMatchObject({ rounds: [{ roundId: ROUND, phase: 'closed' }], warnings: [] }));
  it('warns of a second one where no plan says how many there may be', () =>
    expect(row(planned, opened, another('round-2016b')).warnings).toEqual([
      { code: 'round-over-annual-limit', roundId: 'round-2016b', ordinal: 2, limit: null, zh: '本年度第2轮，年度计划未载明轮次上限' },
    ]));
  it('goes by the limit of the plan', () => {
    const two = { roundsPerYearMax: 2 };
    expect(row(planned, another('round-2016b', two)).warnings).toEqual([]);
    expect(row(planned, another('round-2016b', two), another('round-2016c', two)).warnings).toMatchObject([{ roundId: 'round-2016c', ordinal: 3, limit: 2 }]);
  });
  it('another year is another', () => expect(row(planned, another('round-2017a', { year: 2017 })).warnings).toEqual([]));
});

describe('inspection-groups', () => {
  const rows = (...history: readonly Past[]) => rowsOf(inspectionGroups, history);
  const [one, two] = [`${ROUND}/${ONE}`, `${ROUND}/${TWO}`];
  it('keeps who was in a group, and what it was in charge of', () => {
    const after = rows(...formed, replaced(), handedOver());
    expect(after[one]).toMatchObject({
      members: [
        { personId: p1, role: 'lead', from: '2016-09-01', to: '2016-09-20' },
        { personId: p2, role: 'member', from: '2016-09-01' },
        { personId: PEOPLE[2], role: 'member' },
        { personId: p4, role: 'member', from: '2016-09-01', to: '2016-09-20' },
        { personId: p4, role: 'lead', from: '2016-09-20' },
      ],
      villages: [
        { villageId: A, from: '2016-09-01' },
        { villageId: B, from: '2016-09-01', to: '2016-10-01' },
      ],
      handovers: [{ handoverId: 'handover-1', given: true, other: { roundId: ROUND, groupId: TWO }, villageIds: [B] }],
    });
    expect(after[two]).toMatchObject({
      villages: [
        { villageId: C, from: '2016-09-01' },
        { roundId: ROUND, villageId: B, from: '2016-10-01' },
      ],
      handovers: [{ given: false, other: { groupId: ONE } }],
    });
  });
  it('says who it is on a day', () => {
    const row = rows(...formed, replaced(), handedOver())[one];
    const on = (date: string) => {
      const held = inspectionGroups.validOn!(row, date);
      return held && [held.members.find(({ role }) => role === 'lead')?.personId, held.villages.map(({ villageId }) => villageId), held.handovers.length];
    };
    expect(['2016-08-31', '2016-09-19', '2016-09-20', '2016-10-01'].map(on)).toEqual([undefined, [p1, [A, B], 0], [p4, [A, B], 0], [p4, [A], 1]]);
  });
  it('tells the other way round in which groups a person was', () => {
    const after = rowsOf(inspectorAssignments, [...formed, replaced(), replaced({ outgoingPersonId: p2, incomingPersonId: 'person-insp8', role: 'member' })]);
    expect(after[p1]).toEqual({ personId: p1, assignments: [{ roundId: ROUND, groupId: ONE, role: 'lead', from: '2016-09-01', to: '2016-09-20' }] });
    expect(after[p4].assignments).toMatchObject([
      { role: 'member', to: '2016-09-20' },
      { role: 'lead', from: '2016-09-20' },
    ]);
    expect(after['person-insp8'].assignments).toMatchObject([{ role: 'member', from: '2016-09-20' }]);
    expect(inspectorAssignments.validOn!(after[p1], '2016-09-19')).toMatchObject({ assignments: [{ role: 'lead' }] });
    expect(inspectorAssignments.validOn!(after[p1], '2016-09-20')).toBeUndefined();
  });
});

describe('group-answerability', () => {
  const NEXT = { toRoundId: 'round-2017a', toGroupId: 'group-77', handoverId: 'handover-2', scope: 'all', villageIds: [A], from: '2016-12-01' };
  const row = rowsOf(groupAnswerability, [...formed, replaced(), handedOver(), handedOver(NEXT)])[ROUND];
  const answers = (of: object, date: string) => answererOn(row, { groupId: ONE, ...of }, date)?.groupId;
  it('says who answers for what a group logged, and since when', () => {
    expect(['2016-08-31', '2016-09-30', '2016-10-01', '2016-12-31'].map((date) => answers({ villageId: B }, date))).toEqual([undefined, ONE, TWO, TWO]);
    expect(['2016-09-30', '2016-11-30', '2016-12-01'].map((date) => answers({ villageId: A }, date))).toEqual([ONE, ONE, 'group-77']);
    expect(['2016-11-30', '2016-12-01'].map((date) => answers({}, date))).toEqual([ONE, 'group-77']);
    expect(answers({ groupId: 'group-99' }, '2016-12-01')).toBeUndefined();
  });
  it('takes what was logged outside its villages for its other work', () => expect(answers({ villageId: C }, '2016-12-01')).toBe('group-77'));
  it('names the handover, and who led when', () => {
    expect(row.works[1]).toEqual({
      groupId: ONE,
      villageId: B,
      holders: [
        { roundId: ROUND, groupId: ONE, from: '2016-09-01', to: '2016-10-01' },
        { roundId: ROUND, groupId: TWO, from: '2016-10-01', handoverId: 'handover-1' },
      ],
    });
    expect(row.leads[ONE]).toEqual([
      { personId: p1, role: 'lead', from: '2016-09-01', to: '2016-09-20' },
      { personId: p4, role: 'lead', from: '2016-09-20' },
    ]);
    expect(rowsOf(groupAnswerability, [...formed, replaced({ role: 'member', outgoingPersonId: p2 })])[ROUND].leads[ONE]).toHaveLength(1);
  });
  it('on a day says nothing of before and after', () => {
    expect(groupAnswerability.validOn!(row, '2016-09-20')).toMatchObject({ leads: { [ONE]: [{ personId: p4 }] } });
    expect(groupAnswerability.validOn!(row, '2016-09-20')!.works.every(({ holders }) => holders.length === 1)).toBe(true);
    expect(groupAnswerability.validOn!(row, '2016-08-31')).toBeUndefined();
  });
});

describe('coverage', () => {
  const list = households(['household-c', 'household-a', 'household-b']);
  const second = visited({ visitId: 'visit-2', householdIds: ['household-c', 'household-b'], date: '2016-09-05' });
  const round = (...history: readonly Past[]) => rowsOf(roundCoverage, [planned, ...history])[ROUND];
  const village = (...history: readonly Past[]) => rowsOf(villageCoverage, history)[`${A}:2016`];
  it('of a round names every village that is missing', () => {
    expect(round()).toMatchObject({ visited: 0, of: 3, missingVillageIds: [A, B, C] });
    expect(round(visited(), second)).toMatchObject({
      visited: 1,
      missingVillageIds: [B, C],
      villages: [{ visits: [{ visitId: 'visit-2' }, { visitId: 'visit-1' }], lastVisitOn: '2016-09-06' }, {}, {}],
    });
    expect(round(...VILLAGES.map((villageId) => visited({ villageId })))).toMatchObject({ visited: 3, missingVillageIds: [] });
  });
  it('of a village names every household that is missing, whatever came first', () => {
    for (const history of [
      [planned, list, visited()],
      [list, planned, visited()],
      [planned, visited(), list],
    ]) {
      expect(village(...history).rounds).toMatchObject([
        { lastVisitOn: '2016-09-06', seenHouseholdIds: ['household-a', 'household-b'], missingHouseholdIds: ['household-c'], unlistedHouseholdIds: [] },
      ]);
    }
    expect(village(planned, list, visited(), second).rounds).toMatchObject([
      { visits: [{ visitId: 'visit-2' }, { visitId: 'visit-1' }], missingHouseholdIds: [] },
    ]);
  });
  it('misses nothing where nothing is listed, and follows a corrected list', () => {
    expect(village(planned, visited())).toMatchObject({ listed: null, rounds: [{ missingHouseholdIds: null }] });
    expect(village(planned, list, visited(), households(['household-b', 'household-d'])).rounds).toMatchObject([
      { missingHouseholdIds: ['household-d'], unlistedHouseholdIds: ['household-a'] },
    ]);
  });
  it('is counted apart in each round', () => {
    const other = { type: 'InspectionRoundPlanned', data: { ...plan, roundId: 'round-2016b' } };
    expect(village(planned, list, visited(), other).rounds.map((one: { missingHouseholdIds: unknown }) => one.missingHouseholdIds)).toEqual([
      ['household-c'],
      ['household-a', 'household-b', 'household-c'],
    ]);
  });
  it('is put together for a round, households and all', () => {
    const history = [planned, list, households(['household-z'], C), visited()];
    const row = round(visited());
    const villageRows = coverKeysOf(row).flatMap((key) => rowsOf(villageCoverage, history)[key] ?? []);
    expect(coverageOfRound(row, villageRows)).toEqual({
      roundId: ROUND,
      villages: { visited: 1, of: 3, missingIds: [B, C] },
      households: { seen: 2, of: 4, missing: { [A]: ['household-c'], [C]: ['household-z'] }, unknownVillageIds: [B] },
    });
    const done = rowsOf(villageCoverage, [planned, households(['household-a']), visited()])[`${A}:2016`];
    expect(coverageOfRound(row, [done]).households).toEqual({ seen: 1, of: 1, missing: {}, unknownVillageIds: [B, C] });
  });
  it('of a visit that never was falls back to what the others saw', () => {
    const taken = withdrawn();
    expect(round(visited(), second, taken)).toMatchObject({ visited: 1, villages: [{ visits: [{ visitId: 'visit-2' }], lastVisitOn: '2016-09-05' }, {}, {}] });
    expect(round(visited(), taken)).toMatchObject({ visited: 0, missingVillageIds: [A, B, C], villages: [{ lastVisitOn: null }, {}, {}] });
    expect(village(planned, list, visited(), second, taken).rounds).toMatchObject([
      { seenHouseholdIds: ['household-b', 'household-c'], missingHouseholdIds: ['household-a'] },
    ]);
    expect(rowsOf(villageVisits, [visited(), taken])[`${A}:2016`].visits).toMatchObject([
      { visitId: 'visit-1', withdrawn: { date: '2016-09-20', documentRef: '示例督〔2016〕9号', eventId: 'e1' } },
    ]);
  });
  it('lists the visits themselves by date', () => {
    const note = { sha256: 'b'.repeat(64), sizeBytes: 3, mediaType: 'text/plain' };
    expect(rowsOf(villageVisits, [visited({ note }), second])[`${A}:2016`].visits).toMatchObject([
      { visitId: 'visit-2', date: '2016-09-05', noteSha256: null },
      { visitId: 'visit-1', modeZh: '暗访', personIds: [p1, p2], households: 2, noteSha256: note.sha256, breaches: [], eventId: 'e0' },
    ]);
  });
});

describe('visit-burden', () => {
  it.each([
    ['2016-01-03', '2015-W53'],
    ['2016-01-04', '2016-W01'],
    ['2016-09-04', '2016-W35'],
    ['2016-09-05', '2016-W36'],
    ['2016-12-31', '2016-W52'],
    ['2017-01-01', '2016-W52'],
    ['2018-12-31', '2019-W01'],
    ['2020-12-31', '2020-W53'],
    ['1969-12-31', '1970-W01'],
  ])('%s lies in %s', (date, week) => expect(weekName(isoWeekOf(date))).toBe(week));
  const row = (...history: readonly Past[]) => rowsOf(visitBurden, history)[`${A}:2016`];
  const byOther = (change: object) => visited({ visitId: 'visit-2', roundId: 'round-2016b', groupId: 'group-51', visitsPerVillageWeekMax: 3, ...change });
  it('counts over all groups and rounds, Monday to Sunday, against the strictest limit', () => {
    expect(row(visited({ date: '2016-09-05' }), byOther({ date: '2016-09-11' }), byOther({ visitId: 'visit-3', date: '2016-09-12' }))).toMatchObject({
      weeks: [
        { week: '2016-W36', monday: '2016-09-05', count: 2, limit: 1, over: true, visits: [{ groupId: ONE }, { roundId: 'round-2016b' }] },
        { week: '2016-W37', count: 1, limit: 3, over: false },
      ],
      overWeeks: ['2016-W36'],
    });
  });
  it('at the limit is within it', () =>
    expect(row(visited({ visitsPerVillageWeekMax: 2 }), visited({ visitId: 'visit-2', date: '2016-09-07', visitsPerVillageWeekMax: 2 }))).toMatchObject({
      overWeeks: [],
    }));
  it('a week over the new year is one week', () => {
    const rows = rowsOf(visitBurden, [visited({ date: '2016-12-30' }), visited({ visitId: 'visit-2', date: '2017-01-01', year: 2017 })]);
    expect(Object.keys(rows)).toEqual([`${A}:2016`]);
    expect(rows[`${A}:2016`]).toMatchObject({ overWeeks: ['2016-W52'] });
  });
  it('a visit that never was burdens nobody', () => {
    const twice = [visited(), visited({ visitId: 'visit-2', date: '2016-09-07' })];
    expect(row(...twice)).toMatchObject({ overWeeks: ['2016-W36'] });
    expect(row(...twice, withdrawn())).toMatchObject({ weeks: [{ count: 1, visits: [{ visitId: 'visit-2' }] }], overWeeks: [] });
    expect(row(...twice, withdrawn({ roundId: 'round-2016b' }))).toMatchObject({ overWeeks: ['2016-W36'] });
    expect(row(visited(), withdrawn())).toBeUndefined();
  });
  it("leaders' own visits stand apart", () => {
    const led = { type: 'LeaderVisitRecorded', data: { visitId: 'visit-l1', personId: p1, postId: 'post-office1', villageId: A, date: '2016-09-06' } };
    const night = { type: 'LeaderVisitRecorded', data: { visitId: 'visit-l2', personId: p1, villageId: A, date: '2016-09-05', night: true } };
    expect([visitBurden, roundCoverage, villageCoverage].map((view) => Object.keys(view.on).includes('LeaderVisitRecorded'))).toEqual([false, false, false]);
    expect(rowsOf(leaderVisits, [led, night])[`${A}:2016`].visits).toMatchObject([
      { visitId: 'visit-l2', night: true, postId: null },
      { visitId: 'visit-l1', night: false, postId: 'post-office1' },
    ]);
  });
});

describe('what decisions read', () => {
  it('who is registered, and which office is meant', () => {
    expect(rowsOf(roundSubjects, registered)['unit-organ001']).toEqual({ id: 'unit-organ001', kind: 'unit' });
    expect(rowsOf(roundSubjects, registered)[A]).toEqual({ id: A, kind: 'village' });
    expect(rowsOf(roundSubjects, registered)[p1]).toEqual({ id: p1, kind: 'person' });
    expect(Object.keys(rowsOf(roundOffices, registered))).toEqual(['unit-office01']);
  });
  it('posts with their tenures as they last stood', () => {
    const tenure = { tenureId: 'tenure-1', personId: 'person-clerk1', postId: 'post-office1', from: '2016-01-01' };
    const ended = { type: 'TenureEnded', data: { ...tenure, to: '2016-05-01', reason: '调任' } };
    const corrected = { type: 'TenureCorrected', data: { ...tenure, from: '2016-02-01', reason: '更正', documentRef: '甲' } };
    const held = (...more: readonly Past[]) => rowsOf(roundPosts, [...registered, ...more])['post-office1'].tenures;
    expect(held(ended)).toMatchObject([{ from: '2016-01-01', to: '2016-05-01' }]);
    expect(held(ended, corrected)).toEqual([{ tenureId: 'tenure-1', personId: 'person-clerk1', from: '2016-02-01' }]);
  });
  it('households year by year, the last list of each', () =>
    expect(rowsOf(roundHouseholds, [households(['household-a'], A, 2015), households(['household-b']), households(['household-c'])])[A]).toEqual({
      villageId: A,
      years: { 2015: ['household-a'], 2016: ['household-c'] },
    }));
});
