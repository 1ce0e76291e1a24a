// Records the hash of each golden event file that has none yet (test/fixtures/events/SHA256SUMS).
// A golden file is what some ledger somewhere holds: it may be added, never edited, so a changed one is refused here too.
// Usage: node scripts/golden.mjs
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = join(dirname(dirname(fileURLToPath(import.meta.url))), 'test/fixtures/events');
const SUMS = join(FOLDER, 'SHA256SUMS');

const known = new Map(
  (existsSync(SUMS) ? readFileSync(SUMS, 'utf8') : '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('  ').reverse()),
);
const refused = [];
for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
  const sum = createHash('sha256')
    .update(readFileSync(join(FOLDER, file)))
    .digest('hex');
  if (known.has(file) && known.get(file) !== sum) refused.push(file);
  else known.set(file, sum);
}
if (refused.length > 0) {
  process.stderr.write(`golden files are never edited: ${refused.join(', ')}\n`);
  process.exitCode = 1;
} else {
  const lines = [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, sum]) => `${sum}  ${file}\n`);
  writeFileSync(SUMS, lines.join(''));
}
