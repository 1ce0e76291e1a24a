import { Controller, Get, Headers, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { actorFrom } from '#ledger/nest';
import { MOMENT_PARAMETERS, momentFrom, parametersOf, TakesActor, TakesMoment, type RawQuery } from '#readmodel/nest';
import { LEDGER, type Zelian } from '#zelian';

const On = () => ApiQuery({ name: 'on', required: false, schema: { type: 'string', format: 'date' }, description: 'the day; today when absent' });

/** What appellants and reviewers ask. A decision is named `case-PERSON-POST-YEAR`, `grade-UNIT-YEAR` or `veto-UNIT-YEAR`. */
@ApiTags('appeals 申诉')
@Controller('appeals')
export class AppealController {
  constructor(@Inject(LEDGER) private readonly zelian: Zelian) {}

  @Get('paths/:decision')
  @TakesActor()
  @TakesMoment()
  @On()
  @ApiOperation({ summary: 'every way to appeal a decision: open with last day in both readings, where to file and why; closed with why' })
  async paths(@Param('decision') decision: string, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    return this.zelian.present(await this.zelian.cases.appealPaths(decision, asked(query, actor)));
  }

  @Get('status/:appeal')
  @TakesActor()
  @TakesMoment()
  @On()
  @ApiOperation({ summary: 'where an appeal stands, its clocks on a day, and what silence allows' })
  async status(@Param('appeal') appeal: string, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    return this.zelian.present(await this.zelian.cases.appealStatus(appeal, asked(query, actor)));
  }

  @Get('barred/:decision')
  @TakesActor()
  @TakesMoment()
  @ApiOperation({ summary: 'who may not review a decision, and by which events (case owners and the panel only)' })
  async barred(@Param('decision') decision: string, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    const moment = momentFrom(parametersOf(query, [...MOMENT_PARAMETERS]));
    return this.zelian.present(await this.zelian.cases.appealBarred(decision, { actor: actorFrom(actor), moment }));
  }
}

function asked(query: RawQuery, actor: string | undefined) {
  const { on, ...moment } = parametersOf(query, ['on', ...MOMENT_PARAMETERS]);
  return { date: on, actor: actorFrom(actor), moment: momentFrom(moment) };
}
