import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Rejection } from '#kernel';

/** What is held in memory whole. */
const FILE_BYTES_MAX = 32 * 1024 * 1024;

/** The body as it comes. @throws Rejection `body.file-expected` for JSON, or none */
export function streamOf({ body }: FastifyRequest): Readable {
  if (body instanceof Readable) return body;
  throw new Rejection('body.file-expected', { zh: '请求内容须为文件本身', en: 'the body is the file itself' });
}

export async function wholeOf(stream: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of stream) {
    bytes += (piece as Buffer).length;
    if (bytes > FILE_BYTES_MAX) throw new Rejection('workbook.too-large', { zh: '文件过大', en: `more than ${FILE_BYTES_MAX} bytes` });
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces);
}
