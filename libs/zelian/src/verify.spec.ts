import { DatabaseSync } from '@photostructure/sqlite';
import * as fc from 'fast-check';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryAccessLog } from '#access/memory';
import { openKeys, realEntropy, type Keys } from '#ledger';
import { MemoryEventLog } from '#ledger/memory';
import { openSqliteEventLog } from '#ledger/sqlite';
import { merkleTreeHash } from '../../transparency/src/reference/index.js';
import { conceal } from '#vault';
import { MemoryVault } from '#vault/memory';
import { fillLedger, keysIn, openedEvent, storable } from '../../../test/support/stored-ledger.js';
import { sha256 } from './log-walk.js';
import { failedChecks, verifyLedger, type Verdict } from './verify.js';

let root: string;
let keys: Keys;
let count: number;
/** Enough for a full run of the event tables' indexes, so that they hold something. */
const COMMANDS = 130;
const pristine = () => join(root, 'pristine');
const copy = () => join(root, 'copy');

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'verify-'));
  keys = keysIn(join(root, 'keys'));
  const log = openSqliteEventLog(pristine());
  count = await fillLedger(log, keys, COMMANDS);
  await log.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(copy(), { recursive: true, force: true });
  cpSync(pristine(), copy(), { recursive: true });
});

async function verdict(): Promise<Verdict> {
  const log = openSqliteEventLog(copy(), { readOnly: true });
  const found = await verifyLedger({ log, keys, rawChecks: log });
  await log.close();
  return found;
}
/** What somebody with the file but without the key can do. */
function tamper(sql: string) {
  const database = new DatabaseSync(join(copy(), 'ledger.db'));
  database.exec(sql);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

describe('verify', () => {
  it('passes a sound ledger, and says what it cannot see', async () => {
    const found = await verdict();
    expect(failedChecks(found)).toEqual([]);
    expect(found).toMatchObject({ ok: true, events: count });
    expect(found.firstBad).toBeNull();
    expect(found.checks['tail']?.detail.zh).toContain('末尾事件被删除');
  });

  it('gives the RFC 6962 root of the stored bytes, the same on every engine', async () => {
    const memory = new MemoryEventLog();
    await fillLedger(memory, keys, COMMANDS);
    const bytes: Buffer[] = [];
    for await (const event of memory.readAll(0)) bytes.push(event.bytes);
    const { logHash } = await verifyLedger({ log: memory, keys });
    expect(logHash).toBe(Buffer.from(merkleTreeHash(sha256, bytes)).toString('hex'));
    expect((await verdict()).logHash).toBe(logHash);
  });

  it.each([
    [
      'a changed byte in an event',
      "UPDATE event SET bytes = CAST(replace(CAST(bytes AS TEXT), 'calendar', 'calendaz') AS BLOB) WHERE position = 5",
      5,
      ['macs'],
    ],
    ['a place in an append', 'UPDATE event SET ordinal = ordinal + 5 WHERE position = 5', 5, ['columns']],
    ['an append cut in two', 'UPDATE event SET ordinal = 0 WHERE position = (SELECT min(position) FROM event WHERE ordinal > 0)', 3, ['columns']],
    ['an added space', "UPDATE event SET bytes = CAST(CAST(bytes AS TEXT) || ' ' AS BLOB) WHERE position = 6", 6, ['bytes', 'macs']],
    [
      'a duplicate key',
      'UPDATE event SET bytes = CAST(replace(CAST(bytes AS TEXT), \'{"actor"\', \'{"actor":{},"actor"\') AS BLOB) WHERE position = 6',
      6,
      ['bytes', 'macs'],
    ],
    ['bytes that are no text', "UPDATE event SET bytes = x'ff00ff' WHERE position = 3", 3, ['bytes', 'macs']],
    ['a forged MAC', 'UPDATE event SET mac = zeroblob(length(mac)) WHERE position = 7', 7, ['macs']],
    ['another time in the column', 'UPDATE event SET recorded_at = recorded_at + 1 WHERE position = 4', 4, ['columns']],
    ['another type in the column', 'UPDATE event SET type = (SELECT type FROM event WHERE position = 0) WHERE position = 4', 4, ['columns']],
    ['an event taken out', 'DELETE FROM event WHERE position = 8', 8, ['rows', 'revisions']],
    ['the first event taken out', 'DELETE FROM event WHERE position = 0', 0, ['rows', 'opened']],
    ['an id that is none', "UPDATE event SET id = x'00' WHERE position = 9", 9, ['rows']],
  ])('names %s by its position', async (_, sql, position, checks) => {
    tamper(sql);
    const found = await verdict();
    expect(found.ok).toBe(false);
    expect(found.firstBad?.position).toBe(position);
    expect(failedChecks(found)).toEqual(expect.arrayContaining(checks));
  });

  it('finds two events exchanged between positions', async () => {
    tamper(
      'UPDATE event SET position = -1 WHERE position = 4; UPDATE event SET position = 4 WHERE position = 6; UPDATE event SET position = 6 WHERE position = -1;',
    );
    expect(await verdict()).toMatchObject({ ok: false, firstBad: { position: 4 } });
  });

  it('finds an event appended by somebody without the key', async () => {
    const strange = openKeys(join(root, 'strange'), { create: true, entropy: realEntropy })!;
    const log = openSqliteEventLog(copy());
    const stream = 'unit-test9';
    await log.append([{ stream, expected: -1, events: [storable({ stream, revision: 0 }, strange, { label: 'forged', at: 500 })] }]);
    await log.close();
    const found = await verdict();
    expect([failedChecks(found), found.firstBad?.position]).toEqual([['macs'], count]);
  });

  it('finds what only an index gets wrong', async () => {
    // The index comparison is what sees it: the table, and so every hash and MAC, is untouched.
    const database = new DatabaseSync(join(copy(), 'ledger.db'));
    const { rootpage } = database.prepare("SELECT rootpage FROM sqlite_master WHERE name = 'by_revision'").get() as { rootpage: number };
    expect(database.prepare('SELECT count(*) > 0 AS filled FROM by_revision').get()).toEqual({ filled: 1 });
    const { page_size: size } = database.prepare('PRAGMA page_size').get() as { page_size: number };
    database.close();
    const path = join(copy(), 'ledger.db');
    const bytes = readFileSync(path);
    const page = bytes.subarray((rootpage - 1) * size, rootpage * size);
    // The last cell of the page: its final byte belongs to the row's position.
    const cell = page.readUInt16BE(8);
    page[cell + page[cell]!]! ^= 0x01;
    writeFileSync(path, bytes);
    const found = await verdict();
    expect(found.ok).toBe(false);
    expect(failedChecks(found)).toContain('indexes');
    expect(found.checks['macs']?.ok).toBe(true);
  });

  it('never throws, repairs nothing and misses no changed event, for random byte flips', async () => {
    const path = join(copy(), 'ledger.db');
    const sound = await verdict();
    const original = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(original.length - 1), fc.integer({ min: 1, max: 255 }), async (offset, change) => {
        const bytes = Buffer.from(original);
        bytes[offset]! ^= change;
        writeFileSync(path, bytes);
        const found = await verdict().catch((error: unknown) =>
          (error as { code?: string }).code?.startsWith('ledger.') ? 'refused' : Promise.reject(error as Error),
        );
        expect(readFileSync(path).equals(bytes)).toBe(true);
        // A ledger that passes must have given the very same events.
        return found === 'refused' || !found.ok || (found.logHash === sound.logHash && found.events === sound.events);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('is not ok without the key, nor for an empty or unopened log', async () => {
    const log = new MemoryEventLog();
    expect(await verifyLedger({ log, keys })).toMatchObject({ ok: false, events: 0 });
    await log.append([{ stream: 'unit-test0', expected: -1, events: [storable({ stream: 'unit-test0', revision: 0 }, keys, { label: 'x' })] }]);
    expect(failedChecks(await verifyLedger({ log, keys }))).toEqual(['opened']);
    const keyless = new MemoryEventLog();
    await keyless.append([{ stream: 'ledger-main', expected: -1, events: [openedEvent(keys)] }]);
    expect(failedChecks(await verifyLedger({ log: keyless }))).toEqual(['macs']);
  });

  it('holds private values against their commitments, and never shows them', async () => {
    const vault = new MemoryVault();
    await conceal(vault, { name: { private: '周砚' } }, { eventId: 'e1', scope: 'person', subjects: ['person-zhou'], saltFor: () => 'ab'.repeat(32) });
    const log = new MemoryEventLog();
    await fillLedger(log, keys, 1);
    expect((await verifyLedger({ log, keys, vault })).ok).toBe(true);
    const forged: Pick<MemoryVault, 'entries' | 'erased' | 'erasedFor'> = {
      erased: (commitments, scopes) => vault.erased(commitments, scopes),
      erasedFor: (reason) => vault.erasedFor(reason),
      async *entries() {
        for await (const entry of vault.entries()) yield { ...entry, value: '顾棠' };
      },
    };
    const found = await verifyLedger({ log, keys, vault: forged });
    expect(failedChecks(found)).toEqual(['vault']);
    expect(JSON.stringify(found)).toContain('e1 name');
    expect(JSON.stringify(found)).not.toMatch(/周砚|顾棠/);
  });

  it('verifies the access log along', async () => {
    const log = new MemoryEventLog();
    await fillLedger(log, keys, 1);
    const access = new MemoryAccessLog(keys);
    await access.record({ at: '2017-01-31T00:00:00.000Z', actor: { personId: 'person-heee' }, kind: 'read', outcome: 'answered' });
    expect((await verifyLedger({ log, keys, access })).checks['access']).toMatchObject({ ok: true });
    const other = { macKeyId: keys.macKeyId, mac: () => Buffer.alloc(32) };
    expect(failedChecks(await verifyLedger({ log, keys, access: Object.assign(access, { keys: other }) }))).toEqual(['access']);
  });

  it('reports its progress', async () => {
    const log = new MemoryEventLog();
    const events = await fillLedger(log, keys, 700);
    const seen: [number, number][] = [];
    await verifyLedger({ log, keys, progress: (done, total) => seen.push([done, total]) });
    expect(seen).toEqual([
      [1_000, events],
      [events, events],
    ]);
  });
});
