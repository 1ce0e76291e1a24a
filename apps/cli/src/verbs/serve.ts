import type { Command } from 'commander';
import { openLedger, whileServing } from '#zelian';
import { serve as serveApi } from '../../../api/src/serve.js';
import { verb, wholeNumber, type Common } from '../common.js';
import { line } from '../output.js';

/** `serve`: the ledger over HTTP until stopped. */
export const serve = (): Command =>
  verb('serve', '提供HTTP服务 serve over HTTP')
    .option('--port <n>', 'port', process.env.PORT ?? '3111')
    .option('--host <address>', 'address', process.env.HOST ?? '127.0.0.1')
    .option('--tokens <file>', 'bearer-token file', process.env.ZELIAN_TOKENS)
    .action(async (options: Common & Readonly<{ port: string; host: string; tokens?: string }>) => {
      const zelian = await openLedger({ directory: options.data, keysFolder: options.keys, mode: 'write' });
      const { url, app } = await serveApi(zelian, { port: wholeNumber('--port', options.port), host: options.host, tokensFile: options.tokens });
      line(`责链 Zelian  ${url}/api  （${zelian.describe().clock === 'simulated' ? '模拟时钟 simulated clock' : '实时 real clock'}）`);
      await whileServing(zelian, url, app);
    });
