import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Rejection, type EvidenceRef } from '#kernel';
import { writeTemplate } from '#exchange';
import { actorFrom } from '#ledger/nest';
import { parametersOf, type RawQuery } from '#readmodel/nest';
import { LEDGER, printDocument, templateNamed, type Zelian } from '#zelian';
import { importSheet, type SheetImported } from '#zelian/nest';

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const PDF = 'application/pdf';
const WORKBOOK_BYTES_MAX = 32 * 1024 * 1024;

type PaperParameters = Readonly<{ name: string; key: string }>;

/** Files in and out: evidence by its content, workbooks to fill in and filled. */
@ApiTags('exchange 文件')
@Controller()
export class ExchangeController {
  constructor(@Inject(LEDGER) private readonly zelian: Zelian) {}

  @Post('evidence')
  @HttpCode(201)
  @ApiConsumes('application/octet-stream')
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
  async document(@Param() { name, key }: PaperParameters, @Query() query: RawQuery, @Headers('x-actor') actor: string | undefined, @Res() reply: FastifyReply) {
    const format = formatFrom(parametersOf(query, ['format']).format);
    const bytes = await printDocument(this.zelian, { name, key, actor: actorFrom(actor), format });
    const [type, ending] = format === 'pdf' ? [PDF, 'pdf'] : [WORD, 'docx'];
    return reply.header('content-type', type).header('content-disposition', `attachment; filename="${name}.${ending}"`).send(bytes);
  }

  @Post('exchange/imports/:name')
  @HttpCode(201)
  @ApiConsumes(WORKBOOK)
  @ApiOperation({ summary: 'a filled workbook, all or nothing; every fault by sheet, row and column' })
  async import(@Param('name') name: string, @Req() request: FastifyRequest, @Headers('x-actor') actor: string | undefined): Promise<SheetImported> {
    const who = actorFrom(actor);
    templateNamed(name);
    return importSheet(this.zelian, { name, bytes: await wholeOf(streamOf(request)), actor: who });
  }
}

/** @throws Rejection `query.format` */
function formatFrom(text: string | undefined): 'word' | 'pdf' {
  if (text === undefined || text === 'word' || text === 'pdf') return text ?? 'word';
  throw new Rejection('query.format', { zh: 'format须为word或pdf', en: 'format is word or pdf' });
}

/** The body as it comes. @throws Rejection `body.file-expected` for JSON, or none */
function streamOf({ body }: FastifyRequest): Readable {
  if (body instanceof Readable) return body;
  throw new Rejection('body.file-expected', { zh: '请求内容须为文件本身', en: 'the body is the file itself' });
}

async function wholeOf(stream: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of stream) {
    bytes += (piece as Buffer).length;
    if (bytes > WORKBOOK_BYTES_MAX) throw new Rejection('workbook.too-large', { zh: 'Excel文件过大', en: `more than ${WORKBOOK_BYTES_MAX} bytes` });
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces);
}
