import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedClock } from '#ledger';
import type { ListAnswer, RowAnswer } from '#readmodel';
import { checkpointAnswer, failedChecks, openLedger, type CaseScreen, type CheckpointAnswer, type Explanation, type Imported, type Verdict } from '#zelian';
import type { DemoResult } from '../../apps/cli/src/demo/result.js';
import { SUBJECTS } from '../../apps/cli/src/story/accountability.js';
import { ORGANS, personId, postId, unitId, VILLAGES, villageId } from '../../apps/cli/src/story/cast.js';
import { idOf } from '../../apps/cli/src/story/ids.js';
import { acting } from '../../apps/cli/src/story/setup.js';
import { STORY_END, STORY_THEN } from '../../apps/cli/src/story/story.js';
import { fingerprintOf } from '../support/played-story.js';
import { refusalOf, serving, spawned, zelian, type Ended, type Server } from './command-line.js';
import { actorText, post, served } from './over-http.js';

// Whole years are played here, and whole processes waited for.
jest.setTimeout(240_000);

const OFFICER = actorText(acting(ORGANS.discipline, 'case-officer'));
const QINGLAN = `${unitId('青岚镇')}-2016`;
const FAILED = villageId(VILLAGES[0][1]);

let folder: string;
/** The demo's own directory: read, never written. Who writes takes a copy. */
let demo: string;
let first: Ended;
let told: Ended;
let result: DemoResult;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-demo-'));
  demo = join(folder, 'demo');
  [first, told] = await Promise.all([spawned(['demo', '--data', demo, '--json']), spawned(['demo', '--data', join(folder, 'told')])]);
  result = first.json<DemoResult>();
});
afterAll(() => rmSync(folder, { recursive: true }));

let copies = 0;
/** A copy of the demo, with or without its key. */
function copied({ keys = true } = {}): string {
  const copy = join(folder, `copy-${copies++}`);
  cpSync(demo, copy, { recursive: true });
  if (keys) cpSync(`${demo}.keys`, `${copy}.keys`, { recursive: true });
  return copy;
}
const ask = (directory: string, verb: readonly string[], ...more: readonly string[]) =>
  zelian(...verb, '--data', directory, '--actor', OFFICER, '--json', ...more);
const bodyOf = (data: unknown): string => {
  const file = join(folder, `body-${copies++}.json`);
  writeFileSync(file, typeof data === 'string' ? data : JSON.stringify(data));
  return file;
};
const unit = (name: string) => ({ unitId: idOf('unit', name), kind: 'department', name });
const MAY = ['--simulated-at', '2017-05-02T01:00:00.000Z'];

describe('the demo', () => {
  it('is the same twice, in another directory', async () => {
    expect([first.code, told.code]).toEqual([0, 0]);
    const again = await openLedger({ directory: join(folder, 'told'), mode: 'read' });
    const { logHash, events, views, checkpoint } = result;
    expect([await fingerprintOf(again), await checkpointAnswer(again.parts)]).toEqual([{ ok: true, events, logHash, views }, checkpoint]);
    await again.close();
    expect(checkpoint).toMatchObject({ size: events, root: logHash, note: expect.stringContaining(`\n${events}\n`) });
  });
  it('tells the year in two screens of some fifty lines', () => {
    const { out } = told;
    expect(out.split('\n').filter((text) => text.trim() !== '').length).toBeLessThanOrEqual(100);
    const parts = '绩效考核 一票否决 责任链 推荐提名核查 案件 条款释明 所知与现在所知 申诉 恢复名誉已办 logHash checkpoint';
    for (const part of parts.split(' ')) expect(out).toContain(part);
    // What the README shows of it is real output: whoever changes the one changes the other.
    const [, shown = 'nothing'] = /```text\n(责链 Zelian[^]*?)\n```/.exec(readFileSync('README.md', 'utf8')) ?? [];
    const printed = new Set(out.split('\n').map((text) => text.trimEnd()));
    expect(shown.split('\n').filter((text) => !printed.has(text.trimEnd()))).toEqual([]);
  });
  it('screens a decided case, and prints the record of an appeal', async () => {
    const { personKey, postKey } = SUBJECTS.qinglanSecretary;
    const key = `${personId(personKey)}/${postId(postKey)}/2016`;
    const { decision, grounds } = (await ask(demo, ['screen', key])).json<CaseScreen>();
    expect([decision.measure, grounds.filter(({ answer }) => answer === 'found').map(({ groundId }) => groundId)]).toEqual([
      'RemovalFromPost',
      ['facts-unclear', 'procedure-breached'],
    ]);
    const table = await zelian('screen', key, '--data', demo, '--actor', OFFICER);
    for (const text of ['有发现', '撤销', 'MeasureBasisLost', '不是维持决定的理由', '仅作核对清单使用']) expect(table.out).toContain(text);
    expect(refusalOf(await ask(demo, ['screen', 'unit-x']))).toBe('case.key');
    const file = join(folder, 'record.pdf');
    const to = ['--to', '示例市委组织部', '--purpose', '申诉复查', ...MAY];
    const printed = await ask(copied(), ['document', 'appeal-record', key], '--pdf', '--out', file, ...to);
    if (printed.code === 0) expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
    else expect(refusalOf(printed)).toBe('document.pdf-unavailable');
  });
  it('says what was asked of it', () => {
    expect(result).toMatchObject({ position: result.events - 1, verify: { ok: true }, rebuild: { same: true } });
    expect(result.logHash).toMatch(/^[0-9a-f]{64}$/);
    expect(result.vetoes).toEqual(
      expect.arrayContaining([
        { unit: unitId('青岚镇'), state: 'lifted', clause: ['PL-V1'] },
        { unit: unitId('芦川镇'), state: 'confirmed', clause: ['PL-V1'] },
      ]),
    );
    for (const { bases, clauseHash, book } of result.triggers) expect([bases.length > 0, clauseHash.length > 0, book]).toEqual([true, true, ['pingli-2016@1']]);
    expect(result.decisions.map(({ phase }) => phase).sort()).toEqual(['archived', 'concluded', 'decided', 'decided']);
    expect([result.asKnown.then.grades[unitId('青岚镇')], result.asKnown.now.grades[unitId('青岚镇')]]).toEqual(['poor', 'fair']);
    expect(result.asKnown.changed).toContainEqual({ view: 'scorecard', key: QINGLAN });
  });
  it('is appealed: what hung on the doubted finding, by the same edits on the command line', async () => {
    const { appeal } = result;
    expect(appeal.case).toBe(`case-${personId('芦川镇/town-head')}-${postId('芦川镇/town-head')}-2016`);
    expect(appeal.outcome).toEqual({ result: 'varied', measure: 'PublicApology', decidedOn: '2017-04-07', grounds: ['facts-unclear'] });
    const { scores, vetoes, clauses, cases } = appeal.consequences;
    expect(scores).toMatchObject([
      { unitId: unitId('芦川镇'), before: { totalHundredths: 5800, grade: 'poor' }, after: { totalHundredths: 6100, grade: 'fair' } },
    ]);
    expect(vetoes).toMatchObject([{ unitId: unitId('芦川镇'), before: 'confirmed', after: 'basis-lost' }]);
    expect(clauses.filter(({ newly }) => newly).map(({ clauseId }) => clauseId)).toEqual(['PL-P2']);
    const lost = cases.filter(({ basisLost }) => basisLost).map(({ personId: id }) => id);
    expect(lost.sort()).toEqual([personId('芦川镇/party-secretary'), personId('芦川镇/town-head')].sort());
    const again = await ask(demo, ['replay'], '--edits', bodyOf(appeal.edits));
    expect([again.code, again.json<{ hash: string }>().hash]).toEqual([0, appeal.hash]);
    expect((await ask(demo, ['verify'])).json<Verdict>().logHash).toBe(result.logHash);
  });
  it('takes no directory that holds something', async () => {
    expect(refusalOf(await ask(folder, ['demo']))).toBe('usage.unknown-option');
    expect(refusalOf(await zelian('demo', '--data', folder, '--json'))).toBe('demo.directory-not-empty');
    expect(refusalOf(await zelian('demo', '--data', demo, '--json'))).toBe('demo.directory-not-empty');
  });
});

describe('verify', () => {
  it('finds nothing wrong with the demo, and says what it cannot see', async () => {
    const { code, json } = await ask(demo, ['verify']);
    const verdict = json<Verdict>();
    expect([code, verdict.ok, verdict.logHash, verdict.firstBad]).toEqual([0, true, result.logHash, null]);
    expect(verdict.checks['tail']?.detail.en).toMatch(/deletion of the last events.* not visible here/);
  });
  it('names the first event that somebody changed', async () => {
    const copy = copied();
    const file = join(copy, 'ledger.db');
    const bytes = readFileSync(file);
    const at = bytes.indexOf('"scoreHundredths":5600');
    bytes[at + '"scoreHundredths":'.length] = '7'.charCodeAt(0);
    writeFileSync(file, bytes);
    const { code, out } = await spawned(['verify', '--data', copy, '--json']);
    const verdict = JSON.parse(out) as Verdict;
    expect([code, verdict.ok, verdict.checks['macs']?.ok]).toEqual([1, false, false]);
    const changed = (await ask(copy, ['trail', unitId('青岚镇')]))
      .json<readonly { position: number; type: string }[]>()
      .find(({ type }) => type === 'IndicatorScoreRecorded');
    expect(verdict.firstBad?.position).toBe(changed?.position);
  });
});

describe('rebuild', () => {
  it('three times gives the rows as they were', async () => {
    const copy = copied();
    for (let turn = 0; turn < 3; turn++) {
      const { code, json } = await ask(copy, ['rebuild']);
      const { same, views } = json<{ same: boolean; views: readonly { view: string; after: string }[] }>();
      expect([code, same, Object.fromEntries(views.map(({ view, after }) => [view, after]))]).toEqual([0, true, result.views]);
    }
  });
  it('loses nothing with the rows themselves', async () => {
    const copy = copied();
    rmSync(join(copy, 'rows.db'));
    const { rows } = (await ask(copy, ['show', 'veto-register'])).json<ListAnswer>();
    expect(rows).toEqual((await ask(demo, ['show', 'veto-register'])).json<ListAnswer>().rows);
  });
});

describe('export and import', () => {
  it('carry the bytes over, with where they came from; the rows come out the same', async () => {
    const [file, again, target] = [join(folder, 'events.jsonl'), join(folder, 'again.jsonl'), join(folder, 'imported')];
    expect((await ask(demo, ['export', 'events'], '--out', file)).code).toBe(0);
    const { code, json } = await ask(target, ['import', 'events'], '--in', file);
    const imported = json<Imported>();
    expect([code, imported.events, imported.logHash]).toEqual([0, result.events, result.logHash]);
    const noted = JSON.parse(readFileSync(join(target, 'import.json'), 'utf8')) as Imported['provenance'];
    expect(noted).toEqual(imported.provenance);
    expect(noted).toMatchObject({ source: { logHash: result.logHash, events: result.events }, importedBy: acting(ORGANS.discipline, 'case-officer') });
    expect(noted.macKeyId).not.toBe(noted.source.macKeyId);
    await ask(target, ['export', 'events'], '--out', again);
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true);
    // Files travel apart from events: until they are there, each is named as missing.
    const without = (await ask(target, ['verify'])).json<Verdict>();
    expect(failedChecks(without)).toEqual(['evidence']);
    cpSync(join(demo, 'evidence'), join(target, 'evidence'), { recursive: true });
    expect((await ask(target, ['verify'])).json<Verdict>()).toMatchObject({ ok: true, logHash: result.logHash });
    const { views } = (await ask(target, ['rebuild'])).json<{ views: readonly { view: string; after: string }[] }>();
    expect(Object.fromEntries(views.map(({ view, after }) => [view, after]))).toEqual(result.views);
    expect(refusalOf(await ask(target, ['import', 'events'], '--in', file))).toBe('import.not-empty');
    expect(refusalOf(await ask(demo, ['export', 'events'], '--out', file))).toBe('usage.file');
  });
  it('go through pipes, and take all or nothing', async () => {
    const { out, err } = await spawned(['export', 'events', '--data', demo, '--actor', OFFICER]);
    expect([out.split('\n').length, err]).toEqual([result.events + 1, expect.stringContaining('simulated clock')]);
    const target = join(folder, 'piped');
    const tampered = await spawned(
      ['import', 'events', '--data', target, '--actor', OFFICER, '--json'],
      out.replace('"scoreHundredths":5600', '"scoreHundredths":5600.5'),
    );
    expect([refusalOf(tampered, 1), existsSync(target)]).toEqual(['import.refused', false]);
  });
});

describe('questions', () => {
  it('are answered as known then and as known now', async () => {
    const grade = async (...more: readonly string[]) =>
      ((await ask(demo, ['show', 'scorecard'], '--key', QINGLAN, ...more)).json<RowAnswer>().row as { gradeZh: string }).gradeZh;
    expect([
      await grade(),
      await grade('--as-known-at', STORY_THEN),
      await grade('--as-known-at', '2017-01-31'),
      await grade('--at-least', String(result.position)),
    ]).toEqual(['一般', '较差', '较差', '一般']);
    expect(await grade('--as-known-at', String(result.asKnown.then.position))).toBe('较差');
  });
  it('are answered for a date in the world', async () => {
    const held = async (date: string) => (await ask(demo, ['show', 'responsibility-chain'], '--key', FAILED, '--valid-on', date)).out;
    const [before, after] = [await held('2016-10-09'), await held('2016-10-10')];
    expect([before.includes(personId('松坪镇/party-secretary/1')), before.includes(personId('松坪镇/party-secretary/2'))]).toEqual([true, false]);
    expect([after.includes(personId('松坪镇/party-secretary/1')), after.includes(personId('松坪镇/party-secretary/2'))]).toEqual([false, true]);
  });
  it('by trail, explanation and difference', async () => {
    const trail = (await ask(demo, ['trail', personId('芦川镇/town-head')])).json<readonly { type: string }[]>();
    expect(trail.map(({ type }) => type)).toEqual(expect.arrayContaining(['PersonRegistered', 'ClauseTriggered', 'CollectivelyDecided', 'MeasureExecuted']));
    const explained = (await ask(demo, ['explain', FAILED], '--year', '2016')).json<Explanation>();
    expect(explained.clauses.find(({ clauseId }) => clauseId === 'PL-D1')).toMatchObject({
      outcome: 'met',
      clauseHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    const changed = (await ask(demo, ['diff', 'veto-register'], '--from', STORY_THEN)).json<{ rows: readonly { key: string }[] }>();
    expect(changed.rows.map(({ key }) => key)).toEqual([QINGLAN]);
    const books = (await ask(demo, ['book', 'show'])).json<ListAnswer>();
    expect(JSON.stringify(books.rows)).toContain('PL-D1');
  });
  it('by people, in Chinese with English beside it', async () => {
    const { code, out, err } = await zelian('explain', FAILED, '--year', '2016', '--data', demo);
    expect([code, err]).toEqual([0, expect.stringContaining('模拟时钟')]);
    for (const text of ['PL-D1', '符合', '不符合', '未定', '条文哈希', 'explain, as known at']) expect(out).toContain(text);
    expect((await zelian('show', 'veto-register', '--data', demo)).out).toContain('已解除');
  });
  it('lint a book', async () => {
    const { code, json } = await ask(demo, ['book', 'lint', 'pingli-2016']);
    expect([code, json<{ ok: boolean; findings: readonly unknown[] }>().ok]).toEqual([0, true]);
    const broken = bodyOf(
      readFileSync(join('libs', 'rulebook', 'books', 'pingli-2016.json'), 'utf8').replace('"unit.kind" }, "town"', '"unit.colour" }, "town"'),
    );
    expect((await ask(demo, ['book', 'lint', broken])).code).toBe(1);
  });
  it.each<[string, readonly string[], string]>([
    ['a view that is none', ['show', 'horoscope'], 'view.unknown'],
    ['a row that is none', ['show', 'scorecard', '--key', 'nobody'], 'row.unknown'],
    ['a moment that is none', ['show', 'scorecard', '--as-known-at', 'yesterday'], 'moment.invalid'],
    ['a moment yet to come', ['show', 'scorecard', '--as-known-at', '99999999'], 'moment.in-future'],
    ['a date, of rows without', ['show', 'scorecard', '--valid-on', '2016-12-31'], 'moment.no-valid-time'],
    ['a date that does not exist', ['show', 'post-directory', '--valid-on', '2016-02-30'], 'moment.invalid'],
    ['a moment, where it means nothing', ['verify', '--as-known-at', '5'], 'usage.no-moment'],
    ['a number that is none', ['show', 'scorecard', '--limit', 'many'], 'usage.number'],
    ['a subject that is none', ['trail', 'nobody'], 'subject.unknown'],
    ['a verb that is none', ['divine'], 'usage.unknown-command'],
    ['an option that is none', ['show', 'scorecard', '--colour'], 'usage.unknown-option'],
    ['nothing', ['show'], 'usage.missing-argument'],
    ['no earlier moment', ['diff', 'scorecard'], 'usage.missing-mandatory-option-value'],
  ])('refuse %s', async (_, verb, code) => expect(refusalOf(await (verb[0] === 'divine' ? zelian(...verb, '--json') : ask(demo, verb)))).toBe(code));
  it('about persons want to know who asks', async () => {
    expect(refusalOf(await zelian('show', 'trigger-register', '--data', demo, '--json'))).toBe('actor.invalid');
    const { code, err } = await zelian('show', 'trigger-register', '--data', demo, '--actor', actorText(acting(ORGANS.command, 'command-clerk')));
    expect([code, err]).toEqual([2, expect.stringContaining('access.case-owner-only')]);
  });
});

describe('recording', () => {
  it('takes the same strict bodies as HTTP, by the same rules', async () => {
    const copy = copied();
    const record = async (type: string, body: string) => refusalOf(await ask(copy, ['record', type], '--json-file', body, ...MAY));
    expect(await record('RewriteHistory', bodyOf({}))).toBe('command.unknown');
    expect(await record('TriggerVeto', bodyOf({}))).toBe('command.unknown');
    expect(await record('RegisterUnit', bodyOf({ ...unit('甲'), colour: 'red' }))).toBe('body.invalid');
    expect(await record('RegisterUnit', bodyOf('{"name":"甲","name":"乙"}'))).toBe('json.duplicate-key');
    expect(await record('RegisterUnit', bodyOf({ ...unit('甲'), name: '长'.repeat(400_000) }))).toBe('body.too-large');
    expect(await record('RegisterUnit', join(folder, 'nowhere.json'))).toBe('usage.file');
    expect(await record('ConfirmVeto', bodyOf({ unitId: unitId('云溪镇'), year: 2016, authorityRef: '岭发〔2017〕4号', date: '2017-04-01' }))).toBe(
      'veto.not-triggered',
    );
    expect(refusalOf(await zelian('record', 'RegisterUnit', '--json-file', bodyOf(unit('甲')), '--data', copy, '--json', ...MAY))).toBe('actor.invalid');
    expect((await ask(copy, ['verify'])).json<Verdict>().events).toBe(result.events);
  });
  it('lets everything follow before it leaves', async () => {
    const copy = copied();
    const correction = {
      unitId: unitId('芦川镇'),
      year: 2016,
      indicatorId: 'reduction',
      scoreHundredths: 9000,
      evidenceRefs: ['岭考办〔2017〕12号'],
      reason: '漏计',
      documentDate: '2017-04-20',
    };
    expect((await ask(copy, ['record', 'CorrectIndicatorScore'], '--json-file', bodyOf(correction), ...MAY)).code).toBe(0);
    expect((await ask(copy, ['show', 'veto-register'], '--key', `${unitId('芦川镇')}-2016`)).json<RowAnswer>().row).toMatchObject({ state: 'basis-lost' });
  });
  it('runs by the clock that the ledger was opened with', async () => {
    const copy = copied();
    const real = join(folder, 'real');
    const body = bodyOf(unit('甲'));
    expect(refusalOf(await ask(copy, ['record', 'RegisterUnit'], '--json-file', body))).toBe('ledger.clock-mismatch');
    expect((await ask(real, ['record', 'RegisterUnit'], '--json-file', body)).code).toBe(0);
    expect(refusalOf(await ask(real, ['record', 'RegisterUnit'], '--json-file', bodyOf(unit('乙')), ...MAY))).toBe('ledger.clock-mismatch');
    expect(refusalOf(await ask(copy, ['serve'], '--port', '0'))).toBe('ledger.clock-mismatch');
  });
  it('is not possible without the key; reading is, and says so', async () => {
    const copy = copied({ keys: false });
    const shown = await ask(copy, ['show', 'scorecard'], '--key', QINGLAN);
    expect([shown.code, shown.err]).toEqual([0, expect.stringContaining('缺少密钥')]);
    expect(refusalOf(await ask(copy, ['record', 'RegisterUnit'], '--json-file', bodyOf(unit('甲')), ...MAY))).toBe('ledger.read-only');
    expect((await ask(copy, ['verify'])).code).toBe(1);
    const ledger = await openLedger({ directory: copy, clock: new SimulatedClock(STORY_END) });
    const host = await served(ledger);
    const refused = await post(
      host,
      { type: 'RegisterUnit', data: unit('甲') },
      { actor: acting(ORGANS.discipline, 'case-officer'), commandId: '015bbe4d-7900-7000-8000-000000000001' },
    );
    expect([refused.status, refused.json().code, (await host.ask(`/api/v1/views/scorecard/${QINGLAN}`)).status]).toEqual([403, 'ledger.read-only', 200]);
    await host.close();
    await ledger.close();
    expect(existsSync(`${copy}.keys`)).toBe(false);
  });
});

describe('a directory that holds no sound ledger', () => {
  const directory = (name: string, files: Readonly<Record<string, string>>) => {
    const path = join(folder, name);
    mkdirSync(path);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
    return path;
  };
  it('is refused, and left as it is', async () => {
    const corrupt = directory('corrupt', { 'ledger.db': 'not a database, however long this text may become '.repeat(50) });
    const foreign = directory('foreign', { 'holiday.txt': 'sand' });
    const verbs = [['show', 'scorecard'], ['verify'], ['rebuild'], ['record', 'RegisterUnit', '--json-file', bodyOf(unit('甲'))]];
    for (const verb of verbs) {
      const answer = await ask(corrupt, verb);
      // To verify, a ledger that cannot be opened is no misuse: it has failed.
      if (verb[0] === 'verify') expect([answer.code, answer.json<Verdict>()]).toMatchObject([1, { ok: false, checks: { opened: { ok: false } } }]);
      else expect([verb[0], refusalOf(answer)]).toEqual([verb[0], 'ledger.corrupt']);
      expect([verb[0], refusalOf(await ask(foreign, verb))]).toEqual([verb[0], 'ledger.foreign-directory']);
    }
    for (const verb of verbs.slice(0, 3)) expect(refusalOf(await ask(join(folder, 'nowhere'), verb))).toBe('ledger.absent');
    expect([readdirSync(foreign), existsSync(join(folder, 'nowhere'))]).toEqual([['holiday.txt'], false]);
  });
});

describe('while a server owns the directory', () => {
  let copy: string;
  let server: Server;
  beforeAll(async () => {
    // A copy does not know what its original signs meanwhile: somebody says that it signs nothing, and it is sealed after that.
    await ask((copy = copied()), ['seal'], '--after', 'none', '--simulated-at', STORY_END);
    server = await serving(['--data', copy, '--simulated-at', STORY_END]);
  });
  afterAll(() => server.stop('SIGKILL'));
  it('readers are not refused', async () => {
    expect((await ask(copy, ['show', 'scorecard'], '--key', QINGLAN)).code).toBe(0);
    expect((await ask(copy, ['verify'])).json<Verdict>().ok).toBe(true);
  });
  it('a second writer is', async () => {
    expect(refusalOf(await ask(copy, ['rebuild']))).toBe('ledger.already-owned');
    expect(refusalOf(await ask(copy, ['serve'], '--port', '0', '--simulated-at', STORY_END))).toBe('ledger.already-owned');
    expect(refusalOf(await zelian('demo', '--data', copy, '--json'))).toBe('ledger.already-owned');
  });
  it('what is recorded goes through it, refusals and retries included', async () => {
    const body = bodyOf(unit('档案局'));
    const id = ['--command-id', '015bbe4d-7900-7000-8000-000000000001'];
    const recorded = await ask(copy, ['record', 'RegisterUnit'], '--json-file', body, ...id);
    const { position } = recorded.json<{ position: number }>();
    expect([recorded.code, position]).toEqual([0, result.position + 3]);
    expect((await ask(copy, ['record', 'RegisterUnit'], '--json-file', body, ...id)).out).toBe(recorded.out);
    expect(refusalOf(await ask(copy, ['record', 'RegisterUnit'], '--json-file', bodyOf(unit('统计局')), ...id))).toBe('command.id-reused');
    expect((await ask(copy, ['show', 'unit-directory'], '--key', idOf('unit', '档案局'), '--at-least', String(position))).json<RowAnswer>().row).toMatchObject({
      name: '档案局',
    });
  });
  it('is sealed through it', async () => {
    const sealed = (await ask(copy, ['seal'])).json<CheckpointAnswer>();
    expect([sealed.size > result.checkpoint.size, sealed.keys]).toEqual([true, result.checkpoint.keys]);
    expect((await zelian('checkpoint', '--data', copy)).out).toBe(sealed.note);
  });
  it('it stops when it is told, whoever still listens, and leaves no note; killed, its note misleads nobody', async () => {
    const listening = get(`${server.url}/api/v1/stream`);
    await new Promise((settle) => listening.once('response', settle));
    listening.on('error', () => undefined);
    expect([await server.stop('SIGTERM'), existsSync(join(copy, 'server.json'))]).toEqual([0, false]);
    server = await serving(['--data', copy, '--simulated-at', STORY_END]);
    await server.stop('SIGKILL');
    expect(existsSync(join(copy, 'server.json'))).toBe(true);
    expect((await ask(copy, ['record', 'RegisterUnit'], '--json-file', bodyOf(unit('地震局')), ...MAY)).code).toBe(0);
  });
});
