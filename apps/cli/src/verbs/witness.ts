import { Command, Option } from 'commander';
import { initWitness, openWitness, openWitnessStore, readWitnessKeys, serveWitness, WITNESS_SUITE_NAMES, witnessKeysFolder } from '#seal';
import { formatVerifierKey, hex } from '#transparency';
import { wholeNumber } from '../common.js';
import { heading, line, printJson, printTable } from '../output.js';
import { accept, answer, request, submit } from '../witness/carrying.js';
import { readPolicy } from '../witness/files.js';

type Witnessing = Readonly<{ data: string; keys?: string; json?: boolean }>;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** A verb on the witness's own machine, which holds no ledger. */
const witnessVerb = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .addOption(new Option('--data <dir>', 'the witness’s directory').env('ZELIAN_WITNESS').default('./data/witness'))
    .option('--keys <dir>', 'key directory (default: <data>.keys)')
    .option('--json', 'one JSON document');

const keysOf = ({ data, keys }: Witnessing): string => keys ?? witnessKeysFolder(data);

/** `witness init`: memory and key of a witness. With a second suite it signs with both. */
const init = (): Command =>
  witnessVerb('init', '建立见证人（记忆与自己的密钥） a witness’s memory and a key of its own')
    .requiredOption('--name <name>', 'what its key is called: an address without scheme, as in jw.example.cn/w1')
    .addOption(new Option('--suite <suite>', 'signature').choices(WITNESS_SUITE_NAMES).default(WITNESS_SUITE_NAMES[0]))
    .action((options: Witnessing & Readonly<{ name: string; suite: string }>) => {
      const key = initWitness({ directory: options.data, keysFolder: options.keys, name: options.name, suite: options.suite });
      if (options.json) printJson({ name: key.name, suite: key.suite.name, key: formatVerifierKey(key) });
      else line(formatVerifierKey(key));
    });

/** `witness keys`: what others write into their policy files. */
const keys = (): Command =>
  witnessVerb('keys', '见证人公钥（写入策略文件） public keys for policy files').action((options: Witnessing) => {
    const held = readWitnessKeys(keysOf(options)).map(({ key }) => ({ name: key.name, suite: key.suite.name, key: formatVerifierKey(key) }));
    if (options.json) return printJson(held);
    for (const { key } of held) line(key);
  });

/** `witness status`: what it cosigned last, and which logs contradicted themselves. */
const status = (): Command =>
  witnessVerb('status', '已签署的检查点与自相矛盾的账本 what was cosigned last, and which logs contradicted themselves').action((options: Witnessing) => {
    const store = openWitnessStore(options.data);
    const shown = <Row extends { root: Uint8Array }>(row: Row) => ({ ...row, root: hex(row.root) });
    const [cosigned, contradictions] = [store.all().map(shown), store.contradictions().map(shown)];
    store.close();
    if (options.json) printJson({ cosigned, contradictions });
    else {
      heading('最近签署', 'cosigned last');
      printTable(
        ['账本 log', '条数 size', '根 root'],
        cosigned.map(({ origin, size, root }) => [origin, size, root.slice(0, 16)]),
      );
      if (contradictions.length > 0) heading('自相矛盾', 'two histories under one signature');
      for (const { origin, size, note, against } of contradictions) line(`${origin} ${size}\n\n${against}\n${note}`);
    }
    if (contradictions.length > 0) process.exitCode = 1;
  });

/** `witness serve`: until stopped. No token is asked for: a request is known by the log's signature, and the protocol is public. */
const serve = (): Command =>
  witnessVerb('serve', '提供见证服务 serve add-checkpoint (c2sp.org/tlog-witness)')
    .requiredOption('--trust <file>', 'a policy file whose log lines say which logs are witnessed')
    .option('--port <n>', 'port', '3112')
    .option('--host <address>', 'address', '127.0.0.1')
    .action(async (options: Witnessing & Readonly<{ trust: string; port: string; host: string }>) => {
      const { witness, store } = openWitness({ directory: options.data, keysFolder: options.keys, trust: readPolicy(options.trust) });
      let stop: () => void = () => undefined;
      const told = new Promise<void>((resolve) => (stop = resolve));
      for (const signal of SIGNALS) process.once(signal, stop);
      try {
        const { url, close } = await serveWitness(witness, { host: options.host, port: wholeNumber('--port', options.port) });
        if (options.json) printJson({ url });
        else line(`责链见证人 witness  ${url}/add-checkpoint`);
        await told;
        await close();
      } finally {
        for (const signal of SIGNALS) process.removeListener(signal, stop);
        store.close();
      }
    });

/** `witness …`: somebody else's signature that this log only grows, over HTTP or carried. */
export const witness = (): Command => {
  const all = new Command('witness').description('见证 witnesses: others sign that the log only grows');
  for (const one of [init(), keys(), serve(), status(), submit(), request(), answer(witnessVerb), accept()]) all.addCommand(one);
  return all;
};
