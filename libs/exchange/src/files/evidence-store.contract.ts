import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evidenceStoreContract, picture, SIZE_BYTES_MAX } from '../contract/evidence-store.contract-suite.js';
import { openEvidenceFiles } from './index.js';

let directory: string;
const open = async () => openEvidenceFiles(directory, { sizeBytesMax: SIZE_BYTES_MAX });
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'evidence-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

evidenceStoreContract('files', open);

describe('evidence files', () => {
  const pathOf = (sha256: string) => join(directory, 'evidence', sha256.slice(0, 2), sha256.slice(2, 4), sha256);

  it('lie under their hash, for their owner only, and nothing stays half done', async () => {
    const store = await open();
    const { sha256 } = await store.put(picture('照片'));
    expect(statSync(pathOf(sha256)).mode & 0o777).toBe(0o600);
    await expect(store.put(Buffer.from('text'))).rejects.toMatchObject({ code: 'evidence.media-type' });
    expect(readdirSync(join(directory, 'evidence', '.incoming'))).toEqual([]);
  });

  it('are never overwritten, also when damaged', async () => {
    const store = await open();
    const bytes = picture('原件');
    const { sha256, sizeBytes } = await store.put(bytes);
    writeFileSync(pathOf(sha256), picture('换过'));
    await expect(store.put(bytes)).rejects.toMatchObject({ code: 'evidence.damaged' });
    expect(await store.find(sha256)).toMatchObject({ sizeBytes });
    writeFileSync(pathOf(sha256), 'short');
    expect(await store.find(sha256)).toEqual({ sha256, sizeBytes: 5, mediaType: 'application/octet-stream' });
  });

  it('are there for a second process that only reads, also before there are any', async () => {
    const reader = openEvidenceFiles(directory, { readOnly: true });
    expect(await reader.find('ab'.repeat(32))).toBeUndefined();
    expect(readdirSync(directory)).toEqual([]);
    const { sha256 } = await (await open()).put(picture('一'));
    expect(await reader.find(sha256)).toBeDefined();
    await expect(reader.put(picture('二'))).rejects.toMatchObject({ code: 'evidence.read-only' });
  });

  it('leave behind what a crash abandoned, not what somebody is taking in', async () => {
    const incoming = join(directory, 'evidence', '.incoming');
    mkdirSync(incoming, { recursive: true });
    for (const name of ['0'.repeat(32), '1'.repeat(32)]) writeFileSync(join(incoming, name), 'half');
    utimesSync(join(incoming, '0'.repeat(32)), 1, 1);
    await (await open()).put(picture('一'));
    expect(readdirSync(incoming)).toEqual(['1'.repeat(32)]);
  });

  it('tell a disk that refuses', async () => {
    const store = await open();
    writeFileSync(join(directory, 'evidence'), 'a file where the folder should be');
    chmodSync(join(directory, 'evidence'), 0o600);
    await expect(store.put(picture('一'))).rejects.toMatchObject({ code: 'evidence.storage-failed' });
  });
});
