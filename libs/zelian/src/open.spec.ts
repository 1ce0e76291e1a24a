import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedClock } from '#ledger';
import { openLedger, type Zelian } from '#zelian';

describe('opening what was damaged', () => {
  let directory: string;
  const open = (): Promise<Zelian> => openLedger({ directory, clock: new SimulatedClock('2017-01-03T01:00:00.000Z') });
  const damage = (file: string, change: (bytes: Buffer) => void): Buffer => {
    const path = join(directory, file);
    const sound = readFileSync(path);
    const bytes = Buffer.from(sound);
    change(bytes);
    writeFileSync(path, bytes);
    return sound;
  };

  beforeEach(async () => {
    directory = join(mkdtempSync(join(tmpdir(), 'zelian-open-')), 'ledger');
    await (await open()).close();
  });
  afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

  it('refuses a log whose first event is no document any more, by name', async () => {
    damage('ledger.db', (bytes) => bytes.writeUInt8(0x5b, bytes.indexOf('"clock":"simulated"')));
    await expect(open()).rejects.toMatchObject({ code: 'ledger.corrupt' });
  });

  it('lets the directory go when a later file cannot be opened', async () => {
    const sound = damage('vault.db', (bytes) => bytes.fill(0xff, 0, 100));
    await expect(open()).rejects.toMatchObject({ code: 'vault.corrupt' });
    writeFileSync(join(directory, 'vault.db'), sound);
    await (await open()).close();
  });
});
