import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { isInstant, parseStrictJson, Rejection, type Command as DomainCommand } from '#kernel';
import { newCommandId, realClock, realEntropy, SimulatedClock, type CommandHead } from '#ledger';
import { actorFrom, kebab, seenFrom, validateBody } from '#ledger/nest';
import { runningServer, type RunningServer } from '#zelian';
import { requestsByContext } from '#zelian/nest';
import { verb, withLedger, wholeNumber, type Common } from '../common.js';
import { line, printJson } from '../output.js';

type Record = Common & Readonly<{ jsonFile: string; commandId?: string; expectedRevision?: string; seen?: string; simulatedAt?: string; token?: string }>;

/** `record COMMAND --json-file F`: any command of a person, through the server when one owns the directory. */
export const record = (): Command =>
  recording(verb('record', '记录一条命令 record any command').argument('<command>', 'its type, e.g. ConfirmVeto')).action((type: string, options: Record) =>
    recordCommand(type, options),
  );

/** A verb of its own for one command: `book publish` and `book interpret`. */
export const recordAs = (name: string, type: string, zh: string): Command =>
  recording(verb(name, zh)).action((options: Record) => recordCommand(type, options));

const recording = (command: Command): Command =>
  command
    .requiredOption('--json-file <file>', 'the body as JSON; - for standard input')
    .option('--command-id <uuid>', 'UUIDv7; the same id again is answered as the first time')
    .option('--expected-revision <n>', 'refuse when the stream has moved on')
    .option('--seen <view:key[:position],…>', 'what the deciders had before them')
    .option('--simulated-at <instant>', 'a simulated ledger only: the moment at which this is recorded')
    .option('--token <token>', 'bearer token of a running server');

async function recordCommand(type: string, options: Record): Promise<void> {
  const found = requestFor(type);
  const data = await validateBody(found.request.body, parseStrictJson(readText(options.jsonFile)));
  const head: CommandHead = {
    actor: actorFrom(options.actor),
    commandId: options.commandId ?? newCommandId(realClock.now(), realEntropy),
    seen: seenFrom(options.seen),
    ...(options.expectedRevision !== undefined && { expectedRevision: wholeNumber('--expected-revision', options.expectedRevision) }),
  };
  const server = runningServer(options.data);
  const command: DomainCommand = { type, data };
  print(
    options,
    server ? await post({ server, context: found.context, command, head, token: options.token, seen: options.seen }) : await recordHere(options, command, head),
  );
}

function requestFor(type: string) {
  for (const [context, requests] of Object.entries(requestsByContext)) {
    const request = requests?.find((candidate) => candidate.type === type);
    if (request) return { context, request };
  }
  throw new Rejection('command.unknown', { zh: `没有这个命令：${type}`, en: `no such command: ${type}` });
}

export function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new Rejection('usage.file', { zh: `无法读取文件：${file}`, en: `cannot read ${file}: ${(error as Error).message}` });
  }
}

const recordHere = (options: Record, command: DomainCommand, head: CommandHead): Promise<unknown> =>
  withLedger(
    options,
    { mode: 'write', ...(options.simulatedAt !== undefined && { clock: new SimulatedClock(instant(options.simulatedAt)) }) },
    async (zelian) => {
      const { position, events } = await zelian.record(command, head);
      await zelian.drain();
      return { position, events };
    },
  );

function instant(text: string): string {
  if (!isInstant(text))
    throw new Rejection('clock.invalid', {
      zh: '时刻须为UTC，如2017-05-01T01:00:00.000Z',
      en: 'an instant is UTC with milliseconds, e.g. 2017-05-01T01:00:00.000Z',
    });
  return text;
}

type Post = Readonly<{ server: RunningServer; context: string; command: DomainCommand; head: CommandHead; token?: string; seen?: string }>;

/** One writer owns a directory: while a server runs, the command goes through it. */
async function post({ server, context, command, head, token, seen }: Post): Promise<unknown> {
  const response = await fetch(`${server.url}/api/v1/${context}/${kebab(command.type)}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': head.commandId,
      'x-actor': [head.actor.personId, head.actor.postId].filter(Boolean).join('/'),
      ...(head.expectedRevision !== undefined && { 'if-match': String(head.expectedRevision) }),
      ...(seen !== undefined && { 'x-seen': seen }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(command.data),
  });
  const answer = (await response.json()) as Readonly<{ code?: string; messages?: { zh: string; en: string }; clause?: string }>;
  if (!response.ok) throw new Rejection(answer.code ?? 'http.refused', answer.messages ?? { zh: '请求被拒绝', en: `HTTP ${response.status}` }, answer.clause);
  return answer;
}

function print(options: Common, answer: unknown): void {
  if (options.json) return printJson(answer);
  const { position, events } = answer as { position: number; events: readonly { type: string; stream: string; id: string }[] };
  for (const event of events) line(`已记录 ${event.type}  ${event.stream}  ${event.id}`);
  line(`position ${position}`);
}
