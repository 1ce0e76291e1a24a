import { mustGrow, type SealHead, type SignedHead } from '../checkpoint-store.js';

/** The head of a ledger that lives in memory: gone with it. */
export class MemoryHead implements SealHead {
  private readonly heads = new Map<string, SignedHead>();

  async read(origin: string): Promise<SignedHead | undefined> {
    return this.heads.get(origin);
  }

  async advance(origin: string, from: SignedHead | undefined, to: SignedHead): Promise<boolean> {
    mustGrow(from, to);
    if (this.heads.get(origin)?.note !== from?.note) return false;
    this.heads.set(origin, to);
    return true;
  }

  async close(): Promise<void> {}
}
