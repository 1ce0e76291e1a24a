import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDossier, verifyDossierFile } from '#seal';
import { formatVerifierKey } from '#transparency';
import { Corpus } from './corpus.js';
import { projectRoot } from './machine.js';
import { costOf, median } from './measure.js';
import { appendBatch, openStore, prepared } from './store.js';
import type { Measurement } from './tasks.js';

/** A case file as large as they get: this many events about one subject, among twice as many others. */
const EVENTS = 500;
const OTHERS = 2;
const SUBJECT = 'person-bench000001';
const ROUNDS = 3;
const PYTHON = process.env['PYTHON'] ?? 'python3';

/** The dossier as a file, sealed and proved by the product, and the key that its reader brings. */
async function dossierIn(directory: string, seed: string): Promise<Readonly<{ path: string; key: string }>> {
  const zelian = await openStore(directory, seed);
  try {
    const corpus = new Corpus(seed);
    const envelopes = Array.from({ length: EVENTS * (1 + OTHERS) }, (_, n) => corpus.envelope(n));
    const about = envelopes.map((one, n) => (n % (1 + OTHERS) === 0 ? { ...one, subjects: [...one.subjects, SUBJECT].sort() } : one));
    await appendBatch(
      zelian,
      about.map((one) => prepared(one, zelian.parts.keys!)),
    );
    await zelian.sealer.seal();
    const sealed = await zelian.parts.dossiers!.dossierParts(SUBJECT);
    const text = makeDossier({ ...sealed, openings: [], clauseTexts: new Map(), labels: {}, exported: { at: zelian.parts.clock.now(), by: 'bench' } });
    const path = join(directory, 'dossier.json');
    writeFileSync(path, text);
    return { path, key: formatVerifierKey(sealed.keys.log[0]!) };
  } finally {
    await zelian.close();
  }
}

/** Milliseconds of the second verifier, Python's own start among them; nothing where there is none. */
async function secondMillis(path: string, key: string): Promise<number | undefined> {
  const script = join(projectRoot(), 'scripts', 'verify_dossier.py');
  let ended: Readonly<{ status: number | null; error?: Error }> | undefined;
  const { nanos } = await costOf(() => (ended = spawnSync(PYTHON, [script, path, '--key', key], { encoding: 'utf8' })));
  if (ended!.error) return undefined;
  if (ended!.status !== 0) throw new Error(`the second verifier ended with exit code ${ended!.status}`);
  return nanos / 1e6;
}

/** How long whoever is handed a large case file waits for either verifier. */
export const measureDossier: Measurement = async ({ directory, seed }, tell) => {
  mkdirSync(directory, { recursive: true });
  const { path, key } = await dossierIn(directory, seed);
  const [first, second]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    const { nanos } = await costOf(() => {
      const { ok, count } = verifyDossierFile(readFileSync(path), { log: [key] });
      if (!ok || count !== EVENTS) throw new Error(`the dossier does not verify, or holds ${count} events`);
    });
    first.push(nanos / 1e6);
    const millis = await secondMillis(path, key);
    if (millis !== undefined) second.push(millis);
    tell(round + 1, ROUNDS);
  }
  return { dossierEvents: EVENTS, dossierMillis: median(first), ...(second.length > 0 && { secondMillis: median(second) }) };
};
