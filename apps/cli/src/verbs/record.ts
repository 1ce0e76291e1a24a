import type { Command } from 'commander';
import { parseStrictJson, Rejection, type Command as DomainCommand } from '#kernel';
import { newCommandId, realClock, realEntropy, type Outcome } from '#ledger';
import { actorFrom, headFromHeaders, kebab, validateBody, type HeadNames } from '#ledger/nest';
import { runningServer, type RunningServer, type Zelian } from '#zelian';
import { ListRefused, recordList, requestsByContext, wishesFrom } from '#zelian/nest';
import { BODY_BYTES_MAX, strictUtf8, TOO_LARGE } from '../../../api/src/strict-body.js';
import { clockAt, verb, withLedger, type Common } from '../common.js';
import { bytesOf } from '../files.js';
import { line, printJson, printTable } from '../output.js';
import { ask } from '../server.js';
import { unknownCommand } from './lists.js';

type Record = Common &
  Readonly<{ jsonFile: string; commandId?: string; expectedRevision?: string; seen?: string; onAuthorityOf?: string; simulatedAt?: string; token?: string }>;
type Listing = Pick<Record, 'jsonFile' | 'simulatedAt' | 'token'> & Common;
/** A command's head as HTTP has it: the command line says the same things by other names, and they are checked in one place. */
type Headers = Readonly<{ [name: string]: string }>;

/** `record-list --json-file F`: commands that came as one list, recorded as one append or not at all. */
export const recordListVerb = (): Command =>
  verb('record-list', '整批记录一份名单，全有或全无 a list of commands as one append, all or nothing')
    .requiredOption('--json-file <file>', '{"commands": [{"type", "commandId", "data"}, …]} as JSON; - for standard input')
    .option('--simulated-at <instant>', 'a simulated ledger only: the moment at which this is recorded')
    .option('--token <token>', 'bearer token of a running server')
    .action(async (options: Listing) => {
      const body = parseStrictJson(bodyText(options.jsonFile));
      const wishes = await wishesFrom(body);
      const actor = actorFrom(options.actor);
      const server = runningServer(options.data);
      const headers = { 'x-actor': options.actor ?? '', 'content-type': 'application/json' };
      const answer = server ? await ask(server, 'commands', { headers, body: JSON.stringify(body), token: options.token }) : undefined;
      print(options, answer ?? (await here(options, (zelian) => recordList(zelian, wishes, actor).catch(tellFaults(options)))));
    });

/** For people the faults as a table; a program finds them in the refusal. */
const tellFaults =
  ({ json }: Common) =>
  (error: unknown): never => {
    if (error instanceof ListRefused && !json)
      printTable(
        ['序号', '命令', '字段', '原因'],
        error.errors.map(({ index, type, field, zh }) => [index + 1, type, field ?? '', zh]),
      );
    throw error;
  };

/** `record COMMAND --json-file F`: any command of a person, through the server when one owns the directory. */
export const record = (): Command =>
  recording(verb('record', '记录一条命令 record any command').argument('<command>', 'its type, e.g. ConfirmVeto')).action((type: string, options: Record) =>
    recordCommand(type, options),
  );

/** A verb of its own for one command: `book publish` and `book interpret`. `shaped`: makes the command's body of what stands in the file. */
export const recordAs = (name: string, type: string, zh: string, shaped?: (body: unknown) => unknown): Command =>
  recording(verb(name, zh)).action((options: Record) => recordCommand(type, options, shaped));

const recording = (command: Command): Command =>
  command
    .requiredOption('--json-file <file>', 'the body as JSON; - for standard input')
    .option('--command-id <uuid>', 'UUIDv7; the same id again is answered as the first time')
    .option('--expected-revision <n>', 'refuse when the stream has moved on')
    .option('--seen <view:key[:position],…>', 'what the deciders had before them')
    .option('--on-authority-of <id>', 'the unit, post or person on whose authority')
    .option('--simulated-at <instant>', 'a simulated ledger only: the moment at which this is recorded')
    .option('--token <token>', 'bearer token of a running server');

async function recordCommand(type: string, options: Record, shaped = (body: unknown) => body): Promise<void> {
  const { context, request } = requestFor(type);
  const data = await validateBody(request.body, shaped(parseStrictJson(bodyText(options.jsonFile))));
  const headers = headersOf(options);
  const head = headFromHeaders(headers, OPTION_NAMES);
  const command: DomainCommand = { type, data };
  const server = runningServer(options.data);
  const answer = server ? await post(server, { context, command, headers, token: options.token }) : undefined;
  print(options, answer ?? (await here(options, (zelian) => zelian.record(command, head))));
}

const OPTION_NAMES: HeadNames = {
  'idempotency-key': '--command-id',
  'x-on-authority-of': '--on-authority-of',
  'if-match': '--expected-revision',
  'x-seen': '--seen',
};

const headersOf = ({ commandId, actor, expectedRevision, seen, onAuthorityOf }: Record): Headers => ({
  'idempotency-key': commandId ?? newCommandId(realClock.now(), realEntropy),
  'x-actor': actor ?? '',
  ...(expectedRevision !== undefined && { 'if-match': expectedRevision }),
  ...(seen !== undefined && { 'x-seen': seen }),
  ...(onAuthorityOf !== undefined && { 'x-on-authority-of': onAuthorityOf }),
});

function requestFor(type: string) {
  for (const [context, requests] of Object.entries(requestsByContext)) {
    const request = requests?.find((candidate) => candidate.type === type);
    if (request) return { context, request };
  }
  return unknownCommand(type);
}

/** The body as strictly as HTTP takes it. */
function bodyText(file: string): string {
  const bytes = bytesOf(file);
  if (bytes.length > BODY_BYTES_MAX) throw new Rejection(TOO_LARGE, { zh: '内容过大', en: `more than ${BODY_BYTES_MAX} bytes` });
  return strictUtf8(bytes);
}

/** Without a server: what has fallen due comes first, and everything that follows is done before this process leaves. */
const here = ({ simulatedAt, ...options }: Common & Readonly<{ simulatedAt?: string }>, work: (zelian: Zelian) => Promise<Recorded>): Promise<Recorded> =>
  withLedger(options, { mode: 'write', ...clockAt(simulatedAt) }, async (zelian) => {
    // Without its key a ledger is read only: the refusal is the command's, not the calendar's.
    if (zelian.parts.write) await zelian.endHours();
    const { position, events } = await work(zelian);
    await zelian.drain();
    return { position, events };
  });

type Recorded = Pick<Outcome, 'position' | 'events'>;
type Post = Readonly<{ context: string; command: DomainCommand; headers: Headers; token?: string }>;

/** While a server runs, the command goes through it. */
const post = (server: RunningServer, { context, command: { type, data }, headers, token }: Post): Promise<unknown> =>
  ask(server, `${context}/${kebab(type)}`, { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(data), token });

function print(options: Common, answer: unknown): void {
  if (options.json) return printJson(answer);
  const { position, events } = answer as { position: number; events: readonly { type: string; stream: string; id: string }[] };
  for (const event of events) line(`已记录 ${event.type}  ${event.stream}  ${event.id}`);
  line(`position ${position}`);
}
