import { cosigned, ORIGIN, READING, TransparentLog, TRUST, type Hides } from '../../../test/support/transparent-log.js';
import { Auditor, fraudFrom, hiddenEvents, Malformed, multiproof, verifyFraudProof, verifyIndexedDossier, type IndexedDossier } from './index.js';

const UNIT = 'unit-0000000000000001';
const VILLAGE = 'village-00000000000002';
const PERSON = 'person-000000000000003';
const NOBODY = 'person-000000000000009';

/** Twenty events about a unit, some also about a village or a person. */
const story = () => new TransparentLog().add(...Array.from({ length: 20 }, (_, i) => [UNIT, ...(i % 3 === 0 ? [VILLAGE] : []), ...(i === 7 ? [PERSON] : [])]));
const verified = (dossier: IndexedDossier) => verifyIndexedDossier(READING, dossier, TRUST);
const codeOf = (dossier: IndexedDossier) => verified(dossier).firstProblem?.code;

describe('a dossier', () => {
  const log = story().index();
  const dossier = log.dossier(VILLAGE);

  it('says how many events there are about its subject, up to where, on whose word', () => {
    expect(verified(dossier)).toEqual({ ok: true, covers: 20, count: 7, after: 0, assurance: 'L0', witnesses: [], auditors: [] });
    expect(verified(cosigned(dossier, 1_800_000_000))).toMatchObject({ ok: true, assurance: 'L1', auditors: ['example.org/auditor'] });
    expect(verified(log.dossier(NOBODY))).toMatchObject({ ok: true, count: 0 });
  });

  it('says how much came after, and misses what came after only', () => {
    const later = story().index();
    const index = later.entries.at(-1)!;
    later.add([VILLAGE], [UNIT]);
    expect(verified(later.dossier(VILLAGE, index))).toMatchObject({ ok: true, covers: 20, count: 7, after: 2 });
  });

  it.each(dossier.events.map(({ position }, i) => [position, i]))('fails without the event at %i', (_, i) => {
    const events = dossier.events.filter((__, j) => j !== i);
    expect(codeOf({ ...dossier, events })).toBe('inclusion');
  });

  it.each(dossier.events.map(({ position }, i) => [position, i]))('fails without the event at %i, even with the proof that fits the rest', (_, i) => {
    const events = dossier.events.filter((__, j) => j !== i);
    const places = [...events.map(({ position }) => position), dossier.index.position];
    expect(codeOf({ ...dossier, events, multiproof: multiproof(READING.hash, log.nodes, places, 21) })).toBe('index-root');
  });

  it('names what is wrong', () => {
    const [first, second] = dossier.events;
    expect(codeOf({ ...dossier, subject: 'Unit 1' })).toBe('subject-id');
    expect(codeOf({ ...dossier, checkpoint: dossier.checkpoint.slice(1) })).toBe('checkpoint-origin');
    expect(codeOf({ ...dossier, checkpoint: `${dossier.checkpoint}x` })).toBe('checkpoint-format');
    expect(codeOf({ ...dossier, checkpoint: dossier.checkpoint.replace('\n21\n', '\n22\n') })).toBe('checkpoint-signature');
    expect(verifyIndexedDossier(READING, cosigned(dossier, 1), { ...TRUST, log: [] }).firstProblem?.code).toBe('log-signature');
    expect(codeOf({ ...dossier, index: first! })).toBe('index-event');
    expect(codeOf({ ...dossier, index: { ...dossier.index, position: 19 } })).toBe('index-event');
    expect(verified({ ...dossier, events: [second!, first!, ...dossier.events.slice(2)] }).firstProblem).toEqual({ code: 'positions', position: 0 });
    expect(codeOf({ ...dossier, events: [...dossier.events, { ...first!, position: 20 }] })).toBe('positions');
    expect(codeOf({ ...dossier, multiproof: [...dossier.multiproof, first!.bytes] })).toBe('inclusion');
    expect(codeOf({ ...dossier, subjectProof: log.dossier(UNIT).subjectProof })).toMatch(/^(subject-proof|index-root)$/);
    expect(verified({ ...log.dossier(UNIT), subject: VILLAGE }).firstProblem).toEqual({ code: 'event-of-others', position: 1 });
  });

  it('of a village cannot be passed off as complete with the unit’s events', () => {
    const whole = log.dossier(UNIT);
    expect(codeOf({ ...whole, subjectProof: dossier.subjectProof })).toMatch(/^(subject-proof|index-root)$/);
  });
});

describe('an operator who lies', () => {
  const attacks: readonly (readonly [string, string, Hides, number])[] = [
    ['by omission', VILLAGE, (position, subject) => position === 6 && subject === VILLAGE, 6],
    ['by omission of the last', VILLAGE, (position, subject) => position === 18 && subject === VILLAGE, 18],
    ['by absence', PERSON, (_, subject) => subject === PERSON, 7],
  ];

  it.each(attacks)('%s passes L0, fails the auditor, and is convicted by whoever holds the hidden event', (_, subject, hides, at) => {
    const log = story().index(hides);
    const dossier = log.dossier(subject);
    expect(verified(dossier)).toMatchObject({ ok: true, assurance: 'L0', count: dossier.events.length });

    const auditor = log.audit();
    expect(auditor.problem).toMatchObject({ position: 20, code: 'index-root', claimed: { covers: 20 }, computed: { covers: 20 } });
    expect(auditor.size).toBe(20);

    const hidden = hiddenEvents(READING, dossier, log.entries);
    expect(hidden.map(({ position }) => position)).toEqual([at]);
    const fraud = fraudFrom(READING, dossier, hidden[0]!, log.nodes);
    expect(verifyFraudProof(READING, fraud, TRUST)).toEqual({ proven: true });
  });

  it('is not convicted of what he did not do', () => {
    const log = story().index();
    const dossier = log.dossier(VILLAGE);
    expect(log.audit().problem).toBeUndefined();
    expect(hiddenEvents(READING, dossier, log.entries)).toEqual([]);
    const verdict = (events: IndexedDossier['events'], at: number) =>
      verifyFraudProof(READING, fraudFrom(READING, { ...dossier, events }, log.entries[at]!, log.nodes), TRUST).problem;
    expect(verdict(dossier.events, 6)).toBe('not-hidden');
    expect(verdict(dossier.events, 5)).toBe('not-about-subject');
    expect(
      verdict(
        dossier.events.filter(({ position }) => position !== 6),
        6,
      ),
    ).toBe('index-root');
    expect(verdict([], 6)).toMatch(/^(subject-proof|index-root)$/);
    const later = story().index().add([VILLAGE]);
    const old = later.dossier(VILLAGE, later.entries[20]!);
    expect(() => fraudFrom(READING, old, later.entries[21]!, later.nodes)).toThrow(Malformed);
  });

  it('is not convicted by a proof about another log, or one that is not in it', () => {
    const hides: Hides = (position, subject) => position === 6 && subject === VILLAGE;
    const log = story().index(hides);
    const fraud = fraudFrom(READING, log.dossier(VILLAGE), log.entries[6]!, log.nodes);
    const problem = (change: Partial<typeof fraud>) => verifyFraudProof(READING, { ...fraud, ...change }, TRUST).problem;
    expect(problem({ checkpoint: story().index().checkpoint() })).toBe('inclusion');
    expect(problem({ hidden: { ...fraud.hidden, position: 5 } })).toBe('inclusion');
    expect(problem({ hidden: { position: 6, bytes: log.entries[9]!.bytes } })).toBe('inclusion');
    expect(problem({ index: { ...fraud.index, position: 21 } })).toBe('index-event');
    expect(verifyFraudProof(READING, fraud, { ...TRUST, origin: 'example.org/other' }).problem).toBe('checkpoint-origin');
  });
});

describe('the auditor', () => {
  it('agrees with an honest log, whatever came between its index events', () => {
    const log = story().index().add([PERSON]).index().index().add([UNIT], [VILLAGE]);
    const auditor = log.audit();
    expect(auditor.problem).toBeUndefined();
    expect([auditor.size, auditor.covers]).toEqual([26, 23]);
    expect(Buffer.from(auditor.logRoot()).equals(Buffer.from(log.checkpoint().split('\n')[2]!, 'base64'))).toBe(true);
  });

  it('accepts an index event that comes late', () => {
    const early = story().index();
    const claim = early.entries.at(-1)!.bytes;
    const late = story().add([VILLAGE], [PERSON]);
    const auditor = late.audit();
    expect(auditor.add(22, claim)).toBeUndefined();
    expect(auditor.covers).toBe(20);
    expect(auditor.add(23, claim)).toBeUndefined();
  });

  const bytes = (value: unknown) => new Uint8Array(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
  const empty = '00'.repeat(32);
  it.each<readonly [string, unknown, string]>([
    ['a duplicate key', '{"subjects":["unit-1234"],"subjects":[]}', 'unreadable'],
    ['no JSON', '{', 'unreadable'],
    ['a bad id', { subjects: ['unit-A'] }, 'subject-id'],
    ['one subject twice', { subjects: [UNIT, UNIT] }, 'subject-twice'],
    ['too many subjects', { subjects: Array.from({ length: 5 }, (_, i) => `unit-000${i}`) }, 'too-many-subjects'],
    ['an index event with subjects', { subjects: [UNIT], index: { covers: 0, logRoot: empty, indexRoot: empty } }, 'index-with-subjects'],
    ['an index event over what is to come', { subjects: [], index: { covers: 2, logRoot: empty, indexRoot: empty } }, 'covers'],
    ['a wrong log root', { subjects: [], index: { covers: 0, logRoot: empty, indexRoot: empty } }, 'log-root'],
  ])('stops at %s, for good', (_, event, code) => {
    const auditor = new Auditor(READING.hash, ORIGIN, READING.read, { subjectsMax: 4 });
    expect(auditor.add(0, bytes({ subjects: [UNIT] }))).toBeUndefined();
    expect(auditor.add(1, bytes(event))).toMatchObject({ position: 1, code });
    expect(auditor.add(1, bytes({ subjects: [UNIT] }))).toMatchObject({ position: 1, code });
    expect(auditor.size).toBe(1);
  });

  it('stops at a gap, and when an index goes back', () => {
    const gap = new Auditor(READING.hash, ORIGIN, READING.read);
    expect(gap.add(1, bytes({ subjects: [] }))).toMatchObject({ code: 'position' });
    const log = story().index().add([UNIT]).index();
    const auditor = log.audit();
    expect(auditor.add(23, log.entries[20]!.bytes)).toMatchObject({ position: 23, code: 'covers' });
  });
});
