import fc from 'fast-check';
import { screenGrounds } from '#appeal';
import { PLANTED } from '../../../../test/support/planted-faults.js';
import type { PlantedFault } from '../../../../test/support/planting.js';
import { cleanCase, fileOf, type CaseShape } from '../../../../test/support/screened-case.js';

/** Cases per planted fault; clean ones are six times as many. */
const RUNS = Number(process.env['ZELIAN_RUNS'] ?? 6);
const CLEAN_PER_PLANTED = 6;

const shapes: fc.Arbitrary<CaseShape> = fc.record({
  subject: fc.constantFrom('secretary' as const, 'head' as const),
  path: fc.constantFrom('investigated' as const, 'direct' as const),
  measure: fc.constantFrom('RemovalFromPost' as const, 'Admonition' as const),
  organ: fc.constantFrom('committee' as const, 'discipline' as const),
  grounds: fc.constantFrom(1 as const, 2 as const),
  accepted: fc.boolean(),
  returned: fc.boolean(),
  until: fc.constantFrom('served' as const, 'executed' as const, 'archived' as const, 'varied' as const, 'revoked' as const),
  paper: fc.boolean(),
  files: fc.integer({ min: 0, max: 2 }),
  gaps: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 5, maxLength: 12 }),
});

describe('a case in which all was done as it should be', () => {
  it('hits no ground', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { grounds } = screenGrounds(fileOf(cleanCase(shape)));
        expect(grounds.flatMap(({ found }) => found)).toEqual([]);
      }),
      { numRuns: RUNS * CLEAN_PER_PLANTED },
    );
  });
});

describe('a planted fault is found', () => {
  it.each(PLANTED.map((planted): readonly [string, PlantedFault] => [`${planted.family}: ${planted.name}`, planted]))(
    '%s',
    (_, { plant, needs, tellings, ...expected }) => {
      fc.assert(
        fc.property(shapes, fc.constantFrom(...tellings), (some, telling) => {
          const shape = { ...some, ...needs };
          const { grounds } = screenGrounds(fileOf(plant(cleanCase(shape), shape), telling));
          const ground = grounds.find(({ groundId }) => groundId === expected.ground)!;
          expect(ground.answer).toBe('found');
          const sightings = ground.found.filter(({ fault }) => fault === expected.fault);
          expect(sightings.length).toBeGreaterThan(0);
          expect(sightings.every(({ events }) => events.length > 0)).toBe(true);
        }),
        { numRuns: RUNS },
      );
    },
  );
});
