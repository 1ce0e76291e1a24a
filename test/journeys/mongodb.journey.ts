import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Zelian } from '#zelian';
import { MongoStandIn } from '../support/mongodb-stand-in/index.js';
import { playedStory } from '../support/played-story.js';

/** What of a ledger is the same on every engine. */
async function fingerprintOf(zelian: Zelian): Promise<unknown> {
  const { ok, events, logHash } = await zelian.verify();
  const views: Record<string, string> = {};
  for (const view of zelian.viewNames()) views[view] = await zelian.rowHash(view);
  return { ok, events, logHash, views };
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

  it('is the same events and rows as in memory, also after it was closed and opened', async () => {
    const [inMemory, inMongo] = [await playedStory(), await playedStory({ open: { directory: join(folder, 'ledger'), rowsAt: { uri: standIn.uri } } })];
    const wanted = await fingerprintOf(inMemory);
    expect(await fingerprintOf(inMongo)).toEqual(wanted);
    await Promise.all([inMemory.close(), inMongo.close()]);
  });
});
