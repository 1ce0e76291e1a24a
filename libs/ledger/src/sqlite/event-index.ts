import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { uuidBytes, uuidText } from '../ids.js';
import type { Dictionary } from './dictionary.js';
import { INDEXED_UP_TO, indexedUpTo } from './schema.js';
import { Tail, type Place, type Placed } from './tail.js';

/**
 * Where events lie, by id and by stream. The tables `by_id` and `by_revision` are filled a run of events at a time (docs/decisions/0008); the events after the
 * last full run are the tail, which the writer remembers and a reader looks through.
 */
export interface EventIndex {
  positionOf(id: string): number | undefined;
  /** Last revision of a stream; -1 when absent. */
  revisionOf(stream: string): number;
  /** Where a stream's events lie from a revision on, in order; fewer than `PLACES_MAX` are all there are. */
  places(stream: string, from: number): readonly Place[];
}

export const PLACES_MAX = 500;

const BY_ID = 'SELECT position FROM by_id WHERE id = ?1';
const BY_STREAM = 'SELECT max(revision) AS revision FROM by_revision WHERE stream = ?1';
const PLACES = 'SELECT position, revision FROM by_revision WHERE stream = ?1 AND revision >= ?2';
const IN_ORDER = `ORDER BY revision LIMIT ${PLACES_MAX}`;
const tail = (select: string): string => `UNION ALL SELECT ${select} FROM event WHERE position >= ${INDEXED_UP_TO}`;

type Position = Readonly<{ position: number }> | undefined;
type Revision = Readonly<{ revision: number | null }>;

/** For any number of other connections: index and tail in one statement, which sees one state of the file, so that no run can move from one to the other unseen. */
export class ReaderIndex implements EventIndex {
  private readonly statements;

  constructor(
    database: DatabaseSyncInstance,
    private readonly names: Dictionary,
  ) {
    this.statements = {
      position: database.prepare(`${BY_ID} ${tail('position')} AND id = ?1 LIMIT 1`),
      revision: database.prepare(`SELECT max(revision) AS revision FROM (${BY_STREAM} ${tail('max(revision)')} AND stream = ?1)`),
      places: database.prepare(`${PLACES} ${tail('position, revision')} AND stream = ?1 AND revision >= ?2 ${IN_ORDER}`),
    };
  }

  positionOf(id: string): number | undefined {
    return (this.statements.position.get(uuidBytes(id)) as Position)?.position;
  }

  revisionOf(stream: string): number {
    const id = this.names.idOf(stream);
    return id === undefined ? -1 : ((this.statements.revision.get(id) as Revision).revision ?? -1);
  }

  places(stream: string, from: number): readonly Place[] {
    const id = this.names.idOf(stream);
    return id === undefined ? [] : (this.statements.places.all(id, from) as Place[]);
  }
}

/** For the only writer, which fills the tables: the common append asks them nothing. */
export class WriterIndex implements EventIndex {
  private readonly tail: Tail;
  private readonly statements;
  private upTo: number;

  constructor(
    database: DatabaseSyncInstance,
    private readonly names: Dictionary,
  ) {
    const run = 'FROM event WHERE position >= ?1 AND position < ?2';
    this.statements = {
      position: database.prepare(BY_ID),
      revision: database.prepare(BY_STREAM),
      places: database.prepare(`${PLACES} ${IN_ORDER}`),
      // In the order of the keys: each page of the index is then written to once.
      fillIds: database.prepare(`INSERT INTO by_id (id, position) SELECT id, position ${run} ORDER BY id`),
      fillRevisions: database.prepare(
        `INSERT INTO by_revision (stream, revision, position) SELECT stream, revision, position ${run} ORDER BY stream, revision`,
      ),
    };
    this.upTo = (database.prepare(`SELECT ${INDEXED_UP_TO} AS upTo`).get() as { upTo: number }).upTo;
    this.tail = this.remembered(database);
  }

  add(event: Placed): void {
    this.tail.add(event);
  }

  /** Within the transaction that stored up to `head`: no reader ever sees a full run that is not indexed. */
  fill(head: number): void {
    const upTo = indexedUpTo(head);
    if (upTo === this.upTo) return;
    this.statements.fillIds.run(this.upTo, upTo);
    this.statements.fillRevisions.run(this.upTo, upTo);
    this.tail.indexedBefore(upTo);
    this.upTo = upTo;
  }

  positionOf(id: string): number | undefined {
    if (this.tail.isNew(id)) return undefined;
    return this.tail.positionOf(id) ?? (this.statements.position.get(uuidBytes(id)) as Position)?.position;
  }

  revisionOf(stream: string): number {
    const remembered = this.tail.revisionOf(stream);
    if (remembered !== undefined) return remembered;
    const id = this.names.idOf(stream);
    return id === undefined ? -1 : ((this.statements.revision.get(id) as Revision).revision ?? -1);
  }

  places(stream: string, from: number): readonly Place[] {
    const id = this.names.idOf(stream);
    if (id === undefined || from > this.revisionOf(stream)) return [];
    const recent = this.tail.places(stream, from);
    if (recent[0]?.revision === from) return recent;
    const indexed = this.statements.places.all(id, from) as Place[];
    return indexed.length < PLACES_MAX ? [...indexed, ...recent] : indexed;
  }

  /** What an earlier writer left unindexed: less than one run. */
  private remembered(database: DatabaseSyncInstance): Tail {
    const highest = database.prepare('SELECT id FROM by_id ORDER BY id DESC LIMIT 1').get() as { id: Uint8Array } | undefined;
    const found = new Tail(highest && uuidText(Buffer.from(highest.id)));
    const rows = database.prepare('SELECT id, stream, revision, position FROM event WHERE position >= ? ORDER BY position').all(this.upTo);
    for (const row of rows as (Place & Readonly<{ id: Uint8Array; stream: number }>)[]) {
      const stream = this.names.textOf(row.stream);
      // A name that is missing cannot be asked for; `verify` reports it.
      if (stream !== undefined) found.add({ ...row, id: uuidText(Buffer.from(row.id)), stream });
    }
    return found;
  }
}
