import { canonicalJson } from '#kernel';
import { sha256 } from '#seal';
import { TreeHasher } from '#transparency';
import type { Zelian } from '#zelian';
import { costOf, median, type Cost } from './measure.js';
import { openStore } from './store.js';
import type { Measurement } from './tasks.js';

const ROUNDS = 3;
/** So many events' bytes are held in memory to find the rate of hashing alone. */
const HELD_MAX = 50_000;

/** As `verify --hashes-only` does it: tree and checkpoints, the tiles among them. */
async function hashesOnly(zelian: Zelian): Promise<void> {
  const { ok, firstBad } = await zelian.verify({ hashesOnly: true });
  if (!ok) throw new Error(`the hashes do not verify: ${JSON.stringify(firstBad)}`);
}

/** Bytes, MACs, tree, continuity of positions and streams, and SQLite's own check of the file. */
async function bytesAndMacs(zelian: Zelian): Promise<void> {
  const { keys, engines } = zelian.parts;
  const tree = new TreeHasher(sha256);
  const revisions = new Map<string, number>();
  for (const { position, event } of engines.sqlite!.readRaw(0)) {
    if (!event || position !== tree.size || !keys!.verify(event.bytes, event.mac, event.macKeyId)) throw new Error(`event ${position} does not verify`);
    if (event.revision !== (revisions.get(event.stream) ?? -1) + 1) throw new Error(`event ${position} does not follow`);
    revisions.set(event.stream, event.revision);
    tree.add(event.bytes);
  }
  tree.root();
  if (engines.sqlite!.integrityCheck().length > 0) throw new Error('the file is damaged');
}

/** What verifying would cost if events were hashed as written anew instead of as stored. */
async function reserialised(zelian: Zelian): Promise<void> {
  const tree = new TreeHasher(sha256);
  for await (const { bytes } of zelian.log.readAll(0)) tree.add(Buffer.from(canonicalJson(JSON.parse(bytes.toString('utf8'))), 'utf8'));
  tree.root();
}

async function held(zelian: Zelian): Promise<readonly Buffer[]> {
  const buffers: Buffer[] = [];
  for await (const { bytes } of zelian.log.readAll(0)) {
    buffers.push(Buffer.from(bytes));
    if (buffers.length === HELD_MAX) break;
  }
  return buffers;
}

function hashInMemory(buffers: readonly Buffer[]): void {
  const tree = new TreeHasher(sha256);
  for (const bytes of buffers) tree.add(bytes);
  tree.root();
}

const cpuOf = (costs: readonly Cost[], events: number): number => median(costs.map(({ cpuMicros }) => cpuMicros)) / events;

/** Hashes only against the rate of hashing; bytes and MACs; and the product's whole `verify`, which also parses strictly and compares canonical forms. */
export const measureVerify: Measurement = async ({ directory, seed }, tell) => {
  const zelian = await openStore(directory, seed);
  try {
    const events = (await zelian.log.head()).position + 1;
    const buffers = await held(zelian);
    const costs = { memory: [] as Cost[], hashes: [] as Cost[], macs: [] as Cost[], reserialised: [] as Cost[] };
    for (let round = 0; round < ROUNDS; round++) {
      costs.memory.push(await costOf(() => hashInMemory(buffers)));
      costs.hashes.push(await costOf(() => hashesOnly(zelian)));
      costs.macs.push(await costOf(() => bytesAndMacs(zelian)));
      costs.reserialised.push(await costOf(() => reserialised(zelian)));
      tell(round + 1, ROUNDS + 1);
    }
    let ok = false;
    const whole = await costOf(async () => (ok = (await zelian.verify({ rows: false })).ok));
    tell(ROUNDS + 1, ROUNDS + 1);
    const perEvent = costs.memory.map(({ nanos }) => nanos / buffers.length);
    return {
      hashRatio: median(costs.hashes.map(({ nanos }, round) => perEvent[round]! / (nanos / events))),
      hashCpuMicrosPerEvent: cpuOf(costs.hashes, events),
      reserialisedRatio: median(costs.reserialised.map(({ nanos }, round) => nanos / costs.hashes[round]!.nanos)),
      macMicrosPerEvent: median(costs.macs.map(({ nanos }) => nanos)) / 1_000 / events,
      macCpuMicrosPerEvent: cpuOf(costs.macs, events),
      macRatio: median(costs.macs.map(({ nanos }, round) => costs.hashes[round]!.nanos / nanos)),
      wholeMicrosPerEvent: whole.nanos / 1_000 / events,
      wholeOk: ok ? 1 : 0,
    };
  } finally {
    await zelian.close();
  }
};
