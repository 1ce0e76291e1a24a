// Keeps the golden event files: one per version of each event type that any ledger may hold. They may be added, never edited.
// With an export (JSONL of stored bytes), adds a file for each type and version in it that has none; then records the hash of each file that has none yet
// (test/fixtures/events/SHA256SUMS). A file that differs from its recorded hash is refused.
// Usage: node scripts/golden.mjs [EXPORT.jsonl]
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = process.env.ZELIAN_GOLDEN ?? join(dirname(dirname(fileURLToPath(import.meta.url))), 'test/fixtures/events');
const SUMS = join(FOLDER, 'SHA256SUMS');

const [exported] = process.argv.slice(2);
if (exported !== undefined) addFrom(readFileSync(exported, 'utf8'));

/** The first event of its kind stands for all: the file shows the shape, not the story. */
function addFrom(lines) {
  for (const line of lines.split('\n').filter((text) => text !== '')) {
    const { type, version, data } = JSON.parse(line);
    const file = join(FOLDER, `${type}.v${version}.json`);
    if (!existsSync(file)) writeFileSync(file, `${JSON.stringify({ type, version, data }, null, 2)}\n`);
  }
}

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
