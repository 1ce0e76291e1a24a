import type { PostRow } from '#registry';
import type { Zelian } from '#zelian';
import { unitId } from '../../apps/cli/src/story/cast.js';
import { counterfactual } from '../../libs/zelian/src/replay/counterfactual.js';
import { storyToAsk } from '../support/played-story.js';

// The demo year, imagined otherwise: what people did elsewhere stays done, and what the rules wrote comes back by itself.

let told: Zelian;
beforeAll(async () => (told = await storyToAsk()));
afterAll(() => told.close());

describe('the demo year', () => {
  it('derived again from its first event on, drifts nowhere and differs in nothing', async () => {
    const { difference, derived, segments } = await counterfactual(told.parts, { list: { format: 1, edits: [] }, everything: true });
    expect(difference).toMatchObject({ changes: [], flagged: [], drift: { rows: [], refused: [] }, stuck: [] });
    expect(derived).toBe(segments);
  });

  it('whoever was removed was in fact gone: the measure loses its basis, the tenure stays ended', async () => {
    const stream = `performance-${unitId('芦川镇')}-2016`;
    const edits = [];
    for await (const { type, stream: of, id } of told.parts.history.readAll(0)) {
      if (type === 'IndicatorScoreRecorded' && of === stream) edits.push({ op: 'replace' as const, of: id, path: '/scoreHundredths', value: 8_000 });
    }
    const executed: { tenureId: string; postId: string; to: string }[] = [];
    for await (const { type, origin, data } of told.parts.history.readAll(0))
      if (type === 'TenureEnded' && origin === 'policy') executed.push(data as (typeof executed)[number]);
    const { difference, consequences } = await counterfactual(told.parts, { list: { format: 1, edits } });
    expect(difference.flagged.map(({ events }) => events[0]!.type)).toContain('MeasureExecuted');
    expect(consequences.cases.some(({ basisLost, acts }) => basisLost && acts.includes('处理手续办结'))).toBe(true);
    // Nothing about tenures differs, and there was one to end.
    expect(executed.length).toBeGreaterThan(0);
    expect(difference.changes.filter(({ view }) => ['post-directory', 'person-posts', 'responsibility-posts', 'responsibility-chain'].includes(view))).toEqual(
      [],
    );
    const { row } = await told.reader.get('post-directory', executed[0]!.postId);
    expect((row as PostRow).tenures.find(({ tenureId }) => tenureId === executed[0]!.tenureId)).toMatchObject({ to: executed[0]!.to });
  });
});
