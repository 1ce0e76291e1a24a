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
const isOwn = (actor: Actor, key: string, today = '2017-02-01T01:00:00.000Z') =>
  isOwnRow({ reader, clock: new SimulatedClock(today) }, actor, { view: 'restoration-checklist', key });

describe('what is owed after an appeal', () => {
  it.each([
    ['to the people in post at the unit whose grade it was', HEAD, 'appeal-grade', '2017-02-01T01:00:00.000Z', true],
    ['no longer to who has left the unit', HEAD, 'appeal-grade', '2017-04-01T01:00:00.000Z', false],
    ['to the person whose measure it was', { personId: 'person-other1' }, 'appeal-measure', '2017-02-01T01:00:00.000Z', true],
    ['not to somebody else in the same post', HEAD, 'appeal-measure', '2017-02-01T01:00:00.000Z', false],
    ['to nobody where there is no such list', HEAD, 'appeal-none', '2017-02-01T01:00:00.000Z', false],
  ] as const)('is open %s', async (_, actor, key, today, open) => expect(await isOwn(actor, key, today)).toBe(open));
});
