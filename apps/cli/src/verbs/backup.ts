import { stderr } from 'node:process';
import type { Command } from 'commander';
import { actorFrom } from '#ledger/nest';
import { backUp, restore as restoreLedger } from '#zelian';
import { verb, withLedger, type Common } from '../common.js';
import { line, printJson, progress } from '../output.js';

type Backup = Common & Readonly<{ out: string; withVault?: boolean }>;

/** `backup --out DIR`: while a server runs or not. Keys are never in it. */
export const backup = (): Command =>
  verb('backup', '备份账本 back up a ledger, also while it is used')
    .requiredOption('--out <dir>', 'a new or empty folder')
    .option('--with-vault', 'private values too: whoever has the backup can then read them')
    .action((options: Backup) =>
      withLedger(options, {}, async (zelian) => {
        const bar = progress('备份');
        const { out, withVault } = options;
        const ask = { out, withVault, actor: actorFrom(options.actor), progress: bar.at.bind(bar) };
        const { statement } = await backUp(zelian.parts, ask).finally(() => bar.end());
        const { events, logHash, files, lastCheckpoint } = statement;
        if (options.json) return printJson({ out, events, logHash, files: files.length, withVault: statement.withVault, lastCheckpoint });
        line(`已备份 ${events} events  logHash ${logHash}  files ${files.length}`);
        line(withVault ? '※ 含保密库，请按密级保管 the vault is in it: keep it accordingly' : '※ 不含保密库和密钥 without the vault and the keys');
      }),
    );

type Restore = Common & Readonly<{ from: string; checkpoint?: readonly string[] }>;

/** `restore --from DIR --data NEW`: verified before anything is opened. */
export const restore = (): Command =>
  verb('restore', '由备份恢复 restore into a new directory')
    .requiredOption('--from <dir>', 'a backup')
    .option('--checkpoint <file...>', 'signed checkpoints kept elsewhere: an older state than theirs is refused')
    .action(async (options: Restore) => {
      const bar = progress('核验备份');
      const { from, data: directory, keys: keysFolder, checkpoint: checkpoints } = options;
      const restored = await restoreLedger({ from, directory, keysFolder, checkpoints, progress: bar.at.bind(bar) }).finally(() => bar.end());
      for (const remark of restored.unchecked) stderr.write(`※ ${remark}\n`);
      if (options.json) return printJson(restored);
      line(`已恢复 ${restored.events} events  logHash ${restored.logHash}  checkpoints ${restored.checkpoints}`);
    });
