import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newCommandId, seededEntropy } from '#ledger';
import { readBook } from '#rulebook/nest';
import type { RecordReleasesRow } from '#redress';
import { handOutDifference, type CaseFile, type Counterfactual, type Distance, type Zelian } from '#zelian';
import { ZipParts } from '../../libs/exchange/src/workbook/zip.js';
import { SUBJECTS } from '../../apps/cli/src/story/accountability.js';
import { ORGANS, personId, postId, unitId } from '../../apps/cli/src/story/cast.js';
import { acting, assessmentOffice } from '../../apps/cli/src/story/setup.js';
import { storyToAsk } from '../support/played-story.js';
import { zelian as cli } from './command-line.js';
import { actorText, served, type Served } from './over-http.js';

// What a reviewer asks of the demo year, over HTTP and from the command line: nothing of it changes the ledger.
jest.setTimeout(180_000);

const OWNER = actorText(acting(ORGANS.discipline, 'case-officer'));
const QINGLAN = unitId('青岚镇');
const { personKey, postKey } = SUBJECTS.qinglanSecretary;
const SECRETARY = personId(personKey);

let folder: string;
let directory: string;
let ledger: Zelian;
let host: Served;
let score: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'replay-journey-'));
  directory = join(folder, 'ledger');
  ledger = await storyToAsk(directory);
  host = await served(ledger);
  for await (const event of ledger.parts.history.readAll(0)) {
    if (
      event.type === 'IndicatorScoreRecorded' &&
      event.stream === `performance-${QINGLAN}-2016` &&
      (event.data as { indicatorId: string }).indicatorId === 'reduction'
    )
      score = event.id;
  }
});
afterAll(async () => {
  await host.close();
  await ledger.close();
  rmSync(folder, { recursive: true });
});

/** The score as it was corrected in March, had it been so in January. */
const edits = () => ({ format: 1, edits: [{ op: 'replace', of: score, path: '/scoreHundredths', value: 6_350 }] });
const ask = async <Body>(path: string, body?: object, actor = OWNER) => {
  const headers = { 'x-actor': actor, 'content-type': 'application/json' };
  const answer = await host.ask(path, body === undefined ? { headers: { 'x-actor': actor } } : { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: answer.json<Body & { code?: string }>() };
};
describe('had the score been right from the start', () => {
  it('the grade, the veto and the decided measure would not have come about; the ledger stays as it is', async () => {
    const before = [(await ledger.log.head()).position, (await ledger.verify()).logHash];
    const { status, body } = await ask<Counterfactual>('/api/v1/replay', { edits: edits() });
    expect(status).toBe(200);
    const { scores, vetoes, cases, persons } = body.consequences;
    // The March correction changes nothing then, so it is left out; the grade comes out the same way earlier.
    expect(body.difference.flagged.map(({ events }) => events[0]!.type)).toEqual(
      expect.arrayContaining(['IndicatorScoreCorrected', 'VetoConfirmed', 'CollectivelyDecided']),
    );
    expect(scores).toEqual([]);
    expect(vetoes).toMatchObject([{ unitId: QINGLAN, before: 'lifted', after: 'basis-lost', never: true }]);
    expect(cases.find((one) => one.personId === SECRETARY)).toMatchObject({ basisLost: true, before: { measure: 'RemovalFromPost' }, after: null });
    expect(cases.find((one) => one.personId === SECRETARY)!.acts).toContain('集体讨论决定');
    expect(persons).toContain(SECRETARY);
    expect(body.difference.drift).toEqual({ rows: [], refused: [] });
    expect([(await ledger.log.head()).position, (await ledger.verify()).logHash]).toEqual(before);
  });

  it('is for case owners, and noted', async () => {
    const refused = await ask('/api/v1/replay', { edits: edits() }, actorText(assessmentOffice));
    expect([refused.status, refused.body.code]).toEqual([403, 'access.case-owner-only']);
    const noted: string[] = [];
    for await (const { view, kind } of ledger.parts.access.entries()) if (view === 'replay') noted.push(kind);
    expect(noted).toEqual(expect.arrayContaining(['read', 'refused']));
  });

  it.each<[string, object, number?]>([
    ['replay.malformed', { edits: { format: 2, edits: [] } }],
    ['replay.malformed', {}],
    ['body.unknown-field', { edits: { format: 1, edits: [] }, mood: 'good' }, 400],
    ['replay.unknown-event', { edits: { format: 1, edits: [{ op: 'retract', of: '01590000-0000-7000-8000-000000000000' }] } }],
  ])('%s', async (code, body, status = 422) => {
    const answer = await ask('/api/v1/replay', body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

describe('a draft book over the year', () => {
  it('with a higher cut-off changes grades that the year had', async () => {
    const book = await readBook('pingli-2016');
    const levels = book.grades.levels.map((level) => (level.id === 'fair' ? { ...level, minHundredths: 6_500 } : level));
    const document = { ...book, version: 2, grades: { ...book.grades, levels } };
    const { status, body } = await ask<Counterfactual>('/api/v1/books/dry-run', { document });
    expect([status, body.code]).toEqual([200, undefined]);
    expect(body.consequences.scores.map(({ before, after }) => [before!.grade, after!.grade])).toEqual(expect.arrayContaining([['fair', 'poor']]));
    expect(body.consequences.vetoes.length).toBeGreaterThan(0);
  });
});

describe('the distance to the cut-off', () => {
  it('is what a replay proves: one hundredth less would not do', async () => {
    const { body } = await ask<Distance>(`/api/v1/distance/${QINGLAN}?year=2016`);
    expect(body).toMatchObject({ grade: 'fair', up: { grade: 'good', minHundredths: 7_500 }, down: { grade: 'poor', belowHundredths: 6_000 } });
    expect(body.flips.length).toBeGreaterThan(0);
    const [least] = body.flips;
    expect(least).toMatchObject({ grade: 'poor' });
    expect(least!.totalE6).toBeLessThan(60_000_000);
  });
});

describe('the case file', () => {
  it('shows what the deciders saw, what is known now, and what came late', async () => {
    const { body } = await ask<CaseFile>(`/api/v1/case-files/${SECRETARY}/${postId(postKey)}/2016`);
    const screen = body.screens.find(({ view }) => view === 'scorecard')!;
    expect(screen).toMatchObject({ asSeen: true, then: { grade: 'poor' }, now: { grade: 'fair' } });
    expect(screen.differs).toEqual(expect.arrayContaining(['grade', 'totalE6', 'scores']));
    expect(screen.seenFor.map(({ type }) => type)).toEqual(['CollectivelyDecided']);
  });
  it('of a grade or a veto is opened by its name, and takes in what was seen in the veto and in appeals', async () => {
    const types = async (decision: string) => {
      const { status, body } = await ask<CaseFile>(`/api/v1/decisions/${decision}/file`);
      expect([status, body.decision]).toEqual([200, decision]);
      return body.screens.flatMap(({ seenFor }) => seenFor.map(({ type, stream }) => `${type} ${stream.split('-')[0]}`));
    };
    const commandId = newCommandId(ledger.parts.clock.now(), seededEntropy('replay'), 'seen');
    const filing = {
      appellantId: QINGLAN,
      track: 'UNIT-OBJECTION',
      step: 'unit-objection',
      filedOn: '2017-04-30',
      request: { private: '示例' },
      receiptRef: '收2号',
    };
    const data = { appealId: 'appeal-seen', against: { kind: 'grade', unitId: QINGLAN, year: 2016 }, organUnitId: unitId(ORGANS.assessment), ...filing };
    const actor = { personId: personId('青岚镇/town-head'), postId: postId('青岚镇/town-head') };
    const seen = [{ view: 'scorecard', key: `${QINGLAN}-2016` }];
    await ledger.record({ type: 'LodgeAppeal', data }, { actor, commandId, seen });
    await ledger.drain();
    expect(await types(`grade-${QINGLAN}-2016`)).toContain('AppealLodged appeal');
    expect(await types(`case-${SECRETARY}-${postId(postKey)}-2016`)).toContain('CollectivelyDecided case');
    expect(await types(`veto-${QINGLAN}-2016`)).not.toContain('AppealLodged appeal');
  });
  it('of nobody is refused', async () => {
    const { status, body } = await ask(`/api/v1/case-files/${SECRETARY}/${postId(postKey)}/2001`);
    expect([status, body.code]).toEqual([422, 'case.unknown']);
  });
});

describe('the command line', () => {
  let asked: ReturnType<typeof ask<Counterfactual>> | undefined;
  /** What HTTP answers, asked once: nothing is recorded in between. */
  const answered = () => (asked ??= ask<Counterfactual>('/api/v1/replay', { edits: edits() }));
  const common = () => ['--data', directory, '--actor', OWNER];
  it('prints the same answer, for people and for programs', async () => {
    const file = join(folder, 'edits.json');
    writeFileSync(file, JSON.stringify(edits()));
    const { body } = await answered();
    const json = await cli('replay', '--edits', file, '--json', ...common());
    expect([json.code, json.json<Counterfactual>().hash]).toEqual([0, body.hash]);
    const printed = await cli('replay', '--edits', file, ...common());
    expect(printed.out).toContain('一票否决');
    expect(printed.out).toContain('周砚');
    expect(printed.out).toContain(body.hash);
  });
  it('prints the difference document as a paper with ids and hashes; that it leaves is on record', async () => {
    const file = join(folder, 'paper-edits.json');
    writeFileSync(file, JSON.stringify(edits()));
    const { body } = await answered();
    const refused = await cli('replay', '--edits', file, '--out', join(folder, 'nobody.docx'), '--json', ...common());
    expect(refused.json().code).toBe('release.recipient-missing');
    const to = { recipient: '示例复查组', purpose: '申诉复查' };
    const answer = await host.ask('/api/v1/exchange/differences', {
      method: 'POST',
      headers: { 'x-actor': OWNER, 'content-type': 'application/json' },
      body: JSON.stringify({ edits: edits(), ...to }),
    });
    expect([answer.status, answer.headers['content-type']]).toEqual([201, expect.stringContaining('wordprocessingml')]);
    await ledger.drain();
    const row = (await ledger.reader.get('record-releases', SECRETARY)).row as RecordReleasesRow;
    expect(row.releases).toMatchObject([{ record: { kind: 'difference', key: body.hash }, channel: 'print' }]);
    const head = (await ledger.log.head()).position;
    const bytes = await handOutDifference(ledger, { list: edits(), actor: acting(ORGANS.discipline, 'case-officer'), to: { ...to, channel: 'print' } });
    // Whoever reads the directory beside this owner finds rows that have kept up.
    await ledger.drain();
    const text = ZipParts.of(bytes)
      .text('word/document.xml')!
      .replace(/<[^>]+>/g, '');
    for (const told of ['反事实差异文书', '草稿', body.hash, score, SECRETARY, '周砚', '一票否决', '依据丧失', `序号${head}`]) expect(text).toContain(told);
  });
  it('tries a draft book, tells distances and opens a case file', async () => {
    const dry = await cli('book', 'dry-run', 'pingli-2016', '--json', ...common());
    expect([dry.code, dry.json<Counterfactual>().difference.changes]).toEqual([0, []]);
    expect((await cli('distance', QINGLAN, '--year', '2016', ...common())).out).toContain('距上一等次“良好”');
    expect((await cli('case-file', SECRETARY, postId(postKey), '2016', ...common())).out).toContain('集体讨论决定');
  });
  it('names what is wrong and exits 2', async () => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, JSON.stringify({ format: 1, edits: [{ op: 'retract', of: '01590000-0000-7000-8000-000000000000' }] }));
    const bad = await cli('replay', '--edits', file, '--json', ...common());
    expect([bad.code, bad.json().code]).toEqual([2, 'replay.unknown-event']);
  });
});
