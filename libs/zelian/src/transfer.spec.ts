import * as fc from 'fast-check';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeys, realEntropy, type EventLog, type Keys, type StoredEvent } from '#ledger';
import { MemoryEventLog } from '#ledger/memory';
import { openSqliteEventLog, openSqlitePositionStore } from '#ledger/sqlite';
import type { EventDefinition } from '#kernel';
import { fillLedger, keysIn, openedEvent, storable } from '../../../test/support/stored-ledger.js';
import { ImportRefused, linesOf } from './event-lines.js';
import { exportLines, importLedger, type ImportOptions, type Provenance } from './transfer.js';
import { verifyLedger } from './verify.js';

let root: string;
let keys: Keys;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'transfer-'));
  keys = keysIn(join(root, 'source.keys'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
const actor = { personId: 'person-heee' };
const target = () => join(root, 'target');
const textOf = async (log: EventLog, from = 0) => {
  const lines: Buffer[] = [];
  for await (const line of exportLines(log, { from })) lines.push(line);
  return Buffer.concat(lines);
};
async function exported(commands: number) {
  const log = new MemoryEventLog();
  await fillLedger(log, keys, commands);
  return { log, text: await textOf(log), logHash: (await verifyLedger({ log, keys })).logHash };
}
const importing = (text: ImportOptions['text'], more: Partial<ImportOptions> = {}) =>
  importLedger({ directory: target(), text, actor, clock: { now: () => '2017-02-01T00:00:00.000Z' }, ...more });
async function faultsOf(text: string | Buffer, more: Partial<ImportOptions> = {}) {
  const error: unknown = await importing(text, more).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ImportRefused);
  expect(existsSync(target())).toBe(false);
  expect(readdirSync(root)).toEqual(['source.keys']);
  return (error as ImportRefused).errors.map(({ line, code }) => [line, code]);
}

describe('export and import', () => {
  it('carries every byte over and keeps the log hash, under a key of its own', async () => {
    const { log, text, logHash } = await exported(1_500);
    const imported = await importing(text);
    expect(imported.logHash).toBe(logHash);
    const copy = openSqliteEventLog(target(), { readOnly: true });
    const targetKeys = openKeys(`${target()}.keys`, { create: false, macKeyId: imported.provenance.macKeyId, entropy: realEntropy })!;
    expect(await verifyLedger({ log: copy, keys: targetKeys, rawChecks: copy })).toMatchObject({ ok: true, logHash, events: imported.events });
    expect((await verifyLedger({ log: copy, keys })).ok).toBe(false);
    const place = ({ position, stream, revision, recordedAt, bytes }: StoredEvent) => [position, stream, revision, recordedAt, bytes.toString('hex')];
    expect((await all(copy.readAll(0))).map(place)).toEqual((await all(log.readAll(0))).map(place));
    expect((await textOf(copy)).equals(text)).toBe(true);
    await copy.close();
  });

  it('says where it came from, and lets policies begin at the head', async () => {
    const { text, logHash } = await exported(4);
    const { provenance, events } = await importing(text.toString('utf8'));
    expect(JSON.parse(readFileSync(join(target(), 'import.json'), 'utf8'))).toEqual(provenance);
    const expected: Omit<Provenance, 'macKeyId'> = {
      format: 1,
      importedAt: '2017-02-01T00:00:00.000Z',
      importedBy: actor,
      source: { ledgerId: 'ledger-test', macKeyId: keys.macKeyId, logHash, events, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    };
    expect(provenance).toMatchObject(expected);
    expect(provenance.macKeyId).not.toBe(keys.macKeyId);
    const positions = openSqlitePositionStore(target(), { readOnly: true });
    expect(await positions.load('policies')).toBe(events - 1);
    await positions.close();
    expect(readdirSync(root).sort()).toEqual(['source.keys', 'target', 'target.keys']);
  });

  it('takes the export in any chunks, with or without the last newline', async () => {
    const { text, logHash } = await exported(6);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 12 }), fc.boolean(), async (cuts, newline) => {
        const whole = newline ? text : text.subarray(0, -1);
        const at = [0, ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b), whole.length];
        async function* chunks() {
          for (let i = 1; i < at.length; i++) yield whole.subarray(at[i - 1], at[i]);
        }
        const lines = await all(linesOf(chunks()));
        return Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])).equals(text);
      }),
      { numRuns: 100 },
    );
    async function* bytes() {
      for (const byte of text) yield Uint8Array.of(byte);
    }
    expect((await importing(bytes())).logHash).toBe(logHash);
  });

  it('names every faulty line and leaves nothing behind', async () => {
    const { text } = await exported(4);
    const lines = text.toString('utf8').trimEnd().split('\n');
    const change = (n: number, edit: (line: string) => string) => lines.map((line, i) => (i === n - 1 ? edit(line) : line)).join('\n');
    // What follows in the stream of an unreadable event may be told too: the first fault is the one that counts.
    const first = async (faulty: string | Buffer) => (await faultsOf(faulty))[0];
    expect(await first(change(3, (line) => `${line} `))).toEqual([3, 'event.not-canonical']);
    expect(await first(change(3, (line) => line.replace('{"actor"', '{"actor":{},"actor"')))).toEqual([3, 'json.duplicate-key']);
    expect(await first(change(3, () => ''))).toEqual([3, 'json.syntax']);
    expect(await first(change(1, () => '{"a":1.5}'))).toEqual([1, 'json.number']);
    expect(await first(change(2, (line) => line.replace('"version":1', '"version":1,"why":1')))).toEqual([2, 'event.field']);
    expect(await first(change(2, (line) => line.replace('2016-01-04"', '2016-02-30"')))).toEqual([2, 'event.field']);
    expect(await first(lines.slice(1).join('\n'))).toEqual([1, 'log.not-opened']);
    expect(await first([...lines.slice(0, 2), ...lines.slice(3)].join('\n'))).toEqual([expect.any(Number), 'log.revision-gap']);
    expect(await faultsOf([lines[0], lines[0]].join('\n'))).toEqual([[2, 'log.opened-twice']]);
    expect(await faultsOf([...lines, lines.at(-1)!].join('\n'))).toEqual([[lines.length + 1, 'log.revision-gap']]);
    const torn = Buffer.from(text);
    torn[torn.length - 3] = 0xff;
    expect(await faultsOf(torn)).toEqual([[lines.length, 'event.not-utf8']]);
    expect(await faultsOf('')).toEqual([[0, 'import.empty']]);
  });

  it('refuses time running backwards, one id twice, private values in clear and what this program does not know', async () => {
    const event = (stream: string, more: Parameters<typeof storable>[0], at: number, label = stream) =>
      storable({ ...more, stream }, keys, { label, at }).bytes.toString('utf8');
    const opened = openedEvent(keys).bytes.toString('utf8');
    const first = event('unit-aaaa', { stream: '', revision: 0 }, 9);
    expect(await faultsOf([opened, first, event('unit-bbbb', { stream: '', revision: 0 }, 3)].join('\n'))).toEqual([[3, 'log.time-backwards']]);
    expect(await faultsOf([opened, first, event('unit-bbbb', { stream: '', revision: 0 }, 9, 'unit-aaaa')].join('\n'))).toEqual([[3, 'import.duplicate-id']]);
    expect(await faultsOf([opened, event('person-aaaa', { stream: '', revision: 0, data: { name: { private: '周"砚' } } as never }, 3)].join('\n'))).toEqual([
      [2, 'import.plain-private'],
    ]);
    const known: EventDefinition = { kind: 'fact', version: 1, zh: '整点', subjectsOf: () => [] };
    expect(await faultsOf([opened, first].join('\n'), { definitions: new Map([['LedgerOpened', known]]) })).toEqual([[2, 'import.unknown-type']]);
    const newer = event('unit-aaaa', { stream: '', revision: 0, version: 2 }, 9);
    expect(
      await faultsOf([opened, newer].join('\n'), {
        definitions: new Map([
          ['LedgerOpened', known],
          ['HourEnded', known],
        ]),
      }),
    ).toEqual([[2, 'import.newer-version']]);
  });

  it('keeps text that only looks like a private value', async () => {
    const opened = openedEvent(keys).bytes.toString('utf8');
    const quoting = storable({ stream: 'unit-aaaa', revision: 0, data: { note: '{"private":"x"}' } as never }, keys, { label: 'q' }).bytes.toString('utf8');
    expect((await importing([opened, quoting].join('\n'))).events).toBe(2);
  });

  it('stops counting at a hundred faults', async () => {
    const error: unknown = await importing('x\n'.repeat(5_000)).catch((reason: unknown) => reason);
    expect((error as ImportRefused).errors).toHaveLength(100);
  });

  it('takes an empty directory, and none that holds anything', async () => {
    const { text } = await exported(2);
    mkdirSync(target());
    await importing(text);
    await expect(importing(text)).rejects.toMatchObject({ code: 'import.not-empty' });
    const other = join(root, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'notes.txt'), 'somebody else keeps these');
    await expect(importing(text, { directory: other })).rejects.toMatchObject({ code: 'import.not-empty' });
    expect(readdirSync(other)).toEqual(['notes.txt']);
  });

  it('exports from a position on, and reports its progress', async () => {
    const { log, text } = await exported(3);
    const lines = text.toString('utf8').split('\n');
    expect((await textOf(log, 2)).toString('utf8')).toBe(lines.slice(2).join('\n'));
    const seen: number[][] = [];
    for await (const _ of exportLines(log, { progress: (...step) => seen.push(step) })) expect(_.at(-1)).toBe(0x0a);
    expect(seen).toEqual([[lines.length - 1, lines.length - 1]]);
  });
});
