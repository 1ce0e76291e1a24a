import { Controller, Get, Headers, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { actorFrom } from '#ledger/nest';
import { MOMENT_PARAMETERS, momentFrom, numberFrom, parametersOf, TakesActor, TakesMoment, type RawQuery } from '#readmodel/nest';
import { LEDGER, type Zelian } from '#zelian';

/** What people open on an ordinary day: put together from views, all parts at one moment. Who asks has to be named: the answers are about persons. */
@ApiTags('everyday 日常')
@Controller()
export class EverydayController {
  constructor(@Inject(LEDGER) private readonly zelian: Zelian) {}

  @Get('today')
  @TakesActor()
  @TakesMoment()
  @ApiQuery({ name: 'on', required: false, schema: { type: 'string', format: 'date' }, description: 'the day; today when absent' })
  @ApiOperation({ summary: 'deadlines of a day, what awaits a word, what is missing, what awaits the verification of whoever asks' })
  async today(@Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    const { on, ...moment } = parametersOf(query, ['on', ...MOMENT_PARAMETERS]);
    return this.zelian.present(await this.zelian.today({ date: on, actor: actorFrom(actor), moment: momentFrom(moment) }));
  }

  @Get('villages/:village')
  @TakesActor()
  @TakesMoment()
  @ApiQuery({ name: 'year', required: false, schema: { type: 'integer' }, description: 'the year; the current one when absent' })
  @ApiOperation({ summary: 'the village sheet: exit, five ones with what is missing, households left, findings, items still open' })
  async village(@Param('village') village: string, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    const { year, ...moment } = parametersOf(query, ['year', ...MOMENT_PARAMETERS]);
    const asked = { ...(year !== undefined && { year: numberFrom('year', year) }), actor: actorFrom(actor), moment: momentFrom(moment) };
    return this.zelian.present(await this.zelian.villageSheet(village, asked));
  }
}
