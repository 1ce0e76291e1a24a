import { logAtFrom, openLedger, rowsAtFrom, sealWhenFrom, whileServing } from '#zelian';
import { serve } from './serve.js';

/** `npm start`: the ledger in ZELIAN_DATA over HTTP. */
async function main(): Promise<void> {
  const seal = sealWhenFrom(process.env);
  const directory = process.env.ZELIAN_DATA ?? './data/ledger';
  const zelian = await openLedger({ directory, keysFolder: process.env.ZELIAN_KEYS, logAt: logAtFrom(process.env), rowsAt: rowsAtFrom(process.env) });
  const { url, app } = await serve(zelian, { port: Number(process.env.PORT ?? 3111), host: process.env.HOST, tokensFile: process.env.ZELIAN_TOKENS });
  console.log(`责链 Zelian: ${url}/api  (${zelian.describe().engine})`);
  await whileServing(zelian, url, app, { seal });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
