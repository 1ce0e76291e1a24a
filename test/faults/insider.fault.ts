import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newCommandId, seededEntropy, SimulatedClock } from '#ledger';
import {
  auditInMemory,
  auditLog,
  checkFork,
  checkFraud,
  ED25519_COSIGNATURE,
  ed25519Signer,
  formatFork,
  formatFraud,
  logKeyFrom,
  readStoredEvent,
  sha256,
  type AuditMemory,
  type AuditReport,
  type SealKeyAdopted,
} from '#seal';
import { CheckpointFiles } from '#seal/files';
import { verifyIndexedDossier, type VerifierKey } from '#transparency';
import { failedChecks, openLedger, verifyDirectory, type Verdict, type Zelian } from '#zelian';
import { eventsOf, Insider, type Forged } from '../support/insider.js';
import { ACTS, TOWN, type Act, type Place } from './insider.acts.js';
import { keepTable, tableOf, type Caught } from './insider.table.js';

jest.setTimeout(120_000);

const entropy = seededEntropy('insider');
const auditor = ed25519Signer('example.org/auditor', new Uint8Array(32).fill(9), ED25519_COSIGNATURE);
let root: string;
let place: Place;
let origin: string;
let logKey: VerifierKey;
/** What somebody outside kept, and what the auditor remembers of the same checkpoint. */
let outside: string;
let memoryOf: () => AuditMemory;
let hour = 0;
const table: Caught[] = [];
const at = (...names: string[]) => join(root, ...names);

const opened = () =>
  openLedger({ directory: at('ledger'), keysFolder: at('keys'), entropy, clock: new SimulatedClock(new Date(Date.UTC(2016, 0, 4, 1 + hour++)).toISOString()) });
const recorded = async (zelian: Zelian, type: string, data: object): Promise<void> => {
  await zelian.moveTo(new Date(Date.UTC(2016, 0, 4, 1 + hour++)).toISOString());
  await zelian.record({ type, data }, { actor: { personId: 'person-clerk1' }, commandId: newCommandId(zelian.parts.clock.now(), entropy, `c${hour}`) });
};
const unit = (unitId: string, n: number) => ({ unitId, kind: 'town', name: `示例镇${n}` });

async function workOn(unitId: string, sealed: (zelian: Zelian) => Promise<unknown> = (zelian) => zelian.sealer.seal()): Promise<void> {
  const zelian = await opened();
  await recorded(zelian, 'RegisterUnit', unit(unitId, 8));
  await sealed(zelian);
  await zelian.close();
}
/** The copy of what the key signed knows that it is one: an insider says that nothing else was signed. */
const lie = (zelian: Zelian) => zelian.sealer.resume({ by: { personId: 'person-clerk1' } });

const copyTo = (directory: string, keys: string): void => {
  cpSync(at('ledger'), at(directory), { recursive: true });
  cpSync(at('keys'), at(keys), { recursive: true });
};
const audited = (memory: AuditMemory, note: string): Promise<AuditReport> =>
  auditLog({ lines: linesIn, note, signer: auditor, memory, keys: [logKey], now: () => 1_800_000_000 });
async function* linesIn(): AsyncIterable<Uint8Array> {
  const zelian = await openLedger({ directory: at('ledger'), keysFolder: at('keys'), mode: 'inspect' });
  for await (const { bytes } of zelian.log.readAll(0)) yield bytes;
  await zelian.close();
}
const latest = async () => (await new CheckpointFiles(at('ledger')).latest())!;

/** Three checkpoints: of the first there is an older copy, the second is known outside, the third nobody has seen. */
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'zelian-insider-'));
  const zelian = await opened();
  origin = `zelian/${zelian.describe().ledgerId}`;
  for (let n = 1; n <= 4; n++) await recorded(zelian, 'RegisterUnit', unit(`unit-sealed${n}`, n));
  await zelian.sealer.seal();
  await zelian.close();
  copyTo('older', 'older-keys');
  const later = await opened();
  await recorded(later, 'RegisterVillage', { villageId: 'village-sealed1', name: '示例村', townUnitId: TOWN });
  outside = (await later.sealer.seal()).note;
  await later.close();
  const events = await eventsOf(at('ledger'));
  logKey = logKeyFrom((events.find(({ type }) => type === 'SealKeyAdopted') as unknown as SealKeyAdopted).data.verifierKey);
  const known = auditInMemory();
  expect((await audited(known, outside)).ok).toBe(true);
  memoryOf = () => {
    const memory = auditInMemory();
    memory.write(known.read(origin)!);
    return memory;
  };
  await workOn('unit-sealed7');
  const hidden = events.findLastIndex(({ subjects }) => subjects.includes(TOWN));
  const insider = new Insider(at('ledger'), at('keys'), origin);
  place = {
    directory: at('ledger'),
    keysFolder: at('keys'),
    olderDirectory: at('older'),
    olderKeys: at('older-keys'),
    insider,
    seen: events.length,
    hidden,
    workOn: (unitId) => workOn(unitId, lie),
  };
  copyTo('sound', 'sound-keys');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const restored = (): void => {
  for (const name of ['ledger', 'keys']) {
    rmSync(at(name), { recursive: true, force: true });
    cpSync(at(name === 'ledger' ? 'sound' : 'sound-keys'), at(name), { recursive: true });
  }
};
const verified = (...notes: string[]): Promise<Verdict> =>
  verifyDirectory(
    { directory: at('ledger'), keysFolder: at('keys') },
    { outside: notes.map((text) => ({ name: 'kept outside', text })), trust: notes.length > 0 ? { log: [logKey] } : {} },
  );
const failed = failedChecks;
const only = (all: readonly string[], before: readonly string[]): readonly string[] => all.filter((name) => !before.includes(name));

/** The act, with keys and then without them, before every check there is. */
async function tried(act: Act): Promise<Readonly<{ caught: Caught; forged?: Forged; report: AuditReport }>> {
  restored();
  await act.commit(place, false);
  const without = failed(await verified());
  restored();
  const forged = await act.commit(place, true);
  const here = failed(await verified());
  const report = await audited(memoryOf(), await latest());
  const withOutside = failed(await verified(outside));
  const caught: Caught = {
    ...{ act: act.name, zh: act.zh, verify: here, outside: only(withOutside, here), withoutKeys: without },
    audit: report.ok ? null : report.code,
    proof: report.ok ? null : report.fraud ? 'hidden event' : report.fork ? 'two histories' : null,
  };
  table.push(caught);
  return { caught, forged, report };
}

it('finds nothing in the ledger as it was', async () => {
  expect(failed(await verified(outside))).toEqual([]);
  expect((await audited(memoryOf(), await latest())).ok).toBe(true);
});

describe('an insider with the signing key and the key of MACs', () => {
  const EXPECTED: Readonly<Record<string, Partial<Caught>>> = {
    edit: { verify: [], outside: ['checkpoints'], audit: 'inconsistent', proof: 'two histories' },
    'back-date': { verify: [], outside: ['checkpoints'], audit: 'inconsistent', proof: 'two histories' },
    swap: { verify: [], outside: ['checkpoints'], audit: 'inconsistent', proof: 'two histories' },
    'delete-last': { verify: [], outside: ['checkpoints'], audit: 'rolled-back', proof: null },
    insert: { verify: [], outside: ['checkpoints'], audit: 'inconsistent', proof: 'two histories' },
    'roll-back': { verify: [], outside: ['checkpoints'], audit: 'rolled-back', proof: null },
    'roll-back-and-fork': { verify: [], outside: ['checkpoints'], audit: 'inconsistent', proof: 'two histories' },
    'edit-index-only': { verify: ['integrity', 'indexes'], outside: [], audit: null },
    'replace-rows': { verify: ['storedRows'], outside: [], audit: null },
    'leave-out-of-map': { verify: ['subjectIndex'], outside: [], audit: 'index-root', proof: 'hidden event' },
    'lie-by-absence': { verify: ['subjectIndex'], outside: [], audit: 'index-root', proof: 'hidden event' },
  };

  it.each(ACTS.map((act) => [act.name, act] as const))('%s: is caught by what the table says, and nobody without the keys gets further', async (name, act) => {
    const { caught } = await tried(act);
    expect(caught).toMatchObject(EXPECTED[name]!);
    expect(caught.withoutKeys).not.toEqual([]);
  });

  it.each(ACTS.filter(({ name }) => ['leave-out-of-map', 'lie-by-absence'].includes(name)).map((act) => [act.name, act] as const))(
    '%s: passes L0, fails the auditor, and is proven to a third party',
    async (_, act) => {
      restored();
      const forged = (await act.commit(place, true))!;
      const dossier = await forged.dossier(TOWN);
      expect(verifyIndexedDossier({ hash: sha256, read: readStoredEvent }, dossier, { origin, log: [logKey] })).toMatchObject({ ok: true, assurance: 'L0' });
      const report = await audited(memoryOf(), await latest());
      if (report.ok || !report.fraud) throw new Error('the auditor found nothing');
      const file = formatFraud(report.fraud);
      expect(checkFraud(file, [logKey])).toMatchObject({ proven: true, subject: TOWN });
      const other = ed25519Signer(origin, new Uint8Array(32).fill(3)).key;
      expect(checkFraud(file, [other]).proven).toBe(false);
    },
  );

  it.each(ACTS.filter(({ name }) => EXPECTED[name]!.audit === 'inconsistent').map((act) => [act.name, act] as const))(
    '%s: is proven to a third party, too: the log signed two histories',
    async (_, act) => {
      restored();
      await act.commit(place, true);
      const report = await audited(memoryOf(), await latest());
      if (report.ok || !report.fork) throw new Error('the auditor has no proof');
      expect(checkFork(formatFork(report.fork), [logKey])).toEqual({ proven: true });
      expect(checkFork(formatFork({ ...report.fork, later: report.fork.earlier, path: [] }), [logKey]).proven).toBe(false);
    },
  );

  it('is told of in the documents as it was found', () => {
    expect(keepTable(tableOf(table))).toBe(true);
  });
});
