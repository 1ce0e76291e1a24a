import { stdout } from 'node:process';
import { Command } from 'commander';
import { must } from '#kernel';
import { sha256, verifyProofFile, type ProofAnchor, type ProofVerdict } from '#seal';
import { hex, leafHash } from '#transparency';
import { consistencyOf, inclusionOf } from '#zelian';
import { verb, wholeNumber, withLedger, type Common } from '../common.js';
import { limitedBytes, limitedText, savedText } from '../files.js';
import { heading, line, printJson } from '../output.js';
import { leafFrom, several, usable } from '../reader-trust.js';

type Inclusion = Common & Readonly<{ size?: string; out?: string }>;
type Consistency = Common & Readonly<{ from: string; to?: string; out?: string }>;
type Verify = Readonly<{ leaf?: string; eventBytes?: string; key: readonly string[]; checkpoint: readonly string[]; json?: boolean }>;

/** `proof inclusion EVENT`, `proof consistency`: from a ledger, as HTTP gives them. `proof verify FILE`: needs no ledger and no network. */
export const proof = (): Command =>
  new Command('proof')
    .description('证明 proofs of the log, and their check')
    .addCommand(
      verb('inclusion', '包含证明：事件在账本之中 that an event is in the log (tlog-proof)')
        .argument('<event>', 'the event id')
        .option('--size <n>', 'under the checkpoint of this size (default: the newest)')
        .option('--out <file>', 'the tlog-proof as a file, not overwritten')
        .action(inclusion),
    )
    .addCommand(
      verb('consistency', '一致性证明：后一检查点延续前一检查点 that a later checkpoint continues an earlier one')
        .requiredOption('--from <size>', 'the size of the earlier checkpoint')
        .option('--to <size>', 'the size of the later one (default: the newest)')
        .option('--out <file>', 'as a file, not overwritten')
        .action(consistency),
    )
    .addCommand(
      new Command('verify')
        .description('离线核验证明文件 check a proof file: no ledger, no network')
        .argument('<file>', 'a tlog-proof, or a consistency answer')
        .option('--leaf <hex>', 'of an inclusion: the leaf hash (内容指纹) that stands on the receipt')
        .option('--event-bytes <file>', 'or the stored bytes of the event; one line feed at the end is left out')
        .option('--key <vkey>', 'verifier key of the log, trusted; may be repeated', several, [])
        .option('--checkpoint <file>', 'a checkpoint that you hold: the note, or its three lines; may be repeated', several, [])
        .option('--json', 'one JSON document')
        .action(verifyFile),
    );

const inclusion = (eventId: string, { size, out, ...options }: Inclusion): Promise<void> =>
  withLedger(options, { mode: 'inspect' }, async ({ parts }) => {
    const answer = await inclusionOf(parts, { eventId, ...(size !== undefined && { size: wholeNumber('--size', size) }) });
    if (out !== undefined) savedText(out, answer.proof);
    if (options.json) return printJson(answer);
    if (out === undefined) return void stdout.write(answer.proof);
    line(out);
    line(` 账本序号 position ${answer.position}  内容指纹 leaf ${answer.leaf}  检查点 checkpoint ${answer.size}`);
  });

const consistency = ({ from, to, out, ...options }: Consistency): Promise<void> =>
  withLedger(options, { mode: 'inspect' }, async ({ parts }) => {
    const ask = { from: wholeNumber('--from', from), ...(to !== undefined && { to: wholeNumber('--to', to) }) };
    const answer = await consistencyOf(parts, ask);
    if (out === undefined) return printJson(answer);
    savedText(out, `${JSON.stringify(answer, null, 2)}\n`);
    if (options.json) printJson(answer);
    else line(out);
  });

function verifyFile(file: string, { leaf, eventBytes, key, checkpoint, json = false }: Verify): void {
  must(leaf === undefined || eventBytes === undefined, 'usage.leaf-twice', {
    zh: '--leaf与--event-bytes只给其一',
    en: 'give --leaf or --event-bytes, not both',
  });
  const checkpoints = checkpoint.map(limitedText);
  usable(key, checkpoints);
  const hash = leaf === undefined ? eventBytes && leafOf(eventBytes) : leafFrom(leaf);
  const verdict = verifyProofFile(limitedText(file), { log: key, checkpoints, ...(hash !== undefined && { leaf: Buffer.from(hash, 'hex') }) });
  if (json) printJson(verdict);
  else print(verdict);
  if (!verdict.ok) process.exitCode = 1;
}

const LINE_FEED = 0x0a;
/** Stored events end in no line feed; a line of an export does. */
function leafOf(path: string): string {
  const bytes = limitedBytes(path);
  return hex(leafHash(sha256, bytes.at(-1) === LINE_FEED ? bytes.subarray(0, -1) : bytes));
}

const ANCHORS: Readonly<Record<ProofAnchor, string>> = {
  key: '检查点由您所给的账本公钥签名 the checkpoint is signed by the key that you gave',
  checkpoint: '检查点就是您所持的 the checkpoint is the one that you hold',
};

function print({ ok, says, anchors, firstProblem, origin, size, root }: ProofVerdict): void {
  heading('核验证明', 'verify a proof');
  line(ok ? '成立 holds' : `不成立 does NOT hold [${firstProblem!.code}]`);
  line(`${says.zh}\n${says.en}`);
  for (const anchor of anchors) line(ANCHORS[anchor]);
  line(`检查点 checkpoint ${origin}  size ${size}  root ${root}`);
}
