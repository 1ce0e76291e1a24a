import type { Command } from 'commander';
import { actorFrom } from '#ledger/nest';
import type { Zelian } from '#zelian';
import { momentOf, withLedger, type Common } from './common.js';
import { printJson } from './output.js';

type Dated = Common & Readonly<{ on?: string }>;
type Asked = Readonly<{ date?: string; actor: ReturnType<typeof actorFrom>; moment: ReturnType<typeof momentOf> }>;

/** One question about a subject: asked with actor and moment, answered as JSON or as tables. */
export function question<Answer>(
  command: Command,
  ask: (zelian: Zelian, subject: string, options: Asked) => Promise<Answer>,
  print: (zelian: Zelian, answer: Answer) => Promise<void>,
): Command {
  return command.action((subject: string, options: Dated) =>
    withLedger(options, {}, async (zelian) => {
      const answer = await ask(zelian, subject, { date: options.on, actor: actorFrom(options.actor), moment: momentOf(options) });
      if (options.json) return printJson(await zelian.present(answer));
      await print(zelian, answer);
    }),
  );
}

/** Names in place of ids, lists of them joined. */
export async function named(zelian: Zelian, rows: readonly (readonly unknown[])[]): Promise<readonly (readonly unknown[])[]> {
  return (await zelian.named(rows)).map((row) => row.map((cell) => (Array.isArray(cell) ? cell.join('、') : cell)));
}
