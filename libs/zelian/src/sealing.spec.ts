import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { newCommandId, realClock, realEntropy, SimulatedClock } from '#ledger';
import { logKeyFrom, readStoredEvent, sha256, type SealKeyAdopted } from '#seal';
import {
  consistencyProof,
  multiproof,
  parseCheckpoint,
  parseNote,
  rootAt,
  tileNodes,
  trustedCheckpoint,
  verifyConsistency,
  verifyIndexedDossier,
  type LogEntry,
} from '#transparency';
import { openLedger } from './open.js';
import type { Zelian } from './zelian.js';

const actor = { personId: 'person-clerk1' };
let made = 0;
const registered = (zelian: Zelian) =>
  zelian.record(
    { type: 'RegisterUnit', data: { unitId: `unit-sealed${++made}`, kind: 'town', name: `示例镇${made}` } },
    { actor, commandId: newCommandId(realClock.now(), realEntropy) },
  );

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'zelian-seal-'))));
afterEach(() => rmSync(root, { recursive: true }));
const opened = (name = 'ledger') => openLedger({ directory: join(root, name), keysFolder: join(root, 'keys'), entropy: realEntropy });

async function entries({ log }: Zelian): Promise<readonly LogEntry[]> {
  const all: LogEntry[] = [];
  for await (const { position, bytes } of log.readAll(0)) all.push({ position, bytes });
  return all;
}
async function adoptedKeys(zelian: Zelian): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { type, bytes } of zelian.log.read('seal-main'))
    if (type === 'SealKeyAdopted') keys.push((JSON.parse(bytes.toString()) as SealKeyAdopted).data.verifierKey);
  return keys;
}
const trustOf = async (zelian: Zelian) => ({ origin: `zelian/${zelian.describe().ledgerId}`, log: (await adoptedKeys(zelian)).map(logKeyFrom) });

describe('a checkpoint', () => {
  it('names the log, is signed by the key on record, and covers the index event at its end', async () => {
    const zelian = await opened();
    await registered(zelian);
    const { note, size, root: top, index, covers } = await zelian.sealer.seal();
    expect(trustedCheckpoint(note, await trustOf(zelian))).toMatchObject({ size, origin: `zelian/${zelian.describe().ledgerId}` });
    expect(Buffer.from(top).toString('hex')).toBe((await zelian.verify()).logHash);
    expect([index.position, covers]).toEqual([size - 1, size - 1]);
    expect((await zelian.verify()).ok).toBe(true);
    await zelian.close();
  });

  it('is not signed again while nothing comes, and continues the one before when something does, also after a restart', async () => {
    let zelian = await opened();
    const first = await zelian.sealer.seal();
    expect(await zelian.sealer.seal()).toEqual(first);
    await registered(zelian);
    await zelian.close();
    zelian = await opened();
    const second = await zelian.sealer.seal();
    expect(second.size).toBe(first.size + 2);
    const nodes = tileNodes(sha256, zelian.parts.engines.seal.checkpoints.tiles, second.size);
    const path = consistencyProof(sha256, nodes, first.size, second.size);
    expect(verifyConsistency(sha256, { from: first.size, to: second.size, fromRoot: first.root, toRoot: second.root, path })).toBe(true);
    expect(await adoptedKeys(zelian)).toHaveLength(1);
    expect(await zelian.parts.engines.seal.checkpoints.sizes()).toEqual([first.size, second.size]);
    await zelian.close();
  });

  it('carries both signatures once after a change of keys, then the new one', async () => {
    const zelian = await opened();
    await zelian.sealer.seal();
    const both = parseNote((await zelian.sealer.rotate('sm2-sm3')).note);
    await registered(zelian);
    const after = parseNote((await zelian.sealer.seal()).note);
    const keys = (await adoptedKeys(zelian)).map(logKeyFrom);
    expect(keys.map(({ suite }) => suite.name)).toEqual(['ed25519', 'sm2-sm3']);
    expect(both.signatures.map(({ id }) => id)).toEqual(keys.map(({ id }) => id));
    expect(after.signatures.map(({ id }) => id)).toEqual([keys[1]!.id]);
    expect(parseCheckpoint(after.text).size).toBeGreaterThan(parseCheckpoint(both.text).size);
    await zelian.close();
  });

  it('is signed where a crash came between the index event and the signature, without a second index event', async () => {
    const zelian = await opened();
    const { head } = zelian.parts.engines.seal;
    const { advance } = head;
    head.advance = () => Promise.reject(new Error('killed'));
    await expect(zelian.sealer.seal()).rejects.toThrow('killed');
    head.advance = advance;
    const size = (await zelian.log.head()).position + 1;
    expect((await zelian.sealer.seal()).size).toBe(size);
    await zelian.close();
  });
});

describe('a checkpoint that was signed and could not be shown', () => {
  it('is shown at the next try, with all its tiles, and is the same one', async () => {
    const zelian = await opened();
    for (let i = 0; i < 300; i++) await registered(zelian);
    const { checkpoints, head } = zelian.parts.engines.seal;
    const { publish } = checkpoints;
    checkpoints.publish = () => Promise.reject(new Error('disk full'));
    await expect(zelian.sealer.seal()).rejects.toThrow('disk full');
    expect(zelian.sealer.fault).toEqual(new Error('disk full'));
    checkpoints.publish = publish;
    const { note, size, root: top } = await zelian.sealer.seal();
    expect([note, zelian.sealer.fault]).toEqual([(await head.read(`zelian/${zelian.describe().ledgerId}`))?.note, undefined]);
    expect(Buffer.from(rootAt(sha256, tileNodes(sha256, checkpoints.tiles, size), size))).toEqual(Buffer.from(top));
    await zelian.close();
  });

  it('keeps the signatures that others put on it, and no other text', async () => {
    const zelian = await opened();
    const { note, size } = await zelian.sealer.seal();
    await zelian.parts.engines.seal.checkpoints.replace(size, `${note}— witness.example AAAAAAAA\n`);
    await zelian.close();
    const again = await opened();
    expect((await again.sealer.seal()).note).toBe(`${note}— witness.example AAAAAAAA\n`);
    await again.parts.engines.seal.checkpoints.replace(size, 'another text\n');
    await again.close();
    const third = await opened();
    expect((await third.sealer.seal()).note).toBe(note);
    await third.close();
  });
});

describe('every subject of a sealed log', () => {
  it('has a list that verifies, and so has nobody', async () => {
    const zelian = await openLedger({ entropy: realEntropy });
    for (let i = 0; i < 5; i++) await registered(zelian);
    await zelian.sealer.seal();
    const all = await entries(zelian);
    const subjects = new Set(all.flatMap(({ bytes }) => readStoredEvent(bytes).subjects));
    for (const subject of [...subjects, 'unit-nobody0']) {
      const { sealed, proof, count } = await zelian.sealer.prove(subject);
      const events = all.filter(({ position, bytes }) => position < sealed.covers && readStoredEvent(bytes).subjects.includes(subject));
      const nodes = tileNodes(sha256, zelian.parts.engines.seal.checkpoints.tiles, sealed.size);
      const places = [...events.map(({ position }) => position), sealed.index.position];
      const dossier = {
        subject,
        checkpoint: sealed.note,
        index: sealed.index,
        events,
        multiproof: multiproof(sha256, nodes, places, sealed.size),
        subjectProof: proof,
      };
      expect(verifyIndexedDossier({ hash: sha256, read: readStoredEvent }, dossier, await trustOf(zelian))).toMatchObject({ ok: true, count, assurance: 'L0' });
    }
    expect(subjects.size).toBe(5);
    await zelian.close();
  });
});

describe('nothing is signed', () => {
  const refusalOf = (work: Promise<unknown>) =>
    work.then(
      () => 'signed',
      ({ code }: { code: string }) => code,
    );

  it('over a log that was put back to an earlier state', async () => {
    const zelian = await opened();
    await registered(zelian);
    await zelian.close();
    cpSync(join(root, 'ledger'), join(root, 'older'), { recursive: true });
    const later = await opened();
    await registered(later);
    await later.sealer.seal();
    await later.close();
    const older = await opened('older');
    expect(await refusalOf(older.sealer.seal())).toBe('seal.rolled-back');
    for (let i = 0; i < 9; i++) await registered(older);
    expect(await refusalOf(older.sealer.seal())).toBe('seal.rolled-back');
    await older.close();
    const again = await opened('older');
    expect(await refusalOf(again.sealer.seal())).toBe('seal.forked');
    await again.close();
  });

  it.each([
    ['was put at the end a second time', (at: number, end: number) => [`UPDATE kept SET position = ${end} WHERE position = ${at}`], 2],
    [
      'changed places with the next',
      (at: number) => [
        `DELETE FROM event WHERE position IN (${at}, ${at + 1})`,
        `UPDATE kept SET position = ${at} + ${at + 1} - position WHERE position >= ${at}`,
      ],
      1,
    ],
  ])('over an event that %s: its MAC fits there, too, and no key is needed for that', async (_, moves, offset) => {
    const where = { directory: join(root, 'ledger'), keysFolder: join(root, 'keys'), entropy: realEntropy };
    const zelian = await openLedger({ ...where, clock: new SimulatedClock('2016-01-04T01:00:00.000Z') });
    const { position } = await registered(zelian);
    await zelian.moveTo('2016-01-05T01:00:00.000Z');
    const { position: next } = await registered(zelian);
    await zelian.close();
    const database = new DatabaseSync(join(root, 'ledger', 'ledger.db'));
    database.exec(`CREATE TEMP TABLE kept AS SELECT * FROM event WHERE position IN (${position}, ${next})`);
    for (const move of moves(position, next + 1)) database.exec(move);
    database.exec('INSERT OR IGNORE INTO event SELECT * FROM kept');
    database.close();
    const meddled = await openLedger({ ...where, clock: new SimulatedClock('2016-01-06T01:00:00.000Z') });
    await expect(meddled.sealer.seal()).rejects.toMatchObject({ code: 'seal.log', position: position + offset });
    expect(meddled.sealer.sealed).toBeUndefined();
    await meddled.close();
  });

  const changeTown = (position: number, macOf?: (bytes: Buffer) => Buffer): void => {
    const database = new DatabaseSync(join(root, 'ledger', 'ledger.db'));
    const { bytes, mac } = database.prepare('SELECT bytes, mac FROM event WHERE position = ?').get(position) as { bytes: Uint8Array; mac: Uint8Array };
    const changed = Buffer.from(Buffer.from(bytes).toString().replace('"town"', '"city"'));
    for (const { name } of database.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all() as { name: string }[])
      database.exec(`DROP TRIGGER ${name}`);
    database.prepare('UPDATE event SET bytes = ?, mac = ? WHERE position = ?').run(changed, macOf?.(changed) ?? mac, position);
    database.close();
  };

  it('over an event that was changed, and the refusal names it', async () => {
    const zelian = await opened();
    const { position } = await registered(zelian);
    await zelian.close();
    changeTown(position);
    const changed = await opened();
    await expect(changed.sealer.seal()).rejects.toMatchObject({ code: 'seal.mac', position });
    expect(await refusalOf(changed.sealer.seal())).toBe('seal.mac');
    await changed.close();
  });

  it('when an event reads back as another than was appended, even with the key of MACs in hand', async () => {
    const zelian = await opened();
    const { position } = await registered(zelian);
    changeTown(position, (bytes) => zelian.parts.keys!.mac(bytes));
    await expect(zelian.sealer.seal()).rejects.toMatchObject({ code: 'seal.read-back', position });
    await zelian.close();
  });

  it('by one who had read further when another went on with the same key, until it starts anew and compares', async () => {
    const zelian = await opened();
    await zelian.sealer.seal();
    await zelian.close();
    cpSync(join(root, 'ledger'), join(root, 'copy'), { recursive: true });
    let one = await opened();
    const other = await opened('copy');
    for (let i = 0; i < 5; i++) await registered(one);
    const { head } = one.parts.engines.seal;
    const { advance } = head;
    head.advance = () => Promise.reject(new Error('disk full'));
    await expect(one.sealer.seal()).rejects.toThrow('disk full');
    head.advance = advance;
    await registered(other);
    expect((await other.sealer.seal()).size).toBeLessThan((await one.log.head()).position);
    expect(await refusalOf(one.sealer.seal())).toBe('seal.overtaken');
    await one.close();
    one = await opened();
    expect(await refusalOf(one.sealer.seal())).toBe('seal.forked');
    await Promise.all([one.close(), other.close()]);
  });

  it('against a checkpoint beside the data, where the key came without its head; what no key of the log signed says nothing', async () => {
    const zelian = await opened();
    await zelian.sealer.seal();
    await zelian.close();
    cpSync(join(root, 'ledger'), join(root, 'older'), { recursive: true });
    const later = await opened();
    await registered(later);
    await later.sealer.seal();
    await later.close();
    rmSync(join(root, 'keys', 'seal.db'));
    for (const [copy, count, code] of [
      ['behind', 0, 'seal.rolled-back'],
      ['aside', 9, 'seal.forked'],
    ] as const) {
      cpSync(join(root, 'older'), join(root, copy), { recursive: true });
      cpSync(join(root, 'ledger', 'checkpoints'), join(root, copy, 'checkpoints'), { recursive: true });
      const other = await opened(copy);
      for (let i = 0; i < count; i++) await registered(other);
      expect(await refusalOf(other.sealer.seal())).toBe(code);
      await other.close();
    }
    const forged = join(root, 'older', 'checkpoints', 'checkpoint');
    for (const size of ['1', '999']) writeFileSync(join(forged, size), `somebody\n${size}\n${Buffer.alloc(32).toString('base64')}\n\n— somebody AAAAAAAA\n`);
    const older = await opened('older');
    await registered(older);
    expect(await refusalOf(older.sealer.seal())).toBe('seal.memory-lost');
    await older.close();
  });

  describe('where what the key signed is not known any more', () => {
    const clerk = { personId: 'person-clerk1', postId: 'post-records1' };
    /** A ledger whose key signed further than its copy goes. */
    async function leftBehind(): Promise<Readonly<{ first: string; later: string }>> {
      const zelian = await opened();
      const { note: first } = await zelian.sealer.seal();
      cpSync(join(root, 'ledger'), join(root, 'copy'), { recursive: true });
      await registered(zelian);
      const { note: later } = await zelian.sealer.seal();
      await zelian.close();
      return { first, later };
    }
    const copied = () => openLedger({ directory: join(root, 'copy'), keysFolder: join(root, 'keys-copied'), entropy: realEntropy });
    async function whenAsked(last: string | undefined, more = 0): Promise<string> {
      const copy = await copied();
      for (let i = 0; i < more; i++) await registered(copy);
      const said = await refusalOf(copy.sealer.resume({ by: clerk, ...(last !== undefined && { last }) }));
      await copy.close();
      return said;
    }

    it('because it was copied with the keys, nothing is signed, until somebody says that nothing else was', async () => {
      await leftBehind();
      cpSync(join(root, 'keys'), join(root, 'keys-copied'), { recursive: true });
      const copy = await copied();
      // The copy of seal.db knows that the key signed further.
      expect(await refusalOf(copy.sealer.seal())).toBe('seal.rolled-back');
      await copy.close();
      cpSync(join(root, 'ledger'), join(root, 'copy'), { recursive: true });
      const whole = await copied();
      await registered(whole);
      expect(await refusalOf(whole.sealer.seal())).toBe('seal.memory-lost');
      expect(await refusalOf(whole.sealer.rotate('ed25519'))).toBe('seal.memory-lost');
      await whole.close();
      expect(await whenAsked(undefined)).toBe('signed');
      const again = await copied();
      await registered(again);
      expect(await refusalOf(again.sealer.seal())).toBe('signed');
      expect((await again.verify()).ok).toBe(true);
      await again.close();
    });

    it('because seal.db did not come along, what is handed in has to be this log’s, and the log to go on from it', async () => {
      const { first, later } = await leftBehind();
      cpSync(join(root, 'keys'), join(root, 'keys-copied'), { recursive: true });
      rmSync(join(root, 'keys-copied', 'seal.db'));
      const another = await openLedger({ directory: join(root, 'another'), keysFolder: join(root, 'other-keys'), entropy: realEntropy });
      const { note: foreign } = await another.sealer.seal();
      await another.close();
      for (const other of [foreign, foreign.replace(/\n\d+\n/, '\n0\n')]) expect(await whenAsked(other)).toBe('seal.not-ours');
      expect(await whenAsked(later)).toBe('seal.rolled-back');
      // Gone its own way: what the other one signed convicts it.
      expect(await whenAsked(later, 5)).toBe('seal.forked');
      expect(await whenAsked(undefined)).toBe('signed');
      rmSync(join(root, 'keys-copied', 'seal.db'));
      expect(await whenAsked(first)).toBe('signed');
      const copy = await copied();
      const said: unknown[] = [];
      for await (const { type, bytes } of copy.log.read('seal-main')) if (type === 'SealResumed') said.push(JSON.parse(bytes.toString('utf8')));
      expect(said).toMatchObject([
        { actor: clerk, data: { size: 0 } },
        { actor: clerk, data: { size: parseCheckpoint(parseNote(first).text).size } },
      ]);
      await copy.close();
    });
  });

  it('without the key, or by a second process that lost the race', async () => {
    const zelian = await opened();
    await zelian.sealer.seal();
    await registered(zelian);
    const { head } = zelian.parts.engines.seal;
    head.advance = async () => false;
    expect(await refusalOf(zelian.sealer.seal())).toBe('seal.overtaken');
    await zelian.close();
    for (const name of readdirSync(join(root, 'keys')).filter((file) => file.startsWith('seal-'))) rmSync(join(root, 'keys', name));
    const keyless = await opened();
    expect(await refusalOf(keyless.sealer.seal())).toBe('seal.key-missing');
    await keyless.close();
  });
});
