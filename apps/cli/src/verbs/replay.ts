import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { parseStrictJson, Rejection } from '#kernel';
import { actorFrom } from '#ledger/nest';
import { readBook } from '#rulebook/nest';
import { tell, type Counterfactual, type Zelian } from '#zelian';
import { knownAt, verb, wholeNumber, withLedger, type Common } from '../common.js';
import { namesIn } from '../names.js';
import { heading, line, printJson, printTable } from '../output.js';

type AtOption = Common & Readonly<{ at?: string }>;
const momentAt = ({ at }: AtOption) => (at === undefined ? {} : { at: knownAt(at) });

/** `replay --edits FILE [--at P]`: what would be otherwise had these facts been different. The ledger is read, never written. */
export const replay = (): Command =>
  verb('replay', '假设事实不同，结果有何不同 what would differ had facts been different')
    .requiredOption('--edits <file>', 'an edit list (JSON, libs/replay/src/edit-list.schema.json)')
    .option('--at <position|instant>', 'over the ledger as it was known then (default: now)')
    .option('--decision <decision>', 'the decision under appeal, for whose panel it is asked')
    .action((options: AtOption & Readonly<{ edits: string; decision?: string }>) =>
      withLedger(options, {}, async (zelian) => {
        const list = parseStrictJson(await textOf(options.edits));
        const of = options.decision === undefined ? {} : { decision: options.decision };
        await show(zelian, await zelian.cases.replay({ list, ...of, ...momentAt(options), actor: actorFrom(options.actor) }), options);
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
        await show(zelian, await zelian.cases.dryRun({ document, ...momentAt(options), actor: actorFrom(options.actor) }), options);
      }),
    );

/** `distance UNIT --year Y`: how far from the cut-off, and the smallest edits that flip the grade, each proven by a replay. */
export const distance = (): Command =>
  verb('distance', '距等次界线多远 how far from the cut-off, and what would flip the grade')
    .argument('<unit>', 'unit-…')
    .requiredOption('--year <year>', 'assessment year')
    .option('--at <position|instant>', 'over the ledger as it was known then (default: now)')
    .action((unitId: string, options: AtOption & Readonly<{ year: string }>) =>
      withLedger(options, {}, async (zelian) => {
        const found = await zelian.cases.distance({ unitId, year: wholeNumber('--year', options.year), ...momentAt(options), actor: actorFrom(options.actor) });
        if (options.json) return printJson(found);
        heading(`${await zelian.named(unitId)} ${found.year}年度：${points(found.totalE6)} ${found.gradeZh}`, `distance, as known at ${found.position}`);
        if (found.up) line(` 距上一等次“${found.up.gradeZh}”（${(found.up.minHundredths / 100).toFixed(2)}）${points(found.up.distanceE6)}分`);
        if (found.down)
          line(` 高出下一等次“${found.down.gradeZh}”的界线（${(found.down.belowHundredths / 100).toFixed(2)}）${points(found.down.distanceE6)}分`);
        printTable(
          ['最小改动', '等次', '总分'],
          found.flips.map(({ what, gradeZh, totalE6 }) => [what, gradeZh, points(totalE6)]),
        );
      }),
    );

/** `case-file PERSON POST YEAR`: what the deciders had before them, what is known now, and what came late. */
export const caseFile = (): Command =>
  verb('case-file', '案卷：决定时所见与现在所知 what deciders saw, and what is known now')
    .argument('<person>', 'person-…')
    .argument('<post>', 'post-…')
    .argument('<year>', 'year of the case')
    .action((personId: string, postId: string, year: string, options: Common) =>
      withLedger(options, {}, async (zelian) => {
        const file = await zelian.cases.caseFile({ personId, postId, year: wholeNumber('year', year), actor: actorFrom(options.actor) });
        if (options.json) return printJson(await zelian.present(file));
        heading(`案卷：${await zelian.named(personId)} ${file.year}`, `case file, as known at ${file.position}`);
        printTable(
          ['所见', '时点', '用于', '与现在不同', '迟到的事实'],
          file.screens.map(({ zh, seenAt, seenFor, differs, late }) => [
            ...[zh, seenAt, seenFor.map((act) => `${act.date} ${act.zh}`).join('；'), differs.join('、') || '无'],
            late.map((fact) => `${fact.validFrom} ${fact.zh}（${fact.position}）`).join('；') || '无',
          ]),
        );
      }),
    );

const points = (e6: number): string => (e6 / 1_000_000).toFixed(4).replace(/0{1,2}$/, '');

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Rejection('replay.no-file', {
      zh: `无法读取文件：${file}`,
      en: `the file cannot be read: ${file} (${String((error as { code?: string }).code)})`,
    });
  }
}

async function show(zelian: Zelian, answer: Counterfactual, { json }: Common): Promise<void> {
  if (json) return printJson(await zelian.present(answer));
  const { rows, sentences } = tell(answer, await namesIn(zelian, answer));
  heading('反事实重放', `replay, as known at ${answer.position}`);
  printTable(['项目', '对象', '原', '改后', '传导'], rows);
  for (const sentence of sentences) line(` ${sentence}`);
  line(` 差异文书哈希 ${answer.hash}（推导${answer.derived}段，共${answer.segments}段）`);
}
