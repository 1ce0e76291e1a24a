import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventLog } from '#ledger/sqlite';
import { auditInMemory, auditLog, acceptCosignatures, ED25519_COSIGNATURE, ed25519Signer, logKeyFrom, verifyDossierFile, type SealKeyAdopted } from '#seal';
import { failedChecks, openLedger, RebuiltRows, rowsAsk } from '#zelian';
import { verifyLedger } from '../../libs/zelian/src/verify.js';
import { keepsRecord } from '../support/campaign.js';
import { CaseLog } from '../support/case-log.js';
import { fillLedger, keysIn } from '../support/stored-ledger.js';
import { RedressCounty } from '../support/redress-county.js';
import { seededRandom } from '../support/random.js';
import { collected, filesOf, put, readable, tried, type Flip, type Ledger, type Outcome } from './tamper.cycle.js';

const RUNS = Number(process.env.ZELIAN_RUNS ?? 300);
const SEED = Number(process.env.ZELIAN_SEED ?? 2016);
/** Every byte in the campaign; in the suite, as many of them as there are runs, evenly spread. */
const EVERY_BYTE = process.env.ZELIAN_RUNS !== undefined && RUNS >= 10_000;
const KINDS = ['ledger.db', 'rows.db', 'vault.db', 'checkpoints/', 'evidence/'] as const;
jest.setTimeout(120_000 + RUNS * 1_000);

let root: string;
beforeAll(() => (root = mkdtempSync(join(tmpdir(), 'zelian-tamper-'))));
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Counts = Record<Outcome, number>;
const none = (): Counts => ({ detected: 0, refused: 0, harmless: 0, missed: 0 });
const result: { seed: number; byFile: Record<string, Counts>; everyByte: Counts & { bytes: number; fileBytes: number }; missed: Flip[] } = {
  seed: SEED,
  byFile: Object.fromEntries([...KINDS, 'dossier'].map((kind) => [kind, none()])),
  everyByte: { ...none(), bytes: 0, fileBytes: 0 },
  missed: [],
};
keepsRecord('tamper', () => result);

/** A ledger with private values, files, a changed key and cosigned checkpoints, closed, so that every byte lies in its own file. */
async function wholeLedger(): Promise<Ledger> {
  const [directory, keysFolder] = [join(root, 'ledger'), join(root, 'keys')];
  const county = await (await RedressCounty.open({ directory, keysFolder })).settle();
  const { zelian } = county;
  await zelian.putEvidence(Buffer.from('%PDF-1.4 invented'));
  await zelian.sealer.seal();
  const { note } = await zelian.sealer.rotate('ed25519');
  const signer = ed25519Signer('example.org/auditor', new Uint8Array(32).fill(5), ED25519_COSIGNATURE);
  const keys = [];
  for await (const { type, bytes } of zelian.log.read('seal-main'))
    if (type === 'SealKeyAdopted') keys.push(logKeyFrom((JSON.parse(bytes.toString()) as SealKeyAdopted).data.verifierKey));
  async function* lines() {
    for await (const { bytes } of zelian.log.readAll(0)) yield bytes;
  }
  const audited = await auditLog({ lines, note, signer, memory: auditInMemory(), keys, now: () => 1_800_000_000 });
  if (!audited.ok) throw new Error(audited.text.en);
  await acceptCosignatures(zelian.parts.engines.seal.checkpoints, audited.note, [signer.key]);
  await zelian.close();
  return { directory, keysFolder, keys, cosigners: [signer.key] };
}

it(`${RUNS} random bytes of ledger, rows, vault, checkpoints and evidence: each is found, or changes nothing that anybody can read`, async () => {
  const ledger = await wholeLedger();
  const zelian = await openLedger({ ...ledger, mode: 'inspect' });
  const verdict = await zelian.verify({ trust: { cosigners: ledger.cosigners } });
  expect(failedChecks(verdict)).toEqual([]);
  const [seen, rebuilt] = [await readable(zelian, ledger), await RebuiltRows.of(rowsAsk(zelian.parts))];
  const files = filesOf(ledger.directory);
  const next = seededRandom(SEED);
  const random = (below: number): number => Math.floor(next() * below);
  for (let run = 0; run < RUNS; run++) {
    const kind = KINDS[run % KINDS.length]!;
    const among = files.filter((path) => path.startsWith(kind));
    const file = among[random(among.length)]!;
    const flip: Flip = { file, offset: random(statSync(join(ledger.directory, file)).size), change: 1 + random(255) };
    const outcome = await tried(ledger, flip, { seen, rebuilt });
    result.byFile[kind]![outcome]++;
    if (outcome === 'missed') result.missed.push(flip);
  }
  await rebuilt.close();
  await zelian.close();
  expect(result.missed).toEqual([]);
  const found = KINDS.map((kind) => result.byFile[kind]!).map(({ detected, refused }) => detected + refused);
  if (RUNS >= 300) expect(Math.min(...found)).toBeGreaterThan(0);
});

it(`${RUNS} random bytes of a dossier file: its verifier finds each`, () => {
  const log = new CaseLog().add({ subjects: ['person-000000000000003'], privates: { name: '周砚' } }).add({ subjects: ['unit-0000000000000001'] });
  const sound = Buffer.from(log.index().dossier('person-000000000000003', { audited: true, witnessed: true }), 'utf8');
  expect(verifyDossierFile(sound, log.written).ok).toBe(true);
  const next = seededRandom(SEED);
  for (let run = 0; run < RUNS; run++) {
    const bytes = Buffer.from(sound);
    const offset = Math.floor(next() * bytes.length);
    bytes[offset]! ^= 1 + Math.floor(next() * 255);
    const outcome: Outcome = verifyDossierFile(bytes, log.written).ok ? 'missed' : 'detected';
    result.byFile['dossier']![outcome]++;
    if (outcome === 'missed') result.missed.push({ file: 'dossier', offset, change: bytes[offset]! ^ sound[offset]! });
  }
  expect(result.byFile['dossier']).toMatchObject({ detected: RUNS, missed: 0 });
});

it('every byte of a ledger of 20 events: found, or nothing that its events say changes', async () => {
  const [sound, changed] = [join(root, 'twenty'), join(root, 'changed')];
  const keys = keysIn(join(root, 'twenty-keys'));
  const filling = openSqliteEventLog(sound);
  const events = await fillLedger(filling, keys, 10);
  await filling.close();
  expect(events).toBe(20);
  mkdirSync(changed);
  const verdictOn = async (directory: string) => {
    const log = openSqliteEventLog(directory, { readOnly: true });
    try {
      const { ok, logHash } = await verifyLedger({ log, keys, rawChecks: log });
      return { ok, logHash };
    } finally {
      await log.close();
    }
  };
  const { logHash } = await verdictOn(sound);
  const [original, path] = [readFileSync(join(sound, 'ledger.db')), join(changed, 'ledger.db')];
  copyFileSync(join(sound, 'ledger.db'), path);
  const step = EVERY_BYTE ? 1 : Math.max(1, Math.floor(original.length / RUNS));
  for (let offset = 0; offset < original.length; offset += step) {
    put(path, original[offset]! ^ (1 + ((offset * 37) % 255)), offset);
    const found = await verdictOn(changed).catch((error: { code?: string }) =>
      error.code?.startsWith('ledger.') ? 'refused' : Promise.reject(error as Error),
    );
    const outcome: Outcome = found === 'refused' ? 'refused' : !found.ok ? 'detected' : found.logHash === logHash ? 'harmless' : 'missed';
    result.everyByte[outcome]++;
    result.everyByte.bytes++;
    put(path, original[offset]!, offset);
    await collected();
  }
  result.everyByte.fileBytes = original.length;
  expect(result.everyByte.missed).toBe(0);
  expect(result.everyByte.detected).toBeGreaterThan(0);
});
