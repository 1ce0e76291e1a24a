import { randomBytes } from 'node:crypto';
import { Command as Group, type Command } from 'commander';
import { receiptHash } from '#zelian';
import { verb, withLedger, type Common } from '../common.js';
import { line, printJson } from '../output.js';

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
      verb('receipt', '举报进展 what became of a complaint, for who holds its code', [])
        .argument('<complaint>', 'complaint-…')
        .argument('<code>', 'the code of the receipt')
        .action((complaintId: string, code: string, options: Common) =>
          withLedger(options, {}, async (zelian) => {
            const answer = await zelian.cases.complaintReceipt(complaintId, code);
            if (options.json) return printJson(answer);
            const { receivedOn, startedCase, concluded } = answer;
            line(` ${complaintId}  收到 received ${receivedOn}  ${startedCase ? '已立案 a case was started' : '未立案 no case'}`);
            line(` 办结 concluded ${concluded === null ? '尚未 not yet' : `${concluded.date} ${concluded.result} ${concluded.documentNo}`}`);
          }),
        ),
    );
