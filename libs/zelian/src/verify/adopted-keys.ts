import { logKeyFrom, SEAL_STREAM, type SealKeyAdopted } from '#seal';
import type { VerifierKey } from '#transparency';

type Adopted = Readonly<{ position: number; key: VerifierKey; origin: string }>;
type Read = Readonly<{ type?: unknown; stream?: unknown; data?: unknown }>;

/** Which key signed from where on, as the log itself says. */
export class AdoptedKeys {
  private readonly all: Adopted[] = [];

  /** Takes note of an event that adopts a key. What is no key adopts none: a checkpoint signed with it then has no key. */
  note({ type, stream, data }: Read, position: number): void {
    if (type !== 'SealKeyAdopted' || stream !== SEAL_STREAM) return;
    const { verifierKey, origin } = data as SealKeyAdopted['data'];
    try {
      this.all.push({ position, origin, key: logKeyFrom(verifierKey) });
    } catch {
      // Said where it matters: at the checkpoint that nobody can have signed.
    }
  }

  /** The same from bytes that nobody has parsed. */
  noteBytes(bytes: Uint8Array, position: number): void {
    try {
      this.note(JSON.parse(Buffer.from(bytes).toString('utf8')) as Read, position);
    } catch {
      // As above.
    }
  }

  get origin(): string | undefined {
    return this.all[0]?.origin;
  }

  /** Where the first key was adopted, from a position on. */
  firstFrom(from: number): number | undefined {
    return this.all.find(({ position }) => position >= from)?.position;
  }

  /** All keys adopted before the log had so many events, the last one last. */
  at(size: number): readonly Adopted[] {
    return this.all.filter(({ position }) => position < size);
  }

  get keys(): readonly VerifierKey[] {
    return this.all.map(({ key }) => key);
  }
}
