import type { Command } from 'commander';
import { sinkFrom } from '#outbox';
import { sealWhenFrom, whileServing, witnessPolicyFrom } from '#zelian';
import { clockAt, enginesOf, openedAt, sayWhatItIs, verb, wholeNumber, type Common } from '../common.js';
import { line, printJson } from '../output.js';

type Serve = Common &
  Readonly<{ port: string; host: string; tokens?: string; simulatedAt?: string }> &
  Readonly<{ sealEvents?: string; sealMinutes?: string; sealAtClose?: boolean; witnessPolicy?: string }>;

/** `serve`: the ledger over HTTP until stopped. A simulated ledger is served at a moment, at which its clock stands. */
export const serve = (): Command =>
  verb('serve', '提供HTTP服务 serve over HTTP')
    .option('--port <n>', 'port', process.env.PORT ?? '3111')
    .option('--host <address>', 'address', process.env.HOST ?? '127.0.0.1')
    .option('--tokens <file>', 'bearer-token file', process.env.ZELIAN_TOKENS)
    .option('--simulated-at <instant>', 'a simulated ledger only: the moment at which its clock stands')
    .option('--seal-events <n>', 'seal after so many events, 0: never for that reason (default: ZELIAN_SEAL_EVENTS, or 10000)')
    .option('--seal-minutes <n>', 'seal after so many minutes of the ledger’s clock, 0: never for that reason (default: ZELIAN_SEAL_MINUTES, or 60)')
    .option('--seal-at-close', 'seal what is left when stopped (default: ZELIAN_SEAL_AT_CLOSE)')
    .option('--witness-policy <file>', 'whom to ask to cosign each checkpoint (c2sp.org/tlog-policy; default: ZELIAN_WITNESS_POLICY)')
    .action(async ({ data, keys, port, host, tokens, simulatedAt, json, ...more }: Serve) => {
      const settings = { ...process.env, ...stated(more) };
      const [seal, witnesses] = [sealWhenFrom(settings), witnessPolicyFrom(settings)];
      // Loaded here only: the server is half of what the product loads, and no other verb needs it.
      const { serve: serveApi } = await import('../../../api/src/serve.js');
      const zelian = await openedAt({
        directory: data,
        keysFolder: keys,
        mode: 'write',
        ...enginesOf(more),
        noticeSink: sinkFrom(process.env),
        witnesses,
        ...clockAt(simulatedAt),
      });
      const { url, app } = await serveApi(zelian, { port: wholeNumber('--port', port), host, tokensFile: tokens }).catch(async (error: unknown) => {
        await zelian.close();
        throw error;
      });
      const ready = () => {
        sayWhatItIs(zelian);
        if (json) printJson({ url, ...zelian.describe() });
        else line(`责链 Zelian  ${url}/api`);
      };
      await whileServing(zelian, url, app, { ready, seal });
    });

/** Options that were given, by the names that the environment has for them. */
type Stated = Pick<Serve, 'sealEvents' | 'sealMinutes' | 'sealAtClose' | 'witnessPolicy'>;
const stated = ({ sealEvents, sealMinutes, sealAtClose, witnessPolicy }: Stated): Readonly<Record<string, string>> => ({
  ...(witnessPolicy !== undefined && { ZELIAN_WITNESS_POLICY: witnessPolicy }),
  ...(sealEvents !== undefined && { ZELIAN_SEAL_EVENTS: sealEvents }),
  ...(sealMinutes !== undefined && { ZELIAN_SEAL_MINUTES: sealMinutes }),
  ...(sealAtClose && { ZELIAN_SEAL_AT_CLOSE: '1' }),
});
