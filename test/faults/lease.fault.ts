import { killHolders } from './lease.cycle.js';

const RUNS = process.env.ZELIAN_RUNS;
const KILLS = Number(RUNS ?? 3);
/** Shorter than in use, so that three kills take no minute; a campaign takes the times of use. */
const TIMES = RUNS === undefined ? { ttlMs: 2_000, beatMs: 250 } : { ttlMs: 6_000, beatMs: 1_500 };
// A limit for so many, never a measurement.
jest.setTimeout(120_000 + KILLS * 60_000);

describe('several processes on one log in kurrentdb (stand-in)', () => {
  it(`one runs the policies; when it is killed another does, and no effect is lost or doubled (${KILLS} kills)`, async () => {
    const { longestMs, tallied, ...outcome } = await killHolders(KILLS, TIMES);
    if (RUNS !== undefined) process.stderr.write(`${KILLS} kills, longest fail-over ${Math.round(longestMs)} ms, ${tallied} tallied\n`);
    expect(outcome).toEqual({ unnoted: 0, doubled: 0, faults: [] });
    expect(tallied).toBeGreaterThan(KILLS);
  });
});
