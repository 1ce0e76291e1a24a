import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Rejection, UnknownType, type Message } from '#kernel';
import { TOO_LARGE } from './strict-body.js';

/** An error as RFC 9457 has it, with a stable code, both languages, and the clause when a rule refused. */
type Problem = Readonly<{
  type: string;
  title: string;
  status: number;
  code: string;
  messages: Message;
  clause?: string;
  errors?: readonly unknown[];
  instance: string;
}>;

const CONFLICTS = new Set(['ledger.revision-conflict', 'command.id-reused', 'ledger.already-owned']);
const UNAVAILABLE = new Set([
  'ledger.storage-failed',
  'ledger.unavailable',
  'ledger.storage-full',
  'ledger.access-denied',
  'ledger.old-server',
  'ledger.lease-lost',
  'ledger.not-on-duty',
  'ledger.rolled-back',
  'ledger.foreign-write',
  'ledger.deleted',
  'evidence.storage-failed',
  'vault.storage-failed',
  'vault.unavailable',
  'vault.storage-full',
  'vault.access-denied',
  'readmodel.unavailable',
  'readmodel.storage-full',
  'readmodel.access-denied',
  'readmodel.superseded',
  'readmodel.kept-elsewhere',
  'readmodel.rows-swapped',
  'readmodel.view-behind',
  'access.unavailable',
  'access.damaged',
  'seal.key-missing',
  'seal.mac',
  'seal.read-back',
  'seal.log',
  'seal.forked',
  'seal.rolled-back',
  'seal.overtaken',
  'seal.roots-differ',
  'seal.memory-lost',
  'seal.head-damaged',
  'seal.key-damaged',
  'seal.key-exposed',
  'dossier.does-not-hold',
  'checkpoint.damaged',
]);
const FORBIDDEN = new Set(['access.case-owner-only', 'access.keyless', 'ledger.read-only']);
const UNAUTHORIZED = new Set(['actor.token-missing', 'actor.token-unknown']);
/** Prefixes of codes that say the request itself is malformed, whatever the rules think of its content. */
const MALFORMED = ['json.', 'body.', 'header.', 'query.', 'date.', 'moment.invalid', 'command.invalid-id', 'actor.', 'evidence.invalid-hash'];
const TOO_LARGE_CODES = new Set([TOO_LARGE, 'evidence.too-large', 'workbook.too-large', 'vault.too-large', 'ledger.too-large']);
const NOT_FOUND = new Set([
  ...['evidence.unknown', 'template.unknown', 'document.unknown', 'view.unknown', 'row.unknown', 'subject.unknown', 'command.unknown'],
  ...['seal.none', 'checkpoint.unknown', 'tile.unknown', 'event.unknown'],
]);

/** The HTTP status of a refusal: 400 malformed, 401, 403, 404, 409 conflict, 413, 503 unavailable, else 422. */
export function statusOf(code: string): number {
  if (UNAUTHORIZED.has(code)) return 401;
  if (FORBIDDEN.has(code)) return 403;
  if (TOO_LARGE_CODES.has(code)) return 413;
  if (CONFLICTS.has(code)) return 409;
  if (UNAVAILABLE.has(code)) return 503;
  if (NOT_FOUND.has(code)) return 404;
  return MALFORMED.some((prefix) => code.startsWith(prefix)) ? 400 : 422;
}

const HTTP: Readonly<Record<number, readonly [code: string, zh: string]>> = {
  400: ['http.bad-request', '请求格式不正确'],
  404: ['http.not-found', '没有这个地址'],
  405: ['http.method-not-allowed', '不支持此方法'],
  413: [TOO_LARGE, '内容过大'],
  415: ['http.media-type', '只接受application/json'],
};

/** What an error looks like from outside. A fault says nothing of itself: it goes to the log. */
export function problemOf(error: unknown): Omit<Problem, 'instance'> {
  if (error instanceof Rejection) {
    const { code, text, clause } = error;
    return {
      type: `urn:zelian:${code}`,
      title: text.en,
      status: statusOf(code),
      code,
      messages: text,
      clause,
      ...('errors' in error && { errors: error.errors as readonly unknown[] }),
    };
  }
  if (error instanceof UnknownType && error.kind === 'command') return plain(404, 'command.unknown', { zh: `没有这个命令：${error.type}`, en: error.message });
  const status = statusFrom(error);
  if (status === undefined || status >= 500) return plain(500, 'internal', { zh: '服务内部错误，未记录任何内容', en: 'internal error' });
  const [code, zh] = HTTP[status] ?? ['http.refused', '请求被拒绝'];
  return plain(status, code, { zh, en: (error as Error).message });
}

const plain = (status: number, code: string, messages: Message): Omit<Problem, 'instance'> => ({
  type: `urn:zelian:${code}`,
  title: messages.en,
  status,
  code,
  messages,
});

/** Nest's exceptions and Fastify's errors both know a status. */
function statusFrom(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
}

/** Answers with the problem document; also for what Fastify refuses before any route is found. */
export function answerProblem(error: unknown, url: string, reply: FastifyReply): void {
  const problem: Problem = { ...problemOf(error), instance: url.split('?')[0]! };
  void reply.status(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('api');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    if (problemOf(error).status === 500) this.logger.error(error instanceof Error ? error.stack : String(error));
    // An answer that has begun (a stream) can only be broken off: its reader sees that it is not whole.
    if (reply.raw.headersSent) reply.raw.destroy(error instanceof Error ? error : undefined);
    else answerProblem(error, http.getRequest<FastifyRequest>().url, reply);
  }
}
