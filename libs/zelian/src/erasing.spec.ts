import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, type Actor } from '#kernel';
import { SimulatedClock } from '#ledger';
import type { ErasureRow } from '#redress';
import { ED25519, ed25519Signer, logKeyFrom, verifyDossierFile } from '#seal';
import { formatLine, formatVerifierKey, parseNote, signNote, verifyNote } from '#transparency';
import { cadres, leader, officer, PEOPLE, POSTS, RedressCounty, SUBJECT } from '../../../test/support/redress-county.js';
import { actsOfAppeal, carryOut } from '../../../test/support/redress-appeal.js';
import { backUp } from './backup/index.js';
import { checkpointAnswer } from './checkpoints.js';
import { checkReceipt, checkReceiptByKeys, erasureReceipt, receiptText } from './erasure-receipt.js';
import { openLedger } from './open.js';
import { noteText } from './receipt-signer.js';
import { handOutSealedDossier } from './sealed-dossier.js';
import { failedChecks } from './verify.js';

let folder: string;
let directory: string;
let county: RedressCounty;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-erasing-'));
  directory = join(folder, 'ledger');
  county = await (await RedressCounty.open({ directory })).settle();
});
afterEach(async () => {
  await county.close();
  rmSync(folder, { recursive: true });
});

const NAME = `虚构${PEOPLE.deputy}`;
const PHONE = '13900001234';
const OF = { erasureId: 'erasure-01', subjectId: PEOPLE.deputy };
const REASON = '绝密事由甲乙丙丁';
const proposal = { ...OF, ground: 'retention-expired', provision: '《个人信息保护法》第四十七条', documentNo: '示例删1号', reason: { private: REASON } };
const approval = { ...OF, documentNo: '示例批1号' };
const erase = async (of: object = {}, by: readonly [Actor, Actor] = [officer, cadres]) => {
  await county.record('ProposeErasure', { ...proposal, ...of }, by[0]);
  const { erasureId, subjectId } = { ...OF, ...of };
  await county.record('ApproveErasure', { ...approval, erasureId, subjectId }, by[1]);
};
const erasureRow = async ({ reader } = county.zelian, id = OF.erasureId) => (await reader.get('erasures', id)).row as ErasureRow | undefined;

/** Files of a folder, all of them, however deep. */
const filesIn = (at: string): readonly string[] =>
  readdirSync(at).flatMap((name) => (statSync(join(at, name)).isDirectory() ? filesIn(join(at, name)) : [join(at, name)]));
/** In which files a text stands, in any encoding that a program may have written it in. */
const holding = (text: string): readonly string[] => {
  const big = Buffer.from(text, 'utf16le').swap16();
  const forms = [
    Buffer.from(text, 'utf8'),
    Buffer.from(text, 'utf16le'),
    big,
    Buffer.from(JSON.stringify(text).slice(1, -1)),
    Buffer.from(encodeURIComponent(text)),
  ];
  return filesIn(folder).filter((file) => forms.some((form) => readFileSync(file).includes(form)));
};
const allOf = async <One>(source: AsyncIterable<One>): Promise<One[]> => {
  const all: One[] = [];
  for await (const one of source) all.push(one);
  return all;
};
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

describe('an erasure', () => {
  it('leaves no byte of it in any file, while open and after closing, and changes nothing that is proved', async () => {
    const { zelian } = county;
    await county.record('SetPersonContact', { personId: PEOPLE.deputy, phone: { private: PHONE } });
    const before = await zelian.verify();
    expect([holding(NAME).length > 0, holding(PHONE).length > 0]).toEqual([true, true]);
    const export1 = Buffer.concat(await allOf(await zelian.exportLines({ actor: officer })));
    const scores = await county.rowsOf('person-directory', 'clause-facts', 'entitlements');

    await erase();
    for (const text of [NAME, PHONE, REASON]) expect(holding(text)).toEqual([]);
    expect(await zelian.named(PEOPLE.deputy)).toBe('（已删除）');
    expect((await zelian.parts.presenter.search('deputy', { scopes: zelian.scopes })).length).toBe(0);
    expect(holding(`虚构${PEOPLE.officer}`).map((file) => file.slice(directory.length + 1))).toEqual(['vault.db']);

    const after = await zelian.verify();
    expect([before.ok, after.ok, after.events]).toEqual([true, true, before.events + 3]);
    const export2 = Buffer.concat(await allOf(await zelian.exportLines({ actor: officer })));
    expect(export2.subarray(0, export1.length).equals(export1)).toBe(true);
    expect(await county.rowsOf('person-directory', 'clause-facts', 'entitlements')).toEqual(scores);
    expect((await zelian.rebuild()).filter((one) => one.before !== one.after)).toEqual([]);
    await county.close();
    for (const text of [NAME, PHONE, REASON]) expect(holding(text)).toEqual([]);
  });

  it('leaves dossiers of before as provable as they were; in one made afterwards the value is withheld, and says why', async () => {
    const { zelian } = county;
    await zelian.sealer.seal();
    const ask = { subject: PEOPLE.deputy, actor: officer, to: { recipient: '申诉人本人', purpose: '申诉', channel: 'file' } } as const;
    const before = await handOutSealedDossier(zelian, ask);
    expect(before.includes(NAME)).toBe(true);
    await erase();
    await zelian.sealer.seal();
    const after = await handOutSealedDossier(zelian, ask);
    const reader = { log: (await checkpointAnswer(zelian.parts)).keys };
    expect(verifyDossierFile(before, reader)).toMatchObject({ ok: true, anchor: 'key', withheld: 0 });
    const verdict = verifyDossierFile(after, reader);
    expect([verdict.ok, verdict.withheld! > 0, after.includes(NAME), after.includes('已依法删除')]).toEqual([true, true, false, true]);
  });

  it('may keep to fields: the rest stays', async () => {
    await county.record('SetPersonContact', { personId: PEOPLE.deputy, phone: { private: PHONE } });
    await erase({ fields: ['phone'] });
    expect([holding(PHONE).length, holding(NAME).length]).toEqual([0, 1]);
    expect(await county.zelian.named(PEOPLE.deputy)).toBe(NAME);
  });

  it('does not happen by one person’s word, and not before the second', async () => {
    await county.record('ProposeErasure', proposal, officer);
    expect(await codeOf(county.record('ApproveErasure', approval, officer))).toBe('erasure.same-person');
    expect((await erasureRow())?.state).toBe('proposed');
    expect(await county.zelian.named(PEOPLE.deputy)).toBe(NAME);
  });

  it('leaves alone what is recorded after the approval', async () => {
    await erase();
    await county.record('SetPersonContact', { personId: PEOPLE.deputy, phone: { private: PHONE } });
    expect(holding(PHONE).length).toBeGreaterThan(0);
  });

  it('is refused while an appeal runs, and an approved one waits when the appeal comes first', async () => {
    await county.hold(PEOPLE.secretary, POSTS.secretary, '2014-01-01');
    await county.decide(SUBJECT, 'RemovalFromPost', '2017-02-10');
    const about = { subjectId: PEOPLE.secretary };
    await county.record('ProposeErasure', { ...proposal, ...about }, officer);
    const { lodged, revoked } = actsOfAppeal();
    // Approved and lodged before anything follows from either: as when both come in one turn.
    const say = (type: string, data: object, actor: Actor) => county.zelian.record({ type, data }, { actor, commandId: county.nextCommandId() });
    await say(lodged.type, lodged.data, lodged.actor);
    await say('ApproveErasure', { ...approval, ...about }, cadres);
    await county.zelian.drain();
    expect((await erasureRow())?.state).toBe('approved');
    expect((await county.zelian.health()).erasures).toEqual([{ erasureId: OF.erasureId, code: 'hold.appeal-running' }]);
    expect(await codeOf(county.record('ProposeErasure', { ...proposal, ...about, erasureId: 'erasure-02' }, officer))).toBe('erasure.legal-hold');
    await county.take(...revoked);
    expect(await county.zelian.named(PEOPLE.secretary)).toBe(`虚构${PEOPLE.secretary}`);
    await carryOut(county);
    expect((await erasureRow())?.state).toBe('carried-out');
    expect(await county.zelian.named(PEOPLE.secretary)).toBe('（已删除）');
  });
});

describe('a crash', () => {
  const reopen = async () => {
    await county.close();
    const zelian = await openLedger({ directory, clock: new SimulatedClock(county.clock.now()) });
    await zelian.drain();
    return zelian;
  };
  const approveOnly = async () => {
    const say = (type: string, data: object, actor: Actor) => county.zelian.record({ type, data }, { actor, commandId: county.nextCommandId() });
    await say('ProposeErasure', proposal, officer);
    await county.zelian.drain();
    await say('ApproveErasure', approval, cadres);
  };

  it('between the approval and the vault: the values go at the next start', async () => {
    await approveOnly();
    expect(holding(NAME).length).toBeGreaterThan(0);
    const zelian = await reopen();
    expect([holding(NAME), ((await zelian.reader.get('erasures', OF.erasureId)).row as ErasureRow).state]).toEqual([[], 'carried-out']);
    await zelian.close();
  });

  it('between the vault and the record: it is recorded with what went the first time', async () => {
    await approveOnly();
    const { vault } = county.zelian.parts.engines;
    await vault.erase(PEOPLE.deputy, { reason: OF.erasureId });
    const went = await vault.erasedFor(OF.erasureId);
    expect(went.length).toBe(2);
    const zelian = await reopen();
    expect(((await zelian.reader.get('erasures', OF.erasureId)).row as ErasureRow).carriedOut?.commitments).toEqual(went);
    await zelian.close();
  });

  it('a vault put back from an older copy is erased once more', async () => {
    const { vault } = county.zelian.parts.engines;
    const old = (await allOf(vault.entries())).filter(({ subject }) => subject === PEOPLE.deputy);
    await erase();
    await vault.put(old);
    expect(holding(NAME).length).toBeGreaterThan(0);
    const zelian = await reopen();
    expect([holding(NAME), zelian.notes.length]).toEqual([[], 1]);
    await zelian.close();
  });
});

describe('a vault put back from an older copy', () => {
  const back = async () => {
    const { vault } = county.zelian.parts.engines;
    const old = (await allOf(vault.entries())).filter(({ subject }) => subject === PEOPLE.deputy);
    await erase();
    await vault.put(old);
    await county.close();
  };
  const reading = () => openLedger({ directory, mode: 'read' });

  it('shows readers nothing of what is recorded as erased, before anybody has written again', async () => {
    await back();
    const zelian = await reading();
    const { row } = await zelian.reader.get('person-directory', PEOPLE.deputy);
    expect([await zelian.named(PEOPLE.deputy), ((await zelian.present(row)) as { name: string }).name]).toEqual(['（已删除）', '（已删除）']);
    expect(await zelian.named(PEOPLE.officer)).toBe(`虚构${PEOPLE.officer}`);
    const names = (await zelian.parts.presenter.search('虚构', { scopes: zelian.scopes }, { limit: 3 })).map(({ value }) => value);
    expect([names.length, names.includes(NAME)]).toEqual([3, false]);
    const shown = await allOf(zelian.parts.shown.entries());
    expect([shown.some(({ value }) => value === NAME), holding(NAME).length > 0]).toEqual([false, true]);
    await zelian.close();
  });

  it('is told by verify, and by the receipt, which ask the file itself', async () => {
    await back();
    const zelian = await reading();
    const receipt = await erasureReceipt(zelian.parts, { erasureId: OF.erasureId, actor: officer });
    expect(await checkReceipt(zelian.parts, JSON.stringify(receipt))).toMatchObject({ ok: false, gone: false });
    const verdict = await zelian.verify({ rows: false });
    const { position } = (await erasureRow(zelian))!.carriedOut!;
    expect([verdict.ok, failedChecks(verdict), verdict.firstBad]).toMatchObject([
      false,
      ['vault'],
      { check: 'vault', position, place: expect.stringMatching(/^vault\.db \S+ (name|reason)$/) as string },
    ]);
    await zelian.close();
  });

  it('goes into no backup', async () => {
    await back();
    const zelian = await reading();
    await backUp(zelian.parts, { out: join(folder, 'copy'), actor: officer, withVault: true });
    await zelian.close();
    expect(
      holding(NAME)
        .map((file) => file.slice(folder.length + 1))
        .filter((file) => file.startsWith('copy')),
    ).toEqual([]);
    expect(holding(`虚构${PEOPLE.officer}`).map((file) => file.slice(folder.length + 1))).toContain(join('copy', 'vault.db'));
  });
});

describe('the receipt', () => {
  it('is signed, for case owners and the subject only, and can be checked', async () => {
    const { parts } = county.zelian;
    const ask = (actor: Actor) => erasureReceipt(parts, { erasureId: OF.erasureId, actor });
    expect(await codeOf(ask(officer))).toBe('erasure.not-carried-out');
    await erase();
    const receipt = await ask(officer);
    expect(receipt.statement).toMatchObject({
      ...OF,
      fields: 'all',
      documentNo: '示例删1号',
      approvalNo: '示例批1号',
      proposed: { actor: officer },
      approved: { actor: cadres },
    });
    expect(receipt.statement.commitments.length).toBe(2);
    expect(await ask({ personId: PEOPLE.deputy })).toEqual(receipt);
    expect(await codeOf(ask({ personId: PEOPLE.successor }))).toBe('access.case-owner-only');
    expect(await checkReceipt(parts, JSON.stringify(receipt))).toEqual({ ok: true, signature: true, events: true, gone: true });
  });

  it('is refused when a word of it is changed, and no longer true when the values are back', async () => {
    const { parts } = county.zelian;
    const old = (await allOf(parts.engines.vault.entries())).filter(({ subject }) => subject === PEOPLE.deputy);
    await erase();
    const receipt = await erasureReceipt(parts, { erasureId: OF.erasureId, actor: leader });
    const forged = { ...receipt, statement: { ...receipt.statement, subjectId: PEOPLE.successor } };
    expect(await checkReceipt(parts, JSON.stringify(forged))).toMatchObject({ ok: false, signature: false });
    expect(await codeOf(checkReceipt(parts, '{}'))).toBe('erasure.receipt-malformed');
    await parts.engines.vault.put(old);
    expect(await checkReceipt(parts, JSON.stringify(receipt))).toEqual({ ok: false, signature: true, events: true, gone: false });
  });

  it('of a sealed ledger is a note by the key of its checkpoints: outsiders check it with nothing but that key', async () => {
    await erase();
    const ask = { erasureId: OF.erasureId, actor: officer };
    const before = await erasureReceipt(county.zelian.parts, ask);
    await county.zelian.sealer.seal();
    const { statement, signature } = await erasureReceipt(county.zelian.parts, ask);
    const { keys } = await checkpointAnswer(county.zelian.parts);
    expect(signature).toMatchObject({ algorithm: 'signed-note', keyId: keys[0] });
    const key = logKeyFrom(signature.keyId);
    const text = `zelian-erasure-receipt/1\n${canonicalJson(statement)}\n`;
    const line = formatLine({ name: key.name, id: key.id, signature: Uint8Array.from(Buffer.from(signature.value, 'hex')) });
    expect(verifyNote(parseNote(`${text}\n${line}`), [key])).toEqual([{ key }]);
    expect(() => verifyNote(parseNote(`${text.replace('erasure-01', 'erasure-02')}\n${line}`), [key])).toThrow('signature');
    for (const receipt of [before, { statement, signature }])
      expect(await checkReceipt(county.zelian.parts, JSON.stringify(receipt))).toMatchObject({ ok: true, signature: true });
    const keyless = { ...county.zelian.parts, keys: undefined };
    expect(await checkReceipt(keyless, JSON.stringify({ statement, signature }))).toMatchObject({ ok: true });
    expect(await codeOf(checkReceipt(keyless, JSON.stringify(before)))).toBe('erasure.no-signer');
    for (const forged of [
      { ...signature, value: 'ab' },
      { ...signature, keyId: 'nobody' },
    ])
      expect(await checkReceipt(keyless, JSON.stringify({ statement, signature: forged }))).toMatchObject({ ok: false, signature: false });
  });

  it('is checked without a ledger by whoever has the key: shape and signature, and nothing of what only the ledger knows', async () => {
    await erase();
    const ask = { erasureId: OF.erasureId, actor: officer };
    const { parts } = county.zelian;
    const unsealed = JSON.stringify(await erasureReceipt(parts, ask));
    await county.zelian.sealer.seal();
    const receipt = await erasureReceipt(parts, ask);
    const { statement, signature } = receipt;
    const key = logKeyFrom(signature.keyId);
    const away = (change: object) => checkReceiptByKeys(JSON.stringify({ ...receipt, ...change }), [key]);
    expect(away({})).toEqual({ ok: true, signature: true, events: null, gone: null });
    const stranger = ed25519Signer(key.name, new Uint8Array(32).fill(7), ED25519);
    expect(checkReceiptByKeys(JSON.stringify(receipt), [stranger.key]).ok).toBe(false);
    expect(checkReceiptByKeys(unsealed, [key]).ok).toBe(false);
    for (const change of [
      { statement: { ...statement, subjectId: PEOPLE.successor } },
      { statement: { ...statement, more: 1 } },
      { signature: { ...signature, value: 'ab'.repeat(64) } },
      { signature: { ...signature, algorithm: 'hmac-sha256' } },
    ])
      expect(away(change)).toMatchObject({ ok: false, signature: false });
    // The key of another ledger, even one that the holder trusts, does not speak for this one.
    const elsewhere = { ...statement, ledgerId: 'another' };
    const note = signNote(noteText(receiptText(elsewhere)), [ed25519Signer(key.name, new Uint8Array(32).fill(7), ED25519)]);
    const value = Buffer.from(note.signatures[0]!.signature).toString('hex');
    const forged = { statement: elsewhere, signature: { ...signature, keyId: formatVerifierKey(stranger.key), value } };
    expect(checkReceiptByKeys(JSON.stringify(forged), [stranger.key]).ok).toBe(false);
    for (const field of ['ledgerId', 'fields', 'provision', 'proposed', 'commitments'] as const)
      expect(() => away({ statement: { ...statement, [field]: 1 } })).toThrow(expect.objectContaining({ code: 'erasure.receipt-malformed' }) as Error);
    // With the ledger, its checks are made as ever, and the key has to be right besides.
    expect(await checkReceipt(parts, JSON.stringify(receipt), [key])).toEqual({ ok: true, signature: true, events: true, gone: true });
    expect(await checkReceipt(parts, JSON.stringify(receipt), [stranger.key])).toEqual({ ok: false, signature: false, events: true, gone: true });
    const another = { ...parts, info: { ...parts.info, ledgerId: 'another' } };
    expect(await checkReceipt(another, JSON.stringify(receipt), [key])).toEqual({ ok: true, signature: true, events: null, gone: null });
  });

  it('takes another signer', async () => {
    await erase();
    const signer = { algorithm: 'test', keyId: 'k1', sign: (bytes: Buffer) => Buffer.from([bytes.length % 256]), verify: () => true };
    const { signature } = await erasureReceipt({ ...county.zelian.parts, receiptSigner: signer }, { erasureId: OF.erasureId, actor: officer });
    expect([signature.algorithm, signature.keyId, signature.value.length]).toEqual(['test', 'k1', 2]);
  });
});
