import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger, type OpenOptions, type Zelian } from '#zelian';
import { inProcess, openForStory } from '../../apps/cli/src/story/in-process.js';
import { play } from '../../apps/cli/src/story/story.js';
import { MongoStandIn } from '../support/mongodb-stand-in/index.js';
import { fingerprintOf, storySteps } from '../support/played-story.js';

jest.setTimeout(600_000);
/** The county is set up, assessed and inspected by then; ZELIAN_RUNS=99999 plays the whole year. */
const STEPS = Number(process.env.ZELIAN_RUNS ?? 450);

async function played(open?: OpenOptions): Promise<Zelian> {
  const zelian = await openForStory(open);
  await play((await storySteps()).slice(0, STEPS), inProcess(zelian));
  return zelian;
}

describe('the accountability year with its rows and private values in mongodb (stand-in)', () => {
  let folder: string;
  let standIn: MongoStandIn;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zelian-mongodb-'));
    standIn = await MongoStandIn.start();
  });
  afterAll(async () => {
    await standIn.stop();
    rmSync(folder, { recursive: true });
  });

  it(`is the same events and rows as in memory, on SQLite too, also after it was closed and opened (${STEPS} steps)`, async () => {
    const where = { directory: join(folder, 'ledger'), rowsAt: { uri: standIn.uri } };
    const inMemory = await played();
    const wanted = await fingerprintOf(inMemory);
    await inMemory.close();
    const onFiles = await played({ directory: join(folder, 'files') });
    expect(await fingerprintOf(onFiles)).toEqual(wanted);
    await onFiles.close();
    const inMongo = await played(where);
    expect(inMongo.parts.engines.rows.engine).toBe('mongodb');
    expect(await fingerprintOf(inMongo)).toEqual(wanted);
    await inMongo.close();
    const again = await openLedger({ ...where, mode: 'read' });
    expect(await fingerprintOf(again)).toEqual(wanted);
    await again.close();
    expect(readdirSync(where.directory).filter((name) => /^(rows|vault)\.db/.test(name))).toEqual([]);
  });
});
