import { Catch, Module, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { Rejection } from '#kernel';
import { counted, instantOf, sums, tallies, ToyLog } from '../contract/toy-log.js';
import { MemoryRowStore } from '../memory/index.js';
import { Projector } from '../projector.js';
import { Reader } from '../reader.js';
import { ACCESS_RECORDER, PRESENTER, READER, ViewController, type ReadNote } from './index.js';

/** Puts a refusal's code where the test can see it. */
@Catch()
class CodeFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const code = error instanceof Rejection ? error.code : `fault: ${String(error)}`;
    void host.switchToHttp().getResponse<{ status(code: number): { send(body: unknown): unknown } }>().status(422).send({ code });
  }
}

describe('views over HTTP', () => {
  let app: NestFastifyApplication;
  let notes: ReadNote[];
  let recorderFails: boolean;
  const log = new ToyLog(counted(['a', 'unit-x/2016 镇'], 1, 'c0'), counted(['a'], 2, 'c1'), counted(['b'], 4, 'c1'));

  beforeAll(async () => {
    const views = [tallies, sums];
    const store = new MemoryRowStore();
    const projector = new Projector({ store, views, source: log });
    await projector.prepare();
    await projector.catchUp();
    const recorder = async (note: ReadNote) => {
      if (recorderFails) throw new Rejection('access.unavailable', { zh: '无法登记', en: 'cannot be noted' });
      notes.push(note);
    };
    @Module({
      controllers: [ViewController],
      providers: [
        { provide: READER, useValue: new Reader({ store, views, projector, moments: log }) },
        { provide: ACCESS_RECORDER, useValue: recorder },
        { provide: PRESENTER, useValue: async (answer: object) => ({ ...answer, presented: true }) },
      ],
    })
    class Desk {}
    app = (await Test.createTestingModule({ imports: [Desk] }).compile()).createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    app.useGlobalFilters(new CodeFilter());
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());
  beforeEach(() => {
    notes = [];
    recorderFails = false;
  });

  const get = async (url: string, actor?: string) => (await app.inject({ url, headers: actor === undefined ? {} : { 'x-actor': actor } })).json() as Record<string, unknown> & { rows: { key: string }[]; versions: unknown[] };
  const INSPECTOR = 'person-0001/post-0001';

  it('are listed with their positions', async () => {
    expect(await get('/views')).toEqual({ views: [expect.objectContaining({ name: 'tallies', position: 2, validTime: false }), expect.objectContaining({ name: 'sums', aboutPersons: true })] });
  });

  it('answer with rows, pages, histories and differences, at any moment', async () => {
    expect(await get('/views/tallies/a')).toMatchObject({ view: 'tallies@1', position: 2, key: 'a', row: { sum: 3 }, presented: true });
    expect(await get('/views/tallies/a?asKnownAt=0&atLeast=2')).toMatchObject({ position: 0, row: { sum: 1 } });
    expect(await get(`/views/tallies/a?asKnownAt=${instantOf(0)}`)).toMatchObject({ position: 0 });
    expect(await get(`/views/tallies/${encodeURIComponent('unit-x/2016 镇')}`)).toMatchObject({ key: 'unit-x/2016 镇', row: { sum: 1 } });
    expect((await get('/views/tallies/a/history')).versions).toHaveLength(2);
    expect(await get('/views/tallies/diff?from=-1&to=0')).toMatchObject({ from: -1, to: 0, rows: [{ key: 'a', after: { sum: 1 } }, { key: 'unit-x/2016 镇' }] });
    expect(await get('/views/tallies/diff?from=0')).toMatchObject({ from: 0, to: 2 });
    const first = await get('/views/tallies?limit=2');
    expect([first.rows.map(({ key }) => key), first.next]).toEqual([['a', 'b'], 'b']);
    expect((await get(`/views/tallies?after=${String(first.next)}`)).rows.map(({ key }) => key)).toEqual(['unit-x/2016 镇']);
    expect((await get('/views/tallies?prefix=b&asKnownAt=0')).rows).toEqual([]);
    expect(await get('/views/sums/a?validOn=2016-12-08', INSPECTOR)).toMatchObject({ row: { sum: 3 } });
  });

  it.each([
    ['/views?limit=1', 'query.unknown'],
    ['/views/tallies?asknownat=0', 'query.unknown'],
    ['/views/tallies/a?limit=1', 'query.unknown'],
    ['/views/tallies/a/history?to=1', 'query.unknown'],
    ['/views/tallies/diff?from=0&asKnownAt=1', 'query.unknown'],
    ['/views/tallies?asKnownAt=0&asKnownAt=2', 'query.repeated'],
    ['/views/tallies/diff', 'query.missing'],
    ['/views/tallies/diff?from=2&to=0', 'moment.backwards'],
    ['/views/tallies?limit=x', 'query.number'],
    ['/views/tallies?limit=-1', 'query.number'],
    ['/views/tallies?limit=0', 'query.limit'],
    ['/views/tallies/a?atLeast=1e3', 'query.number'],
    ['/views/tallies/a?asKnownAt=', 'moment.invalid'],
    ['/views/tallies/a?asKnownAt=1', 'moment.inside-batch'],
    ['/views/tallies/a?asKnownAt=3', 'moment.in-future'],
    ['/views/tallies/a?asKnownAt=2017-01-31', 'moment.invalid'],
    ['/views/tallies/a?validOn=2016-12-07', 'moment.no-valid-time'],
    ['/views/nothing', 'view.unknown'],
    ['/views/tallies/none', 'row.unknown'],
  ])('%s is refused: %s', async (url, code) => expect(await get(url)).toEqual({ code }));

  describe('about persons', () => {
    it('want to know who asks, and note it before they answer', async () => {
      for (const path of ['/views/sums', '/views/sums/a', '/views/sums/a/history', '/views/sums/diff?from=0']) {
        expect(await get(path)).toEqual({ code: 'actor.invalid' });
        expect(await get(path, 'somebody')).toEqual({ code: 'actor.invalid' });
      }
      expect(notes).toEqual([]);
      const actor = { personId: 'person-0001', postId: 'post-0001' };
      for (const path of ['/views/sums', '/views/sums/a', '/views/sums/a/history', '/views/sums/diff?from=0']) expect(await get(path, INSPECTOR)).toMatchObject({ view: 'sums@3' });
      expect(notes).toEqual([{ view: 'sums', actor }, { view: 'sums', key: 'a', actor }, { view: 'sums', key: 'a', actor }, { view: 'sums', actor }]);
    });

    it('answer nothing that could not be noted', async () => {
      recorderFails = true;
      expect(await get('/views/sums/a', INSPECTOR)).toEqual({ code: 'access.unavailable' });
      expect(await get('/views/sums/none', INSPECTOR)).toEqual({ code: 'access.unavailable' });
    });

    it('say that there is nothing only after noting that somebody asked', async () => {
      expect(await get('/views/sums/none', INSPECTOR)).toEqual({ code: 'row.unknown' });
      expect(notes).toMatchObject([{ view: 'sums', key: 'none' }]);
    });
  });

  it('are described in OpenAPI, with every moment they can be asked for', () => {
    const { paths } = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    expect(Object.keys(paths)).toEqual(['/views', '/views/{view}', '/views/{view}/diff', '/views/{view}/{key}', '/views/{view}/{key}/history']);
    for (const path of ['/views/{view}', '/views/{view}/{key}', '/views/{view}/{key}/history']) {
      const names = (paths[path]!.get!.parameters as { name: string }[]).map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['view', 'asKnownAt', 'validOn', 'atLeast']));
    }
  });
});
