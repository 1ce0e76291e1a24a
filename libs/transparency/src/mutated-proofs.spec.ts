import * as fc from 'fast-check';
import { keepsRecord } from '../../../test/support/campaign.js';
import { READING, TransparentLog, TRUST } from '../../../test/support/transparent-log.js';
import {
  consistencyProof,
  decodeSubjectProof,
  encodeSubjectProof,
  formatTlogProof,
  fraudFrom,
  inclusionProof,
  leafHash,
  Malformed,
  multiproof,
  parseCheckpoint,
  parseNote,
  parseTlogProof,
  rootAt,
  rootFromMultiproof,
  rootFromSubjectProof,
  sameBytes,
  subjectKey,
  utf8,
  verifyConsistency,
  verifyFraudProof,
  verifyIndexedDossier,
  verifyInclusion,
  verifyNote,
  type FraudProof,
  type IndexedDossier,
  type LogEntry,
} from './index.js';

/** `npm run campaign:proofs` sets a million. */
const RUNS = Number(process.env['ZELIAN_RUNS'] ?? 20_000);
/** Another one each time, unless told. */
const SEED = Number(process.env['ZELIAN_SEED'] ?? Date.now() % 2 ** 31);
const { hash } = READING;

/** One way to change a value: which part, where in it, and to what. */
type Change = Readonly<{ part: number; at: number; how: number; byte: number }>;
/** A proof as its parts, each as bytes; whoever verifies puts them together again. Lists are one part per element, so that they can be shortened and swapped. */
type Parts = readonly Uint8Array[];
/** A proof that holds; `variable` parts may be dropped, doubled and swapped, the others only changed inside. */
type Case = Readonly<{ name: string; fixed: Parts; variable: Parts; holds(fixed: Parts, variable: Parts): boolean }>;

const SUBJECTS = ['unit-0000000000000001', 'village-00000000000002', 'person-000000000000003', 'post-0000000000000004'] as const;
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
const number = (bytes: Uint8Array) => (/^(0|[1-9]\d*)$/.test(text(bytes)) ? Number(text(bytes)) : -1);
const n = (value: number) => utf8(String(value));
const entryParts = ({ position, bytes }: LogEntry): Parts => [n(position), bytes];
const entriesOf = (parts: Parts): LogEntry[] =>
  Array.from({ length: Math.ceil(parts.length / 2) }, (_, i) => ({ position: number(parts[2 * i]!), bytes: parts[2 * i + 1] ?? new Uint8Array(0) }));

function changedBytes(bytes: Uint8Array, { at, how, byte }: Change): Uint8Array {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  if (how % 4 === 0) return Uint8Array.from([...before, byte, ...after]);
  if (how % 4 === 1) return Uint8Array.from([...before, ...after.subarray(1)]);
  if (how % 4 === 2) return Uint8Array.from(before);
  return Uint8Array.from([...before, (bytes[place] ?? 0) ^ (byte || 1), ...after.subarray(1)]);
}

function changedList(parts: Parts, { part, at, how }: Change): Parts {
  const [i, j] = [part % parts.length, at % parts.length];
  if (how % 3 === 0) return parts.filter((_, k) => k !== i);
  if (how % 3 === 1) return [...parts.slice(0, i), parts[j]!, ...parts.slice(i)];
  return parts.map((one, k) => (k === i ? parts[j]! : k === j ? parts[i]! : one));
}

function mutated({ fixed, variable }: Case, change: Change): readonly [Parts, Parts] {
  if (variable.length > 0 && change.how >= 128) return [fixed, changedList(variable, change)];
  const all = [...fixed, ...variable].map((part, i, { length }) => (i === change.part % length ? changedBytes(part, change) : part));
  return [all.slice(0, fixed.length), all.slice(fixed.length)];
}

const isSame = (a: Parts, b: Parts) => a.length === b.length && a.every((part, i) => sameBytes(part, b[i]!));

/**
 * What the reader brings himself is not varied: the size and root of a signed checkpoint where a proof is looked at without one, and the subject asked for (that
 * another one is absent too may well be true).
 */
function casesOf(log: TransparentLog, subject: string, at: number): readonly Case[] {
  const { nodes, entries } = log;
  const size = entries.length;
  const root = rootAt(hash, nodes, size);
  const leaf = (i: number) => leafHash(hash, entries[i]!.bytes);
  const from = 1 + (at % (size - 1));
  const dossier = log.dossier(subject);
  const places = [...new Set([at, (at * 7) % size])].sort((a, b) => a - b);
  return [
    {
      name: 'inclusion',
      fixed: [n(at), leaf(at)],
      variable: inclusionProof(hash, nodes, at, size),
      holds: ([index, own], path) => verifyInclusion(hash, { index: number(index!), size, leaf: own!, path }, root),
    },
    {
      name: 'consistency',
      fixed: [rootAt(hash, nodes, from), root],
      variable: consistencyProof(hash, nodes, from, size),
      holds: ([fromRoot, toRoot], path) => verifyConsistency(hash, { from, to: size, fromRoot: fromRoot!, toRoot: toRoot!, path }),
    },
    {
      name: 'multiproof',
      fixed: places.flatMap((place) => [n(place), leaf(place)]),
      variable: multiproof(hash, nodes, places, size),
      holds: (leaves, path) => {
        const placed = entriesOf(leaves).map(({ position, bytes }) => ({ index: position, leaf: bytes }));
        const found = rootFromMultiproof(hash, placed, size, path);
        return found !== undefined && sameBytes(found, root);
      },
    },
    subjectCase(log, dossier),
    {
      name: 'note',
      fixed: [utf8(dossier.checkpoint)],
      variable: [],
      holds: ([whole]) => verifyNote(parseNote(text(whole!)), TRUST.log).length > 0,
    },
    {
      name: 'tlog-proof',
      fixed: [utf8(formatTlogProof({ index: at, path: inclusionProof(hash, nodes, at, size), checkpoint: parseNote(dossier.checkpoint) }))],
      variable: [],
      holds: ([whole]) => {
        const { extra, index, path, checkpoint } = parseTlogProof(text(whole!));
        const signed = parseCheckpoint(checkpoint.text);
        // Extra data are authenticated by nobody; this proof has none.
        return !extra && verifyNote(checkpoint, TRUST.log).length > 0 && verifyInclusion(hash, { index, size: signed.size, leaf: leaf(at), path }, signed.root);
      },
    },
    dossierCase(dossier),
  ];
}

function subjectCase(log: TransparentLog, { subject, events, subjectProof, index }: IndexedDossier): Case {
  const { indexRoot } = READING.read(index.bytes).index!;
  return {
    name: 'subject proof',
    fixed: [encodeSubjectProof(subjectProof)],
    variable: events.flatMap(({ position, bytes }) => [n(position), leafHash(hash, bytes)]),
    holds: ([proof], list) => {
      const entries = entriesOf(list).map(({ position, bytes }) => ({ position, leaf: bytes }));
      const found = rootFromSubjectProof(hash, { key: subjectKey(hash, TRUST.origin, subject), entries, proof: decodeSubjectProof(proof!) });
      return found !== undefined && sameBytes(found, indexRoot);
    },
  };
}

function dossierCase(dossier: IndexedDossier): Case {
  const { subject, checkpoint, index, events, multiproof: path, subjectProof } = dossier;
  return {
    name: 'dossier',
    fixed: [utf8(checkpoint), ...entryParts(index), encodeSubjectProof(subjectProof), ...path],
    variable: events.flatMap(entryParts),
    holds: ([note, position, bytes, proof, ...hashes], list) => {
      const whole = { subject, checkpoint: text(note!), index: { position: number(position!), bytes: bytes! }, multiproof: hashes };
      return verifyIndexedDossier(READING, { ...whole, events: entriesOf(list), subjectProof: decodeSubjectProof(proof!) }, TRUST).ok;
    },
  };
}

function fraudCase(fraud: FraudProof): Case {
  const { subject, checkpoint, index, hidden, entries, subjectProof, multiproof: path } = fraud;
  return {
    name: 'fraud proof',
    fixed: [utf8(subject), utf8(checkpoint), ...entryParts(index), ...entryParts(hidden), encodeSubjectProof(subjectProof), ...path],
    variable: entries.flatMap(({ position, leaf }) => [n(position), leaf]),
    holds: ([who, note, position, bytes, at, shown, proof, ...hashes], list) => {
      const places = { index: { position: number(position!), bytes: bytes! }, hidden: { position: number(at!), bytes: shown! } };
      const listed = entriesOf(list).map((entry) => ({ position: entry.position, leaf: entry.bytes }));
      const whole = { ...places, subject: text(who!), checkpoint: text(note!), entries: listed, multiproof: hashes, subjectProof: decodeSubjectProof(proof!) };
      return verifyFraudProof(READING, whole, TRUST).proven;
    },
  };
}

/** Logs of several sizes, an honest and a lying one of each, and every kind of proof from them. */
function allCases(): readonly Case[] {
  return [2, 3, 7, 16, 33, 60].flatMap((size) => {
    const lists = Array.from({ length: size }, (_, i) => SUBJECTS.filter((__, s) => s === 0 || i % (s + 1) === 0).slice(0, 3));
    const honest = new TransparentLog().add(...lists).index();
    const lying = new TransparentLog().add(...lists).index((position, subject) => position === size - 1 && subject === SUBJECTS[0]);
    const fraud = fraudFrom(READING, lying.dossier(SUBJECTS[0]), lying.entries[size - 1]!, lying.nodes);
    return [...SUBJECTS.flatMap((subject, i) => casesOf(honest, subject, (i * 5) % size)), fraudCase(fraud)];
  });
}

describe('proofs', () => {
  const cases = allCases();

  it.each([...new Set(cases.map(({ name }) => name))])('of every kind hold unchanged: %s', (kind) => {
    for (const { name, fixed, variable, holds } of cases) if (name === kind) expect(holds(fixed, variable)).toBe(true);
  });

  let [changed, drawn, wrong] = [0, 0, 0];
  keepsRecord('proofs', () => ({ seed: SEED, changed, batches: drawn, accepted: wrong }));
  it(`changed in any way are refused, ${RUNS} times`, () => {
    const change = fc.record({ part: fc.nat(200), at: fc.nat(2_000), how: fc.nat(255), byte: fc.nat(255) });
    // What changes nothing counts for nothing, so draw until enough did.
    for (; changed < RUNS; drawn++) {
      const batch = Math.min(10_000, RUNS - changed);
      fc.assert(
        fc.property(fc.nat(cases.length - 1), change, (which, how) => {
          const one = cases[which]!;
          const [fixed, variable] = mutated(one, how);
          if (isSame(fixed, one.fixed) && isSame(variable, one.variable)) return;
          changed++;
          const holds = accepted(one, fixed, variable);
          if (holds) wrong++;
          expect([one.name, holds]).toEqual([one.name, false]);
        }),
        { numRuns: batch, seed: SEED + drawn },
      );
    }
    expect(changed).toBeGreaterThanOrEqual(RUNS);
    expect(drawn).toBeLessThan(RUNS);
  }, 3_600_000);
});

/** A parser's refusal is a refusal; anything else that is thrown is a fault. */
function accepted({ holds }: Case, fixed: Parts, variable: Parts): boolean {
  try {
    return holds(fixed, variable);
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}
