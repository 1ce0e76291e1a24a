import type { Command } from 'commander';
import { cosignerKeyFrom, outsideNote, trustedLogKey, verifyDirectory, type FirstBad, type Verdict } from '#zelian';
import { enginesOf, verb, type Common } from '../common.js';
import { heading, line, printJson, printTable, progress } from '../output.js';
import { readPolicy } from '../witness/files.js';

type VerifyOptions = Common & Readonly<{ hashesOnly?: boolean; checkpoint: string[]; key: string[]; witness: string[]; policy?: string }>;
const listed = (value: string, before: string[]): string[] => [...before, value];

/**
 * `verify`: bytes, MACs, continuity, indexes, subject index, checkpoints and tiles, stored rows, private values, evidence. Names the first bad position and never
 * repairs. 1 when anything is wrong.
 */
export const verify = (): Command =>
  verb('verify', '核验账本 check the whole ledger')
    .option('--hashes-only', '只核对树与检查点 tree and checkpoints only')
    .option('--no-rows', '不核对视图数据 leave stored rows out')
    .option('--checkpoint <file>', '他处保存的检查点，可多次 a checkpoint note held elsewhere; may be repeated', listed, [])
    .option('--key <vkey>', '他处保存的检查点应由此公钥签名 whose signature those notes must carry (default: the keys that the log adopted)', listed, [])
    .option('--witness <vkey>', '应有此见证或审计的签名 a witness or auditor that must have cosigned; may be repeated', listed, [])
    .option('--policy <file>', '最后的检查点应达到此策略文件的法定见证数 a policy file whose quorum must stand behind the last checkpoint')
    .action(async (options: VerifyOptions) => {
      const bar = progress('核验');
      const verdict = await verifyDirectory(
        { directory: options.data, keysFolder: options.keys, ...enginesOf(options) },
        {
          ...{ hashesOnly: options.hashesOnly, rows: options.rows !== false, outside: options.checkpoint.map(outsideNote), trust: trustOf(options) },
          progress: (done, total, stage) => bar.at(done, total, stage),
        },
      ).finally(() => bar.end());
      if (options.json) printJson(verdict);
      else print(verdict);
      if (!verdict.ok) process.exitCode = 1;
    });

const trustOf = ({ key, witness, policy }: VerifyOptions) => ({
  ...(key.length > 0 && { log: key.map(trustedLogKey) }),
  ...(witness.length > 0 && { cosigners: witness.map(cosignerKeyFrom) }),
  ...(policy !== undefined && { policy: readPolicy(policy) }),
});

function print({ ok, checks, events, logHash, checkpoint, firstBad }: Verdict): void {
  heading('核验', 'verify');
  const table = Object.entries(checks).map(([name, { zh, ok: passed, detail }]) => [`${zh} ${name}`, passed ? '通过' : '不通过', detail.zh]);
  printTable(['检查 check', '结果', '说明 detail'], table);
  line(`${ok ? '通过 ok' : '不通过 NOT ok'}  events ${events}  logHash ${logHash}`);
  if (checkpoint) line(`检查点 checkpoint: ${checkpoint.size}  ${checkpoint.root}  ${[...checkpoint.signedBy, ...checkpoint.cosignedBy].join(' ')}`);
  if (firstBad) line(`首个异常 first bad: ${placeOf(firstBad)}  ${firstBad.what.zh}  ${firstBad.what.en}`);
}

/** Where it is: the event, the row or the place beside the log. */
function placeOf({ check, position, upTo, view, key, place }: FirstBad): string {
  const event = position === undefined ? [] : [upTo === undefined ? `position ${position}` : `position ${position}–${upTo}`];
  const row = view === undefined ? [] : [key === undefined ? view : `${view} ${key}`];
  return [check, ...event, ...row, ...(place === undefined ? [] : [place])].join('  ');
}
