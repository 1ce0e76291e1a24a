import type { AnyBulkWriteOperation } from 'mongodb';
import { Rejection } from '#kernel';
import type { RowChange } from '../row-store.js';
import { OPEN, type RowDocument } from './documents.js';

/** MongoDB takes 16 MiB a document; the rest is for what stands beside the row. */
const ROW_BYTES_MAX = 16 * 1024 * 1024 - 4_096;

/** @throws Rejection `readmodel.row-too-large` before anything is written */
export function mustFit(changes: readonly RowChange[]): void {
  for (const { view, key, position, text = '' } of changes) {
    if (Buffer.byteLength(text) + Buffer.byteLength(key) <= ROW_BYTES_MAX) continue;
    throw new Rejection('readmodel.row-too-large', {
      zh: `视图${view}在第${position}号的一行超过MongoDB单个文档的上限（16 MB）`,
      en: `a row of ${view} at ${position} is larger than MongoDB takes in one document (16 MB)`,
    });
  }
}

/** The changes of one row in one generation, in order. */
export type KeyChanges = Readonly<{ view: string; generation: number; key: string; changes: readonly RowChange[] }>;

/** In the order in which the groups begin. */
export function grouped<Item, Name>(items: readonly Item[], nameOf: (item: Item) => Name): ReadonlyMap<Name, Item[]> {
  const found = new Map<Name, Item[]>();
  for (const item of items) {
    const group = found.get(nameOf(item));
    if (group) group.push(item);
    else found.set(nameOf(item), [item]);
  }
  return found;
}

export function byKey(changes: readonly RowChange[], generationOf: (view: string) => number): readonly KeyChanges[] {
  return [...grouped(changes, ({ view }) => view)].flatMap(([view, own]) =>
    [...grouped(own, ({ key }) => key)].map(([key, some]) => ({ view, key, generation: generationOf(view), changes: some })),
  );
}

/** Changes that are changes: equal rows make no version. */
export function changedFrom(before: string | undefined, changes: readonly RowChange[]): readonly RowChange[] {
  const kept: RowChange[] = [];
  let latest = before;
  for (const change of changes) {
    if (!change.differs && change.text === latest) continue;
    kept.push(change);
    latest = change.text;
  }
  return kept;
}

type Write = AnyBulkWriteOperation<RowDocument>;

/**
 * The writes of new versions, then those that end the versions before them: in this order, so that an ended version always has its follower. Each may be done
 * twice, and may arrive when its time is over: a version that is there keeps its row and its earlier end, and one that is ended is not ended again.
 */
export function writesOf(rows: readonly KeyChanges[], writer: number): readonly Write[] {
  return [...rows.flatMap((row) => beginnings(row, writer)), ...rows.flatMap((row) => ending(row, writer))];
}

function beginnings({ generation: g, key: k, changes }: KeyChanges, writer: number): readonly Write[] {
  return changes.map(({ position: f, text }, index) => {
    const t = changes[index + 1]?.position ?? OPEN;
    const atFirst = { ...(text !== undefined && { row: text }), ...(t !== OPEN && { c: writer }) };
    const update = { $min: { t }, $max: { w: writer }, ...(Object.keys(atFirst).length > 0 && { $setOnInsert: atFirst }) };
    return { updateOne: { filter: { _id: { g, k, f } }, update, upsert: true } };
  });
}

function ending({ generation, key, changes }: KeyChanges, writer: number): readonly Write[] {
  const first = changes[0]?.position;
  if (first === undefined) return [];
  const filter = { '_id.g': generation, '_id.k': key, '_id.f': { $lt: first }, t: { $gt: first } };
  return [{ updateOne: { filter, update: { $set: { t: first, c: writer } } } }];
}
