// Runs the sources without a build, for tests that start processes, benches and campaigns:
//   node -C source -r ./scripts/typescript.cjs FILE.ts ARGUMENT…
// The same transform as jest's (types are not checked here: `npm run typecheck` does that).
const { transformSync } = require('@swc/core');
const { existsSync, readFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, resolve } = require('node:path');
const { swcOptions } = require('../jest.swc.cjs');

const resolveFilename = Module._resolveFilename;
// Relative imports are written with `.js`, as Node wants them after the build; before it the file beside is `.ts`.
Module._resolveFilename = function (request, parent, ...rest) {
  if (/^\.{1,2}\/.*\.js$/.test(request) && parent?.filename?.endsWith('.ts')) {
    const source = resolve(dirname(parent.filename), `${request.slice(0, -3)}.ts`);
    if (existsSync(source)) return source;
  }
  return resolveFilename.call(this, request, parent, ...rest);
};

Module._extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), { ...swcOptions('typescript'), filename });
  module._compile(code, filename);
};
