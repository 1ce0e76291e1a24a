import { startOf } from '#kernel';
import type { LegalHoldRow } from '#redress';
import { actsOfAppeal, correctionsOf } from '../support/redress-appeal.js';
import { AGAINST, APPEAL, PEOPLE, POSTS, RedressCounty, SUBJECT, UNITS, type Act } from '../support/redress-county.js';

// A civil servant's reconsideration is answered: whoever may still appeal must find what there is to appeal with.

let county: RedressCounty;
afterEach(() => county.close());
const hold = (appealId = APPEAL) => county.row<LegalHoldRow>('legal-holds', appealId);
/** Erasing what is held is refused by the vault itself. */
const erased = () =>
  county.zelian.parts.engines.vault.erase(PEOPLE.secretary).then(
    () => 'erased',
    ({ code }: { code?: string }) => code,
  );
const along = (act: Act, more: object): Act => ({ ...act, data: { ...act.data, ...more } });

async function answered(appealId: string, step: string, servedOn: string): Promise<void> {
  const { lodged, maintained, served } = actsOfAppeal({ appealId });
  await county.take(along(lodged, { track: 'CIVIL-SERVANT-2005', step }), ...maintained, along(served, { date: servedOn }));
}

beforeEach(async () => {
  county = await RedressCounty.open();
  await county.settle();
  await county.hold(PEOPLE.secretary, POSTS.secretary, '2014-01-01');
  await county.decide(SUBJECT, 'RemovalFromPost', '2017-02-10');
});

describe('maintained', () => {
  beforeEach(() => answered(APPEAL, 'reconsideration', '2017-06-30'));

  it('the hold lasts until the last day of the next step is over and what was filed on it has had time to be recorded, and ends by the clock', async () => {
    // Fifteen days from 30 June end on a Saturday: until the Monday.
    expect(await hold()).toMatchObject({ further: [{ step: 'appeal', lastDay: '2017-07-17' }], until: '2017-07-17', released: null });
    await county.zelian.moveTo(startOf('2017-08-16', 23));
    expect(await hold()).toMatchObject({ released: null });
    expect(await erased()).toBe('hold.appeal-running');
    await county.zelian.moveTo(startOf('2017-08-17', 1));
    expect(await hold()).toMatchObject({ released: { on: '2017-08-17', because: 'maintained' } });
    expect(await erased()).toBe('erased');
  });

  it('whoever goes on is held by the next appeal, whose answer ends what was kept for it', async () => {
    const { lodged } = actsOfAppeal({ appealId: 'appeal-02' });
    await county.take(along(lodged, { track: 'CIVIL-SERVANT-2005', step: 'appeal', filedOn: '2017-06-30', organUnitId: UNITS.organization }));
    expect([(await hold())!.released, (await hold('appeal-02'))!.released]).toEqual([null, null]);
    await county.zelian.moveTo(startOf('2017-08-17', 1));
    expect([(await hold())!.released, (await hold('appeal-02'))!.released]).toEqual([{ on: '2017-08-17', because: 'maintained' }, null]);
    expect(await erased()).toBe('hold.appeal-running');
  });

  it('whoever filed on the last day finds the evidence when that is recorded later', async () => {
    await county.zelian.moveTo(startOf('2017-08-10', 1));
    expect(await erased()).toBe('hold.appeal-running');
    const { lodged } = actsOfAppeal({ appealId: 'appeal-02' });
    await county.take(along(lodged, { track: 'CIVIL-SERVANT-2005', step: 'appeal', filedOn: '2017-07-17', organUnitId: UNITS.organization }));
    expect(await county.row('appeals', 'appeal-02')).toMatchObject({ route: 'appeal', breaches: [] });
    await county.zelian.moveTo(startOf('2017-08-17', 1));
    expect(await erased()).toBe('hold.appeal-running');
  });
});

describe('varied', () => {
  const LIGHTER = 'SuspensionForSelfExamination';
  const reconsideration = { track: 'CIVIL-SERVANT-2005', step: 'reconsideration' };
  /** Decided and served on 30 June. */
  beforeEach(async () => {
    const { lodged, varied, served } = actsOfAppeal();
    await county.take(along(lodged, reconsideration), ...varied(LIGHTER), along(served, { date: '2017-06-30' }));
  });
  async function carriedOut(on: string): Promise<void> {
    await county.zelian.moveTo(startOf(on, 9));
    await county.correct(AGAINST, on, LIGHTER);
    await county.take(along(actsOfAppeal().carriedOut(await correctionsOf(county)), { date: on }));
  }
  it('and carried out, the other decision can be appealed as well: until then everything is kept', async () => {
    expect(await hold()).toMatchObject({ further: [], until: null, released: null });
    await carriedOut('2017-07-05');
    expect(await hold()).toMatchObject({ further: [{ step: 'appeal', lastDay: '2017-07-17' }], until: '2017-07-17', released: null });
    await county.zelian.moveTo(startOf('2017-08-16', 23));
    expect(await erased()).toBe('hold.appeal-running');
    await county.zelian.moveTo(startOf('2017-08-17', 1));
    expect(await hold()).toMatchObject({ released: { on: '2017-08-17', because: 'carried-out' } });
    expect(await erased()).toBe('erased');
  });

  it('and carried out late, it is kept until it is carried out, and then no longer', async () => {
    await county.zelian.moveTo(startOf('2017-09-01', 9));
    expect([(await hold())!.released, await erased()]).toEqual([null, 'hold.appeal-running']);
    await carriedOut('2017-09-04');
    await county.zelian.moveTo(startOf('2017-09-04', 11));
    expect(await hold()).toMatchObject({ until: '2017-07-17', released: { on: '2017-09-04', because: 'carried-out' } });
    expect(await erased()).toBe('erased');
  });

  it('whoever appeals against the other decision meanwhile is held by that appeal', async () => {
    await carriedOut('2017-07-05');
    await county.zelian.moveTo(startOf('2017-08-10', 1));
    await county.take(along(actsOfAppeal({ appealId: 'appeal-02' }).lodged, { filedOn: '2017-07-17' }));
    expect(await county.row('appeals', 'appeal-02')).toMatchObject({ track: 'PARTY-2009', route: 'appeal', breaches: [] });
    await county.zelian.moveTo(startOf('2017-08-17', 1));
    expect([(await hold())!.released, (await hold('appeal-02'))!.released]).toEqual([{ on: '2017-08-17', because: 'carried-out' }, null]);
    expect(await erased()).toBe('hold.appeal-running');
  });
});
