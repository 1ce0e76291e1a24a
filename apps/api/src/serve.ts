import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Rejection } from '#kernel';
import { StrictBodyPipe } from '#ledger/nest';
import type { FastifyInstance } from 'fastify';
import type { Zelian } from '#zelian';
import { AppModule } from './app.module.js';
import { ProblemFilter } from './problem.filter.js';
import { BODY_BYTES_MAX, useStrictBodies } from './strict-body.js';
import { readTokens, requireTokens } from './tokens.js';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
export type ServeOptions = Readonly<{ port: number; host?: string; tokensFile?: string }>;

/** Builds the application without listening: tests call it too. */
export async function buildApp(zelian: Zelian, options: Readonly<{ tokensFile?: string }> = {}): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ bodyLimit: BODY_BYTES_MAX, forceCloseConnections: true, genReqId: () => randomBytes(8).toString('hex') });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.for(zelian), adapter, { logger: ['error', 'warn'], bodyParser: false });
  useStrictBodies(adapter.getInstance());
  sayWhichClock(adapter.getInstance(), zelian);
  if (options.tokensFile !== undefined) requireTokens(adapter.getInstance(), readTokens(options.tokensFile));
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready', 'metrics'] });
  app.useGlobalPipes(new StrictBodyPipe());
  app.useGlobalFilters(new ProblemFilter());
  const document = new DocumentBuilder().setTitle('责链 Zelian').setDescription('Accountability ledger').setVersion('1').addBearerAuth().build();
  SwaggerModule.setup('api', app, () => SwaggerModule.createDocument(app, document), { jsonDocumentUrl: 'api-json' });
  app.enableShutdownHooks();
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

/** Serves until stopped. Beyond this machine only with a token file: without it anybody could claim to be anybody. @returns the address */
export async function serve(zelian: Zelian, { port, host = '127.0.0.1', tokensFile }: ServeOptions): Promise<Readonly<{ app: NestFastifyApplication; url: string }>> {
  if (!LOOPBACK.has(host) && tokensFile === undefined) {
    throw new Rejection('serve.tokens-required', { zh: '监听本机以外的地址须提供令牌文件（ZELIAN_TOKENS）', en: 'listening beyond this machine needs a token file (ZELIAN_TOKENS)' });
  }
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Rejection('serve.port', { zh: `端口不正确：${port}`, en: `not a port: ${port}` });
  const app = await buildApp(zelian, { tokensFile });
  try {
    await app.listen(port, host);
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
