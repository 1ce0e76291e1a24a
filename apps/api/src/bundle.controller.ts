import { Body, Controller, Headers, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorFrom, validateBody } from '#ledger/nest';
import { parametersOf, type RawQuery } from '#readmodel/nest';
import { exportBundle, importBundle, LEDGER, type BundleImported, type Handing, type Zelian } from '#zelian';
import { streamOf, wholeOf } from './file-body.js';
import { BundleBody } from './handing.bodies.js';
import { TakesBody, TakesFile } from './body-docs.js';

const OCTETS = 'application/octet-stream';

/** Events of one ledger for another, out and in; for case owners, since events tell of persons under accountability. */
@ApiTags('exchange 文件')
@Controller('exchange/bundles')
export class BundleController {
  constructor(@Inject(LEDGER) private readonly zelian: Zelian) {}

  @Post()
  @HttpCode(201)
  @ApiProduces(OCTETS)
  @TakesBody(BundleBody)
  @ApiOperation({ summary: 'the events from a position on, signed, for another ledger; private values only of the scopes asked for, to somebody, on record' })
  async made(@Body() said: object, @Headers('x-actor') actor: string | undefined, @Res() reply: FastifyReply) {
    const { since, scopes, recipient, purpose, recipientUnitId } = await validateBody(BundleBody, said);
    const to: Handing | undefined =
      recipient === undefined ? undefined : { recipient, purpose: purpose ?? '', channel: 'file', ...(recipientUnitId && { recipientUnitId }) };
    const bytes = await exportBundle(this.zelian, { since, scopes, to, actor: actorFrom(actor), ownersOnly: true });
    return reply.header('content-type', OCTETS).header('content-disposition', 'attachment; filename="events.bundle"').send(bytes);
  }

  @Post('received')
  @HttpCode(201)
  @ApiConsumes(OCTETS)
  @TakesFile()
  @ApiQuery({ name: 'signedBy', required: false, description: 'the source’s public key, the first time' })
  @ApiOperation({ summary: 'takes a bundle in, all or nothing; the same one again changes nothing' })
  async received(@Query() query: RawQuery, @Req() request: FastifyRequest, @Headers('x-actor') actor: string | undefined): Promise<BundleImported> {
    const { signedBy } = parametersOf(query, ['signedBy']);
    return importBundle(this.zelian, { bytes: await wholeOf(streamOf(request)), actor: actorFrom(actor), signedBy, ownersOnly: true });
  }
}
