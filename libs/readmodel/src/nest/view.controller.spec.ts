import 'reflect-metadata';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import type { FastifyReply } from 'fastify';
import { Rejection, type AnyView } from '#kernel';
import { cleared, counted, instantOf, sums, tallies, ToyLog } from '../contract/toy-log.js';
import { MemoryRowStore } from '../memory/index.js';
import { Projector } from '../projector.js';
import { Reader } from '../reader.js';
import { ACCESS_RECORDER, PRESENTER, READER, ViewController, type AccessRecorder, type Present, type ReadNote } from './index.js';

/** Refusals as the API's own filter would show them, code only. */
@Catch(Rejection)
class CodeFilter implements ExceptionFilter {
  catch({ code, text }: Rejection, host: ArgumentsHost): void {
    void host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .status(422)
      .send({ code, ...text });
  }
}

const ACTOR = { 'x-actor': 'person-0001/post-0001' };
const OFFICER = { personId: 'person-0001', postId: 'post-0001' };

describe('views over HTTP', () => {
  let app: NestFastifyApplication;
  let log: ToyLog;
  let projector: Projector;
  let notes: ReadNote[];
  let refusal: Rejection | undefined;

  const recorder: AccessRecorder = async (note) => {
    if (refusal) throw refusal;
    notes.push(note);
  };
  const present = (async (answer: unknown) => ({ ...(answer as object), presented: true })) as Present;
  const get = async (url: string, headers: Readonly<Record<string, string>> = {}) => {
    const response = await app.inject({ method: 'GET', url: `/views${url}`, headers: { ...headers } });
    return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
  };
  const codeOf = async (url: string, headers?: Readonly<Record<string, string>>) => (await get(url, headers)).body.code;

  async function appFor(views: readonly AnyView[], presenter?: Present): Promise<NestFastifyApplication> {
    const store = new MemoryRowStore();
    projector = new Projector({ store, views, source: log });
    await projector.prepare();
    await projector.catchUp();
    const reader = new Reader({ store, views, projector, moments: log });
    const providers = [
      { provide: READER, useValue: reader },
      { provide: ACCESS_RECORDER, useValue: recorder },
      ...(presenter ? [{ provide: PRESENTER, useValue: presenter }] : []),
    ];
    const module = await Test.createTestingModule({ controllers: [ViewController], providers }).compile();
    const made = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    made.useGlobalFilters(new CodeFilter());
    await made.init();
    await made.getHttpAdapter().getInstance().ready();
    return made;
  }

  beforeEach(async () => {
    notes = [];
    refusal = undefined;
    // Positions 0, 1-2 (one command), 3, 4.
    log = new ToyLog(counted(['a', 'b'], 1, 'c1'), counted(['a'], 2, 'c2'), counted(['中/国'], 5, 'c2'), cleared('b', 'c3'), counted(['a'], 4, 'c4'));
    app = await appFor([tallies, sums], present);
  });
  afterEach(() => app.close());

  describe('answers', () => {
    it('with the views there are and where each stands', async () => {
      const { body } = await get('');
      expect(body).toEqual({
        views: [
          { name: 'tallies', version: 1, zh: '计数', position: 4, aboutPersons: false, validTime: false },
          { name: 'sums', version: 3, zh: '合计', position: 4, aboutPersons: true, validTime: true },
        ],
      });
    });

    it('a list page by page, through the presenter', async () => {
      const first = await get('/sums?limit=2', ACTOR);
      expect(first).toMatchObject({
        status: 200,
        body: {
          view: 'sums@3',
          position: 4,
          rows: [
            { key: 'a', row: { sum: 7 } },
            { key: 'b', row: { sum: 1 } },
          ],
          next: 'b',
          presented: true,
        },
      });
      const second = await get(`/sums?limit=2&after=${String(first.body.next)}`, ACTOR);
      expect(second.body).toMatchObject({ rows: [{ key: '中/国', row: { sum: 5 } }] });
      expect(second.body).not.toHaveProperty('next');
      expect((await get(`/sums?prefix=${encodeURIComponent('中')}`, ACTOR)).body.rows).toHaveLength(1);
    });

    it('one row as known at a position, at an instant and now, whatever stands in its key', async () => {
      expect((await get('/sums/a?asKnownAt=0', ACTOR)).body).toMatchObject({ position: 0, row: { sum: 1 } });
      expect((await get(`/sums/a?asKnownAt=${instantOf(3)}`, ACTOR)).body).toMatchObject({ position: 3, row: { sum: 3 } });
      expect((await get(`/sums/${encodeURIComponent('中/国')}`, ACTOR)).body).toMatchObject({ key: '中/国', position: 4, row: { sum: 5 } });
    });

    it('as it held on a date', async () => {
      expect((await get('/sums?validOn=2016-12-07', ACTOR)).body.rows).toHaveLength(3);
      expect((await get('/sums?validOn=2016-12-06', ACTOR)).body.rows).toEqual([]);
      expect(await codeOf('/sums/a?validOn=2016-12-06', ACTOR)).toBe('row.unknown');
    });

    it('not before a position is shown', async () => {
      const position = log.append(counted(['a'], 10, 'c5'));
      expect((await get('/sums/a', ACTOR)).body).toMatchObject({ position: 4 });
      expect((await get(`/sums/a?atLeast=${position}`, ACTOR)).body).toMatchObject({ position, row: { sum: 17 } });
    });

    it('with every version of a row, and with those known at a moment', async () => {
      const { body } = await get('/tallies/b/history');
      expect(body).toMatchObject({ view: 'tallies@1', versions: [{ from: 0, to: 3 }, { from: 3 }] });
      expect((body.versions as { row?: unknown }[])[1]).not.toHaveProperty('row');
      expect((await get('/tallies/b/history?asKnownAt=2')).body.versions).toHaveLength(1);
    });

    it('with what differs between two moments, now being the later when absent', async () => {
      expect((await get('/sums/diff?from=0&to=2', ACTOR)).body).toMatchObject({
        from: 0,
        to: 2,
        rows: [
          { key: 'a', before: { sum: 1 }, after: { sum: 3 } },
          { key: '中/国', after: { sum: 5 } },
        ],
      });
      expect((await get('/tallies/diff?from=-1')).body).toMatchObject({ from: -1, to: 4 });
    });
  });

  describe('refuses', () => {
    it.each([
      ['/nothing', 'view.unknown'],
      ['/nothing/a', 'view.unknown'],
      ['/tallies/zz', 'row.unknown'],
      ['/tallies/b', 'row.unknown'],
      ['?limit=1', 'query.unknown'],
      ['/tallies?asKnownat=1', 'query.unknown'],
      ['/tallies/a?limit=1', 'query.unknown'],
      ['/tallies/a?__proto__=1', 'query.unknown'],
      ['/tallies/a?constructor=1', 'query.unknown'],
      ['/tallies?limit=1&limit=2', 'query.repeated'],
      ['/tallies/diff?from=0&from=2', 'query.repeated'],
      ['/tallies?limit=0', 'query.limit'],
      ['/tallies?limit=1001', 'query.limit'],
      ['/tallies?limit=1e2', 'query.number'],
      ['/tallies?limit=', 'query.number'],
      ['/tallies?atLeast=-1', 'query.number'],
      ['/tallies?atLeast=5', 'moment.in-future'],
      ['/tallies?asKnownAt=5', 'moment.in-future'],
      ['/tallies?asKnownAt=1', 'moment.inside-batch'],
      ['/tallies?asKnownAt=', 'moment.invalid'],
      ['/tallies?asKnownAt=01.0', 'moment.invalid'],
      ['/tallies?asKnownAt=2016-02-30', 'moment.invalid'],
      ['/tallies?validOn=2016-12-07', 'moment.no-valid-time'],
      ['/tallies/diff', 'query.missing'],
      ['/tallies/diff?from=3&to=0', 'moment.backwards'],
    ])('%s with %s', async (url, code) => expect(await codeOf(url)).toBe(code));

    it('a date that does not exist', async () => expect(await codeOf('/sums?validOn=2016-02-30', ACTOR)).toBe('moment.invalid'));
    it('and names both ends of the batch that a position lies in', async () => expect((await get('/tallies?asKnownAt=1')).body.en).toMatch(/ask for 0 or 2$/));
  });

  describe('reads about persons', () => {
    it('want to know who asks', async () => {
      for (const url of ['/sums', '/sums/a', '/sums/a/history', '/sums/diff?from=0']) expect(await codeOf(url)).toBe('actor.invalid');
      expect(await codeOf('/sums/a', { 'x-actor': 'somebody' })).toBe('actor.invalid');
      expect(notes).toEqual([]);
    });

    it('are noted, each with its view, key and actor', async () => {
      for (const url of ['/sums', '/sums/a', '/sums/a/history', '/sums/diff?from=0']) expect((await get(url, ACTOR)).status).toBe(200);
      const of = { view: 'sums', actor: OFFICER };
      expect(notes).toEqual([of, { ...of, key: 'a' }, { ...of, key: 'a' }, of]);
    });

    it('are noted as well when there is nothing about somebody: that is an answer too', async () => {
      expect(await codeOf('/sums/zz', ACTOR)).toBe('row.unknown');
      expect(notes).toEqual([{ view: 'sums', key: 'zz', actor: OFFICER }]);
    });

    it('are not answered when they cannot be noted', async () => {
      refusal = new Rejection('access.unavailable', { zh: '无法登记', en: 'cannot be noted' });
      for (const url of ['/sums', '/sums/a', '/sums/zz', '/sums/a/history', '/sums/diff?from=0'])
        expect((await get(url, ACTOR)).body).toEqual({ code: 'access.unavailable', zh: '无法登记', en: 'cannot be noted' });
    });

    it('are not noted when the question itself is refused', async () => {
      expect(await codeOf('/sums/a?asKnownAt=99', ACTOR)).toBe('moment.in-future');
      expect(notes).toEqual([]);
    });
  });

  it('tells the recorder of other reads too, with an actor only when one is named', async () => {
    await get('/tallies/a');
    await get('/tallies/a', ACTOR);
    expect(notes).toEqual([
      { view: 'tallies', key: 'a' },
      { view: 'tallies', key: 'a', actor: OFFICER },
    ]);
  });

  it('shows rows as they are stored where there is no presenter', async () => {
    const plain = await appFor([sums]);
    const response = await plain.inject({ method: 'GET', url: '/views/sums/b', headers: ACTOR });
    expect(response.json()).toEqual({ view: 'sums@3', position: 4, key: 'b', row: { on: '2016-12-07', sum: 1 } });
    await plain.close();
  });

  it('describes every route in OpenAPI with its moments', () => {
    const { paths } = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    const parameters = (path: string) => paths[path]!.get!.parameters!.map((parameter) => (parameter as { name: string }).name).sort();
    expect(Object.keys(paths).sort()).toEqual(['/views', '/views/{view}', '/views/{view}/diff', '/views/{view}/{key}', '/views/{view}/{key}/history']);
    expect(parameters('/views/{view}')).toEqual(['X-Actor', 'after', 'asKnownAt', 'atLeast', 'limit', 'prefix', 'validOn', 'view']);
    expect(parameters('/views/{view}/{key}/history')).toEqual(['X-Actor', 'asKnownAt', 'atLeast', 'key', 'validOn', 'view']);
    expect(parameters('/views/{view}/diff')).toEqual(['X-Actor', 'from', 'to', 'view']);
  });
});
