import { LEVEL_ZH, type Holders } from '#zelian';
import { personId, postId, unitId, VILLAGES, villageId } from '../../apps/cli/src/story/cast.js';
import { STORY_THEN } from '../../apps/cli/src/story/story.js';
import { Answering } from './answering.js';

// A whole year is played here.
jest.setTimeout(120_000);

const FAILED = villageId(VILLAGES[0][1]);
const [QIN, GU] = [personId('松坪镇/party-secretary/1'), personId('松坪镇/party-secretary/2')];
const HANDOVER = postId('松坪镇/party-secretary');

let year: Answering;
beforeAll(async () => {
  year = await Answering.open();
});
afterAll(() => year.close());

const holders = (target: string, query: string, ...options: readonly string[]) =>
  year.answered<Holders>(`responsibility/${target}/holders${query}`, ['holders', target, ...options]);
const partOf = ({ parts }: Holders, id: string) => parts.find(({ postId: post, duty }) => post === id || duty === id);
const daysIn = (answer: Holders, id: string) => partOf(answer, id)?.holders.map(({ personId: who, days }) => [who, days]);

describe('who answered over an interval', () => {
  it('is every holder with days and level, the bodies, and the gaps', async () => {
    const answer = await holders(FAILED, '?year=2016', '--year', '2016');
    expect(answer).toMatchObject({ target: FAILED, targetKind: 'village', from: '2016-01-01', to: '2017-01-01', days: 366 });
    expect(partOf(answer, HANDOVER)).toMatchObject({ unitId: unitId('松坪镇'), role: 'party-secretary', level: 'main', gapDays: 0, gaps: [] });
    expect(daysIn(answer, HANDOVER)).toEqual([
      [QIN, 283],
      [GU, 83],
    ]);
    expect(partOf(answer, 'stationed')).toMatchObject({
      level: 'important',
      holders: [{ days: 349 }],
      gaps: [{ from: '2016-01-01', to: '2016-01-18' }],
      gapDays: 17,
    });
    expect(answer.bodies.map(({ as, level, days }) => [as, level, days])).toEqual([
      ['town', 'overall', 366],
      ['paired-department', 'overall', 349],
    ]);
    // Nobody is missed in a department before it was paired.
    const heads = answer.parts.filter(({ role }) => role === 'department-head');
    expect(heads).toMatchObject([{ gapDays: 0, holders: [{ days: 349 }] }]);
  });

  it('counts only what overlaps, the end excluded', async () => {
    const answer = await holders(FAILED, '?from=2016-10-01&to=2016-10-11', '--from', '2016-10-01', '--to', '2016-10-11');
    expect([answer.days, daysIn(answer, HANDOVER)]).toEqual([
      10,
      [
        [QIN, 9],
        [GU, 1],
      ],
    ]);
    expect((await holders(unitId('松坪镇'), '?from=2015-01-01&to=2015-01-02', '--from', '2015-01-01', '--to', '2015-01-02')).bodies).toMatchObject([
      { as: 'self' },
    ]);
  });

  it('is as known then, and as known now', async () => {
    const then = await holders(FAILED, `?year=2016&asKnownAt=${STORY_THEN}`, '--year', '2016', '--as-known-at', STORY_THEN);
    expect([then.position, daysIn(then, HANDOVER)]).toEqual([
      await year.zelian.log.positionAt(STORY_THEN),
      [
        [QIN, 283],
        [GU, 83],
      ],
    ]);
    const before = ['--year', '2016', '--as-known-at', '0'];
    expect(await year.refused(`responsibility/${FAILED}/holders?year=2016&asKnownAt=0`, ['holders', FAILED, ...before])).toBe('subject.unknown');
  });

  it('names a post that nobody held, with the days', async () => {
    const answer = await holders(unitId('松坪镇'), '?from=2015-01-01&to=2016-01-03', '--from', '2015-01-01', '--to', '2016-01-03');
    expect(partOf(answer, postId('松坪镇/town-head'))).toMatchObject({
      gaps: [{ from: '2015-01-01', to: '2016-01-01' }],
      gapDays: 365,
      holders: [{ days: 2 }],
    });
    const long = await holders(unitId('松坪镇'), '?year=2010', '--year', '2010');
    expect(partOf(long, postId('松坪镇/town-head'))).toMatchObject({ level: 'main', holders: [], gapDays: 365 });
  });

  it('is a table in Chinese for people, names in place of ids', async () => {
    const told = await year.tables(['holders', FAILED, '--year', '2016']);
    for (const text of ['期间责任人：杉树坪村', '366天', LEVEL_ZH.main, '秦越', '283', '2016-10-10至2017-01-01', '包村干部', '帮扶部门'])
      expect(told).toContain(text);
    expect(told).not.toMatch(/person-|post-|unit-/);
  });

  it('is refused where the question is none, alike at both doors; reads are noted', async () => {
    const refused = (target: string, query: string, ...options: readonly string[]) =>
      year.refused(`responsibility/${target}/holders${query}`, ['holders', target, ...options]);
    expect(await refused('unit-nobody00001', '')).toBe('subject.unknown');
    expect(await refused(QIN, '')).toBe('subject.unknown');
    expect(await refused(FAILED, '?from=2016-01-01', '--from', '2016-01-01')).toBe('query.interval');
    expect(await refused(FAILED, '?from=2016-02-01&to=2016-02-01', '--from', '2016-02-01', '--to', '2016-02-01')).toBe('query.interval');
    expect(await refused(FAILED, '?from=2016-02-30&to=2016-03-01', '--from', '2016-02-30', '--to', '2016-03-01')).toBe('date.invalid');
    expect(await refused(FAILED, '?year=2016&from=2016-01-01&to=2016-02-01', '--year', '2016', '--from', '2016-01-01', '--to', '2016-02-01')).toBe(
      'query.interval',
    );
    expect(await refused(FAILED, '?year=1800', '--year', '1800')).toBe('query.year');
    expect((await year.overHttp(`responsibility/${FAILED}/holders?year=2016`, '')).status).toBe(400);
    expect(await year.notedOf('holders')).toContainEqual(expect.stringMatching(new RegExp(`^read ${'person-'}.* ${FAILED} `)));
  });
});
