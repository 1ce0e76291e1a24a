import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newCommandId, realClock, realEntropy } from '#ledger';
import { judge, parsePolicy } from '#seal';
import { openLedger, type CheckpointAnswer, type Health } from '#zelian';
import { serving, zelian, type Server } from './command-line.js';
import { headersOf, routeOf } from './over-http.js';

// A served ledger keeps its newest checkpoint before the witnesses of its policy: the city's, which is there, and the province's, which is away and comes back.

jest.setTimeout(120_000);

const SEAL_EVENTS = 2;
const root = mkdtempSync(join(tmpdir(), 'zelian-witnessed-'));
const at = (...path: readonly string[]): string => join(root, ...path);
const data = at('ledger');
const OFFICES = ['city', 'province'] as const;
type Office = (typeof OFFICES)[number];
const witnesses = new Map<Office, Server>();
const witnessing = async (office: Office, port = '0'): Promise<void> => {
  const server = await serving(['--data', at(office), '--trust', at('trust'), '--port', port], ['witness', 'serve']);
  witnesses.set(office, server);
};

let policyText: string;
let first: CheckpointAnswer;
let ledger: Server;
beforeAll(async () => {
  await (await openLedger({ directory: data, entropy: realEntropy })).close();
  first = (await zelian('seal', '--data', data, '--json')).json<CheckpointAnswer>();
  writeFileSync(at('trust'), `log ${first.keys[0]!}\nquorum none\n`);
  const lines: string[] = [];
  for (const office of OFFICES) {
    const made = await zelian('witness', 'init', '--data', at(office), '--name', `${office}.example.cn/witness`, '--json');
    await witnessing(office);
    lines.push(`witness ${office} ${made.json<{ key: string }>().key} ${witnesses.get(office)!.url}\n`);
  }
  policyText = `log ${first.keys[0]!}\n${lines.join('')}group both all city province\nquorum both\n`;
  writeFileSync(at('policy'), policyText);
  await witnesses.get('province')!.stop('SIGTERM');
  await serve();
});
afterAll(async () => {
  for (const server of [ledger, ...witnesses.values()]) await server.stop('SIGTERM');
  rmSync(root, { recursive: true });
});

async function serve(): Promise<void> {
  ledger = await serving(['--data', data, '--seal-events', String(SEAL_EVENTS), '--witness-policy', at('policy')]);
}
const health = async (): Promise<Health> => (await (await fetch(`${ledger.url}/health/ready`)).json()) as Health;
/** Asks until it is so: each question takes its time, and nothing else is waited for. */
async function until(holds: (health: Health) => boolean): Promise<Health> {
  for (;;) {
    const now = await health();
    if (holds(now)) return now;
  }
}
const codeOf = ({ witnesses: state }: Health, office: Office) => state!.witnesses.find(({ name }) => name === office)!.code;
const noteOf = async (size: number): Promise<string> => (await fetch(`${ledger.url}/api/v1/checkpoint/${size}`)).text();
const cosignersOf = async (size: number) => judge(parsePolicy(Buffer.from(policyText)), await noteOf(size)).witnesses;

let made = 0;
async function registers(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const head = { actor: { personId: 'person-clerk1' }, commandId: newCommandId(realClock.now(), realEntropy) };
    const body = JSON.stringify({ unitId: `unit-witnessed${++made}`, kind: 'town', name: `示例镇${made}` });
    const { status } = await fetch(`${ledger.url}${routeOf('RegisterUnit')}`, { method: 'POST', headers: headersOf(head), body });
    expect(status).toBe(201);
  }
}

it('submits what was sealed before it was served; the one that is away keeps the quorum from being met, and nothing from being written', async () => {
  const now = await until((one) => codeOf(one, 'city') === 'cosigned' && codeOf(one, 'province') === 'unreachable');
  expect([now.ok, now.witnesses!.quorumSize, now.witnesses!.quorumAgo]).toEqual([true, 0, null]);
  expect(await cosignersOf(first.size)).toEqual(['city']);
  await registers(6);
});

it('submits each new checkpoint by itself, and the province as soon as it is back', async () => {
  const sealed = (await until(({ seal }) => seal.size > first.size && seal.waiting < SEAL_EVENTS)).seal.size;
  await until((one) => ['cosigned', 'present'].includes(codeOf(one, 'city')!));
  await witnessing('province', new URL(witnesses.get('province')!.url).port);
  const now = await until(({ witnesses: state, seal }) => state!.quorumSize === seal.size);
  expect(now.witnesses!.quorumSize).toBeGreaterThanOrEqual(sealed);
  expect(now.witnesses!.quorumAgo).toBeLessThan(60);
  expect(now.witnesses!.witnesses.map(({ alarm }) => alarm)).toEqual([false, false]);
  expect(await cosignersOf(now.seal.size)).toEqual(['city', 'province']);
  const metrics = await (await fetch(`${ledger.url}/metrics`)).text();
  expect(metrics).toContain(`zelian_witnessed_events ${now.seal.size}`);
  expect(metrics).toMatch(/zelian_witness_quorum_age_seconds \d+\n/);
});

it('knows the quorum again after a restart, and what an earlier checkpoint was given stays with it', async () => {
  const { quorumSize } = (await health()).witnesses!;
  expect(await ledger.stop('SIGTERM')).toBe(0);
  for (const server of witnesses.values()) expect(await server.stop('SIGTERM')).toBe(0);
  await serve();
  const again = await until(({ witnesses: state }) => state!.witnesses.some(({ code }) => code !== null));
  expect([again.witnesses!.quorumSize, codeOf(again, 'city'), codeOf(again, 'province')]).toEqual([quorumSize, 'present', 'present']);
  expect([await cosignersOf(first.size), await cosignersOf(quorumSize)]).toEqual([['city'], ['city', 'province']]);
  // Nobody is there to be asked: the word of the last quorum grows older, and writing goes on.
  await registers(4);
  const later = await until((one) => one.seal.size > quorumSize && codeOf(one, 'city') === 'unreachable');
  expect([later.ok, later.witnesses!.quorumSize]).toEqual([true, quorumSize]);
});

it('refuses to be served with a policy that cannot be read', async () => {
  for (const [path, code] of [
    [at('none'), 'usage.file'],
    [at('trust.bad'), 'witness.policy'],
  ] as const) {
    writeFileSync(at('trust.bad'), 'quorum nobody\n');
    const refused = await zelian('serve', '--data', at('other'), '--port', '0', '--witness-policy', path, '--json');
    expect([refused.code, refused.json().code]).toEqual([2, code]);
  }
});
