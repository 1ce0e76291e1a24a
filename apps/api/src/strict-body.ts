import type { FastifyInstance } from 'fastify';
import { parseStrictJson, Rejection } from '#kernel';

/** Bodies above this many bytes are refused before they are read. */
export const BODY_BYTES_MAX = 1024 * 1024;

/** The code of a body beyond that, over HTTP and on the command line alike. */
export const TOO_LARGE = 'body.too-large';

/** Text from bytes. @throws Rejection for anything that is not UTF-8. */
export function strictUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Rejection('json.encoding', { zh: '内容不是UTF-8编码', en: 'the body is not UTF-8' });
  }
}

/** Takes the place of Fastify's own JSON parser, which lets duplicate keys, lone surrogates and unsafe numbers through. */
export function useStrictBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  useRawBodies(fastify);
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (request, body, done) => {
    // That there is no such address comes before what is wrong with a body nobody would have read.
    if (request.is404) return done(null, undefined);
    try {
      done(null, parseStrictJson(strictUtf8(body as Buffer)));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** The kinds of file that are taken as they come, without being read into memory. */
const RAW = /^(application\/octet-stream|application\/pdf|application\/ofd|application\/vnd\.openxmlformats-.*|image\/.*|audio\/.*|video\/.*)$/;

/** The only routes that take them: a stream is no body for anything else. */
const TAKES_FILES = /^\/api\/v1\/(evidence|exchange\/imports\/[^/?]+|exchange\/bundles\/received)(\?|$)/;

/** Files are passed on as a stream: whoever takes one keeps its own limit. */
function useRawBodies(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(RAW, (request, payload, done) => {
    if (TAKES_FILES.test(request.url)) done(null, payload);
    else done(Object.assign(new Error('this route takes application/json only'), { statusCode: 415 }));
  });
}
