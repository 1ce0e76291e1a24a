// Plants each known fault of test/mutants/mutants.json in a copy of the tree and expects its named test to go red there: a promise that no test holds is none.
// The test must first pass on the unspoilt copy, and must fail by an assertion or refusal, not because its file cannot be loaded.
// Usage: node scripts/mutants.mjs [NAME…]      exit 1 when a mutant survives
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const LEFT_OUT = new Set(['node_modules', 'dist', 'data', 'coverage', '.git']);
const PATIENCE_MS = 300_000;

const wanted = process.argv.slice(2);
const mutants = JSON.parse(readFileSync(join(ROOT, 'test/mutants/mutants.json'), 'utf8')).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (mutants.length === 0) throw new Error(`no mutant is called ${wanted.join(', ')}`);

const copy = mkdtempSync(join(tmpdir(), 'zelian-mutants-'));
try {
  cpSync(ROOT, copy, { recursive: true, filter: (path) => !LEFT_OUT.has(relative(ROOT, path).split('/')[0]) });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const results = mutants.map(judge);
  const survived = results.filter((killed) => !killed).length;
  console.log(`${results.length - survived} of ${results.length} mutants killed`);
  process.exitCode = survived === 0 ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function judge(mutant) {
  const before = run(mutant);
  if (!(before.passed > 0 && before.failed === 0)) return report(mutant, false, `its test does not pass unspoilt (${told(before)})`);
  const undo = mutant.edits.map(plant);
  const after = run(mutant);
  for (const restore of undo.reverse()) restore();
  const killed = after.loaded && after.failed > 0;
  return report(mutant, killed, killed ? `${after.failed} red` : `survived (${told(after)})`);
}

function plant({ file, search, replace }) {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(search).length !== 2) throw new Error(`${file}: the text to replace must stand there exactly once: ${search}`);
  // As a function: a `$` in the replacement is a dollar.
  writeFileSync(
    path,
    text.replace(search, () => replace),
  );
  return () => writeFileSync(path, text);
}

function run({ test, named }) {
  const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
  const pattern = named.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const args = [jest, '--json', '--silent', '--runInBand', '--runTestsByPath', test, '-t', pattern];
  const { stdout } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', timeout: PATIENCE_MS, maxBuffer: 2 ** 28 });
  // A process that was killed for hanging has no results: the test did not pass, and did not fail by its own word either.
  if (!stdout.startsWith('{')) return { passed: 0, failed: 0, loaded: false };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(stdout);
  return { passed: numPassedTests, failed: numFailedTests, loaded: numRuntimeErrorTestSuites === 0 };
}

function told({ passed, failed, loaded }) {
  return loaded ? `${passed} passed, ${failed} failed` : 'could not be run';
}

function report({ name }, killed, detail) {
  console.log(`${killed ? 'killed  ' : 'SURVIVED'} ${name}: ${detail}`);
  return killed;
}
