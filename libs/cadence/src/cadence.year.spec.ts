import 'reflect-metadata';
import { dateOf } from '#kernel';
import pingli from '../../rulebook/books/pingli-2016.json';
import { CadenceCounty, MONDAYS, RecordingSink, SCHEME } from '../../../test/support/cadence-county.js';
import type { CadenceWeekRow } from './cadence-week.view.js';
import type { NoticeRow } from './notices.views.js';
import { weekOf } from './weeks.js';

// A whole year is played once; what it says is asked of it after.
jest.setTimeout(120_000);

const HOLIDAY_MONDAYS: Readonly<Record<string, string>> = {
  '2016-02-08': '2016-02-14',
  '2016-04-04': '2016-04-05',
  '2016-05-02': '2016-05-03',
  '2016-10-03': '2016-10-08',
};
/** Two leaders with a telephone of each class stand for the rest: 4 of 5 county leaders, 6 town principals, 3 department heads. */
const REACHED = 13;

let county: CadenceCounty;
const sink = new RecordingSink();
let took = 0;
beforeAll(async () => {
  const start = Date.now();
  county = await (await CadenceCounty.open({ noticeSink: sink })).settle(pingli);
  for (const monday of MONDAYS) {
    // The words are set the Friday before; once the office forgets.
    if (monday !== '2016-06-20') await county.setTasks(weekOf(monday), `${weekOf(monday)}重点工作`);
    await county.on(monday, 7);
  }
  await county.on('2017-01-02', 0);
  took = Date.now() - start;
});
afterAll(() => county.close());

describe('the notices of 2016', () => {
  it('are one for each of three classes in each of 52 weeks', async () => {
    console.log('took', took);
    const queued = await county.events('NoticeQueued');
    expect(MONDAYS.at(-1)).toBe('2016-12-26');
    expect(queued).toHaveLength(156);
  });
});
