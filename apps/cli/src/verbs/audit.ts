import { createReadStream } from 'node:fs';
import { Command, Option } from 'commander';
import { Rejection } from '#kernel';
import { realEntropy } from '#ledger';
import {
  auditFiles,
  auditLog,
  AUDITOR_SUITES,
  checkFork,
  checkFraud,
  createAuditorKey,
  formatFork,
  formatFraud,
  isForkFile,
  openAuditorKey,
  verifierText,
  type AuditorSuite,
  type AuditReport,
} from '#seal';
import type { VerifierKey } from '#transparency';
import { acceptedInto, cosignerKeyFrom, linesOf, outsideNote, trustedLogKey } from '#zelian';
import { verb, type Common } from '../common.js';
import { tokenOption } from '../handing.js';
import { line, printJson } from '../output.js';
import { bytesOf, opened, savedText } from '../files.js';

const SECRET_BYTES = 32;
const MS = 1_000;
type Init = Readonly<{ dir: string; name: string; suite: AuditorSuite; json?: boolean }>;
type Run = Readonly<{
  dir: string;
  checkpoint?: string;
  in?: string;
  url?: string;
  actor?: string;
  token?: string;
  key: string[];
  out?: string;
  fraud?: string;
  json?: boolean;
}>;
// An option that must be given has no default: an empty list would count as given.
const listed = (value: string, before: string[] = []): string[] => [...before, value];

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
    .option('--checkpoint <file>', '账本签名的检查点，缺省取服务上最新的 the log’s signed checkpoint (default: the newest of the server)')
    .option('--in <file>', '`export events`所写的文件 a file that `export events` wrote')
    .option('--url <url>', '账本服务地址 a ledger’s server, e.g. http://127.0.0.1:3000')
    .option('--actor <person[/post]>', '以谁的名义读取 who asks the server')
    .addOption(tokenOption())
    .option('--key <vkey>', '账本的公钥，首次必需 the log’s verifier key, needed the first time', listed, [])
    .option('--out <file>', '共签后的检查点 where the cosigned checkpoint goes')
    .option('--fraud <file>', '欺诈或分叉的证明 where a proof of fraud, or of a fork, goes')
    .option('--json', 'one JSON document')
    .action(async (options: Run) => {
      const lines = linesFrom(options);
      const [signer, memory] = [openAuditorKey(options.dir), auditFiles(options.dir)];
      const note = await noteFrom(options);
      const report = await auditLog({
        lines,
        note,
        signer,
        memory,
        keys: options.key.map(trustedLogKey),
        now: () => Math.floor(Date.now() / MS),
      });
      handOut(report, options);
      if (!report.ok) process.exitCode = 1;
    });

/** @throws Rejection `usage.checkpoint`, `usage.file`, `audit.server` */
async function noteFrom({ checkpoint, url, ...asker }: Run): Promise<string> {
  if (checkpoint !== undefined) return outsideNote(checkpoint).text;
  if (url === undefined) throw new Rejection('usage.checkpoint', { zh: '须给出--checkpoint', en: '--checkpoint is needed where no server is asked' });
  return (await asked(url, 'checkpoint', asker)).text();
}

/** @throws Rejection `audit.server` when it cannot be reached, or does not give it */
async function asked(url: string, what: 'events' | 'checkpoint', { actor, token }: Pick<Run, 'actor' | 'token'>): Promise<Response> {
  const headers = { ...(actor !== undefined && { 'x-actor': actor }), ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(new URL(`/api/v1/${what}`, url), { headers }).catch((error: Error) => noAnswer(error.message));
  return answer.ok ? answer : noAnswer(String(answer.status));
}

function noAnswer(why: string): never {
  throw new Rejection('audit.server', { zh: `服务器未给出所需内容（${why}）`, en: `the server did not give what was asked for: ${why}` });
}

/** Anew for each reading. @throws Rejection `usage.source`, `usage.file`, `audit.server` */
function linesFrom({ in: file, url, ...asker }: Run): () => AsyncIterable<Uint8Array> {
  if ((file === undefined) === (url === undefined)) throw new Rejection('usage.source', { zh: '须给出--in或--url之一', en: 'one of --in and --url is needed' });
  if (file !== undefined) return () => linesOf(createReadStream(file, { fd: opened(file, 'r') }));
  return async function* () {
    const { body } = await asked(url!, 'events', asker);
    if (body) yield* linesOf(body);
  };
}

/** @throws Rejection `usage.file` when a file is there already: nothing is lost, the same audit gives the same again */
function handOut(report: AuditReport, { out, fraud: file, json }: Run): void {
  if (report.ok) handOutCosigned(report, out, json);
  else handOutFailure(report, file, json);
}

function handOutCosigned(report: AuditReport & { ok: true }, out: string | undefined, json: boolean | undefined): void {
  if (out !== undefined) savedText(out, report.note);
  if (json) return printJson(report);
  line(`通过并已共签 ok and cosigned  events ${report.size}  root ${report.root}  covers ${report.covers}`);
  if (out === undefined) line(report.note);
}

type Failure = AuditReport & { ok: false };

function handOutFailure({ fraud: found, fork, ...report }: Failure, file: string | undefined, json: boolean | undefined): void {
  const proof = found ? formatFraud(found) : fork && formatFork(fork);
  if (proof !== undefined && file !== undefined) savedText(file, proof);
  if (json) return printJson({ ...report, ...toldOf({ fraud: found, fork }) });
  const { text, position } = report;
  line(`不通过 NOT ok  ${text.zh}  ${text.en}${position === undefined ? '' : `  position ${position}`}`);
  if (proof !== undefined) line(file === undefined ? '可用--fraud写出证明 --fraud FILE writes the proof' : `证明 proof: ${file}`);
}

/** What a proof is about; the proof itself goes into a file. */
const toldOf = ({ fraud: found, fork }: Pick<Failure, 'fraud' | 'fork'>): object => ({
  ...(found && { fraud: { subject: found.subject, hidden: found.hidden.position, index: found.index.position } }),
  ...(fork && { fork: { earlier: fork.earlier, later: fork.later } }),
});

const fraud = (): Command =>
  new Command('check-fraud')
    .description('第三方核对欺诈或分叉的证明 check a proof of fraud or of a fork, trusting the log’s keys alone')
    .argument('<file>', '证明文件 the proof')
    .requiredOption('--key <vkey>', '账本的公钥，可多次 the log’s verifier key; may be repeated', listed)
    .option('--json', 'one JSON document')
    .action((file: string, { key, json }: Readonly<{ key: string[]; json?: boolean }>) => {
      const { words, ...verdict } = convicted(bytesOf(file).toString('utf8'), key.map(trustedLogKey));
      if (json) printJson(verdict);
      else line(verdict.proven ? `成立：${words}` : `不成立 not proven: ${verdict.problem}`);
      if (!verdict.proven) process.exitCode = 1;
    });

/** What a proof convicts a log of. @throws Rejection `fraud.malformed` */
function convicted(text: string, keys: readonly VerifierKey[]) {
  if (isForkFile(text))
    return { kind: 'fork', ...checkFork(text, keys), words: '账本签署了互相矛盾的两段历史 proven: the log signed two histories that contradict each other' };
  const verdict = checkFraud(text, keys);
  const { hidden, subject } = verdict;
  return { kind: 'hidden-event', ...verdict, words: `索引隐瞒了第${hidden}号事件 proven: the index hides event ${hidden} about ${subject}` };
}

const accept = (): Command =>
  verb('accept', '把审计共签加入账本的检查点 add an auditor’s cosignature to the ledger’s checkpoint')
    .requiredOption('--in <file>', '共签后的检查点 the cosigned checkpoint')
    .requiredOption('--key <vkey>', '审计公钥 the auditor’s verifier key', listed)
    .action(async (options: Common & Readonly<{ in: string; key: string[] }>) => {
      const accepted = await acceptedInto(options.data, outsideNote(options.in).text, options.key.map(cosignerKeyFrom));
      if (options.json) printJson(accepted);
      else line(`已加入 added: ${accepted.cosigners.join(', ')}  events ${accepted.size}`);
    });
