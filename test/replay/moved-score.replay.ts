import { caseRowKey, type CaseRow, type TriggerRow } from '#accountability';
import type { ScorecardRow } from '#assessment';
import type { VetoRow } from '#veto';
import type { Zelian } from '#zelian';
import { SUBJECTS } from '../../apps/cli/src/story/accountability.js';
import { SCORES } from '../../apps/cli/src/story/assessments.js';
import { personId, postId, unitId } from '../../apps/cli/src/story/cast.js';
import { at } from '../../apps/cli/src/story/ids.js';
import { inProcess } from '../../apps/cli/src/story/in-process.js';
import { assessmentOffice } from '../../apps/cli/src/story/setup.js';
import { headOf } from '../../apps/cli/src/story/story.js';
import { rowsByKey } from '../support/domain-rows.js';
import { playedStory, storyToAsk } from '../support/played-story.js';

// One figure of the story's data moved, no line of code changed.

const TOWN = '竹坝镇';
const row = async <Row>(zelian: Zelian, view: string, key: string) => (await zelian.reader.get(view, key)).row as Row | undefined;

/** What the book makes of a town whose every indicator scores 60.00 but for the first. */
async function townWith(reduction: number) {
  const zelian = await playedStory({ moved: { scores: { ...SCORES, [TOWN]: [reduction, 6_000, 6_000] } } });
  const key = `${unitId(TOWN)}-2016`;
  const scorecard = (await row<ScorecardRow>(zelian, 'scorecard', key))!;
  const veto = await row<VetoRow>(zelian, 'veto-register', key);
  const triggers = (Object.values(await rowsByKey(zelian, 'trigger-register')) as TriggerRow[]).filter(({ target }) => target === unitId(TOWN));
  await zelian.close();
  return {
    grade: scorecard.grade,
    totalE6: scorecard.totalE6,
    veto: veto?.state,
    flagged: triggers.map(({ clauseId, personId: id, state }) => `${clauseId} ${id} ${state}`).sort(),
  };
}

describe('one score moved across a cut-off', () => {
  it('changes grade, veto and triggers by the book alone: 60.00 is enough', async () => {
    expect(await townWith(6_000)).toEqual({ grade: 'fair', totalE6: 60_000_000, veto: undefined, flagged: [] });
  });

  it('59.996 is not, however it is shown', async () => {
    const flagged = ['party-secretary', 'town-head'].map((role) => `PL-D3 ${personId(`${TOWN}/${role}`)} triggered`);
    // The committee's interpretation names who else leads the work: its deputy in charge.
    const deputy = `PL-D3b ${personId(`${TOWN}/deputy-in-charge`)} triggered`;
    expect(await townWith(5_999)).toEqual({ grade: 'poor', totalE6: 59_996_000, veto: 'triggered', flagged: [...flagged, deputy].sort() });
  });
});

describe('a score that falls again after the year', () => {
  it('gives a decided measure its ground back on the same trail, and vetoes anew what was lifted', async () => {
    const zelian = await storyToAsk();
    const { personKey, postKey } = SUBJECTS.qinglanSecretary;
    const key = caseRowKey({ personId: personId(personKey), postId: postId(postKey), year: 2016 });
    const before = (await row<CaseRow>(zelian, 'accountability-cases', key))!;
    const of = { unitId: unitId('青岚镇'), year: 2016, indicatorId: 'reduction', scoreHundredths: 5_600 };
    const command = { type: 'CorrectIndicatorScore', data: { ...of, evidenceRefs: ['附件'], reason: '复核后恢复原分', documentDate: '2017-05-02' } };
    const driver = inProcess(zelian);
    const step = { at: at('2017-05-03'), by: assessmentOffice, command };
    await driver.moveTo(step.at);
    expect(await driver.record(command, headOf(step, 9_999))).toBeUndefined();
    const after = (await row<CaseRow>(zelian, 'accountability-cases', key))!;
    expect([before.decision!.basisLost, after.decision!.basisLost]).toEqual([true, false]);
    expect(after.steps.slice(0, before.steps.length)).toEqual(before.steps);
    expect(after.steps.slice(before.steps.length).map(({ type }) => type)).toEqual(['MeasureBasisRegained']);
    expect((await row<VetoRow>(zelian, 'veto-register', `${unitId('青岚镇')}-2016`))!.history.map(({ event }) => event)).toEqual([
      ...['VetoTriggered', 'VetoConfirmed', 'VetoBasisLost', 'VetoLifted', 'VetoTriggered'],
    ]);
    await zelian.close();
  });
});
