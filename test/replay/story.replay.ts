import type { Zelian } from '#zelian';
import { playedStory } from '../support/played-story.js';

let told: Zelian;
beforeAll(async () => (told = await playedStory()));
afterAll(() => told.close());

describe('probe', () => {
  it('runs', async () => {
    const list: any[] = [];
    for await (const e of told.parts.history.readAll(0)) if (/Finding|IndicatorScore/.test(e.type)) list.push(e);
    console.log(list.map((e) => `${e.position} ${e.type} ${e.stream} ${JSON.stringify(e.data).slice(0, 150)}`).join('\n'));
    const empty = await told.replay({ list: { format: 1, edits: [] }, everything: true });
    console.log(JSON.stringify({ ...empty, difference: { ...empty.difference, drift: { rows: empty.difference.drift.rows.length, first: empty.difference.drift.rows.slice(0, 2), refused: empty.difference.drift.refused.length } } }, null, 1).slice(0, 4000));
    const score = list.find((e) => e.type === 'IndicatorScoreRecorded');
    for (const everything of [false, true]) {
      const t = Date.now();
      const one = await told.replay({ list: { format: 1, edits: [{ op: 'retract', of: score.id }] }, everything });
      console.log(Date.now() - t, one.hash, one.derived, one.segments, JSON.stringify(one.difference.changes.map((c: any) => [c.view, c.key, c.chain.map((x: any) => x.type + (x.clauseId ?? ''))]), null, 0), JSON.stringify(one.difference.flagged.map((f: any) => [f.events[0].type, f.code])), one.difference.drift.rows.length);
    }
  });
});
