/** A private value beside the log. The commitment stands in the event's bytes; value and salt stand only here. */
export type VaultEntry = Readonly<{
  /** 64 hex digits: HMAC-SHA-256(salt, event id | field | value). */
  commitment: string;
  eventId: string;
  /** Path of the value in the event's data, e.g. `name` or `members.0.name`. */
  field: string;
  /** Stream category of the event that holds the commitment: what a reader is allowed by scope. */
  scope: string;
  /** Whom the value is about; erasure goes by subject. */
  subject: string;
  value: string;
  /** 256 random bits, hex. */
  salt: string;
}>;

/** Which of the values about a subject go (absent: all), and under which name it is remembered that they went. */
export type Erasing = Readonly<{ only?: ReadonlySet<string>; reason?: string }>;

/** The port: private values, revealed by scope, erased by subject. */
export interface Vault {
  readonly engine: string;
  /**
   * Durable before the event is appended; all or none; answers in the order given. An entry already there for the same event, field and value is
   * kept and returned: a retry keeps its salt. Another value under the same event and field gets its own entry, so that no commitment in the log
   * can lose its value; the one that no event holds is swept.
   */
  put(entries: readonly VaultEntry[]): Promise<readonly VaultEntry[]>;
  /** Entries by commitment, only those in one of the scopes; erased ones are absent. */
  reveal(commitments: readonly string[], scopes: readonly string[]): Promise<ReadonlyMap<string, VaultEntry>>;
  /** Which of the commitments, within the scopes, once had a value that was erased. */
  erased(commitments: readonly string[], scopes: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Entries of a scope whose value contains the text (letter for letter), at most `limit`, in the order they were put. `field` keeps to values whose
   * path ends in that name.
   */
  search(text: string, scopes: readonly string[], limit: number, field?: string): Promise<readonly VaultEntry[]>;
  /**
   * Deletes value and salt of what is held about a subject, leaving no plaintext in the files; the count of what went. A mark stays that says "erased".
   * Again for the same reason is harmless: nothing more goes, and files that could not be cleaned the first time are cleaned now.
   */
  erase(subject: string, of?: Erasing): Promise<number>;
  /** The commitments of what went for a reason, in code-point order: after a crash, the answer is the same. */
  erasedFor(reason: string): Promise<readonly string[]>;
  /**
   * Deletes entries that no stored event holds (a crash between vault and log); the count of what went. To be run before the first command:
   * a command under way has its values here and its event not yet in the log.
   */
  sweep(isStored: (eventId: string, commitment: string) => Promise<boolean>): Promise<number>;
  /** Every entry, in the order they were put: for `verify`. */
  entries(): AsyncIterable<VaultEntry>;
  close(): Promise<void>;
}
