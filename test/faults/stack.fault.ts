import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { contexts, type OpenOptions } from '#zelian';
import { inProcess, openForStory } from '../../apps/cli/src/story/in-process.js';
import { send, sendings } from '../../apps/cli/src/story/story.js';
import { stackCampaign, Undisturbed } from './stack.cycle.js';

const CYCLES = 12;
let undisturbed: Undisturbed;
beforeAll(async () => (undisturbed = await Undisturbed.play()));
afterAll(() => undisturbed.zelian.close());

describe('kill -9 of the whole product', () => {
  it(`${CYCLES} times while it plays the year: nothing acknowledged is lost, every consequence is there once, and the year ends byte for byte as without`, async () => {
    const { faults, acknowledged, years, diedAt } = await stackCampaign({ cycles: CYCLES, seed: 'suite', undisturbed });
    expect(faults).toEqual([]);
    expect(years).toBeGreaterThanOrEqual(1);
    expect(acknowledged).toBeGreaterThanOrEqual(undisturbed.steps.length);
    expect(Object.values(diedAt).reduce((sum, times) => sum + times, 0)).toBe(CYCLES);
    expect(Object.values(diedAt).filter((times) => times > 0).length).toBeGreaterThanOrEqual(4);
    // So many processes start one after the other: on a busy machine that alone takes a while.
  }, 400_000);
});

/** Steps after which the comparison looks: inside the roster, of which the product brings in what there is. */
const BEGUN = 60;

describe('the comparison with an undisturbed year', () => {
  const root = mkdtempSync(join(tmpdir(), 'zelian-compare-'));
  afterAll(() => rmSync(root, { recursive: true }));

  /** The year's first steps on files, possibly by a product that is not quite itself. */
  async function begun(name: string, options: OpenOptions = {}, label = (index: number) => index): Promise<string> {
    const directory = join(root, name);
    const zelian = await openForStory({ directory, ...options });
    const driver = inProcess(zelian);
    for (const part of sendings(undisturbed.steps.slice(0, BEGUN))) await send(part, driver, label);
    await zelian.close();
    return directory;
  }
  const acknowledged = new Set([0, 1, 59]);

  it('finds nothing in a sound ledger', async () => expect(await undisturbed.faultsIn(await begun('sound'), acknowledged)).toEqual([]));

  it('notices what was acknowledged and is not there', async () =>
    expect(await undisturbed.faultsIn(await begun('lost'), new Set([59, 60]))).toEqual(['acknowledged and lost: step 60']));

  it('notices a row that is not what the log says, and that a rebuild gives another', async () => {
    const directory = await begun('changed');
    const database = new DatabaseSync(join(directory, 'rows.db'));
    const { changes } = database
      .prepare(`UPDATE row_version SET row = replace(row, '"kind":"', '"kind":"other-') WHERE view_id = (SELECT id FROM view WHERE name = 'unit-directory')`)
      .run();
    database.close();
    expect(Number(changes)).toBeGreaterThan(0);
    const faults = await undisturbed.faultsIn(directory, acknowledged);
    expect(faults).toEqual(['view differs from the undisturbed one: unit-directory', expect.stringMatching(/^verify: storedRows: .*\bunit-directory\b/)]);
  });

  it('notices a consequence that is missing', async () => {
    const without = contexts.map((context) => ({ ...context, policies: context.policies.filter(({ name }) => name !== 'onResponsibilityChanged') }));
    const [fault] = await undisturbed.faultsIn(await begun('missing', { contexts: without }), acknowledged);
    expect(fault).toMatch(/^position \d+ is not what it is without kills/);
  });
});
