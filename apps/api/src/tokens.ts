import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { Rejection } from '#kernel';
import { actorFrom } from '#ledger/nest';

/** Hash of a token, and the actor (`person-…` or `person-…/post-…`) that it stands for. */
type Token = Readonly<{ digest: Buffer; actor: string }>;

/** Reads a bearer-token file: one `<token> <actor>` a line, `#` begins a comment. @throws Rejection when a line is not that, or the file is empty or absent */
export function readTokens(file: string): readonly Token[] {
  const tokens = textOf(file)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line, index) => {
      const [token, actor, ...rest] = line.split(/\s+/);
      if (token === undefined || token.length < 24 || actor === undefined || rest.length > 0) {
        throw new Rejection('actor.token-file', {
          zh: `令牌文件第${index + 1}行格式不正确（令牌至少24个字符）`,
          en: `token file, entry ${index + 1}: expected "<token of 24 characters or more> <actor>"`,
        });
      }
      actorFrom(actor);
      return { digest: digestOf(token), actor };
    });
  if (tokens.length === 0) throw new Rejection('actor.token-file', { zh: '令牌文件没有令牌', en: 'the token file holds no token' });
  return tokens;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Rejection('actor.token-file', { zh: `无法读取令牌文件：${file}`, en: `the token file cannot be read: ${(error as Error).message}` });
  }
}

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Every request but the health checks then needs a known token, and acts as the token's actor whatever `X-Actor` says. */
export function requireTokens(fastify: FastifyInstance, tokens: readonly Token[]): void {
  fastify.addHook('onRequest', async (request) => {
    if (request.url.startsWith('/health/')) return;
    const [, presented] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (presented === undefined) throw new Rejection('actor.token-missing', { zh: '缺少访问令牌', en: 'a bearer token is required' });
    const digest = digestOf(presented);
    const known = tokens.find((token) => timingSafeEqual(token.digest, digest));
    if (!known) throw new Rejection('actor.token-unknown', { zh: '访问令牌无效', en: 'unknown bearer token' });
    request.headers['x-actor'] = known.actor;
  });
}
