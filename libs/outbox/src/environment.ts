import { ConsoleSink, FileSink } from './file-sink.js';
import { HttpSink } from './http-sink.js';
import type { NoticeSink } from './sink.js';

type Environment = Readonly<Record<string, string | undefined>>;

const wholeNumber = (name: string, text: string | undefined): number | undefined => {
  if (!text) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new TypeError(`${name} must be a whole number above 0`);
  return Number(text);
};

/** The sink that the environment names, if any: a gateway by `ZELIAN_SMS_URL`, else a file by `ZELIAN_SMS_FILE`, else the console by `ZELIAN_SMS_CONSOLE`. */
export function sinkFrom(environment: Environment): NoticeSink | undefined {
  const { ZELIAN_SMS_URL: url, ZELIAN_SMS_FILE: file, ZELIAN_SMS_CONSOLE: console } = environment;
  if (url) return gatewayFrom(url, environment);
  if (file) return new FileSink(file);
  return console === '1' ? new ConsoleSink() : undefined;
}

function gatewayFrom(url: string, environment: Environment): NoticeSink {
  const { ZELIAN_SMS_AUTHORIZATION: authorization, ZELIAN_SMS_REFERENCE_FIELD: referenceField, ZELIAN_SMS_CODE_FIELD: codeField } = environment;
  const timeoutMs = wholeNumber('ZELIAN_SMS_TIMEOUT_MS', environment['ZELIAN_SMS_TIMEOUT_MS']);
  const codesOk = environment['ZELIAN_SMS_CODES_OK']?.split(',').map((code) => code.trim());
  return new HttpSink({
    url,
    ...(authorization && { authorization }),
    ...(referenceField && { referenceField }),
    ...(codeField && { codeField }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(codesOk?.[0] && { codesOk }),
  });
}
