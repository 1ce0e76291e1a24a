import type { ErasureRow } from '#redress';
import type { Reader } from '#readmodel';
import type { Vault, VaultEntry } from '#vault';
import { rowsOf } from './moment-rows.js';

/** The view that tells what was erased. */
export const ERASURES = 'erasures';

/** The part of a vault that readers are answered from. */
export type ShownValues = Pick<Vault, 'reveal' | 'erased' | 'search' | 'entries'>;

/** Commitments of all that the log records as erased, as far as rows have come; read again only when they have moved on. */
export class RecordedErasures {
  private known: Readonly<{ position: number; commitments: ReadonlySet<string> }> | undefined;

  constructor(private readonly reader: Reader) {}

  async commitments(): Promise<ReadonlySet<string>> {
    const { position } = await this.reader.list(ERASURES, { limit: 1 });
    if (this.known?.position === position) return this.known.commitments;
    // What comes while these are read is erased as well: nothing is ever taken back.
    const rows = await rowsOf<ErasureRow>(this.reader, ERASURES, { moment: {} });
    const commitments = new Set(rows.flatMap(({ carriedOut }) => carriedOut?.commitments ?? []));
    this.known = { position, commitments };
    return commitments;
  }
}

/**
 * A vault as readers are shown it: what the log records as erased reads as erased, although a file that was put back from an older copy holds it again. It goes from
 * the file when the ledger is next written to, which whoever only reads cannot do and must not wait for.
 */
export function shownValues(vault: ShownValues, recorded: Pick<RecordedErasures, 'commitments'>): ShownValues {
  const shown = async (entries: readonly VaultEntry[]): Promise<readonly VaultEntry[]> => {
    if (entries.length === 0) return entries;
    const gone = await recorded.commitments();
    return entries.filter(({ commitment }) => !gone.has(commitment));
  };
  return {
    reveal: async (commitments, scopes) => {
      const held = await vault.reveal(commitments, scopes);
      return new Map((await shown([...held.values()])).map((entry) => [entry.commitment, entry]));
    },
    erased: async (commitments, scopes) => {
      const [marked, gone] = [await vault.erased(commitments, scopes), await recorded.commitments()];
      const back = await vault.reveal(
        commitments.filter((one) => gone.has(one)),
        scopes,
      );
      return new Set([...marked, ...back.keys()]);
    },
    // Asked for so many more that none is missing once those are taken out.
    search: async (text, scopes, limit, field) =>
      (await shown(await vault.search(text, scopes, limit + (await recorded.commitments()).size, field))).slice(0, limit),
    entries: async function* () {
      const gone = await recorded.commitments();
      for await (const entry of vault.entries()) if (!gone.has(entry.commitment)) yield entry;
    },
  };
}
