import type { Message } from '#kernel';
import type { EventLog } from '#ledger';
import { HASH_LENGTH } from '#transparency';
import { rawEvents, type Bad, type RawChecks } from '../log-walk.js';
import { AdoptedKeys } from './adopted-keys.js';
import { told, treeCheck, verdictOf, type Verdict } from './check.js';
import { headChecks, headsAgainst, treeFor, type HeadsAsk } from './heads.js';
import { tailCheck } from './tell.js';
import type { TreeWalk } from './tree-walk.js';

export type HashesAsk = HeadsAsk &
  Readonly<{ log: EventLog; rawChecks?: Pick<RawChecks, 'readRaw' | 'readLeafHashes'>; progress?: (done: number, total: number) => void }>;
const PROGRESS_EVERY = 1_000;

/** Tree and checkpoints only: whether the stored bytes are those that were signed for, and nothing of what they say. Never throws on damage. */
export async function verifyHashes(ask: HashesAsk): Promise<Verdict> {
  const adopted = new AdoptedKeys();
  const { tree, ...heads } = await treeFor(ask);
  const unread = await readInto(tree, adopted, ask);
  const walked = { events: tree.size, logHash: Buffer.from(tree.root()).toString('hex') };
  const checked = headsAgainst(ask, { ...heads, tree, adopted });
  const rows = told(['rows', '位置连续、可读', 'positions, readable'], {
    faults: unread ? [unread] : [],
    sound: { zh: `${tree.size}个事件`, en: `${tree.size} events` },
  });
  const checks = [treeCheck(walked), rows, ...headChecks(ask, { ...heads, checked, tree }), tailCheck(checked.held)];
  return verdictOf(walked, checks, checked);
}

/** As far as nothing is wrong, which is all of a sound log, the log hashes runs of events as they come out of the file; the rest is then read row by row. */
async function readRuns(
  tree: TreeWalk,
  adopted: AdoptedKeys,
  { rawChecks, progress }: Pick<HashesAsk, 'rawChecks'> & Readonly<{ progress(done: number): void }>,
): Promise<void> {
  let told = 0;
  for await (const { hashes, marked } of rawChecks?.readLeafHashes(0, 'SealKeyAdopted') ?? []) {
    for (let at = 0; at < hashes.length; at += HASH_LENGTH) tree.addLeafHash(hashes.subarray(at, at + HASH_LENGTH));
    for (const { position, bytes } of marked) adopted.noteBytes(bytes, position);
    if (tree.size - told >= PROGRESS_EVERY) progress((told = tree.size));
  }
}

/** @returns the first position that is missing or cannot be read */
async function readInto(tree: TreeWalk, adopted: AdoptedKeys, ask: HashesAsk): Promise<Bad | undefined> {
  const { progress = () => undefined } = ask;
  let unread: Bad | undefined;
  const bad = (position: number, { zh, en }: Message) => (unread ??= { position, what: { zh: `第${position}号：${zh}`, en: `at ${position}: ${en}` } });
  let total = 0;
  try {
    total = (await ask.log.head()).position + 1;
    await readRuns(tree, adopted, { ...ask, progress: (done) => progress(done, total) });
    for await (const { position, event, fault } of rawEvents(ask, tree.size)) {
      if (!event || position !== tree.size) bad(Math.min(position, tree.size), fault ?? { zh: '缺失', en: 'missing' });
      if (!event) continue;
      tree.add(event.bytes);
      if (event.type === 'SealKeyAdopted') adopted.noteBytes(event.bytes, position);
      if (tree.size % PROGRESS_EVERY === 0) progress(tree.size, total);
    }
  } catch (error) {
    bad(tree.size, { zh: '无法读取', en: `cannot be read: ${String(error)}` });
  }
  progress(tree.size, Math.max(total, tree.size));
  return unread;
}
