import { addDays, dateOf, startOf } from '#kernel';
import pingli from '../../rulebook/books/pingli-2016.json';
import { CadenceCounty, DEPARTMENTS, leader, MONDAYS, RecordingSink, SCHEME, TOWNS, VILLAGES } from '../../../test/support/cadence-county.js';
import { storedEvents } from '../../../test/support/rederive.js';
import type { CadenceWeekRow } from './cadence-week.view.js';
import type { NoticeRow } from './notices.views.js';
import type { ReminderRow } from './reminders.view.js';
import type { ReportRow } from './reports.view.js';
import type { VillageWeekRow } from './visit-weeks.views.js';
import { weekOf } from './weeks.js';

// A whole year is played once, and asked about after.
jest.setTimeout(180_000);

/** The four Mondays of 2016 in holidays, and the first work day after each: twice a day worked in exchange. */
const HOLIDAYS: Readonly<Record<string, string>> = {
  '2016-02-08': '2016-02-14',
  '2016-04-04': '2016-04-05',
  '2016-05-02': '2016-05-03',
  '2016-10-03': '2016-10-08',
};
/** Four of five county leaders, six town principals and three heads of departments have a number. */
const REACHED = { 'county-leaders': 4, 'town-principals': 6, 'department-principals': 3 };
const WITHOUT_WORDS = '2016-06-20';
const UNITS = [...TOWNS, ...DEPARTMENTS];

let county: CadenceCounty;
const sink = new RecordingSink();

/** One week: most do what they owe. A town reports late in May and not at all in July; a leader is away for a week and stays out for another. */
async function live(monday: string): Promise<void> {
  const week = weekOf(monday);
  await county.on(addDays(monday, 5));
  const silent = monday === '2016-05-09' || monday === '2016-07-11';
  for (const unitId of UNITS) if (!silent || unitId !== TOWNS[0]) await county.report(unitId, week);
  await county.visit(addDays(monday, 2), ...[1, 2, 3, 4, 5].filter((n) => !(n === 2 && ['2016-03-07', '2016-08-15'].includes(monday))));
  if (monday === '2016-05-16') await county.report(TOWNS[0], weekOf('2016-05-09'));
}

beforeAll(async () => {
  county = await (await CadenceCounty.open({ noticeSink: sink })).settle(pingli);
  await county.record('RecordAbsence', {
    ...{ absenceId: 'absence-1', personId: leader(2), kind: 'study', from: '2016-03-01', to: '2016-03-15', documentRef: '示例学〔2016〕1号' },
    detail: { private: '党校学习' },
  });
  for (const monday of MONDAYS) {
    if (monday !== WITHOUT_WORDS) await county.setTasks(weekOf(monday), `${weekOf(monday)}重点工作`);
    await live(monday);
  }
  await county.on('2017-01-02', 1);
});
afterAll(() => county.close());

describe('the notices of 2016', () => {
  it('are one for each of three classes in each of 52 weeks', async () => {
    const queued = await county.events('NoticeQueued');
    expect(MONDAYS.at(-1)).toBe('2016-12-26');
    expect(queued).toHaveLength(156);
    expect(new Set(queued.map(({ data }) => `${data.week} ${data.classId}`)).size).toBe(156);
  });

  it('go out at the hour of their Monday, and in holidays on the first work day after', async () => {
    const times = (await county.events('NoticeQueued')).map(({ data, recordedAt }) => [data.week, recordedAt] as const);
    expect([...new Map(times)]).toEqual(MONDAYS.map((monday) => [weekOf(monday), startOf(HOLIDAYS[monday] ?? monday, 8)]));
    expect(Object.keys(HOLIDAYS).filter((monday) => dateOf(new Map(times).get(weekOf(monday))!) === monday)).toEqual([]);
  });

  it('say what the office set, and where it set nothing the default, on record', async () => {
    const rows = await county.rows<NoticeRow>('notice-register');
    expect(rows.filter(({ defaultText }) => defaultText).map(({ week, text }) => [week, text])).toEqual(
      Array.from({ length: 3 }, () => [weekOf(WITHOUT_WORDS), SCHEME.notice!.defaultText]),
    );
    expect((await county.events('WeeklyTasksMissing')).map(({ data }) => data.week)).toEqual([weekOf(WITHOUT_WORDS)]);
    const reminded = (await county.events('CadenceReminded')).filter(({ data }) => data.target === SCHEME.officeUnitId);
    expect([reminded.length, (await county.rows<ReminderRow>('cadence-reminders')).some(({ target }) => target === SCHEME.officeUnitId)]).toEqual([1, false]);
  });

  it('are sent once to each who has a number, and each delivery is on record', async () => {
    expect(sink.sent).toHaveLength(52 * 13);
    expect(new Set(sink.sent.map(({ key }) => key)).size).toBe(52 * 13);
    const rows = await county.rows<NoticeRow>('notice-register');
    for (const { classId, counts } of rows) {
      const delivered = REACHED[classId as keyof typeof REACHED];
      expect(counts).toEqual({ queued: 0, delivered, failed: 0, 'no-address': classId === 'county-leaders' ? 1 : 0 });
    }
    expect(await county.rows('outbox')).toEqual([]);
    const recorded = await county.events('NoticeDeliveriesRecorded');
    expect([recorded.length, new Set(recorded.map(({ origin }) => origin))]).toEqual([156, new Set(['import'])]);
  });

  it('leave no number in the hashed bytes', async () => {
    const bytes = (await storedEvents(county.zelian)).map((event) => event.bytes.toString('utf8')).join('\n');
    expect(sink.sent.filter(({ address }) => bytes.includes(address))).toEqual([]);
    expect(sink.sent[0]!.address).toMatch(/^\d{11}$/);
  });

  it('are not sent again by three rebuilds', async () => {
    for (let n = 0; n < 3; n++) {
      const results = await county.zelian.rebuild(['outbox', 'notice-register', 'cadence-week']);
      expect(results.every(({ before, after }) => before === after)).toBe(true);
      expect(await county.zelian.outbox.deliver()).toBe(0);
    }
    expect(sink.sent).toHaveLength(52 * 13);
    expect((await county.zelian.health()).outbox).toEqual({ sink: 'recording', waitingNotices: 0, waitingRecipients: 0 });
  });
});

describe('the reports and visits of 2016', () => {
  it('that are late or missing are told apart', async () => {
    const rows = await county.rows<ReportRow>('weekly-reports');
    const of = (state: ReportRow['state']) => rows.filter((row) => row.state === state).map(({ unitId, week }) => [unitId, week]);
    expect(rows).toHaveLength(6 * 52);
    expect(of('supplied-late')).toEqual([[TOWNS[0], weekOf('2016-05-09')]]);
    expect(of('missed')).toEqual([[TOWNS[0], weekOf('2016-07-11')]]);
  });

  it('are excused by study, missed without reason, and never made up', async () => {
    const rows = await county.rows<VillageWeekRow>('village-visit-weeks');
    const odd = rows.filter(({ places }) => places.some(({ state }) => state !== 'done'));
    expect(rows).toHaveLength(5 * 52);
    expect(odd.map(({ villageId, week, places }) => [villageId, week, places[0]!.state, places[0]!.excuse])).toEqual([
      [VILLAGES[1], weekOf('2016-03-07'), 'excused', 'study'],
      [VILLAGES[1], weekOf('2016-08-15'), 'missed', undefined],
    ]);
    const cleared = (await county.events('LeaderVisitWeekMissCleared')).map(({ data }) => [data.week, data.because]);
    expect(cleared).toEqual([[weekOf('2016-08-22'), 'resumed']]);
  });

  it('remind while they are outstanding, and nothing more', async () => {
    const standing = (await county.rows<ReminderRow>('cadence-reminders')).map(({ target }) => target);
    expect(standing).toEqual([TOWNS[0]]);
    const derived = (await storedEvents(county.zelian)).map(({ type }) => type);
    expect(derived.filter((type) => /Trigger|Veto|Deduction/.test(type))).toEqual([]);
  });

  it('stand in one row a week for the command office', async () => {
    const row = await county.row<CadenceWeekRow>('cadence-week', `${weekOf('2016-07-11')}/${SCHEME.schemeId}`);
    expect(row).toMatchObject({ from: '2016-07-11', to: '2016-07-18', tasks: { missing: false }, reports: { [TOWNS[0]]: 'missing', [TOWNS[1]]: 'submitted' } });
    expect(row!.notices['county-leaders']).toEqual({ recipients: 5, vacantPosts: 0, open: 0, delivered: 4, failed: 0, 'no-address': 1 });
    expect(row!.visits.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done', 'done']);
  });
});
