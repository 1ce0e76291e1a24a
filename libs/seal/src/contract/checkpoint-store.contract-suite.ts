import { createHash } from 'node:crypto';
import { formatVerifierKey, Malformed, TILE_WIDTH } from '#transparency';
import { ED25519_COSIGNATURE, ed25519Signer } from '../suites/index.js';
import type { CheckpointStore, PlacedTile, SignedHead } from '../checkpoint-store.js';

const bytesOf = (label: string): Uint8Array => Uint8Array.from(createHash('sha256').update(label).digest());
export const headAt = (size: number, label = ''): SignedHead => ({ size, root: bytesOf(`${size}${label}`), note: `log\n${size}\n${label}\n` });
/** A tile's hashes follow from its place, so that a wider tile begins with a narrower one. */
export function tileAt(level: number, index: number, width: number, label = ''): PlacedTile {
  const bytes = Uint8Array.from(Array.from({ length: width }, (_, i) => [...bytesOf(`${label}${level}|${index}|${i}`)]).flat());
  return { tile: { level, index, width }, bytes };
}

const same = (left: Uint8Array, right: Uint8Array) => expect(Buffer.from(left).equals(Buffer.from(right))).toBe(true);

/** What every store of checkpoints must do. */
export function checkpointStoreContract(name: string, open: () => CheckpointStore): void {
  describe(`checkpoint store contract: ${name}`, () => {
    let store: CheckpointStore;
    beforeEach(() => void (store = open()));

    it('has nothing at first, and says so', async () => {
      expect([await store.latest(), await store.at(5), await store.sizes()]).toEqual([undefined, undefined, []]);
      expect(() => store.tiles({ level: 0, index: 0, width: 5 })).toThrow(Malformed);
    });

    it('gives back what was published: each checkpoint by its size, and the newest', async () => {
      for (const size of [5, 300, 12]) await store.publish(headAt(size), []);
      expect(await store.sizes()).toEqual([5, 12, 300]);
      expect([await store.at(5), await store.at(300), await store.at(6)]).toEqual([headAt(5).note, headAt(300).note, undefined]);
      expect(await store.latest()).toBe(headAt(300).note);
    });

    it('lays tiles down before the note, and reads them back', async () => {
      const [partial, full] = [tileAt(0, 1, 44), tileAt(0, 0, TILE_WIDTH)];
      await store.publish(headAt(300), [full, partial, tileAt(1, 0, 1)]);
      same(store.tiles(partial.tile), partial.bytes);
      same(store.tiles(full.tile), full.bytes);
      expect(() => store.tiles({ level: 0, index: 1, width: 45 })).toThrow(Malformed);
    });

    it('answers for a partial tile with the full one', async () => {
      const full = tileAt(0, 0, TILE_WIDTH);
      await store.put([full]);
      same(store.tiles({ level: 0, index: 0, width: 7 }).subarray(0, 7 * 32), full.bytes.subarray(0, 7 * 32));
    });

    it('leaves a tile that is there as it is', async () => {
      const first = tileAt(0, 0, TILE_WIDTH);
      await store.put([first]);
      await store.put([tileAt(0, 0, TILE_WIDTH, 'other')]);
      same(store.tiles(first.tile), first.bytes);
    });

    it('keeps the keys of cosigners, each once', async () => {
      expect(await store.cosigners()).toEqual([]);
      const [one, other] = [5, 6].map((byte) => ed25519Signer('example.org/one', new Uint8Array(32).fill(byte), ED25519_COSIGNATURE).key);
      for (const key of [one!, other!, one!]) await store.addCosigner({ role: 'witness', key });
      await store.addCosigner({ role: 'auditor', key: one! });
      const told = (await store.cosigners()).map(({ role, key }) => `${role} ${formatVerifierKey(key)}`);
      const expected = [`witness ${formatVerifierKey(one!)}`, `witness ${formatVerifierKey(other!)}`, `auditor ${formatVerifierKey(one!)}`];
      expect(told.toSorted()).toEqual(expected.toSorted());
    });

    it('takes more signatures on a checkpoint, also on the newest', async () => {
      for (const size of [5, 9]) await store.publish(headAt(size), []);
      await store.replace(5, headAt(5, 'cosigned').note);
      expect([await store.at(5), await store.latest()]).toEqual([headAt(5, 'cosigned').note, headAt(9).note]);
      await store.replace(9, headAt(9, 'cosigned').note);
      expect([await store.at(9), await store.latest(), await store.sizes()]).toEqual([headAt(9, 'cosigned').note, headAt(9, 'cosigned').note, [5, 9]]);
    });
  });
}
