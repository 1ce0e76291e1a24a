import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TILE_WIDTH, tilePath } from '#transparency';
import { checkpointStoreContract, headAt, tileAt } from '../contract/checkpoint-store.contract-suite.js';
import { ED25519_COSIGNATURE, ed25519Signer } from '../suites/index.js';
import { CheckpointFiles } from './index.js';

const folders: string[] = [];
const folder = (): string => folders[folders.push(mkdtempSync(join(tmpdir(), 'zelian-checkpoints-'))) - 1]!;
afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true })));

checkpointStoreContract('files', () => new CheckpointFiles(folder()));

describe('checkpoints in files', () => {
  it('are there for the next process, and what a crash left half-written is not taken for one', async () => {
    const directory = folder();
    await new CheckpointFiles(directory).publish(headAt(5), []);
    writeFileSync(join(directory, 'checkpoints', 'checkpoint', '9.new'), 'half');
    const again = new CheckpointFiles(directory);
    expect([await again.sizes(), await again.latest()]).toEqual([[5], headAt(5).note]);
    await again.publish(headAt(9), []);
    expect([await again.sizes(), readdirSync(join(directory, 'checkpoints', 'checkpoint'))]).toEqual([
      [5, 9],
      ['5', '9'],
    ]);
  });
  it('do not take what is no key for a cosigner’s', async () => {
    const store = new CheckpointFiles(folder());
    await store.addCosigner({ role: 'witness', key: ed25519Signer('example.org/one', new Uint8Array(32).fill(5), ED25519_COSIGNATURE).key });
    const keys = join(folders.at(-1)!, 'checkpoints', 'cosigners');
    const path = join(keys, readdirSync(keys)[0]!);
    const text = readFileSync(path, 'utf8');
    for (let at = 0; at < text.length; at++) {
      writeFileSync(path, `${text.slice(0, at)}~${text.slice(at + 1)}`);
      await expect(store.cosigners()).rejects.toThrow();
    }
  });
  it('come from a note that was written while the newest was not yet', async () => {
    const directory = folder();
    await new CheckpointFiles(directory).publish(headAt(5), []);
    mkdirSync(join(directory, 'checkpoints', 'checkpoint'), { recursive: true });
    writeFileSync(join(directory, 'checkpoints', 'checkpoint', '9'), headAt(9).note);
    expect(await new CheckpointFiles(directory).latest()).toBe(headAt(9).note);
  });
  it('write no note where one tile of many cannot be written, and the rest when asked again', async () => {
    const directory = folder();
    const store = new CheckpointFiles(directory);
    const tiles = Array.from({ length: 40 }, (_, index) => tileAt(0, index, TILE_WIDTH));
    const inTheWay = join(directory, 'checkpoints', `${tilePath(tiles[20]!.tile)}.new`);
    mkdirSync(inTheWay, { recursive: true });
    await expect(store.publish(headAt(10_240), tiles)).rejects.toThrow();
    expect(await store.sizes()).toEqual([]);
    rmSync(inTheWay, { recursive: true });
    await store.publish(headAt(10_240), tiles);
    expect(await store.sizes()).toEqual([10_240]);
    for (const { tile, bytes } of tiles) expect(Buffer.from(bytes).equals(store.tiles(tile))).toBe(true);
  });
});
