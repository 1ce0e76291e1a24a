import { cruise, type Module } from './cruise.js';
import { filesIn, planted, TEST_FILE } from './tree.js';

/** Where a process starts: an app, or a worker that it starts by path. */
const ENTRY = /^apps\/[^/]+\/src\/(main|.+\/worker)\.ts$/;
/** What stands for tests of others: suites that every engine runs, the slow twin, the engines without files. Tests must reach it. */
const FOR_TESTS = /^libs\/[^/]+\/src\/(contract|reference|memory)\//;

/** Files of libs and apps that no entry reaches (and, of those made for tests, that no test reaches). */
function deadFiles(modules: readonly Module[], files: readonly string[]): readonly string[] {
  const live = reachable(modules, (file) => ENTRY.test(file));
  const tested = reachable(modules, (file) => ENTRY.test(file) || TEST_FILE.test(file));
  return files.filter((file) => !TEST_FILE.test(file) && !(FOR_TESTS.test(file) ? tested : live).has(file));
}

function reachable(modules: readonly Module[], isStart: (file: string) => boolean): ReadonlySet<string> {
  const imports = new Map(modules.map(({ source, dependencies }) => [source, dependencies.map(({ resolved }) => resolved)]));
  const seen = new Set<string>();
  const waiting = [...imports.keys()].filter(isStart);
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    waiting.push(...(imports.get(file) ?? []));
  }
  return seen;
}

const isCode = (file: string) => file.endsWith('.ts') && !file.endsWith('.d.ts');

describe('dead files', () => {
  it('there are none', () => expect(deadFiles(cruise().modules, filesIn(['libs', 'apps']).filter(isCode))).toEqual([]));

  it('are found', () => {
    const sources = {
      'apps/cli/src/main.ts': "import { a } from '#veto';\nexport const main = a;",
      'libs/veto/src/index.ts': "export { a } from './a.js';",
      'libs/veto/src/a.ts': 'export const a = 1;',
      'libs/veto/src/b.ts': 'export const b = 1;',
      'libs/veto/src/b.spec.ts': "import { b } from './b.js';\nimport { suite } from './contract/suite.js';\nexpect([b, suite]).toBe(1);",
      'libs/veto/src/contract/suite.ts': 'export const suite = 1;',
      'libs/veto/src/contract/forgotten.ts': 'export const forgotten = 1;',
    };
    expect(
      deadFiles(
        planted(sources, (root) => cruise(root, ['libs', 'apps']).modules),
        Object.keys(sources),
      ),
    ).toEqual(['libs/veto/src/b.ts', 'libs/veto/src/contract/forgotten.ts']);
  });
});
