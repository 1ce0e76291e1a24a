import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConsoleSink, FileSink, HttpSink, sinkFrom, SinkUnusable, type HttpSinkOptions } from './index.js';

const message = { id: 'notice-1', text: '本周重点' };
const he = { id: 'person-he', address: '13900001111' };
const lin = { id: 'person-lin', address: '13900002222' };
const folder = mkdtempSync(join(tmpdir(), 'zelian-outbox-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the console', () => {
  it('tells who and what, and no number', async () => {
    const lines: string[] = [];
    const results = await new ConsoleSink((line) => lines.push(line)).deliver(message, [he, { id: 'person-wu' }]);
    expect(lines).toEqual(['notice-1/person-he  本周重点']);
    expect(results).toEqual([
      { id: 'person-he', outcome: 'delivered', reference: 'notice-1/person-he' },
      { id: 'person-wu', outcome: 'no-address' },
    ]);
  });
});

describe('a file', () => {
  const linesIn = (path: string) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as object);
  it('holds each delivery once, across openings, for its owner only', async () => {
    const path = join(folder, 'once.jsonl');
    const sink = new FileSink(path);
    const first = await sink.deliver(message, [he]);
    await sink.deliver(message, [he, lin]);
    expect(await new FileSink(path).deliver(message, [he])).toEqual(first);
    expect(linesIn(path)).toEqual([
      { key: 'notice-1/person-he', to: he.address, text: message.text },
      { key: 'notice-1/person-lin', to: lin.address, text: message.text },
    ]);
    expect(statSync(path).mode & 0o077).toBe(0);
  });
  it('cuts off half a line that a crash left', async () => {
    const path = join(folder, 'half.jsonl');
    await new FileSink(path).deliver(message, [he]);
    appendFileSync(path, '{"key":"notice-1/person-lin","t');
    await new FileSink(path).deliver(message, [lin]);
    expect(linesIn(path)).toHaveLength(2);
  });
  it('that cannot be written stops the sink', () =>
    expect(new FileSink(join(folder, 'none', 'file')).deliver(message, [he])).rejects.toMatchObject({ name: 'SinkUnusable', code: 'file' }));
});

type Asked = Readonly<{ key: string; authorization: string | undefined; body: unknown }>;
describe('a gateway', () => {
  let server: Server;
  let asked: Asked[] = [];
  let answers: (readonly [status: number, body?: unknown] | 'silence')[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => (text += chunk));
      request.on('end', () => {
        const { 'idempotency-key': key, authorization } = request.headers;
        asked.push({ key: String(key), authorization, body: JSON.parse(text) });
        const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
        if (answer !== 'silence') response.writeHead(answer[0]).end(typeof answer[1] === 'string' ? answer[1] : JSON.stringify(answer[1] ?? {}));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const sink = (options: Partial<HttpSinkOptions> = {}) =>
    new HttpSink({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`, timeoutMs: 20_000, backOffMs: 1, ...options });
  const ask = (...given: typeof answers) => {
    asked = [];
    answers = given;
  };
  const one = async (options: Partial<HttpSinkOptions> = {}) => {
    const { id: _id, ...result } = (await sink(options).deliver(message, [he]))[0]!;
    return result;
  };

  it('is asked with key, right and text, and its number is kept', async () => {
    ask([200, { id: 'sms-7' }]);
    expect(await one({ authorization: 'Bearer secret' })).toEqual({ outcome: 'delivered', reference: 'sms-7' });
    expect(asked).toEqual([{ key: 'notice-1/person-he', authorization: 'Bearer secret', body: { to: he.address, text: message.text } }]);
  });
  it.each([408, 425, 429, 500, 503])('is asked again with the same key after %i, a bounded number of times', async (status) => {
    ask([status], [status], [202, { id: 5 }]);
    expect(await one()).toEqual({ outcome: 'delivered', reference: '5' });
    expect(asked.map(({ key }) => key)).toEqual(Array.from({ length: 3 }, () => 'notice-1/person-he'));
    ask([status]);
    expect(await one({ attemptsMax: 2 })).toEqual({ outcome: 'failed', code: `http-${status}` });
    expect(asked).toHaveLength(2);
  });
  it.each([400, 404, 422])('that refuses with %i is not asked again', async (status) => {
    ask([status]);
    expect(await one()).toEqual({ outcome: 'failed', code: `http-${status}`, final: true });
    expect(asked).toHaveLength(1);
  });
  it('that knows the key has delivered', async () => {
    ask([409]);
    expect(await one()).toEqual({ outcome: 'delivered', code: 'http-409' });
  });
  it('that says in a field how it went is read there', async () => {
    const options = { codeField: 'code', referenceField: 'msgid', codesOk: ['0'] };
    ask([200, { code: 0, msgid: 'm1' }]);
    expect(await one(options)).toEqual({ outcome: 'delivered', reference: 'm1' });
    ask([200, { code: 'BAD_NUMBER' }]);
    expect(await one(options)).toEqual({ outcome: 'failed', code: 'gateway-BAD_NUMBER', final: true });
    ask([200, 'no json']);
    expect(await one(options)).toEqual({ outcome: 'failed', code: 'gateway-no-code', final: true });
    ask([200, { id: `${he.address} ${message.text}` }]);
    expect(await one()).toEqual({ outcome: 'delivered' });
  });
  it.each([401, 403])('that gives no right (%i) stops the sink, and nobody is told to have failed', async (status) => {
    ask([status]);
    await expect(sink().deliver(message, [he, lin])).rejects.toThrow(new SinkUnusable(`http-${status}`));
    expect(asked).toHaveLength(1);
  });
  it('that is silent stops the sink; what was sent before is told', async () => {
    ask('silence');
    await expect(sink({ timeoutMs: 400, attemptsMax: 2 }).deliver(message, [he, lin])).rejects.toThrow(new SinkUnusable('timeout'));
    expect(asked).toHaveLength(2);
    ask([200, { id: 'a' }], 'silence');
    expect(await sink({ timeoutMs: 400, attemptsMax: 2 }).deliver(message, [he, lin, { ...lin, id: 'person-xu' }])).toEqual([
      { id: 'person-he', outcome: 'delivered', reference: 'a' },
      { id: 'person-lin', outcome: 'failed', code: 'timeout' },
      { id: 'person-xu', outcome: 'failed', code: 'timeout' },
    ]);
    expect(asked).toHaveLength(3);
  });
  it('that is not there says so without number or text', async () => {
    const fault: unknown = await sink({ url: 'http://127.0.0.1:1/', attemptsMax: 1 })
      .deliver(message, [he])
      .catch((error: unknown) => error);
    expect([fault, String(fault)]).toEqual([new SinkUnusable('unreachable'), 'SinkUnusable: the sink cannot be used: unreachable']);
  });
});

describe('the environment', () => {
  it.each([
    [{}, undefined],
    [{ ZELIAN_SMS_CONSOLE: '1' }, 'console'],
    [{ ZELIAN_SMS_FILE: join(folder, 'env.jsonl') }, 'file'],
    [
      {
        ZELIAN_SMS_URL: 'https://sms.example/send',
        ZELIAN_SMS_FILE: 'x',
        ZELIAN_SMS_AUTHORIZATION: 'k',
        ZELIAN_SMS_CODES_OK: '0, 1',
        ZELIAN_SMS_TIMEOUT_MS: '5000',
      },
      'http',
    ],
  ])('%j names %s', (environment, name) => expect(sinkFrom(environment)?.name).toBe(name));
  it('with a setting that cannot be is refused', () => {
    expect(() => sinkFrom({ ZELIAN_SMS_URL: 'no address' })).toThrow('Invalid URL');
    expect(() => sinkFrom({ ZELIAN_SMS_URL: 'https://sms.example/', ZELIAN_SMS_TIMEOUT_MS: '-1' })).toThrow(TypeError);
  });
});
