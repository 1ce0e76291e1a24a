import { PINGLI_11236 } from '#programme';
import { readBook } from '#rulebook/nest';
import type { OpenOptions, Zelian } from '#zelian';
import { inProcess, openForStory } from '../../apps/cli/src/story/in-process.js';
import type { Step } from '../../apps/cli/src/story/ids.js';
import { play, story, type Driver, type StoryData } from '../../apps/cli/src/story/story.js';

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

/** What of a ledger is the same on every engine. */
export async function fingerprintOf(zelian: Zelian): Promise<unknown> {
  const { ok, events, logHash } = await zelian.verify();
  const views: Record<string, string> = {};
  for (const view of zelian.viewNames()) views[view] = await zelian.rowHash(view);
  return { ok, events, logHash, views };
}
