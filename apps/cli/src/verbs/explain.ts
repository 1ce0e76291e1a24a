import type { Command } from 'commander';
import { kindOf } from '#kernel';
import { actorFrom } from '#ledger/nest';
import { clauseWords, measureNames, type ClauseWords, type Explanation, type PersonExplanation, type Zelian } from '#zelian';
import { ANY_MOMENT, askerOf, momentOf, verb, withLedger, wholeNumber, type Common } from '../common.js';
import { purposeOption, recipientUnitOption, simulatedAtOption, toOption, tokenOption, type Leaving } from '../handing.js';
import { heading, line, printJson } from '../output.js';
import { OUTCOME_ZH, TRIGGER_ZH } from '../words.js';
import { saveDossier } from './dossier.js';

/** An explanation for people: each clause with its own words, what it says, on which values and events. */
export function printExplanation({ year, book, note, clauses, position }: Explanation, { name, words }: Readonly<{ name: string; words: ClauseWords }>): void {
  heading(`条款释明：${name} ${year}年度`, `explain, as known at ${position}${book === null ? '' : `, ${book.bookId} v${book.bookVersion}`}`);
  if (note) line(` ${note.zh}`);
  for (const clause of clauses) {
    const { clauseId, status, outcome, sourceQuote, clauseHash, events } = clause;
    if (status === 'not-about-this-target') continue;
    const says = outcome === null ? '停用' : OUTCOME_ZH[outcome];
    const missing = words.missingZh(clause);
    const reason = missing.length > 0 ? `缺：${missing.join('、')}` : words.valuesZh(clause).join('，');
    line(` ${clauseId.padEnd(7)} ${says}  「${sourceQuote}」 ${reason}`);
    if (outcome === 'met') line(`         条文哈希 ${clauseHash.slice(0, 16)}…  依据事件 ${events.join(' ')}`);
  }
}

/** `explain SUBJECT`: every clause, met, not met or undetermined, and so also why nothing follows. Reads go to the access log. */
export const explain = (): Command =>
  verb('explain', '逐条释明 every clause for a subject, and why', ANY_MOMENT)
    .argument('<subject>', 'unit-…, village-… or person-…')
    .option('--year <year>', 'assessment year (default: the current one, or the last before it that a book judges)')
    .option('--out <file>', 'hand it out as a file, not overwritten; about a person with --to and --purpose')
    .addOption(toOption())
    .addOption(purposeOption())
    .addOption(recipientUnitOption())
    .addOption(simulatedAtOption())
    .addOption(tokenOption())
    .action((subject: string, options: Common & Leaving & Readonly<{ year?: string; out?: string }>) => {
      if (options.out !== undefined) return saveDossier('explain', subject, { ...options, out: options.out });
      return withLedger(options, {}, async (zelian) => {
        const actor = kindOf(subject) === 'person' ? actorFrom(options.actor) : askerOf(options);
        const explanation = await zelian.explain(subject, {
          year: options.year === undefined ? undefined : wholeNumber('--year', options.year),
          moment: momentOf(options),
          actor,
        });
        if (options.json) return printJson(explanation);
        if (options.year === undefined) line(` ※ 未指明年度，按${explanation.year}年度回答  no --year: answered for ${explanation.year}`);
        if (isAboutPerson(explanation)) return printPerson(zelian, explanation);
        printExplanation(explanation, { name: await zelian.named(subject), words: await clauseWords(zelian) });
      });
    });

export const isAboutPerson = (explanation: Explanation | PersonExplanation): explanation is PersonExplanation => 'targets' in explanation;

async function printPerson(zelian: Zelian, { subject, year, triggers, targets }: PersonExplanation): Promise<void> {
  const flagged =
    triggers.length === 0 ? ['没有条款提示此人', 'no clause flags this person'] : [`${triggers.length}项条款提示`, `flagged by ${triggers.length} clauses`];
  heading(`${await zelian.named(subject)} ${year}年度：${flagged[0]}`, flagged[1]!);
  const [measures, words] = [await measureNames(zelian), await clauseWords(zelian)];
  for (const { clauseId, measure, target, holding, state } of triggers)
    line(` ${clauseId} ${measures.get(measure) ?? measure} ${await zelian.named(target)} 任职${holding.days}天 ${TRIGGER_ZH[state]}`);
  for (const target of targets) printExplanation(target, { name: await zelian.named(target.subject), words });
}
