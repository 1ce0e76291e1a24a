import type { Command } from 'commander';
import { Command as Group } from 'commander';
import { lint } from '#rulebook';
import { readBook } from '#rulebook/nest';
import { ANY_MOMENT, momentOf, verb, withLedger, type Common } from '../common.js';
import { heading, line, printJson, printTable } from '../output.js';
import { dryRun } from './replay.js';
import { oneRow } from './show.js';

/** `book lint FILE`: what a rule author should know before people are judged by it. Errors exit 1, warnings 0. */
const lintBook = (): Command =>
  verb('lint', '检查规则文本 lint a book')
    .argument('<file|pingli-2016>', 'a JSON document or the id of a shipped book')
    .action(async (file: string, options: Common) => {
      const findings = lint(await readBook(file));
      const errors = findings.filter(({ severity }) => severity === 'error').length;
      if (options.json) printJson({ ok: errors === 0, findings });
      else {
        heading('规则检查', `book lint ${file}`);
        printTable(
          ['级别', '代码 code', '条款', '说明'],
          findings.map(({ severity, code, clauseId, zh }) => [severity === 'error' ? '错误' : '提示', code, clauseId, zh]),
        );
        // Holes are looked for in books that can be applied: with errors nobody has looked.
        line(`错误 errors ${errors}  ${errors > 0 ? '提示未检查 warnings not checked' : `提示 warnings ${findings.length}`}`);
      }
      if (errors > 0) process.exitCode = 1;
    });

const showBook = (): Command =>
  verb('show', '查看已发布的规则 published books', ANY_MOMENT)
    .argument('[id]', 'book id')
    .action((id: string | undefined, options: Common) =>
      withLedger(options, {}, async (zelian) => {
        const moment = momentOf(options);
        printJson(id === undefined ? await zelian.reader.list('rule-books', { moment }) : await oneRow(zelian, 'rule-books', { ...options, key: id }));
      }),
    );

/** A book as `book lint` takes it, or the command's body, as `record PublishRuleBook` does: no book has a member `document`. */
const asPublished = (body: unknown): unknown => (typeof body === 'object' && body !== null && !Object.hasOwn(body, 'document') ? { document: body } : body);

/** Groups of verbs: `book …`. `publish` and `interpret` record commands, so they take what `record` takes. */
export function book(recordAs: (name: string, type: string, zh: string, shaped?: (body: unknown) => unknown) => Command): Command {
  return new Group('book')
    .description('规则 rule books')
    .addCommand(lintBook())
    .addCommand(showBook())
    .addCommand(dryRun())
    .addCommand(recordAs('publish', 'PublishRuleBook', '发布规则 publish a book', asPublished))
    .addCommand(recordAs('interpret', 'InterpretClause', '记录解释 record an interpretation'));
}
