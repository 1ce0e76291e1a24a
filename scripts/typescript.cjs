// Runs the sources without a build, for tests that start processes, benches and campaigns:
//   node -C source -r ./scripts/typescript.cjs FILE.ts ARGUMENT…
// The same transform as jest's (types are not checked here: `npm run typecheck` does that).
// What comes out is kept in node_modules/.cache by what went in: a suite starts dozens of processes, each of which loads some seven hundred files.
const { createHash, randomUUID } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join, resolve } = require('node:path');
const { swcOptions } = require('../jest.swc.cjs');

const OPTIONS = swcOptions('typescript');
const KEPT = join(__dirname, '../node_modules/.cache/typescript');
const MADE_BY = `${require('@swc/core/package.json').version} ${JSON.stringify(OPTIONS)}`;

const resolveFilename = Module._resolveFilename;
// Relative imports are written with `.js`, as Node wants them after the build; before it the file beside is `.ts`.
Module._resolveFilename = function (request, parent, ...rest) {
  if (/^\.{1,2}\/.*\.js$/.test(request) && parent?.filename?.endsWith('.ts')) {
    const source = resolve(dirname(parent.filename), `${request.slice(0, -3)}.ts`);
    if (existsSync(source)) return source;
  }
  return resolveFilename.call(this, request, parent, ...rest);
};

Module._extensions['.ts'] = (module, filename) => module._compile(transformed(filename), filename);

function transformed(filename) {
  const source = readFileSync(filename, 'utf8');
  const name = createHash('sha256')
    .update(JSON.stringify([MADE_BY, filename, source]))
    .digest('hex');
  const place = join(KEPT, name.slice(0, 2), `${name}.js`);
  try {
    return readFileSync(place, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  // Loaded only where something has changed: it takes longer than reading everything that is kept.
  const { code } = require('@swc/core').transformSync(source, { ...OPTIONS, filename });
  keep(place, code);
  return code;
}

/** Whole or not at all: other processes look for the same file at the same time. */
function keep(place, code) {
  mkdirSync(dirname(place), { recursive: true });
  const aside = `${place}.${randomUUID()}`;
  writeFileSync(aside, code);
  renameSync(aside, place);
}
