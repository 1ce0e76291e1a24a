import fc from 'fast-check';
import { GU, happened, HE, LU, QIN, posts, rows } from '../../../test/support/accountability.js';
import { factsFrom, specification } from '../../../test/support/specification.js';
import { chainChange, changedChain, chainOf, holdersIn, type Chain } from './chain.js';
import { chainDecider } from './chain.decider.js';
import { isPrincipal, levelOfDuty, levelOfRole } from './levels.js';
import { responsibilityChain } from './responsibility-chain.view.js';
import { STRUCTURE_NEEDS, structureOf } from './structure.js';

const structure = (more = {}) => structureOf(factsFrom({ ...rows, ...more }, STRUCTURE_NEEDS));
const village = chainOf('village-vil1', structure());
const given = specification(chainDecider);

describe('the chain of a village', () => {
  it('has the leadership teams as bodies, at overall level', () =>
    expect(village.bodies).toEqual([
      { unitId: 'unit-town1', as: 'town', level: 'overall' },
      { unitId: 'unit-dept1', as: 'paired-department', level: 'overall', from: '2016-03-01', to: '2017-01-01' },
    ]));
  it('holds each person at the level of the post or duty, for as long as it held', () => {
    expect(village.links).toContainEqual({
      personId: QIN,
      unitId: 'unit-town1',
      postId: 'post-sec1',
      role: 'party-secretary',
      level: 'main',
      from: '2014-03-01',
      to: '2016-10-10',
    });
    expect(village.links).toContainEqual({
      personId: LU,
      unitId: 'unit-dept1',
      postId: 'post-dept',
      role: 'department-head',
      level: 'main',
      from: '2016-03-01',
      to: '2017-01-01',
    });
    expect(village.links).toContainEqual({
      personId: 'person-vic1',
      unitId: 'unit-town1',
      postId: 'post-vice',
      role: 'deputy-head',
      duty: 'stationed',
      level: 'important',
      from: '2016-01-01',
      to: '2016-07-01',
    });
    // Who holds no post at all still carries the duty.
    expect(village.links).toContainEqual({ personId: 'person-agr1', duty: 'agri-technician', level: 'important', from: '2016-01-01', to: '2017-01-01' });
  });
  it('reads otherwise on another day', () => {
    const on = (date: string) =>
      responsibilityChain.validOn!(village, date)!
        .links.filter(({ postId, duty }) => postId === 'post-sec1' && duty === undefined)
        .map(({ personId }) => personId);
    expect([on('2016-10-09'), on('2016-10-10')]).toEqual([[QIN], [GU]]);
    expect(responsibilityChain.validOn!(village, '2016-02-01')!.bodies).toHaveLength(1);
    expect(responsibilityChain.validOn!({ ...village, bodies: [] }, '1999-01-01')).toBeUndefined();
  });
  it('gives for an interval every holder with days, and finds gaps', () => {
    const interval = { from: '2016-01-01', to: '2017-01-01' };
    const part = (chain: typeof village, id: string) => holdersIn(chain, interval).find(({ postId, duty }) => postId === id || duty === id);
    expect(part(village, 'post-sec1')).toMatchObject({
      holders: [
        { personId: QIN, days: 283 },
        { personId: GU, days: 83 },
      ],
      gapDays: 0,
    });
    expect(part(village, 'stationed')).toMatchObject({
      holders: [{ personId: 'person-vic1', days: 182 }],
      gaps: [{ from: '2016-07-01', to: '2017-01-01' }],
      gapDays: 184,
    });
    expect([part(village, 'post-sec1')!.level, part(village, 'stationed')!.level]).toEqual(['main', 'important']);
    expect(holdersIn(village, { from: '1990-01-01', to: '1991-01-01' })).toEqual([]);
  });
  it('allows overlaps with a stated share', () => {
    const [first, second] = posts['post-sec1']!.tenures;
    const both = {
      ...posts['post-sec1']!,
      tenures: [
        { ...first!, to: '2016-11-01', sharePermille: 500 },
        { ...second!, sharePermille: 500, acting: true },
      ],
    };
    const chain = chainOf('unit-town1', structure({ 'responsibility-posts': { ...posts, 'post-sec1': both } }));
    const secretary = holdersIn(chain, { from: '2016-10-01', to: '2016-12-01' }).find(({ postId }) => postId === 'post-sec1');
    expect(secretary).toMatchObject({
      holders: [
        { personId: QIN, days: 31, sharePermille: 500 },
        { personId: GU, days: 52, sharePermille: 500, acting: true },
      ],
      gapDays: 0,
    });
  });
});

describe('the chain of a unit', () => {
  it('holds its own posts', () =>
    expect(chainOf('unit-town1', structure()).links.map(({ personId }) => personId)).toEqual(['person-eng1', 'person-vic1', QIN, GU, HE]));
});

describe('deriving a chain', () => {
  const none = { added: [], removed: [] };
  const change = {
    target: 'village-vil1',
    targetKind: 'village' as const,
    bodies: { added: village.bodies, removed: [] },
    links: { added: village.links, removed: [] },
  };
  const derived = { type: 'ResponsibilityChainChanged', data: change } as const;
  it('records it once', () => {
    given().when({ type: 'DeriveChain', data: village }).then(derived);
    given(derived).when({ type: 'DeriveChain', data: village }).thenNothing();
  });
  it('records only what came and what went', () => {
    const [gone, ...rest] = village.links;
    const came = { ...gone!, from: '2016-05-01' };
    const links = { added: [came], removed: [gone!] };
    given(derived)
      .when({ type: 'DeriveChain', data: { ...village, links: [came, ...rest] } })
      .then({ type: 'ResponsibilityChainChanged', data: { ...change, bodies: none, links } });
    const [body, ...bodies] = village.bodies;
    given(derived)
      .when({ type: 'DeriveChain', data: { ...village, bodies } })
      .then({ type: 'ResponsibilityChainChanged', data: { ...change, bodies: { added: [], removed: [body!] }, links: none } });
  });
  it('reads, change after change, as the last chain derived', () =>
    fc.assert(
      fc.property(fc.array(fc.subarray([...village.links]), { minLength: 1, maxLength: 6 }), (lists) => {
        const chains = lists.map((links) => ({ ...village, links }));
        const read = chains.reduce<Chain | undefined>((row, chain) => {
          const changed = chainChange(row, chain);
          return changed ? changedChain(row, changed) : row;
        }, undefined);
        expect(read).toEqual(chains.at(-1));
      }),
    ));
  it('is what the view shows', () => expect(responsibilityChain.on.ResponsibilityChainChanged(undefined, happened(derived), 'village-vil1')).toEqual(village));
});

describe('levels', () => {
  it.each([
    ['party-secretary', true],
    ['town-head', true],
    ['deputy-head', false],
    ['first-secretary', false],
    ['clerk', false],
  ])('%s: principal %s', (role, principal) => {
    expect(isPrincipal(role)).toBe(principal);
    expect(levelOfRole(role)).toBe(principal ? 'main' : 'important');
  });
  it('put who is directly in charge beside the principals', () => expect([levelOfDuty('in-charge'), levelOfDuty('stationed')]).toEqual(['main', 'important']));
});
