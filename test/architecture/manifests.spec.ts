import type { AnyDecider, Context, Recorded } from '#kernel';
import { contexts, definitionsOf } from '../../libs/zelian/src/contexts.js';
import { decoded, type Golden } from './golden.js';
import { looseEnds, oddNames, sharedNames, unrecoverable, wrongDoors } from './manifests.js';
import { filesIn, textOf } from './tree.js';

const golden = (): readonly Recorded[] => {
  const definitions = definitionsOf(contexts);
  const files = filesIn(['test/fixtures/events']).filter((file) => file.endsWith('.json'));
  return files.map((file) => decoded(JSON.parse(textOf(file)) as Golden, definitions));
};

describe('the manifests', () => {
  it('share no name', () => expect(sharedNames(contexts)).toEqual([]));
  it('leave no loose ends', () => expect(looseEnds(contexts)).toEqual([]));
  it('name things the house’s way', () => expect(oddNames(contexts)).toEqual([]));
  it('lead back from events to every command of persons', () => expect(unrecoverable(contexts, golden())).toEqual([]));
});

const decider: AnyDecider = {
  category: 'sight',
  streamOf: () => 'sight-1',
  initialState: {},
  decide: { SeeUnit: () => [], NoteSight: () => [] },
  evolve: { UnitSeen: () => ({}) },
  commands: { SeeUnit: { by: 'person', zh: '看' }, NoteSight: { by: 'policy', zh: '记' } },
  commandOf: { UnitSeen: (_, { data }) => ({ type: 'SeeUnit', data }) },
};
const sight: Context = {
  name: 'sight',
  zh: '视',
  deciders: [decider],
  policies: [{ name: 'onUnitSeen', on: { UnitSeen: () => [] } }],
  views: [{ name: 'unit-sights', version: 1, zh: '看见了谁', keysOf: () => [], on: { UnitSeen: () => undefined } }],
  events: { UnitSeen: { kind: 'fact', version: 1, zh: '看见', subjectsOf: () => [] } },
};
const seen = { type: 'UnitSeen', data: {} } as Recorded;

describe('the checks', () => {
  it('let a sound context pass', () => {
    expect([
      sharedNames([sight]),
      looseEnds([sight]),
      oddNames([sight]),
      unrecoverable([sight], [seen]),
      wrongDoors([sight], { sight: [{ type: 'SeeUnit' }] }),
    ]).toEqual([[], [], [], [], []]);
  });
  it('tell shared names', () =>
    expect(sharedNames([sight, { ...sight, name: 'seeing' }])).toEqual([
      'command SeeUnit',
      'command NoteSight',
      'event UnitSeen',
      'view unit-sights',
      'category sight',
    ]));
  it.each<[string, Partial<Context>]>([
    ['an event that nobody folds', { events: { ...sight.events, UnitHeard: sight.events.UnitSeen! } }],
    ['an event without definition', { deciders: [{ ...decider, evolve: { ...decider.evolve, UnitHeard: () => ({}) } }] }],
    ['a command that nobody decides', { deciders: [{ ...decider, commands: { ...decider.commands, HearUnit: { by: 'person', zh: '听' } } }] }],
    ['a view of an unknown event', { views: [{ ...sight.views[0]!, on: { UnitHeard: () => undefined } }] }],
    ['a policy on an unknown event', { policies: [{ name: 'onUnitHeard', on: { UnitHeard: () => [] } }] }],
    ['facts from an unknown event', { facts: { UnitHeard: () => [] } }],
    ['dues of an unknown event', { dues: { UnitHeard: () => [] } }],
  ])('tell %s', (_, part) => expect(looseEnds([{ ...sight, ...part }])).toHaveLength(1));
  it.each<[string, Partial<Context>]>([
    ['an event called Event', { events: { UnitSeenEvent: sight.events.UnitSeen! } }],
    ['an event of one bare word', { events: { Seen: sight.events.UnitSeen! } }],
    ['a label without Chinese', { events: { UnitSeen: { ...sight.events.UnitSeen!, zh: 'seen' } } }],
    ['a view in capitals', { views: [{ ...sight.views[0]!, name: 'UnitSights' }] }],
    ['a policy that does not name its event', { policies: [{ name: 'reactToSight', on: { UnitSeen: () => [] } }] }],
  ])('tell %s', (_, part) => expect(oddNames([{ ...sight, ...part }])).toHaveLength(1));
  it.each([
    ['a missing door', { sight: [] }],
    ['two doors', { sight: [{ type: 'SeeUnit' }, { type: 'SeeUnit' }] }],
    ['a door for a policy’s command', { sight: [{ type: 'SeeUnit' }, { type: 'NoteSight' }] }],
  ])('tell %s', (_, doors) => expect(wrongDoors([sight], doors)).toHaveLength(1));
  it('tell a command that no event leads back to', () => expect(unrecoverable([sight], [])).toEqual(['sight: no golden event leads back to SeeUnit']));
});
