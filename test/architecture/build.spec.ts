import { readConfigFile, parseJsonConfigFileContent, sys } from 'typescript';
import { relative } from 'node:path';
import { ROOT, typescriptFiles } from './tree.js';

/** Files that nothing imports: a process or a thread is started with them by their path. */
const STARTED = /(\.thread|\/worker|\/main)\.ts$/;

it('builds everything that is started by its path', () => {
  const { config } = readConfigFile(`${ROOT}/tsconfig.build.json`, (path) => sys.readFile(path)) as { config: unknown };
  const built = parseJsonConfigFileContent(config, sys, ROOT).fileNames.map((file) => relative(ROOT, file));
  const started = typescriptFiles().filter((file) => /^(apps|libs)\//.test(file) && STARTED.test(file));
  expect(started).toEqual(expect.arrayContaining(['apps/cli/src/main.ts', 'libs/ledger/src/sqlite/leaf-hashes.thread.ts']));
  expect(started.filter((file) => !built.includes(file))).toEqual([]);
});
