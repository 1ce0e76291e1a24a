import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CaseLog } from '../../../../test/support/case-log.js';
import { auditedLog, auditFiles, auditLog, createAuditorKey, openAuditorKey, type AuditState } from '../audit/index.js';
import { verifyDossierFile, type DossierVerdict } from './index.js';

const PERSON = 'person-000000000000003';
const event = { subjects: [PERSON] };
const [FIRST, SECOND] = [3, 7];
/** Index events at positions 2 and 6: checkpoints of 3 and 7 events, and one of 9 that ends with none. */
const log = new CaseLog().add(event, event).index().add(event, event, event).index().add(event, event);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-own-audit-'));
  createAuditorKey(folder, { name: 'example.org/holder', suite: 'ed25519-cosignature', secret: new Uint8Array(32).fill(9) });
});
afterEach(() => rmSync(folder, { recursive: true }));

async function audit(size: number, of = log): Promise<void> {
  async function* lines() {
    for (const { bytes } of of.entries) yield bytes;
  }
  const ask = { signer: openAuditorKey(folder), memory: auditFiles(folder), keys: of.keys.log, now: () => 1_800_000_000 };
  expect(await auditLog({ ...ask, lines, note: of.checkpoint({ size }) })).toMatchObject({ ok: true });
}
/** As the ledger handed it out when it had so many events, with a proof from each of these sizes. */
function dossierAt(size: number, earlier: readonly number[] = []): string {
  const then = new CaseLog().add(event, event).index();
  if (size > FIRST) then.add(event, event, event).index();
  if (size > SECOND) then.add(event, event);
  return then.dossier(PERSON, { at: size > FIRST ? SECOND - 1 : FIRST - 1, earlier });
}
const verify = (text: string, more: object = {}): DossierVerdict =>
  verifyDossierFile(Buffer.from(text, 'utf8'), { audited: (origin) => auditedLog(folder, origin), ...more });
const memory = (): string =>
  join(
    folder,
    readdirSync(folder).find((name) => name.startsWith('log-'))!,
  );
function changed(change: (state: AuditState) => object): void {
  const state = JSON.parse(readFileSync(memory(), 'utf8')) as AuditState;
  writeFileSync(memory(), JSON.stringify({ ...state, ...change(state) }));
}
const reached = ({ ok, assurance, audit: own }: DossierVerdict) => [ok, assurance, own?.code, own?.size];

describe('L2, by an audit of the reader’s own', () => {
  it('of the very checkpoint', async () => {
    await audit(SECOND);
    expect(reached(verify(dossierAt(SECOND)))).toEqual([true, 'L2', 'audited', SECOND]);
    expect(verify(dossierAt(SECOND)).anchor).toBe('checkpoint');
    expect(verify(dossierAt(SECOND), { log: log.written.log }).anchor).toBe('key');
    expect(verifyDossierFile(Buffer.from(dossierAt(SECOND)))).toMatchObject({ assurance: 'L0', anchor: 'none' });
  });

  it('of a later one, by the proofs that the audit kept', async () => {
    await audit(9);
    for (const size of [FIRST, SECOND]) expect(reached(verify(dossierAt(size)))).toEqual([true, 'L2', 'audited', 9]);
  });

  it('of an earlier one that covers the index event, by a proof in the file', async () => {
    await audit(SECOND);
    expect(reached(verify(dossierAt(9, [SECOND])))).toEqual([true, 'L2', 'audited', SECOND]);
  });
});

describe('not L2, and why', () => {
  const ids = (): string => verify(dossierAt(9)).audit!.text.zh;

  it('a log that was never audited', () => {
    expect(reached(verify(dossierAt(SECOND)))).toEqual([true, 'L0', 'never', undefined]);
  });

  it('an audit that does not reach the index event, however the two are related', async () => {
    await audit(FIRST);
    expect(reached(verify(dossierAt(SECOND)))).toEqual([true, 'L0', 'behind', FIRST]);
    expect(reached(verify(dossierAt(SECOND, [FIRST])))).toEqual([true, 'L0', 'behind', FIRST]);
  });

  it('an audit without a proof between the two', async () => {
    await audit(SECOND);
    expect(reached(verify(dossierAt(9)))).toEqual([true, 'L0', 'not-comparable', SECOND]);
    expect(ids()).toContain('一致性证明');
    changed(() => ({ proofs: undefined }));
    expect(reached(verify(dossierAt(FIRST)))).toEqual([true, 'L0', 'ahead', SECOND]);
  });

  it('a memory that the auditor did not sign, as earlier versions wrote it', async () => {
    await audit(SECOND);
    changed(() => ({ note: log.checkpoint({ size: SECOND }), proofs: undefined }));
    expect(reached(verify(dossierAt(SECOND)))).toEqual([true, 'L0', 'unsigned', SECOND]);
  });

  it('a dossier that holds for another reason leaves L1 to the auditor whom the reader named', async () => {
    const audited = new CaseLog().add(event).index();
    const text = audited.dossier(PERSON, { audited: true });
    expect(reached(verify(text, { auditors: audited.written.auditors }))).toEqual([true, 'L1', 'never', undefined]);
  });
});

describe('a memory that contradicts the file', () => {
  it.each([SECOND, 9])('fails it: two histories under one key, audited to %i', async (size) => {
    const other = new CaseLog()
      .add(event, { ...event, type: 'FindingClosed' })
      .index()
      .add(event, event, event)
      .index()
      .add(event, event);
    await audit(size, other);
    const { ok, firstProblem, checks } = verify(dossierAt(SECOND));
    expect([ok, firstProblem]).toMatchObject([false, { check: 'held-checkpoint', code: 'audited-conflict' }]);
    expect(checks.find(({ name }) => name === 'held-checkpoint')!.detail.zh).toContain('账本签了两种历史');
  });
});

describe('a memory that was tampered with, or is none', () => {
  const refused = (code: string) => expect(() => verify(dossierAt(SECOND))).toThrow(expect.objectContaining({ code }) as Error);

  it.each<readonly [string, (state: AuditState) => object]>([
    ['the root', () => ({ root: 'ab'.repeat(32) })],
    ['the size', () => ({ size: SECOND })],
    ['the note, for another', () => ({ note: log.checkpoint({ size: SECOND }) })],
    [
      'the auditor’s signature',
      ({ note }) => ({ note: note.replace(/(holder .{30})(.)/, (_, head: string, one: string) => head + (one === 'A' ? 'B' : 'A')) }),
    ],
    ['the root that a proof starts from', ({ proofs }) => ({ proofs: proofs!.map((one) => ({ ...one, root: Buffer.alloc(32).toString('base64') })) })],
    ['a proof', ({ proofs }) => ({ proofs: proofs!.map((one) => ({ ...one, path: [] })) })],
    ['a proof that is none', () => ({ proofs: [{ size: 3 }] })],
    ['another origin', () => ({ origin: 'example.org/elsewhere' })],
  ])('%s', async (_, change) => {
    await audit(9);
    changed(change);
    refused('audit.state-damaged');
  });

  it('is refused without the auditor’s key', async () => {
    await audit(9);
    rmSync(join(folder, 'auditor.key'));
    refused('audit.no-key');
  });

  it('under another auditor’s key counts for nothing', async () => {
    await audit(SECOND);
    rmSync(join(folder, 'auditor.key'));
    createAuditorKey(folder, { name: 'example.org/other', suite: 'ed25519-cosignature', secret: new Uint8Array(32).fill(8) });
    expect(reached(verify(dossierAt(SECOND)))).toEqual([true, 'L0', 'unsigned', SECOND]);
  });
});
