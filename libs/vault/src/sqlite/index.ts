import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { Rejection } from '#kernel';
import type { Erasing, Vault, VaultEntry } from '../vault.js';
import { openDatabase } from './open-database.js';

const COLUMNS = 'commitment, event_id AS eventId, field, scope, subject, value, salt';
const PAGE = 500;

/**
 * The vault in `vault.db` of a data directory. A second process may open it `readOnly`.
 * @throws Rejection `vault.absent`, `vault.foreign`, `vault.corrupt`
 */
export function openSqliteVault(directory: string, { readOnly = false }: Readonly<{ readOnly?: boolean }> = {}): Vault {
  return new SqliteVault(openDatabase(directory, readOnly), readOnly);
}

/** The value is kept as UTF-8 bytes: the driver cuts text at U+0000. */
type Row = Omit<VaultEntry, 'value'> & Readonly<{ value: Uint8Array; seq: number }>;
const entryOf = ({ commitment, eventId, field, scope, subject, value, salt }: Row): VaultEntry => ({
  commitment,
  eventId,
  field,
  scope,
  subject,
  value: Buffer.from(value).toString('utf8'),
  salt,
});
const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');

class SqliteVault implements Vault {
  readonly engine = 'sqlite';
  private failure: Rejection | undefined;
  private readonly statements;

  constructor(
    private readonly database: DatabaseSyncInstance,
    private readonly readOnly: boolean,
  ) {
    const select = (where: string) => database.prepare(`SELECT ${COLUMNS} FROM entry WHERE ${where}`);
    this.statements = {
      same: select('event_id = ? AND field = ? AND value = ?'),
      byCommitment: select('commitment = ?'),
      bySubject: select('subject = ? ORDER BY seq'),
      search: select(`instr(value, :text) > 0 AND scope IN (SELECT value FROM json_each(:scopes))
        AND (:field IS NULL OR field = :field OR substr(field, -length(:field) - 1) = '.' || :field) ORDER BY seq LIMIT :limit`),
      page: database.prepare(`SELECT seq, ${COLUMNS} FROM entry WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`),
      insert: database.prepare('INSERT INTO entry (commitment, event_id, field, scope, subject, value, salt) VALUES (?, ?, ?, ?, ?, ?, ?)'),
      erased: database.prepare('SELECT scope FROM erased WHERE commitment = ?'),
      markErased: database.prepare('INSERT OR IGNORE INTO erased (commitment, scope) VALUES (?, ?)'),
      remove: database.prepare('DELETE FROM entry WHERE commitment = ?'),
      scrubs: database.prepare('SELECT count(*) AS pending FROM scrub'),
    };
    // A crash between deleting and scrubbing: the promise of erasure is kept now.
    if (!readOnly && (this.statements.scrubs.get() as { pending: number }).pending > 0) this.scrub();
  }

  async put(entries: readonly VaultEntry[]): Promise<readonly VaultEntry[]> {
    return this.write(() =>
      entries.map((entry) => {
        const { commitment, eventId, field, scope, subject, value, salt } = entry;
        const kept = this.statements.same.get(eventId, field, bytesOf(value)) as Row | undefined;
        if (kept) return entryOf(kept);
        this.statements.insert.run(commitment, eventId, field, scope, subject, bytesOf(value), salt);
        return entry;
      }),
    );
  }

  async reveal(commitments: readonly string[], scopes: readonly string[]): Promise<ReadonlyMap<string, VaultEntry>> {
    const found = commitments.flatMap((commitment) => (this.statements.byCommitment.get(commitment) as Row | undefined) ?? []);
    return new Map(found.filter(({ scope }) => scopes.includes(scope)).map((row) => [row.commitment, entryOf(row)]));
  }

  async erased(commitments: readonly string[], scopes: readonly string[]): Promise<ReadonlySet<string>> {
    const scopeOf = (commitment: string) => (this.statements.erased.get(commitment) as { scope: string } | undefined)?.scope;
    return new Set(commitments.filter((commitment) => scopes.includes(scopeOf(commitment) ?? '')));
  }

  async search(text: string, scopes: readonly string[], limit: number, field?: string): Promise<readonly VaultEntry[]> {
    const found = this.statements.search.all({ text: bytesOf(text), scopes: JSON.stringify(scopes), field: field ?? null, limit });
    return (found as Row[]).map(entryOf);
  }

  async erase(subject: string, { only, reason }: Erasing = {}): Promise<number> {
    const count = this.write(() => {
      const about = (this.statements.bySubject.all(subject) as Row[]).filter(({ commitment }) => only?.has(commitment) ?? true);
      const markReason = this.database.prepare('INSERT OR IGNORE INTO erased_for (reason, commitment) VALUES (?, ?)');
      for (const { commitment, scope } of about) {
        this.statements.markErased.run(commitment, scope);
        if (reason !== undefined) markReason.run(reason, commitment);
        this.statements.remove.run(commitment);
      }
      this.database.exec('INSERT INTO scrub (pending) VALUES (1)');
      return about.length;
    });
    this.scrub();
    return count;
  }

  async erasedFor(reason: string): Promise<readonly string[]> {
    return (this.database.prepare('SELECT commitment FROM erased_for WHERE reason = ? ORDER BY commitment').all(reason) as { commitment: string }[]).map(
      ({ commitment }) => commitment,
    );
  }

  async sweep(isStored: (eventId: string, commitment: string) => Promise<boolean>): Promise<number> {
    const orphans: string[] = [];
    for await (const { eventId, commitment } of this.entries()) if (!(await isStored(eventId, commitment))) orphans.push(commitment);
    if (orphans.length === 0) return 0;
    this.write(() => {
      for (const commitment of orphans) this.statements.remove.run(commitment);
      this.database.exec('INSERT INTO scrub (pending) VALUES (1)');
    });
    this.scrub();
    return orphans.length;
  }

  async *entries(): AsyncIterable<VaultEntry> {
    for (let after = -1; ;) {
      const page = this.statements.page.all(after) as Row[];
      yield* page.map(entryOf);
      if (page.length < PAGE) return;
      // SQLite trusts the order of a damaged page: one that does not lead further would be read for ever.
      if (page.at(-1)!.seq <= after) throw new Error(`the values are out of order behind ${after}`);
      after = page.at(-1)!.seq;
    }
  }

  async close(): Promise<void> {
    if (!this.database.isOpen) return;
    // The driver keeps a closed connection alive while its statements are: SQLite's own checkpoint at closing cannot be counted on.
    if (!this.readOnly && !this.failure) this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.database.close();
  }

  /** One durable transaction. After an I/O error nothing more is accepted: a failed fsync may have lost what a later one seems to confirm. */
  private write<Result>(work: () => Result): Result {
    if (this.failure) throw this.failure;
    if (this.readOnly) throw new Rejection('vault.read-only', { zh: '保密库以只读方式打开', en: 'the vault is open for reading only' });
    try {
      this.database.exec('BEGIN IMMEDIATE');
      const result = work();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      this.failure = new Rejection('vault.storage-failed', {
        zh: '保密库存储故障，已停止写入',
        en: `the vault's storage failed, it has stopped: ${String(error)}`,
      });
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw this.failure;
    }
  }

  /**
   * Leaves no plaintext of deleted rows in `vault.db` or its WAL: `secure_delete` alone misses copies that page splits leave behind, so every page
   * is written anew, and the WAL is cut to nothing. (Blocks that the file system gave back are beyond SQLite's reach.)
   */
  private scrub(): void {
    this.database.exec('VACUUM');
    const { busy } = this.database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
    if (busy !== 0) {
      throw new Rejection('vault.erasure-pending', {
        zh: '内容已删除，但另有进程正在读取，旧页尚未清除；请稍后重试',
        en: 'the values are deleted, but a reader still holds old pages: erase again when it is done',
      });
    }
    this.database.exec('DELETE FROM scrub');
  }
}
