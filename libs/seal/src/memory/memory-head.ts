import { mustGrow, type SealHead, type SignedHead } from '../checkpoint-store.js';

/** The head of a ledger that lives in memory: gone with it. */
export class MemoryHead implements SealHead {
  private readonly heads = new Map<string, SignedHead>();
  private readonly begun = new Set<string>();

  async read(origin: string): Promise<SignedHead | undefined> {
    return this.heads.get(origin);
  }

  async knows(origin: string): Promise<boolean> {
    return this.begun.has(origin);
  }

  async begin(origin: string, from?: SignedHead): Promise<void> {
    this.begun.add(origin);
    if (from && from.size > (this.heads.get(origin)?.size ?? -1)) this.heads.set(origin, from);
  }

  async advance(origin: string, from: SignedHead | undefined, to: SignedHead): Promise<boolean> {
    mustGrow(from, to);
    if (this.heads.get(origin)?.note !== from?.note) return false;
    this.heads.set(origin, to);
    return true;
  }

  async close(): Promise<void> {}
}
