// Prints `N passed, N failed, N skipped` from jest's JSON results; exit code 1 when anything failed or nothing was executed.
// A test file that could not be loaded counts as one failure: its tests exist, but jest could not name them.
// Usage: node scripts/count-tests.mjs RESULTS.json
import { existsSync, readFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
const results = file !== undefined && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const passed = results.numPassedTests ?? 0;
const failed = (results.numFailedTests ?? 0) + (results.numRuntimeErrorTestSuites ?? 0);
const skipped = (results.numPendingTests ?? 0) + (results.numTodoTests ?? 0);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 && passed > 0 && results.success === true ? 0 : 1;
