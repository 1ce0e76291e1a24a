import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Unreachable, type Submit } from './collect.js';

/** Sixty-four post-quantum signatures fit in. */
const ANSWER_BYTES_MAX = 300_000;

/** Submits over HTTP: no redirects, a limit on time and size. `stop` ends what is under way. */
export const submitOverHttp =
  (timeoutMs: number, stop?: AbortSignal): Submit =>
  async (url, body) => {
    try {
      const response = await fetch(`${url}/add-checkpoint`, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(stop ? [stop] : [])]),
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body,
      });
      return { status: response.status, type: response.headers.get('content-type') ?? '', body: await limited(response) };
    } catch (error) {
      // What fetch says itself is that it failed; why is behind it.
      const { cause, message } = error as Error & Readonly<{ cause?: Readonly<{ code?: string; message?: string }> }>;
      throw new Unreachable(cause?.code ?? cause?.message ?? message, { cause: error });
    }
  };

async function limited({ body }: Response): Promise<string> {
  if (!body) return '';
  let bytes = 0;
  const within = Readable.fromWeb(body as ReadableStream).map((chunk: Uint8Array) => {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) throw new Error('the answer is too long');
    return chunk;
  });
  return text(within);
}
