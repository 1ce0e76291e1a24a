import 'reflect-metadata';
import { Agent, request as send } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Actor, Command, Message } from '#kernel';
import type { CommandHead, SeenRef, Wish } from '#ledger';
import { kebab } from '#ledger/nest';
import type { Zelian } from '#zelian';
import { requestsByContext } from '#zelian/nest';
import { buildApp } from '../../apps/api/src/serve.js';
import type { Driver, Refusal } from '../../apps/cli/src/story/story.js';

export type Headers = Readonly<Record<string, string>>;
export type Asked = Readonly<{ method?: string; headers?: Headers; body?: string | Buffer }>;
/** A refusal as RFC 9457 has it. */
export type Problem = Readonly<{
  type: string;
  title: string;
  status: number;
  code: string;
  messages: Message;
  clause?: string;
  errors?: readonly Readonly<{ field: string }>[];
}>;
export type Answer = Readonly<{ status: number; headers: Readonly<Record<string, string | string[] | undefined>>; text: string; json<Body = Problem>(): Body }>;

/** A ledger behind a listening socket; runners do not follow on their own, so that a driver can drain after each command. */
export type Served = Readonly<{
  app: NestFastifyApplication;
  zelian: Zelian;
  url: string;
  ask(path: string, asked?: Asked): Promise<Answer>;
  close(): Promise<void>;
}>;

/** Serves an open ledger on a free port; closing leaves the ledger open. */
export async function served(zelian: Zelian, options: Parameters<typeof buildApp>[1] = {}): Promise<Served> {
  const app = await buildApp(zelian, options);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const agent = new Agent({ keepAlive: true });
  return {
    app,
    zelian,
    url,
    ask: (path, asked) => ask(agent, `${url}${path}`, asked),
    close: async () => {
      agent.destroy();
      await app.close();
    },
  };
}

/** One request over the socket: exactly these bytes, exactly these headers. */
function ask(agent: Agent, url: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const outgoing = send(url, { method, agent, headers: { ...length, ...headers } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: incoming.statusCode!, headers: incoming.headers, text, json: <Body>() => JSON.parse(text) as Body });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const contextOf = new Map(Object.entries(requestsByContext).flatMap(([context, requests = []]) => requests.map(({ type }) => [type, context] as const)));
/** Where a command of a person is posted to. @throws when no context has such a command */
export function routeOf(type: string): string {
  const context = contextOf.get(type);
  if (context === undefined) throw new Error(`no context offers ${type}`);
  return `/api/v1/${context}/${kebab(type)}`;
}

export const actorText = ({ personId, postId }: Actor): string => [personId, postId].filter(Boolean).join('/');
const seenText = (seen: readonly SeenRef[]): string =>
  seen.map(({ view, key, position }) => [view, key, ...(position === undefined ? [] : [position])].join(':')).join(', ');
/** A command's head as the headers of a request. */
export const headersOf = ({ actor, commandId, expectedRevision, seen }: CommandHead): Headers => ({
  'content-type': 'application/json',
  'idempotency-key': commandId,
  'x-actor': actorText(actor),
  ...(expectedRevision !== undefined && { 'if-match': `"${expectedRevision}"` }),
  ...(seen !== undefined && { 'x-seen': seenText(seen) }),
});

/** Posts a command. */
export const post = ({ ask: to }: Pick<Served, 'ask'>, { type, data }: Command, head: CommandHead): Promise<Answer> =>
  to(routeOf(type), { method: 'POST', headers: headersOf(head), body: JSON.stringify(data) });

/** Posts a list of commands. */
export const postList = ({ ask: to }: Pick<Served, 'ask'>, wishes: readonly Wish[], actor: Actor): Promise<Answer> =>
  to('/api/v1/commands', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-actor': actorText(actor) },
    body: JSON.stringify({ commands: wishes.map(({ command: { type, data }, commandId }) => ({ type, data, commandId })) }),
  });

/** Whoever puts the story's files there. */
const KEEPER = 'person-storykeeper0001';

/** The second driver of the story: every command goes over HTTP, while the host of the test holds the clock and lets the runners follow. */
export const overHttp = (host: Served, onRefusal: (problem: Problem) => void = () => undefined): Driver => ({
  moveTo: (instant) => host.zelian.moveTo(instant),
  async keep(bytes) {
    const { status, text } = await host.ask('/api/v1/evidence', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'x-actor': KEEPER },
      body: bytes,
    });
    if (status !== 201) throw new Error(`evidence was not kept: ${status} ${text}`);
  },
  record: async (command, head) => told(host, await post(host, command, head), onRefusal),
  bring: async (wishes, actor) => told(host, await postList(host, wishes, actor), onRefusal),
});

/** What follows is done before anybody goes on. */
async function told(host: Served, answer: Answer, onRefusal: (problem: Problem) => void): Promise<Refusal | undefined> {
  await host.zelian.drain();
  if (answer.status === 201) return undefined;
  const problem = answer.json();
  onRefusal(problem);
  return { code: problem.code, says: problem.title };
}
