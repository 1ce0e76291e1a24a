import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { SimulatedClock, seededEntropy } from '#ledger';
import { PINGLI_11236 } from '#programme';
import { readBook } from '#rulebook/nest';
import type { OpenOptions, Zelian } from '#zelian';
import { inProcess, openForStory } from '../../apps/cli/src/story/in-process.js';
import type { Step } from '../../apps/cli/src/story/ids.js';
import { play, story, STORY_END, type Driver, type StoryData } from '../../apps/cli/src/story/story.js';

/** The demo year's steps, with whatever a test moves in its data. */
export const storySteps = async (moved: Partial<StoryData> = {}): Promise<readonly Step[]> =>
  story({ book: await readBook('pingli-2016'), tree: { programmeId: 'pingli-11236', document: PINGLI_11236 }, ...moved });

export type Playing = Readonly<{ open?: OpenOptions; moved?: Partial<StoryData>; driver?: (zelian: Zelian) => Driver }>;

/** The demo year, played to its end; in memory unless told otherwise. The caller closes it. */
export async function playedStory({ open, moved, driver = inProcess }: Playing = {}): Promise<Zelian> {
  const zelian = await openForStory(open);
  await play(await storySteps(moved), driver(zelian));
  return zelian;
}

const PAUSE_MS = 20;
/** Where this run of tests has the year played once: folder of the ledger, its keys beside it. */
const playedFolder = (): string => join(process.env.ZELIAN_RUN_FOLDER!, 'played');

/**
 * A copy of the demo year, played once for all test files of a run: for those that ask, or go on, rather than play. The caller closes it; without a directory it
 * lies in the run's own folder.
 */
export async function storyToAsk(directory = mkdtempSync(join(process.env.ZELIAN_RUN_FOLDER!, 'copy-'))): Promise<Zelian> {
  const played = playedFolder();
  while (!existsSync(played)) await playFor(played);
  for (const suffix of ['', '.keys']) cpSync(`${played}${suffix}`, `${directory}${suffix}`, { recursive: true });
  return openForStory({ directory, clock: new SimulatedClock(STORY_END), entropy: seededEntropy('after the story') });
}

/** Whoever comes first plays it, in a folder that gets its name when all is in it; whoever else comes waits for that. */
async function playFor(played: string): Promise<void> {
  try {
    mkdirSync(`${played}.playing`);
  } catch {
    return setTimeout(PAUSE_MS);
  }
  try {
    const directory = join(`${played}.playing`, 'ledger');
    await (await playedStory({ open: { directory } })).close();
    renameSync(`${directory}.keys`, `${played}.keys`);
    renameSync(directory, played);
  } finally {
    rmSync(`${played}.playing`, { recursive: true });
  }
}

/** What of a ledger is the same on every engine. */
export async function fingerprintOf(zelian: Zelian): Promise<unknown> {
  const { ok, events, logHash } = await zelian.verify();
  const views: Record<string, string> = {};
  for (const view of zelian.viewNames()) views[view] = await zelian.rowHash(view);
  return { ok, events, logHash, views };
}
