import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Rejection } from '#kernel';
import type { AccessEntry, AccessFilter, AccessKeys, AccessLog, AccessVerdict, StoredAccess } from '../access-log.js';
import { fits, headAfter, headFault, nextLink, storedOf, verifyChain, type Link } from '../chain.js';
import { readHead, writeHead } from './head-file.js';
import { openDatabase } from './open-database.js';

const PAGE = 500;
export type SqliteAccessOptions = Readonly<{
  /** Absent: nothing can be recorded, so nothing about persons can be read. */
  keys?: AccessKeys;
  /** For looking at and verifying the log itself. */
  readOnly?: boolean;
  /** Where the head is kept; better beside the keys than beside the database. Default `<directory>/access.head`. */
  headFile?: string;
}>;

/**
 * The access log in `access.db` of a data directory. Any number of processes may append: a command-line read is recorded while a server runs.
 * @throws Rejection `access.foreign`, `access.corrupt`
 */
export function openSqliteAccessLog(
  directory: string,
  { keys, readOnly = false, headFile = join(directory, 'access.head') }: SqliteAccessOptions = {},
): AccessLog {
  return new SqliteAccessLog(openDatabase(directory, readOnly), { keys, readOnly, headFile });
}

type Row = Readonly<{ seq: number; bytes: Uint8Array; mac: Uint8Array; macKeyId: string }>;
const linkOf = ({ seq, bytes, mac, macKeyId }: Row): Link => ({ seq, bytes: Buffer.from(bytes), mac: Buffer.from(mac), macKeyId });

class SqliteAccessLog implements AccessLog {
  readonly engine = 'sqlite';
  private readonly statements;

  constructor(
    private readonly database: DatabaseSyncInstance,
    private readonly options: Readonly<{ keys?: AccessKeys; readOnly: boolean; headFile: string }>,
  ) {
    const select = (rest: string) => database.prepare(`SELECT seq, bytes, mac, mac_key_id AS macKeyId FROM entry ${rest}`);
    this.statements = {
      last: select('ORDER BY seq DESC LIMIT 1'),
      at: select('WHERE seq = ?'),
      page: select(`WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`),
      insert: database.prepare('INSERT INTO entry (seq, bytes, mac, mac_key_id) VALUES (?, ?, ?, ?)'),
    };
    // The head of the empty chain comes before the first entry: from then on a missing head file is never innocent.
    const { keys, readOnly, headFile } = options;
    if (readOnly || !keys || existsSync(headFile) || this.last()) return;
    this.locked(() => {
      if (!this.last() && !existsSync(headFile)) writeHead(headFile, headAfter(undefined, keys));
    });
  }

  async record(entry: AccessEntry): Promise<StoredAccess> {
    const { keys, readOnly } = this.options;
    if (readOnly) throw new Rejection('access.read-only', { zh: '查阅登记以只读方式打开', en: 'the access log is open for reading only' });
    const link = this.failClosed(() =>
      this.locked(() => {
        const previous = this.last();
        const next = nextLink(entry, previous, keys);
        this.mustContinue(previous, keys!);
        this.statements.insert.run(next.seq, next.bytes, next.mac, next.macKeyId);
        return next;
      }),
    );
    // After the commit, and under the lock again, so that of two processes the later entry's head is the one that stays.
    this.failClosed(() => this.locked(() => writeHead(this.options.headFile, headAfter(this.last(), keys!))));
    return storedOf(link);
  }

  async *entries(filter: AccessFilter = {}): AsyncIterable<StoredAccess> {
    for await (const link of this.links()) {
      const stored = storedOf(link);
      if (fits(stored, filter)) yield stored;
    }
  }

  async verify(): Promise<AccessVerdict> {
    // The head first: entries recorded meanwhile only make the chain longer than it.
    return verifyChain(this.links(), readHead(this.options.headFile), this.options.keys);
  }

  async close(): Promise<void> {
    if (!this.database.isOpen) return;
    // The driver keeps a closed connection alive while its statements are: SQLite's own checkpoint at closing cannot be counted on.
    if (!this.options.readOnly) this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.database.close();
  }

  /** Appending to a chain that has lost its end would bury the loss under a fresh head. */
  private mustContinue(last: Link | undefined, keys: AccessKeys): void {
    const macAt = (count: number) => {
      const row = this.statements.at.get(count - 1) as Row | undefined;
      return row && linkOf(row).mac;
    };
    const found = headFault(readHead(this.options.headFile), (last?.seq ?? -1) + 1, macAt, keys);
    if (found)
      throw new Rejection('access.damaged', {
        zh: `查阅登记不完整：${found.what.zh}；故不予查阅`,
        en: `the access log is damaged: ${found.what.en}; so nothing about persons is answered`,
      });
  }

  private last(): Link | undefined {
    const row = this.statements.last.get() as Row | undefined;
    return row && linkOf(row);
  }

  private async *links(): AsyncIterable<Link> {
    // From the lowest number there is: a row slipped in below 0 must be met, not passed over.
    for (let after = Number.MIN_SAFE_INTEGER; ;) {
      const page = (this.statements.page.all(after) as Row[]).map(linkOf);
      yield* page;
      if (page.length < PAGE) return;
      // SQLite trusts the order of a damaged page: one that does not lead further would be read for ever.
      if (page.at(-1)!.seq <= after) throw new Error(`the entries are out of order behind ${after}`);
      after = page.at(-1)!.seq;
    }
  }

  private locked<Result>(work: () => Result): Result {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  private failClosed<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      if (error instanceof Rejection) throw error;
      const refusal = new Rejection('access.unavailable', {
        zh: '查阅无法登记，故不予查阅',
        en: `the read cannot be recorded, so it is not answered: ${String(error)}`,
      });
      refusal.cause = error;
      throw refusal;
    }
  }
}
