import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Command } from '#kernel';
import { newCommandId, seededEntropy, type CommandHead } from '#ledger';
import type { ListAnswer, RowAnswer } from '#readmodel';
import type { Zelian } from '#zelian';
import { requestsByContext } from '#zelian/nest';
import { serve } from '../../apps/api/src/serve.js';
import { ORGANS, personId, postId, TOWNS, unitId } from '../../apps/cli/src/story/cast.js';
import { idOf, STORY_SEED, thingId, type Step } from '../../apps/cli/src/story/ids.js';
import { acting, assessmentOffice, commandOffice } from '../../apps/cli/src/story/setup.js';
import { STORY_END, STORY_THEN } from '../../apps/cli/src/story/story.js';
import { storySteps, storyToAsk } from '../support/played-story.js';
import { actorText, headersOf, post, routeOf, served, type Asked, type Served } from './over-http.js';

// Whole years are played here, and whole processes waited for.
jest.setTimeout(120_000);

const caseOfficer = { 'x-actor': actorText(acting(ORGANS.discipline, 'case-officer')) };
const QINGLAN = `${unitId('青岚镇')}-2016`;
const SCORECARD = `/api/v1/views/scorecard/${QINGLAN}`;
const entropy = seededEntropy(STORY_SEED);
let minted = 0;
const fresh = (actor = commandOffice): CommandHead => ({ actor, commandId: newCommandId(STORY_END, entropy, `face-${minted++}`) });
const registerUnit = (name: string): Command => ({ type: 'RegisterUnit', data: { unitId: idOf('unit', name), kind: 'department', name } });

let zelian: Zelian;
let host: Served;
let steps: readonly Step[];
beforeAll(async () => {
  steps = await storySteps();
  zelian = await storyToAsk();
  host = await served(zelian);
});
afterAll(async () => {
  await host.close();
  await zelian.close();
});

const get = async <Body>(path: string, headers: Asked['headers'] = caseOfficer): Promise<Body> => {
  const answer = await host.ask(path, { headers });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.json<Body>();
};
const codeOf = async (path: string, asked: Asked = { headers: caseOfficer }) => {
  const answer = await host.ask(path, asked);
  return [answer.status, answer.json().code];
};

describe('reading at a moment', () => {
  it('as known then, and as known now', async () => {
    const now = await get<RowAnswer>(SCORECARD);
    const then = await get<RowAnswer>(`${SCORECARD}?asKnownAt=${STORY_THEN}`);
    expect([then.row, now.row]).toMatchObject([{ gradeZh: '较差' }, { gradeZh: '一般' }]);
    expect(await get<RowAnswer>(`${SCORECARD}?asKnownAt=${then.position}`)).toEqual(then);
    expect(then.view).toBe('scorecard@2');
  });
  it('as it held in the world on a date', async () => {
    const [before, after] = await Promise.all(
      ['2016-10-09', '2016-10-10'].map((date) => get<ListAnswer>(`/api/v1/views/post-directory?limit=1000&validOn=${date}`)),
    );
    const holds = (answer: ListAnswer, person: string) => JSON.stringify(answer.rows).includes(personId(person));
    expect([holds(before!, '松坪镇/party-secretary/1'), holds(after!, '松坪镇/party-secretary/1')]).toEqual([true, false]);
    expect([holds(before!, '松坪镇/party-secretary/2'), holds(after!, '松坪镇/party-secretary/2')]).toEqual([false, true]);
  });
  it('not before a position is shown: what was just written can be read at once, though no runner followed', async () => {
    const { position } = (await post(host, registerUnit('档案局'), fresh())).json<{ position: number }>();
    const key = idOf('unit', '档案局');
    expect(await codeOf(`/api/v1/views/unit-directory/${key}`)).toEqual([404, 'row.unknown']);
    expect((await get<RowAnswer>(`/api/v1/views/unit-directory/${key}?atLeast=${position}`)).row).toMatchObject({ name: '档案局' });
  });
  it('shows what changed between two moments, and every version of a row', async () => {
    const { rows } = await get<{ rows: readonly { key: string }[] }>(`/api/v1/views/veto-register/diff?from=${STORY_THEN}`);
    expect(rows.map(({ key }) => key)).toEqual([QINGLAN]);
    const { versions } = await get<{ versions: readonly { row: { state: string } }[] }>(`/api/v1/views/veto-register/${QINGLAN}/history`);
    expect(versions.map(({ row }) => row.state)).toEqual(['triggered', 'confirmed', 'basis-lost', 'lifted']);
  });
  it.each([
    ['a position that is not yet', `${SCORECARD}?asKnownAt=99999999`, 422, 'moment.in-future'],
    ['a position inside the events of one command', 'inside', 422, 'moment.inside-batch'],
    ['an instant that is none', `${SCORECARD}?asKnownAt=yesterday`, 400, 'moment.invalid'],
    ['a date that does not exist', `/api/v1/views/post-directory?validOn=2016-02-30`, 400, 'moment.invalid'],
    ['a date, of rows that carry none', `${SCORECARD}?validOn=2016-12-31`, 422, 'moment.no-valid-time'],
    ['at least what is not yet', `${SCORECARD}?atLeast=99999999`, 422, 'moment.in-future'],
    ['at least nonsense', `${SCORECARD}?atLeast=soon`, 400, 'query.number'],
    ['a misspelt parameter', `${SCORECARD}?asKnowAt=5`, 400, 'query.unknown'],
    ['a parameter twice', `${SCORECARD}?asKnownAt=5&asKnownAt=6`, 400, 'query.repeated'],
    ['moments in the wrong order', `/api/v1/views/scorecard/diff?from=9&to=5`, 422, 'moment.backwards'],
    ['a page of nothing', '/api/v1/views/scorecard?limit=0', 400, 'query.limit'],
    ['a view that is none', '/api/v1/views/horoscope', 404, 'view.unknown'],
    ['a row that is none', '/api/v1/views/scorecard/nobody', 404, 'row.unknown'],
    ['an explanation of nobody', '/api/v1/explain/nobody', 404, 'subject.unknown'],
    ['an explanation of no year', `/api/v1/explain/${unitId('青岚镇')}?year=12`, 400, 'query.year'],
    ['a key that is no text', '/api/v1/views/scorecard/%ff', 400, 'http.bad-request'],
  ])('refuses %s', async (_, path, status, code) =>
    expect(await codeOf(path === 'inside' ? `${SCORECARD}?asKnownAt=${await insideBatch()}` : path)).toEqual([status, code]),
  );

  it('finds a row by the longest of keys', async () => {
    const { rows } = await get<ListAnswer>('/api/v1/views/trigger-register?limit=1');
    expect(rows[0]!.key.length).toBeGreaterThan(100);
    expect((await get<RowAnswer>(`/api/v1/views/trigger-register/${encodeURIComponent(rows[0]!.key)}`)).row).toEqual(rows[0]!.row);
  });
  it('pages by a cursor: every row once, in the order of keys', async () => {
    const keys: string[] = [];
    let cursor = '';
    do {
      const page = await get<ListAnswer>(`/api/v1/views/scorecard?limit=7${cursor}`);
      keys.push(...page.rows.map(({ key }) => key));
      cursor = page.next === undefined ? '' : `&after=${encodeURIComponent(page.next)}`;
    } while (cursor !== '');
    expect([keys.length, new Set(keys).size]).toEqual([26, 26]);
    expect(keys).toEqual([...keys].sort());
    const { rows } = await get<ListAnswer>(`/api/v1/views/scorecard?prefix=${unitId('青岚镇')}`);
    expect(rows.map(({ key }) => key)).toEqual([QINGLAN]);
  });
});

/** A position whose event is followed by another of the same command. */
async function insideBatch(): Promise<number> {
  let last: { commandId: string; position: number } | undefined;
  for await (const { bytes, position } of zelian.log.readAll(0)) {
    const { commandId } = JSON.parse(bytes.toString('utf8')) as { commandId: string };
    if (last?.commandId === commandId) return last.position;
    last = { commandId, position };
  }
  throw new Error('no command of the story gave two events');
}

describe('who asks about persons', () => {
  it('has to be named, and to own the cases; both are on record', async () => {
    const nobody = await host.ask('/api/v1/views/trigger-register');
    expect([nobody.status, nobody.json().code]).toEqual([400, 'actor.invalid']);
    expect(await codeOf('/api/v1/views/trigger-register', { headers: { 'x-actor': actorText(commandOffice) } })).toEqual([403, 'access.case-owner-only']);
    expect(await codeOf(`/api/v1/trail/${personId('芦川镇/town-head')}`, { headers: { 'x-actor': actorText(commandOffice) } })).toEqual([
      403,
      'access.case-owner-only',
    ]);
    expect((await get<ListAnswer>('/api/v1/views/trigger-register')).rows.length).toBeGreaterThan(10);
    expect((await get<readonly unknown[]>(`/api/v1/trail/${personId('芦川镇/town-head')}`)).length).toBeGreaterThan(5);
  });
  it('reads names where rows hold commitments', async () => {
    const { row } = await get<RowAnswer>(`/api/v1/views/person-directory/${personId('芦川镇/town-head')}`);
    expect(JSON.stringify(row)).toContain('沈峤');
    expect(JSON.stringify((await zelian.reader.get('person-directory', personId('芦川镇/town-head'))).row)).not.toContain('沈峤');
  });
});

describe('the ledger as a whole', () => {
  it('says on every answer that its clock is simulated', async () => {
    for (const path of ['/api/v1/ledger', SCORECARD, '/health/live', '/nowhere']) expect((await host.ask(path)).headers['x-zelian-clock']).toBe('simulated');
    expect(await get('/api/v1/ledger')).toMatchObject({ clock: 'simulated', engine: 'sqlite', readOnly: false });
  });
  it('answers for its health, with the lag of every runner', async () => {
    await zelian.drain();
    expect(await get('/health/live')).toEqual({ status: 'ok' });
    const ready = await get<{ ok: boolean; lag: Record<string, number>; alarms: unknown[] }>('/health/ready');
    expect([ready.ok, ready.alarms]).toEqual([true, []]);
    expect(ready.lag).toEqual(Object.fromEntries([...zelian.viewNames(), 'policies'].map((runner) => [runner, 0])));
  });
  it('measures itself', async () => {
    const { position } = await zelian.log.head();
    const { text, headers } = await host.ask('/metrics');
    expect(headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(text).toContain(`zelian_log_events ${position + 1}\n`);
    expect(text).toContain('zelian_runner_lag_events{runner="scorecard"} 0\n');
    expect(text).toContain('zelian_alarms 0\n');
  });
  it('describes itself: every command, every view', async () => {
    const document = await get<{ paths: Record<string, Record<string, { parameters?: readonly { name: string; schema?: { enum?: readonly string[] } }[] }>> }>(
      '/api-json',
    );
    const commands = Object.values(requestsByContext).flatMap((requests = []) => requests.map(({ type }) => routeOf(type)));
    expect(commands.filter((path) => document.paths[path]?.['post'] === undefined)).toEqual([]);
    const view = document.paths['/api/v1/views/{view}']?.['get']?.parameters?.find(({ name }) => name === 'view');
    expect(view?.schema?.enum).toEqual(zelian.viewNames());
    expect((await host.ask('/api')).text).toContain('swagger-ui');
  });
  it('exports the stored bytes to whoever is named', async () => {
    expect(await codeOf('/api/v1/events', {})).toEqual([400, 'actor.invalid']);
    const { position } = await zelian.log.head();
    const { text, headers } = await host.ask(`/api/v1/events?from=${position - 2}`, { headers: caseOfficer });
    expect(headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    const stored: string[] = [];
    for await (const { bytes } of zelian.log.readAll(position - 2)) stored.push(`${bytes.toString('utf8')}\n`);
    expect(text).toBe(stored.join(''));
  });
  it('verifies itself', async () => {
    const answer = await host.ask('/api/v1/verify', { method: 'POST' });
    expect(answer.json()).toMatchObject({ ok: true, events: (await zelian.log.head()).position + 1 });
  });
  it('tells listeners how far it has grown', async () => {
    const heard = new Promise<string>((resolve, reject) => {
      const listening = request(`${host.url}/api/v1/stream`, (incoming) => {
        expect(incoming.headers['content-type']).toContain('text/event-stream');
        let text = '';
        incoming.on('data', (chunk: Buffer) => {
          text += chunk.toString('utf8');
          if (!/data: .*\n\n/.test(text)) return;
          listening.destroy();
          resolve(text);
        });
        void post(host, registerUnit('地震局'), fresh());
      });
      listening.on('error', reject);
      listening.end();
    });
    const text = await heard;
    expect(text).toContain(`{"position":${(await zelian.log.head()).position}}`);
  });
});

describe('beyond this machine', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'zelian-tokens-'))));
  afterAll(() => rmSync(folder, { recursive: true }));
  const token = 'a-token-of-enough-letters-0001';
  const fileOf = (text: string) => {
    const file = join(folder, `tokens-${minted++}`);
    writeFileSync(file, text);
    return file;
  };

  it('is served only with a token file', async () =>
    expect(serve(zelian, { port: 0, host: '0.0.0.0' })).rejects.toMatchObject({ code: 'serve.tokens-required' }));
  it.each([
    ['empty', '# nobody\n'],
    ['with a short token', `short ${personId('青岚镇/town-head')}\n`],
    ['without actor', `${token}\n`],
    ['with an actor that is none', `${token} somebody\n`],
  ])('is not served with a token file %s', async (_, text) =>
    expect(serve(zelian, { port: 0, host: '0.0.0.0', tokensFile: fileOf(text) })).rejects.toMatchObject({ code: expect.stringMatching(/^actor\./) as string }),
  );
  it('is not served with a token file that is not there', async () =>
    expect(serve(zelian, { port: 0, tokensFile: join(folder, 'nowhere') })).rejects.toMatchObject({ code: 'actor.token-file' }));

  it('everybody shows a token and acts as its actor, whoever he says he is', async () => {
    const guarded = await served(zelian, { tokensFile: fileOf(`# clerks\n${token} ${actorText(commandOffice)}\n`) });
    try {
      const asked = async (headers: Asked['headers']) => {
        const answer = await guarded.ask('/api/v1/ledger', { headers });
        return [answer.status, answer.json().code];
      };
      expect(await asked({})).toEqual([401, 'actor.token-missing']);
      expect(await asked({ authorization: `Bearer ${token}x` })).toEqual([401, 'actor.token-unknown']);
      expect((await asked({ authorization: `Bearer ${token}` }))[0]).toBe(200);
      expect((await guarded.ask('/health/live')).status).toBe(200);
      const { type, data } = registerUnit('统计局');
      const answer = await guarded.ask(routeOf(type), {
        method: 'POST',
        headers: { ...headersOf(fresh(acting(ORGANS.discipline, 'case-officer'))), authorization: `Bearer ${token}` },
        body: JSON.stringify(data),
      });
      expect(answer.json<{ events: readonly unknown[] }>().events).toMatchObject([{ actor: commandOffice }]);
    } finally {
      await guarded.close();
    }
  });
});

describe('whatever is asked', () => {
  const routes = Object.values(requestsByContext).flatMap((requests = []) => requests.map(({ type }) => routeOf(type)));
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '青岚镇', '\ud800', personId('青岚镇/town-head'), '2016-02-30', STORY_THEN),
  );
  const headerText = fc.stringMatching(/^[\x20-\x7e]{0,40}$/);
  const parameters = fc.dictionary(
    fc.constantFrom('asKnownAt', 'validOn', 'atLeast', 'limit', 'after', 'prefix', 'from', 'to', 'year', 'colour'),
    fc.oneof(text, fc.nat({ max: 3_000 }).map(String)),
    { maxKeys: 3 },
  );
  const query = (given: Record<string, string>) =>
    `?${Object.entries(given)
      .map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`)
      .join('&')}`;
  const segment = text.map((value) => encodeURIComponent(value.toWellFormed()));

  const nonsense = fc
    .record({
      path: fc.constantFrom(...routes),
      method: fc.constant('POST'),
      body: fc.oneof(
        fc.json(),
        fc.string(),
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      ),
      type: fc.constantFrom('application/json', 'application/json', 'application/json; charset=utf-16', 'text/plain'),
      id: fc.boolean(),
      header: headerText,
    })
    .map(({ path, method, body, type, id, header }) => ({
      path,
      asked: { method, body, headers: { ...headersOf(fresh()), 'content-type': type, ...(!id && { 'idempotency-key': header, 'x-seen': header }) } },
    }));
  const reads = fc
    .record({
      view: fc.oneof(
        fc.nat().map((index) => zelian.viewNames()[index % zelian.viewNames().length]!),
        segment,
      ),
      rest: fc.oneof(
        fc.constant(''),
        segment.map((key) => `/${key}`),
        segment.map((key) => `/${key}/history`),
        fc.constant('/diff'),
      ),
      given: parameters,
    })
    .map(({ view, rest, given }) => ({ path: `/api/v1/views/${view}${rest}${query(given)}`, asked: { headers: caseOfficer } }));
  const questions = fc
    .record({
      verb: fc.constantFrom('explain', 'trail'),
      subject: fc.oneof(segment, fc.constantFrom(personId('青岚镇/town-head'), unitId('松坪镇'))),
      given: parameters,
    })
    .map(({ verb, subject, given }) => ({ path: `/api/v1/${verb}/${subject}${query(given)}`, asked: { headers: caseOfficer } }));
  /** Steps of the story with one field replaced: these pass the edge now and then, and meet the rules. */
  const bent = fc
    .record({
      step: fc.nat(),
      field: fc.nat(),
      value: fc.oneof(fc.jsonValue({ maxDepth: 2 }), text, fc.constantFrom(0, -1, 10_000, '2016-12-31', unitId('松坪镇'), personId('青岚镇/town-head'))),
    })
    .map(({ step, field, value }) => {
      const { command, by } = steps[step % steps.length]!;
      const data = command.data as Record<string, unknown>;
      const names = Object.keys(data);
      const changed = { ...data, [names[field % names.length]!]: value };
      return { path: routeOf(command.type), asked: { method: 'POST', headers: headersOf(fresh(by)), body: JSON.stringify(changed) } };
    });

  /** What the edge lets through and the rules mostly accept: the runners have work with it. */
  const lively = fc
    .record({
      kind: fc.nat({ max: 2 }),
      unit: fc.constantFrom(...TOWNS),
      other: fc.constantFrom(...TOWNS),
      score: fc.nat({ max: 10_000 }),
      day: fc.integer({ min: 10, max: 28 }),
    })
    .map(({ kind, unit, other, score, day }) => {
      const commands: readonly (readonly [type: string, data: object])[] = [
        ['RegisterUnit', registerUnit(`单位${minted}`).data as object],
        [
          'CorrectIndicatorScore',
          {
            unitId: unitId(unit),
            year: 2016,
            indicatorId: 'funds',
            scoreHundredths: score,
            evidenceRefs: ['复核材料'],
            reason: '复核',
            documentDate: `2017-04-${day}`,
          },
        ],
        [
          'StartTenure',
          {
            tenureId: thingId('tenure', `face-${minted}`),
            personId: personId(`${other}/town-leader`),
            postId: postId(`${unit}/town-leader`),
            from: `2017-04-${day}`,
          },
        ],
      ];
      const [type, data] = commands[kind]!;
      return {
        path: routeOf(type),
        asked: { method: 'POST', headers: headersOf(fresh(kind === 1 ? assessmentOffice : commandOffice)), body: JSON.stringify(data) },
      };
    });

  it('is answered or refused, never with a fault; what was accepted stops no runner', async () => {
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(fc.oneof(nonsense, reads, questions, lively, { arbitrary: bent, weight: 3 }), async ({ path, asked }) => {
        const answer = await host.ask(path, asked as Asked);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        if (answer.status >= 500) throw new Error(`${path} ${JSON.stringify(asked)}: ${answer.status} ${answer.text}`);
        if (answer.status >= 400) expect(answer.json().messages).toMatchObject({ zh: expect.any(String) as string, en: expect.any(String) as string });
      }),
      { seed: 2016, numRuns: 3_000 },
    );
    await zelian.drain();
    expect((await zelian.health()).alarms).toEqual([]);
    expect(await zelian.verify()).toMatchObject({ ok: true });
    // The requests were of every sort: some accepted, some malformed, some refused by the rules.
    for (const status of [200, 201, 400, 404, 422]) expect([status, (statuses.get(status) ?? 0) > 20]).toEqual([status, true]);
  });
});
