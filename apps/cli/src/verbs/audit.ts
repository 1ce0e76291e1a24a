import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { Rejection } from '#kernel';
import { realEntropy } from '#ledger';
import {
  auditFiles,
  auditLog,
  AUDITOR_SUITES,
  checkFraud,
  createAuditorKey,
  formatFraud,
  openAuditorKey,
  verifierText,
  type AuditorSuite,
  type AuditReport,
} from '#seal';
import { acceptedInto, cosignerKeyFrom, linesOf, outsideNote, trustedLogKey } from '#zelian';
import { verb, type Common } from '../common.js';
import { line, printJson } from '../output.js';

const SECRET_BYTES = 32;
const MS = 1_000;
type Init = Readonly<{ dir: string; name: string; suite: AuditorSuite; json?: boolean }>;
type Run = Readonly<{
  dir: string;
  checkpoint: string;
  in?: string;
  url?: string;
  actor?: string;
  key: string[];
  out?: string;
  fraud?: string;
  json?: boolean;
}>;
const listed = (value: string, before: string[]): string[] => [...before, value];

/** `audit`: an independent auditor with a key of its own, who needs nothing of the ledger but its events and a signed checkpoint. */
export const audit = (): Command =>
  new Command('audit').description('独立审计 an independent auditor').addCommand(init()).addCommand(runAudit()).addCommand(fraud()).addCommand(accept());

const init = (): Command =>
  new Command('init')
    .description("生成审计密钥 make the auditor's key")
    .requiredOption('--dir <dir>', '审计者的文件夹 a folder of the auditor’s own')
    .requiredOption('--name <name>', '名称，如audit.example.org/office what the key is called')
    .addOption(new Option('--suite <suite>', '签名算法 signature suite').choices([...AUDITOR_SUITES]).default('ed25519-cosignature'))
    .option('--json', 'one JSON document')
    .action(({ dir, name, suite, json }: Init) => {
      const secret = Uint8Array.from(realEntropy.bytes(SECRET_BYTES, 'auditor-key'));
      const key = verifierText(createAuditorKey(dir, { name, suite, secret }));
      if (json) printJson({ key });
      else line(`审计公钥 verifier key: ${key}`);
    });

const runAudit = (): Command =>
  new Command('run')
    .description('重算全部事件并与检查点核对，相符则共签 recompute, compare and cosign')
    .requiredOption('--dir <dir>', '审计者的文件夹 the auditor’s folder')
    .requiredOption('--checkpoint <file>', '账本签名的检查点 the log’s signed checkpoint')
    .option('--in <file>', '`export events`所写的文件 a file that `export events` wrote')
    .option('--url <url>', '账本服务地址 a ledger’s server, e.g. http://127.0.0.1:3000')
    .option('--actor <person[/post]>', '以谁的名义读取 who asks the server')
    .option('--key <vkey>', '账本的公钥，首次必需 the log’s verifier key, needed the first time', listed, [])
    .option('--out <file>', '共签后的检查点 where the cosigned checkpoint goes')
    .option('--fraud <file>', '欺诈证明 where a fraud proof goes')
    .option('--json', 'one JSON document')
    .action(async (options: Run) => {
      const { text: note } = outsideNote(options.checkpoint);
      const [signer, memory] = [openAuditorKey(options.dir), auditFiles(options.dir)];
      const report = await auditLog({
        lines: linesFrom(options),
        note,
        signer,
        memory,
        keys: options.key.map(trustedLogKey),
        now: () => Math.floor(Date.now() / MS),
      });
      handOut(report, options);
      if (!report.ok) process.exitCode = 1;
    });

/** Anew for each reading. @throws Rejection `usage.source`, `usage.file`, `audit.server` */
function linesFrom({ in: file, url, actor }: Run): () => AsyncIterable<Uint8Array> {
  if ((file === undefined) === (url === undefined)) throw new Rejection('usage.source', { zh: '须给出--in或--url之一', en: 'one of --in and --url is needed' });
  if (file !== undefined) return () => linesOf(createReadStream(file));
  return async function* () {
    const answer = await fetch(new URL('/api/v1/events', url), { headers: actor === undefined ? {} : { 'x-actor': actor } });
    if (!answer.ok || !answer.body)
      throw new Rejection('audit.server', { zh: `服务器未给出事件（${answer.status}）`, en: `the server gave no events (${answer.status})` });
    yield* linesOf(answer.body);
  };
}

function handOut(report: AuditReport, { out, fraud: file, json }: Run): void {
  if (report.ok) handOutCosigned(report, out, json);
  else handOutFailure(report, file, json);
}

function handOutCosigned(report: AuditReport & { ok: true }, out: string | undefined, json: boolean | undefined): void {
  if (out !== undefined) writeFileSync(out, report.note, { flag: 'wx' });
  if (json) return printJson(report);
  line(`通过并已共签 ok and cosigned  events ${report.size}  root ${report.root}  covers ${report.covers}`);
  if (out === undefined) line(report.note);
}

function handOutFailure({ fraud: found, ...report }: AuditReport & { ok: false }, file: string | undefined, json: boolean | undefined): void {
  if (found && file !== undefined) writeFileSync(file, formatFraud(found), { flag: 'wx' });
  const told = found && { subject: found.subject, hidden: found.hidden.position, index: found.index.position };
  if (json) return printJson({ ...report, ...(told && { fraud: told }) });
  const { text, position } = report;
  line(`不通过 NOT ok  ${text.zh}  ${text.en}${position === undefined ? '' : `  position ${position}`}`);
}

const fraud = (): Command =>
  new Command('check-fraud')
    .description('第三方核对欺诈证明 check a fraud proof, trusting the log’s key alone')
    .argument('<file>', '欺诈证明 the proof')
    .requiredOption('--key <vkey>', '账本的公钥 the log’s verifier key')
    .option('--json', 'one JSON document')
    .action((file: string, { key, json }: Readonly<{ key: string; json?: boolean }>) => {
      const verdict = checkFraud(textOf(file), trustedLogKey(key));
      if (json) printJson(verdict);
      else
        line(
          verdict.proven
            ? `成立：索引隐瞒了第${verdict.hidden}号事件 proven: the index hides event ${verdict.hidden} about ${verdict.subject}`
            : `不成立 not proven: ${verdict.problem}`,
        );
      if (!verdict.proven) process.exitCode = 1;
    });

const accept = (): Command =>
  verb('accept', '把审计共签加入账本的检查点 add an auditor’s cosignature to the ledger’s checkpoint')
    .requiredOption('--in <file>', '共签后的检查点 the cosigned checkpoint')
    .requiredOption('--key <vkey>', '审计公钥 the auditor’s verifier key', listed, [])
    .action(async (options: Common & Readonly<{ in: string; key: string[] }>) => {
      const accepted = await acceptedInto(options.data, outsideNote(options.in).text, options.key.map(cosignerKeyFrom));
      if (options.json) printJson(accepted);
      else line(`已加入 added: ${accepted.cosigners.join(', ')}  events ${accepted.size}`);
    });

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Rejection('usage.file', { zh: `无法读取文件：${file}`, en: `cannot read ${file}: ${(error as Error).message}` });
  }
}
