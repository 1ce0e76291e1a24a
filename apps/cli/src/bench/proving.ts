import { cpuUsage } from 'node:process';
import { canonicalJson } from '#kernel';
import { encodeEvent } from '#ledger';
import { INDEX_EVENT, readStoredEvent, sha256 } from '#seal';
import {
  Auditor,
  hex,
  inclusionProof,
  leafHash,
  rootAt,
  SubjectMap,
  tileNodes,
  tilePath,
  TileWriter,
  TreeHasher,
  verifyInclusion,
  type Nodes,
} from '#transparency';
import { Corpus } from './corpus.js';
import type { Figures } from './goals.js';
import { median } from './measure.js';
import type { Measurement, Tell } from './tasks.js';

/** As many leaves as ten ledgers of the bench: a million where it has its hundred thousand events. */
const LEAVES_PER_EVENT = 10;
const ROUNDS = 9;
const PROOFS = 2_000;
const ORIGIN = 'example.org/bench';
/** How many events an index event stands for, and how seldom it does where that is cheaper. */
const INDEX_EVERY = 1_000;
const SELDOM = 10;
const PROBES = 20_000;

/** CPU, because nothing here waits for anything: what else the machine does then counts little. */
const microsOf = (work: () => void): number => {
  const before = cpuUsage();
  work();
  const { user, system } = cpuUsage(before);
  return user + system;
};

/** What everything here is held against: one leaf hash of an event as the ledger has them. */
function leafHashMicros(bytes: Uint8Array): number {
  const rounds = Array.from({ length: ROUNDS }, () =>
    microsOf(() => {
      for (let i = 0; i < PROBES / ROUNDS; i++) leafHash(sha256, bytes);
    }),
  );
  return median(rounds) / (PROBES / ROUNDS);
}

function treeOf(size: number): Nodes {
  const tiles = new Map<string, Uint8Array>();
  const writer = new TileWriter(sha256, (tile, bytes) => tiles.set(tilePath(tile), bytes));
  for (let i = 0; i < size; i++) writer.add(leafHash(sha256, Buffer.from(String(i))));
  for (const { tile, bytes } of writer.partialTiles()) tiles.set(tilePath(tile), bytes);
  return tileNodes(sha256, (tile) => tiles.get(tilePath(tile))!, size);
}

/** Proofs of leaves all over the tree, made and checked; `cold` are those that had to read and hash a tile first. */
function proofFigures(size: number): Figures {
  const nodes = treeOf(size);
  const root = rootAt(sha256, nodes, size);
  const leafAt = (i: number): number => Math.floor((i * 0.618_033_988_75 * size) % size);
  const cold = microsOf(() => {
    for (let i = 0; i < PROOFS; i++) inclusionProof(sha256, nodes, leafAt(i), size);
  });
  const [made, checked]: [number[], number[]] = [[], []];
  let longest = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const proofs: { index: number; size: number; leaf: Uint8Array; path: Uint8Array[] }[] = [];
    const indices = Array.from({ length: PROOFS }, (_, i) => leafAt(round * PROOFS + i));
    indices.forEach((index) => inclusionProof(sha256, nodes, index, size));
    made.push(
      microsOf(() => indices.forEach((index) => proofs.push({ index, size, leaf: nodes(0, index), path: inclusionProof(sha256, nodes, index, size) }))),
    );
    checked.push(
      microsOf(() => {
        for (const proof of proofs) if (!verifyInclusion(sha256, proof, root)) throw new Error(`the proof of leaf ${proof.index} does not verify`);
      }),
    );
    longest = Math.max(longest, ...proofs.map(({ path }) => path.length));
  }
  return {
    leaves: size,
    generateCpuMicros: median(made) / PROOFS,
    verifyCpuMicros: median(checked) / PROOFS,
    coldCpuMicros: cold / PROOFS,
    hashesBeyondLog: longest - Math.ceil(Math.log2(size)),
  };
}

type Indexed = Readonly<{ bytes: Uint8Array; leaf: Uint8Array; subjects: readonly string[] }>;

/** The map as the operator keeps it, often and seldom asked for its root, and the auditor who reads everything again. */
function indexFigures(events: number, seed: string, tell: Tell): Figures {
  const corpus = new Corpus(seed);
  const maps = { often: new SubjectMap(sha256, ORIGIN), seldom: new SubjectMap(sha256, ORIGIN) };
  const auditor = new Auditor(sha256, ORIGIN, readStoredEvent);
  const tree = new TreeHasher(sha256);
  const spent = { often: 0, seldom: 0, audit: 0 };
  const append = (map: SubjectMap, from: number, chunk: readonly Indexed[]): void =>
    chunk.forEach(({ leaf, subjects }, i) => map.append(from + i, leaf, subjects));
  const audit = (bytes: Uint8Array): void => {
    const problem = auditor.add(auditor.size, bytes);
    if (problem) throw new Error(`the audit fails at ${problem.position}: ${problem.code}`);
  };
  for (let at = 0, round = 1; at < events; at += INDEX_EVERY, round++) {
    const chunk = Array.from({ length: Math.min(INDEX_EVERY, events - at) }, (_, i) => indexed(corpus, at + i));
    const from = tree.size;
    chunk.forEach(({ leaf }) => tree.addLeafHash(leaf));
    spent.often += microsOf(() => (append(maps.often, from, chunk), maps.often.root()));
    spent.seldom += microsOf(() => (append(maps.seldom, from, chunk), round % SELDOM === 0 && maps.seldom.root()));
    const data = { covers: tree.size, logRoot: hex(tree.root()), indexRoot: hex(maps.often.root()) };
    const claim = Buffer.from(canonicalJson({ id: `index-${tree.size}`, type: INDEX_EVENT, subjects: [], data }), 'utf8');
    tree.add(claim);
    spent.audit += microsOf(() => [...chunk.map(({ bytes }) => bytes), claim].forEach(audit));
    tell(at + chunk.length, events);
  }
  return { subjects: maps.often.subjects, indexCpuMicros: spent.often / events, seldomCpuMicros: spent.seldom / events, auditCpuMicros: spent.audit / events };
}

function indexed(corpus: Corpus, n: number): Indexed {
  const envelope = corpus.envelope(n);
  const bytes = encodeEvent(envelope);
  return { bytes, leaf: leafHash(sha256, bytes), subjects: envelope.subjects };
}

/** Inclusion proofs at a million leaves, and what completeness costs per event: to the operator, and to an auditor. */
export const measureProving: Measurement = async ({ events, seed }, tell) => {
  const leafCpuMicros = leafHashMicros(encodeEvent(new Corpus(seed).envelope(0)));
  const proofs = proofFigures(events * LEAVES_PER_EVENT);
  const index = indexFigures(events, seed, tell);
  return {
    ...proofs,
    ...index,
    leafCpuMicros,
    generateRatio: proofs.generateCpuMicros! / leafCpuMicros,
    verifyRatio: proofs.verifyCpuMicros! / leafCpuMicros,
    indexRatio: index.indexCpuMicros! / leafCpuMicros,
    seldomRatio: index.seldomCpuMicros! / leafCpuMicros,
    auditRatio: index.auditCpuMicros! / leafCpuMicros,
  };
};
