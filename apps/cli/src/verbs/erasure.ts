import { Command as Group, type Command } from 'commander';
import { actorFrom } from '#ledger/nest';
import { checkReceipt, checkReceiptByKeys, ERASURE_GROUND_ZH, erasureReceipt, holdsLedger, trustedLogKey, type ReceiptVerdict } from '#zelian';
import { verb, withLedger, type Common } from '../common.js';
import { line, printJson } from '../output.js';
import { bytesOf, savedText } from '../files.js';
import { several } from '../reader-trust.js';

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
        line(
          `${statement.erasureId}  ${statement.subjectId}  ${ERASURE_GROUND_ZH[statement.ground]}（${statement.provision}）　提请 ${statement.documentNo}　批准 ${statement.approvalNo}`,
        );
        line(`已删除 erased ${statement.commitments.length}  ${statement.carriedOut.recordedAt}  ${signature.algorithm} ${signature.keyId}`);
      }),
    );

/** What each part of the check says where it holds, and where it does not. */
const TOLD = {
  signature: ['签名有效：为本账本出具 signed by this ledger', '签名无效：回执被改动，或非本账本出具 not signed by this ledger, or changed'],
  events: ['所列事件均在账本中且未变 its events stand in the ledger', '所列事件与账本不符 its events are not those of the ledger'],
  gone: ['所列内容已无从读取 nothing that it names can be read', '所列内容仍可读取 something that it names can still be read'],
} as const;
const BY_KEY = [
  '签名有效：所给公钥所属账本出具 signed by the key given',
  '签名无效：回执被改动，或不是所给公钥签名（未签封的账本所出回执只有该账本能核对） not signed by the key given, or changed',
] as const;

type Check = Common & Readonly<{ key: readonly string[] }>;

/** With `--key` nobody needs the ledger; where it is here, it is asked as well. */
const check = (): Command =>
  verb('check', '核对删除回执 check a receipt')
    .argument('<file>', 'a receipt')
    .option('--key <vkey>', '账本公钥，无账本亦可核对，可多次 the ledger’s verifier key: checks without a ledger; may be repeated', several, [])
    .action(async (file: string, { key, ...options }: Check) => {
      const [text, keys] = [bytesOf(file).toString('utf8'), key.map(trustedLogKey)];
      const isAway = keys.length > 0 && options.log === 'sqlite' && !holdsLedger(options.data);
      const verdict = isAway
        ? checkReceiptByKeys(text, keys)
        : await withLedger(options, { mode: 'inspect' }, (zelian) => checkReceipt(zelian.parts, text, keys));
      if (options.json) printJson(verdict);
      else print(verdict, keys.length > 0);
      if (!verdict.ok) process.exitCode = 1;
    });

function print({ ok, ...found }: ReceiptVerdict, byKey: boolean): void {
  line(ok ? '相符 ok' : '不符 NOT ok');
  const told = { ...TOLD, ...(byKey && { signature: BY_KEY }) };
  for (const [name, [holds, fails]] of Object.entries(told)) {
    const passed = found[name as keyof typeof TOLD];
    line(`  ${passed === null ? `未核对 not checked（此处没有该账本）：${holds}` : passed ? `通过 ${holds}` : `不通过 ${fails}`}`);
  }
}

/** `erasure propose|approve|refuse` record commands; `receipt` and `check` are about what was carried out. */
export const erasure = (recordAs: (name: string, type: string, zh: string) => Command): Command =>
  new Group('erasure')
    .description('删除个人信息 erasure of private values')
    .addCommand(recordAs('propose', 'ProposeErasure', '提请删除 propose'))
    .addCommand(recordAs('approve', 'ApproveErasure', '批准删除 approve, by a second person'))
    .addCommand(recordAs('refuse', 'RefuseErasure', '不予批准 refuse'))
    .addCommand(receipt())
    .addCommand(check());
