import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { submitOverHttp, Unreachable } from './index.js';

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const PATIENT_MS = 20_000;

describe('submitting over HTTP', () => {
  it('posts the body to add-checkpoint below the prefix, and gives back what was said', async () => {
    const url = await listening((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${request.method} ${request.url} ${body}`));
    });
    expect(await submitOverHttp(PATIENT_MS)(`${url}/w`, '责')).toEqual({ status: 409, type: 'text/x.tlog.size', body: 'POST /w/add-checkpoint 责' });
  });

  it.each<readonly [string, RequestListener, number]>([
    ['one that never answers', () => undefined, 50],
    ['one that sends elsewhere', (_, response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(), PATIENT_MS],
    ['one that says too much', (_, response) => void response.end('x'.repeat(400_000)), PATIENT_MS],
    ['one that hangs up', (request) => void request.socket.destroy(), PATIENT_MS],
  ])('%s is unreachable', async (_, answer, timeoutMs) => {
    await expect(submitOverHttp(timeoutMs)(await listening(answer), 'x')).rejects.toThrow(Unreachable);
  });

  it('nobody at all is unreachable, and the reason is told', async () => {
    const url = await listening(() => undefined);
    servers.at(-1)!.close();
    await expect(submitOverHttp(PATIENT_MS)(url, 'x')).rejects.toThrow(/ECONNREFUSED/);
  });
});
