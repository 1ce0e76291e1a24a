import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 150;

/**
 * Runs `work` while no other process of this machine runs it under the same lock file.
 * A lock left behind by a process that no longer lives is taken away; a living owner is waited for.
 * @throws when a living owner keeps the lock longer than `patienceMs`
 */
export async function exclusively(lockFile, work, { patienceMs = 900_000, onWait = () => {} } = {}) {
  // The lock appears with its owner already written in it (link is atomic), so nobody ever reads an empty lock.
  const mine = `${lockFile}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    await takeLock(lockFile, mine, { deadline: Date.now() + patienceMs, onWait });
    try {
      return await work();
    } finally {
      rmSync(lockFile, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

async function takeLock(lockFile, mine, { deadline, onWait }) {
  for (let waited = false; !linked(mine, lockFile);) {
    const owner = ownerOf(lockFile);
    if (owner !== undefined && !lives(owner)) {
      removeStale(lockFile, owner);
      continue;
    }
    if (Date.now() > deadline) throw new Error(`process ${owner} still holds ${lockFile}; if it is none of this project, delete the file`);
    if (!waited) onWait(owner);
    waited = true;
    await sleep(LOOK_AGAIN_MS);
  }
}

function linked(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function ownerOf(lockFile) {
  try {
    return Number(readFileSync(lockFile, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Two waiters may see the same dead owner: whoever moves the lock away looks at what it really moved, and puts a living one back. */
function removeStale(lockFile, deadOwner) {
  const aside = `${lockFile}.stale.${process.pid}`;
  try {
    renameSync(lockFile, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (ownerOf(aside) !== deadOwner) linked(aside, lockFile);
  rmSync(aside, { force: true });
}
