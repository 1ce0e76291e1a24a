import { isInstant, Rejection } from '#kernel';
import { RecordedInPast, RevisionConflict, WHOLE_LOG, type EncodedEvent, type Guard, type Head, type StoredEvent, type Write } from './event-log.js';
import { isUuid } from './ids.js';

type Place = Pick<StoredEvent, 'stream' | 'revision' | 'position'>;
/** What an engine knows of itself while it decides on an append. */
export type LogState = Readonly<{ head: Head; revisionOf(stream: string): number; isStored(id: string): boolean }>;

/**
 * The rules of `append`, the same for every engine: guards, expected revisions, time and ids are all checked before anything is written,
 * so a refused append leaves nothing behind and does not touch those it is committed with.
 * @returns the events in the order of their positions
 * @throws RevisionConflict, RecordedInPast; Rejection `ledger.duplicate-id`; TypeError on an id that is no UUID or a time that is no instant
 */
export function planAppend({ head, revisionOf, isStored }: LogState, writes: readonly Write[], unchanged: readonly Guard[]): readonly StoredEvent[] {
  for (const { stream, revision } of unchanged) mustStandAt(stream, revision, stream === WHOLE_LOG ? head.position : revisionOf(stream));
  const revisions = new Map<string, number>();
  const ids = new Set<string>();
  const planned: StoredEvent[] = [];
  let { recordedAt } = head;
  for (const { stream, expected, events } of writes) {
    // A later write of one append may go on where an earlier one of the same stream ended.
    let revision = revisions.get(stream) ?? revisionOf(stream);
    mustStandAt(stream, expected, revision);
    for (const event of events) {
      if (event.recordedAt !== recordedAt) mustBeLater(event.recordedAt, recordedAt);
      mustBeNew(event, ids, isStored);
      recordedAt = event.recordedAt;
      planned.push(storedAt(event, { stream, revision: ++revision, position: head.position + 1 + planned.length }));
    }
    revisions.set(stream, revision);
  }
  return planned;
}

/** Field by field: the order of a spread's fields would be the caller's, and objects of one shape are read faster. */
function storedAt({ id, type, recordedAt, bytes, mac, macKeyId, commandDigest, subjects }: EncodedEvent, place: Place): StoredEvent {
  const { stream, revision, position } = place;
  return { id, type, recordedAt, bytes, mac, macKeyId, commandDigest, subjects, position, stream, revision };
}

function mustStandAt(stream: string, expected: number, actual: number): void {
  if (expected !== actual) throw new RevisionConflict(stream, expected, actual);
}

function mustBeLater(recordedAt: string, last: string): void {
  if (!isInstant(recordedAt)) throw new TypeError(`not an instant: ${recordedAt}`);
  if (recordedAt < last) throw new RecordedInPast(last);
}

function mustBeNew({ id }: EncodedEvent, ids: Set<string>, isStored: (id: string) => boolean): void {
  if (!isUuid(id)) throw new TypeError(`not an event id: ${id}`);
  if (ids.has(id) || isStored(id)) throw new Rejection('ledger.duplicate-id', { zh: `事件编号已存在：${id}`, en: `event ${id} is stored already` });
  ids.add(id);
}
