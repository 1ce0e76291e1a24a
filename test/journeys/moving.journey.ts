import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventLog } from '#ledger/memory';
import type { Imported } from '#zelian';
import { KurrentStandIn } from '../support/kurrentdb-stand-in/index.js';
import { fillLedger, keysIn } from '../support/stored-ledger.js';
import { zelian } from './command-line.js';

// A ledger outgrows its machine, and comes back: exported from a file, imported into KurrentDB (stand-in), and the other way.

jest.setTimeout(120_000);
/** One to three events each: some ten thousand. */
const COMMANDS = 5_000;
const EVENTS_MIN = 10_000;

let [folder, standIn] = ['', undefined as unknown as KurrentStandIn];
const environment = { ...process.env };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-moving-'));
  standIn = await KurrentStandIn.start();
  Object.assign(process.env, { KURRENTDB_URI: standIn.uri, KURRENTDB_DEVELOPMENT: '1' });
});
afterAll(async () => {
  process.env = environment;
  await standIn.stop();
  rmSync(folder, { recursive: true });
});
const at = (name: string): string => join(folder, name);
const placeOf = (name: string, engine: string): readonly string[] => ['--data', at(name), '--keys', at(`${name}.keys`), '--log', engine];

/** The events of a new ledger in a file. */
async function written(file: string): Promise<string> {
  const log = new MemoryEventLog();
  await fillLedger(log, keysIn(at('written.keys')), COMMANDS);
  const lines: Buffer[] = [];
  for await (const { bytes } of log.readAll(0)) lines.push(bytes, Buffer.from('\n'));
  writeFileSync(at(file), Buffer.concat(lines));
  return at(file);
}

it(`ten thousand events moved from a file to kurrentdb and back are the same bytes under the same log hash`, async () => {
  const text = await written('first.jsonl');
  const hashes: string[] = [];
  let from = text;
  for (const [name, engine] of [
    ['file', 'sqlite'],
    ['server', 'kurrentdb'],
    ['back', 'sqlite'],
  ] as const) {
    const { code, err, json } = await zelian('import', 'events', '--in', from, ...placeOf(name, engine), '--actor', 'person-clerk1', '--json');
    expect([code, err]).toEqual([0, expect.not.stringContaining('Error')]);
    const { events, logHash } = json<Imported>();
    expect(events).toBeGreaterThanOrEqual(EVENTS_MIN);
    hashes.push(logHash);
    from = at(`${name}.jsonl`);
    expect(await zelian('export', 'events', '--out', from, ...placeOf(name, engine), '--actor', 'person-clerk1')).toMatchObject({ code: 0 });
    expect(readFileSync(from).equals(readFileSync(text))).toBe(true);
  }
  expect(new Set(hashes).size).toBe(1);
});
