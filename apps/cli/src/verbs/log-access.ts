import { Command } from 'commander';
import { guardLog } from '#zelian';
import { line } from '../output.js';

/** `log-access`: sets KurrentDB's default access control, so that the ledger's user can append and nobody but an administrator can delete. */
export const logAccess = (): Command =>
  new Command('log-access')
    .description('设置KurrentDB的默认访问控制 who may do what with streams in KurrentDB, at KURRENTDB_ADMIN_URI')
    .requiredOption('--user <name>', '账本用户，不得为管理员 the ledger’s user, no administrator')
    .action(async ({ user }: Readonly<{ user: string }>) => {
      await guardLog(user, process.env);
      line(`已设置：${user}可读写，仅管理员可删除 set: ${user} may read and append, only administrators may delete`);
    });
