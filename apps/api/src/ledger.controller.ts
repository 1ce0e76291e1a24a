import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { kindOf } from '#kernel';
import { actorFrom } from '#ledger/nest';
import { MOMENT_PARAMETERS, momentFrom, numberFrom, parametersOf, TakesActor, TakesMoment, type RawQuery } from '#readmodel/nest';
import { LEDGER, type Zelian } from '#zelian';
import { CommandListBody, recordList, wishesFrom } from '#zelian/nest';
import { TakesBody } from './body-docs.js';

type CaseParameters = Readonly<{ person: string; post: string; year: string }>;

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
  @TakesMoment()
  @ApiOperation({ summary: 'every clause for a subject: met, not met or undetermined, with values, quote, hash and events' })
  explain(@Param('subject') subject: string, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    const { year, ...moment } = parametersOf(query, ['year', ...MOMENT_PARAMETERS]);
    // Clauses about units and villages are nobody's secret; who asks about a person says so.
    const asking = actor !== undefined || kindOf(subject) === 'person' ? { actor: actorFrom(actor) } : {};
    return this.zelian.explain(subject, { ...(year !== undefined && { year: numberFrom('year', year) }), moment: momentFrom(moment), ...asking });
  }

  @Get('cases/:person/:post/:year/screen')
  @TakesActor()
  @TakesMoment()
  @ApiOperation({ summary: 'a decided case against the grounds of correction: found with its events, nothing found, or not checkable and why' })
  screen(@Param() { person, post, year }: CaseParameters, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    const moment = momentFrom(parametersOf(query, MOMENT_PARAMETERS));
    return this.zelian.cases.screenCase({ caseKey: `${person}/${post}/${year}`, moment, actor: actorFrom(actor) });
  }

  @Get('trail/:subject')
  @TakesMoment()
  @ApiOperation({ summary: 'everything recorded about a unit, village, post or person, in log order' })
  trail(@Param('subject') subject: string, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    return this.zelian.trail(subject, { moment: momentFrom(parametersOf(query, MOMENT_PARAMETERS)), actor: actorFrom(actor) });
  }

  @Get('events')
  @ApiOperation({ summary: 'the stored bytes, one event a line' })
  @ApiProduces('application/x-ndjson')
  async events(@Query() query: RawQuery, @Headers('x-actor') actor: string | undefined, @Res() reply: FastifyReply) {
    const { from } = parametersOf(query, ['from']);
    const lines = await this.zelian.exportLines({ ...(from !== undefined && { from: numberFrom('from', from) }), actor: actorFrom(actor), ownersOnly: true });
    return reply.header('content-type', 'application/x-ndjson; charset=utf-8').send(Readable.from(lines));
  }

  @Post('commands')
  @HttpCode(201)
  @TakesActor()
  @TakesBody(CommandListBody)
  @ApiOperation({
    summary: 'a list of commands as one append, all or nothing; every fault by its place. Each command has its own id, so the same list again changes nothing',
  })
  async list(@Body() body: object, @Headers('x-actor') actor: string | undefined) {
    const who = actorFrom(actor);
    return recordList(this.zelian, await wishesFrom(body), who);
  }

  @Post('verify')
  @ApiOperation({ summary: 'checks the whole ledger: bytes, MACs, continuity, indexes' })
  verify() {
    return this.zelian.verify();
  }
}
