import { createHash } from 'node:crypto';
import type { EvidenceStore, StoredEvidence } from '../evidence-store.js';

export const SIZE_BYTES_MAX = 20_000;
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
/** A file that begins like a picture. */
export const picture = (text: string): Buffer => Buffer.concat([PNG, Buffer.from(text, 'utf8')]);
const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function* inPieces(bytes: Buffer, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function* brokenOff(): AsyncIterable<Uint8Array> {
  yield picture('half');
  throw new Error('the sender went away');
}

/** What every engine of the port must do; `open` makes a store with `SIZE_BYTES_MAX`. */
export function evidenceStoreContract(name: string, open: () => Promise<EvidenceStore>): void {
  describe(`evidence store contract: ${name}`, () => {
    let store: EvidenceStore;
    beforeEach(async () => void (store = await open()));
    afterEach(() => store.close());
    const contentOf = async (sha256: string): Promise<Buffer> => {
      const pieces: Uint8Array[] = [];
      for await (const piece of store.open(sha256)) pieces.push(piece);
      return Buffer.concat(pieces);
    };
    const all = async (): Promise<readonly StoredEvidence[]> => {
      const found: StoredEvidence[] = [];
      for await (const one of store.entries()) found.push(one);
      return found;
    };

    it('gives back what was put in, by its hash, whole or in pieces of any size', async () => {
      const bytes = picture('整改前后对照'.repeat(400));
      const ref = { sha256: sha256Of(bytes), sizeBytes: bytes.length, mediaType: 'image/png' };
      for (const content of [bytes, inPieces(bytes, 1), inPieces(bytes, 977), inPieces(bytes, 100_000)]) expect(await store.put(content)).toEqual(ref);
      expect(await store.find(ref.sha256)).toEqual(ref);
      expect((await contentOf(ref.sha256)).equals(bytes)).toBe(true);
      expect(await all()).toEqual([{ sha256: ref.sha256, sizeBytes: ref.sizeBytes }]);
    });

    it('is not changed by what the caller does with the bytes afterwards', async () => {
      const bytes = picture('签字');
      const { sha256 } = await store.put(bytes);
      bytes.fill(0);
      expect(sha256Of(await contentOf(sha256))).toBe(sha256);
    });

    it('lists everything in the order of the hashes', async () => {
      const refs = await Promise.all(Array.from({ length: 30 }, (_, i) => store.put(picture(`第${i}张`))));
      expect(await all()).toEqual(refs.map(({ sha256, sizeBytes }) => ({ sha256, sizeBytes })).sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)));
    });

    it('takes the same content from many at once as one file', async () => {
      const bytes = picture('同一份');
      const refs = await Promise.all(Array.from({ length: 12 }, () => store.put(inPieces(bytes, 7))));
      expect(new Set(refs.map(({ sha256 }) => sha256)).size).toBe(1);
      expect(await all()).toHaveLength(1);
    });

    it('does not know what is not there', async () => {
      const absent = 'ab'.repeat(32);
      expect(await store.find(absent)).toBeUndefined();
      await expect(contentOf(absent)).rejects.toMatchObject({ code: 'evidence.unknown' });
      expect(await all()).toEqual([]);
    });

    it.each(['', 'AB'.repeat(32), '../../ledger.db', `${'ab'.repeat(31)}/x`, 'ab'.repeat(33)])('takes %j for no hash', async (hash) => {
      await expect(store.find(hash)).rejects.toMatchObject({ code: 'evidence.invalid-hash' });
      await expect(contentOf(hash)).rejects.toMatchObject({ code: 'evidence.invalid-hash' });
    });

    it.each([
      ['nothing', Buffer.alloc(0), 'evidence.empty'],
      ['a file above the limit', Buffer.concat([picture(''), Buffer.alloc(SIZE_BYTES_MAX)]), 'evidence.too-large'],
      ['a program', Buffer.from('MZ\u0090\u0000', 'latin1'), 'evidence.media-type'],
      ['a page with a script', Buffer.from('<html><script>'), 'evidence.media-type'],
      ['a drawing that can run code', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'evidence.media-type'],
      ['a zip of anything', Buffer.from('504b0304', 'hex'), 'evidence.media-type'],
    ])('refuses %s and keeps nothing of it', async (_, bytes, code) => {
      await expect(store.put(bytes)).rejects.toMatchObject({ code });
      await expect(store.put(inPieces(bytes, 333))).rejects.toMatchObject({ code });
      expect(await all()).toEqual([]);
    });

    it('takes a file of exactly the limit', async () => {
      const bytes = picture('x'.repeat(SIZE_BYTES_MAX - PNG.length));
      expect((await store.put(bytes)).sizeBytes).toBe(SIZE_BYTES_MAX);
    });

    it('keeps nothing of what broke off on the way', async () => {
      await expect(store.put(brokenOff())).rejects.toThrow('went away');
      expect(await all()).toEqual([]);
    });
  });
}
