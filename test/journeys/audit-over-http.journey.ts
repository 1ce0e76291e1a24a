import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedClock, type Envelope } from '#ledger';
import { openLedger, type CheckpointAnswer, type Zelian } from '#zelian';
import { eventsOf, Insider, type Forgery } from '../support/insider.js';
import { officer, PEOPLE, RedressCounty, UNITS } from '../support/redress-county.js';
import { refusalOf, zelian as commandLine } from './command-line.js';
import { actorText, served, type Served } from './over-http.js';

// An auditor in another office asks a running server for every event and the newest checkpoint, computes all of it anew and signs, or convicts the ledger.

jest.setTimeout(180_000);

const AUDITORS = ['ed25519-cosignature', 'sm2-sm3-cosignature'] as const;
let folder: string;
const at = (name: string) => join(folder, name);
let county: RedressCounty;
let host: Served;
let key: string;
let seen: number;
const verifierKeys: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-audit-http-'));
  county = await (await RedressCounty.open({ directory: at('ledger'), keysFolder: at('keys') })).settle();
  host = await served(county.zelian);
});
afterAll(async () => {
  await host.close();
  await county.close();
  rmSync(folder, { recursive: true });
});

const post = async (path: string): Promise<CheckpointAnswer> => {
  const headers = { 'content-type': 'application/json', 'x-actor': actorText(officer) };
  return (await host.ask(`/api/v1/${path}`, { method: 'POST', headers, body: '{}' })).json<CheckpointAnswer>();
};
const run = (auditor: string, ...more: readonly string[]) =>
  commandLine('audit', 'run', '--dir', at(auditor), '--url', host.url, '--actor', actorText(officer), '--json', ...more);

it('two auditors with keys of their own, Ed25519 and SM2, cosign what the server hands out, and the ledger takes their signatures in while it runs', async () => {
  ({
    keys: [key],
    size: seen,
  } = (await post('seal')) as CheckpointAnswer & { keys: [string] });
  for (const suite of AUDITORS) {
    const made = await commandLine('audit', 'init', '--dir', at(suite), '--name', `audit.example.org/${suite}`, '--suite', suite, '--json');
    verifierKeys.push(made.json<{ key: string }>().key);
    const audited = await run(suite, '--key', key, '--out', at(`${suite}.note`));
    expect([audited.code, audited.json()]).toMatchObject([0, { ok: true, size: seen, cosigner: verifierKeys.at(-1) }]);
    const taken = await commandLine('audit', 'accept', '--data', at('ledger'), '--in', at(`${suite}.note`), '--key', verifierKeys.at(-1)!, '--json');
    expect(taken.json()).toMatchObject({ size: seen, cosigners: [`audit.example.org/${suite}`] });
  }
  const { text } = await host.ask(`/api/v1/checkpoint/${seen}`);
  for (const suite of AUDITORS) expect(text).toContain(`— audit.example.org/${suite} `);
  const verified = await commandLine('verify', '--data', at('ledger'), '--keys', at('keys'), '--json', ...verifierKeys.flatMap((one) => ['--witness', one]));
  expect([verified.code, verified.json<{ checkpoint: { cosignedBy: string[] } }>().checkpoint.cosignedBy.length]).toEqual([0, 2]);
});

it('it is given to case owners only, and what cannot be had is said', async () => {
  const refused = await commandLine('audit', 'run', '--dir', at(AUDITORS[0]), '--url', host.url, '--actor', PEOPLE.deputy, '--json');
  expect(refusalOf(refused)).toBe('audit.server');
  const nobody = await commandLine('audit', 'run', '--dir', at(AUDITORS[0]), '--url', 'http://127.0.0.1:9', '--actor', PEOPLE.officer, '--json');
  expect(refusalOf(nobody)).toBe('audit.server');
  const none = await commandLine('audit', 'run', '--dir', at(AUDITORS[0]), '--in', at('events'), '--json');
  expect(refusalOf(none)).toBe('usage.checkpoint');
  expect(refusalOf(await commandLine('audit', 'run', '--dir', at(AUDITORS[0]), '--json'))).toBe('usage.source');
});

describe('when the operator rewrites the ledger with all keys in hand', () => {
  let lies: Zelian | undefined;
  let origin: string;
  beforeAll(async () => {
    await county.record('RegisterVillage', { villageId: 'village-later001', name: '二村', townUnitId: UNITS.town });
    await post('seal');
    origin = `zelian/${county.zelian.describe().ledgerId}`;
    await host.close();
    await county.close();
    cpSync(at('ledger'), at('sound'), { recursive: true });
    cpSync(at('keys'), at('sound-keys'), { recursive: true });
  });
  afterEach(async () => {
    await host.close();
    await lies?.close();
  });

  async function servedForged(forgery: (events: readonly Envelope[]) => Omit<Forgery, 'keyed'>): Promise<void> {
    for (const name of ['ledger', 'keys']) rmSync(at(name), { recursive: true });
    cpSync(at('sound'), at('ledger'), { recursive: true });
    cpSync(at('sound-keys'), at('keys'), { recursive: true });
    const insider = new Insider(at('ledger'), at('keys'), origin);
    await insider.forge({ ...forgery(await eventsOf(at('ledger'))), keyed: true });
    lies = await openLedger({ directory: at('ledger'), keysFolder: at('keys'), mode: 'read', clock: new SimulatedClock('2017-07-02T01:00:00.000Z') });
    host = await served(lies);
  }
  const convicted = (proof: string, ...keys: readonly string[]) =>
    commandLine('audit', 'check-fraud', at(proof), ...keys.flatMap((one) => ['--key', one]), '--json');

  it('an event hidden from the index is found over HTTP, by either auditor, and proven to whoever has the ledger’s key', async () => {
    await servedForged((events) => {
      const hidden = events.findLastIndex(({ subjects }) => subjects.includes('village-later001'));
      return { hides: (position) => position === hidden, liesFrom: seen };
    });
    for (const suite of AUDITORS) {
      const found = await run(suite, '--fraud', at(`${suite}.fraud`), '--out', at('never'));
      expect([found.code, found.json()]).toMatchObject([1, { ok: false, code: 'index-root' }]);
      expect((await convicted(`${suite}.fraud`, key)).json()).toMatchObject({ proven: true, kind: 'hidden-event' });
    }
    expect(existsSync(at('never'))).toBe(false);
  });

  it('a history that was edited is found, and proven by two signed checkpoints that contradict each other', async () => {
    await servedForged(() => ({
      edit: (events) => events.map((event) => ({ ...event, ...(event.type === 'VillageRegistered' && { data: { ...(event.data as object), name: '三村' } }) })),
    }));
    const found = await run(AUDITORS[1], '--fraud', at('fork'));
    expect([found.code, found.json()]).toMatchObject([1, { ok: false, code: 'inconsistent' }]);
    const proven = await convicted('fork', key);
    expect([proven.code, proven.json()]).toEqual([0, { kind: 'fork', proven: true }]);
    expect((await commandLine('audit', 'check-fraud', at('fork'), '--key', key)).out).toContain('互相矛盾');
    const proof = JSON.parse(readFileSync(at('fork'), 'utf8')) as { earlier: string; rootAtEarlier: string };
    writeFileSync(at('bent'), `${JSON.stringify({ ...proof, rootAtEarlier: proof.earlier.split('\n')[2] })}\n`);
    const bent = await convicted('bent', key);
    expect([bent.code, bent.json()]).toMatchObject([1, { proven: false }]);
    writeFileSync(at('half'), readFileSync(at('fork'), 'utf8').replace('"path"', '"paths"'));
    expect(refusalOf(await convicted('half', key))).toBe('fraud.malformed');
    const people = await commandLine('audit', 'run', '--dir', at(AUDITORS[0]), '--url', host.url, '--actor', actorText(officer));
    expect(people.out).toContain('--fraud FILE');
  });
});
