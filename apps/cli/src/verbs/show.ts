import type { Command } from 'commander';
import { actorFrom } from '#ledger/nest';
import { knownAt, momentOf, verb, withLedger, wholeNumber, type Common } from '../common.js';
import { heading, line, printJson, printRows } from '../output.js';

type Show = Common & Readonly<{ key?: string; prefix?: string; after?: string; limit?: string; history?: boolean }>;

/** `show VIEW [--key K]`: rows of any view, at any moment. */
export const show = (): Command =>
  verb('show', '查看任一视图 rows of a view')
    .argument('<view>', 'name of the view')
    .option('--key <key>', 'one row')
    .option('--prefix <text>', 'keys that begin with it')
    .option('--after <key>', 'cursor: keys after it')
    .option('--limit <n>', 'rows at most', '100')
    .option('--history', 'with --key: every version of the row')
    .action((view: string, options: Show) =>
      withLedger(options, {}, async (zelian) => {
        const moment = momentOf(options);
        await zelian.recordRead({ view, key: options.key, actor: options.actor === undefined ? undefined : actorFrom(options.actor) });
        if (options.key !== undefined && options.history) return print(options, await zelian.present(await zelian.reader.history(view, options.key)));
        if (options.key !== undefined) return print(options, await zelian.present(await zelian.reader.get(view, options.key, moment)));
        const answer = await zelian.present(
          await zelian.reader.list(view, { prefix: options.prefix, after: options.after, limit: wholeNumber('--limit', options.limit ?? '100'), moment }),
        );
        if (options.json) return printJson(answer);
        heading(zelian.viewNamed(view).zh, `${answer.view} @ ${answer.position}`);
        printRows(answer.rows);
        if (answer.next !== undefined) line(`… --after ${answer.next}`);
      }),
    );

function print(options: Common, answer: unknown): void {
  if (options.json) printJson(answer);
  else line(JSON.stringify(answer, null, 2));
}

/** `trail SUBJECT`: everything recorded about a unit, village, post or person, in log order. */
export const trail = (): Command =>
  verb('trail', '某一主体的全部记录 everything about a subject')
    .argument('<subject>', 'unit-…, village-…, post-… or person-…')
    .action((subject: string, options: Common) =>
      withLedger(options, {}, async (zelian) => {
        const rows = await zelian.trail(subject, { moment: momentOf(options), ...(options.actor !== undefined && { actor: actorFrom(options.actor) }) });
        if (options.json) return printJson(rows);
        heading('全部记录', subject);
        printRows(
          rows.map((row) => ({
            key: String(row.position),
            row: { 时间: row.recordedAt.slice(0, 16), 事件: row.zh, type: row.type, 生效: row.validFrom, 来源: row.origin },
          })),
        );
      }),
    );

type Diff = Common & Readonly<{ from: string; to?: string }>;

/** `diff VIEW --from P --to Q`: what changed between two moments. */
export const diff = (): Command =>
  verb('diff', '两个时点之间的差异 what changed between two moments')
    .argument('<view>', 'name of the view')
    .requiredOption('--from <position|instant|date>', 'earlier moment')
    .option('--to <position|instant|date>', 'later moment (default: now)')
    .action((view: string, options: Diff) =>
      withLedger(options, {}, async (zelian) => {
        await zelian.recordRead({ view, actor: options.actor === undefined ? undefined : actorFrom(options.actor) });
        const answer = await zelian.present(
          await zelian.reader.difference(view, knownAt(options.from), options.to === undefined ? undefined : knownAt(options.to)),
        );
        if (options.json) return printJson(answer);
        heading(`${zelian.viewNamed(view).zh}：差异`, `${answer.view} ${answer.from} → ${answer.to}`);
        for (const { key, before, after } of answer.rows) line(`${key}\n  - ${JSON.stringify(before ?? null)}\n  + ${JSON.stringify(after ?? null)}`);
      }),
    );
