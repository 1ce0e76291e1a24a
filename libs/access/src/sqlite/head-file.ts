import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { canonicalJson } from '#kernel';
import { headFrom, type Head, type HeadFound } from '../chain.js';

/** The head as the file has it now. */
export function readHead(path: string): HeadFound {
  return existsSync(path) ? (headFrom(readFileSync(path, 'utf8')) ?? 'damaged') : 'absent';
}

/** Replaces the head in one step, on disk before it takes the name: a crash leaves the old or the new one, whole. */
export function writeHead(path: string, head: Head): void {
  const beside = `${path}.new`;
  const file = openSync(beside, 'w', 0o600);
  try {
    writeSync(file, `${canonicalJson(head)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
}
