import { untidy } from './tidy.js';
import { filesIn, textOf } from './tree.js';

const TEXT = /(\.(ts|mjs|cjs|json|md|ya?ml|sh)|^\.ci\/run|^\.env\.example|^\.npmrc|^\.gitignore|^LICENSE)$/;
/** Made by npm, and bytes kept exactly as they were stored or published. */
const AS_MADE = /^(package-lock\.json|package\.json$|test\/fixtures\/)/;
/** What a run of CI leaves behind is nobody's text. */
const LEFT_BEHIND = new Set(['.ci/results.json']);
const files = filesIn(['.']).filter((file) => TEXT.test(file) && !AS_MADE.test(file) && !LEFT_BEHIND.has(file));

describe('tidiness', () => {
  it('looks at every kind of text', () =>
    expect(files).toEqual(expect.arrayContaining(['README.md', '.ci/run', 'libs/kernel/src/index.ts', 'scripts/with-install.mjs', 'docs/architecture.md'])));
  it('holds in the tree', () => expect(files.flatMap((file) => untidy(file, textOf(file)))).toEqual([]));

  it.each([
    ['const a = 1; \n', 'space at the end'],
    ['\tconst a = 1;\n', 'tab'],
    ['const a = 1;\r\n', 'carriage return'],
    [`const a = '${'x'.repeat(200)}';\n`, 'longer than 200'],
    [`const a = '/${'tmp'}/x';\n`, 'path of one machine'],
    [`const a = 'file:///${'home'}/someone';\n`, 'path of one machine'],
    [`// TO${'DO'}: later\n`, 'unfinished'],
    [`// FIX${'ME'}\n`, 'unfinished'],
    [`it.on${'ly'}('x', run);\n`, 'focused'],
    [`x${'it'}('x', run);\n`, 'focused'],
    ['const a = 1;', 'no newline'],
  ])('%j is told: %s', (text, complaint) => expect(untidy('libs/a/src/a.ts', text)).toEqual([expect.stringContaining(complaint)]));
  it.each([`const a = '${'县'.repeat(180)}';\n`, "import x from './a/tmp/b.js';\n", "const url = 'https://example.org/work/x';\n", ''])(
    '%j is let be',
    (text) => expect(untidy('libs/a/src/a.ts', text)).toEqual([]),
  );
});
