import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyView } from '#kernel';
import type { DifferenceAnswer, HistoryAnswer, ListAnswer, RowAnswer } from '#readmodel';
import { contexts, type Zelian } from '#zelian';
import { ORGANS } from '../../apps/cli/src/story/cast.js';
import { STORY_THEN } from '../../apps/cli/src/story/story.js';
import { acting } from '../../apps/cli/src/story/setup.js';
import { kebab } from '#ledger/nest';
import { storyToAsk } from '../support/played-story.js';
import { refusalOf, zelian as commandLine } from './command-line.js';
import { actorText, served, type Answer, type Served } from './over-http.js';

// Whole years are played here, and whole processes waited for.
jest.setTimeout(120_000);

const COMMANDS = contexts.flatMap(({ name, deciders }) =>
  deciders.flatMap(({ commands }) => Object.entries(commands).flatMap(([type, { by }]) => (by === 'person' ? [[name, type] as const] : []))),
);
const VIEWS = contexts.flatMap(({ views }) => views.map((view): [string, AnyView] => [view.name, view]));
/** Who may ask every question there is. */
const OFFICER = actorText(acting(ORGANS.discipline, 'case-officer'));

let folder: string;
let data: string;
let zelian: Zelian;
let host: Served;
let then: number;
let head: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-manifests-'));
  data = join(folder, 'ledger');
  writeFileSync(join(folder, 'empty.json'), '{}');
  zelian = await storyToAsk(data);
  host = await served(zelian);
  then = await zelian.log.positionAt(STORY_THEN);
  head = (await zelian.log.head()).position;
});
afterAll(async () => {
  await host.close();
  await zelian.close();
  rmSync(folder, { recursive: true });
});

const overHttp = (path: string): Promise<Answer> => host.ask(`/api/v1/views${path === '' ? '' : `/${path}`}`, { headers: { 'x-actor': OFFICER } });
const byCommandLine = (...verb: readonly string[]) => commandLine(...verb, '--data', data, '--actor', OFFICER, '--json');

describe('every command of a person', () => {
  it('there are some', () => expect(COMMANDS.length).toBeGreaterThan(50));
  it.each(COMMANDS)('%s: %s can be posted, and is held against its body', async (context, type) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': '015bbe4d-7900-7000-8000-000000000001', 'x-actor': OFFICER };
    const answer = await host.ask(`/api/v1/${context}/${kebab(type)}`, { method: 'POST', headers, body: '{}' });
    expect([answer.status, answer.json().code]).toEqual([400, 'body.invalid']);
    expect(answer.json().errors!.length).toBeGreaterThan(0);
  });
  it.each(COMMANDS)('%s: %s can be recorded from the command line', async (_, type) =>
    expect(refusalOf(await byCommandLine('record', type, '--json-file', join(folder, 'empty.json')))).toBe('body.invalid'),
  );
  it('is listed with what it is for, and each with its fields', async () => {
    const listed = (await commandLine('commands', '--json')).json<readonly { type: string; zh: string; context: string }[]>();
    expect(listed.map(({ context, type }) => [context, type]).sort()).toEqual([...COMMANDS].sort());
    for (const { zh } of listed) expect(zh).toMatch(/\p{Script=Han}/u);
    const { out } = await commandLine('commands', 'FormInvestigationTeam');
    for (const text of ['成立调查组', 'memberIds', 'recused[].ground', '私密内容', 'person-…', '必填']) expect(out).toContain(text);
    const { schema } = (await commandLine('commands', 'ConfirmVeto', '--json')).json<{ schema: { required: readonly string[] } }>();
    expect(schema.required).toEqual(['unitId', 'year', 'date']);
    expect((await commandLine('commands', 'RewriteHistory')).err).toContain('zelian commands');
  });
  it('and no other: an unknown one is refused at both doors', async () => {
    expect(refusalOf(await byCommandLine('record', 'RewriteHistory', '--json-file', join(folder, 'empty.json')))).toBe('command.unknown');
    const answer = await host.ask('/api/v1/registry/rewrite-history', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    expect([answer.status, answer.json().code]).toEqual([404, 'http.not-found']);
  });
});

describe('every view', () => {
  it('is named by the reader, with what it can be asked', async () => {
    const { views } = (await overHttp('')).json<{ views: readonly { name: string; zh: string; validTime: boolean; position: number }[] }>();
    expect(views.map(({ name, zh, validTime, position }) => [name, zh, validTime, position])).toEqual(
      VIEWS.map(([name, { zh, validOn }]) => [name, zh, validOn !== undefined, head]),
    );
  });

  it('is listed on the command line too, and whoever names another is told where', async () => {
    const listed = (await commandLine('views', '--json')).json<readonly { name: string; zh: string; validTime: boolean }[]>();
    expect(listed.map(({ name, zh, validTime }) => [name, zh, validTime])).toEqual(VIEWS.map(([name, { zh, validOn }]) => [name, zh, validOn !== undefined]));
    const { messages } = (await byCommandLine('show', 'nosuch')).json<{ messages: { zh: string } }>();
    expect(messages.zh).toContain('zelian views');
  });

  it.each(VIEWS)('%s answers as known then and now, alike over HTTP and on the command line', async (name) => {
    for (const position of [then, head]) {
      const answer = await overHttp(`${name}?asKnownAt=${position}&atLeast=${head}&limit=20`);
      expect([answer.status, answer.json<ListAnswer>().position]).toEqual([200, position]);
      const shown = await byCommandLine('show', name, '--as-known-at', String(position), '--at-least', String(head), '--limit', '20');
      expect([shown.code, shown.json<ListAnswer>()]).toEqual([0, answer.json<ListAnswer>()]);
    }
  });

  it.each(VIEWS)('%s answers for a date in the world, or says that it has none', async (name, { validOn }) => {
    const answer = await overHttp(`${name}?validOn=2016-12-31&limit=20`);
    const shown = await byCommandLine('show', name, '--valid-on', '2016-12-31', '--limit', '20');
    if (validOn) expect([answer.status, shown.json<ListAnswer>()]).toEqual([200, answer.json<ListAnswer>()]);
    else expect([answer.status, answer.json().code, refusalOf(shown)]).toEqual([422, 'moment.no-valid-time', 'moment.no-valid-time']);
  });

  it.each(VIEWS)('%s shows one row, its history, and what became of it', async (name) => {
    const { rows } = (await overHttp(`${name}?limit=1`)).json<ListAnswer>();
    for (const { key, row } of rows) {
      const path = `${name}/${encodeURIComponent(key)}`;
      expect((await overHttp(path)).json<RowAnswer>().row).toEqual(row);
      const { versions } = (await overHttp(`${path}/history`)).json<HistoryAnswer>();
      expect(versions.at(-1)?.row).toEqual(row);
      const since = (await overHttp(`${name}/diff?from=-1&to=${head}`)).json<DifferenceAnswer>();
      expect(since.rows.find((changed) => changed.key === key)).toEqual({ key, after: row });
    }
  });

  it('has something to say of the year, but for those that the year gives nothing to', async () => {
    const silent: string[] = [];
    for (const [name] of VIEWS) if ((await overHttp(`${name}?limit=1`)).json<ListAnswer>().rows.length === 0) silent.push(name);
    // What fell due was reported, and what was queued has left; no bundle came, nobody has declared kin, complained, taken a record along, been cleared or erased yet.
    const unused = [
      'foreign-ledgers',
      ...['declared-relations', 'complaint-register', 'inspection-complaints', 'drawn-assignments', 'rectification-clocks', 'outbox', 'case-complaints'],
      ...['review-relations', 'review-complaints', 'correction-notices', 'record-releases', 'name-clearings', 'appeal-record-papers', 'erasures'],
      ...['erasures-due', 'redress-complaints', 'hold-dues'],
    ];
    expect(silent).toEqual(unused);
  });
});
