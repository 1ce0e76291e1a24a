import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { Rejection, UnknownType } from '#kernel';
import { printRejection } from './output.js';
import { bench } from './verbs/bench.js';
import { book } from './verbs/book.js';
import { exportEvents, importEvents, rebuild, verify } from './verbs/care.js';
import { demo } from './verbs/demo.js';
import { explain } from './verbs/explain.js';
import { record, recordAs } from './verbs/record.js';
import { serve } from './verbs/serve.js';
import { diff, show, trail } from './verbs/show.js';

/** 0 ok, 1 the check failed, 2 wrong usage or refused. */
const REFUSED = 2;

function program(): Command {
  const verbs = [demo(), serve(), record(), show(), trail(), explain(), diff(), rebuild(), verify(), book(recordAs), bench()];
  const groups = [
    new Command('export').description('导出 export').addCommand(exportEvents()),
    new Command('import').description('导入 import').addCommand(importEvents()),
  ];
  const zelian = new Command('zelian').description('责链：可核验的问责与审计账本  an accountability ledger');
  for (const one of [...verbs, ...groups]) zelian.addCommand(one);
  exitOverrideAll(zelian);
  return zelian;
}

/** Commander leaves the process itself unless told otherwise; the ledger would then stay open. */
function exitOverrideAll(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) exitOverrideAll(inner);
}

async function main(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync([...argv]);
  } catch (error) {
    process.exitCode = exitCodeOf(error, argv.includes('--json'));
  }
}

function exitCodeOf(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : REFUSED;
  if (error instanceof UnknownType) error = new Rejection(`${error.kind}.unknown`, { zh: `没有这个类型：${error.type}`, en: error.message });
  if (error instanceof Rejection) {
    printRejection(error, json);
    return REFUSED;
  }
  // A fault, not a refusal: whoever runs this wants to see where.
  console.error(error);
  return 1;
}

void main(process.argv);
