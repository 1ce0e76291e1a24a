import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STAMP = 'dist/.zelian-sources';
const CONFIGURATION = ['package-lock.json', 'package.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];
const SOURCE = /\.(ts|json|js)$/;
const TEST = /\.(spec|contract|journey|replay|fault|live)\.ts$/;

/** Every file that the build reads, with its hash: content decides, so a fresh checkout or a touched file costs no build. */
export function sourcesOf(root) {
  const files = CONFIGURATION.filter((file) => existsSync(join(root, file)));
  for (const folder of ['apps', 'libs']) collect(root, folder, files);
  return new Map(
    files.sort().map((file) => [
      file,
      createHash('sha1')
        .update(readFileSync(join(root, file)))
        .digest('base64'),
    ]),
  );
}

function collect(root, folder, files) {
  if (!existsSync(join(root, folder))) return;
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && path !== 'apps/web') collect(root, path, files);
    } else if (SOURCE.test(entry.name) && !TEST.test(entry.name)) files.push(path);
  }
}

const textOf = (sources) => [...sources].map(([file, hash]) => `${hash} ${file}\n`).join('');

export const isBuilt = (root, sources) => existsSync(join(root, STAMP)) && readFileSync(join(root, STAMP), 'utf8') === textOf(sources);

/** Before a build: the stamp goes first, so a build that fails is not taken for done; what no source stands behind any more goes with the whole output. */
export function clearStale(root, sources) {
  const stamp = join(root, STAMP);
  const before = existsSync(stamp)
    ? readFileSync(stamp, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(line.indexOf(' ') + 1))
    : undefined;
  if (before === undefined || before.some((file) => !sources.has(file))) rmSync(join(root, 'dist'), { recursive: true, force: true });
  rmSync(stamp, { force: true });
}

export function markBuilt(root, sources) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, STAMP), textOf(sources));
}
