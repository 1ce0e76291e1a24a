import { readFileSync, statSync } from 'node:fs';
import { Command, Option } from 'commander';
import { Rejection } from '#kernel';
import { actorFrom } from '#ledger/nest';
import {
  ANCHOR_WORDS,
  ASSURANCE_WORDS,
  auditedLog,
  BROUGHT_WORDS,
  LIMITS,
  readHeldCheckpoint,
  readVerifierKey,
  ROLE_WORDS,
  verifyDossierFile,
  type DossierVerdict,
  type ReaderTrust,
} from '#seal';
import { Malformed } from '#transparency';
import { eventReceipt, handOutSealedDossier, type Handing, type SealedFormat, type Zelian } from '#zelian';
import { verb, type Common } from '../common.js';
import { handedOut, purposeOption, recipientUnitOption, simulatedAtOption, tokenOption, toOption, type Leaving } from '../handing.js';
import { heading, line, printJson, printTable } from '../output.js';
import { fileRefusal, saved } from '../files.js';
import { readPolicy } from '../witness/files.js';

type Verify = Readonly<{
  key: readonly string[];
  witness: readonly string[];
  auditor: readonly string[];
  policy?: string;
  checkpoint?: string;
  audited?: string;
  json?: boolean;
}>;
type Export = Common & Leaving & Readonly<{ out: string; format: SealedFormat; event?: string; withhold: readonly string[] }>;

const several = (value: string, before: readonly string[]): readonly string[] => [...before, value.trim()];

/** `dossier verify FILE`, `dossier export SUBJECT --out F`: case files that prove themselves. Verifying needs no ledger and no network. */
export const sealedDossier = (): Command =>
  new Command('dossier')
    .description('可核验案卷 case files that prove themselves')
    .addCommand(
      new Command('verify')
        .description('核验案卷文件 check a dossier file: authentic, and nothing about the subject missing')
        .argument('<file>', 'the dossier file')
        .option('--key <vkey>', 'verifier key of the log, trusted; may be repeated', several, [])
        .option('--witness <vkey>', 'verifier key of a witness that must have cosigned; may be repeated', several, [])
        .option('--auditor <vkey>', 'verifier key of an auditor, trusted', several, [])
        .option('--policy <file>', 'logs, witnesses and the quorum that must stand behind the checkpoint (c2sp.org/tlog-policy)')
        .option('--checkpoint <file>', 'a checkpoint that you hold: the note, or its three lines')
        .option('--audited <dir>', 'the folder of your own audit (audit run): L2 where it reaches this file')
        .option('--json', 'one JSON document')
        .action(verifyFile),
    )
    .addCommand(
      verb('export', '出具可核验案卷 a dossier of all that the sealed log has about a subject')
        .argument('<subject>', 'unit-…, village-…, post-… or person-…')
        .requiredOption('--out <file>', 'file, not overwritten')
        .addOption(
          new Option('--format <format>', 'file, a page that verifies itself, a pdf, or the receipt for one event')
            .choices(['file', 'page', 'pdf', 'receipt'])
            .default('file'),
        )
        .option('--event <id>', 'the event that a receipt is for')
        .option('--withhold <field>', 'private values of this field stay closed; may be repeated', several, [])
        .addOption(toOption())
        .addOption(purposeOption())
        .addOption(recipientUnitOption())
        .addOption(simulatedAtOption())
        .addOption(tokenOption())
        .action(exportDossier),
    )
    .addCommand(
      new Command('receipt')
        .description('登记回执 a small paper for one event of a dossier file: its place, its hash and the checkpoint as a code')
        .argument('<file>', 'the dossier file')
        .argument('<event>', 'the event id')
        .requiredOption('--out <file>', 'PDF, not overwritten')
        .action(async (file: string, eventId: string, { out }: Readonly<{ out: string }>) => {
          await saved(out, [await eventReceipt(bytesIn(file).toString('utf8'), eventId)]);
          line(out);
        }),
    );

async function exportDossier(subject: string, options: Export): Promise<void> {
  const { format, event, withhold } = options;
  const here = (zelian: Zelian, to?: Handing) => handOutSealedDossier(zelian, { subject, format, event, withhold, actor: actorFrom(options.actor), to });
  const path = `exchange/sealed-dossiers/${encodeURIComponent(subject)}`;
  const bytes = await handedOut(options, { path, channel: 'file', more: { format, withhold, ...(event !== undefined && { event }) }, here });
  await saved(options.out, [bytes]);
  if (options.json) printJson({ subject, format, out: options.out, bytes: bytes.length });
  else line(options.out);
}

function verifyFile(file: string, { key, witness, auditor, policy, checkpoint, audited, json = false }: Verify): void {
  const brought: ReaderTrust = {
    ...{ log: key, witnesses: witness, auditors: auditor },
    ...(policy !== undefined && { policy: readPolicy(policy) }),
    ...(checkpoint !== undefined && { checkpoint: textIn(checkpoint) }),
    ...(audited !== undefined && { audited: (origin: string) => auditedLog(audited, origin) }),
  };
  usable(brought);
  const verdict = verifyDossierFile(bytesIn(file), brought);
  if (json) printJson(verdict);
  else print(verdict);
  if (!verdict.ok) process.exitCode = 1;
}

/** What the reader brings has to be keys and a checkpoint, or the check would say something of the file that is not so. */
function usable({ log = [], witnesses = [], auditors = [], checkpoint }: ReaderTrust): void {
  try {
    for (const text of [...log, ...witnesses, ...auditors]) readVerifierKey(text);
    if (checkpoint !== undefined) readHeldCheckpoint(checkpoint);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Rejection('usage.not-a-key', { zh: '所给的公钥或检查点无法识别', en: `the key or checkpoint given is none: ${error.code}` });
  }
}

const tooLarge = (path: string): Rejection =>
  new Rejection('usage.file', { zh: `文件过大：${path}，最多${LIMITS.bytes}字节`, en: `cannot use ${path}: more than ${LIMITS.bytes} bytes` });

/** Its size is looked at first: what is too large is not even read. */
function bytesIn(path: string): Buffer {
  try {
    if (statSync(path).size > LIMITS.bytes) throw tooLarge(path);
    return readFileSync(path);
  } catch (error) {
    throw error instanceof Rejection ? error : fileRefusal(path, error);
  }
}
const textIn = (path: string): string => bytesIn(path).toString('utf8');

const MARKS = { true: '通过', false: '不通过', null: '—' } as const;
function print(verdict: DossierVerdict): void {
  heading('核验案卷', 'verify a dossier');
  printTable(
    ['检查 check', '结果', '说明'],
    verdict.checks.map(({ name, ok, detail }) => [name, MARKS[`${ok}`], detail.zh]),
  );
  const { subject, origin, covers, count, after, assurance, audit, anchor, firstProblem } = verdict;
  if (firstProblem) {
    const place = firstProblem.position === undefined ? '' : `，第${firstProblem.position}号事件`;
    const { check, code, missing } = firstProblem;
    line(`不通过 NOT ok：${check}（${code}${place}）。${missing ? `缺${missing.join('、')}的签名，其余未再核验。` : '此文件不能证明任何事。'}`);
    return;
  }
  line(`通过 ok：账本${origin}前${covers}件记录中，关于${subject}的事件共${count}件，一件不缺；其后账本另有${after}件记录。`);
  line(`私密内容公开${verdict.revealed}项，未公开${verdict.withheld}项。`);
  line(`${ASSURANCE_WORDS[assurance!].zh}\n${ASSURANCE_WORDS[assurance!].en}`);
  if (audit) line(`${audit.text.zh}\n${audit.text.en}`);
  line(`${ANCHOR_WORDS[anchor].zh}\n${ANCHOR_WORDS[anchor].en}`);
  printTable(
    ['公钥用途 role', '由谁提供 brought by', '签名', '公钥 key'],
    verdict.keys.map(({ role, key, broughtBy, signed }) => [ROLE_WORDS[role].zh, BROUGHT_WORDS[broughtBy].zh, signed ? '有' : '无', key]),
  );
}
