import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { Rejection, UnknownType } from '#kernel';
import { Malformed } from '#transparency';
import { kebab } from '#ledger/nest';
import { printRejection } from './output.js';
import { appeal } from './verbs/appeal.js';
import { complaint } from './verbs/complaint.js';
import { audit } from './verbs/audit.js';
import { backup, restore } from './verbs/backup.js';
import { bench } from './verbs/bench.js';
import { book } from './verbs/book.js';
import { bundle } from './verbs/bundle.js';
import { exportEvents, importEvents, rebuild } from './verbs/care.js';
import { demo } from './verbs/demo.js';
import { today, village } from './verbs/everyday.js';
import { erasure } from './verbs/erasure.js';
import { document, evidence, importSheetVerb, template } from './verbs/exchange.js';
import { execution } from './verbs/execution.js';
import { explain } from './verbs/explain.js';
import { facts } from './verbs/facts.js';
import { holders } from './verbs/holders.js';
import { integrity } from './verbs/integrity.js';
import { commands, views } from './verbs/lists.js';
import { logAccess } from './verbs/log-access.js';
import { maySee } from './verbs/may-see.js';
import { proof } from './verbs/proof.js';
import { record, recordAs, recordListVerb } from './verbs/record.js';
import { reconcileFile } from './verbs/reconcile.js';
import { screen } from './verbs/screen.js';
import { checkpoint, seal } from './verbs/seal.js';
import { caseFile, distance, replay } from './verbs/replay.js';
import { sameClause } from './verbs/same-clause.js';
import { sealedDossier } from './verbs/sealed-dossier.js';
import { serve } from './verbs/serve.js';
import { diff, show, trail } from './verbs/show.js';
import { witness } from './verbs/witness.js';
import { verify } from './verbs/verify.js';

/** 0 ok, 1 the check failed or something broke, 2 wrong usage or refused. */
const [BROKEN, REFUSED] = [1, 2];
/** Refusals that are what a check found, of a ledger, a backup, a bundle, a dossier or a witness's answer: the usage was right, and what was looked at is not. */
const FOUND_WRONG: readonly RegExp[] = [
  /^restore\.(rolled-back|forked|unsound)$/,
  /^backup\.(unsound|signature|file-changed|file-missing|stray-file)$/,
  /^seal\.(rolled-back|forked|overtaken|mac|log|read-back)$/,
  /^(import\.refused|witness\.forked|dossier\.does-not-hold|checkpoint\.damaged)$/,
  // Neither the usage nor the rules: what lies on the disk, or the system.
  /^(system\.refused|content\.malformed)$/,
];

function program(): Command {
  const verbs = [
    ...[demo(), serve(), logAccess()],
    ...[commands(), views(), record()],
    recordListVerb(),
    show(),
    trail(),
    explain(),
    screen(),
    diff(),
    ...[today(), village(), holders()],
    integrity(),
    sameClause(),
    facts(),
    execution(),
    maySee(),
    appeal(),
    complaint(),
    rebuild(),
    verify(),
    seal(),
    checkpoint(),
    proof(),
    audit(),
    backup(),
    restore(),
    book(recordAs),
    erasure(recordAs),
    bundle(),
    reconcileFile(),
    replay(),
    distance(),
    caseFile(),
    bench(),
    evidence(),
    template(),
    importSheetVerb(),
    document(),
    witness(),
    sealedDossier(),
  ];
  const groups = [
    new Command('export').description('导出 export').addCommand(exportEvents()),
    new Command('import').description('导入 import').addCommand(importEvents()),
  ];
  const zelian = new Command('zelian').description('责链：可核验的问责与审计账本  an accountability ledger');
  for (const one of [...verbs, ...groups]) zelian.addCommand(one);
  tame(zelian);
  return zelian;
}

/** Commander leaves the process itself, and speaks English only, unless told otherwise: the ledger would stay open, and a program would get no code. */
function tame(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => undefined });
  for (const inner of command.commands) tame(inner);
}

/** Runs one command line, `argv` without the program's own name. @returns the exit code */
export async function run(argv: readonly string[]): Promise<number> {
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await program().parseAsync([...argv], { from: 'user' });
    return Number(process.exitCode);
  } catch (error) {
    return exitCodeOf(error, argv.includes('--json'));
  } finally {
    process.exitCode = before;
  }
}

function exitCodeOf(error: unknown, json: boolean): number {
  if (error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help')) return error.exitCode === 0 ? 0 : REFUSED;
  const refusal = refusalOf(error);
  if (refusal) {
    printRejection(refusal, json);
    return FOUND_WRONG.some((pattern) => pattern.test(refusal.code)) ? BROKEN : REFUSED;
  }
  // A fault, not a refusal: whoever runs this wants to see where. That nobody reads on is neither.
  if ((error as { code?: unknown }).code !== 'EPIPE') console.error(error);
  return BROKEN;
}

const USAGE_ZH: Readonly<Record<string, string>> = {
  unknownCommand: '没有这个命令',
  unknownOption: '未知选项',
  missingArgument: '缺少参数',
  excessArguments: '多余的参数',
  optionMissingArgument: '选项缺少取值',
  missingMandatoryOptionValue: '缺少必需的选项',
  invalidArgument: '取值不正确',
};

/** What commander's sentence is about, without its English: the names in quotes, or how many arguments there should be. */
function namedIn(en: string): string {
  const [, expected, got] = /Expected (\d+) arguments? but got (\d+)/.exec(en) ?? [];
  if (expected !== undefined) return `：应有${expected}个，实有${got}个`;
  const [, name] = /'([^']*)'/.exec(en) ?? [];
  const [, meant] = /Did you mean (?:one of )?([^?]*)\?/.exec(en) ?? [];
  return `${name === undefined ? '' : `：${name}`}${meant === undefined ? '' : `（是否指${meant}？）`}`;
}

/** What the system refuses to do with a file: its code and path say all that a trace would. */
const isOfTheSystem = (error: unknown): error is NodeJS.ErrnoException & Readonly<{ syscall: string }> =>
  typeof error === 'object' && error !== null && 'syscall' in error && typeof error.syscall === 'string' && (error as NodeJS.ErrnoException).code !== 'EPIPE';

function refusalOf(error: unknown): Rejection | undefined {
  if (error instanceof Rejection) return error;
  if (error instanceof UnknownType) return new Rejection(`${error.kind}.unknown`, { zh: `没有这个类型：${error.type}`, en: error.message });
  if (error instanceof Malformed) return new Rejection('content.malformed', { zh: `内容格式不正确：${error.code}`, en: error.message });
  if (isOfTheSystem(error)) return new Rejection('system.refused', { zh: `系统拒绝（${error.code}）：${error.path ?? error.syscall}`, en: error.message });
  if (!(error instanceof CommanderError)) return undefined;
  const kind = error.code.slice('commander.'.length);
  const en = error.message.replace(/^error: /, '');
  return new Rejection(`usage.${kebab(kind)}`, { zh: `${USAGE_ZH[kind] ?? '用法不正确'}${namedIn(en)}`, en });
}
