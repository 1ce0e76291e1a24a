import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger, type OpenOptions, type Zelian } from '#zelian';
import { inProcess, openForStory } from '../../apps/cli/src/story/in-process.js';
import { play } from '../../apps/cli/src/story/story.js';
import { KurrentStandIn } from '../support/kurrentdb-stand-in/index.js';
import { MongoStandIn } from '../support/mongodb-stand-in/index.js';
import { fingerprintOf, storySteps } from '../support/played-story.js';
import { refusalOf, spawned } from './command-line.js';

jest.setTimeout(600_000);
/** The county is set up, assessed and inspected by then; ZELIAN_RUNS=99999 plays the whole year. */
const STEPS = Number(process.env.ZELIAN_RUNS ?? 450);

async function played(open?: OpenOptions): Promise<Zelian> {
  const zelian = await openForStory(open);
  await play((await storySteps()).slice(0, STEPS), inProcess(zelian));
  return zelian;
}

describe('the accountability year with its log in kurrentdb (stand-in), rows and private values in mongodb (stand-in)', () => {
  let folder: string;
  let [log, rows] = [undefined as unknown as KurrentStandIn, undefined as unknown as MongoStandIn];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zelian-kurrentdb-'));
    [log, rows] = [await KurrentStandIn.start(), await MongoStandIn.start()];
  });
  afterAll(async () => {
    await log.stop();
    await rows.stop();
    rmSync(folder, { recursive: true });
  });

  it(`is the same events and rows as in memory, also after it was closed and opened (${STEPS} steps)`, async () => {
    const inMemory = await played();
    const wanted = await fingerprintOf(inMemory);
    await inMemory.close();
    const where = { directory: join(folder, 'ledger'), logAt: { uri: log.uri, development: true }, rowsAt: { uri: rows.uri } };
    const onServers = await played(where);
    expect([onServers.log.engine, onServers.parts.engines.rows.engine]).toEqual(['kurrentdb', 'mongodb']);
    expect(await fingerprintOf(onServers)).toEqual(wanted);
    await onServers.close();
    const again = await openLedger({ ...where, mode: 'read' });
    expect(await fingerprintOf(again)).toEqual(wanted);
    await again.close();
    expect(readdirSync(where.directory).filter((name) => /^(ledger|rows|vault)\.db/.test(name))).toEqual([]);
  });

  it('refuses a demo on an unguarded server, and ends', async () => {
    const ended = await spawned(['demo', '--log', 'kurrentdb', '--json', '--data', join(folder, 'refused')], '', { KURRENTDB_URI: log.uri });
    expect(refusalOf(ended)).toBe('ledger.open-acl');
  });
});
