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

describe(`the accountability year (${STEPS} steps)`, () => {
  let folder: string;
  let log: KurrentStandIn;
  let rows: MongoStandIn;
  let inMemory: unknown;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zelian-engines-'));
    [log, rows] = [await KurrentStandIn.start(), await MongoStandIn.start()];
    const zelian = await played();
    inMemory = await fingerprintOf(zelian);
    await zelian.close();
  });
  afterAll(async () => {
    await log.stop();
    await rows.stop();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['its log in kurrentdb (stand-in), rows and private values in mongodb (stand-in)', ['kurrentdb', 'mongodb']],
    ['its log on files, rows and private values in mongodb (stand-in)', ['sqlite', 'mongodb']],
    ['all on files', ['sqlite', 'sqlite']],
  ])('with %s is the same events and rows as in memory, also after it was closed and opened', async (_, [logEngine, rowEngine]) => {
    const where = {
      directory: join(folder, `${logEngine}-${rowEngine}`),
      ...(logEngine === 'kurrentdb' && { logAt: { uri: log.uri, development: true } }),
      ...(rowEngine === 'mongodb' && { rowsAt: { uri: rows.uri, database: `rows-${logEngine}` } }),
    };
    const there = await played(where);
    expect([there.log.engine, there.parts.engines.rows.engine]).toEqual([logEngine, rowEngine]);
    expect(await fingerprintOf(there)).toEqual(inMemory);
    await there.close();
    const again = await openLedger({ ...where, mode: 'read' });
    expect(await fingerprintOf(again)).toEqual(inMemory);
    await again.close();
    const files = readdirSync(where.directory)
      .filter((name) => /^(ledger|rows|vault)\.db$/.test(name))
      .sort();
    expect(files).toEqual([...(logEngine === 'sqlite' ? ['ledger.db'] : []), ...(rowEngine === 'sqlite' ? ['rows.db', 'vault.db'] : [])]);
  });

  it('is refused on an unguarded server, and the demo ends', async () => {
    const ended = await spawned(['demo', '--log', 'kurrentdb', '--json', '--data', join(folder, 'refused')], '', { KURRENTDB_URI: log.uri });
    expect(refusalOf(ended)).toBe('ledger.open-acl');
  });
});
