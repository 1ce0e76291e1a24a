import { createHash } from 'node:crypto';
import type { EvidenceStore } from '#exchange';
import { MemoryEvidenceStore } from '#exchange/memory';
import { stateOfFiles } from './evidence-named.js';

const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex');
const shaOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('the state of a file that was named as evidence', () => {
  it('is held, or missing', async () => {
    const store = new MemoryEvidenceStore();
    const { sha256 } = await store.put(PNG);
    const absent = 'ab'.repeat(32);
    expect([...(await stateOfFiles(store, [sha256, absent, sha256]))]).toEqual([
      [sha256, 'held'],
      [absent, 'missing'],
    ]);
  });
  it('is changed where the content is another, unreadable where it cannot be had', async () => {
    const sha256 = shaOf(PNG);
    const ref = { sha256, sizeBytes: PNG.length, mediaType: 'image/png' };
    const store = (open: EvidenceStore['open']): Pick<EvidenceStore, 'find' | 'open'> => ({ find: async () => ref, open });
    const other = store(async function* () {
      yield Buffer.from('another content');
    });
    const broken = store(() => {
      throw new Error('the disk is gone');
    });
    expect((await stateOfFiles(other, [sha256])).get(sha256)).toBe('changed');
    expect((await stateOfFiles(broken, [sha256])).get(sha256)).toBe('unreadable');
  });
});
