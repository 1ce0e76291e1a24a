import { Controller, Get, Headers, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { Rejection } from '#kernel';
import { actorFrom } from '#ledger/nest';
import { LEDGER, type Moment, type Zelian } from '#zelian';

type Query = Readonly<Record<string, string | undefined>>;

/** A number from a query. @throws Rejection `query.number` */
function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new Rejection('query.number', { zh: `参数${name}须为非负整数`, en: `${name} must be a whole number` });
  return Number(text);
}

/** Refuses parameters that the route does not know: a misspelt `asKnownAt` must not silently mean "now". */
function onlyKnown(query: Query, names: readonly string[]): void {
  const unknown = Object.keys(query).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Rejection('query.unknown', { zh: `未知参数：${unknown}`, en: `unknown parameter: ${unknown}` });
}

function momentOf({ asKnownAt, validOn, atLeast }: Query): Moment {
  const position = asKnownAt !== undefined && /^\d{1,15}$/.test(asKnownAt) ? Number(asKnownAt) : asKnownAt;
  return { ...(position !== undefined && { asKnownAt: position }), ...(validOn !== undefined && { validOn }), ...(atLeast !== undefined && { atLeast: numberOf('atLeast', atLeast) }) };
}

@ApiTags('ledger')
@Controller()
export class LedgerController {
  constructor(@Inject(LEDGER) private readonly zelian: Zelian) {}

  @Get('ledger')
  @ApiOperation({ summary: 'which ledger this is, its clock and where it stands' })
  info() {
    return this.zelian.describe();
  }

  @Get('explain/:subject')
  @ApiOperation({ summary: 'every clause for a subject: met, not met or undetermined, with values, quote, hash and events' })
  explain(@Param('subject') subject: string, @Query() query: Query, @Headers('x-actor') actor: string | undefined) {
    onlyKnown(query, ['year', 'asKnownAt', 'validOn', 'atLeast']);
    return this.zelian.explain(subject, { year: numberOf('year', query.year), moment: momentOf(query), actor: actorFrom(actor) });
  }

  @Get('trail/:subject')
  @ApiOperation({ summary: 'everything recorded about a unit, village, post or person, in log order' })
  trail(@Param('subject') subject: string, @Query() query: Query, @Headers('x-actor') actor: string | undefined) {
    onlyKnown(query, ['asKnownAt', 'validOn', 'atLeast']);
    return this.zelian.trail(subject, { moment: momentOf(query), actor: actorFrom(actor) });
  }

  @Get('events')
  @ApiOperation({ summary: 'the stored bytes, one event a line' })
  @ApiProduces('application/x-ndjson')
  async events(@Query() query: Query, @Headers('x-actor') actor: string | undefined, @Res() reply: FastifyReply) {
    onlyKnown(query, ['from']);
    const lines = await this.zelian.exportLines({ from: numberOf('from', query.from) ?? 0, actor: actorFrom(actor) });
    return reply.header('content-type', 'application/x-ndjson; charset=utf-8').send(Readable.from(lines));
  }

  @Post('verify')
  @ApiOperation({ summary: 'checks the whole ledger: bytes, MACs, continuity, indexes' })
  verify() {
    return this.zelian.verify();
  }
}
