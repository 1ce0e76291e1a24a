import type { Actor } from '#kernel';
import { SimulatedClock } from '#ledger';
import type { Reader } from '#readmodel';
import { isOwnRow } from './case-owners.js';

const TOWN = 'unit-town01';
const HEAD: Actor = { personId: 'person-head01', postId: 'post-head01' };
const rows: Readonly<Record<string, unknown>> = {
  'restoration-checklist/appeal-grade': { against: { kind: 'grade', unitId: TOWN, year: 2016 } },
  'restoration-checklist/appeal-measure': { against: { kind: 'measure', personId: 'person-other1', postId: 'post-head01', year: 2016 } },
  'post-directory/post-head01': { postId: 'post-head01', unitId: TOWN, tenures: [{ personId: 'person-head01', from: '2016-01-01', to: '2017-03-02' }] },
};
const reader = { get: async (view: string, key: string) => ({ row: rows[`${view}/${key}`] }) } as unknown as Reader;
type Asked = Readonly<{ actor: Actor; key: string; today?: string }>;
const isOwn = ({ actor, key, today = '2017-02-01T01:00:00.000Z' }: Asked) =>
  isOwnRow({ reader, clock: new SimulatedClock(today) }, actor, { view: 'restoration-checklist', key });

describe('what is owed after an appeal', () => {
  it.each<readonly [says: string, asked: Asked, open: boolean]>([
    ['to the people in post at the unit whose grade it was', { actor: HEAD, key: 'appeal-grade' }, true],
    ['no longer to who has left the unit', { actor: HEAD, key: 'appeal-grade', today: '2017-04-01T01:00:00.000Z' }, false],
    ['to the person whose measure it was', { actor: { personId: 'person-other1' }, key: 'appeal-measure' }, true],
    ['not to somebody else in the same post', { actor: HEAD, key: 'appeal-measure' }, false],
    ['to nobody where there is no such list', { actor: HEAD, key: 'appeal-none' }, false],
  ])('is open %s', async (_, asked, open) => expect(await isOwn(asked)).toBe(open));
});
