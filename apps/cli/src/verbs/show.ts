import type { Command } from 'commander';
import { Rejection, shanghaiTime } from '#kernel';
import { actorFrom } from '#ledger/nest';
import { knownAtFrom } from '#readmodel';
import { fieldZh, type Zelian } from '#zelian';
import { ANY_MOMENT, askerOf, momentOf, verb, withLedger, wholeNumber, type Common } from '../common.js';
import { purposeOption, recipientUnitOption, simulatedAtOption, toOption, tokenOption, type Leaving } from '../handing.js';
import { heading, line, printJson, printRows, printTable } from '../output.js';
import { cellsOf, changedCells, columnText } from '../row-text.js';
import { saveDossier } from './dossier.js';

type Show = Common & Readonly<{ key?: string; prefix?: string; after?: string; limit?: string; history?: boolean }>;

/** Notes the read of a view about persons, before anything is shown; who asks has then to be named. */
async function noteRead(zelian: Zelian, options: Common, read: Readonly<{ view: string; key?: string }>): Promise<void> {
  const { aboutPersons } = zelian.viewNamed(read.view);
  await zelian.recordRead({ ...read, actor: aboutPersons ? actorFrom(options.actor) : askerOf(options) });
}

/** `show VIEW [--key K]`: rows of any view, at any moment. */
export const show = (): Command =>
  verb('show', '查看任一视图 rows of a view', ANY_MOMENT)
    .argument('<view>', 'name of the view')
    .option('--key <key>', 'one row')
    .option('--prefix <text>', 'keys that begin with it')
    .option('--after <key>', 'cursor: keys after it')
    .option('--limit <n>', 'rows at most', '100')
    .option('--history', 'with --key: every version of the row')
    .action((view: string, options: Show) =>
      withLedger(options, {}, async (zelian) => {
        await noteRead(zelian, options, { view, key: options.key });
        if (options.key === undefined) return showList(zelian, view, options);
        if (options.history) return showHistory(zelian, view, options);
        const answer = await zelian.present(await oneRow(zelian, view, options), askerOf(options));
        if (options.json) return printJson(answer);
        heading(`${zelian.viewNamed(view).zh}：${options.key}`, `${view} @ ${answer.position}`);
        printTable(
          ['栏目', '内容'],
          cellsOf(await zelian.named(answer.row)).map(({ path, text }) => [path, text]),
        );
      }),
    );

/** @throws Rejection `row.unknown` */
export async function oneRow(zelian: Zelian, view: string, options: Common & Readonly<{ key?: string }>) {
  const answer = await zelian.reader.get(view, options.key!, momentOf(options));
  if (answer.row === undefined) {
    throw new Rejection('row.unknown', { zh: `视图${view}中没有${options.key}`, en: `${view} has no row ${options.key} at position ${answer.position}` });
  }
  return answer;
}

async function showList(zelian: Zelian, view: string, options: Show): Promise<void> {
  const { prefix, after, limit = '100' } = options;
  const answer = await zelian.present(
    await zelian.reader.list(view, { prefix, after, limit: wholeNumber('--limit', limit), moment: momentOf(options) }),
    askerOf(options),
  );
  if (options.json) return printJson(answer);
  heading(zelian.viewNamed(view).zh, `${answer.view} @ ${answer.position}`);
  printTall(await zelian.named(answer.rows));
  if (answer.next !== undefined) line(`… --after '${answer.next}'`);
}

/** Every row by its key; of what is nested only how much there is, since a row is shown whole by its key. */
function printTall(rows: readonly Readonly<{ key: string; row: unknown }>[]): void {
  printRows(
    rows.map(({ key, row }) => ({
      key,
      row: typeof row === 'object' && row !== null ? Object.fromEntries(Object.entries(row).map(([name, value]) => [fieldZh(name), columnText(value)])) : row,
    })),
  );
  if (rows.length > 0) line(' 整行 a whole row: --key KEY');
}

async function showHistory(zelian: Zelian, view: string, options: Show): Promise<void> {
  const answer = await zelian.present(await zelian.reader.history(view, options.key!, momentOf(options)), askerOf(options));
  if (options.json) return printJson(answer);
  heading(`${zelian.viewNamed(view).zh}：${options.key}`, `${answer.view}, every version`);
  const versions = await zelian.named(answer.versions);
  for (const [index, { from, to, row }] of versions.entries()) {
    line(` 记录${from}起${to === undefined ? '' : `，至记录${to}之前`} from position ${from}${to === undefined ? '' : ` until ${to}`}`);
    printChanges(versions[index - 1]?.row, row);
  }
}

/** What a row became, value by value; of a row that is new, what it is. */
function printChanges(before: unknown, after: unknown): void {
  for (const cell of changedCells(before, after)) line(`   ${cell.path}：${before === undefined ? '' : `${cell.before} → `}${cell.after}`);
}

/** `trail SUBJECT`: everything recorded about a unit, village, post or person, in log order. */
export const trail = (): Command =>
  verb('trail', '某一主体的全部记录 everything about a subject', ANY_MOMENT)
    .argument('<subject>', 'unit-…, village-…, post-… or person-…')
    .option('--out <file>', 'hand it out as a file, not overwritten; about a person with --to and --purpose')
    .addOption(toOption())
    .addOption(purposeOption())
    .addOption(recipientUnitOption())
    .addOption(simulatedAtOption())
    .addOption(tokenOption())
    .action((subject: string, options: Common & Leaving & Readonly<{ out?: string }>) => {
      if (options.out !== undefined) return saveDossier('trail', subject, { ...options, out: options.out });
      return withLedger(options, {}, async (zelian) => {
        const rows = await zelian.trail(subject, { moment: momentOf(options), actor: actorFrom(options.actor) });
        if (options.json) return printJson(rows);
        heading('全部记录', subject);
        printRows(
          rows.map(({ position, recordedAt, zh, type, validFrom, origin }) => ({
            key: String(position),
            row: { '时间（北京）': shanghaiTime(recordedAt), 事件: zh, type, 生效: validFrom, 来源: ORIGIN_ZH[origin] ?? origin },
          })),
        );
      });
    });

const ORIGIN_ZH: Readonly<Record<string, string>> = { person: '人员', policy: '规则推导', clock: '时钟', import: '导入' };

type Diff = Common & Readonly<{ from: string; to?: string }>;

/** `diff VIEW --from P --to Q`: what changed between two moments; the later one may as well be said with `--as-known-at`. */
export const diff = (): Command =>
  verb('diff', '两个时点之间的差异 what changed between two moments', ['asKnownAt'])
    .argument('<view>', 'name of the view')
    .requiredOption('--from <position|instant|date>', 'earlier moment')
    .option('--to <position|instant|date>', 'later moment (default: now)')
    .action((view: string, options: Diff) =>
      withLedger(options, {}, async (zelian) => {
        await noteRead(zelian, options, { view });
        const to = options.to ?? options.asKnownAt;
        const answer = await zelian.present(
          await zelian.reader.difference(view, knownAtFrom(options.from), to === undefined ? undefined : knownAtFrom(to)),
          askerOf(options),
        );
        if (options.json) return printJson(answer);
        heading(`${zelian.viewNamed(view).zh}：差异`, `${answer.view} ${answer.from} → ${answer.to}`);
        for (const { key, before, after } of await zelian.named(answer.rows)) {
          line(` ${key}`);
          printChanges(before, after);
        }
      }),
    );
