import fc from 'fast-check';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '#kernel';
import { seededEntropy, type ForeignEventReceived, type ForeignLedgerRow } from '#ledger';
import { cadres, officer, PEOPLE, RedressCounty, UNITS } from '../../../../test/support/redress-county.js';
import type { ImportRefused } from '../event-lines.js';
import { importLedger } from '../transfer.js';
import { TreeHasher } from '#transparency';
import { sha256 } from '../log-walk.js';
import { sha256Of, type BundleHeader } from './format.js';
import { bundleSigner, exportBundle, importBundle, openBundleSigner, originalLines } from './index.js';

let folder: string;
let town: RedressCounty;
let county: RedressCounty;
let signedBy: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-bundle-'));
  town = await (await RedressCounty.open({ directory: join(folder, 'town') })).settle();
  signedBy = bundleSigner(town.zelian).publicKey;
});
beforeEach(async () => {
  county = await RedressCounty.open({ directory: mkdtempSync(join(folder, 'county-')), entropy: seededEntropy('county of bundles') });
});
afterEach(() => county.close());
afterAll(async () => {
  await town.close();
  rmSync(folder, { recursive: true });
});

const TO = { recipient: '县纪委', purpose: '汇总', channel: 'file' } as const;
const made = (since: number, more: object = {}) => exportBundle(town.zelian, { since, actor: officer, ...more });
const take = (bytes: Buffer, more: object = { signedBy }) => importBundle(county.zelian, { bytes, actor: officer, ...more });
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: Partial<ImportRefused>) => error,
  );
const codeOf = async (work: Promise<unknown>) => (await refusal(work))?.code;
const headOf = async (ledger: RedressCounty) => (await ledger.zelian.log.head()).position;
const townId = () => town.zelian.describe().ledgerId;
const sourceRow = () => county.row<ForeignLedgerRow>('foreign-ledgers', townId());
const linesOf = (bytes: Buffer) => bytes.toString('utf8').split('\n');
const originals = async () => {
  const lines: Buffer[] = [];
  for await (const line of originalLines(county.zelian.log, townId())) lines.push(line);
  return Buffer.concat(lines);
};
const exported = async () => {
  const lines: Buffer[] = [];
  for await (const line of await town.zelian.exportLines({ actor: officer })) lines.push(line);
  return Buffer.concat(lines);
};
const hashOf = (line: string) => sha256Of(Buffer.from(line));
/** Signed anew by the source's own key: what the source's operator could make. */
function resigned(bytes: Buffer, change: (header: BundleHeader, lines: string[]) => BundleHeader): Buffer {
  const [first, ...lines] = linesOf(bytes);
  const header = change((JSON.parse(first!) as { header: BundleHeader }).header, lines);
  const signature = bundleSigner(town.zelian)
    .sign(Buffer.from(`zelian-bundle/1\n${canonicalJson(header)}`))
    .toString('hex');
  return Buffer.from([canonicalJson({ header, signature }), ...lines].join('\n'));
}

describe('a bundle', () => {
  it('comes in under a stream of its own, as exactly the bytes it was, and touches nothing that is recorded here', async () => {
    await county.record('RegisterUnit', { unitId: UNITS.town, kind: 'town', name: '县里所记', competences: [] });
    const bytes = await made(0);
    const size = (await headOf(town)) + 1;
    const done = await take(bytes);
    expect(done).toMatchObject({ ledgerId: townId(), from: 0, to: size, received: size, privates: 0 });
    await county.zelian.drain();
    expect(await originals()).toEqual(await exported());
    expect(await sourceRow()).toMatchObject({ events: size, signer: signedBy, bundles: 1, root: (await town.zelian.verify()).logHash });
    expect(await county.row('unit-directory', UNITS.town)).toMatchObject({ name: '县里所记' });
    expect(await county.row('person-directory', PEOPLE.deputy)).toBeUndefined();
    expect((await county.zelian.verify()).ok).toBe(true);
  });

  it('keeps where each event came from: source, position, hash, the bytes, origin import, and who brought it', async () => {
    await take(await made(0));
    const events: ForeignEventReceived['data'][] = [];
    for await (const event of county.zelian.parts.history.readStream(`foreign-${townId()}`)) {
      expect([event.origin, event.actor]).toEqual(['import', officer]);
      if (event.type === 'ForeignEventReceived') events.push(event.data as ForeignEventReceived['data']);
    }
    const person = events.find(({ type }) => type === 'PersonRegistered')!;
    expect(events[person.position]).toBe(person);
    expect((await town.zelian.log.find((JSON.parse(person.bytes) as { id: string }).id))?.bytes.toString('utf8')).toBe(person.bytes);
    await county.zelian.drain();
    const rows = (await county.zelian.reader.list('trail', { prefix: `${person.subjects[0]}/`, limit: 50 })).rows.map(
      ({ row }) => (row as { stream: string }).stream,
    );
    expect(rows).toContain(`foreign-${townId()}`);
  });

  it('the same one twice changes nothing; overlapping ones merge; gaps are refused and say what is missing', async () => {
    const size = (await headOf(town)) + 1;
    const all = await made(0);
    const half = resigned(all, (header, lines) => {
      lines.splice(10, size - 10);
      return { ...header, to: 10, leaves: header.leaves.slice(0, 10), rootAfter: rootOf(all, 10) };
    });
    expect(await codeOf(take(await made(10)))).toBe('bundle.gap');
    expect((await refusal(take(await made(10))))!.text!.zh).toContain('第0号至第9号');
    expect(await take(half)).toMatchObject({ received: 10 });
    const head = await headOf(county);
    expect(await take(half, {})).toMatchObject({ received: 0, position: head });
    expect(await headOf(county)).toBe(head);
    expect(await codeOf(take(await made(11), {}))).toBe('bundle.gap');
    expect(await take(await made(5), {})).toMatchObject({ received: size - 10 });
    expect(await take(all, {})).toMatchObject({ received: 0 });
    expect(await originals()).toEqual(await exported());
    expect((await sourceRow())?.bundles).toBe(2);
  });

  it('could be opened as a ledger of its own', async () => {
    await take(await made(0));
    const directory = join(mkdtempSync(join(folder, 'copy-')), 'ledger');
    const { logHash } = await importLedger({ directory, text: await originals(), actor: officer });
    expect(logHash).toBe((await town.zelian.verify()).logHash);
  });

  it('is signed: an unknown signer, another one, and this ledger’s own bundle are refused', async () => {
    const bytes = await made(0);
    const other = openBundleSigner(join(folder, 'other.keys')).publicKey;
    expect(await codeOf(take(bytes, {}))).toBe('bundle.signer-unknown');
    expect(await codeOf(take(bytes, { signedBy: other }))).toBe('bundle.signer-other');
    expect(await codeOf(importBundle(town.zelian, { bytes, actor: officer, signedBy }))).toBe('bundle.own');
    expect(await codeOf(made((await headOf(town)) + 1))).toBe('bundle.nothing-new');
    expect(statSync(join(folder, 'town.keys', 'bundle-ed25519.key')).mode & 0o077).toBe(0);
  });
});

const rootOf = (bundle: Buffer, size: number): string => {
  const tree = new TreeHasher(sha256);
  for (const line of linesOf(bundle).slice(1, 1 + size)) tree.add(Buffer.from(line));
  return Buffer.from(tree.root()).toString('hex');
};

describe('a bundle that was tampered with', () => {
  it('is refused whole, and the line is named', async () => {
    const bytes = await made(0);
    const lines = linesOf(bytes);
    lines[4] = lines[4]!.replace('"type":"', '"type":"X');
    const refused = await refusal(take(Buffer.from(lines.join('\n'))));
    expect([refused!.code, refused!.errors!.map(({ line, code }) => [line, code])]).toEqual(['import.refused', [[5, 'bundle.line-changed']]]);
    expect(await codeOf(take(Buffer.from(lines.slice(0, -3).join('\n'))))).toBe('bundle.cut-short');
    expect(await sourceRow()).toBeUndefined();
  });

  it('any byte changed, dropped or doubled: nothing is recorded', async () => {
    const bytes = await made(0);
    const before = await headOf(county);
    const mutation = fc.tuple(fc.nat(bytes.length - 2), fc.integer({ min: 1, max: 255 }), fc.constantFrom('flip', 'drop', 'double'));
    await fc.assert(
      fc.asyncProperty(mutation, async ([at, mask, kind]) => {
        const changed = Buffer.from(bytes);
        changed[at]! ^= mask;
        const middle =
          kind === 'flip' ? changed : Buffer.concat([bytes.subarray(0, kind === 'drop' ? at : at + 1), bytes.subarray(kind === 'drop' ? at + 1 : at)]);
        // A doubled byte inside a run of the same byte, or dropped from one, is the same text one shorter or longer: never the same bytes.
        expect(await codeOf(take(middle))).toMatch(/^(bundle|import)\./);
        expect(await headOf(county)).toBe(before);
      }),
      { numRuns: Number(process.env.ZELIAN_RUNS ?? 150) },
    );
  });

  it('another history by the source’s own key does not fit what is here', async () => {
    const bytes = await made(0);
    await take(bytes);
    const before = await headOf(county);
    const forged = resigned(bytes, (header, lines) => {
      lines[3] = lines[3]!.replace(/"recordedAt":"2017/, '"recordedAt":"2016');
      return { ...header, leaves: header.leaves.map((leaf, index) => (index === 3 ? hashOf(lines[3]!) : leaf)) };
    });
    const refused = await refusal(take(forged));
    expect(refused!.errors!.map(({ line, code }) => [line, code])).toEqual([[5, 'bundle.forked']]);
    await town.record('RegisterUnit', { unitId: 'unit-more1', kind: 'organ', name: '新增', competences: [] });
    const onward = resigned(await made((await sourceRow())!.events), (header) => ({ ...header, rootBefore: '0'.repeat(64) }));
    expect(await codeOf(take(onward))).toBe('bundle.forked');
    expect(await headOf(county)).toBe(before);
  });
});

describe('private values', () => {
  const NAME = `虚构${PEOPLE.deputy}`;
  const holds = (text: string) =>
    readdirSync(county.zelian.parts.directory!).some(
      (name) => /\.db(-wal)?$/.test(name) && readFileSync(join(county.zelian.parts.directory!, name)).includes(Buffer.from(text)),
    );

  it('stay at home unless asked for, and then only those of the scopes, to somebody, on record', async () => {
    expect((await made(0)).includes(Buffer.from(NAME))).toBe(false);
    expect(await codeOf(made(0, { scopes: ['person'] }))).toBe('release.recipient-missing');
    expect(await codeOf(made(0, { scopes: ['everything'], to: TO }))).toBe('bundle.scope-unknown');
    expect((await made(0, { scopes: ['post'], to: TO })).includes(Buffer.from(NAME))).toBe(false);
    const bytes = await made(0, { scopes: ['person'], to: TO });
    expect(bytes.includes(Buffer.from(NAME))).toBe(true);
    await town.zelian.drain();
    expect(await town.row('record-releases', PEOPLE.deputy)).toMatchObject({ releases: [{ record: { kind: 'bundle' } }] });
    expect(await take(bytes)).toMatchObject({ privates: Object.keys(PEOPLE).length });
    expect(holds(NAME)).toBe(true);
  });

  it('come later for events that are here, survive a restart, and go by an erasure here', async () => {
    await take(await made(0));
    const bytes = await made(0, { scopes: ['person'], to: TO });
    await take(bytes);
    const { directory } = county.zelian.parts;
    await county.close();
    county = await RedressCounty.open({ directory, entropy: seededEntropy('county of bundles, later') });
    expect(county.zelian.notes).toEqual([]);
    expect(holds(NAME)).toBe(true);
    await county.settle();
    await county.record(
      'ProposeErasure',
      { erasureId: 'erasure-01', subjectId: PEOPLE.deputy, ground: 'unlawful', provision: '第四十七条', documentNo: '1', reason: { private: 'x' } },
      officer,
    );
    await county.record('ApproveErasure', { erasureId: 'erasure-01', subjectId: PEOPLE.deputy, documentNo: '2' }, cadres);
    expect(holds(NAME)).toBe(false);
    expect(await take(bytes, {})).toMatchObject({ privates: 0 });
    expect(holds(NAME)).toBe(false);
  });

  it('that open no commitment of the bundle are refused by line', async () => {
    const bytes = await made(0, { scopes: ['person'], to: TO });
    const forged = resigned(bytes, (header, lines) => {
      const last = header.leaves.length;
      lines[last] = lines[last]!.replace('虚构', '捏造');
      return { ...header, privates: header.privates.map((one, index) => (index === 0 ? hashOf(lines[last]!) : one)) };
    });
    const refused = await refusal(take(forged));
    expect(refused!.errors!.map(({ code }) => code)).toEqual(['bundle.private-value']);
  });
});
