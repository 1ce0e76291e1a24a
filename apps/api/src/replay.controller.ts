import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { must } from '#kernel';
import { actorFrom, validateBody } from '#ledger/nest';
import { PublishRuleBookBody } from '#rulebook/nest';
import type { RuleBook } from '#rulebook';
import { numberFrom, parametersOf, TakesActor, type RawQuery } from '#readmodel/nest';
import { knownAtFrom } from '#readmodel';
import { editListSchema, LEDGER, type Zelian } from '#zelian';

type Asked = Readonly<Record<string, unknown>>;
const At = () =>
  ApiQuery({
    name: 'at',
    required: false,
    description: 'over the ledger as it was known after a position, at an instant or at the end of a day; now when absent',
  });
const knownAt = (at: string | undefined) => (at === undefined ? {} : { at: knownAtFrom(at) });

/**
 * What would be otherwise had facts been different, or had another book applied. For case owners and, naming the decision, the panel of an appeal against it; every
 * question is noted. Nothing is recorded.
 */
@ApiTags('replay 反事实')
@Controller()
export class ReplayController {
  constructor(@Inject(LEDGER) private readonly zelian: Zelian) {}

  @Post('replay')
  @HttpCode(200)
  @TakesActor()
  @ApiBody({
    schema: { type: 'object', required: ['edits'], properties: { edits: editListSchema as never, at: { type: 'integer' }, decision: { type: 'string' } } },
  })
  @ApiOperation({ summary: 'an edit list over the ledger: every row that would come out otherwise, and the chain that carries each change' })
  async replay(@Body() body: Asked | undefined, @Headers('x-actor') actor: string | undefined) {
    const { edits: list, decision, ...moment } = body ?? {};
    must(decision === undefined || typeof decision === 'string', 'appeal.decision-unknown', { zh: '决定须以编号指明', en: 'a decision is named by a text' });
    const of = decision === undefined ? {} : { decision };
    return this.zelian.present(await this.zelian.cases.replay({ list, ...of, ...momentIn(moment), actor: actorFrom(actor) }));
  }

  @Post('books/dry-run')
  @HttpCode(200)
  @TakesActor()
  @ApiBody({ schema: { type: 'object', required: ['document'], properties: { document: { type: 'object' }, at: { type: 'integer' } } } })
  @ApiOperation({ summary: 'a draft rule book over the ledger, in place of the one it would replace' })
  async dryRun(@Body() body: Asked | undefined, @Headers('x-actor') actor: string | undefined) {
    const { document: draft, ...moment } = body ?? {};
    const { document } = await validateBody(PublishRuleBookBody, { document: draft });
    return this.zelian.present(await this.zelian.cases.dryRun({ document: document as RuleBook, ...momentIn(moment), actor: actorFrom(actor) }));
  }

  @Get('distance/:unit')
  @TakesActor()
  @ApiQuery({ name: 'year', schema: { type: 'integer' } })
  @At()
  @ApiOperation({ summary: 'how far a unit’s result lies from the next grades, and the smallest edits that would change it' })
  distance(@Param('unit') unitId: string, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    const { year, at } = parametersOf(query, ['year', 'at']);
    return this.zelian.cases.distance({ unitId, year: numberFrom('year', year ?? ''), ...knownAt(at), actor: actorFrom(actor) });
  }

  @Get('decisions/:decision/distance')
  @TakesActor()
  @At()
  @ApiOperation({ summary: 'how far a decision is from losing each ground: along a scale, or by which fact the ground would fall' })
  decisionDistance(@Param('decision') decision: string, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined) {
    const { at } = parametersOf(query, ['at']);
    return this.zelian.cases.decisionDistance({ decision, ...knownAt(at), actor: actorFrom(actor) });
  }

  @Get('decisions/:decision/file')
  @TakesActor()
  @ApiOperation({ summary: 'what people had before them who decided, vetoed or answered an appeal, what is known of the same now, and facts that came late' })
  async decisionFile(@Param('decision') decision: string, @Headers('x-actor') actor: string | undefined) {
    return this.zelian.present(await this.zelian.cases.caseFile({ decision, actor: actorFrom(actor) }));
  }

  @Get('case-files/:person/:post/:year')
  @TakesActor()
  @ApiOperation({ summary: 'what the deciders of a case had before them, what is known of the same now, and facts that came late' })
  async caseFile(@Param('person') personId: string, @Param('post') postId: string, @Param('year') year: string, @Headers('x-actor') actor: string | undefined) {
    return this.zelian.present(
      await this.zelian.cases.caseFile({ decision: `case-${personId}-${postId}-${numberFrom('year', year)}`, actor: actorFrom(actor) }),
    );
  }
}

/** The moment in a body. @throws Rejection `body.unknown-field` for anything else that it holds */
function momentIn({ at, ...others }: Asked): Readonly<{ at?: number | string }> {
  const [unknown] = Object.keys(others);
  must(unknown === undefined, 'body.unknown-field', { zh: `没有这个字段：${unknown}`, en: `no such field: ${unknown}` });
  // A number goes on as it is: the reader knows which positions there are.
  return at === undefined ? {} : { at: typeof at === 'number' ? at : knownAtFrom(typeof at === 'string' ? at : JSON.stringify(at)) };
}
