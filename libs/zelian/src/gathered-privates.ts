import type { LedgerPorts } from '#ledger';
import { sealPrivates, type Vault, type VaultEntry } from '#vault';

/** Private values of many events, kept in one write to the vault instead of one for each: salts stay the same however often the whole is decided. */
export class GatheredPrivates {
  private entries: VaultEntry[] = [];
  private readonly salts = new Map<string, string>();

  constructor(
    private readonly vault: Pick<Vault, 'put'>,
    private readonly newSalt: (eventId: string, field: string) => string,
  ) {}

  readonly conceal: LedgerPorts['conceal'] = async (data, { eventId, scope, subjects }) => {
    const sealed = sealPrivates(data, { eventId, scope, subjects, saltFor: (field) => this.saltFor(eventId, field) });
    this.entries.push(...sealed.entries);
    return sealed.data;
  };

  /** False: values of an attempt that was broken off are there under other salts. These are taken over, and what was sealed has to be sealed again. */
  async keep(): Promise<boolean> {
    const { entries } = this;
    this.entries = [];
    if (entries.length === 0) return true;
    const kept = await this.vault.put(entries);
    for (const { eventId, field, salt } of kept) this.salts.set(`${eventId}|${field}`, salt);
    return kept.every(({ commitment }, index) => commitment === entries[index]!.commitment);
  }

  private saltFor(eventId: string, field: string): string {
    const place = `${eventId}|${field}`;
    let salt = this.salts.get(place);
    if (salt === undefined) this.salts.set(place, (salt = this.newSalt(eventId, field)));
    return salt;
  }
}
