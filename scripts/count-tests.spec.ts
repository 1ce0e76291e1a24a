import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'zelian-count-'));
afterAll(() => rmSync(folder, { recursive: true }));

function count(results: object | undefined) {
  const file = join(folder, 'results.json');
  rmSync(file, { force: true });
  if (results) writeFileSync(file, JSON.stringify(results));
  const { status, stdout } = spawnSync(process.execPath, [join(__dirname, 'count-tests.mjs'), file], { encoding: 'utf8' });
  return [status, stdout];
}
const sound = { success: true, numPassedTests: 12, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1, numRuntimeErrorTestSuites: 0 };

describe('the last line of .ci/run', () => {
  it('is jest’s own count', () => expect(count(sound)).toEqual([0, '12 passed, 0 failed, 3 skipped\n']));
  it.each([
    ['a failed test', { ...sound, success: false, numFailedTests: 1 }, '12 passed, 1 failed, 3 skipped\n'],
    ['a file that could not be loaded', { ...sound, success: false, numRuntimeErrorTestSuites: 1 }, '12 passed, 1 failed, 3 skipped\n'],
    ['a failure outside any test', { ...sound, success: false }, '12 passed, 0 failed, 3 skipped\n'],
    ['nothing executed', { ...sound, numPassedTests: 0 }, '0 passed, 0 failed, 3 skipped\n'],
    ['no results', undefined, '0 passed, 0 failed, 0 skipped\n'],
  ])('comes with failure for %s', (_, results, line) => expect(count(results)).toEqual([1, line]));
});
