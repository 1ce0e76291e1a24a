import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { parseStrictJson, Rejection } from '#kernel';
import { actorFrom } from '#ledger/nest';
import { knownAtFrom } from '#readmodel';
import { readBook } from '#rulebook/nest';
import { handOutDifference, namesIn, tell, type Counterfactual, type DecisionDistance, type Distance, type Handing, type Zelian } from '#zelian';
import { verb, wholeNumber, withLedger, type Common } from '../common.js';
import { handedOut, purposeOption, recipientUnitOption, simulatedAtOption, tokenOption, toOption, type Leaving } from '../handing.js';
import { heading, line, printJson, printTable } from '../output.js';
import { saved } from '../files.js';

type AtOption = Common & Readonly<{ at?: string }>;
const momentAt = ({ at }: AtOption) => (at === undefined ? {} : { at: knownAtFrom(at) });

type Replaying = AtOption & Leaving & Readonly<{ edits: string; decision?: string; out?: string; pdf?: boolean }>;

/** `replay --edits FILE [--at P] [--out F]`: what would be otherwise had these facts been different. The ledger is read; only that a paper of it leaves is recorded. */
export const replay = (): Command =>
  verb('replay', '假设事实不同，结果有何不同 what would differ had facts been different')
    .requiredOption('--edits <file>', 'an edit list (JSON, libs/replay/src/edit-list.schema.json)')
    .option('--at <position|instant>', 'over the ledger as it was known then (default: now)')
    .option('--decision <decision>', 'the decision under appeal, for whose panel it is asked')
    .option('--out <file>', 'the difference document as Word (or with --pdf), not overwritten')
    .option('--pdf', 'as PDF, for the file')
    .addOption(toOption())
    .addOption(purposeOption())
    .addOption(recipientUnitOption())
    .addOption(simulatedAtOption())
    .addOption(tokenOption())
    .action(async (options: Replaying) => {
      const list = parseStrictJson(await textOf(options.edits));
      const of = options.decision === undefined ? {} : { decision: options.decision };
      if (options.out !== undefined) return saveDifference(list, { ...options, out: options.out });
      await withLedger(options, {}, async (zelian) =>
        show(zelian, await zelian.cases.replay({ list, ...of, ...momentAt(options), actor: actorFrom(options.actor) }), options),
      );
    });

/** The difference document as a file that leaves; about persons, to whom and for what is recorded. */
async function saveDifference(list: unknown, options: Replaying & Readonly<{ out: string }>): Promise<void> {
  const of = options.decision === undefined ? {} : { decision: options.decision };
  const format = options.pdf ? 'pdf' : 'word';
  const ask = { list, ...of, ...momentAt(options), actor: actorFrom(options.actor), format } as const;
  const here = (zelian: Zelian, to?: Handing) => handOutDifference(zelian, { ...ask, ...(to && { to }) });
  const more = { edits: list, ...of, ...(options.at !== undefined && { at: options.at }) };
  const bytes = await handedOut(options, { path: `exchange/differences?format=${format}`, channel: 'print', more, here });
  await saved(options.out, [bytes]);
  if (options.json) printJson({ out: options.out, bytes: bytes.length });
  else line(options.out);
}

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

/** `distance UNIT --year Y`, `distance DECISION`: how far from the cut-off, and the smallest edits that flip the result, each proven by a replay. */
export const distance = (): Command =>
  verb('distance', '距等次界线多远 how far from the cut-off, and what would flip the grade')
    .argument('<unit|decision>', 'unit-… (with --year), or a decision: case-PERSON-POST-YEAR, grade-UNIT-YEAR, veto-UNIT-YEAR')
    .option('--year <year>', 'assessment year, of a unit')
    .option('--at <position|instant>', 'over the ledger as it was known then (default: now)')
    .action((subject: string, options: AtOption & Readonly<{ year?: string }>) =>
      withLedger(options, {}, async (zelian) => {
        const ask = { ...momentAt(options), actor: actorFrom(options.actor) };
        if (!subject.startsWith('unit-')) {
          const found = await zelian.cases.decisionDistance({ decision: subject, ...ask });
          return options.json ? printJson(found) : printDecision(zelian, found);
        }
        const found = await zelian.cases.distance({ unitId: subject, year: wholeNumber('--year', options.year ?? ''), ...ask });
        return options.json ? printJson(found) : printScale(zelian, found);
      }),
    );

async function printScale(zelian: Zelian, { unitId, year, totalE6, gradeZh, position, up, down, flips }: Distance): Promise<void> {
  heading(`${await zelian.named(unitId)} ${year}年度：${points(totalE6)} ${gradeZh}`, `distance, as known at ${position}`);
  if (up) line(` 距上一等次“${up.gradeZh}”（${(up.minHundredths / 100).toFixed(2)}）${points(up.distanceE6)}分`);
  if (down) line(` 高出下一等次“${down.gradeZh}”的界线（${(down.belowHundredths / 100).toFixed(2)}）${points(down.distanceE6)}分`);
  printTable(
    ['最小改动', '等次', '总分'],
    flips.map((flip) => [flip.what, flip.gradeZh, points(flip.totalE6)]),
  );
}

const FALLS_ZH = { true: '没有它，依据不成立', false: '没有它，依据仍成立', null: '不能假设没有它' } as const;
async function printDecision(zelian: Zelian, { result, grounds }: DecisionDistance): Promise<void> {
  if (result) await printScale(zelian, result);
  for (const { clauseId, target, scale, says, restsOn } of grounds) {
    heading(`依据${clauseId}（${await zelian.named(target)}）：${says.zh}`, says.en);
    if (scale) await printScale(zelian, scale);
    printTable(
      ['所依据的事实', '日期', '依据', '说明'],
      restsOn.map(({ what, date, falls, why }) => [what, date, FALLS_ZH[`${falls}`], why?.zh]),
    );
  }
}

/** `case-file PERSON POST YEAR`, `case-file DECISION`: what people had before them who acted, what is known now, and what came late. */
export const caseFile = (): Command =>
  verb('case-file', '案卷：决定时所见与现在所知 what deciders saw, and what is known now')
    .argument('<decision|person>', 'case-PERSON-POST-YEAR, grade-UNIT-YEAR or veto-UNIT-YEAR; or person-… with post and year')
    .argument('[post]', 'post-…')
    .argument('[year]', 'year of the case')
    .action((subject: string, postId: string | undefined, year: string | undefined, options: Common) =>
      withLedger(options, {}, async (zelian) => {
        const decision = postId === undefined ? subject : `case-${subject}-${postId}-${wholeNumber('year', year ?? '')}`;
        const file = await zelian.cases.caseFile({ decision, actor: actorFrom(options.actor) });
        if (options.json) return printJson(await zelian.present(file));
        const { against } = file;
        const concerned = against.kind === 'measure' ? against.personId : against.unitId;
        heading(`案卷：${await zelian.named(concerned)} ${against.year}`, `case file, as known at ${file.position}`);
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
