import type { Command } from 'commander';
import { kindOf } from '#kernel';
import { actorFrom } from '#ledger/nest';
import type { Explanation, PersonExplanation, Zelian } from '#zelian';
import { ANY_MOMENT, askerOf, momentOf, verb, withLedger, wholeNumber, type Common } from '../common.js';
import { purposeOption, recipientUnitOption, simulatedAtOption, toOption, tokenOption, type Leaving } from '../handing.js';
import { heading, line, printJson } from '../output.js';
import { saveDossier } from './dossier.js';

const OUTCOME_ZH = { met: '符合', 'not-met': '不符合', undetermined: '未定' } as const;

/** An explanation for people: each clause with its own words, what it says, on which values and events. */
export function printExplanation({ year, book, note, clauses, position }: Explanation, name: string): void {
  heading(`条款释明：${name} ${year}年度`, `explain, as known at ${position}${book === null ? '' : `, ${book.bookId} v${book.bookVersion}`}`);
  if (note) line(` ${note.zh}`);
  for (const { clauseId, status, outcome, sourceQuote, clauseHash, values, missing, events } of clauses) {
    if (status === 'not-about-this-target') continue;
    const says = outcome === null ? '停用' : OUTCOME_ZH[outcome];
    const reason =
      missing.length > 0
        ? `缺：${missing.join('、')}`
        : Object.entries(values)
            .map(([fact, value]) => `${fact}=${String(value)}`)
            .join(' ');
    line(` ${clauseId.padEnd(7)} ${says}  「${sourceQuote}」 ${reason}`);
    if (outcome === 'met') line(`         条文哈希 ${clauseHash.slice(0, 16)}…  依据事件 ${events.map((id) => id.slice(-12)).join(' ')}`);
  }
}

/** `explain SUBJECT`: every clause, met, not met or undetermined, and so also why nothing follows. Reads go to the access log. */
export const explain = (): Command =>
  verb('explain', '逐条释明 every clause for a subject, and why', ANY_MOMENT)
    .argument('<subject>', 'unit-…, village-… or person-…')
    .option('--year <year>', 'assessment year (default: the current one; on a simulated clock, the year of the last event)')
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
        if (isAboutPerson(explanation)) return printPerson(zelian, explanation);
        printExplanation(explanation, await zelian.named(subject));
      });
    });

export const isAboutPerson = (explanation: Explanation | PersonExplanation): explanation is PersonExplanation => 'targets' in explanation;

async function printPerson(zelian: Zelian, { subject, year, triggers, targets }: PersonExplanation): Promise<void> {
  heading(`${await zelian.named(subject)} ${year}年度`, triggers.length === 0 ? 'no clause flags this person' : `flagged by ${triggers.length} clauses`);
  for (const { clauseId, measure, target, holding, state } of triggers)
    line(` ${clauseId} ${measure} ${await zelian.named(target)} ${holding.days}天 ${state}`);
  for (const target of targets) printExplanation(target, await zelian.named(target.subject));
}
