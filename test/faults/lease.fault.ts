import { killHolders } from './lease.cycle.js';

const RUNS = process.env.ZELIAN_RUNS;
const FEW = 3;
const KILLS = Number(RUNS ?? FEW);
/** Shorter than in use, so that three kills take no minute; a campaign takes the times of use. */
const SHORT = { ttlMs: 2_000, beatMs: 250 };
const IN_USE = { ttlMs: 6_000, beatMs: 1_500 };
// A limit for so many, never a measurement.
jest.setTimeout(120_000 + KILLS * 60_000);

async function mustLoseNothing(kills: number, killing: Parameters<typeof killHolders>[1]): Promise<void> {
  const { longestMs, tallied, ...outcome } = await killHolders(kills, killing);
  if (RUNS !== undefined) process.stderr.write(`${kills} kills, longest fail-over ${Math.round(longestMs)} ms, ${tallied} tallied\n`);
  expect(outcome).toEqual({ unnoted: 0, doubled: 0, faults: [] });
  expect(tallied).toBeGreaterThan(kills);
}

/** Side by side, since each of them mostly waits for a lease to run out; one by one in a campaign, which tells how long that takes. */
const each = RUNS === undefined ? it.concurrent : it;

describe('several processes on one log in kurrentdb (stand-in)', () => {
  each(
    `one runs the policies and keeps rows that all share in mongodb (stand-in); when it is killed another does, and nothing is lost or doubled (${KILLS} kills)`,
    () => mustLoseNothing(KILLS, { lease: RUNS === undefined ? SHORT : IN_USE, sharesRows: true }),
  );

  each(`the same with rows of their own (${FEW} kills)`, () => mustLoseNothing(FEW, { lease: SHORT, sharesRows: false }));
});
