import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Rejection, type EvidenceRef } from '#kernel';
import { writeTemplate } from '#exchange';
import { knownAtFrom, type Moment } from '#readmodel';
import { actorFrom, validateBody } from '#ledger/nest';
import { MOMENT_PARAMETERS, momentFrom, parametersOf, TakesActor, TakesMoment, type RawQuery } from '#readmodel/nest';
import { handOutDifference, handOutDossier, handOutSealedDossier, LEDGER, printDocument, templateNamed, type DossierKind, type Zelian } from '#zelian';
import { streamOf, wholeOf } from './file-body.js';
import { DifferenceBody, DossierBody, HandingBody, SealedDossierBody } from './handing.bodies.js';
import { importSheet, type SheetImported } from '#zelian/nest';
import { TakesBody, TakesFile } from './body-docs.js';

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const PDF = 'application/pdf';

const SEALED_AS = {
  file: ['application/json; charset=utf-8', 'json'],
  page: ['text/html; charset=utf-8', 'html'],
  pdf: [PDF, 'pdf'],
  receipt: [PDF, 'pdf'],
} as const;

type Paper = Readonly<{ name: string; key: string }>;

/** Files in and out: evidence by its content, workbooks to fill in and filled. */
@ApiTags('exchange 文件')
@Controller()
export class ExchangeController {
  constructor(@Inject(LEDGER) private readonly zelian: Zelian) {}

  @Post('evidence')
  @HttpCode(201)
  @ApiConsumes('application/octet-stream')
  @TakesFile()
  @ApiOperation({ summary: 'keeps a file under its hash; a command may then name it' })
  evidence(@Req() request: FastifyRequest, @Headers('x-actor') actor: string | undefined): Promise<EvidenceRef> {
    actorFrom(actor);
    return this.zelian.putEvidence(streamOf(request));
  }

  @Get('evidence/:sha256')
  @ApiProduces('application/octet-stream')
  @ApiOperation({ summary: 'a file by its hash; the read is noted' })
  async file(@Param('sha256') sha256: string, @Headers('x-actor') actor: string | undefined, @Res() reply: FastifyReply) {
    const { ref, content } = await this.zelian.readEvidence(sha256, actorFrom(actor));
    // Somebody else's file: it is handed over, never shown as a page of ours.
    return reply
      .header('content-type', ref.mediaType)
      .header('content-length', ref.sizeBytes)
      .header('content-disposition', `attachment; filename="${sha256}"`)
      .header('x-content-type-options', 'nosniff')
      .send(Readable.from(content));
  }

  @Get('exchange/templates/:name')
  @ApiProduces(WORKBOOK)
  @ApiOperation({ summary: 'a workbook to fill in' })
  async template(@Param('name') name: string, @Res() reply: FastifyReply) {
    const bytes = await writeTemplate(templateNamed(name));
    return reply.header('content-type', WORKBOOK).header('content-disposition', `attachment; filename="${name}.xlsx"`).send(bytes);
  }

  @Get('exchange/documents/:name/:key')
  @ApiProduces(WORD, PDF)
  @ApiQuery({ name: 'format', required: false, enum: ['word', 'pdf'], description: 'Word when absent' })
  @ApiOperation({ summary: 'an official paper from what is recorded; that it was taken is noted' })
  async document(@Param() { name, key }: Paper, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined, @Res() reply: FastifyReply) {
    const { format, moment } = paperAsk(query);
    const bytes = await printDocument(this.zelian, { name, key, actor: actorFrom(actor), format, moment });
    return sent(reply, { name, format, bytes });
  }

  @Post('exchange/documents/:name/:key')
  @HttpCode(201)
  @ApiProduces(WORD, PDF)
  @TakesBody(HandingBody)
  @ApiOperation({ summary: 'an official paper about persons, handed out to somebody for something: that it is becomes an event' })
  async paper(@Param() { name, key }: Paper, @Query() query: RawQuery, @Req() { headers, body }: FastifyRequest, @Res() reply: FastifyReply) {
    const handing = await validateBody(HandingBody, body as object);
    const { format, moment } = paperAsk(query);
    const actor = actorFrom(headers['x-actor'] as string | undefined);
    const bytes = await printDocument(this.zelian, { name, key, actor, format, moment, to: { ...handing, channel: 'print' } });
    return sent(reply, { name, format, bytes });
  }

  @Post('exchange/differences')
  @HttpCode(201)
  @ApiProduces(WORD, PDF)
  @TakesBody(DifferenceBody)
  @TakesActor()
  @ApiOperation({ summary: 'what an edit list would change, as a paper with ids and hashes; about persons, that it is handed out becomes an event' })
  async difference(@Body() said: object, @Query() query: RawQuery, @Req() { headers }: FastifyRequest, @Res() reply: FastifyReply) {
    const { edits: list, at, decision, ...handing } = await validateBody(DifferenceBody, said);
    const format = formatFrom(parametersOf(query, ['format']).format);
    const of = { ...(at !== undefined && { at: knownAtFrom(at) }), ...(decision !== undefined && { decision }) };
    const actor = actorFrom(headers['x-actor'] as string | undefined);
    const bytes = await handOutDifference(this.zelian, { list, ...of, actor, format, to: { ...handing, channel: 'print' } });
    return sent(reply, { name: 'difference', format, bytes });
  }

  @Post('exchange/dossiers/:kind/:subject')
  @HttpCode(201)
  @ApiProduces('application/json')
  @TakesBody(DossierBody)
  @TakesActor()
  @TakesMoment()
  @ApiOperation({ summary: 'explain or trail of a subject as a file, handed out to somebody for something: about a person that is an event' })
  async dossier(
    @Param() { kind, subject }: Readonly<{ kind: string; subject: string }>,
    @Query() query: RawQuery,
    @Req() { headers, body }: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const { year, ...handing } = await validateBody(DossierBody, body as object);
    const moment = momentFrom(parametersOf(query, MOMENT_PARAMETERS));
    const actor = actorFrom(headers['x-actor'] as string | undefined);
    const bytes = await handOutDossier(this.zelian, { kind: dossierKind(kind), subject, year, moment, actor, to: { ...handing, channel: 'file' } });
    return reply.header('content-type', 'application/json; charset=utf-8').send(bytes);
  }

  @Post('exchange/sealed-dossiers/:subject')
  @HttpCode(201)
  @ApiProduces('application/json', 'text/html', PDF)
  @TakesBody(SealedDossierBody)
  @TakesActor()
  @ApiOperation({
    summary:
      'all that the sealed log has about a subject, as a file or page that proves itself or on paper, or the receipt for one event, handed out to somebody for something',
  })
  async sealedDossier(@Param('subject') subject: string, @Body() said: object, @Req() { headers }: FastifyRequest, @Res() reply: FastifyReply) {
    const { format = 'file', event, withhold, held, ...handing } = await validateBody(SealedDossierBody, said);
    const actor = actorFrom(headers['x-actor'] as string | undefined);
    const bytes = await handOutSealedDossier(this.zelian, { subject, format, event, withhold, held, actor, to: { ...handing, channel: 'file' } });
    // A page about a case is saved and opened elsewhere, never shown as a page of this server.
    const [type, ending] = SEALED_AS[format];
    return reply.header('content-type', type).header('content-disposition', `attachment; filename="dossier.${ending}"`).send(bytes);
  }

  @Post('exchange/imports/:name')
  @HttpCode(201)
  @ApiConsumes(WORKBOOK)
  @TakesFile()
  @ApiOperation({ summary: 'a filled workbook, all or nothing; every fault by sheet, row and column' })
  async import(@Param('name') name: string, @Req() request: FastifyRequest, @Headers('x-actor') actor: string | undefined): Promise<SheetImported> {
    const who = actorFrom(actor);
    templateNamed(name);
    return importSheet(this.zelian, { name, bytes: await wholeOf(streamOf(request)), actor: who });
  }
}

function dossierKind(text: string): DossierKind {
  if (text === 'explain' || text === 'trail') return text;
  throw new Rejection('document.unknown', { zh: `没有这种案卷：${text}（explain或trail）`, en: `no such dossier: ${text} (explain or trail)` });
}

type Format = 'word' | 'pdf';
/** What a paper is asked for with: as what, and as known when. */
function paperAsk(query: RawQuery): Readonly<{ format: Format; moment: Moment }> {
  const { format, ...moment } = parametersOf(query, ['format', 'asKnownAt']);
  return { format: formatFrom(format), moment: momentFrom(moment) };
}

type Printed = Readonly<{ name: string; format: Format; bytes: Buffer }>;
function sent(reply: FastifyReply, { name, format, bytes }: Printed): unknown {
  const [type, ending] = format === 'pdf' ? [PDF, 'pdf'] : [WORD, 'docx'];
  return reply.header('content-type', type).header('content-disposition', `attachment; filename="${name}.${ending}"`).send(bytes);
}

/** @throws Rejection `query.format` */
function formatFrom(text: string | undefined): Format {
  if (text === undefined || text === 'word' || text === 'pdf') return text ?? 'word';
  throw new Rejection('query.format', { zh: 'format须为word或pdf', en: 'format is word or pdf' });
}
