import pingli from '../../rulebook/books/pingli-2016.json';
import { CadenceCounty, leader, SCHEME, TOWNS, VILLAGES } from '../../../test/support/cadence-county.js';
import type { CadenceScheme } from './scheme.js';
import type { LeaderWeekRow, VillageWeekRow } from './visit-weeks.views.js';

jest.setTimeout(120_000);
const of = (week: string, n: number) => [`${VILLAGES[n - 1]}/${week}/${SCHEME.schemeId}`, `${leader(n)}/${week}/${SCHEME.schemeId}`] as const;

describe('a deed that comes late', () => {
  it('moves a missed week from who had left to who acted, without touching what was known then', async () => {
    const county = await (await CadenceCounty.open()).settle(pingli);
    await county.on('2016-01-19');
    const [village, first] = of('2016-W01', 1);
    const before = (await county.zelian.log.head()).position;
    expect((await county.row<LeaderWeekRow>('leader-visit-weeks', first))!.places[0]).toMatchObject({ state: 'missed' });

    await county.record('EndTenure', { tenureId: 'tenure-leader1', postId: 'post-leader1', to: '2016-01-07', reason: '调任' });
    expect((await county.row<VillageWeekRow>('village-visit-weeks', village))!).toMatchObject({ places: [], vacancies: [{ dutyId: 'duty-leader1' }] });
    expect(await county.row('leader-visit-weeks', first)).toBeUndefined();

    await county.record('StartTenure', { tenureId: 'tenure-acting1', personId: leader(2), postId: 'post-leader1', from: '2016-01-07', acting: true });
    expect((await county.row<VillageWeekRow>('village-visit-weeks', village))!.places).toMatchObject([{ personId: leader(2), acting: true, state: 'missed' }]);

    await county.record('RecordAbsence', {
      absenceId: 'absence-late',
      personId: leader(2),
      kind: 'illness',
      from: '2016-01-06',
      to: '2016-01-30',
      documentRef: '示例假条',
    });
    expect((await county.row<VillageWeekRow>('village-visit-weeks', village))!.places).toMatchObject([{ state: 'excused', excuse: 'illness' }]);
    await county.record('WithdrawAbsence', { absenceId: 'absence-late', personId: leader(2), reason: '误登', documentRef: '示例说明' });
    expect((await county.row<VillageWeekRow>('village-visit-weeks', village))!.places).toMatchObject([{ state: 'missed' }]);

    // What was known before the deed came stays as it was known.
    const then = await county.zelian.reader.get('village-visit-weeks', village, { asKnownAt: before });
    expect((then.row as VillageWeekRow).places).toMatchObject([{ personId: leader(1), state: 'missed' }]);
    await county.close();
  });

  it('of a visit clears its week and no other', async () => {
    const county = await (await CadenceCounty.open()).settle(pingli);
    await county.on('2016-01-19');
    await county.visit('2016-01-06', 1);
    await county.visit('2016-01-19', 2);
    const stateOf = async (week: string, n: number) => (await county.row<VillageWeekRow>('village-visit-weeks', of(week, n)[0]))!.places[0]!.state;
    expect(await Promise.all([stateOf('2016-W01', 1), stateOf('2016-W02', 1), stateOf('2016-W01', 2), stateOf('2016-W02', 2)])).toEqual([
      'done',
      'missed',
      'missed',
      'missed',
    ]);
    await county.on('2016-01-26');
    expect([await stateOf('2016-W03', 2), await stateOf('2016-W02', 2)]).toEqual(['done', 'missed']);
    await county.close();
  });
});

describe('another county', () => {
  const other: CadenceScheme = {
    ...SCHEME,
    ...{ schemeId: 'scheme-other-2016', title: '另一县方案' },
    notice: {
      time: { weekday: 3, hour: 17, onRestDay: 'unmoved' },
      defaultText: '请推进工作',
      classes: [
        { classId: 'towns', zh: '镇长', of: 'posts', unitKinds: ['town'], roles: ['town-head'] },
        { classId: 'teams', zh: '第一书记', of: 'duty-holders', duties: ['first-secretary'] },
      ],
    },
    reports: { time: { weekday: 1, hour: 10, weeksLater: 1, onRestDay: 'first-work-day' }, unitKinds: ['department'] },
    visits: { duties: ['first-secretary'] },
  };
  it('has its own day, hour and people, as data only', async () => {
    const county = await (await CadenceCounty.open()).settle(pingli, other);
    await county.record('AssignDuty', {
      dutyId: 'duty-fs1',
      kind: 'first-secretary',
      targetId: VILLAGES[0],
      year: 2016,
      personId: leader(3),
      from: '2016-01-01',
    });
    await county.on('2016-01-19', 12);
    const queued = (await county.events('NoticeQueued')).map(({ recordedAt, data }) => [recordedAt, data.classId, data.recipients.length]);
    expect(queued).toEqual([
      ['2016-01-06T09:00:00.000Z', 'towns', 3],
      ['2016-01-06T09:00:00.000Z', 'teams', 1],
      ['2016-01-13T09:00:00.000Z', 'towns', 3],
      ['2016-01-13T09:00:00.000Z', 'teams', 1],
    ]);
    const missed = (await county.events('WeeklyReportMissed')).map(({ recordedAt, data }) => `${recordedAt} ${data.unitId} ${data.week}`);
    expect(missed).toHaveLength(6);
    expect(missed[0]).toBe('2016-01-11T02:00:00.000Z unit-dept1 2016-W01');
    expect(missed.filter((line) => TOWNS.some((town) => line.includes(town)))).toEqual([]);
    expect((await county.events('LeaderVisitWeekMissed')).map(({ data }) => data.places[0].personId)).toEqual([leader(3), leader(3)]);
    await county.close();
  });
});
