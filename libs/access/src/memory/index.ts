import type { AccessEntry, AccessFilter, AccessKeys, AccessLog, AccessVerdict, StoredAccess } from '../access-log.js';
import { fits, headAfter, nextLink, storedOf, verifyChain, type Head, type Link } from '../chain.js';

/** The obvious twin of the file engine. */
export class MemoryAccessLog implements AccessLog {
  readonly engine = 'memory';
  private readonly links: Link[] = [];
  private head: Head | undefined;

  constructor(private readonly keys: AccessKeys | undefined) {}

  async record(entry: AccessEntry): Promise<StoredAccess> {
    const link = nextLink(entry, this.links.at(-1), this.keys);
    this.links.push(link);
    this.head = headAfter(link, this.keys!);
    return storedOf(link);
  }

  async *entries(filter: AccessFilter = {}): AsyncIterable<StoredAccess> {
    for (const link of [...this.links]) {
      const stored = storedOf(link);
      if (fits(stored, filter)) yield stored;
    }
  }

  async verify(): Promise<AccessVerdict> {
    const links = [...this.links];
    return verifyChain(
      (async function* () {
        yield* links;
      })(),
      this.head ?? 'absent',
      this.keys,
    );
  }

  async close(): Promise<void> {}
}
