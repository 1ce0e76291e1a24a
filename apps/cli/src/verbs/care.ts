import { createReadStream } from 'node:fs';
import { stderr, stdin, stdout } from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { actorFrom } from '#ledger/nest';
import { contexts, definitionsOf, importLedger } from '#zelian';
import { opened, saved } from '../files.js';
import { enginesOf, verb, withLedger, wholeNumber, type Common } from '../common.js';
import { heading, line, printJson, printTable, progress } from '../output.js';

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
          const table = results.map(({ view: name, before, after }) => [name, after.slice(0, 16), before === after ? '是' : '否']);
          printTable(['视图 view', '行哈希 row hash', '与原一致 same'], table);
        }
        if (!same) process.exitCode = 1;
      }),
    );

type Transfer = Common & Readonly<{ out?: string; in?: string; from?: string }>;

/** Events name files by their content; the files themselves travel as a folder. */
const FILES_STAY = '※ 证据文件不随事件导出，请另行复制evidence目录 evidence files are not in the export: copy the folder evidence/ beside it\n';

/** `export events`: the stored bytes, one event a line. Who exported is in the access log. */
export const exportEvents = (): Command =>
  verb('events', '导出事件 the stored bytes, one event a line')
    .option('--out <file>', 'file, not overwritten (default: standard output)')
    .option('--from <position>', 'first position', '0')
    .action((options: Transfer) =>
      withLedger(options, {}, async (zelian) => {
        for await (const _ of zelian.parts.engines.evidence.entries()) {
          stderr.write(FILES_STAY);
          break;
        }
        const lines = await zelian.exportLines({ from: wholeNumber('--from', options.from ?? '0'), actor: actorFrom(options.actor) });
        if (options.out === undefined) return pipeline(Readable.from(lines), stdout, { end: false });
        await saved(options.out, lines);
      }),
    );

/** `import events`: into an empty directory, byte for byte, all or nothing. */
export const importEvents = (): Command =>
  verb('events', '导入事件到空目录 into an empty directory, all or nothing')
    .option('--in <file>', 'file (default: standard input)')
    .action(async (options: Transfer) => {
      const actor = actorFrom(options.actor);
      const source = options.in === undefined ? stdin : createReadStream(options.in, { fd: opened(options.in, 'r') });
      const bar = progress('导入');
      const result = await importLedger({
        directory: options.data,
        keysFolder: options.keys,
        logAt: enginesOf(options).logAt,
        text: source as AsyncIterable<Uint8Array>,
        actor,
        definitions: definitionsOf(contexts),
        progress: (done, total) => bar.at(done, total),
      }).finally(() => bar.end());
      if (options.json) printJson(result);
      else line(`已导入 ${result.events} events  logHash ${result.logHash}（证据文件请另行复制 evidence files are copied apart）`);
    });
