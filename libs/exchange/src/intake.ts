import { createHash } from 'node:crypto';
import { Rejection, type EvidenceRef } from '#kernel';
import type { Content } from './evidence-store.js';
import { HEAD_BYTES, mediaTypeOf } from './media-type.js';

/**
 * Takes a file in, piece by piece, in bounded memory: counts, hashes, and looks at the first bytes as soon as they are there, so that what is not
 * let in costs nobody a disk.
 * @throws Rejection `evidence.empty`, `evidence.too-large`, `evidence.media-type`
 */
export async function takeIn(content: Content, sizeBytesMax: number, keep: (piece: Uint8Array) => Promise<void> | void): Promise<EvidenceRef> {
  const digest = createHash('sha256');
  let sizeBytes = 0;
  let head = Buffer.alloc(0);
  let mediaType: string | undefined;
  for await (const piece of content instanceof Uint8Array ? [content] : content) {
    sizeBytes += piece.byteLength;
    if (sizeBytes > sizeBytesMax) throw tooLarge(sizeBytesMax);
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, piece.subarray(0, HEAD_BYTES - head.length)]);
    if (mediaType === undefined && head.length === HEAD_BYTES) mediaType = mediaTypeOf(head);
    digest.update(piece);
    await keep(piece);
  }
  if (sizeBytes === 0) throw new Rejection('evidence.empty', { zh: '文件为空', en: 'the file is empty' });
  return { sha256: digest.digest('hex'), sizeBytes, mediaType: mediaType ?? mediaTypeOf(head) };
}

const tooLarge = (sizeBytesMax: number): Rejection =>
  new Rejection('evidence.too-large', { zh: `文件超过${sizeBytesMax}字节`, en: `the file has more than ${sizeBytesMax} bytes` });

export const unknownEvidence = (sha256: string): Rejection =>
  new Rejection('evidence.unknown', { zh: `没有这个文件：${sha256}`, en: `there is no such file: ${sha256}` });
