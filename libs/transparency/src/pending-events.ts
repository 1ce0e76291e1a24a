import { HASH_LENGTH } from './bytes.js';

const FIRST_CAPACITY = 1_024;

function withRoom(column: Uint8Array<ArrayBuffer>, used: number, more: number): Uint8Array<ArrayBuffer> {
  if (used + more <= column.length) return column;
  const longer = new Uint8Array(Math.max(column.length * 2, used + more));
  longer.set(column.subarray(0, used));
  return longer;
}

/** Events that no index event covers yet: leaf hashes and subject keys in flat columns, because an index event may come late. */
export class PendingEvents {
  private leaves = new Uint8Array(FIRST_CAPACITY * HASH_LENGTH);
  private keys = new Uint8Array(FIRST_CAPACITY * HASH_LENGTH);
  private keyCounts = new Uint32Array(FIRST_CAPACITY);
  private events = 0;
  private keysUsed = 0;

  add(leaf: Uint8Array, keys: readonly Uint8Array[]): void {
    this.leaves = withRoom(this.leaves, this.events * HASH_LENGTH, HASH_LENGTH);
    this.keys = withRoom(this.keys, this.keysUsed * HASH_LENGTH, keys.length * HASH_LENGTH);
    if (this.events === this.keyCounts.length) {
      const longer = new Uint32Array(this.events * 2);
      longer.set(this.keyCounts);
      this.keyCounts = longer;
    }
    this.leaves.set(leaf, this.events * HASH_LENGTH);
    for (const key of keys) this.keys.set(key, this.keysUsed++ * HASH_LENGTH);
    this.keyCounts[this.events++] = keys.length;
  }

  /** Hands on the first `count` events in order and forgets them. What it hands on is valid during the call only. */
  take(count: number, each: (leaf: Uint8Array, keys: readonly Uint8Array[]) => void): void {
    let keysTaken = 0;
    for (let i = 0; i < count; i++) {
      const keys = Array.from({ length: this.keyCounts[i]! }, (_, j) => this.keys.subarray((keysTaken + j) * HASH_LENGTH, (keysTaken + j + 1) * HASH_LENGTH));
      each(this.leaves.subarray(i * HASH_LENGTH, (i + 1) * HASH_LENGTH), keys);
      keysTaken += keys.length;
    }
    this.leaves.copyWithin(0, count * HASH_LENGTH, this.events * HASH_LENGTH);
    this.keys.copyWithin(0, keysTaken * HASH_LENGTH, this.keysUsed * HASH_LENGTH);
    this.keyCounts.copyWithin(0, count, this.events);
    this.events -= count;
    this.keysUsed -= keysTaken;
  }
}
