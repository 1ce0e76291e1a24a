import { stdout } from 'node:process';
import { Option, type Command } from 'commander';
import { must, Rejection } from '#kernel';
import { isFree } from '#ledger';
import { actorFrom } from '#ledger/nest';
import { checkpointAnswer, outsideNote, runningServer, SEAL_SUITES, sealNow, type CheckpointAnswer, type SealSuite, type Zelian } from '#zelian';
import { clockAt, verb, wholeNumber, withLedger, type Common } from '../common.js';
import { simulatedAtOption, tokenOption } from '../handing.js';
import { line, printJson } from '../output.js';
import { ask } from '../server.js';

type Seal = Common & Readonly<{ rotate?: SealSuite; after?: string; simulatedAt?: string; token?: string }>;

/** `seal`: signs a checkpoint over all there is, through the server when one owns the directory. */
export const seal = (): Command =>
  verb('seal', '签封：对全部记录签署检查点 sign a checkpoint over all there is')
    .addOption(new Option('--rotate <suite>', 'sign with a new key from here on').choices([...SEAL_SUITES]))
    .option(
      '--after <file>',
      'the last checkpoint that anybody has, where what this key signed is not known here any more; none: there is none beyond this log',
    )
    .addOption(simulatedAtOption())
    .addOption(tokenOption())
    .action(async (options: Seal) => {
      const server = runningServer(options.data);
      if (server && options.after !== undefined) throw mustStop(server.url);
      const headers = { 'content-type': 'application/json', 'x-actor': options.actor ?? '' };
      const body = JSON.stringify(options.rotate === undefined ? {} : { rotate: options.rotate });
      const told = server && (await ask<CheckpointAnswer>(server, 'seal', { headers, body, token: options.token }));
      print(options, told ?? (await here(options)));
    });

const mustStop = (url: string): Rejection =>
  new Rejection('seal.being-served', { zh: `请先停止正在使用该目录的服务：${url}`, en: `the server on this directory has to be stopped first: ${url}` });

/** What is handed in as the last checkpoint. */
const handedIn = (after: string): string => (after === 'none' ? after : outsideNote(after).text);

function here({ rotate, after, simulatedAt, ...options }: Seal): Promise<CheckpointAnswer> {
  // A mistyped directory becomes no ledger that is signed for.
  must(options.log !== 'sqlite' || !isFree(options.data), 'ledger.absent', {
    zh: `此处没有账本：${options.data}`,
    en: `there is no ledger here: ${options.data}`,
  });
  return withLedger(options, { mode: 'write', ...clockAt(simulatedAt) }, async (zelian: Zelian) => {
    const last = after === undefined ? undefined : handedIn(after);
    const sealed = await sealNow(zelian, { rotate, after: last, ...(last !== undefined && { actor: actorFrom(options.actor) }) });
    await zelian.drain();
    return sealed;
  });
}

function print({ json }: Common, answer: CheckpointAnswer): void {
  if (json) return printJson(answer);
  line(`已签封 sealed  size ${answer.size}  root ${answer.root}`);
  line(`key ${answer.keys.at(-1)}`);
}

/** `checkpoint`: the signed note, exactly as it is, for whoever keeps it elsewhere. */
export const checkpoint = (): Command =>
  verb('checkpoint', '检查点原文，可在别处留存 the signed checkpoint, to be kept elsewhere')
    .option('--size <n>', 'the one of this size (default: the newest)')
    .action(({ size, ...options }: Common & Readonly<{ size?: string }>) =>
      withLedger(options, { mode: 'inspect' }, async (zelian) => {
        const answer = await checkpointAnswer(zelian.parts, size === undefined ? undefined : wholeNumber('--size', size));
        if (options.json) printJson(answer);
        else stdout.write(answer.note);
      }),
    );
