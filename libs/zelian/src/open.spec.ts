import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newCommandId, realEntropy, SimulatedClock } from '#ledger';
import { openLedger, verifyDirectory, type Zelian } from '#zelian';

/** Changes the number of a row of events where it lies, so that its page is out of order. */
function renumber(bytes: Buffer, position: number, to: number): void {
  const size = bytes.readUInt16BE(16);
  for (let page = size; page < bytes.length; page += size)
    for (let cell = 0; bytes[page] === 0x0d && cell < bytes.readUInt16BE(page + 3); cell++) {
      const at = page + bytes.readUInt16BE(page + 8 + 2 * cell);
      // A row as long as an event: a length of two bytes, then its number in one.
      if (bytes[at]! > 0x82 && bytes[at]! < 0x90 && bytes[at + 2] === position) return void bytes.writeUInt8(to, at + 2);
    }
  throw new Error(`no row ${position}`);
}

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

  it('refuses a log whose last event is not found where the table says, by name', async () => {
    const zelian = await open();
    for (let n = 1; n <= 6; n++)
      await zelian.record(
        { type: 'RegisterUnit', data: { unitId: `unit-opened${n}`, kind: 'town', name: `示例镇${n}` } },
        { actor: { personId: 'person-clerk1' }, commandId: newCommandId(zelian.parts.clock.now(), realEntropy) },
      );
    const last = (await zelian.log.head()).position;
    await zelian.close();
    damage('ledger.db', (bytes) => renumber(bytes, last - 1, 99));
    await expect(open()).rejects.toMatchObject({ code: 'ledger.corrupt' });
    expect(await verifyDirectory({ directory })).toMatchObject({ ok: false });
  });

  it('lets the directory go when a later file cannot be opened', async () => {
    const sound = damage('vault.db', (bytes) => bytes.fill(0xff, 0, 100));
    await expect(open()).rejects.toMatchObject({ code: 'vault.corrupt' });
    writeFileSync(join(directory, 'vault.db'), sound);
    await (await open()).close();
  });
});
