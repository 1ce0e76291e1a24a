import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newCommandId, realClock, realEntropy } from '#ledger';
import { openLedger } from '#zelian';
import { campaign } from './crash.campaign.js';
import { faultsIn, type Account } from './crash.cycle.js';
import { STEPS } from './steps.js';
import { tallyContexts } from './tally.context.js';

const CYCLES = 24;

describe('kill -9', () => {
  it(`${CYCLES} times, at every step once and at random: nothing acknowledged is lost, no batch is partial, views equal their rebuild`, async () => {
    const { faults, acknowledged, diedAt } = await campaign({ cycles: CYCLES, seed: 'suite', freshEvery: 6 });
    expect(faults).toEqual([]);
    expect(acknowledged).toBeGreaterThan(CYCLES);
    expect(STEPS.filter((step) => diedAt[step] === 0)).toEqual([]);
  });
});

describe('the account itself', () => {
  const root = mkdtempSync(join(tmpdir(), 'zelian-account-'));
  afterAll(() => rmSync(root, { recursive: true }));

  /** A ledger with one tally of two, and what a child would have said of it. */
  async function kept(): Promise<Readonly<{ directory: string; account: Account }>> {
    const directory = join(mkdtempSync(join(root, 'case-')), 'ledger');
    const zelian = await openLedger({ directory, contexts: tallyContexts() });
    const attempt = { commandId: newCommandId(realClock.now(), realEntropy), tally: 't0', count: 2 };
    const { position } = await zelian.record(
      { type: 'Tally', data: { ...attempt, note: '' } },
      { actor: { personId: 'person-tester' }, commandId: attempt.commandId },
    );
    await zelian.close();
    return { directory, account: { tried: new Map([[attempt.commandId, attempt]]), acknowledged: new Map([[attempt.commandId, { ...attempt, position }]]) } };
  }

  it('finds nothing in a sound ledger', async () => {
    const { directory, account } = await kept();
    expect(await faultsIn(directory, account)).toEqual([]);
  });
  it('notices what was acknowledged and is not there', async () => {
    const { directory, account } = await kept();
    const commandId = newCommandId(realClock.now(), realEntropy);
    account.acknowledged.set(commandId, { commandId, tally: 't0', count: 1, position: 9 });
    expect(await faultsIn(directory, account)).toEqual([`acknowledged and lost: ${commandId}`]);
  });
  it('notices a batch that is not whole', async () => {
    const { directory, account } = await kept();
    const [[commandId, attempt]] = [...account.tried] as [[string, { commandId: string; tally: string; count: number }]];
    account.tried.set(commandId, { ...attempt, count: 3 });
    expect(await faultsIn(directory, account)).toEqual([`partial batch: ${commandId} has 2 of 3 events`]);
  });
});
