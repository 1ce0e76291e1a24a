import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWitnessStore, Witness } from '#seal';
import { keepsRecord } from '../support/campaign.js';
import { GrowingLog } from '../support/growing-log.js';
import { asking, WITNESS_TIME, witnessSigner } from '../support/witness.js';
import { faultsOf, witnessCampaign } from './witness.cycle.js';
import { FORKED_AT, WITNESS_SECRET, WITNESSED_ORIGIN } from './witness.steps.js';

// `npm run campaign:witness` does the same a hundred times.
const CYCLES = Number(process.env.ZELIAN_RUNS ?? 8);
const TIMEOUT_MS = 60_000 + CYCLES * 20_000;

describe('kill -9 of a witness', () => {
  let result: Partial<Awaited<ReturnType<typeof witnessCampaign>>> = {};
  keepsRecord('witness', () => ({ seed: 'suite', ...result }));
  it(
    `${CYCLES} times, between check and store, between store and answer, and with a second one beside it: nothing lost, nothing signed twice inconsistently`,
    async () => {
      const { faults, received, refused } = await witnessCampaign({ cycles: CYCLES, seed: 'suite' });
      result = { faults, received, refused };
      expect(faults).toEqual([]);
      expect(received).toBeGreaterThan(CYCLES);
      expect(refused).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});

describe('the account itself', () => {
  const root = mkdtempSync(join(tmpdir(), 'zelian-witness-account-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const log = new GrowingLog({ origin: WITNESSED_ORIGIN, secret: 1 }).grow(30);
  const fork = log.forked(FORKED_AT);
  /** A memory that cosigned up to a size, and what it said. */
  function after(one: GrowingLog, size: number) {
    const directory = mkdtempSync(join(root, 'witness-'));
    const store = createWitnessStore(directory);
    const answer = new Witness({ store, signers: [witnessSigner(WITNESS_SECRET)], logs: [log.key], now: () => WITNESS_TIME }).addCheckpoint(
      asking(one, 0, size),
    );
    store.close();
    return { directory, said: { status: 200, text: one.text(size), lines: answer.status === 200 ? answer.body : '' } };
  }

  it('finds nothing in a sound witness, before and after the histories part', () => {
    const { directory, said } = after(fork, 20);
    expect(faultsOf(directory, [said, after(log, FORKED_AT).said])).toEqual([]);
  });
  it('notices what was answered and is not remembered', () => {
    expect(faultsOf(after(log, 5).directory, [after(log, 8).said])).toContain('lost: 8 was answered, 5 is remembered');
  });
  it('notices two histories', () => {
    expect(faultsOf(after(log, 20).directory, [after(fork, 15).said])).toEqual(['signed twice inconsistently: 15 and 20']);
    expect(faultsOf(after(log, 20).directory, [after(fork, 20).said])).toEqual(['signed twice inconsistently: 20 and 20']);
  });
  it('notices an answer whose signature is of something else', () => {
    const { directory, said } = after(log, 20);
    expect(() => faultsOf(directory, [{ ...said, text: log.text(19) }])).toThrow('signature');
  });
});
