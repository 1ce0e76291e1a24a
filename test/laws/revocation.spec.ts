import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { addDays } from '#kernel';
import type { EntitlementsRow, RestorationChecklistRow } from '#redress';
import { actsOfAppeal, carryOut } from '../support/redress-appeal.js';
import { AGAINST, APPEAL, PEOPLE, POSTS, RedressCounty, SUBJECT, VILLAGE } from '../support/redress-county.js';

/** A campaign runs the same law more often: `npm run campaign:revocation`. */
const RUNS = Number(process.env.ZELIAN_RUNS ?? 12);
/** Files wait for the disk with every command: two thousand lives in memory, a hundred on disk. */
const FILE_RUNS = Math.ceil(RUNS / 20);
jest.setTimeout(3_600_000);

/** A life around one decision: what happens anyway, and what happens because of it. Days count from 1 January 2016. */
type Life = Readonly<{
  measure: 'RemovalFromPost' | 'Admonition';
  executed: boolean;
  /** Days from the decision until it is carried out. */
  wait: number;
  channels: readonly string[];
  releases: readonly number[];
  successor: boolean;
  second: 'none' | 'before' | 'after';
  leavesSecond: boolean;
  duty: boolean;
  alsoTheDeputy: boolean;
  carriedOut: boolean;
}>;
const life: fc.Arbitrary<Life> = fc.record({
  measure: fc.constantFrom('RemovalFromPost' as const, 'Admonition' as const),
  executed: fc.boolean(),
  wait: fc.integer({ min: 1, max: 30 }),
  channels: fc.uniqueArray(fc.constantFrom('县政府网站', '公告栏', '内部通报'), { maxLength: 3 }),
  releases: fc.array(fc.integer({ min: -30, max: 60 }), { maxLength: 2 }),
  ...{ successor: fc.boolean(), second: fc.constantFrom('none' as const, 'before' as const, 'after' as const), leavesSecond: fc.boolean() },
  ...{ duty: fc.boolean(), alsoTheDeputy: fc.boolean(), carriedOut: fc.boolean() },
});

const DECIDED = '2017-02-10';
const { secretary, deputy, successor } = PEOPLE;
const DEPUTY_CASE = { personId: deputy, postId: POSTS.deputy, year: 2016 };
const removes = ({ measure, executed }: Life): boolean => measure === 'RemovalFromPost' && executed;
const endOf = ({ wait }: Life): string => addDays(DECIDED, wait);

/** What happens whether or not anything is decided. */
async function before(county: RedressCounty, one: Life): Promise<void> {
  await county.settle();
  await county.hold(secretary, POSTS.secretary, '2014-01-01');
  await county.hold(deputy, POSTS.deputy, '2014-01-01');
  if (one.duty) {
    const duty = { dutyId: 'duty-1', kind: 'stationed', targetId: VILLAGE, year: 2016, personId: secretary, postId: POSTS.secretary, from: '2016-01-18' };
    await county.record('AssignDuty', duty);
  }
  if (one.second === 'before') await secondPost(county, one, '2015-06-01');
}

/** Another post of the same person, which the decision is not about. */
async function secondPost(county: RedressCounty, { leavesSecond }: Life, from: string): Promise<void> {
  await county.record('RegisterPost', {
    postId: 'post-else1',
    unitId: 'unit-town1',
    role: 'clerk',
    title: '干事',
    appointedBy: 'commission',
    managedByUnitId: 'unit-cpc01',
  });
  await county.hold(secretary, 'post-else1', from);
  if (leavesSecond) await county.leave(secretary, 'post-else1', from, '2017-06-15');
}

async function decision(county: RedressCounty, one: Life): Promise<void> {
  for (const [index, days] of one.releases.entries()) await county.release(`release-${index}`, [secretary, deputy], addDays(DECIDED, days));
  await county.decide(SUBJECT, one.measure, DECIDED);
  if (one.executed) await county.execute(SUBJECT, endOf(one), removes(one) ? endOf(one) : undefined);
  for (const channel of one.channels) await county.publish(SUBJECT, channel, '2017-02-15');
  if (removes(one) && one.successor) await county.hold(successor, POSTS.secretary, addDays(endOf(one), 3));
}

/** What else goes on, in either world. */
async function meanwhile(county: RedressCounty, one: Life): Promise<void> {
  if (one.second === 'after') await secondPost(county, one, '2017-04-01');
  if (!one.alsoTheDeputy) return;
  await county.decide(DEPUTY_CASE, 'RemovalFromPost', '2017-03-01');
  await county.execute(DEPUTY_CASE, '2017-03-10', '2017-03-10');
}

/** Who did and does what: nothing of it may move. */
const CONDUCT = ['person-posts', 'post-directory', 'village-duties', 'responsibility-chain'];
const entitled = (row: EntitlementsRow | undefined) => ({ service: row?.service, limits: row?.limits });

/** Where a life is recorded. */
type Engine = () => Promise<RedressCounty>;

async function revokedWorld(one: Life, open: Engine): Promise<unknown> {
  const county = await open();
  try {
    await before(county, one);
    await decision(county, one);
    await meanwhile(county, one);
    const { lodged, revoked } = actsOfAppeal({ measure: one.measure });
    await county.take(lodged);
    const taken = await county.rowsOf(...CONDUCT);
    const others = await Promise.all([deputy, successor].map(async (id) => entitled(await county.row('entitlements', id))));
    const head = (await county.zelian.log.head()).position;

    await county.take(...revoked);
    if (one.carriedOut) await carryOut(county);

    // Conduct and tenures are what they were, everybody's; so are the entitlements of others.
    expect(await county.rowsOf(...CONDUCT)).toEqual(taken);
    expect(await Promise.all([deputy, successor].map(async (id) => entitled(await county.row('entitlements', id))))).toEqual(others);
    await mustStayVisible(county, head);
    await mustBeOwed(county, one);
    return entitled(await county.row('entitlements', secretary));
  } finally {
    await county.close();
  }
}

/** The original, the appeal and the outcome: nothing recorded was touched, and the trail shows all three. */
async function mustStayVisible(county: RedressCounty, head: number): Promise<void> {
  const trail = await county.rowsOf('trail');
  const types = Object.values(trail.trail as Record<string, { type: string; position: number }>).map(({ type }) => type);
  for (const type of ['CollectivelyDecided', 'AppealLodged', 'DecisionRevoked', 'RestorationOpened']) expect(types).toContain(type);
  expect((await county.zelian.log.head()).position).toBeGreaterThan(head);
}

async function mustBeOwed(county: RedressCounty, one: Life): Promise<void> {
  const row = await county.row<RestorationChecklistRow>('restoration-checklist', APPEAL);
  const lasting = one.executed ? ['pay', 'grade', 'seniority', ...(removes(one) ? ['post'] : [])] : [];
  // The text of the day gives a removal a period of effect, and an admonition none; it runs whether or not anybody carried the decision out.
  const period = one.measure === 'RemovalFromPost' ? ['effect-period'] : [];
  expect(row!.items.map(({ item }) => item.kind)).toEqual([...lasting, ...period, ...one.channels.map(() => 'name'), ...one.releases.map(() => 'correction')]);
  expect(row!.items.map(({ item }) => item.kind === 'pay' && item.from)).toEqual(row!.items.map(({ item }) => item.kind === 'pay' && endOf(one)));
  expect(row!.thirdParties.map(({ personId }) => personId)).toEqual(removes(one) && one.successor ? [successor] : []);
  expect([row!.originalDate, row!.measure, row!.against]).toEqual([DECIDED, one.measure, AGAINST]);
}

async function quietWorld(one: Life, open: Engine): Promise<unknown> {
  const county = await open();
  try {
    await before(county, one);
    await meanwhile(county, one);
    return entitled(await county.row('entitlements', secretary));
  } finally {
    await county.close();
  }
}

describe('after a full revocation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'revocation-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let ledgers = 0;
  const engines: Readonly<Record<string, Engine>> = {
    memory: () => RedressCounty.open(),
    sqlite: () => RedressCounty.open({ directory: join(folder, `ledger-${ledgers++}`) }),
  };

  it.each([
    ['memory', RUNS],
    ['sqlite', FILE_RUNS],
  ] as const)('entitlements are those of a log in which nothing was decided; conduct, tenures and everything recorded stay (%s)', async (engine, numRuns) => {
    const open = engines[engine]!;
    await fc.assert(
      fc.asyncProperty(life, async (one) => {
        const restored = await revokedWorld(one, open);
        expect(restored).toEqual(await quietWorld(one, open));
        // And of the same log on the other engine.
        if (engine === 'sqlite') expect(restored).toEqual(await revokedWorld(one, engines.memory!));
      }),
      { numRuns },
    );
  });

  it('and while the decision stands they are not: the law is not empty', async () => {
    const county = await RedressCounty.open();
    await county.settle();
    await county.hold(secretary, POSTS.secretary, '2014-01-01');
    await county.decide(SUBJECT, 'RemovalFromPost', DECIDED);
    await county.execute(SUBJECT, '2017-02-20', '2017-02-20');
    expect(entitled(await county.row('entitlements', secretary))).toEqual({
      service: [expect.objectContaining({ postId: POSTS.secretary, from: '2014-01-01', to: '2017-02-20' })],
      limits: [{ postId: POSTS.secretary, year: 2016, measure: 'RemovalFromPost', from: DECIDED, until: '2018-02-10' }],
    });
    await county.close();
  });
});
