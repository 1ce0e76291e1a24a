import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Accepted, CarriedAnswer, Collected } from '#seal';
import { CheckpointFolder, framesOf, judge, parsePolicy } from '#seal';
import { formatNote, formatVerifierKey, parseNote } from '#transparency';
import { GrowingLog } from '../support/growing-log.js';
import { asking } from '../support/witness.js';
import { refusalOf, serving, zelian, type Server } from './command-line.js';

// Two ledgers witness each other: the county's checkpoints are cosigned by the city's witness, the city's by the county's. Then one of them lies.

jest.setTimeout(120_000);

const root = mkdtempSync(join(tmpdir(), 'zelian-witness-journey-'));
const at = (...path: readonly string[]): string => join(root, ...path);

const [COUNTY, CITY] = ['lingchuan.example.cn/ledger', 'qingshui.example.cn/ledger'];
type Office = Readonly<{ name: string; log: GrowingLog; data: string; witness: string }>;
const office = (name: string, origin: string, secret: number): Office => ({
  name,
  log: new GrowingLog({ origin, secret }).grow(5),
  data: at(name, 'ledger'),
  witness: at(name, 'witness'),
});
const county = office('county', COUNTY, 1);
const city = office('city', CITY, 2);

/** What the seal leaves in a data directory. */
function sealed({ data }: Office, log: GrowingLog): void {
  rmSync(join(data, 'checkpoints', 'tile'), { recursive: true, force: true });
  for (const [path, bytes] of log.files()) {
    mkdirSync(dirname(join(data, 'checkpoints', path)), { recursive: true });
    writeFileSync(join(data, 'checkpoints', path), bytes);
  }
}

const keys = new Map<string, string>();
const servers: Server[] = [];
const policyFile = at('policy');
const addressOf = new Map<string, string>();

function writePolicy(withAddresses: boolean): void {
  const witnesses = [county, city].map(({ name }) => `witness ${name} ${keys.get(name)!}${withAddresses ? ` ${addressOf.get(name)!}` : ''}\n`);
  const logs = [county, city].map(({ log }) => `log ${formatVerifierKey(log.key)}\n`);
  writeFileSync(policyFile, `# 县、市互相见证\n${logs.join('')}${witnesses.join('')}group either any county city\nquorum either\n`);
}

const submit = async ({ data }: Office) => zelian('witness', 'submit', '--data', data, '--policy', policyFile, '--json');
/** One's own witness proves nothing, so each is asked of the other only. */
async function submitted(one: Office): Promise<Readonly<{ code: number; collected: Collected }>> {
  const ended = await submit(one);
  return { code: ended.code, collected: ended.json<Collected>() };
}
const codes = ({ outcomes }: Collected) => Object.fromEntries(outcomes.map(({ witness, code }) => [witness, code]));

beforeAll(async () => {
  for (const one of [county, city]) {
    sealed(one, one.log);
    const made = await zelian('witness', 'init', '--data', one.witness, '--name', `${one.name}.example.cn/witness`, '--json');
    keys.set(one.name, made.json<{ key: string }>().key);
  }
  writePolicy(false);
  for (const one of [county, city]) {
    // Each watches the other's log; that it does not watch its own shows when its own is submitted to it: 404.
    const other = one === county ? city : county;
    writeFileSync(at(one.name, 'trust'), `log ${formatVerifierKey(other.log.key)}\nquorum none\n`);
    const server = await serving(['--data', one.witness, '--trust', at(one.name, 'trust')], ['witness', 'serve']);
    servers.push(server);
    addressOf.set(one.name, server.url);
  }
  writePolicy(true);
});
afterAll(async () => {
  for (const server of servers) expect(await server.stop('SIGTERM')).toBe(0);
  rmSync(root, { recursive: true });
});

describe('two ledgers that witness each other', () => {
  it('a key is made once, for its owner only, and shown as policy files want it', async () => {
    expect(statSync(join(`${county.witness}.keys`, 'witness-ed25519-cosignature.key')).mode & 0o777).toBe(0o600);
    const shown = await zelian('witness', 'keys', '--data', county.witness);
    expect(shown.out).toBe(`${keys.get('county')!}\n`);
    expect(refusalOf(await zelian('witness', 'init', '--data', county.witness, '--name', 'x', '--json'))).toBe('witness.key-exists');
  });

  it('each gets the other’s cosignature, and whoever has the policy believes the checkpoint', async () => {
    for (const [one, other] of [
      [county, city],
      [city, county],
    ] as const) {
      const { code, collected } = await submitted(one);
      expect([code, codes(collected)]).toEqual([0, { [one.name]: 'refused', [other.name]: 'cosigned' }]);
      const { note } = new CheckpointFolder(join(one.data, 'checkpoints')).latest()!;
      expect(judge(parsePolicy(readFileSync(policyFile)), formatNote(note))).toMatchObject({ quorum: true, witnesses: [other.name], checkpoint: { size: 5 } });
    }
  });

  it('they go on, and the witness’s page for monitors shows the newest', async () => {
    sealed(county, county.log.grow(400));
    expect(codes((await submitted(county)).collected)).toMatchObject({ city: 'cosigned' });
    const hash = createHash('sha256').update(COUNTY).digest('hex');
    const shown = await fetch(`${addressOf.get('city')!}/${hash}/checkpoint`);
    expect([shown.status, parseNote(await shown.text()).text]).toEqual([200, county.log.text()]);
    const status = await zelian('witness', 'status', '--data', city.witness, '--json');
    expect(status.json<{ cosigned: { origin: string; size: number }[] }>().cosigned).toMatchObject([{ origin: COUNTY, size: 405 }]);
  });

  it('a split view is refused with 422 and kept as proof; the lying ledger hears an alarm, and no quorum believes it', async () => {
    const fork = county.log.forked(100);
    const lying = { ...county, data: at('lying', 'ledger') };
    sealed(lying, fork.grow(5));
    const { code, collected } = await submitted(lying);
    expect([code, collected.alarm, collected.quorum, codes(collected)]).toEqual([1, true, false, { county: 'refused', city: 'inconsistent' }]);
    const same = await post('/add-checkpoint', asking(county.log.forked(100), 405));
    expect(same.status).toBe(422);
    const status = await zelian('witness', 'status', '--data', city.witness, '--json');
    expect(status.code).toBe(1);
    expect(status.json<{ contradictions: object[] }>().contradictions).toMatchObject([{ origin: COUNTY, size: 405 }]);
  });

  it('a rolled back ledger is refused with 409 and the size; it hears an alarm', async () => {
    const back = new GrowingLog({ origin: COUNTY, secret: 1 }).grow(50);
    const answer = await post('/add-checkpoint', asking(back, 0));
    expect([answer.status, answer.type, answer.body]).toEqual([409, 'text/x.tlog.size', '405\n']);
    const restored = { ...county, data: at('restored', 'ledger') };
    sealed(restored, back);
    const { code, collected } = await submitted(restored);
    expect([code, collected.outcomes[1]]).toEqual([1, { witness: 'city', code: 'ahead', detail: '405' }]);
  });

  it('the rest of the protocol: 400, 403, 404, 405, 413', async () => {
    const { log } = county;
    const bent = asking(log, 405).replace(/.{8}=\n$/, 'AAAAAAAA=\n');
    expect(await Promise.all([post('/add-checkpoint', 'x'), post('/add-checkpoint', Buffer.from([0xc3, 0x28]))])).toMatchObject([
      { status: 400 },
      { status: 400 },
    ]);
    expect((await post('/add-checkpoint', bent)).status).toBe(403);
    expect((await post('/add-checkpoint', asking(city.log, 0))).status).toBe(404);
    expect((await post('/elsewhere', 'x')).status).toBe(404);
    expect((await post(`/${'0'.repeat(64)}/checkpoint`, 'x')).status).toBe(405);
    expect((await fetch(`${addressOf.get('city')!}/add-checkpoint`)).status).toBe(405);
    expect((await fetch(`${addressOf.get('city')!}/${'0'.repeat(64)}/checkpoint`)).status).toBe(404);
    expect((await post('/add-checkpoint', 'x'.repeat(400_000))).status).toBe(413);
    expect((await post('/add-checkpoint', asking(log, 405))).status).toBe(200);
  });
});

describe('offices without a network between them', () => {
  it('carry request and answer as files or as QR codes', async () => {
    sealed(county, county.log.grow(300));
    const carried = ['--policy', policyFile, '--data', county.data, '--json'];
    const made = await zelian('witness', 'request', '--witness', 'city', '--out', at('request'), '--qr', ...carried);
    const { files, oldSize } = made.json<{ files: string[]; oldSize: number }>();
    expect([made.code, oldSize, files.length > 1, files.every((file) => existsSync(file))]).toEqual([0, 405, true, true]);
    expect(readFileSync(files[1]!, 'utf8')).toMatch(/^<svg/);
    // What a scanner gives: the frames, one a line, in the order in which they were held before it.
    writeFileSync(
      at('scanned'),
      `${framesOf(readFileSync(at('request'), 'utf8'))
        .toReversed()
        .join('\r\n')}\n`,
    );
    const answering = ['--data', city.witness, '--trust', at('city', 'trust'), '--json'];
    const answered = await zelian('witness', 'answer', '--in', at('scanned'), '--out', at('answer'), '--qr', ...answering);
    expect([answered.code, answered.json<CarriedAnswer>()]).toMatchObject([0, { status: 'cosigned', size: 705 }]);
    const accepted = await zelian('witness', 'accept', '--in', at('answer'), ...carried);
    expect([accepted.code, accepted.json<Accepted>()]).toEqual([0, { size: 705, witnesses: ['city'], quorum: true, latest: true }]);
    expect(codes((await submitted(county)).collected)).toMatchObject({ city: 'present' });
  });

  it('and are told what is wrong in Chinese', async () => {
    const carried = ['--policy', policyFile, '--data', county.data, '--json'];
    expect(refusalOf(await zelian('witness', 'request', '--witness', 'nobody', '--out', at('r2'), ...carried))).toBe('witness.unknown');
    expect(refusalOf(await zelian('witness', 'request', '--witness', 'city', '--out', at('request'), ...carried))).toBe('usage.file');
    expect(refusalOf(await zelian('witness', 'accept', '--in', at('request'), ...carried))).toBe('witness.answer');
    expect(refusalOf(await zelian('witness', 'accept', '--in', at('none'), ...carried))).toBe('usage.file');
    writeFileSync(at('half'), `${framesOf(readFileSync(at('request'), 'utf8'))[0]!}\n`);
    const answering = ['--data', city.witness, '--trust', at('city', 'trust'), '--json'];
    expect(refusalOf(await zelian('witness', 'answer', '--in', at('half'), '--out', at('a2'), ...answering))).toBe('witness.unreadable');
    expect(refusalOf(await zelian('witness', 'answer', '--in', at('county', 'trust'), '--out', at('a2'), ...answering))).toBe('witness.refused');
    expect(refusalOf(await zelian('witness', 'serve', '--data', at('nowhere'), '--trust', at('city', 'trust'), '--json'))).toBe('witness.no-key');
    expect(refusalOf(await zelian('witness', 'status', '--data', at('nowhere'), '--json'))).toBe('witness.absent');
    expect(refusalOf(await zelian('witness', 'submit', '--policy', at('request'), '--data', county.data, '--json'))).toBe('witness.policy');
    expect(refusalOf(await zelian('witness', 'submit', '--policy', policyFile, '--data', at('nowhere'), '--json'))).toBe('witness.no-checkpoint');
  });

  it('and people read tables', async () => {
    const shown = await zelian('witness', 'submit', '--policy', policyFile, '--data', county.data);
    expect(shown.out).toMatch(/city\s+先前已签署 present/);
    expect(shown.out).toContain('达到法定见证数');
    expect((await zelian('witness', 'status', '--data', city.witness)).out).toMatch(new RegExp(`${COUNTY}\\s+705`));
  });
});

type Replied = Readonly<{ status: number; type: string; body: string }>;
/** Posts to the city's witness, whatever the bytes. */
const post = (path: string, body: string | Buffer): Promise<Replied> =>
  new Promise((settle, fail) => {
    const asked = httpRequest(`${addressOf.get('city')!}${path}`, { method: 'POST' }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => settle({ status: response.statusCode!, type: response.headers['content-type']!, body: text }));
    });
    asked.on('error', fail);
    asked.end(body);
  });
