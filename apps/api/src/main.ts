import { logAtFrom, openLedger, rowsAtFrom, sealWhenFrom, whileServing, witnessPolicyFrom } from '#zelian';
import { serve } from './serve.js';

/** `npm start`: the ledger in ZELIAN_DATA over HTTP. */
async function main(): Promise<void> {
  const [seal, witnesses] = [sealWhenFrom(process.env), witnessPolicyFrom(process.env)];
  const directory = process.env.ZELIAN_DATA ?? './data/ledger';
  const engines = { logAt: logAtFrom(process.env), rowsAt: rowsAtFrom(process.env) };
  const zelian = await openLedger({ directory, keysFolder: process.env.ZELIAN_KEYS, ...engines, witnesses });
  const { url, app } = await serve(zelian, { port: Number(process.env.PORT ?? 3111), host: process.env.HOST, tokensFile: process.env.ZELIAN_TOKENS });
  console.log(`责链 Zelian: ${url}/api  (${zelian.describe().engine})`);
  await whileServing(zelian, url, app, { seal });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
