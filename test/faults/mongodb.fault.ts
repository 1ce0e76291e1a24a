import * as fc from 'fast-check';
import { followThrough, keepThrough, schedules, vaultSchedules } from './mongodb.cycle.js';

const RUNS = Number(process.env.ZELIAN_RUNS ?? 50);
// A limit for so many, never a measurement.
jest.setTimeout(120_000 + RUNS * 5_000);

describe('mongodb (stand-in), whatever befalls its commands: cut lines, lost answers, duplicates, late arrivals, restarts', () => {
  it(`loses, skips and doubles no row in ${RUNS} schedules: rows are those of a rebuild`, () =>
    fc.assert(
      fc.asyncProperty(schedules(), async (schedule) => {
        const { found, wanted } = await followThrough(schedule);
        expect(found).toEqual(wanted);
      }),
      { numRuns: RUNS, endOnFailure: true },
    ));

  it(`loses no private value that was confirmed, and brings none back that was erased, in ${RUNS} schedules`, () =>
    fc.assert(
      fc.asyncProperty(vaultSchedules(), async (schedule) => {
        const { found, wanted } = await keepThrough(schedule);
        expect(found).toEqual(wanted);
      }),
      { numRuns: RUNS, endOnFailure: true },
    ));
});
