import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { planted, ROOT } from './tree.js';

type Diagnostic = Readonly<{ code: string; message: string; filename: string; labels: readonly Readonly<{ span: Readonly<{ line: number }> }>[] }>;

/** What oxlint says of the tree below a root, with the project's configuration. */
function lint(root = ROOT): readonly Diagnostic[] {
  const { stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/oxlint'), ['--format', 'json'], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (!stdout.startsWith('{')) throw new Error(`oxlint gave no answer: ${stdout}${stderr}`);
  return (JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] }).diagnostics;
}

const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join('\n');
const constants = (count: number) => lines(count, (index) => `export const a${index} = ${index};`);
const ifs = (count: number) => `export function choose(a: number) {\n${lines(count, (index) => `  if (a === ${index}) return ${index * 2};`)}\n  return -1;\n}`;

const BREACHES: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'eslint(max-lines)': ['libs/a/src/long-file.ts', constants(251)],
  'eslint(max-lines-per-function)': ['libs/a/src/long-function.ts', `export function long() {\n${lines(50, (index) => `  console.log(${index});`)}\n}`],
  'eslint(complexity)': ['libs/a/src/many-ways.ts', ifs(11)],
  'eslint(max-depth)': [
    'libs/a/src/deep.ts',
    'export function deep(a: number) {\n  if (a > 1) {\n    if (a > 2) {\n      if (a > 3) {\n        if (a > 4) return 5;\n      }\n    }\n  }\n  return 0;\n}',
  ],
  'eslint(max-params)': ['libs/a/src/parameters.ts', 'export const five = (a: number, b: number, c: number, d: number, e: number) => a + b + c + d + e;'],
  'eslint(no-empty)': ['libs/a/src/swallow.ts', 'export function swallow(f: () => void) {\n  try {\n    f();\n  } catch {}\n}'],
  'jest(no-focused-tests)': ['libs/a/src/focused.spec.ts', `it.${'only'}('is alone', () => expect(1).toBe(1));`],
  'typescript(consistent-type-imports)': ['libs/a/src/types.ts', "import { A } from './a.js';\nexport type B = A;"],
};
const ALLOWED: Readonly<Record<string, string>> = {
  'libs/a/src/full.ts': constants(250),
  'libs/a/src/full.spec.ts': `describe('x', () => {\n${lines(398, (index) => `  it('${index}', () => expect(${index}).toBe(${index}));`)}\n});`,
  'libs/a/src/branches.ts': ifs(9),
};

describe('sizes', () => {
  it('the linter has nothing to say of the tree', () =>
    expect(lint().map(({ code, filename, message, labels }) => `${filename}:${labels[0]?.span.line} ${code} ${message}`)).toEqual([]));

  describe('every limit', () => {
    const found = planted({ ...ALLOWED, ...Object.fromEntries(Object.values(BREACHES)) }, lint);
    it.each(Object.entries(BREACHES))('%s can fail', (code, [file]) =>
      expect(found.filter((diagnostic) => diagnostic.filename === file).map((diagnostic) => diagnostic.code)).toEqual([code]),
    );
    it('leaves what is just small enough', () => expect(found.filter(({ filename }) => filename in ALLOWED)).toEqual([]));
  });
});
