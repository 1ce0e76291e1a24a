import { Controller, Get, Headers, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { actorFrom } from '#ledger/nest';
import { MOMENT_PARAMETERS, momentFrom, numberFrom, parametersOf, TakesActor, TakesMoment, type RawQuery } from '#readmodel/nest';
import { LEDGER, type Zelian } from '#zelian';

const DATE = { type: 'string', format: 'date' } as const;

/** What the commission and appellants ask of people and cases on an ordinary day. `validOn` is the day asked about, where an answer depends on one. */
@ApiTags('answers 案件问答')
@Controller()
export class AnswersController {
  constructor(@Inject(LEDGER) private readonly zelian: Zelian) {}

  @Get('integrity-opinions/:person')
  @TakesActor()
  @TakesMoment()
  @ApiOperation({ summary: '廉政意见: measures in force for a person on a day with effect periods and pending appeals, nothing undecided (case owners only)' })
  async integrity(@Param('person') person: string, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    return this.zelian.present(await this.zelian.cases.integrityOpinion(person, asked(query, actor)));
  }

  @Get('responsibility/:target/holders')
  @TakesActor()
  @TakesMoment()
  @ApiQuery({ name: 'from', required: false, schema: DATE, description: 'the first day asked about' })
  @ApiQuery({ name: 'to', required: false, schema: DATE, description: 'the first day no longer asked about' })
  @ApiQuery({ name: 'year', required: false, schema: { type: 'integer' }, description: 'in place of from and to; the current year when nothing is said' })
  @ApiOperation({
    summary: 'who answered for a village or unit over an interval: every holder of every post and duty with days, level and share, and the gaps',
  })
  async holders(@Param('target') target: string, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    const { from, to, year, ...moment } = parametersOf(query, ['from', 'to', 'year', ...MOMENT_PARAMETERS]);
    const interval = { from, to, ...(year !== undefined && { year: numberFrom('year', year) }) };
    return this.zelian.present(await this.zelian.cases.holders({ target, ...interval, actor: actorFrom(actor), moment: momentFrom(moment) }));
  }

  @Get('cases/:person/:post/:year/same-clause')
  @TakesActor()
  @TakesMoment()
  @ApiOperation({ summary: 'same clause, same facts: what others got; names for case owners only, the person concerned reads kinds of post' })
  async sameClause(@Param() of: OfCase, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    return this.zelian.present(await this.zelian.cases.sameClause({ caseKey: keyOf(of), ...asked(query, actor) }));
  }

  @Get('cases/:person/:post/:year/facts')
  @TakesActor()
  @TakesMoment()
  @ApiOperation({ summary: 'each fact relied on with its evidence, who recorded it, to whom it was shown and what was answered; gaps are named' })
  async facts(@Param() of: OfCase, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    return this.zelian.present(await this.zelian.cases.caseFacts({ caseKey: keyOf(of), ...asked(query, actor) }));
  }

  @Get('cases/:person/:post/:year/execution')
  @TakesActor()
  @TakesMoment()
  @ApiOperation({
    summary: 'what has to happen after a decision: done, open, not applicable or undetermined, with clause and last day; what is owed back after an appeal',
  })
  async execution(@Param() of: OfCase, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    return this.zelian.present(await this.zelian.cases.executionChecklist({ caseKey: keyOf(of), ...asked(query, actor) }));
  }

  @Get('cases/:person/:post/:year/may-see')
  @TakesActor()
  @TakesMoment()
  @ApiOperation({ summary: 'which parts of the record of a case the asker may see, how many there are, and why the rest is withheld; for anybody' })
  async maySee(@Param() of: OfCase, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    return this.zelian.present(await this.zelian.cases.maySee({ caseKey: keyOf(of), ...asked(query, actor) }));
  }

  @Get('findings/:finding/facts')
  @TakesActor()
  @TakesMoment()
  @ApiOperation({ summary: 'a finding with its evidence, who logged it, to which unit it was shown and what was answered; gaps are named' })
  async finding(@Param('finding') finding: string, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    return this.zelian.present(await this.zelian.cases.findingFacts(finding, asked(query, actor)));
  }
}

type OfCase = Readonly<{ person: string; post: string; year: string }>;
const keyOf = ({ person, post, year }: OfCase): string => `${person}/${post}/${year}`;

const asked = (query: RawQuery, actor: string | undefined) => ({ actor: actorFrom(actor), moment: momentFrom(parametersOf(query, MOMENT_PARAMETERS)) });
