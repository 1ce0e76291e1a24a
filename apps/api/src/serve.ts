import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import type { LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { Rejection } from '#kernel';
import { StrictBodyPipe } from '#ledger/nest';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Zelian } from '#zelian';
import { AppModule } from './app.module.js';
import { answerProblem, ProblemFilter } from './problem.filter.js';
import { StrayParameters } from './stray-parameters.js';
import { BODY_BYTES_MAX, useStrictBodies } from './strict-body.js';
import { readTokens, requireTokens } from './tokens.js';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
/** A row's key may name a target, a clause, a person and a post: more than a router's hundred characters. */
const KEY_LENGTH_MAX = 1_000;
const LOGGED: LogLevel[] = ['error', 'warn'];
export type ServeOptions = Readonly<{ port: number; host?: string; tokensFile?: string }>;

/** Builds the application without listening: tests call it too. */
export async function buildApp(zelian: Zelian, options: Readonly<{ tokensFile?: string }> = {}): Promise<NestFastifyApplication> {
  const tokens = options.tokensFile === undefined ? undefined : readTokens(options.tokensFile);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES_MAX,
    // A listener of the stream never leaves by itself: whoever stops the server shall not wait for it.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: KEY_LENGTH_MAX },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => answerProblem(error, request.url, reply),
    genReqId: () => randomBytes(8).toString('hex'),
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.for(zelian), adapter, { logger: LOGGED, bodyParser: false });
  useStrictBodies(adapter.getInstance());
  sayWhichClock(adapter.getInstance(), zelian);
  if (tokens) requireTokens(adapter.getInstance(), tokens);
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready', 'metrics'] });
  app.useGlobalGuards(new StrayParameters());
  app.useGlobalPipes(new StrictBodyPipe());
  app.useGlobalFilters(new ProblemFilter());
  const document = new DocumentBuilder().setTitle('责链 Zelian').setDescription('Accountability ledger').setVersion('1').addBearerAuth().build();
  SwaggerModule.setup('api', app, () => namingViews(SwaggerModule.createDocument(app, document), zelian.viewNames()), { jsonDocumentUrl: 'api-json' });
  app.enableShutdownHooks();
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

/** Says in OpenAPI which views there are: one generic route answers for all of them. */
function namingViews(document: OpenAPIObject, views: readonly string[]): OpenAPIObject {
  const operations = Object.values(document.paths).flatMap(({ get }) => get ?? []);
  const parameters = operations.flatMap((operation) => (operation.parameters ?? []) as { name?: string; in?: string; schema?: object }[]);
  for (const parameter of parameters) if (parameter.name === 'view' && parameter.in === 'path') parameter.schema = { type: 'string', enum: [...views] };
  return document;
}

/** Serves until stopped. Beyond this machine only with a token file: without it anybody could claim to be anybody. @returns the address */
export async function serve(
  zelian: Zelian,
  { port, host = '127.0.0.1', tokensFile }: ServeOptions,
): Promise<Readonly<{ app: NestFastifyApplication; url: string }>> {
  if (!LOOPBACK.has(host) && tokensFile === undefined) {
    throw new Rejection('serve.tokens-required', {
      zh: '监听本机以外的地址须提供令牌文件（ZELIAN_TOKENS）',
      en: 'listening beyond this machine needs a token file (ZELIAN_TOKENS)',
    });
  }
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Rejection('serve.port', { zh: `端口不正确：${port}`, en: `not a port: ${port}` });
  const app = await buildApp(zelian, { tokensFile });
  try {
    // That it cannot listen is told once, as every refusal is: not by the framework first.
    app.useLogger([]);
    await app.listen(port, host);
    app.useLogger(LOGGED);
  } catch (error) {
    await app.close();
    throw cannotListen(error as NodeJS.ErrnoException, `${host}:${port}`);
  }
  return { app, url: await app.getUrl() };
}

const cannotListen = (error: NodeJS.ErrnoException, address: string): Error =>
  error.syscall === 'listen' || error.syscall === 'getaddrinfo'
    ? new Rejection('serve.cannot-listen', { zh: `无法监听${address}（${error.code}）`, en: `cannot listen on ${address} (${error.code})` })
    : error;

/** Every answer of a ledger on a simulated clock says so: nobody shall take the demo year for a real one. */
function sayWhichClock(fastify: FastifyInstance, zelian: Zelian): void {
  if (zelian.describe().clock !== 'simulated') return;
  fastify.addHook('onRequest', async (_request, reply) => void reply.header('x-zelian-clock', 'simulated'));
}
