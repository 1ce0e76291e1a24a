import { setTimeout as wait } from 'node:timers/promises';
import { deliverEach, deliveryKey, SinkUnusable, type DeliveryResult, type NoticeSink, type OutgoingMessage, type OutgoingRecipient } from './sink.js';

/** How a gateway is reached and read. Many answer 200 whatever happened and say in a field of the body how it went. */
export type HttpSinkOptions = Readonly<{
  url: string;
  /** The whole `Authorization` header; from the environment, never from the ledger. */
  authorization?: string;
  timeoutMs?: number;
  /** Attempts within one delivery; between them the wait doubles. */
  attemptsMax?: number;
  backOffMs?: number;
  /** Field of the answer with the gateway's own number for the message. */
  referenceField?: string;
  /** Field of the answer that says how it went, and the values of it that mean delivered. Without it, any 2xx does. */
  codeField?: string;
  codesOk?: readonly string[];
  fetch?: typeof fetch;
}>;
type Settings = Required<Omit<HttpSinkOptions, 'authorization' | 'codeField'>> & Pick<HttpSinkOptions, 'authorization' | 'codeField'>;
const DEFAULTS = { timeoutMs: 10_000, attemptsMax: 4, backOffMs: 500, referenceField: 'id', codesOk: ['0', 'OK', 'ok'], fetch };
const TIMEOUT = 'timeout';
const NO_ANSWER = 'unreachable';
/** Longest word of a gateway that goes on record. */
const WORD_MAX = 100;

type Said = Omit<DeliveryResult, 'id'> & Readonly<{ retry?: true; unusable?: true }>;

/**
 * An SMS gateway over HTTP: `POST url` with `{to, text}` and `Idempotency-Key`. What may pass (no answer, 408, 425, 429, 5xx) is tried again; what will not
 * (another 4xx) is final; no right to send, or no answer at all, stops the sink. Addresses and texts go to the gateway and nowhere else, errors included.
 */
export class HttpSink implements NoticeSink {
  readonly name = 'http';
  readonly reachesPeople = true;
  private readonly settings: Settings;

  constructor(options: HttpSinkOptions) {
    this.settings = { ...DEFAULTS, ...options };
    new URL(options.url);
  }

  deliver(message: OutgoingMessage, recipients: readonly OutgoingRecipient[]): Promise<readonly DeliveryResult[]> {
    let told = false;
    let broken: string | undefined;
    return deliverEach(recipients, async ({ id, address }) => {
      if (broken !== undefined) return { outcome: 'failed', code: broken };
      const { retry: _retry, unusable, ...result } = await this.send({ to: address, text: message.text }, deliveryKey(message, { id }));
      if (unusable) broken = result.code ?? 'http';
      // Others of this message may have been reached: what is known of them has to be told, so the rest only failed for now.
      if (unusable && !told) throw new SinkUnusable(result.code ?? 'http');
      told = true;
      return result;
    });
  }

  private async send(body: object, key: string): Promise<Said> {
    const { attemptsMax, backOffMs } = this.settings;
    for (let attempt = 1; ; attempt++) {
      const said = await this.attempt(body, key);
      if (!said.retry) return said;
      // Whom nobody answers has no gateway: going on would only wait once more for each of the others.
      if (attempt >= attemptsMax) return said.code === NO_ANSWER || said.code === TIMEOUT ? { ...said, unusable: true } : said;
      await wait(backOffMs * 2 ** (attempt - 1));
    }
  }

  private async attempt(body: object, key: string): Promise<Said> {
    const { url, authorization, timeoutMs, fetch: post } = this.settings;
    const headers = { 'content-type': 'application/json', 'idempotency-key': key, ...(authorization !== undefined && { authorization }) };
    try {
      const answer = await post(url, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
      return this.read(answer.status, await answer.text());
    } catch (error) {
      return { outcome: 'failed', code: (error as Partial<Error>).name === 'TimeoutError' ? TIMEOUT : NO_ANSWER, retry: true };
    }
  }

  private read(status: number, text: string): Said {
    const code = `http-${status}`;
    if (UNAUTHORISED.has(status)) return { outcome: 'failed', code, unusable: true };
    if (PASSING.has(status) || status >= 500) return { outcome: 'failed', code, retry: true };
    // 409: the gateway knows the key, so an earlier attempt arrived.
    if (status === 409) return { outcome: 'delivered', code };
    return status >= 200 && status < 300 ? this.accepted(fieldsOf(text)) : { outcome: 'failed', code, final: true };
  }

  private accepted(fields: Readonly<Record<string, unknown>>): Said {
    const { referenceField, codeField, codesOk } = this.settings;
    const said = codeField === undefined ? undefined : (wordOf(fields[codeField]) ?? 'no-code');
    if (said !== undefined && !codesOk.includes(said)) return { outcome: 'failed', code: `gateway-${said}`, final: true };
    const reference = wordOf(fields[referenceField]);
    return { outcome: 'delivered', ...(reference !== undefined && { reference }) };
  }
}
const UNAUTHORISED = new Set([401, 403]);
const PASSING = new Set([408, 425, 429]);

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A gateway's short word; anything long might repeat what it was sent. */
const wordOf = (value: unknown): string | undefined => {
  const word = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return /^[\w.:/-]+$/.test(word) && word.length <= WORD_MAX ? word : undefined;
};
