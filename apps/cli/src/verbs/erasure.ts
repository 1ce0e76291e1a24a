import { Command as Group, type Command } from 'commander';
import { actorFrom } from '#ledger/nest';
import { checkReceipt, ERASURE_GROUND_ZH, erasureReceipt } from '#zelian';
import { verb, withLedger, type Common } from '../common.js';
import { line, printJson } from '../output.js';
import { bytesOf, savedText } from '../files.js';

const receipt = (): Command =>
  verb('receipt', '删除回执 the signed receipt of an erasure')
    .argument('<erasure>', 'erasure-…')
    .option('--out <file>', 'file, not overwritten')
    .action((erasureId: string, options: Common & Readonly<{ out?: string }>) =>
      withLedger(options, {}, async (zelian) => {
        const given = await erasureReceipt(zelian.parts, { erasureId, actor: actorFrom(options.actor) });
        if (options.out !== undefined) savedText(options.out, `${JSON.stringify(given, null, 2)}\n`);
        if (options.json) return printJson(given);
        const { statement, signature } = given;
        line(`${statement.erasureId}  ${statement.subjectId}  ${ERASURE_GROUND_ZH[statement.ground]}（${statement.provision}）`);
        line(`已删除 erased ${statement.commitments.length}  ${statement.carriedOut.recordedAt}  ${signature.algorithm} ${signature.keyId}`);
      }),
    );

const check = (): Command =>
  verb('check', '核对删除回执 check a receipt')
    .argument('<file>', 'a receipt')
    .action((file: string, options: Common) =>
      withLedger(options, { mode: 'inspect' }, async (zelian) => {
        const verdict = await checkReceipt(zelian.parts, bytesOf(file).toString('utf8'));
        if (options.json) printJson(verdict);
        else line(`${verdict.ok ? '相符 ok' : '不符 NOT ok'}  签名 signature ${verdict.signature}  事件 events ${verdict.events}  已删除 gone ${verdict.gone}`);
        if (!verdict.ok) process.exitCode = 1;
      }),
    );

/** `erasure propose|approve|refuse` record commands; `receipt` and `check` are about what was carried out. */
export const erasure = (recordAs: (name: string, type: string, zh: string) => Command): Command =>
  new Group('erasure')
    .description('删除个人信息 erasure of private values')
    .addCommand(recordAs('propose', 'ProposeErasure', '提请删除 propose'))
    .addCommand(recordAs('approve', 'ApproveErasure', '批准删除 approve, by a second person'))
    .addCommand(recordAs('refuse', 'RefuseErasure', '不予批准 refuse'))
    .addCommand(receipt())
    .addCommand(check());
