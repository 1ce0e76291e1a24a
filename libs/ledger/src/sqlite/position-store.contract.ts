import { DatabaseSync } from '@photostructure/sqlite';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { positionStoreContract } from '../contract/position-store.contract-suite.js';
import { openSqlitePositionStore } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'zelian-positions-'));
afterAll(() => rmSync(root, { recursive: true }));
const directory = () => mkdtempSync(join(root, 'ledger-'));

positionStoreContract('sqlite', async () => openSqlitePositionStore(directory()));

describe('positions.db', () => {
  it('outlives the process', async () => {
    const data = directory();
    const store = openSqlitePositionStore(data);
    await store.save('policies', 7);
    await store.close();
    const again = openSqlitePositionStore(data);
    expect(await again.load('policies')).toBe(7);
    await again.close();
  });
  it('opened for reading is read, never written, never made', async () => {
    const data = directory();
    const absent = openSqlitePositionStore(data, { readOnly: true });
    expect(await absent.load('policies')).toBeUndefined();
    expect(existsSync(join(data, 'positions.db'))).toBe(false);
    await expect(absent.save('policies', 1)).rejects.toMatchObject({ code: 'ledger.read-only' });
    await absent.close();
  });
  it('of somebody else is refused', () => {
    const data = directory();
    const foreign = new DatabaseSync(join(data, 'positions.db'));
    foreign.exec('CREATE TABLE position (runner TEXT)');
    foreign.close();
    expect(() => openSqlitePositionStore(data)).toThrow(expect.objectContaining({ code: 'positions.foreign' }));
  });
  it('that is none is refused', () => {
    const data = directory();
    writeFileSync(join(data, 'positions.db'), 'not a database '.repeat(500));
    expect(() => openSqlitePositionStore(data)).toThrow(expect.objectContaining({ code: 'positions.corrupt' }));
  });
});
