import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '#kernel';
import { formatDossier, readDossier, sha256, type Dossier, type ReaderTrust } from '#seal';
import { base64, multiproof } from '#transparency';
import { CaseLog, type CaseEvent, type SuiteName } from './case-log.js';
import { seededRandom } from './random.js';
import type { Trial } from './second-verifier.js';

export type Expected = 'holds' | 'fails';
/** A file, what its reader brings, and whether it has to hold. */
export type DossierTrial = Readonly<{ name: string; text: string; brought: ReaderTrust; expected: Expected }>;

type Random = Readonly<{ below(n: number): number; chance(p: number): boolean; pick<T>(items: readonly T[]): T }>;
function randomOf(seed: number): Random {
  const next = seededRandom(seed);
  const below = (n: number): number => Math.floor(next() * n);
  return { below, chance: (p) => next() < p, pick: (items) => items[below(items.length)]! };
}

const WORDS = ['周砚', '“引号”\\与\n换行', '𠮷 astral', '', ' | 竖线', '\u007f\u2028'];
const subjectOf = (i: number): string => (i % 2 === 0 ? `unit-${String(i).padStart(16, '0')}` : `person-${String(i).padStart(22, '0')}`);

function generated(random: Random, suite: SuiteName): CaseLog {
  const log = new CaseLog(suite, random.pick(['example.org/ledger', 'zelian.example/县']));
  const subjects = 1 + random.below(6);
  const count = random.below(40);
  for (let i = 0; i < count; i++) log.add(eventOf(random, subjects));
  log.index();
  const after = random.below(4);
  for (let i = 0; i < after; i++) log.add(eventOf(random, subjects));
  return log;
}

function eventOf(random: Random, subjects: number): CaseEvent {
  const about = new Set(Array.from({ length: 1 + random.below(3) }, () => subjectOf(random.below(subjects))));
  const privates: Record<string, string> = random.chance(0.4) ? { name: random.pick(WORDS), 'members.0.narrative': random.pick(WORDS) } : {};
  const file = { sha256: random.pick(['ab', 'cd']).repeat(32), sizeBytes: random.below(9), mediaType: random.pick(['image/png', 'text/文']) };
  return {
    subjects: [...about],
    ...(random.chance(0.5) && { privates }),
    ...(random.chance(0.4) && { data: { files: [file, { ...file, zh: '照片' }], '10': 1, '9': -2, 𠮷: true, '\uffff': null } }),
    ...(random.chance(0.3) && { clauses: [canonicalJson({ id: 'X', zh: random.pick(WORDS) }), canonicalJson({ id: 'Y' })] }),
  };
}

/** Dossiers of one generated ledger: of a random subject, of an absent one, with values withheld, and copies that somebody tampered with. */
export function trialsOf(seed: number): readonly DossierTrial[] {
  const random = randomOf(seed);
  const log = generated(random, random.pick(['ed25519', 'ed25519', 'sm2-sm3']));
  const at = log.entries.findIndex(({ bytes }) => Buffer.from(bytes).includes('SubjectIndexRecorded'));
  const [witnessed, audited] = [random.chance(0.5), random.chance(0.5)];
  const { witnesses, auditors } = log.written;
  const brought: ReaderTrust = random.pick([log.written, {}, { log: log.written.log }, { auditors }, { witnesses, auditors: new CaseLog().written.auditors }]);
  const size = 1 + random.below(log.entries.length);
  const shown = { at, witnessed, audited, earlier: size < log.entries.length ? [size] : [], reveals: () => random.chance(0.7) };
  const present = log.dossier(subjectOf(random.below(6)), shown);
  const absent = log.dossier(subjectOf(50 + random.below(50)), shown);
  // Who is asked for and did not sign is missed, whatever else holds.
  const expected = brought.witnesses !== undefined && !witnessed ? 'fails' : 'holds';
  // What is tampered with has to fail for what was done to it, and not because a witness did not sign.
  const { witnesses: _asked, ...others } = brought;
  const believing: ReaderTrust = witnessed ? brought : others;
  const held = { ...brought, checkpoint: log.checkpoint({ size }) };
  const rewritten = new CaseLog('ed25519', log.origin);
  for (const _ of log.entries) rewritten.add({ subjects: [subjectOf(0)], data: { rewritten: true } });
  return [
    { name: 'present', text: present, brought, expected },
    { name: 'absent', text: absent, brought, expected },
    // The first version let a file name cosigners who had not cosigned.
    { name: 'first version', text: formatDossier({ ...readDossier(present), version: 1 }), brought, expected },
    { name: 'first version, all named', text: formatDossier({ ...readDossier(present), version: 1, keys: log.written }), brought, expected },
    { name: 'held', text: present, brought: held, expected },
    { name: 'held of a rewritten log', text: present, brought: { ...believing, checkpoint: rewritten.checkpoint({ size }) }, expected: 'fails' },
    { name: 'another key', text: present, brought: { log: new CaseLog('ed25519', 'example.org/other').written.log }, expected: 'fails' },
    ...tampered(random, present, log).map((text, i) => ({ name: `tampered ${i}`, text, brought: believing, expected: 'fails' as const })),
  ];
}

/** Copies that differ: a byte of the file, or a member after which the file was made to agree with itself again. */
function tampered(random: Random, text: string, log: CaseLog): readonly string[] {
  const dossier = readDossier(text);
  const forged = (change: Partial<Dossier>): string => formatDossier({ ...dossier, ...change });
  const { events, index, privateValues, stated, multiproof: path, keys, clauses } = dossier;
  const dropped = random.below(events.length);
  const flipped = (bytes: string): string => {
    const raw = Buffer.from(bytes, 'base64');
    const at = random.below(raw.length);
    raw[at] = raw[at]! ^ (1 << random.below(8));
    return raw.toString('base64');
  };
  const place = random.below(path.length);
  return [
    text.replace('"at":"2017', '"at":"2018'),
    forged({ stated: { ...stated, after: stated.after + 1 } }),
    forged({ index: { ...index, bytes: flipped(index.bytes) } }),
    ...(keys.witnesses.length === 0 ? [forged({ keys: { ...keys, witnesses: log.written.witnesses } })] : []),
    ...(keys.auditors.length > 0 ? [forged({ keys: { ...keys, auditors: [...keys.auditors, ...keys.auditors] } })] : []),
    forged({ keys: { ...keys, witnesses: [...keys.witnesses, 'hello'] } }),
    forged({ version: 3 as never }),
    forged({ subjectProof: flipped(dossier.subjectProof) }),
    forged({ checkpoint: dossier.checkpoint.replace(/\n(\d+)\n/, (_, size: string) => `\n${Number(size) + 1}\n`) }),
    forged({ keys: { ...keys, log: [], auditors: keys.auditors }, stated: { ...stated, assurance: stated.assurance === 'L0' ? 'L1' : 'L0' } }),
    ...(path.length > 0
      ? [forged({ multiproof: path.filter((_, i) => i !== place) }), forged({ multiproof: path.map((hash, i) => (i === place ? flipped(hash) : hash)) })]
      : []),
    ...(events.length > 0
      ? [
          ...withoutEvent(dossier, dropped, log),
          forged({ events: events.map((one, i) => (i === dropped ? { ...one, bytes: flipped(one.bytes) } : one)) }),
          forged({ events: [...events].reverse().concat(events.length === 1 ? events : []) }),
        ]
      : []),
    ...(privateValues.length > 0 ? [forged({ privateValues: privateValues.slice(1) }), forged({ privateValues: [...privateValues, privateValues[0]!] })] : []),
    ...(privateValues.some((one) => 'value' in one)
      ? [forged({ privateValues: privateValues.map((one) => ('value' in one ? { ...one, value: `${one.value}x` } : one)) })]
      : []),
    ...(clauses.length > 0 ? [forged({ clauses: clauses.map((one) => ({ ...one, text: `${one.text} ` })) })] : []),
  ];
}

/** A dossier without one of its events: as it was otherwise, and with its proof of inclusion made anew, so that it takes the proof of completeness to tell. */
export function withoutEvent(dossier: Dossier, dropped: number, log: CaseLog): readonly [asItWas: string, anew: string] {
  const events = dossier.events.filter((_, i) => i !== dropped);
  const places = [...events.map(({ position }) => position), dossier.index.position];
  const anew = multiproof(sha256, log.nodes, places, log.entries.length).map(base64);
  return [formatDossier({ ...dossier, events }), formatDossier({ ...dossier, events, multiproof: anew, stated: { ...dossier.stated, count: events.length } })];
}

/** Every event dropped, one at a time, the last too; every private value withheld, one at a time. */
export function oneByOne(): readonly DossierTrial[] {
  const [log, subject] = [new CaseLog(), subjectOf(1)];
  for (let i = 0; i < 8; i++)
    log.add({ subjects: i % 4 === 3 ? [subjectOf(0)] : [subject], privates: { name: `周砚${i}`, 'members.0.narrative': WORDS[i % WORDS.length]! } });
  log.index();
  const at = log.entries.length - 1;
  const brought = { log: log.written.log };
  const dossier = readDossier(log.dossier(subject, { at }));
  const withheld = dossier.privateValues.map(({ commitment }) => log.dossier(subject, { at, reveals: (one) => one.commitment !== commitment }));
  return [
    ...dossier.events.flatMap((_, i) =>
      withoutEvent(dossier, i, log).map((text) => ({ name: `without event ${i}`, text, brought, expected: 'fails' as const })),
    ),
    ...withheld.map((text, i) => ({ name: `value ${i} withheld`, text, brought, expected: 'holds' as const })),
  ];
}

/** Trials as files for a program that reads files. */
export class Trials {
  constructor(
    private readonly folder: string,
    private readonly seed: number,
  ) {}

  written(trials: readonly DossierTrial[]): readonly Trial[] {
    return trials.map(({ text, brought: { checkpoint, ...keys } }, i) => {
      const path = join(this.folder, `${this.seed}-${i}.json`);
      writeFileSync(path, text);
      if (checkpoint === undefined) return { path, ...keys };
      writeFileSync(`${path}.checkpoint`, checkpoint);
      return { path, ...keys, checkpointPath: `${path}.checkpoint` };
    });
  }
}
