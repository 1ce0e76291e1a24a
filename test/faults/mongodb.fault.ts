import * as fc from 'fast-check';
import { followThrough, keepThrough, schedules, vaultSchedules } from './mongodb.cycle.js';

const RUNS = Number(process.env.ZELIAN_RUNS ?? 50);
/** A schedule waits as well as works: so many go on side by side, each on a server of its own. */
const AT_ONCE = 5;
const several = <Schedule>(schedule: fc.Arbitrary<Schedule>) => fc.array(schedule, { minLength: AT_ONCE, maxLength: AT_ONCE });
// A limit for so many, never a measurement.
jest.setTimeout(120_000 + RUNS * 5_000);

describe('mongodb (stand-in), whatever befalls its commands: cut lines, lost answers, duplicates, late arrivals, restarts', () => {
  it(`loses, skips and doubles no row in ${RUNS} schedules: rows are those of a rebuild`, () =>
    fc.assert(
      fc.asyncProperty(several(schedules()), async (together) => {
        const outcomes = await Promise.all(together.map(followThrough));
        for (const [index, { found, wanted }] of outcomes.entries()) expect({ index, found }).toEqual({ index, found: wanted });
      }),
      { numRuns: Math.ceil(RUNS / AT_ONCE), endOnFailure: true },
    ));

  it(`loses no private value that was confirmed, and brings none back that was erased, in ${RUNS} schedules`, () =>
    fc.assert(
      fc.asyncProperty(several(vaultSchedules()), async (together) => {
        const outcomes = await Promise.all(together.map(keepThrough));
        for (const [index, { found, wanted }] of outcomes.entries()) expect({ index, found }).toEqual({ index, found: wanted });
      }),
      { numRuns: Math.ceil(RUNS / AT_ONCE), endOnFailure: true },
    ));
});
