import { Controller, Get, Headers, Inject, Optional, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Rejection, type Actor } from '#kernel';
import { actorFrom } from '#ledger/nest';
import { knownAtFrom } from '../known-at.js';
import type { DifferenceAnswer, HistoryAnswer, ListAnswer, Reader, RowAnswer, ViewState } from '../reader.js';
import { MOMENT_PARAMETERS, momentFrom, numberFrom, parametersOf, TakesActor, TakesMoment, TakesPage, type RawQuery } from './query.js';

/** Injection token of the `Reader`. */
export const READER = Symbol('Reader');
/** Injection token of the `AccessRecorder`. */
export const ACCESS_RECORDER = Symbol('AccessRecorder');
/** Injection token, optional, of what turns commitments into what they commit to. Absent: rows go out as they are stored. */
export const PRESENTER = Symbol('Presenter');

/** A read that is about to be answered; the actor is always there for views about persons. */
export type ReadNote = Readonly<{ view: string; key?: string; actor?: Actor }>;
/** Told of every read: it knows which of them go on record. When it rejects, the read is not answered. */
export type AccessRecorder = (read: ReadNote) => Promise<void>;
/** `actor`: who reads, where somebody said so. */
export type Present = <Answer>(answer: Answer, actor?: Actor) => Promise<Answer>;

const ANSWER = { description: 'the answer, with `view` (name@version) and the `position` it is as known at' };

/** Every view, by one controller. A view about persons wants to know who asks, and is answered only once that is on record. */
@ApiTags('views 视图')
@Controller('views')
export class ViewController {
  constructor(
    @Inject(READER) private readonly reader: Reader,
    @Inject(ACCESS_RECORDER) private readonly noteRead: AccessRecorder,
    @Optional() @Inject(PRESENTER) private readonly present: Present = (answer) => Promise.resolve(answer),
  ) {}

  @Get()
  @ApiOperation({ summary: 'which views there are, and where each stands' })
  @ApiOkResponse({ description: 'name, version, Chinese title, position; whether rows are about persons and carry valid time' })
  async views(@Query() query: RawQuery): Promise<Readonly<{ views: readonly ViewState[] }>> {
    parametersOf(query, []);
    return { views: await this.reader.views() };
  }

  @Get(':view')
  @TakesActor()
  @TakesMoment()
  @TakesPage()
  @ApiOperation({ summary: 'rows of a view in code-point order of their keys, page by page' })
  @ApiOkResponse(ANSWER)
  list(@Param('view') view: string, @Query() query: RawQuery, @Headers('X-Actor') actor?: string): Promise<ListAnswer> {
    const { prefix, after, limit, ...moment } = parametersOf(query, ['prefix', 'after', 'limit', ...MOMENT_PARAMETERS]);
    const page = { prefix, after, ...(limit !== undefined && { limit: numberFrom('limit', limit) }), moment: momentFrom(moment) };
    return this.answered({ view, actor }, () => this.reader.list(view, page));
  }

  @Get(':view/diff')
  @TakesActor()
  @ApiQuery({ name: 'from', required: true, schema: { type: 'string' }, description: 'the earlier moment: position, instant or date' })
  @ApiQuery({ name: 'to', required: false, schema: { type: 'string' }, description: 'the later moment; now when absent' })
  @ApiOperation({ summary: 'rows that differ between two moments' })
  @ApiOkResponse({ description: 'each differing row before and after, with `view` and both positions' })
  difference(@Param('view') view: string, @Query() query: RawQuery, @Headers('X-Actor') actor?: string): Promise<DifferenceAnswer> {
    const { from, to } = parametersOf(query, ['from', 'to']);
    if (from === undefined) throw new Rejection('query.missing', { zh: '缺少参数from', en: 'from is required' });
    return this.answered({ view, actor }, () => this.reader.difference(view, knownAtFrom(from), to === undefined ? undefined : knownAtFrom(to)));
  }

  @Get(':view/:key')
  @TakesActor()
  @TakesMoment()
  @ApiOperation({ summary: 'one row of a view' })
  @ApiOkResponse(ANSWER)
  async row(@Param('view') view: string, @Param('key') key: string, @Query() query: RawQuery, @Headers('X-Actor') actor?: string): Promise<RowAnswer> {
    const moment = momentFrom(parametersOf(query, MOMENT_PARAMETERS));
    const answer = await this.answered({ view, key, actor }, () => this.reader.get(view, key, moment));
    // That there is nothing about somebody is an answer too: it was noted before this line.
    if (answer.row === undefined)
      throw new Rejection('row.unknown', { zh: `视图${view}中没有${key}`, en: `${view} has no row ${key} at position ${answer.position}` });
    return answer;
  }

  @Get(':view/:key/history')
  @TakesActor()
  @TakesMoment()
  @ApiOperation({ summary: 'every version of one row, oldest first; a version without `row` is a removal' })
  @ApiOkResponse(ANSWER)
  history(@Param('view') view: string, @Param('key') key: string, @Query() query: RawQuery, @Headers('X-Actor') actor?: string): Promise<HistoryAnswer> {
    const moment = momentFrom(parametersOf(query, MOMENT_PARAMETERS));
    return this.answered({ view, key, actor }, () => this.reader.history(view, key, moment));
  }

  private async answered<Answer>({ view, key, actor }: Asked, read: () => Promise<Answer>): Promise<Answer> {
    const { aboutPersons } = this.reader.viewNamed(view);
    const who = actor === undefined && !aboutPersons ? undefined : actorFrom(actor);
    const answer = await read();
    await this.noteRead({ view, ...(key !== undefined && { key }), ...(who && { actor: who }) });
    return this.present(answer, who);
  }
}

type Asked = Readonly<{ view: string; key?: string; actor: string | undefined }>;
