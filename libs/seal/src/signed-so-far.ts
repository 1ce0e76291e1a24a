import { Malformed, parseCheckpoint, parseNote, sameBytes, verifyNote, type VerifierKey } from '#transparency';
import type { SignedHead } from './checkpoint-store.js';
import { Published } from './published.js';
import type { SealPorts } from './seal-ports.js';
import { memoryLost, notOurs } from './seal-stopped.js';

/** All that is known here of what a log's key signed: the head beside the key, checkpoints beside the data, and what somebody brought. */
export class SignedSoFar {
  /** The last head that the key signed, as it stands beside the key. */
  head: SignedHead | undefined;
  /** What somebody brought as the last checkpoint. */
  private brought: SignedHead | undefined;
  /** What lay beside the data when this process began. */
  private published: Published | undefined;

  constructor(private readonly ports: Pick<SealPorts, 'head' | 'store' | 'origin' | 'mustKnow'>) {}

  async look(): Promise<void> {
    this.published ??= await Published.of(this.ports.store);
    this.head = await this.ports.head.read(this.ports.origin);
  }

  /** @throws Malformed unless it is a checkpoint; Rejection `seal.not-ours` for one of an empty log, which no key of a log signs, and which no event would be held against */
  bring(text: string): SignedHead {
    const { size, root } = parseCheckpoint(parseNote(text).text);
    if (size === 0) throw notOurs();
    return (this.brought = { size, root, note: text });
  }

  /** Keeps what is signed from here on, after what was brought. */
  async begin(): Promise<void> {
    await this.ports.head.begin(this.ports.origin, this.brought);
    await this.look();
  }

  /** A log that was put back, or copied with its keys, must not be signed for where the other one was signed for further. @throws Rejection `seal.memory-lost` */
  async mustBeKnown(): Promise<void> {
    const { mustKnow, head, origin } = this.ports;
    if (mustKnow && !(await head.knows(origin))) throw memoryLost();
  }

  isAt(size: number): boolean {
    return this.head?.size === size || this.brought?.size === size || this.published?.has(size) === true;
  }

  /** Whether something signed is of another tree of this size. @throws Rejection `seal.not-ours` */
  async contradicts(size: number, root: Uint8Array, keys: readonly VerifierKey[]): Promise<boolean> {
    if (this.brought?.size === size && !sameBytes(signedBy(keys, this.brought).root, root)) return true;
    if (this.head?.size === size && !sameBytes(this.head.root, root)) return true;
    return this.published?.has(size) === true && (await this.published.contradicts(size, root, keys));
  }

  /** How far something signed reaches beyond a size. @throws Rejection `seal.not-ours` */
  async beyond(size: number, keys: readonly VerifierKey[]): Promise<number | undefined> {
    if (this.head && this.head.size > size) return this.head.size;
    if (this.brought && this.brought.size > size) return signedBy(keys, this.brought).size;
    return this.published?.beyond(size, keys);
  }
}

function signedBy(keys: readonly VerifierKey[], head: SignedHead): SignedHead {
  try {
    verifyNote(parseNote(head.note), keys);
    return head;
  } catch (error) {
    throw error instanceof Malformed ? notOurs() : error;
  }
}
