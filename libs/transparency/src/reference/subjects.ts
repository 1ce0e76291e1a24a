import type { Hash } from '../hash.js';

/** An event as the map sees it. */
export type IndexedEvent = Readonly<{ position: number; leaf: Uint8Array; subjects: readonly string[] }>;
export type ReferenceProof = Readonly<{ depth: number; siblings: readonly (Uint8Array | undefined)[]; other?: Uint8Array }>;
type Entry = Readonly<{ bits: string; leaf: Uint8Array }>;

const DEPTH_MIN = 32;
const encode = (text: string) => new TextEncoder().encode(text);
const concat = (...parts: readonly (readonly number[] | Uint8Array)[]) => new Uint8Array(parts.flatMap((part) => [...part]));
const isEmpty = (node: Uint8Array) => node.every((byte) => byte === 0);

function big(n: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(n));
  return bytes;
}

/** The bits of a subject's key, as text. */
export const keyBits = (hash: Hash, origin: string, subject: string): string =>
  [...hash(encode(`ledger.index.v1/key\n${origin}\n${subject}`))].map((byte) => byte.toString(2).padStart(8, '0')).join('');

const keyOf = (bits: string) => Uint8Array.from(bits.match(/.{8}/g)!, (byte) => parseInt(byte, 2));

/** The map of subjects as its definition has it: every leaf at max(32, its shortest unique prefix), every node from its two halves. */
export class ReferenceMap {
  private readonly entries: readonly Entry[];

  constructor(
    private readonly hash: Hash,
    private readonly origin: string,
    events: readonly IndexedEvent[],
  ) {
    const lists = new Map<string, IndexedEvent[]>();
    for (const event of events) for (const subject of event.subjects) lists.set(subject, [...(lists.get(subject) ?? []), event]);
    this.entries = [...lists].map(([subject, list]) => {
      const bits = keyBits(hash, origin, subject);
      let head: Uint8Array = keyOf(bits);
      for (const { position, leaf } of list) head = hash(concat([0x22], head, big(position), leaf));
      return { bits, leaf: hash(concat([0x20], keyOf(bits), big(list.length), head)) };
    });
  }

  root(): Uint8Array {
    return this.node('');
  }

  /** Siblings from the deepest up, `undefined` where the half is empty. */
  prove(subject: string): ReferenceProof {
    const bits = keyBits(this.hash, this.origin, subject);
    let depth = 0;
    while (!this.ends(bits.slice(0, depth))) depth++;
    const siblings = Array.from({ length: depth }, (_, i) => this.node(bits.slice(0, depth - i - 1) + (bits[depth - i - 1] === '0' ? '1' : '0')));
    const other = this.entries.find((entry) => entry.bits !== bits && entry.bits.startsWith(bits.slice(0, depth)));
    return { depth, siblings: siblings.map((node) => (isEmpty(node) ? undefined : node)), ...(other ? { other: keyOf(other.bits) } : {}) };
  }

  /** Nothing below, or one leaf that lies here. */
  private ends(prefix: string): boolean {
    const below = this.below(prefix);
    return below.length === 0 || (below.length === 1 && prefix.length >= DEPTH_MIN);
  }

  private below(prefix: string): readonly Entry[] {
    return this.entries.filter(({ bits }) => bits.startsWith(prefix));
  }

  private node(prefix: string): Uint8Array {
    const below = this.below(prefix);
    if (below.length === 0) return new Uint8Array(32);
    if (below.length === 1 && prefix.length >= DEPTH_MIN) return below[0]!.leaf;
    return this.hash(concat([0x21], this.node(`${prefix}0`), this.node(`${prefix}1`)));
  }
}
