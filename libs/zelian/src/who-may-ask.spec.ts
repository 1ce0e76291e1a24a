import type { CaseScreen } from '#zelian';
import { actsOfAppeal } from '../../../test/support/redress-appeal.js';
import { leader, officer, PEOPLE, POSTS, RedressCounty, SUBJECT, UNITS } from '../../../test/support/redress-county.js';

const CASE = `${SUBJECT.personId}/${SUBJECT.postId}/${SUBJECT.year}`;
const DECISION = `case-${SUBJECT.personId}-${SUBJECT.postId}-${SUBJECT.year}`;
const reviewer = { personId: PEOPLE.reviewer };
const concerned = { personId: PEOPLE.secretary };
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: { code?: string }) => error.code,
  );
const { lodged, revoked, withdrawn } = actsOfAppeal();
const SEATED = revoked.slice(0, 2);

let county: RedressCounty;
beforeEach(async () => {
  county = await (await RedressCounty.open()).settle();
  await county.decide(SUBJECT, 'RemovalFromPost', '2017-02-10');
});
afterEach(() => county.close());

const askAll = async (actor: { personId: string; postId?: string }) => {
  const { cases } = county.zelian;
  return Object.fromEntries(
    await Promise.all(
      Object.entries({
        screen: cases.screenCase({ caseKey: CASE, actor }),
        caseFile: cases.caseFile({ decision: DECISION, actor }),
        barred: cases.appealBarred(DECISION, { actor }),
        replay: cases.replay({ list: { format: 1, edits: [] }, decision: DECISION, actor }),
        anyReplay: cases.replay({ list: { format: 1, edits: [] }, actor }),
        distance: cases.distance({ unitId: UNITS.town, year: 2016, actor }),
      }).map(async ([name, asked]) => [name, await codeOf(asked)] as const),
    ),
  );
};
const NOTHING = { screen: 'access.case-owner-only', caseFile: 'access.case-owner-only', barred: 'access.case-owner-only', replay: 'access.case-owner-only' };
const CLOSED = { ...NOTHING, anyReplay: 'access.case-owner-only', distance: 'access.case-owner-only' };

describe('who may ask what led to a decision', () => {
  it('its panel, from another organ too, as long as it sits', async () => {
    await county.take(lodged);
    expect(await askAll(reviewer)).toEqual(CLOSED);
    await county.take(...SEATED);
    const seated = { screen: 'answered', caseFile: 'answered', barred: 'answered', replay: 'answered' };
    expect(await askAll(reviewer)).toEqual({ ...CLOSED, ...seated });
    expect(await codeOf(county.zelian.cases.screenCase({ caseKey: CASE.replace('2016', '2015'), actor: reviewer }))).toBe('access.case-owner-only');
    await county.record('WithdrawAppeal', { ...withdrawn.data, date: '2017-05-12' }, withdrawn.actor);
    expect(await askAll(reviewer)).toEqual(CLOSED);
  });

  it('whom it concerns: the screen of the own case; people in post at a unit, its distance', async () => {
    expect(await askAll(concerned)).toEqual({ ...CLOSED, screen: 'answered' });
    expect(await askAll({ personId: PEOPLE.successor })).toEqual(CLOSED);
    await county.hold(PEOPLE.deputy, POSTS.deputy, '2014-01-01');
    expect(await askAll({ personId: PEOPLE.deputy, postId: POSTS.deputy })).toEqual({ ...CLOSED, distance: 'replay.not-graded' });
  });

  it('nobody who has not been told of a case, which to them is none', async () => {
    const other = { personId: PEOPLE.successor, postId: POSTS.deputy, year: 2016 };
    expect(await codeOf(county.zelian.cases.screenCase({ caseKey: Object.values(other).join('/'), actor: { personId: PEOPLE.successor } }))).toBe(
      'access.case-owner-only',
    );
  });
});

describe('a screen and those who complained', () => {
  const sightings = ({ grounds }: CaseScreen) => grounds.flatMap(({ found }) => found.filter(({ fault }) => fault === 'not-recused'));
  const screened = (actor: typeof officer | typeof concerned) => county.zelian.cases.screenCase({ caseKey: CASE, actor });

  it('finds that one of them voted, though nobody knew, and names neither who nor by which complaint', async () => {
    const before = await screened(officer);
    expect(sightings(before)).toEqual([]);
    await county.record('ReceiveComplaint', {
      ...{ complaintId: 'complaint-01', receivedOn: '2017-03-01', organUnitId: UNITS.discipline, channel: 'letter', year: 2016 },
      ...{ narrative: { private: '虚报' }, complainantId: { private: leader.personId }, complainant: { private: '来信人' } },
      ...{ personIds: [SUBJECT.personId], unitIds: [], villageIds: [], receiptHash: 'ab'.repeat(32) },
    });
    const found = sightings(await screened(officer));
    expect(found).toMatchObject([{ events: [{ type: 'CollectivelyDecided' }] }]);
    for (const hidden of [leader.personId!, 'complaint']) expect(JSON.stringify(found[0]!.what)).not.toContain(hidden);

    const own = await screened(concerned);
    expect(sightings(own)).toEqual([]);
    expect(own.limits.length).toBe(before.limits.length + 1);
    expect(own.limits.at(-1)!.zh).toContain('举报');
  });
});
