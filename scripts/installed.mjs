import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STAMP = 'node_modules/.zelian-lock-hash';

const lockHash = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** Whether node_modules is what package-lock.json asks for. The stamp makes the usual answer one hash; without it npm's own record is compared. */
export function isInstalled(root) {
  const stamp = join(root, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash(root)) return true;
  if (!matchesNpmsRecord(root)) return false;
  markInstalled(root);
  return true;
}

export const markInstalled = (root) => writeFileSync(join(root, STAMP), lockHash(root));

/** `npm install` leaves a record of what it laid down: after one by hand, no second installation is needed. */
function matchesNpmsRecord(root) {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([folder, entry]) => {
    if (folder === '' || entry.link) return true;
    const found = installed[folder];
    // Binaries of other platforms are optional and absent.
    return found === undefined ? entry.optional === true : found.version === entry.version && found.integrity === entry.integrity;
  });
}
