import type { Erasing, Vault, VaultEntry } from '../vault.js';

/** The obvious twin that the file engine is tested against; also what a simulated run in memory uses. */
export class MemoryVault implements Vault {
  readonly engine = 'memory';
  private readonly held = new Map<string, VaultEntry>();
  /** Scope by commitment of what was erased. */
  private readonly gone = new Map<string, string>();
  /** Commitments by the reason for which they went. */
  private readonly reasons = new Map<string, Set<string>>();

  async put(entries: readonly VaultEntry[]): Promise<readonly VaultEntry[]> {
    return entries.map((entry) => {
      const kept = [...this.held.values()].find((other) => other.eventId === entry.eventId && other.field === entry.field && other.value === entry.value);
      if (!kept) this.held.set(entry.commitment, entry);
      return kept ?? entry;
    });
  }

  async reveal(commitments: readonly string[], scopes: readonly string[]): Promise<ReadonlyMap<string, VaultEntry>> {
    const found = commitments.flatMap((commitment) => this.held.get(commitment) ?? []).filter(({ scope }) => scopes.includes(scope));
    return new Map(found.map((entry) => [entry.commitment, entry]));
  }

  async erased(commitments: readonly string[], scopes: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(commitments.filter((commitment) => scopes.includes(this.gone.get(commitment) ?? '')));
  }

  async search(text: string, scopes: readonly string[], limit: number, field?: string): Promise<readonly VaultEntry[]> {
    const fits = (entry: VaultEntry) =>
      scopes.includes(entry.scope) && entry.value.includes(text) && (field === undefined || entry.field.split('.').at(-1) === field);
    return [...this.held.values()].filter(fits).slice(0, limit);
  }

  async erase(subject: string, { only, reason }: Erasing = {}): Promise<number> {
    const about = [...this.held.values()].filter((entry) => entry.subject === subject && (only?.has(entry.commitment) ?? true));
    for (const { commitment, scope } of about) {
      this.held.delete(commitment);
      this.gone.set(commitment, scope);
      if (reason !== undefined) this.reasons.set(reason, (this.reasons.get(reason) ?? new Set()).add(commitment));
    }
    return about.length;
  }

  async erasedFor(reason: string): Promise<readonly string[]> {
    return [...(this.reasons.get(reason) ?? [])].sort();
  }

  async sweep(isStored: (eventId: string, commitment: string) => Promise<boolean>): Promise<number> {
    let swept = 0;
    for (const { eventId, commitment } of [...this.held.values()]) {
      if (await isStored(eventId, commitment)) continue;
      this.held.delete(commitment);
      swept++;
    }
    return swept;
  }

  async *entries(): AsyncIterable<VaultEntry> {
    yield* [...this.held.values()];
  }

  async close(): Promise<void> {}
}
