import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { Rejection } from '#kernel';
import { isFree, keysFolder as keysFolderOf, namesIn } from '#ledger';
import { runningServer, sealNow, type OpenOptions } from '#zelian';
import { enginesOf } from '../common.js';
import { Beside } from '../demo/beside.js';
import { printDemo } from '../demo/print.js';
import { resultOf } from '../demo/result.js';
import { printJson, progress } from '../output.js';
import { inProcess, openForStory } from '../story/in-process.js';
import { shippedDocuments } from '../story/documents.js';
import { play, story } from '../story/story.js';

const DEFAULT_DIRECTORY = './data/demo';
/** What a demo ledger leaves beside its data: the keys that the public seed makes, the head of its access log, and the last checkpoint signed. */
const DEMO_KEY_FILE = /^((mac|access)-[0-9a-f]{16}\.(key|head)|seal-[0-9a-f]{8}\.key|seal\.(db|mark\.[ab]))$/;

/** `demo`: the accountability year, played on an embedded ledger, and what a discipline commission would ask of it. */
export const demo = (): Command =>
  new Command('demo')
    .description('演示一个问责年度 the accountability year on an embedded ledger')
    .addOption(new Option('--data <dir>', 'data directory: the default one is replaced at each run, any other has to be empty').default(DEFAULT_DIRECTORY))
    .option('--log <engine>', 'where the log lies; kurrentdb: at KURRENTDB_URI', 'sqlite')
    .option('--rows <engine>', 'where rows and private values lie; mongodb: at MONGODB_URI', 'sqlite')
    .option('--json', 'one JSON document')
    .action(async ({ data, json, ...more }: Readonly<{ data: string; log: string; rows: string; json?: boolean }>) => {
      const places = freshPlaces(enginesOf(more));
      const keysFolder = keysFolderOf(data, {});
      makeRoom(data, keysFolder);
      const zelian = await openForStory({ directory: data, keysFolder, ...places });
      const beside = new Beside({ directory: data, keysFolder, ...places });
      try {
        const bar = progress('演示');
        await play(story(await shippedDocuments()), inProcess(zelian), (done, total) => bar.at(done, total));
        bar.end();
        await sealNow(zelian);
        await zelian.drain();
        beside.ask();
        const result = await resultOf(zelian, async () => (await beside.answer()).appeal);
        if (json) printJson(result);
        else await printDemo(zelian, result);
        if (!result.verify.ok || !result.rebuild.same) process.exitCode = 1;
      } finally {
        beside.end();
        await zelian.close();
      }
    });

/** On a server each run is a ledger of its own, unless one is named: nothing there is replaced. */
function freshPlaces({ logAt, rowsAt }: Pick<OpenOptions, 'logAt' | 'rowsAt'>): Pick<OpenOptions, 'logAt' | 'rowsAt'> {
  const name = `demo_${Date.now().toString(36)}`;
  return {
    logAt: logAt && { ...logAt, prefix: process.env.KURRENTDB_PREFIX || name },
    rowsAt: rowsAt && { ...rowsAt, database: name },
  };
}

function makeRoom(directory: string, keysFolder: string): void {
  const server = runningServer(directory);
  if (server) throw new Rejection('ledger.already-owned', { zh: `该目录正由服务使用：${server.url}`, en: `a server owns the directory: ${server.url}` });
  const free = isFree(directory);
  if (resolve(directory) === resolve(DEFAULT_DIRECTORY)) rmSync(directory, { recursive: true, force: true });
  else if (!free) {
    throw new Rejection('demo.directory-not-empty', { zh: `目录不为空，不能用于演示：${directory}`, en: `the directory is not empty: ${directory}` });
  }
  // A simulated ledger's key follows from the public seed: nothing is lost with it. Keys of real ledgers in a shared folder stay untouched.
  const left = namesIn(keysFolder) ?? [];
  if (!left.every((name) => DEMO_KEY_FILE.test(name))) return;
  for (const name of left) rmSync(join(keysFolder, name));
}
