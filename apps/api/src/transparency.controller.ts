import { Body, Controller, Get, Header, Headers, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorFrom, Optional, validateBody } from '#ledger/nest';
import { numberFrom, parametersOf, TakesActor, type RawQuery } from '#readmodel/nest';
import { checkpointNote, consistencyOf, inclusionOf, LEDGER, SEAL_SUITES, sealNow, tileBytes, type SealSuite, type Zelian } from '#zelian';
import { TakesBody } from './body-docs.js';

const TEXT = 'text/plain; charset=utf-8';
const TILE_ROUTE = /^.*?\/(tile\/[^?]+)/;

/** `rotate`: sign from now on with a new key of this suite. */
class SealBody {
  @Optional() @IsIn(SEAL_SUITES) rotate?: SealSuite;
}

/**
 * What outsiders need to hold the log to its word, with no trust in this server: checkpoints, tiles and proofs in the formats of c2sp.org. None of it says
 * anything about anybody.
 */
@ApiTags('transparency 透明')
@Controller()
export class TransparencyController {
  constructor(@Inject(LEDGER) private readonly zelian: Zelian) {}

  @Post('seal')
  @HttpCode(201)
  @TakesActor()
  @TakesBody(SealBody)
  @ApiOperation({ summary: 'signs a checkpoint over all there is; with rotate, by a new key from here on, for case owners' })
  async seal(@Body() said: object, @Headers('x-actor') actor: string | undefined) {
    const { rotate } = await validateBody(SealBody, said);
    return sealNow(this.zelian, { rotate, actor: actorFrom(actor), ownersOnly: true });
  }

  @Get('checkpoint')
  @Header('content-type', TEXT)
  @Header('cache-control', 'no-cache')
  @ApiProduces(TEXT)
  @ApiOperation({ summary: 'the newest checkpoint, a signed note (c2sp.org/tlog-checkpoint)' })
  newest() {
    return checkpointNote(this.zelian.parts);
  }

  @Get('checkpoint/:size')
  @Header('content-type', TEXT)
  @ApiProduces(TEXT)
  @ApiOperation({ summary: 'the checkpoint of a size' })
  ofSize(@Param('size') size: string) {
    return checkpointNote(this.zelian.parts, numberFrom('size', size));
  }

  @Get('tile/*')
  @ApiProduces('application/octet-stream')
  @ApiOperation({ summary: 'a tile of the tree, tile/<level>/<index>[.p/<width>] (c2sp.org/tlog-tiles); never changes' })
  tile(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const bytes = tileBytes(this.zelian.parts, TILE_ROUTE.exec(request.url)?.[1] ?? '');
    const headers = { 'content-type': 'application/octet-stream', 'cache-control': 'public, max-age=31536000, immutable' };
    return reply.headers(headers).send(bytes);
  }

  @Get('proof/inclusion/:event')
  @Header('content-type', TEXT)
  @ApiProduces(TEXT)
  @ApiQuery({ name: 'size', required: false, description: 'under the checkpoint of this size; the newest when absent' })
  @ApiOperation({ summary: 'that an event is in the log, under a checkpoint (c2sp.org/tlog-proof)' })
  async inclusion(@Param('event') eventId: string, @Query() query: RawQuery) {
    const { size } = parametersOf(query, ['size']);
    return (await inclusionOf(this.zelian.parts, { eventId, ...(size !== undefined && { size: numberFrom('size', size) }) })).proof;
  }

  @Get('proof/consistency')
  @ApiQuery({ name: 'from', description: 'the size of an earlier checkpoint' })
  @ApiQuery({ name: 'to', required: false, description: 'the size of a later one; the newest when absent' })
  @ApiOperation({ summary: 'that a later checkpoint continues an earlier one: nothing before it was changed' })
  consistency(@Query() query: RawQuery) {
    const { from, to } = parametersOf(query, ['from', 'to']);
    return consistencyOf(this.zelian.parts, { from: numberFrom('from', from ?? ''), ...(to !== undefined && { to: numberFrom('to', to) }) });
  }
}
