import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Zelian } from '#zelian';
import { openForStory } from '../../apps/cli/src/story/in-process.js';
import { play } from '../../apps/cli/src/story/story.js';
import { playedStory, storySteps } from '../support/played-story.js';
import { overHttp, served } from './over-http.js';

type Fingerprint = Readonly<{ ok: boolean; events: number; logHash: string; views: Readonly<Record<string, string>> }>;

/** What of a ledger is the same on every engine and through every door. */
async function fingerprintOf(zelian: Zelian): Promise<Fingerprint> {
  const { ok, events, logHash } = await zelian.verify();
  const views: Record<string, string> = {};
  for (const view of zelian.viewNames()) views[view] = await zelian.rowHash(view);
  return { ok, events, logHash, views };
}

let inMemory: Zelian;
let expected: Fingerprint;
beforeAll(async () => {
  const t = Date.now();
  inMemory = await playedStory();
  expected = await fingerprintOf(inMemory);
  console.log(Date.now() - t);
});
afterAll(() => inMemory.close());

describe('the accountability year', () => {
  it('is the same on files as in memory', async () => {
    const t = Date.now();
    const parent = mkdtempSync(join(tmpdir(), 'zelian-story-'));
    const onFiles = await playedStory({ open: { directory: join(parent, 'ledger') } });
    try {
      expect(await fingerprintOf(onFiles)).toEqual(expected);
    } finally {
      await onFiles.close();
      rmSync(parent, { recursive: true });
    }
    console.log(Date.now() - t);
  });

  it('is the same over HTTP', async () => {
    const t = Date.now();
    const zelian = await openForStory();
    const host = await served(zelian);
    try {
      await play(await storySteps(), overHttp(host));
      expect(await fingerprintOf(zelian)).toEqual(expected);
    } finally {
      await host.close();
      await zelian.close();
    }
    console.log(Date.now() - t);
  });
});
