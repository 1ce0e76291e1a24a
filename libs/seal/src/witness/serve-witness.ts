import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Rejection } from '#kernel';
import { Malformed, textOf } from '#transparency';
import type { Witness, WitnessAnswer } from './witness.js';

/** Sixty-three proof lines and a checkpoint with sixty-four post-quantum signatures fit in. */
const BODY_BYTES_MAX = 300_000;
/** What is too long is heard out so far, so that the answer arrives; then the connection is cut. */
const HEARD_BYTES_MAX = 4_000_000;
/** A checkpoint is small: whoever is slower than this holds a connection and nothing else. */
const REQUEST_MS_MAX = 15_000;
const CONNECTIONS_MAX = 200;
const TEXT = 'text/plain; charset=utf-8';
const SIZE = 'text/x.tlog.size';

export type WitnessServer = Readonly<{ url: string; close(): Promise<void> }>;
type Reply = Readonly<{ status: number; type: string; body: string; allow?: string }>;

/** Serves `add-checkpoint` and the monitors' `<origin hash>/checkpoint` (c2sp.org/tlog-witness). Requests are known by their checkpoint's signature alone. */
export async function serveWitness(witness: Witness, { host = '127.0.0.1', port }: Readonly<{ host?: string; port: number }>): Promise<WitnessServer> {
  const server = createServer({ requestTimeout: REQUEST_MS_MAX, headersTimeout: REQUEST_MS_MAX }, (request, response) => {
    replyTo(witness, request).then(
      (reply) => send(response, reply),
      (error: unknown) => {
        // The request broke off, or the store failed: nothing was promised, so nothing is lost.
        console.error(error);
        send(response, { status: 500, type: TEXT, body: 'the witness failed\n' });
      },
    );
  });
  server.maxConnections = CONNECTIONS_MAX;
  await listening(server, host, port);
  const address = server.address() as AddressInfo;
  return { url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`, close: () => closed(server) };
}

const listening = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((settle, fail) => {
    const refuse = ({ code }: NodeJS.ErrnoException): void =>
      fail(new Rejection('serve.cannot-listen', { zh: `无法监听${host}:${port}（${code}）`, en: `cannot listen on ${host}:${port} (${code})` }));
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.removeListener('error', refuse);
      settle();
    });
  });

const closed = (server: Server): Promise<void> =>
  new Promise((settle, fail) => {
    server.close((error) => (error ? fail(error) : settle()));
    server.closeAllConnections();
  });

function send(response: ServerResponse, { status, type, body, allow }: Reply): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    ...(allow && { allow }),
  });
  response.end(body);
}

const plain = (status: number, reason: string): Reply => ({ status, type: TEXT, body: `${reason}\n` });

async function replyTo(witness: Witness, request: IncomingMessage): Promise<Reply> {
  const path = (request.url ?? '').replace(/\?.*$/s, '');
  if (path === '/add-checkpoint') return request.method === 'POST' ? added(witness, request) : { ...plain(405, 'POST only'), allow: 'POST' };
  const [, originHash] = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path) ?? [];
  if (originHash === undefined) return plain(404, 'no such resource');
  if (request.method !== 'GET' && request.method !== 'HEAD') return { ...plain(405, 'GET only'), allow: 'GET, HEAD' };
  const latest = witness.latestByHash(originHash);
  return latest ? { status: 200, type: TEXT, body: latest.note } : plain(404, 'no checkpoint of such a log');
}

async function added(witness: Witness, request: IncomingMessage): Promise<Reply> {
  const bytes = await bodyOf(request);
  if (!bytes) return plain(413, 'the request is too long');
  try {
    return replyFor(witness.addCheckpoint(textOf(bytes)));
  } catch (error) {
    if (error instanceof Malformed) return plain(400, 'the request is not UTF-8');
    throw error;
  }
}

function replyFor(answer: WitnessAnswer): Reply {
  if (answer.status === 200) return { status: 200, type: TEXT, body: answer.body };
  if (answer.status === 409) return { status: 409, type: SIZE, body: `${answer.size}\n` };
  return plain(answer.status, answer.reason);
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > HEARD_BYTES_MAX) return undefined;
    if (length <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  return length > BODY_BYTES_MAX ? undefined : Buffer.concat(chunks);
}
