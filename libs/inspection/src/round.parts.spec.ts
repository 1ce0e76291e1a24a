import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, evolve, type FactAssertion } from '#kernel';
import { recorded, type Past } from '../../../test/support/specification.js';
import { closed, opened, VILLAGES, visited, withdrawn } from '../../../test/support/inspection-round.js';
import { inspectionContext } from './index.js';
import { roundParts } from './round.parts.js';

const FIXTURES = join(__dirname, '../../../test/fixtures/events');
const golden = (type: string, version: number) => JSON.parse(readFileSync(join(FIXTURES, `${type}.v${version}.json`), 'utf8')) as Past & { data: object };
const [A, , C] = VILLAGES;

describe('the manifest of rounds, groups and visits', () => {
  it('is part of the context', () => {
    expect(inspectionContext.deciders).toEqual(expect.arrayContaining(roundParts.deciders));
    expect(inspectionContext.views).toEqual(expect.arrayContaining(roundParts.views));
    expect(inspectionContext.events).toMatchObject(roundParts.events);
  });
  // A decision not to stand aside comes behind the act that it belongs to, and leaves the round as it is.
  it.each(Object.entries(roundParts.events).filter(([type]) => type !== 'InspectionRecusalOverridden'))(
    '%s: its golden file is still understood, and leads back to its command',
    (type, { version, kind }) => {
      const event = recorded(golden(type, version), 0);
      const decider = roundParts.deciders.find(({ evolve: steps }) => Object.hasOwn(steps, type))!;
      // Taking back is nothing to a stream that holds nothing.
      if (type !== 'VillageVisitWithdrawn') expect(evolve(decider, decider.initialState, event)).not.toEqual(decider.initialState);
      const command = (decider.commandOf as Record<string, (events: unknown, first: unknown) => { type: string; data: object }>)[type]!([event], event);
      expect(Object.keys(decider.commands)).toContain(command.type);
      expect(canonicalJson(event.data)).toContain(canonicalJson(Object.values(command.data)[0]));
      expect(['fact', 'act']).toContain(kind);
    },
  );
  it('visits, pools and rosters are facts and may be edited in a replay; what somebody decided may not', () => {
    const kinds = Object.entries(roundParts.events).map(([type, { kind }]) => [kind, type]);
    expect(kinds.filter(([kind]) => kind === 'fact').map(([, type]) => type)).toEqual([
      'InspectorPoolStated',
      'InspectorsListed',
      'VillageVisited',
      'VillageVisitWithdrawn',
      'LeaderVisitRecorded',
    ]);
  });
  it('rows that name persons say so', () => {
    const naming = [
      'inspector-pools',
      'inspection-groups',
      'inspector-assignments',
      'group-answerability',
      'village-visits',
      'leader-visits',
      'round-posts',
      'inspection-ties',
      'inspection-complaints',
    ];
    const marked = roundParts.views.filter((view) => 'aboutPersons' in view && view.aboutPersons).map(({ name }) => name);
    expect([...marked].sort()).toEqual([...naming].sort());
  });
});

describe('what the evaluator hears of coverage', () => {
  const said = (past: Past): readonly FactAssertion[] => inspectionContext.facts?.[past.type]?.(recorded(past, 0)) ?? [];
  const about = (target: string) => ({ target, year: 2016, fact: 'round.covered' });
  const left = { ...closed, data: { ...(closed.data as object), unvisitedVillageIds: [C] } };
  it.each<[string, Past, readonly object[]]>([
    ['an opened round leaves it open for each of its villages', opened, VILLAGES.map((village) => ({ ...about(village), op: 'clear' }))],
    ['a visit makes it true', visited(), [{ ...about(A), op: 'set', value: true }]],
    ['the end makes it false, where nobody came', left, [{ ...about(C), op: 'set', value: false }]],
    ['the end of a round that went everywhere says nothing', closed, []],
    ['without the only visit it is open again', withdrawn(), [{ ...about(A), op: 'clear' }]],
    ['after the end it is false then', withdrawn({ roundClosed: true }), [{ ...about(A), op: 'set', value: false }]],
    ['another visit keeps it true', withdrawn({ stillVisited: true, roundClosed: true }), [{ ...about(A), op: 'set', value: true }]],
    ["a leader's own visit covers nothing", { type: 'LeaderVisitRecorded', data: { villageId: A, date: '2016-09-06' } }, []],
  ])('%s', (_, past, facts) => expect(said(past)).toEqual(facts));
});
