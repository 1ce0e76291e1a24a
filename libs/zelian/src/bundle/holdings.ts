import { foreignStream, Succession, type BundleReceived, type EventLog, type ForeignEventReceived } from '#ledger';
import { TreeHasher } from '#transparency';
import { readEnvelope } from '../envelope-check.js';
import { sha256 } from '../log-walk.js';

/** What is here of another ledger, read from the stream that holds it: enough to tell whether a bundle goes on from it. */
export class Holdings {
  readonly hashes: string[] = [];
  readonly succession = new Succession();
  signer: string | undefined;
  private readonly tree = new TreeHasher(sha256);
  private readonly roots = new Map<number, string>();

  /** `sizes`: after how many events the root will be asked for. */
  private constructor(private readonly sizes: readonly number[]) {
    this.noteRoot();
  }

  static async of(log: EventLog, { ledgerId, from, to }: Readonly<{ ledgerId: string; from: number; to: number }>): Promise<Holdings> {
    const held = new Holdings([from, to]);
    for await (const { type, bytes } of log.read(foreignStream(ledgerId))) {
      const { data } = JSON.parse(bytes.toString('utf8')) as ForeignEventReceived | BundleReceived;
      if (type === 'BundleReceived') held.signer = (data as BundleReceived['data']).signer;
      else held.takeHeld(data as ForeignEventReceived['data']);
    }
    return held;
  }

  get next(): number {
    return this.hashes.length;
  }

  private takeHeld({ sha256: hash, bytes }: ForeignEventReceived['data']): void {
    const original = Buffer.from(bytes, 'utf8');
    this.passOver(original);
    this.add(original, hash);
  }

  /** The next in order, whatever is wrong with it: one fault is told once. */
  passOver(bytes: Buffer): void {
    const { envelope } = { envelope: undefined, ...readEnvelope(bytes) };
    if (envelope) this.succession.next(envelope);
    else this.succession.skip();
  }

  add(bytes: Uint8Array, hash: string): void {
    this.tree.add(bytes);
    this.hashes.push(hash);
    this.noteRoot();
  }

  rootAt(size: number): string | undefined {
    return this.roots.get(size);
  }

  private noteRoot(): void {
    if (this.sizes.includes(this.next)) this.roots.set(this.next, Buffer.from(this.tree.root()).toString('hex'));
  }
}
