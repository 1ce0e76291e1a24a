import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { parseStrictJson, Rejection, subjectIdsIn } from '#kernel';
import { actorFrom } from '#ledger/nest';
import { readBook } from '#rulebook/nest';
import { tell, type Counterfactual, type Zelian } from '#zelian';
import { knownAt, verb, withLedger, type Common } from '../common.js';
import { heading, line, printJson, printTable } from '../output.js';

type AtOption = Common & Readonly<{ at?: string }>;
const momentAt = ({ at }: AtOption) => (at === undefined ? {} : { at: knownAt(at) });

/** `replay --edits FILE [--at P]`: what would be otherwise had these facts been different. The ledger is read, never written. */
export const replay = (): Command =>
  verb('replay', '假设事实不同，结果有何不同 what would differ had facts been different')
    .requiredOption('--edits <file>', 'an edit list (JSON, libs/replay/src/edit-list.schema.json)')
    .option('--at <position|instant>', 'over the ledger as it was known then (default: now)')
    .action((options: AtOption & Readonly<{ edits: string }>) =>
      withLedger(options, {}, async (zelian) => {
        const list = parseStrictJson(await textOf(options.edits));
        await show(zelian, await zelian.replay({ list, ...momentAt(options), actor: actorFrom(options.actor) }), options);
      }),
    );

/** `book dry-run FILE`: a draft over the ledger, in place of the book that it would replace. */
export const dryRun = (): Command =>
  verb('dry-run', '以规则草案试算 a draft book over the ledger')
    .argument('<file|pingli-2016>', 'a JSON document or the id of a shipped book')
    .option('--at <position|instant>', 'over the ledger as it was known then (default: now)')
    .action((file: string, options: AtOption) =>
      withLedger(options, {}, async (zelian) => {
        const document = await readBook(file);
        await show(zelian, await zelian.dryRun({ document, ...momentAt(options), actor: actorFrom(options.actor) }), options);
      }),
    );

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Rejection('replay.no-file', { zh: `无法读取文件：${file}`, en: `the file cannot be read: ${file} (${String((error as { code?: string }).code)})` });
  }
}

async function show(zelian: Zelian, answer: Counterfactual, { json }: Common): Promise<void> {
  if (json) return printJson(await zelian.present(answer));
  const ids = subjectIdsIn([answer.difference, answer.difference.changes.map(({ key }) => key.split(/[|:]/))]);
  const named = await zelian.named(ids);
  const names = new Map(ids.map((id, index) => [id, named[index]!]));
  const { rows, sentences } = tell(answer, (id) => names.get(id) ?? id);
  heading('反事实重放', `replay, as known at ${answer.position}`);
  printTable(['项目', '对象', '原', '改后', '传导'], rows);
  for (const sentence of sentences) line(` ${sentence}`);
  line(` 差异文书哈希 ${answer.hash}（推导${answer.derived}段，共${answer.segments}段）`);
}
