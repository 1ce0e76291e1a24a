import { uuidBytes } from '../ids.js';

const BYTES = 16;
const FIRST_SLOTS = 1_024;

/** Where each event id stands. Sixteen bytes an id and a few more for its slot: a map of texts would take ten times as much. */
export class IdTable {
  private ids = Buffer.alloc((FIRST_SLOTS / 2) * BYTES);
  private positions = new Uint32Array(FIRST_SLOTS / 2);
  /** One more than the number of an entry; 0: free. Never more than half of them are taken. */
  private slots = new Uint32Array(FIRST_SLOTS);
  private size = 0;

  add(id: string, position: number): void {
    if (this.size === this.positions.length) this.grow();
    const bytes = uuidBytes(id);
    this.ids.set(bytes, this.size * BYTES);
    this.positions[this.size] = position;
    this.slots[this.slotOf(bytes)] = ++this.size;
  }

  positionOf(id: string): number | undefined {
    const entry = this.slots[this.slotOf(uuidBytes(id))]!;
    return entry === 0 ? undefined : this.positions[entry - 1];
  }

  /** The slot that holds an id, or the one where it belongs. The end of an id is a hash: it spreads well. */
  private slotOf(bytes: Buffer): number {
    const mask = this.slots.length - 1;
    for (let slot = bytes.readUInt32LE(BYTES - 4) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.slots[slot]!;
      if (entry === 0 || bytes.compare(this.ids, (entry - 1) * BYTES, entry * BYTES) === 0) return slot;
    }
  }

  private grow(): void {
    const [ids, positions] = [this.ids, this.positions];
    this.ids = Buffer.alloc(ids.length * 2);
    this.ids.set(ids);
    this.positions = new Uint32Array(positions.length * 2);
    this.positions.set(positions);
    this.slots = new Uint32Array(this.slots.length * 2);
    for (let entry = 0; entry < this.size; entry++) this.slots[this.slotOf(this.ids.subarray(entry * BYTES, (entry + 1) * BYTES))] = entry + 1;
  }
}
