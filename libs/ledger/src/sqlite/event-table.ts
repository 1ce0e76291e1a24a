import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Instant } from '#kernel';
import type { Head, StoredEvent, StoredLeaf } from '../event-log.js';
import { isUuid, uuidBytes, uuidText } from '../ids.js';
import { Dictionary } from './dictionary.js';
import { PLACES_MAX, ReaderIndex, WriterIndex, type EventIndex } from './event-index.js';
import type { Place } from './tail.js';

/** A page of a read: large enough that the statement's cost vanishes, small enough to stay off the event loop. */
const PAGE = 500;
/** Many who read the log want one event, or one batch: the first page is small, and each one fourfold the one before. */
const FIRST_PAGE = 8;
const COLUMNS = 'position, stream, revision, type, recorded_at AS recordedAt, ordinal, mac_key AS macKey, id, mac, digest, bytes';

/** The MAC as text: a buffer from native code costs two microseconds and a text next to nothing. Another type than BLOB is damage, whatever it spells. */
const LEAF_COLUMNS = `position, type, mac_key AS macKey, CASE typeof(mac) WHEN 'blob' THEN hex(mac) END AS macHex, bytes`;

/** A row as SQLite gives it; in a damaged file anything may stand anywhere. */
export type EventRow = Readonly<{
  position: number;
  stream: number;
  revision: number;
  type: number;
  recordedAt: number;
  ordinal: number;
  macKey: number;
  id: Uint8Array;
  mac: Uint8Array;
  digest: Uint8Array;
  bytes: Uint8Array;
}>;

type LeafRow = Pick<EventRow, 'position' | 'type' | 'macKey' | 'bytes'> & Readonly<{ macHex: string | null }>;

/** The stored columns contradict each other or cannot be read as an event. */
export class DamagedRow extends Error {
  constructor(
    readonly position: number,
    readonly column: string,
  ) {
    super(`event ${position}: column ${column} is damaged`);
  }
}

/** The tables of `ledger.db`, spoken to synchronously; statements are prepared once. */
export class EventTable {
  private readonly names: Dictionary;
  private readonly statements;

  private readonly index: EventIndex;
  /** The index again, in the writer only. */
  private readonly filling: WriterIndex | undefined;

  constructor(
    private readonly database: DatabaseSyncInstance,
    isWriter: boolean,
  ) {
    this.names = new Dictionary(database);
    const select = (rest: string) => database.prepare(`SELECT ${COLUMNS} FROM event ${rest}`);
    this.statements = {
      begin: database.prepare('BEGIN IMMEDIATE'),
      commit: database.prepare('COMMIT'),
      head: database.prepare('SELECT position, recorded_at AS recordedAt FROM event ORDER BY position DESC LIMIT 1'),
      timeUpTo: database.prepare('SELECT position, recorded_at AS recordedAt FROM event WHERE position <= ? ORDER BY position DESC LIMIT 1'),
      single: select('WHERE position = ?'),
      page: select('WHERE position >= ? AND position <= ? ORDER BY position LIMIT ?'),
      leaves: database.prepare(`SELECT ${LEAF_COLUMNS} FROM event WHERE position >= ? AND position <= ? ORDER BY position LIMIT ?`),
      insert: database.prepare(
        'INSERT INTO event (position, stream, revision, type, recorded_at, ordinal, mac_key, id, mac, digest, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ),
    };
    this.filling = isWriter ? new WriterIndex(database, this.names) : undefined;
    this.index = this.filling ?? new ReaderIndex(database, this.names);
  }

  begin(): void {
    this.statements.begin.run();
  }

  commit(): void {
    this.statements.commit.run();
  }

  rollback(): void {
    if (this.database.isOpen && this.database.isTransaction) this.database.exec('ROLLBACK');
  }

  insert(event: StoredEvent, ordinal: number): void {
    const { names } = this;
    this.statements.insert.run(
      event.position,
      names.idFor(event.stream),
      event.revision,
      names.idFor(event.type),
      Date.parse(event.recordedAt),
      ordinal,
      names.idFor(event.macKeyId),
      uuidBytes(event.id),
      event.mac,
      event.commandDigest,
      event.bytes,
    );
    this.filling?.add(event);
  }

  head(): Head {
    const row = this.statements.head.get() as { position: number; recordedAt: number } | undefined;
    return row ? { position: row.position, recordedAt: new Date(row.recordedAt).toISOString() } : { position: -1, recordedAt: '' };
  }

  /** After the last insert of a transaction. */
  fillIndexes(head: number): void {
    this.filling?.fill(head);
  }

  revisionOf(stream: string): number {
    return this.index.revisionOf(stream);
  }

  isStored(id: string): boolean {
    return this.index.positionOf(id) !== undefined;
  }

  find(id: string): StoredEvent | undefined {
    const position = isUuid(id) ? this.index.positionOf(id) : undefined;
    return position === undefined ? undefined : this.eventOf(this.rowAt(position));
  }

  /** An event by id and what follows it in its append: ordinals go up by one until the next append begins. */
  restOfAppend(id: string): readonly StoredEvent[] | undefined {
    // What is no id is for the plan to refuse.
    const position = isUuid(id) ? this.index.positionOf(id) : undefined;
    if (position === undefined) return undefined;
    const first = this.rowAt(position);
    const rest: EventRow[] = [];
    for (;;) {
      const from = first.position + rest.length;
      const page = this.statements.page.all(from, Number.MAX_SAFE_INTEGER, PAGE) as EventRow[];
      const end = page.findIndex((row, index) => row.ordinal !== first.ordinal + (from - first.position) + index);
      rest.push(...(end === -1 ? page : page.slice(0, end)));
      if (end !== -1 || page.length < PAGE) return rest.map((row) => this.eventOf(row));
    }
  }

  *log(from: number, head: number): Generator<readonly StoredEvent[]> {
    for (let next = from, size = FIRST_PAGE; next <= head; size = Math.min(PAGE, size * 4)) {
      const page = this.statements.page.all(next, head, size) as EventRow[];
      if (page.length === 0) return;
      mustAscend(page, next);
      yield page.map((row) => this.eventOf(row));
      next = page.at(-1)!.position + 1;
    }
  }

  *leaves(from: number, head: number): Generator<readonly StoredLeaf[]> {
    for (let next = from; next <= head;) {
      const page = this.statements.leaves.all(next, head, PAGE) as LeafRow[];
      if (page.length === 0) return;
      mustAscend(page, next);
      yield page.map((row) => this.leafOf(row));
      next = page.at(-1)!.position + 1;
    }
  }

  *stream(stream: string, fromRevision: number): Generator<readonly StoredEvent[]> {
    for (let next = fromRevision; ;) {
      const places = this.index.places(stream, next);
      if (places.length > 0) yield places.map((place) => this.eventAt(place));
      if (places.length < PLACES_MAX) return;
      next = places.at(-1)!.revision + 1;
    }
  }

  /** Positions are dense and times never decrease, so halving finds the moment without an index on time. */
  positionAt(instant: Instant): number {
    const time = Date.parse(instant);
    let after = 0;
    for (let end = this.head().position + 1; after < end;) {
      const middle = (after + end) >>> 1;
      const { recordedAt } = (this.statements.timeUpTo.get(middle) as { recordedAt: number } | undefined) ?? { recordedAt: -Infinity };
      if (recordedAt <= time) after = middle + 1;
      else end = middle;
    }
    return after - 1;
  }

  /** What an index says must be so: a place without its event is damage, not an absent event. @throws DamagedRow */
  private eventAt({ position, revision }: Place): StoredEvent {
    const event = this.eventOf(this.rowAt(position));
    if (event.revision !== revision) throw new DamagedRow(position, 'revision');
    return event;
  }

  private rowAt(position: number): EventRow {
    const row = this.statements.single.get(position) as EventRow | undefined;
    if (!row) throw new DamagedRow(position, 'position');
    return row;
  }

  /** @throws DamagedRow */
  eventOf(row: EventRow): StoredEvent {
    const id = blobOf(row, 'id');
    if (id.length !== 16) throw new DamagedRow(row.position, 'id');
    const time = new Date(row.recordedAt);
    if (typeof row.recordedAt !== 'number' || Number.isNaN(time.getTime())) throw new DamagedRow(row.position, 'recordedAt');
    return {
      id: uuidText(id),
      type: this.nameIn(row, 'type'),
      recordedAt: time.toISOString(),
      bytes: blobOf(row, 'bytes'),
      mac: blobOf(row, 'mac'),
      macKeyId: this.nameIn(row, 'macKey'),
      commandDigest: blobOf(row, 'digest'),
      position: row.position,
      stream: this.nameIn(row, 'stream'),
      revision: row.revision,
    };
  }

  private leafOf(row: LeafRow): StoredLeaf {
    if (row.macHex === null) throw new DamagedRow(row.position, 'mac');
    return {
      position: row.position,
      type: this.nameIn(row, 'type'),
      bytes: blobOf(row, 'bytes'),
      mac: Buffer.from(row.macHex, 'hex'),
      macKeyId: this.nameIn(row, 'macKey'),
    };
  }

  private nameIn<Column extends 'stream' | 'type' | 'macKey'>(row: Pick<EventRow, 'position' | Column>, column: Column): string {
    const text = this.names.textOf(row[column]);
    if (text === undefined) throw new DamagedRow(row.position, column);
    return text;
  }
}

function blobOf<Column extends 'id' | 'mac' | 'digest' | 'bytes'>(row: Pick<EventRow, 'position' | Column>, column: Column): Buffer {
  const value: unknown = row[column];
  if (!(value instanceof Uint8Array)) throw new DamagedRow(row.position, column);
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

/** SQLite trusts the order of a page's rows: where a byte of a row's number was changed, it answers with rows from before, and a reader would go round for ever. @throws DamagedRow */
function mustAscend(page: readonly Readonly<{ position: number }>[], from: number): void {
  const at = page.findIndex(({ position }, i) => position < (i === 0 ? from : page[i - 1]!.position + 1));
  if (at >= 0) throw new DamagedRow(page[at]!.position, 'position');
}
