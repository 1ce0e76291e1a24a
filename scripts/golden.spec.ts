import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = mkdtempSync(join(tmpdir(), 'zelian-golden-'));
const folder = mkdtempSync(join(root, 'events-'));
afterAll(() => rmSync(root, { recursive: true }));

const golden = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(__dirname, 'golden.mjs'), ...args], { encoding: 'utf8', env: { ...process.env, ZELIAN_GOLDEN: folder } });
const file = (name: string) => join(folder, name);
const event = (type: string, n: number) => JSON.stringify({ id: `e${n}`, type, version: 1, data: { n } });

describe('golden', () => {
  it('adds the first event of each kind from an export, and their hashes', () => {
    writeFileSync(join(root, 'export.jsonl'), `${[event('UnitSeen', 1), event('UnitHeard', 2), event('UnitSeen', 3)].join('\n')}\n`);
    expect(golden(join(root, 'export.jsonl')).status).toBe(0);
    expect(readdirSync(folder)).toEqual(['SHA256SUMS', 'UnitHeard.v1.json', 'UnitSeen.v1.json']);
    expect(JSON.parse(readFileSync(file('UnitSeen.v1.json'), 'utf8'))).toEqual({ type: 'UnitSeen', version: 1, data: { n: 1 } });
  });
  it('refuses an edited file and leaves the hashes as they were', () => {
    const sums = readFileSync(file('SHA256SUMS'), 'utf8');
    writeFileSync(file('UnitSeen.v1.json'), '{}\n');
    writeFileSync(file('UnitFelt.v1.json'), '{}\n');
    expect(golden()).toMatchObject({ status: 1, stderr: expect.stringContaining('UnitSeen.v1.json') });
    expect(readFileSync(file('SHA256SUMS'), 'utf8')).toBe(sums);
  });
});
