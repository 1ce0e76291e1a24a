import { cruise, type Cruise, type Module } from './cruise.js';
import { filesIn, planted, TEST_FILE } from './tree.js';

const told = ({ violations }: Cruise) => violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);

/** Reading the whole import graph takes long: everything that is asked of it is asked here. */
const tree = cruise();
describe('the tree', () => {
  it('keeps every rule of dependency', () => expect(told(tree)).toEqual([]));
});

// One planted breach per rule, in one small project; beside each stands an import that is allowed and must not be named.
const BREACHES: Record<string, Readonly<Record<string, string>>> = {
  'kernel-knows-nobody': { 'libs/kernel/src/curious.ts': "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;" },
  'core-is-pure': { 'libs/veto/src/impure.ts': "import { v7 } from 'uuid';\nexport const id = v7;" },
  'conditions-load-one-library': {
    'libs/rulebook/src/condition.ts': "import { LogicEngine } from 'json-logic-engine';\nimport { v7 } from 'uuid';\nexport const x = [LogicEngine, v7];",
  },
  'contexts-meet-as-types': { 'libs/appeal/src/nest/values.ts': "import { x } from '#veto';\nexport const y = x;" },
  'through-the-front-door': { 'libs/appeal/src/back-door.ts': "import type { Inner } from '../../veto/src/inner.js';\nexport type Y = Inner;" },
  'apps-use-the-front-door': { 'apps/cli/src/back-door.ts': "import { hidden } from '../../../libs/readmodel/src/hidden.js';\nexport const y = hidden;" },
  'engines-at-the-edge': { 'libs/readmodel/src/nest/engine.ts': "import { SqliteLog } from '#ledger/sqlite';\nexport const y = SqliteLog;" },
  'engines-do-not-mix': { 'libs/readmodel/src/sqlite/index.ts': "import { SqliteLog } from '#ledger/sqlite';\nexport const y = SqliteLog;" },
  'carriers-know-no-context': { 'libs/ledger/src/nosy.ts': "import type { X } from '#veto';\nexport type Y = X;" },
  'apps-meet-contexts-as-types': { 'apps/cli/src/short-cut.ts': "import { x } from '#veto';\nexport const y = x;" },
  'zelian-on-top': { 'libs/vault/src/upwards.ts': "import type { Product } from '#zelian';\nexport type Y = Product;" },
  'libraries-below-apps': { 'libs/ledger/src/upwards.ts': "import { main } from '../../../apps/cli/src/main.js';\nexport const y = main;" },
  'tests-stay-outside': { 'libs/ledger/src/tested.ts': "import { given } from '../../../test/support/words.js';\nexport const y = given;" },
  'transparency-knows-nobody': { 'libs/transparency/src/hash.ts': "import { createHash } from 'node:crypto';\nexport const y = createHash;" },
  resolvable: { 'libs/ledger/src/lost.ts': "import { y } from './nowhere.js';\nexport const x = y;" },
  'no-cycles': {
    'libs/veto/src/a.ts': "import type { B } from './b.js';\nexport type A = B | 1;",
    'libs/veto/src/b.ts': "import type { A } from './a.js';\nexport type B = A | 2;",
  },
};
const ORDER = ['registry', 'rulebook', 'programme', 'assessment', 'inspection', 'rectification', 'cadence', 'veto', 'accountability', 'appeal', 'redress'];
for (const [place, name] of ORDER.slice(0, -1).entries())
  BREACHES[`${name}-knows-only-its-left`] = {
    [`libs/${name}/src/right.ts`]: `import type { Own } from '../../${ORDER[place + 1]}/src/own.js';\nexport type Y = Own;`,
  };
const OWN = Object.fromEntries(ORDER.map((name) => [`libs/${name}/src/own.ts`, 'export type Own = 1;']));

const SOUND: Readonly<Record<string, string>> = {
  'libs/kernel/src/index.ts': 'export const k = 1;\nexport type K = 1;',
  'libs/rulebook/src/index.ts': "export { meets } from './meets.js';\nexport type R = 1;",
  'libs/rulebook/src/meets.ts': 'export const meets = 1;',
  'libs/veto/src/index.ts': "export { x } from './inner.js';\nexport type * from './inner.js';",
  'libs/veto/src/inner.ts': [
    "import { k, type K } from '#kernel';",
    "import { meets } from '#rulebook';",
    "import type { U } from '#registry';",
    'export const x = k + meets;',
    'export type Inner = K | U;',
    'export type X = Inner;',
  ].join('\n'),
  'libs/veto/src/inner.spec.ts':
    "import { SqliteLog } from '#ledger/sqlite';\nimport { given } from '../../../test/support/words.js';\nexport const y = [SqliteLog, given];",
  'libs/veto/src/nest/index.ts': "import { Module } from '@nestjs/common';\nimport { x } from '../inner.js';\nexport const m = [Module, x];",
  'libs/registry/src/index.ts': "import { k } from '#kernel';\nexport type U = 1;\nexport const u = k;",
  'libs/ledger/src/index.ts': "import { k } from '#kernel';\nexport const port = k;",
  'libs/ledger/src/sqlite/index.ts': "import { port } from '../index.js';\nexport const SqliteLog = port;",
  'libs/readmodel/src/index.ts': "import { port } from '#ledger';\nimport { hidden } from './hidden.js';\nexport const reader = port + hidden;",
  'libs/readmodel/src/hidden.ts': 'export const hidden = 1;',
  'libs/zelian/src/index.ts': [
    "import { x } from '#veto';",
    "import { u } from '#registry';",
    "import { SqliteLog } from '#ledger/sqlite';",
    "import { m } from '#veto/nest';",
    'export const product = [x, u, SqliteLog, m];',
    'export type Product = 1;',
  ].join('\n'),
  'apps/cli/src/main.ts':
    "import { product } from '#zelian';\nimport { meets } from '#rulebook';\nimport type { X } from '#veto';\nexport const main = [product, meets];\nexport type Y = X;",
  'test/support/words.ts': 'export const given = 1;',
};

describe('every rule', () => {
  const found = planted({ ...OWN, ...SOUND, ...Object.assign({}, ...Object.values(BREACHES)) }, (root) => cruise(root));
  const rules: readonly { name: string }[] = (require('../../.dependency-cruiser.cjs') as { forbidden: readonly { name: string }[] }).forbidden;

  it.each(Object.entries(BREACHES))('%s can fail', (name, files) => {
    const breached = found.violations.filter(({ rule }) => rule.name === name).map(({ from }) => from);
    expect(breached).toEqual(expect.arrayContaining([Object.keys(files)[0]]));
  });
  it('names nothing that is allowed', () => expect(told(found).filter((line) => Object.keys(SOUND).some((file) => line.includes(`: ${file} ->`)))).toEqual([]));
  it('is planted here', () => expect(rules.map(({ name }) => name).filter((name) => !(name in BREACHES))).toEqual([]));
});

/** Where a process or a thread starts: an app, or what it starts by path. */
const ENTRY = /^(apps\/[^/]+\/src\/(main|.+\/worker)|libs\/.+\.thread)\.ts$/;
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
  it('there are none', () => expect(deadFiles(tree.modules, filesIn(['libs', 'apps']).filter(isCode))).toEqual([]));

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
