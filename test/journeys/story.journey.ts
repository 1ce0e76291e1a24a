import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseRowKey, holdersIn, triggerRowKey, type CaseRow, type Chain, type ScreeningRow, type TriggerRow } from '#accountability';
import type { ScorecardRow } from '#assessment';
import { yearInterval } from '#kernel';
import type { DutiesRow, FiveOnesRow } from '#registry';
import { lint } from '#rulebook';
import { readBook } from '#rulebook/nest';
import type { VetoRow } from '#veto';
import type { Explanation, PersonExplanation, Zelian } from '#zelian';
import { SUBJECTS, type Subject } from '../../apps/cli/src/story/accountability.js';
import { DEPARTMENTS, ORGANS, personId, postId, TOWNS, unitId, VILLAGES, villageId } from '../../apps/cli/src/story/cast.js';
import { at } from '../../apps/cli/src/story/ids.js';
import { openForStory } from '../../apps/cli/src/story/in-process.js';
import { acting, countySecretary } from '../../apps/cli/src/story/setup.js';
import { headOf, play, STORY_THEN } from '../../apps/cli/src/story/story.js';
import { rowsByKey } from '../support/domain-rows.js';
import { playedStory, storySteps } from '../support/played-story.js';
import { overHttp, served, type Problem, type Served } from './over-http.js';

// Whole years are played here, and whole processes waited for.
jest.setTimeout(120_000);

const YEAR = 2016;
const FAILED = villageId(VILLAGES[0][1]);
const PAIRED = '交通局';
const caseOfficer = acting(ORGANS.discipline, 'case-officer');

type Fingerprint = Readonly<{ ok: boolean; events: number; logHash: string; views: Readonly<Record<string, string>> }>;
/** What of a ledger is the same on every engine and through every door. */
async function fingerprintOf(zelian: Zelian): Promise<Fingerprint> {
  const { ok, events, logHash } = await zelian.verify();
  const views: Record<string, string> = {};
  for (const view of zelian.viewNames()) views[view] = await zelian.rowHash(view);
  return { ok, events, logHash, views };
}

let zelian: Zelian;
let inMemory: Fingerprint;
beforeAll(async () => {
  zelian = await playedStory();
  inMemory = await fingerprintOf(zelian);
});
afterAll(() => zelian.close());

const rows = async <Row>(view: string): Promise<readonly Row[]> => Object.values(await rowsByKey(zelian, view)) as Row[];
const row = async <Row>(view: string, key: string, asKnownAt?: number | string): Promise<Row | undefined> =>
  (await zelian.reader.get(view, key, asKnownAt === undefined ? {} : { asKnownAt })).row as Row | undefined;
const scorecard = (town: string, asKnownAt?: string) => row<ScorecardRow>('scorecard', `${unitId(town)}-${YEAR}`, asKnownAt);
const veto = (town: string, asKnownAt?: string) => row<VetoRow>('veto-register', `${unitId(town)}-${YEAR}`, asKnownAt);
const keyOf = ({ personKey, postKey }: Subject) => ({ personId: personId(personKey), postId: postId(postKey), year: YEAR });
const caseOf = (subject: Subject) => row<CaseRow>('accountability-cases', caseRowKey(keyOf(subject)));
const triggerOf = (subject: Subject, asKnownAt?: string) =>
  row<TriggerRow>('trigger-register', triggerRowKey({ ...keyOf(subject), clauseId: subject.clauseId, target: subject.target }), asKnownAt);
const stepOf = (found: CaseRow | undefined, type: string) => found?.steps.find((step) => step.type === type);
const clauseOf = (explained: Explanation | PersonExplanation, clauseId: string) =>
  (explained as Explanation).clauses.find((clause) => clause.clauseId === clauseId)!;

describe('the accountability year, played on files', () => {
  let parent: string;
  let onFiles: Zelian;
  beforeAll(async () => {
    parent = mkdtempSync(join(tmpdir(), 'zelian-story-'));
    onFiles = await playedStory({ open: { directory: join(parent, 'ledger') } });
  });
  afterAll(async () => {
    await onFiles.close();
    rmSync(parent, { recursive: true });
  });
  it('is the same bytes and rows as in memory', async () => expect(await fingerprintOf(onFiles)).toEqual(inMemory));
});

describe('the accountability year, played over HTTP', () => {
  let host: Served;
  let overTheWire: Fingerprint;
  const refusals: Problem[] = [];
  beforeAll(async () => {
    host = await served(await openForStory());
    await play(
      await storySteps(),
      overHttp(host, (problem) => refusals.push(problem)),
    );
    overTheWire = await fingerprintOf(host.zelian);
  });
  afterAll(async () => {
    await host.close();
    await host.zelian.close();
  });
  it('is the same bytes and rows as in process', () => expect(overTheWire).toEqual(inMemory));

  it('leaves a demotion a trigger: when people try to decide it, the forms in force do not list it', async () => {
    const subject: Subject = { personKey: `${PAIRED}/department-head`, postKey: `${PAIRED}/department-head`, clauseId: 'PL-D4', target: FAILED };
    const organUnitId = unitId(ORGANS.partyCommittee);
    const bases = [{ clauseId: subject.clauseId, target: subject.target }];
    const driver = overHttp(host);
    const date = '2017-05-02';
    const participantIds = ['county-party-secretary', 'county-magistrate', 'county-deputy-secretary'].map((role) =>
      personId(`${ORGANS.partyCommittee}/${role}`),
    );
    const acts = [
      { by: caseOfficer, type: 'RecommendAccountability', data: { organUnitId: unitId(ORGANS.discipline), bases, materialRefs: ['材料一'] } },
      { by: countySecretary, type: 'ApproveInitiation', data: { organUnitId } },
      { by: caseOfficer, type: 'TakeDirectPath', data: { ground: { private: '事实清楚' } } },
      { by: caseOfficer, type: 'HearStatement', data: { signed: true, statement: { private: '没有意见。' }, acceptedPoints: [] } },
      {
        by: countySecretary,
        type: 'DecideCollectively',
        data: { organUnitId, bases, measure: 'Demotion', participantIds, quorum: 2, dissents: [], minutesRef: '岭常纪〔2017〕9号' },
      },
    ];
    const refusals: (string | undefined)[] = [];
    for (const [index, { by, type, data }] of acts.entries()) {
      const step = { at: at(date, 9 + index), by, command: { type, data: { ...keyOf(subject), date, ...data } } };
      await driver.moveTo(step.at);
      refusals.push((await driver.record(step.command, headOf(step, 10_000 + index)))?.code);
    }
    expect(refusals).toEqual([undefined, undefined, undefined, undefined, 'accountability.measure-not-in-force']);
    const { row: found } = await host.zelian.reader.get('accountability-cases', caseRowKey(keyOf(subject)));
    expect(found).toMatchObject({ phase: 'direct' });
    expect((found as CaseRow).decision).toBeUndefined();
  });

  it('refuses what the story says is refused: a scheme at 59.99 %, naming the clause; removing an elected head too early; a panel with somebody who voted', async () => {
    expect(refusals[0]).toMatchObject({ status: 422, code: 'appraisal.weight-below-floor', clause: 'PL-W1' });
    expect(refusals.map(({ code }) => code)).toEqual(['appraisal.weight-below-floor', 'accountability.congress-act-missing', 'appeal.reviewer-barred']);
    const card = await row<{ items: readonly { id: string; weightBasisPoints: number }[] }>('appraisal-card', `${unitId('青岚镇')}-${YEAR}`);
    expect(card?.items).toEqual(expect.arrayContaining([expect.objectContaining({ id: 'poverty', weightBasisPoints: 6000 })]));
  });
});

describe('who answered for what', () => {
  it('fills all 75 places of the fifteen villages', async () => {
    const register = await rows<FiveOnesRow>('five-ones');
    const duties = await rows<DutiesRow>('village-duties');
    expect(register.map(({ filled }) => filled)).toEqual(Array.from({ length: 15 }, () => 5));
    expect(duties.filter(({ targetId }) => targetId.startsWith('village-')).map(({ complete, missing }) => ({ complete, missing }))).toEqual(
      Array.from({ length: 15 }, () => ({ complete: true, missing: [] })),
    );
  });

  it('shows both secretaries of the town whose village failed, with 283 and 83 days', async () => {
    const chain = await row<Chain>('responsibility-chain', FAILED);
    const secretary = holdersIn(chain!, yearInterval(YEAR)).find(({ postId: held }) => held === postId('松坪镇/party-secretary'));
    expect(secretary?.gapDays).toBe(0);
    expect(secretary?.holders.map((holder) => [holder.personId, holder.days])).toEqual([
      [personId('松坪镇/party-secretary/1'), 283],
      [personId('松坪镇/party-secretary/2'), 83],
    ]);
  });
});

describe('grades and vetoes', () => {
  it('scores 26 units: in January two 较差, one 一般, one 优秀', async () => {
    const then = await Promise.all([...TOWNS, ...DEPARTMENTS].map((unit) => scorecard(unit, STORY_THEN)));
    const grades = then.map((card) => card?.gradeZh);
    expect(['较差', '一般', '优秀', '良好'].map((grade) => grades.filter((one) => one === grade).length)).toEqual([2, 1, 1, 22]);
    expect((await scorecard('松坪镇'))?.deductions).toMatchObject([{ clauseId: 'PL-X1', pointsHundredths: 800 }]);
  });

  it('raises one of the two by a late correction: its veto loses ground and people lift it; the other stands', async () => {
    expect(await scorecard('青岚镇', STORY_THEN)).toMatchObject({ totalHundredths: 5840, gradeZh: '较差' });
    expect(await scorecard('青岚镇')).toMatchObject({ totalHundredths: 6140, gradeZh: '一般' });
    const raised = await veto('青岚镇');
    expect([(await veto('青岚镇', STORY_THEN))?.state, raised?.state]).toEqual(['confirmed', 'lifted']);
    expect(raised?.history.map(({ event }) => event)).toEqual(['VetoTriggered', 'VetoConfirmed', 'VetoBasisLost', 'VetoLifted']);
    expect(await veto('芦川镇')).toMatchObject({ state: 'confirmed', effectUndetermined: true });
    expect(await rows('veto-register')).toHaveLength(2);
  });

  it('tells the organization department what the clauses say of a nominee from the town that is 一般', async () => {
    const screened = await row<ScreeningRow>('nomination-screenings', personId('松坪镇/town-leader'));
    expect(screened?.screenings).toMatchObject([{ date: '2017-01-24', unitIds: [unitId('松坪镇')], measures: [] }]);
    expect(screened?.screenings[0]?.notices).toContainEqual({ clauseId: 'PL-P2', says: 'barred', unitId: unitId('松坪镇'), year: YEAR, outcome: 'met' });
  });
});

describe('whom clauses flag', () => {
  it('does not reach into a post already left', async () => {
    const left: Subject = { ...SUBJECTS.songpingSecretary, personKey: '松坪镇/party-secretary/1' };
    expect(await triggerOf(left)).toMatchObject({ state: 'notApplicable', holding: { days: 283 } });
    expect(await triggerOf(SUBJECTS.songpingSecretary)).toMatchObject({ holding: { days: 83 } });
  });

  it('waits for the interpretation before it flags 相关责任领导', async () => {
    const responsible: Subject = { personKey: '松坪镇/deputy-in-charge', postKey: '松坪镇/deputy-in-charge', clauseId: 'PL-D2', target: FAILED };
    const before = clauseOf(await zelian.explain(FAILED, { year: YEAR, moment: { asKnownAt: STORY_THEN } }), 'PL-D2');
    const after = clauseOf(await zelian.explain(FAILED, { year: YEAR }), 'PL-D2');
    expect([before.outcome, before.missing.some((name) => name.includes('responsible-leader'))]).toEqual(['undetermined', true]);
    expect([after.outcome, after.missing]).toEqual(['met', []]);
    expect([await triggerOf(responsible, STORY_THEN), (await triggerOf(responsible))?.state]).toEqual([undefined, 'triggered']);
  });

  it('says on every trigger which clause in which words, which book, and on which events', async () => {
    const events = new Set<string>();
    for await (const { id } of zelian.log.readAll(0)) events.add(id);
    const triggers = await rows<TriggerRow>('trigger-register');
    expect(triggers.length).toBeGreaterThan(10);
    for (const { bases, clauseId } of triggers) {
      expect(bases).toEqual(
        bases.map((basis) => ({ ...basis, bookId: 'pingli-2016', bookVersion: 1, clauseId, clauseHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string })),
      );
      expect(bases.flatMap((basis) => basis.events).filter((id) => events.has(id)).length).toBeGreaterThan(0);
      expect(bases.flatMap((basis) => basis.events).filter((id) => !events.has(id))).toEqual([]);
    }
  });

  it('explains a person by all that the person answered for', async () => {
    const dossier = (await zelian.explain(personId('芦川镇/town-head'), { year: YEAR, actor: caseOfficer })) as PersonExplanation;
    expect(dossier.triggers.map(({ clauseId }) => clauseId)).toEqual(['PL-D3']);
    const flagged = dossier.targets.find(({ subject }) => subject === unitId('芦川镇'))!;
    expect(clauseOf(flagged, 'PL-D3')).toMatchObject({
      outcome: 'met',
      bookId: 'pingli-2016',
      bookVersion: 1,
      clauseHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(clauseOf(flagged, 'PL-D3').events.length).toBeGreaterThan(0);
  });

  it('explains a unit that nothing follows for: why each clause was not met, or what is missing', async () => {
    const { clauses } = (await zelian.explain(unitId('云溪镇'), { year: YEAR })) as Explanation;
    const evaluated = clauses.filter(({ status }) => status === 'evaluated');
    expect((await rows<TriggerRow>('trigger-register')).filter(({ target }) => target === unitId('云溪镇'))).toEqual([]);
    expect(evaluated.map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['not-met', 'undetermined']));
    for (const { outcome, values, missing } of evaluated) expect(outcome === 'undetermined' ? missing.length : Object.keys(values).length).toBeGreaterThan(0);
  });
});

describe('what people did', () => {
  it('ends the case whose statement was accepted, without accountability, on the facts', async () => {
    const found = await caseOf(SUBJECTS.songpingSecretary);
    expect(found).toMatchObject({ phase: 'concluded', breaches: [] });
    expect(found?.decision).toBeUndefined();
    expect(stepOf(found, 'StatementHeard')?.date).toBe('2017-02-10');
  });

  it('removes the elected town head only after the congress has acted', async () => {
    const found = await caseOf(SUBJECTS.luchuanHead);
    // In April the appeal made it a lighter one; who was removed was removed all the same.
    expect(found?.decision).toMatchObject({ measure: 'PublicApology', date: '2017-02-20', congress: 'approved' });
    expect([stepOf(found, 'CongressActRecorded')?.date, stepOf(found, 'MeasureExecuted')?.date]).toEqual(['2017-03-01', '2017-03-02']);
    const held = await row<{ tenures: readonly { personId: string; to?: string }[] }>('post-directory', postId('芦川镇/town-head'));
    expect(held?.tenures).toMatchObject([{ personId: personId('芦川镇/town-head'), to: '2017-03-02' }]);
  });

  it('takes the removed secretary through decision, service and execution into the file', async () => {
    const found = await caseOf(SUBJECTS.luchuanSecretary);
    expect(found).toMatchObject({ phase: 'archived', breaches: [], decision: { executedOn: '2017-02-27', basisLost: false, overdue: false } });
    const order = [
      'AccountabilityRecommended',
      'InitiationApproved',
      'StatementHeard',
      'CollectivelyDecided',
      'DecisionAnnounced',
      'DecisionServed',
      'MeasureExecuted',
      'CaseArchived',
    ];
    expect(found?.steps.map(({ type }) => type).filter((type) => order.includes(type))).toEqual(order);
  });

  it('marks what was decided and lost its ground, and the month for formalities that ran out', async () => {
    const found = await caseOf(SUBJECTS.qinglanSecretary);
    expect(found).toMatchObject({ phase: 'decided', decision: { basisLost: true, overdue: true } });
    expect(found?.decision?.executedOn).toBeUndefined();
    expect(stepOf(found, 'MeasureBasisLost')?.recordedOn.slice(0, 10)).toBe('2017-03-13');
    expect(stepOf(found, 'FormalitiesOverdue')).toBeDefined();
    expect(found?.decision?.formalitiesDueOn).toBe('2017-03-28');
  });

  it('decides on what was seen: each decision names the rows that lay before the committee', async () => {
    const seen: (readonly string[])[] = [];
    for await (const { type, bytes } of zelian.log.readAll(0)) {
      if (type !== 'CollectivelyDecided') continue;
      const event = JSON.parse(bytes.toString('utf8')) as { seen: readonly { view: string; rowHash: string }[] };
      seen.push(event.seen.map(({ view }) => view));
      for (const { rowHash } of event.seen) expect(rowHash).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(seen).toEqual(Array.from({ length: 3 }, () => ['scorecard@2', 'accountability-cases@1']));
  });

  it('keeps a demotion a trigger, as the linter says it must', async () => {
    const demotions = (await rows<TriggerRow>('trigger-register')).filter(({ measure }) => measure === 'Demotion');
    expect(demotions.map(({ state }) => state)).toEqual(['triggered', 'triggered']);
    expect((await rows<CaseRow>('accountability-cases')).filter(({ decision }) => decision?.measure === 'Demotion')).toEqual([]);
    expect(lint(await readBook('pingli-2016')).map(({ code }) => code)).toContain('book.measure-not-in-force');
  });
});
