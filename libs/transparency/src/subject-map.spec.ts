import { hash as digest } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import {
  bitAt,
  decodeSubjectProof,
  encodeSubjectProof,
  isEmptyNode,
  leafHash,
  Malformed,
  rootFromSubjectProof,
  sameBytes,
  SubjectMap,
  subjectKey,
  type Hash,
  type SubjectProof,
} from './index.js';
import { ReferenceMap, type IndexedEvent } from './reference/index.js';

const sha256: Hash = (bytes) => digest('sha256', bytes, 'buffer');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const ORIGIN = 'example.org/ledger';

/** Keys that share their first bits, so that leaves lie deeper than 32: an id's number is its bits 24 to 39. */
const crowded: Hash = (bytes) => {
  const [, id] = /^ledger\.index\.v1\/key\n.*\nx-(\d+)$/s.exec(Buffer.from(bytes).toString('latin1')) ?? [];
  if (id === undefined) return sha256(bytes);
  const key = Buffer.from(sha256(bytes));
  key.fill(0, 0, 3);
  key.writeUInt16BE(Number(id), 3);
  return key;
};

function mapped(hash: Hash, events: readonly IndexedEvent[]): SubjectMap {
  const map = new SubjectMap(hash, ORIGIN);
  for (const { position, leaf, subjects } of events) map.append(position, leaf, subjects);
  return map;
}

const claim = (hash: Hash, subject: string, events: readonly IndexedEvent[], proof: SubjectProof) =>
  rootFromSubjectProof(hash, { key: subjectKey(hash, ORIGIN, subject), entries: events.filter(({ subjects }) => subjects.includes(subject)), proof });

const eventsOf = (lists: readonly (readonly string[])[]): readonly IndexedEvent[] =>
  lists.map((subjects, i) => ({ position: i * 3, leaf: leafHash(sha256, Buffer.from(`event ${i}`)), subjects: [...new Set(subjects)] }));

describe('the map of subjects', () => {
  const vector = JSON.parse(readFileSync(join(__dirname, '../../../test/fixtures/vectors/index-root.json'), 'utf8')) as {
    origin: string;
    events: { text: string; subjects: string[] }[];
    indexRoot: string;
  };

  it('has the pinned root', () => {
    const events = vector.events.map(({ text, subjects }, position) => ({ position, leaf: leafHash(sha256, Buffer.from(text)), subjects }));
    expect(vector.origin).toBe(ORIGIN);
    expect(hex(mapped(sha256, events).root())).toBe(vector.indexRoot);
    expect(hex(new ReferenceMap(sha256, ORIGIN, events).root())).toBe(vector.indexRoot);
  });

  it('is the same from whole lists, in whatever order the subjects come', () => {
    for (const hash of [sha256, crowded]) {
      const events = eventsOf(Array.from({ length: 60 }, (_, i) => [`x-${i % 7}`, `x-${(i * i) % 23}`, `x-${100 + (i % 3)}`]));
      const subjects = [...new Set(events.flatMap((event) => event.subjects))].sort().reverse();
      const map = new SubjectMap(hash, ORIGIN);
      for (const subject of subjects)
        map.appendList(
          subject,
          events.filter((event) => event.subjects.includes(subject)),
        );
      const whole = mapped(hash, events);
      expect(hex(map.root())).toBe(hex(whole.root()));
      for (const subject of [...subjects, 'x-999'])
        expect([subject, map.count(subject), map.prove(subject)]).toEqual([subject, whole.count(subject), whole.prove(subject)]);
      expect(() => map.appendList(subjects[0]!, [])).toThrow(Malformed);
      const [first] = events;
      expect(() => map.appendList('x-998', [first!, first!])).toThrow(Malformed);
    }
  });

  it('without subjects is E, and proves anybody absent', () => {
    const map = new SubjectMap(sha256, ORIGIN);
    expect(isEmptyNode(map.root())).toBe(true);
    expect(isEmptyNode(claim(sha256, 'unit-nobody', [], map.prove('unit-nobody'))!)).toBe(true);
  });

  // Ids are few, so that lists grow, and in half of the maps so alike that leaves must part below the minimum depth.
  const id = fc.oneof(fc.nat(40), fc.constantFrom(65_535, 65_534, 256, 32_768)).map((n) => `x-${n}`);
  const histories = fc.record({
    alike: fc.boolean(),
    lists: fc.array(fc.array(id, { maxLength: 4 }), { maxLength: 40 }),
    asked: fc.array(id, { minLength: 3, maxLength: 3 }),
  });

  it('is the twin’s: root, membership, absence, whatever is appended between two questions', () => {
    fc.assert(
      fc.property(histories, fc.nat(40), ({ alike, lists, asked }, cut) => {
        const hash = alike ? crowded : sha256;
        const events = eventsOf(lists);
        const map = mapped(hash, events.slice(0, cut));
        map.root();
        for (const { position, leaf, subjects } of events.slice(cut)) map.append(position, leaf, subjects);
        const twin = new ReferenceMap(hash, ORIGIN, events);
        expect(hex(map.root())).toBe(hex(twin.root()));
        for (const subject of asked) {
          const proof = map.prove(subject);
          const slow = twin.prove(subject);
          expect(proof.depth).toBe(slow.depth);
          expect(proof.siblings.map(hex)).toEqual(slow.siblings.filter((node) => node !== undefined).map(hex));
          expect(proof.other && hex(proof.other.key)).toBe(slow.other && hex(slow.other));
          expect(Array.from({ length: proof.depth }, (_, i) => bitAt(proof.bitmap, proof.depth - 1 - i))).toEqual(slow.siblings.map((node) => (node ? 1 : 0)));
          expect(hex(claim(hash, subject, events, proof)!)).toBe(hex(twin.root()));
          expect(map.count(subject)).toBe(events.filter(({ subjects }) => subjects.includes(subject)).length);
          expect(decodeSubjectProof(encodeSubjectProof(proof))).toEqual(proof);
        }
      }),
      { numRuns: Number(process.env['ZELIAN_RUNS'] ?? 200) },
    );
  });

  it('remembers nothing wrongly when it grows', () => {
    const events = eventsOf(Array.from({ length: 2_500 }, (_, i) => [`unit-${i}`, `post-${i % 700}`]));
    const once = mapped(sha256, events);
    const often = new SubjectMap(sha256, ORIGIN);
    events.forEach(({ position, leaf, subjects }, i) => {
      often.append(position, leaf, subjects);
      if (i % 97 === 0) often.root();
    });
    expect(hex(often.root())).toBe(hex(once.root()));
    expect(once.subjects).toBe(3_200);
    expect(sameBytes(claim(sha256, 'post-13', events, often.prove('post-13'))!, once.root())).toBe(true);
  });

  it('fails when an event is left out, the last too, put in, or moved', () => {
    const events = eventsOf(Array.from({ length: 30 }, (_, i) => [`x-${i % 3}`, 'x-9']));
    const map = mapped(sha256, events);
    const proof = map.prove('x-1');
    const own = events.filter(({ subjects }) => subjects.includes('x-1'));
    const key = subjectKey(sha256, ORIGIN, 'x-1');
    const rootOf = (entries: readonly IndexedEvent[]) => rootFromSubjectProof(sha256, { key, entries, proof });
    expect(hex(rootOf(own)!)).toBe(hex(map.root()));
    for (let i = 0; i < own.length; i++) expect(rootOf(own.filter((_, j) => j !== i))).not.toEqual(rootOf(own));
    expect(rootOf([...own].reverse())).toBeUndefined();
    expect(rootOf([...own, events[0]!])).toBeUndefined();
    expect(rootOf([])).not.toEqual(rootOf(own));
    expect(rootOf(own.map((entry, i) => (i === 4 ? { ...entry, position: entry.position + 1 } : entry)))).not.toEqual(rootOf(own));
  });

  it('takes positions only upwards, and a subject once', () => {
    const map = new SubjectMap(sha256, ORIGIN);
    const leaf = sha256(Buffer.from('x'));
    map.append(4, leaf, ['unit-a']);
    expect(() => map.append(4, leaf, ['unit-a'])).toThrow(Malformed);
    expect(() => map.append(5, leaf, ['unit-a', 'unit-a'])).toThrow(Malformed);
  });
});
