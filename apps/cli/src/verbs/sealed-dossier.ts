import { Command, Option } from 'commander';
import { actorFrom } from '#ledger/nest';
import {
  ANCHOR_WORDS,
  ASSURANCE_WORDS,
  auditedLog,
  BROUGHT_WORDS,
  NOT_COMPARABLE,
  ROLE_WORDS,
  verifyDossierFile,
  withAsked,
  type AskedVerdict,
  type ReaderTrust,
} from '#seal';
import { eventReceipt, handOutSealedDossier, type Handing, type SealedFormat, type Zelian } from '#zelian';
import { verb, type Common } from '../common.js';
import { handedOut, purposeOption, recipientUnitOption, simulatedAtOption, tokenOption, toOption, type Leaving } from '../handing.js';
import { heading, line, printJson, printTable } from '../output.js';
import { limitedBytes, limitedText, saved } from '../files.js';
import { leafFrom, several, usable } from '../reader-trust.js';
import { readPolicy } from '../witness/files.js';

type Brought = Readonly<{ key: readonly string[]; witness: readonly string[]; auditor: readonly string[]; policy?: string; checkpoint?: string }>;
type Verify = Brought & Readonly<{ audited?: string; event?: string; leaf?: string; json?: boolean }>;
type Export = Common & Leaving & Readonly<{ out: string; format: SealedFormat; event?: string; withhold: readonly string[]; held?: string }>;

const once = (value: string, before: readonly string[]): readonly string[] => [...new Set(several(value, before))];

/** `dossier verify FILE`, `dossier export SUBJECT --out F`: case files that prove themselves. Verifying needs no ledger and no network. */
export const sealedDossier = (): Command =>
  new Command('dossier')
    .description('可核验案卷 case files that prove themselves')
    .addCommand(verifyVerb())
    .addCommand(
      verb('export', '出具可核验案卷 a dossier of all that the sealed log has about a subject; always --to somebody for a --purpose, and recorded')
        .argument('<subject>', 'unit-…, village-…, post-… or person-…')
        .requiredOption('--out <file>', 'file, not overwritten')
        .addOption(
          new Option('--format <format>', 'file, a page that verifies itself, a pdf, or the receipt for one event')
            .choices(['file', 'page', 'pdf', 'receipt'])
            .default('file'),
        )
        .option('--event <id>', 'the event that a receipt is for')
        .option(
          '--withhold <field>',
          'private values of this field stay closed, or EVENTID:field for that of one event; a name that closes nothing is refused; may be repeated',
          once,
          [],
        )
        .option('--held <file>', 'a checkpoint that the recipient holds (the note, or its three lines): the dossier proves that the log goes on from it')
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
          await saved(out, [await eventReceipt(limitedText(file), eventId)]);
          line(out);
        }),
    );

const verifyVerb = (): Command =>
  new Command('verify')
    .description('核验案卷文件 check a dossier file: authentic, and nothing about the subject missing')
    .argument('<file>', 'the dossier file')
    .option('--key <vkey>', 'verifier key of the log, trusted; may be repeated', several, [])
    .option('--witness <vkey>', 'verifier key of a witness that must have cosigned; may be repeated', several, [])
    .option('--auditor <vkey>', 'verifier key of an auditor, trusted', several, [])
    .option('--policy <file>', 'logs, witnesses and the quorum that must stand behind the checkpoint (c2sp.org/tlog-policy)')
    .option('--checkpoint <file>', 'a checkpoint that you hold: the note, or its three lines')
    .option('--event <id>', 'the event of a receipt: at which position of the dossier it lies; exit 1 when it is not in it')
    .option('--leaf <hex>', 'its leaf hash (内容指纹), as the receipt states it')
    .option('--audited <dir>', 'the folder of your own audit (audit run): L2 where it reaches this file')
    .option('--json', 'one JSON document')
    .action(verifyFile);

async function exportDossier(subject: string, options: Export): Promise<void> {
  const { format, event, withhold } = options;
  const held = options.held === undefined ? undefined : limitedText(options.held).replaceAll('\r\n', '\n');
  const here = (zelian: Zelian, to?: Handing) => handOutSealedDossier(zelian, { subject, format, event, withhold, held, actor: actorFrom(options.actor), to });
  const path = `exchange/sealed-dossiers/${encodeURIComponent(subject)}`;
  const bytes = await handedOut(options, {
    path,
    channel: 'file',
    more: { format, withhold, ...(event !== undefined && { event }), ...(held !== undefined && { held }) },
    here,
  });
  await saved(options.out, [bytes]);
  if (options.json) printJson({ subject, format, out: options.out, bytes: bytes.length });
  else line(options.out);
}

/** What the reader brings. @throws Rejection `usage.not-a-key`, `usage.file`, `witness.policy` */
function trustIn({ key, witness, auditor, policy, checkpoint, audited }: Omit<Verify, 'event' | 'leaf' | 'json'>): ReaderTrust {
  const held = checkpoint === undefined ? [] : [limitedText(checkpoint)];
  usable([...key, ...witness, ...auditor], held);
  return {
    ...{ log: key, witnesses: witness, auditors: auditor },
    ...(policy !== undefined && { policy: readPolicy(policy) }),
    ...(held.length > 0 && { checkpoint: held[0] }),
    ...(audited !== undefined && { audited: (origin: string) => auditedLog(audited, origin) }),
  };
}

function verifyFile(file: string, { event, leaf, json = false, ...options }: Verify): void {
  const bytes = limitedBytes(file);
  const ask = { ...(event !== undefined && { event }), ...(leaf !== undefined && { leaf: leafFrom(leaf) }) };
  const verdict = withAsked(verifyDossierFile(bytes, trustIn(options)), bytes.toString('utf8'), ask);
  if (json) printJson(verdict);
  else print(verdict);
  if (!verdict.ok) process.exitCode = 1;
}

const COMPARE_ELSEWHERE = '只是无法对照，不说明账本有任何问题；其余各项可不带--checkpoint另行核验。';
function meaningOf({ code, missing }: Readonly<{ code: string; missing?: readonly string[] }>): string {
  if (missing) return `缺${missing.join('、')}的签名，其余未再核验。`;
  return code === NOT_COMPARABLE ? COMPARE_ELSEWHERE : '此文件不能证明任何事。';
}
const MARKS = { true: '通过', false: '不通过', null: '—' } as const;
function print(verdict: AskedVerdict): void {
  heading('核验案卷', 'verify a dossier');
  printTable(
    ['检查 check', '结果', '说明'],
    verdict.checks.map(({ name, ok, detail }) => [name, MARKS[`${ok}`], detail.zh]),
  );
  const { subject, origin, covers, count, after, assurance, audit, anchor, firstProblem, asked } = verdict;
  if (firstProblem && !asked) {
    const place = firstProblem.position === undefined ? '' : `，第${firstProblem.position}号事件`;
    line(`不通过 NOT ok：${firstProblem.check}（${firstProblem.code}${place}）。${meaningOf(firstProblem)}`);
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
  if (asked) printAsked(asked, verdict);
}

/** What the receipt's event comes to, in both languages. */
function printAsked({ ok, code, position, event, leaf }: NonNullable<AskedVerdict['asked']>, { covers, subject }: AskedVerdict): void {
  if (ok) {
    line(`所查事件${event}在案卷之内：账本序号${position}，内容指纹${leaf}。`);
    return line(`The event ${event} lies in the dossier, at position ${position}, with leaf hash ${leaf}.`);
  }
  if (code === 'leaf-differs') {
    line(`不成立 NOT ok：案卷中有这一事件（账本序号${position}），但内容指纹是${leaf}，与所给的不符：请与回执逐字核对；确实不符的，事件或者回执已被改动。`);
    return line('The event lies in the dossier with another leaf hash: compare it with the receipt; if they differ, the event or the receipt was changed.');
  }
  line(
    `不成立 NOT ok：案卷中没有这一事件。案卷只覆盖账本前${covers}件记录：其后登记的，请索取新案卷；在此之前登记的，则它不是关于${subject}的，或回执所载与账本不符。`,
  );
  line(`The dossier holds no such event: it covers the first ${covers} entries, and all of them about ${subject}.`);
}
