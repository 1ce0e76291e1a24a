import { randomBytes } from 'node:crypto';
import { Command as Group, type Command } from 'commander';
import { must } from '#kernel';
import { receiptHash, type ReceiptAnswer } from '#zelian';
import { verb, withLedger, type Common } from '../common.js';
import { savedText } from '../files.js';
import { line, printJson } from '../output.js';

type Receipt = Common & Readonly<{ out?: string }>;
const CODE_BYTES = 16;

/** `complaint code`, `complaint receipt`. Complaints are recorded with `record ReceiveComplaint`. */
export const complaint = (): Command =>
  new Group('complaint')
    .description('举报回执 receipts of complaints')
    .addCommand(
      new Group('code')
        .description('生成回执码 a code for the informant, and its hash for the record')
        .argument('<complaint>', 'complaint-…')
        .action((complaintId: string) => {
          const code = randomBytes(CODE_BYTES).toString('hex');
          printJson({ complaintId, code, receiptHash: receiptHash(complaintId, code) });
        }),
    )
    .addCommand(
      verb('receipt', '举报进展 what became of a complaint, and the proof that it is in the log, for who holds its code', [])
        .argument('<complaint>', 'complaint-…')
        .argument('<code>', 'the code of the receipt')
        .option('--out <file>', 'the proof (tlog-proof) as a file, not overwritten; for proof verify')
        .action(receipt),
    );

const receipt = (complaintId: string, code: string, { out, ...options }: Receipt): Promise<void> =>
  withLedger(options, {}, async (zelian) => {
    const answer = await zelian.cases.complaintReceipt(complaintId, code);
    if (out !== undefined) savedText(out, provenIn(answer));
    if (options.json) return printJson(answer);
    const { receivedOn, startedCase, concluded, eventId, proof } = answer;
    line(` ${complaintId}  收到 received ${receivedOn}  ${startedCase ? '已立案 a case was started' : '未立案 no case'}`);
    line(` 办结 concluded ${concluded === null ? '尚未 not yet' : `${concluded.date} ${concluded.result} ${concluded.documentNo}`}`);
    line(` 事件编号 event ${eventId}  账本序号 position ${proof.position}\n 内容指纹 leaf ${proof.leaf}`);
    line(proof.sealed === null ? ' 尚未签封，下一个检查点之后再取证明 not sealed yet: ask again after the next checkpoint' : sealedLines(proof.sealed));
  });

function provenIn({ proof: { sealed } }: ReceiptAnswer): string {
  must(sealed, 'proof.not-sealed', {
    zh: '该举报尚未签封：请在下一个检查点之后再取证明',
    en: 'the complaint is not sealed yet: ask again after the next checkpoint',
  });
  return sealed.proof;
}

const sealedLines = ({ origin, size, root, keys }: NonNullable<ReceiptAnswer['proof']['sealed']>): string =>
  ` 检查点 checkpoint ${origin}  size ${size}  root ${root}\n key ${keys.at(-1)}\n 取证明 the proof as a file: --out；核验 check: proof verify`;
