import * as fc from 'fast-check';
import { appendThrough, schedules } from './kurrentdb.cycle.js';

const RUNS = Number(process.env.ZELIAN_RUNS ?? 50);
/** A schedule waits more than it works: so many go on side by side, each on a server of its own. */
const AT_ONCE = 10;
// A limit for so many, never a measurement.
jest.setTimeout(120_000 + RUNS * 10_000);

describe('kurrentdb (stand-in), whatever befalls its calls: cut lines, lost answers, duplicates, late arrivals, restarts, silence', () => {
  it(`loses, skips and doubles no event of two processes in ${RUNS} schedules, and both follow to the end`, () =>
    fc.assert(
      fc.asyncProperty(fc.array(schedules(), { minLength: AT_ONCE, maxLength: AT_ONCE }), async (several) => {
        const outcomes = await Promise.all(several.map(appendThrough));
        for (const [index, { found, wanted }] of outcomes.entries()) expect({ index, found }).toEqual({ index, found: wanted });
      }),
      { numRuns: Math.ceil(RUNS / AT_ONCE), endOnFailure: true },
    ));
});
