import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ED25519, sha256, SM2_SM3 } from '#seal';
import {
  fromBase64,
  leafHash,
  parseCheckpoint,
  parseNote,
  parseTlogProof,
  parseVerifierKey,
  rootAt,
  tileNodes,
  tilePath,
  tilesOf,
  verifyConsistency,
  verifyInclusion,
  verifyNote,
  type Checkpoint,
} from '#transparency';
import { openLedger, type CheckpointAnswer, type ConsistencyAnswer, type Health } from '#zelian';
import { realEntropy } from '#ledger';
import { officer, PEOPLE, RedressCounty } from '../support/redress-county.js';
import { refusalOf, zelian as commandLine } from './command-line.js';
import { actorText, served, type Served } from './over-http.js';

jest.setTimeout(120_000);

let folder: string;
let data: string;
let county: RedressCounty;
let host: Served;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-seal-journey-'));
  data = join(folder, 'ledger');
  county = await (await RedressCounty.open({ directory: data })).settle();
  host = await served(county.zelian);
});
afterAll(async () => {
  await host.close();
  await county.close();
  rmSync(folder, { recursive: true });
});

const get = (path: string) => host.ask(`/api/v1/${path}`);
const codeOf = async (path: string) => {
  const { status, json } = await get(path);
  return [status, json().code];
};
const seal = (body: object = {}, actor = officer) =>
  host.ask('/api/v1/seal', { method: 'POST', headers: { 'content-type': 'application/json', 'x-actor': actorText(actor) }, body: JSON.stringify(body) });

/** Nothing of the server's is believed from here on but the keys that were told, and the bytes of events that one has. */
const keysOf = ({ keys }: CheckpointAnswer) => keys.map((text) => parseVerifierKey(sha256, [ED25519, SM2_SM3], text));
function checked(note: string, answer: CheckpointAnswer): Checkpoint {
  const parsed = parseNote(note);
  expect(verifyNote(parsed, keysOf(answer)).length).toBeGreaterThan(0);
  return parseCheckpoint(parsed.text);
}
const equal = (left: Uint8Array, right: Uint8Array) => expect(Buffer.from(left)).toEqual(Buffer.from(right));
const stored = async () => {
  const events = [];
  for await (const event of county.zelian.log.readAll(0)) events.push(event);
  return events;
};

let first: CheckpointAnswer;
let later: CheckpointAnswer;

it('nothing is proved before it is sealed', async () => {
  expect(await codeOf('checkpoint')).toEqual([404, 'seal.none']);
  expect(await codeOf('proof/consistency?from=1')).toEqual([404, 'seal.none']);
  expect(refusalOf(await commandLine('checkpoint', '--data', data, '--json'))).toBe('seal.none');
});

it('a checkpoint is signed over HTTP, and both doors give the same note', async () => {
  const answer = await seal();
  expect(answer.status).toBe(201);
  first = answer.json<CheckpointAnswer>();
  const { text: note, headers } = await get('checkpoint');
  expect([note, headers['content-type']]).toEqual([first.note, 'text/plain; charset=utf-8']);
  expect(checked(note, first)).toMatchObject({ origin: `zelian/${county.zelian.describe().ledgerId}`, size: first.size });
  expect((await commandLine('checkpoint', '--data', data)).out).toBe(note);
  expect((await commandLine('checkpoint', '--data', data, '--size', String(first.size), '--json')).json()).toEqual(first);
  expect((await seal()).json()).toEqual(first);
});

it('keys change only at the hand of case owners; the old key vouches for the new one', async () => {
  expect((await seal({ rotate: 'sm2-sm3' }, { personId: PEOPLE.deputy })).json().code).toBe('access.case-owner-only');
  expect((await seal({ rotate: 'rot13' })).json().code).toBe('body.invalid');
  later = (await seal({ rotate: 'sm2-sm3' })).json<CheckpointAnswer>();
  const { signatures } = parseNote((await get('checkpoint')).text);
  expect(signatures.map(({ id }) => id)).toEqual(keysOf(later).map(({ id }) => id));
  expect([later.keys.length, later.keys[0], later.size]).toEqual([2, first.keys[0], first.size + 2]);
});

it('whoever kept the first note proves that the second continues it', async () => {
  const [from, to] = [checked(first.note, first), checked(later.note, later)];
  const { path } = (await get(`proof/consistency?from=${from.size}&to=${to.size}`)).json<ConsistencyAnswer>();
  const proof = { from: from.size, to: to.size, fromRoot: from.root, toRoot: to.root, path: path.map(fromBase64) };
  expect(verifyConsistency(sha256, proof)).toBe(true);
  expect(verifyConsistency(sha256, { ...proof, fromRoot: to.root })).toBe(false);
  expect((await get(`proof/consistency?from=${from.size}`)).json()).toMatchObject({ to: to.size, path });
  expect(await codeOf(`proof/consistency?from=${to.size + 1}`)).toEqual([422, 'proof.no-such-size']);
  expect((await get(`checkpoint/${first.size}`)).text).toBe(first.note);
  expect(await codeOf('checkpoint/1')).toEqual([404, 'checkpoint.unknown']);
});

it('a receipt shows offline that an event is in the log, and which', async () => {
  const events = await stored();
  const { root, size } = checked(later.note, later);
  for (const { id, position, bytes } of [events[0]!, events[17]!, events[size - 1]!]) {
    const { text } = await get(`proof/inclusion/${id}`);
    const { index, path, checkpoint } = parseTlogProof(text);
    expect(verifyNote(checkpoint, keysOf(later)).length).toBeGreaterThan(0);
    expect([index, parseCheckpoint(checkpoint.text).size]).toEqual([position, size]);
    expect(verifyInclusion(sha256, { index, size, path, leaf: leafHash(sha256, bytes) }, root)).toBe(true);
    expect(verifyInclusion(sha256, { index, size, path, leaf: leafHash(sha256, Buffer.concat([bytes, Buffer.from(' ')])) }, root)).toBe(false);
  }
  expect(await codeOf('proof/inclusion/nobody')).toEqual([404, 'event.unknown']);
});

it('from the tiles alone anybody computes the root that was signed', async () => {
  const { size, root } = checked(later.note, later);
  const tiles = new Map<string, Uint8Array>();
  for (const tile of tilesOf(size)) {
    const response = await fetch(`${host.url}/api/v1/${tilePath(tile)}`);
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(bytes.length).toBe(tile.width * 32);
    tiles.set(tilePath(tile), bytes);
  }
  equal(
    rootAt(
      sha256,
      tileNodes(sha256, (tile) => tiles.get(tilePath(tile))!, size),
      size,
    ),
    root,
  );
  const events = await stored();
  const leaves = tiles.get(tilePath(tilesOf(size)[0]!))!;
  equal(leaves.subarray(17 * 32, 18 * 32), leafHash(sha256, events[17]!.bytes));
  for (const path of ['tile/0/999', 'tile/0/0', 'tile/9/x000/000', 'tile/entries/000', 'tile/0/000.p/0'])
    expect(await codeOf(path)).toEqual([404, 'tile.unknown']);
});

it('what came after the newest checkpoint is not proved yet, and health says how much that is', async () => {
  const unit = { unitId: 'unit-cameafter1', kind: 'department', name: '虚构局' };
  const { events } = await county.zelian.record({ type: 'RegisterUnit', data: unit }, { actor: officer, commandId: county.nextCommandId() });
  expect(await codeOf(`proof/inclusion/${events[0]!.id}`)).toEqual([422, 'proof.not-sealed']);
  const health = (await host.ask('/health/ready')).json<Health>();
  expect(health.seal).toEqual({ size: later.size, waiting: (await stored()).length - later.size });
  expect(health.seal.waiting).toBeGreaterThan(0);
});

it('the command line seals where no server runs', async () => {
  await host.close();
  await county.close();
  const at = ['--data', data, '--simulated-at', '2017-07-01T01:00:00.000Z', '--json'];
  const sealed = (await commandLine('seal', '--rotate', 'ed25519', ...at)).json<CheckpointAnswer>();
  expect([sealed.keys.length, checked(sealed.note, sealed).size]).toEqual([3, sealed.size]);
  expect((await commandLine('seal', ...at)).json()).toEqual(sealed);
  expect((await commandLine('verify', '--data', data, '--json')).json()).toMatchObject({ ok: true, events: sealed.size, logHash: sealed.root });
});

/** What a server of that directory answers: status and code. */
async function overHttp(directory: string, path: string, body?: object): Promise<readonly [number, string]> {
  const zelian = await openLedger({ directory });
  const server = await served(zelian);
  const answer = await server.ask(`/api/v1/${path}`, {
    headers: { 'x-actor': actorText(officer), 'content-type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  await server.close();
  await zelian.close();
  return [answer.status, answer.json<{ code: string }>().code];
}

it('on the command line a copy is not sealed before somebody hands in what was signed last; that is on record', async () => {
  const [own, copy, note, unit] = ['own', 'copy', 'last.note', 'unit.json'].map((name) => join(folder, name)) as [string, string, string, string];
  expect(refusalOf(await commandLine('seal', '--data', own, '--json'))).toBe('ledger.absent');
  await (await openLedger({ directory: own, entropy: realEntropy })).close();
  const first = (await commandLine('seal', '--data', own, '--json')).json<CheckpointAnswer>();
  for (const suffix of ['', '.keys']) cpSync(`${own}${suffix}`, `${copy}${suffix}`, { recursive: true });
  writeFileSync(note, first.note);
  writeFileSync(unit, JSON.stringify({ unitId: 'unit-copied0001', kind: 'organ', name: '虚构办' }));
  const by = ['--data', copy, '--actor', actorText(officer), '--json'];
  expect((await commandLine('record', 'RegisterUnit', '--json-file', unit, ...by)).code).toBe(0);
  const after = (...what: readonly string[]) => commandLine('seal', ...what, ...by);
  expect(refusalOf(await after())).toBe('seal.memory-lost');
  expect(await overHttp(copy, 'seal', {})).toEqual([503, 'seal.memory-lost']);
  expect(refusalOf(await after('--after', unit))).toBe('checkpoint.malformed');
  expect(refusalOf(await commandLine('seal', '--after', note, '--data', copy, '--json'))).toBe('actor.invalid');
  const sealed = (await after('--after', note)).json<CheckpointAnswer>();
  expect([sealed.size > first.size, sealed.keys]).toEqual([true, first.keys]);
  expect((await commandLine('verify', ...by)).code).toBe(0);
});

it('on the command line an export that lacks an event in the middle is not imported: the log’s own index says that it is missing', async () => {
  const [own, unit, file] = ['indexed', 'unit.json', 'events.jsonl'].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(unit, JSON.stringify({ unitId: 'unit-indexed001', kind: 'organ', name: '虚构办' }));
  const by = ['--data', own, '--actor', actorText(officer), '--json'];
  expect((await commandLine('record', 'RegisterUnit', '--json-file', unit, ...by)).code).toBe(0);
  expect((await commandLine('seal', ...by)).code).toBe(0);
  expect((await commandLine('export', 'events', '--out', file, ...by)).code).toBe(0);
  const lines = readFileSync(file, 'utf8').split('\n');
  const imported = async (name: string, left: readonly string[]) => {
    writeFileSync(join(folder, `${name}.jsonl`), left.join('\n'));
    return commandLine('import', 'events', '--in', join(folder, `${name}.jsonl`), '--data', join(folder, name), '--actor', actorText(officer), '--json');
  };
  const refused = await imported(
    'lacking',
    lines.filter((line) => !line.includes('unit-indexed001')),
  );
  expect([refusalOf(refused, 1), refused.json().messages.en]).toEqual(['import.refused', expect.stringContaining('import.index')]);
  expect((await imported('whole', lines)).code).toBe(0);
});

it('on the command line the newest checkpoint is the last one signed, and a note under another size is none', async () => {
  const [own, unit] = ['noted', 'unit.json'].map((name) => join(folder, name)) as [string, string];
  writeFileSync(unit, JSON.stringify({ unitId: 'unit-noted00001', kind: 'organ', name: '虚构办' }));
  const by = ['--data', own, '--actor', actorText(officer), '--json'];
  await (await openLedger({ directory: own, entropy: realEntropy })).close();
  const first = (await commandLine('seal', ...by)).json<CheckpointAnswer>();
  expect((await commandLine('record', 'RegisterUnit', '--json-file', unit, ...by)).code).toBe(0);
  const second = (await commandLine('seal', ...by)).json<CheckpointAnswer>();
  const notes = join(own, 'checkpoints', 'checkpoint');
  rmSync(join(notes, String(second.size)));
  expect((await commandLine('checkpoint', '--data', own, '--json')).json()).toEqual(second);
  cpSync(join(notes, String(first.size)), join(notes, '500'));
  expect(refusalOf(await commandLine('checkpoint', '--data', own, '--json'), 1)).toBe('checkpoint.damaged');
  expect(await overHttp(own, 'checkpoint')).toEqual([503, 'checkpoint.damaged']);
  writeFileSync(join(notes, '500'), 'garbage');
  expect(refusalOf(await commandLine('checkpoint', '--data', own, '--json'), 1)).toBe('checkpoint.damaged');
  rmSync(join(notes, '500'));
  mkdirSync(join(notes, '500'));
  const told = await commandLine('checkpoint', '--data', own, '--json');
  expect([refusalOf(told, 1), told.err]).toEqual(['system.refused', '']);
});
