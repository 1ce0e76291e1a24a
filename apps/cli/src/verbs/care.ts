import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { stdout } from 'node:process';
import type { Command } from 'commander';
import { Rejection } from '#kernel';
import { actorFrom } from '#ledger/nest';
import { contexts, definitionsOf, importLedger } from '#zelian';
import { verb, withLedger, wholeNumber, type Common } from '../common.js';
import { heading, line, printJson, printTable, progress } from '../output.js';
import { readText } from './record.js';

/** `rebuild [VIEW]`: the rows anew from the log, beside the live ones, swapped when complete. Sends nothing. */
export const rebuild = (): Command =>
  verb('rebuild', '由记录重建视图 rebuild views from the log')
    .argument('[view]', 'one view; all when absent')
    .action((view: string | undefined, options: Common) =>
      withLedger(options, { mode: 'rows' }, async (zelian) => {
        const bar = progress('重建');
        const results = await zelian.rebuild(view === undefined ? undefined : [view], (done, total) => bar.at(done, total));
        bar.end();
        const same = results.every(({ before, after }) => before === after);
        if (options.json) printJson({ same, views: results });
        else {
          heading('重建视图', 'rebuild');
          printTable(
            ['视图 view', '行哈希 row hash', '与原一致 same'],
            results.map(({ view: name, before, after }) => [name, after.slice(0, 16), before === after ? '是' : '否']),
          );
        }
        if (!same) process.exitCode = 1;
      }),
    );

/** `verify`: bytes, MACs, continuity, indexes; names the first bad position and never repairs. */
export const verify = (): Command =>
  verb('verify', '核验账本 check the whole ledger').action((options: Common) =>
    withLedger(options, { mode: 'inspect' }, async (zelian) => {
      const bar = progress('核验');
      const verdict = await zelian.verify((done, total) => bar.at(done, total));
      bar.end();
      if (options.json) printJson(verdict);
      else {
        heading('核验', 'verify');
        printTable(
          ['检查 check', '结果', '说明 detail'],
          verdict.checks.map(({ name, ok, detail }) => [name, ok ? '通过' : '不通过', detail.zh]),
        );
        line(`${verdict.ok ? '通过 ok' : '不通过 NOT ok'}  events ${verdict.events}  logHash ${verdict.logHash}`);
        if (verdict.firstBad) line(`首个异常 first bad: ${JSON.stringify(verdict.firstBad)}`);
      }
      if (!verdict.ok) process.exitCode = 1;
    }),
  );

type Transfer = Common & Readonly<{ out?: string; in?: string; from?: string }>;

/** `export events`: the stored bytes, one event a line. Who exported is in the access log. */
export const exportEvents = (): Command =>
  verb('events', '导出事件 the stored bytes, one event a line')
    .option('--out <file>', 'file (default: standard output)')
    .option('--from <position>', 'first position', '0')
    .action((options: Transfer) =>
      withLedger(options, {}, async (zelian) => {
        const target = options.out === undefined ? stdout : createWriteStream(options.out, { flags: 'wx', mode: 0o600 });
        const lines = await zelian.exportLines({
          from: wholeNumber('--from', options.from ?? '0'),
          actor: options.actor === undefined ? undefined : actorFrom(options.actor),
        });
        for await (const text of lines) if (!target.write(text)) await once(target, 'drain');
        if (target !== stdout) {
          target.end();
          await once(target, 'close');
        }
      }),
    );

/** `import events`: into an empty directory, byte for byte, all or nothing. */
export const importEvents = (): Command =>
  verb('events', '导入事件到空目录 into an empty directory, all or nothing')
    .option('--in <file>', 'file (default: standard input)')
    .action(async (options: Transfer) => {
      if (options.actor === undefined) throw new Rejection('actor.invalid', { zh: '须注明操作人（--actor）', en: 'say who imports: --actor person-…' });
      const result = await importLedger({
        directory: options.data,
        keysFolder: options.keys,
        text: readText(options.in ?? '-'),
        actor: actorFrom(options.actor),
        definitions: definitionsOf(contexts),
      });
      if (options.json) printJson(result);
      else line(`已导入 ${result.events} events  logHash ${result.logHash}`);
    });
