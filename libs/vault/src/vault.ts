/** A private value beside the log. The commitment stands in the event's bytes; value and salt stand only here. */
export type VaultEntry = Readonly<{
  /** 64 hex digits: HMAC-SHA-256(salt, event id | field | value). */
  commitment: string;
  eventId: string;
  /** Path of the value in the event's data, e.g. `name` or `members.0.name`. */
  field: string;
  /** Context that owns the value: what a reader is allowed by scope. */
  scope: string;
  /** Whom the value is about; erasure goes by subject. */
  subject: string;
  value: string;
  /** 256 random bits, hex. */
  salt: string;
}>;

/** The port: private values, revealed by scope, erased by subject. */
export interface Vault {
  readonly engine: string;
  /** Durable before the event is appended. An entry already there for the same event and field is kept and returned: a retry keeps its salt. */
  put(entries: readonly VaultEntry[]): Promise<readonly VaultEntry[]>;
  /** Entries by commitment, only those in one of the scopes; erased ones are absent. */
  reveal(commitments: readonly string[], scopes: readonly string[]): Promise<ReadonlyMap<string, VaultEntry>>;
  /** Entries of a scope whose value contains the text, at most `limit`. */
  search(text: string, scopes: readonly string[], limit: number): Promise<readonly VaultEntry[]>;
  /** Deletes every value about a subject; the count of what went. */
  erase(subject: string): Promise<number>;
  /** Deletes entries whose event was never stored (a crash between vault and log); the count of what went. */
  sweep(isStored: (eventId: string) => Promise<boolean>): Promise<number>;
  close(): Promise<void>;
}
