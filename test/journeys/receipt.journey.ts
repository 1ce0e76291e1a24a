import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256, type ProofVerdict } from '#seal';
import { hex, leafHash } from '#transparency';
import { receiptHash, type CheckpointAnswer, type ConsistencyAnswer, type InclusionAnswer, type ReceiptAnswer } from '#zelian';
import { readPdf } from '../support/pdf-text.js';
import { actsOfAppeal } from '../support/redress-appeal.js';
import { officer, PEOPLE, RedressCounty, SUBJECT, UNITS } from '../support/redress-county.js';
import { pythonMissing, SCRIPT } from '../support/second-verifier.js';
import { pdfMissing, whenHere } from '../support/when-here.js';
import { refusalOf, zelian as cli, type Ended } from './command-line.js';
import { actorText, served, type Served } from './over-http.js';

// Whoever holds a paper receipt, or an old checkpoint, checks what the paper says with what is shipped; an informant does so by the code alone.

jest.setTimeout(120_000);

let folder: string;
let county: RedressCounty;
let host: Served;
let logKey: string;
let lodged: string;
const at = (name: string) => join(folder, name);
const kept = (name: string, content: string | Uint8Array): string => {
  writeFileSync(at(name), content);
  return at(name);
};
const ledger = () => ['--data', at('ledger'), '--keys', at('keys')];
const here = (...args: readonly string[]) => cli(...args, ...ledger());
const get = (path: string, headers = {}) => host.ask(`/api/v1/${path}`, { headers });
const post = (path: string, body: object) =>
  host.ask(`/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-actor': actorText(officer) },
    body: JSON.stringify(body),
  });
const seal = async () => (await post('seal', {})).json<CheckpointAnswer>();
const eventOf = async (type: string): Promise<string> => {
  for await (const one of county.zelian.log.readAll(0)) if (one.type === type) return one.id;
  throw new Error(`nothing of ${type}`);
};
const dossier = (body: object) => post(`exchange/sealed-dossiers/${PEOPLE.secretary}`, { recipient: '申诉人本人', purpose: '申诉', ...body });
const verdictOf = (ended: Ended): readonly [number, ProofVerdict] => [ended.code, ended.json<ProofVerdict>()];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-receipt-'));
  county = await (await RedressCounty.open({ directory: at('ledger'), keysFolder: at('keys') })).settle();
  host = await served(county.zelian);
  await county.hold(PEOPLE.secretary, SUBJECT.postId, '2015-01-01');
  await county.decide(SUBJECT, 'RemovalFromPost', '2017-02-01');
  [logKey] = (await seal()).keys as [string];
  await county.take(actsOfAppeal().lodged);
  lodged = await eventOf('AppealLodged');
});
afterAll(async () => {
  await host.close();
  await county.close();
  rmSync(folder, { recursive: true });
});

/** Something else happens in the county. */
let others = 0;
const goesOn = (): Promise<unknown> =>
  county.record('RegisterUnit', { unitId: `unit-later0000${others++}`, kind: 'department', name: '虚构局', parentUnitId: undefined, competences: [] });

describe('a receipt for what is not sealed yet', () => {
  it('is refused as that, and not as if there were no such event; the proof is, too', async () => {
    const refused = await dossier({ format: 'receipt', event: lodged });
    expect([refused.status, refused.json()]).toMatchObject([422, { code: 'receipt.not-sealed', messages: { zh: expect.stringContaining('签封') as string } }]);
    expect((await dossier({ format: 'receipt', event: 'nobody' })).json().code).toBe('receipt.no-such-event');
    // Nothing of what is not about the subject is told, sealed or not.
    await goesOn();
    expect((await dossier({ format: 'receipt', event: await eventOf('UnitRegistered') })).json().code).toBe('receipt.no-such-event');
    const exported = ['dossier', 'export', PEOPLE.secretary, '--format', 'receipt', '--event', lodged, '--out', at('early.pdf'), '--actor', actorText(officer)];
    expect(refusalOf(await here(...exported, '--json'))).toBe('receipt.not-sealed');
    expect(refusalOf(await here('proof', 'inclusion', lodged, '--json'))).toBe('proof.not-sealed');
    expect((await get(`proof/inclusion/${lodged}`)).json().code).toBe('proof.not-sealed');
  });
});

describe('proofs at both doors', () => {
  let first: CheckpointAnswer;
  let later: CheckpointAnswer;
  beforeAll(async () => {
    first = await seal();
    kept('first.note', first.note);
    await goesOn();
    later = await seal();
  });

  it('that an event is in the log: the same text, under the newest checkpoint or an older one', async () => {
    for (const [query, args, { size, root }] of [
      ['', [], later],
      [`?size=${first.size}`, ['--size', String(first.size)], first],
    ] as const) {
      const { text, headers } = await get(`proof/inclusion/${lodged}${query}`);
      expect(headers['content-type']).toBe('text/plain; charset=utf-8');
      expect((await here('proof', 'inclusion', lodged, ...args)).out).toBe(text);
      const answer = (await here('proof', 'inclusion', lodged, ...args, '--json')).json<InclusionAnswer>();
      expect(answer).toMatchObject({ eventId: lodged, size, root, proof: text });
      const out = at(`inclusion-${size}.txt`);
      expect((await here('proof', 'inclusion', lodged, ...args, '--out', out)).out).toContain(answer.leaf);
      expect(readFileSync(out, 'utf8')).toBe(text);
      expect(refusalOf(await here('proof', 'inclusion', lodged, ...args, '--out', out, '--json'))).toBe('usage.file');
      expect(verdictOf(await cli('proof', 'verify', out, '--leaf', answer.leaf, '--key', logKey, '--json'))).toMatchObject([
        0,
        { ok: true, size, position: answer.position, anchors: ['key'] },
      ]);
    }
  });

  it('refuses alike what is not there', async () => {
    for (const [path, args, code] of [
      ['proof/inclusion/nobody', ['proof', 'inclusion', 'nobody'], 'event.unknown'],
      [`proof/inclusion/${lodged}?size=1`, ['proof', 'inclusion', lodged, '--size', '1'], 'checkpoint.unknown'],
      [`proof/consistency?from=${later.size + 1}`, ['proof', 'consistency', '--from', String(later.size + 1)], 'proof.no-such-size'],
    ] as const) {
      expect((await get(path)).json().code).toBe(code);
      expect(refusalOf(await here(...args, '--json'))).toBe(code);
    }
    expect(refusalOf(await here('proof', 'inclusion', lodged, '--size', 'x', '--json'))).toBe('usage.number');
    expect((await get(`proof/inclusion/${lodged}?size=x`)).status).toBe(400);
    expect(refusalOf(await here('proof', 'consistency', '--json'))).toBe('usage.missing-mandatory-option-value');
  });

  it('that the log only grew: the same answer, with the later checkpoint where one was published', async () => {
    const [from, to] = [String(first.size), String(later.size)];
    const answer = (await get(`proof/consistency?from=${from}`)).json<ConsistencyAnswer>();
    expect(answer).toMatchObject({ from: first.size, to: later.size, checkpoint: later.note });
    for (const args of [[], ['--to', to], ['--json']]) expect((await here('proof', 'consistency', '--from', from, ...args)).json()).toEqual(answer);
    const [, middle] = [await goesOn(), first.size + 1];
    expect((await here('proof', 'consistency', '--from', from, '--to', String(middle))).json<ConsistencyAnswer>().checkpoint).toBeUndefined();
    expect((await here('proof', 'consistency', '--from', '0', '--to', from)).json<ConsistencyAnswer>().checkpoint).toBe(first.note);
    expect((await here('proof', 'consistency', '--from', from, '--out', at('later.out.json'))).out).toContain('later.out.json');
    const checked = ['proof', 'verify', at('later.out.json'), '--key', logKey];
    const told = await cli(...checked, '--checkpoint', at('first.note'));
    expect([told.code, told.out]).toEqual([0, expect.stringMatching(/成立 holds[\s\S]*延续您所持的[\s\S]*continues the one/)]);
    const both = ['--checkpoint', at('first.note'), '--checkpoint', kept('later.note', later.note)];
    expect(verdictOf(await cli(...checked, ...both, '--json'))).toMatchObject([0, { kind: 'consistency', from: first.size, anchors: ['key', 'checkpoint'] }]);
  });

  it('are checked with no ledger: 0 holds, 1 does not, 2 is no proof or no key', async () => {
    const { leaf, proof, position } = (await here('proof', 'inclusion', lodged, '--json')).json<InclusionAnswer>();
    const file = kept('checked.txt', proof);
    const verify = (...args: readonly string[]) => cli('proof', 'verify', file, ...args);
    const lines: string[] = (await get('events', { 'x-actor': actorText(officer) })).text.split('\n');
    const [bytes, line] = [kept('event.bin', lines[position]!), kept('event.line', `${lines[position]}\n`)];
    for (const event of [bytes, line]) expect((await verify('--event-bytes', event, '--key', logKey)).code).toBe(0);
    expect(hex(leafHash(sha256, readFileSync(bytes)))).toBe(leaf);
    // As people type it.
    expect((await verify('--leaf', leaf.toUpperCase().replace(/.{32}/, '$& '), '--key', logKey)).out).toMatch(/成立 holds[\s\S]*公钥签名/);
    const other = await verify('--leaf', hex(sha256(Buffer.from('other'))), '--key', logKey);
    expect([other.code, other.out]).toEqual([1, expect.stringMatching(/不成立 does NOT hold \[inclusion\]/)]);
    expect((await verify('--event-bytes', kept('event.other', `${lines[position]} `), '--key', logKey)).code).toBe(1);
    expect(refusalOf(await verify('--leaf', leaf, '--json'))).toBe('proof.nothing-trusted');
    expect(refusalOf(await verify('--key', logKey, '--json'))).toBe('proof.no-leaf');
    expect(refusalOf(await verify('--leaf', leaf, '--event-bytes', bytes, '--key', logKey, '--json'))).toBe('usage.leaf-twice');
    expect(refusalOf(await verify('--leaf', 'abc', '--key', logKey, '--json'))).toBe('usage.leaf');
    expect(refusalOf(await verify('--leaf', leaf, '--key', 'hello', '--json'))).toBe('usage.not-a-key');
    expect(refusalOf(await cli('proof', 'verify', at('first.note'), '--leaf', leaf, '--key', logKey, '--json'))).toBe('proof.malformed');
    expect(refusalOf(await cli('proof', 'verify', at('none.txt'), '--leaf', leaf, '--key', logKey, '--json'))).toBe('usage.file');
  });

  it('are in the program’s help', async () => {
    expect((await cli('--help')).out).toMatch(/^ +proof .*证明/m);
    const { out } = await cli('proof', '--help');
    for (const name of ['inclusion', 'consistency', 'verify']) expect(out).toMatch(new RegExp(`^ +${name} .*证明`, 'm'));
  });
});

describe('the paper receipt', () => {
  const when = whenHere('PDF tests', pdfMissing());
  type Paper = Readonly<{ text: string; table: Readonly<Record<string, string>>; held: string }>;

  /** What stands on it, as somebody types it off. */
  function read(pdf: Buffer): Paper {
    const whole = readPdf(pdf).pages.join('\n').replaceAll('\u200b', '');
    const text = whole.replaceAll('\n', '');
    const between = (start: string, end: string) => whole.slice(whole.indexOf(start) + start.length, whole.indexOf(end, whole.indexOf(start)));
    const bare = (start: string, end: string) => between(start, end).replaceAll('\n', '');
    const table = {
      事件编号: bare('事件编号\n', '账本序号'),
      账本序号: bare('账本序号\n', '内容指纹'),
      内容指纹: bare('内容指纹\n', '检查点'),
      账本公钥: bare('账本公钥：', '核验与保存'),
    };
    return { text, table, held: between('检查点\n', '账本公钥：') };
  }
  const filledIn = ({ table }: Paper, words: string): string => words.replaceAll(/事件编号|内容指纹|账本公钥/g, (name) => table[name]!);
  /** The line that begins so, as it stands there; the one about what came later ends with the key. */
  const lineOf = (paper: Paper, begins: string): string =>
    filledIn(paper, new RegExp(`${begins} .*?${begins.endsWith('later.json') ? '账本公钥' : 'held.txt'}`).exec(paper.text)![0]);
  const addressOf = (paper: Paper, begins: string): string => filledIn(paper, new RegExp(`${begins}[^）]*`).exec(paper.text)![0]);
  const FILES = /^(held|proof|dossier|later)\.(txt|json)$/;
  const words = (line: string, change: Readonly<Record<string, string>> = {}) =>
    line
      .trim()
      .split(' ')
      .slice(1)
      .map((word) => (FILES.test(word) ? at(word) : (change[word] ?? word)));

  let pdf: Buffer;
  beforeAll(async () => {
    if (pdfMissing() !== undefined) return;
    await seal();
    const answer = await fetch(`${host.url}/api/v1/exchange/sealed-dossiers/${PEOPLE.secretary}`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json', 'x-actor': actorText(officer) } },
      body: JSON.stringify({ recipient: '申诉人本人', purpose: '申诉', format: 'receipt', event: lodged }),
    });
    expect(answer.status).toBe(201);
    pdf = Buffer.from(await answer.arrayBuffer());
    // Time passes before anybody checks it.
    await goesOn();
    await seal();
  });

  when('is checked exactly as it says, by each of the three ways', async () => {
    const paper = read(pdf);
    expect(readPdf(pdf).pages.length).toBeLessThanOrEqual(2);
    kept('held.txt', paper.held);
    kept('proof.txt', (await host.ask(addressOf(paper, '/api/v1/proof/inclusion/'))).text);
    kept('later.json', (await host.ask(addressOf(paper, '/api/v1/proof/consistency'))).text);
    kept('dossier.json', (await dossier({})).text);
    const [leaf, position] = ['内容指纹', '账本序号'].map((name) => paper.table[name]) as [string, string];
    const changed = { [leaf]: `${leaf[0] === '0' ? '1' : '0'}${leaf.slice(1)}` };
    const inclusion = lineOf(paper, 'zelian proof verify proof.txt');
    expect(verdictOf(await cli(...words(inclusion), '--json'))).toMatchObject([0, { position: Number(position), anchors: ['key', 'checkpoint'] }]);
    expect((await cli(...words(inclusion, changed))).code).toBe(1);
    const inDossier = lineOf(paper, 'zelian dossier verify');
    const found = await cli(...words(inDossier));
    expect([found.code, found.out]).toEqual([0, expect.stringContaining(`账本序号${position}，`)]);
    expect((await cli(...words(inDossier), '--json')).json()).toMatchObject({
      ok: true,
      anchor: 'checkpoint',
      asked: { ok: true, leaf, position: Number(position) },
    });
    expect((await cli(...words(inDossier, changed))).code).toBe(1);
    const later = lineOf(paper, 'zelian proof verify later.json');
    expect(verdictOf(await cli(...words(later), '--json'))).toMatchObject([0, { kind: 'consistency', anchors: ['key'] }]);
    if (pythonMissing() !== undefined) return;
    const second = lineOf(paper, 'python3 verify_dossier.py');
    expect(execFileSync('python3', [SCRIPT, ...words(second).slice(1)], { encoding: 'utf8' })).toContain(`账本序号${position}，`);
  });

  when('of a history that was rewritten does not hold', async () => {
    const paper = read(pdf);
    kept('held.txt', paper.held.replace(/\n[^\n]{4}(?=[^\n]*=\n)/, '\nAAAA'));
    for (const begins of ['zelian proof verify proof.txt', 'zelian dossier verify', 'zelian proof verify later.json'])
      expect([begins, (await cli(...words(lineOf(paper, begins)))).code]).toEqual([begins, 1]);
  });
});

describe('an informant, by the code alone', () => {
  const [ID, CODE] = ['complaint-receipt01', '0123456789abcdef0123456789abcdef'];
  const SECRETS = ['来信人', '虚报脱贫', PEOPLE.secretary, PEOPLE.member];
  const overHttp = async () => (await get(`complaints/receipts/${ID}`, { 'x-receipt-code': CODE })).json<ReceiptAnswer>();
  const onCommandLine = (...more: readonly string[]) => here('complaint', 'receipt', ID, CODE, ...more);
  const releases = async () => JSON.stringify(await county.row('record-releases', PEOPLE.secretary));

  beforeAll(async () => {
    await seal();
    await county.record('ReceiveComplaint', {
      ...{ complaintId: ID, receivedOn: '2017-06-30', organUnitId: UNITS.discipline, channel: 'letter', year: 2016, narrative: { private: '虚报脱贫' } },
      ...{ personIds: [PEOPLE.secretary], unitIds: [], villageIds: [], receiptHash: receiptHash(ID, CODE) },
      ...{ complainantId: { private: PEOPLE.member }, complainant: { private: '来信人' } },
    });
  });

  it('is told where the complaint lies, and that it is not sealed yet', async () => {
    const answer = await overHttp();
    expect(answer.proof).toEqual({ position: expect.any(Number) as number, leaf: expect.stringMatching(/^[0-9a-f]{64}$/) as string, sealed: null });
    expect((await onCommandLine('--json')).json()).toEqual(answer);
    expect((await onCommandLine()).out).toContain('尚未签封');
    expect(refusalOf(await onCommandLine('--out', at('early.txt'), '--json'))).toBe('proof.not-sealed');
  });

  it('gets the proof once it is sealed, at both doors the same, and checks it offline; no release is recorded and nobody is named', async () => {
    const before = [await releases(), (await county.zelian.log.head()).position];
    const { size, root, note, keys } = await seal();
    const head = (await county.zelian.log.head()).position;
    const answer = await overHttp();
    const { eventId, proof } = answer;
    expect(proof.sealed).toMatchObject({ size, root, note, keys, proof: (await get(`proof/inclusion/${eventId}`)).text });
    expect((await onCommandLine('--json')).json()).toEqual(answer);
    const shown = await onCommandLine('--out', at('complaint.txt'));
    expect([shown.code, shown.out]).toEqual([0, expect.stringContaining(proof.leaf)]);
    const checked = await cli('proof', 'verify', at('complaint.txt'), '--leaf', proof.leaf, '--key', keys.at(-1)!, '--json');
    expect(verdictOf(checked)).toMatchObject([0, { ok: true, position: proof.position, size }]);
    for (const secret of SECRETS) expect(`${JSON.stringify(answer)}${shown.out}${readFileSync(at('complaint.txt'), 'utf8')}`).not.toContain(secret);
    expect([await releases(), (await county.zelian.log.head()).position]).toEqual([before[0], head]);
  });

  it('and nobody gets it by another code', async () => {
    expect((await get(`complaints/receipts/${ID}`, { 'x-receipt-code': 'x' })).json().code).toBe('complaint.receipt-unknown');
    expect(refusalOf(await here('complaint', 'receipt', ID, 'x', '--json'))).toBe('complaint.receipt-unknown');
  });
});
