import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rejection, type Command, type Context, type Decider, type Event, type EvidenceRef } from '#kernel';
import { ledgerContext, seededEntropy, SimulatedClock } from '#ledger';
import { openLedger, type Zelian } from '#zelian';
import { commandId, somebody, TOY_START } from '../../../test/support/toy-ledger.js';

type Attached = Event<'FileAttached', { fileId: string; note?: Readonly<{ file: EvidenceRef }> }>;
const decider: Decider<number, Command<'AttachFile', Attached['data']>, Attached> = {
  category: 'file',
  streamOf: ({ data }) => `file-${data.fileId}`,
  initialState: 0,
  commands: { AttachFile: { by: 'person', zh: '附上' } },
  decide: { AttachFile: ({ data }) => [{ type: 'FileAttached', data }] },
  evolve: { FileAttached: (count) => count + 1 },
  commandOf: { FileAttached: (_, { data }) => ({ type: 'AttachFile', data }) },
};
const context: Context = {
  name: 'attachments',
  zh: '附件',
  deciders: [decider],
  policies: [],
  views: [],
  events: { FileAttached: { kind: 'fact', version: 1, zh: '已附', subjectsOf: () => [] } },
};
const open = (directory?: string): Promise<Zelian> =>
  openLedger({ contexts: [ledgerContext([]), context], clock: new SimulatedClock(TOY_START), entropy: seededEntropy('evidence'), directory });
const picture = (text: string) => Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.from(text)]);
const attach = (zelian: Zelian, n: number, file: unknown) =>
  zelian.record({ type: 'AttachFile', data: { fileId: `f${n}`, note: { file } } }, { actor: somebody, commandId: commandId(n) });
const evidenceCheck = async (zelian: Zelian) => {
  const { checks, firstBad } = await zelian.verify();
  return { ...checks['evidence'], firstBad: firstBad?.position };
};

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'zelian-evidence-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('evidence', () => {
  it.each<[string, (ref: EvidenceRef) => unknown, string]>([
    ['a file that is not here', (ref) => ({ ...ref, sha256: 'ab'.repeat(32) }), 'evidence.missing'],
    ['another size', (ref) => ({ ...ref, sizeBytes: ref.sizeBytes + 1 }), 'evidence.wrong-size'],
    ['another type', (ref) => ({ ...ref, mediaType: 'image/png' }), 'evidence.wrong-type'],
    ['a hash that is none', (ref) => ({ ...ref, sha256: 'AB' }), 'evidence.malformed'],
    ['a size that is none', (ref) => ({ ...ref, sizeBytes: '7' }), 'evidence.malformed'],
  ])('is not recorded with %s', async (_, wrong, code) => {
    const zelian = await open();
    const ref = await zelian.putEvidence(picture('一'));
    const before = await zelian.log.head();
    await expect(attach(zelian, 1, wrong(ref))).rejects.toMatchObject({ code });
    const many = zelian.recordMany([{ command: { type: 'AttachFile', data: { fileId: 'm', note: { file: wrong(ref) } } }, commandId: commandId(2) }], somebody);
    await expect(many).rejects.toMatchObject({ refusals: [{ index: 0, rejection: { code } }] });
    expect(await zelian.log.head()).toEqual(before);
    await attach(zelian, 1, ref);
    expect((await zelian.log.head()).position).toBe(before.position + 1);
  });

  it('once recorded stays recorded: a retry is answered though the file is gone', async () => {
    const directory = join(root, 'ledger');
    const zelian = await open(directory);
    const ref = await zelian.putEvidence(picture('一'));
    const first = await attach(zelian, 1, ref);
    rmSync(join(directory, 'evidence'), { recursive: true });
    expect(await attach(zelian, 1, ref)).toEqual(first);
    await expect(attach(zelian, 2, ref)).rejects.toMatchObject({ code: 'evidence.missing' });
    await zelian.close();
  });

  it('is verified: what is missing or changed is named, with the first event that refers to it', async () => {
    const directory = join(root, 'ledger');
    const zelian = await open(directory);
    const [kept, changed, gone] = await Promise.all(['留', '改', '失'].map((text) => zelian.putEvidence(picture(text))));
    await zelian.putEvidence(picture('无人引用'));
    const positions: number[] = [];
    for (const [n, ref] of [kept, changed, gone, changed].entries()) positions.push((await attach(zelian, n + 1, ref)).position);
    expect(await evidenceCheck(zelian)).toMatchObject({ ok: true, firstBad: undefined });
    const pathOf = ({ sha256 }: EvidenceRef) => join(directory, 'evidence', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    rmSync(pathOf(gone!));
    expect(await evidenceCheck(zelian)).toMatchObject({ ok: false, firstBad: positions[2] });
    writeFileSync(pathOf(changed!), picture('换'));
    const found = await evidenceCheck(zelian);
    expect(found).toMatchObject({ ok: false, firstBad: positions[1] });
    expect(found.detail!.zh).toContain(`内容已变${changed!.sha256}（首见于第${positions[1]}号事件）`);
    expect(found.detail!.zh).toContain(`缺失${gone!.sha256}`);
    expect((await zelian.verify()).ok).toBe(false);
    await zelian.close();
  });

  it('is handed out only when that is noted', async () => {
    const zelian = await open();
    const { sha256 } = await zelian.putEvidence(picture('一'));
    const { ref, content } = await zelian.readEvidence(sha256, somebody);
    const pieces: Uint8Array[] = [];
    for await (const piece of content) pieces.push(piece);
    expect([ref.mediaType, Buffer.concat(pieces).equals(picture('一'))]).toEqual(['image/jpeg', true]);
    await expect(zelian.readEvidence('ab'.repeat(32), somebody)).rejects.toBeInstanceOf(Rejection);
    const noted: unknown[] = [];
    for await (const { kind, view, key, outcome, actor } of zelian.parts.access.entries()) noted.push([kind, view, key, outcome, actor]);
    expect(noted).toEqual([
      ['read', 'evidence', sha256, 'answered', somebody],
      ['refused', 'evidence', 'ab'.repeat(32), 'evidence.unknown', somebody],
    ]);
  });
});
