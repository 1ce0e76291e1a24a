import 'reflect-metadata';
import { PINGLI_11236 } from '#programme';
import { readBook } from '#rulebook/nest';
import { inProcess, openForStory } from '../../apps/cli/src/story/in-process.js';
import { play, story } from '../../apps/cli/src/story/story.js';

describe('the accountability year', () => {
  it('plays', async () => {
    const zelian = await openForStory();
    const steps = story({ book: await readBook('pingli-2016'), tree: { programmeId: 'pingli-11236', document: PINGLI_11236 } });
    const t = Date.now();
    try { await play(steps, inProcess(zelian)); } catch (e) { console.log(e); }
    console.log(steps.length, Date.now() - t, JSON.stringify(await zelian.health()).slice(0, 2000));
    await zelian.close();
  });
});
