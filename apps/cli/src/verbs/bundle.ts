import { Command as Group, type Command } from 'commander';
import { actorFrom } from '#ledger/nest';
import { bundleSigner, exportBundle, importBundle, originalLines, runningServer, type BundleImported, type Handing, type Zelian } from '#zelian';
import { clockAt, verb, wholeNumber, withLedger, type Common } from '../common.js';
import { handedOut, purposeOption, recipientUnitOption, simulatedAtOption, toOption, tokenOption, type Leaving } from '../handing.js';
import { line, printJson } from '../output.js';
import { ask } from '../server.js';
import { bytesOf, saved } from '../files.js';

type Export = Common & Leaving & Readonly<{ since: string; out: string; scopes?: string }>;

const exporting = (): Command =>
  verb('export', '导出事件包 new events, signed, for another ledger')
    .requiredOption('--since <position>', 'the first position that goes along')
    .requiredOption('--out <file>', 'file, not overwritten')
    .option('--scopes <person,case,…>', 'private values of these stream categories go along; then --to and --purpose are needed')
    .addOption(toOption())
    .addOption(purposeOption())
    .addOption(recipientUnitOption())
    .addOption(simulatedAtOption())
    .addOption(tokenOption())
    .action(async (options: Export) => {
      const scopes = options.scopes?.split(',');
      const since = wholeNumber('--since', options.since);
      const actor = actorFrom(options.actor);
      const here = (zelian: Zelian, to?: Handing) => exportBundle(zelian, { since, scopes, to, actor });
      const bytes = await handedOut(options, { path: 'exchange/bundles', channel: 'file', more: { since, ...(scopes && { scopes }) }, here });
      await saved(options.out, [bytes]);
      if (options.json) printJson({ out: options.out, since, bytes: bytes.length });
      else line(`${options.out}  ${bytes.length} bytes`);
    });

type Import = Common & Readonly<{ signedBy?: string; simulatedAt?: string; token?: string }>;

const importing = (): Command =>
  verb('import', '接收事件包 take a bundle in, all or nothing')
    .argument('<file>', 'a bundle')
    .option('--signed-by <key>', 'the source’s public key as it told you (bundle key); needed the first time')
    .addOption(simulatedAtOption())
    .addOption(tokenOption())
    .action(async (file: string, options: Import) => {
      const bytes = bytesOf(file);
      const actor = actorFrom(options.actor);
      const { signedBy, simulatedAt, token } = options;
      const server = runningServer(options.data);
      const path = `exchange/bundles/received${signedBy === undefined ? '' : `?signedBy=${encodeURIComponent(signedBy)}`}`;
      const headers = { 'content-type': 'application/octet-stream', 'x-actor': options.actor! };
      const told = server && (await ask<BundleImported>(server, path, { headers, body: bytes, token }));
      const done = told ?? (await withLedger(options, { mode: 'write', ...clockAt(simulatedAt) }, (zelian) => takenIn(zelian, { bytes, actor, signedBy })));
      if (options.json) printJson(done);
      else line(`已接收 ${done.received}（${done.ledgerId} ${done.from}–${done.to - 1}）  private values ${done.privates}  position ${done.position}`);
    });

async function takenIn(zelian: Zelian, bundle: Parameters<typeof importBundle>[1]): Promise<BundleImported> {
  const done = await importBundle(zelian, bundle);
  await zelian.drain();
  return done;
}

const key = (): Command =>
  verb('key', '本账本的事件包公钥 the key that this ledger signs bundles with; tell it by another way than the bundle').action((options: Common) =>
    withLedger(options, {}, async (zelian) => {
      const { publicKey } = bundleSigner(zelian);
      if (options.json) printJson({ ledgerId: zelian.describe().ledgerId, publicKey });
      else line(publicKey);
    }),
  );

const originals = (): Command =>
  verb('originals', '取出所接收账本的原始事件 another ledger’s events as they came, for `import events`')
    .argument('<ledger>', 'ledger-…')
    .requiredOption('--out <file>', 'file, not overwritten')
    .action((ledgerId: string, options: Common & Readonly<{ out: string }>) =>
      withLedger(options, {}, async (zelian) => {
        // As with an export of one's own: that somebody takes them is noted first.
        await zelian.exportLines({ from: (await zelian.log.head()).position + 1, actor: actorFrom(options.actor) });
        await saved(options.out, originalLines(zelian.log, ledgerId));
        if (options.json) printJson({ ledgerId, out: options.out });
        else line(options.out);
      }),
    );

/** `bundle export|import|key|originals`: events between ledgers of single machines. */
export const bundle = (): Command =>
  new Group('bundle')
    .description('账本之间的事件包 bundles between ledgers')
    .addCommand(exporting())
    .addCommand(importing())
    .addCommand(key())
    .addCommand(originals());
