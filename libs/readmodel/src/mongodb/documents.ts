import type { Collection, Db } from 'mongodb';

/** The `to` of a version that still holds. */
export const OPEN = Number.MAX_SAFE_INTEGER;
export const FORMAT = 1;

/**
 * A view's stored state: which generation of rows is its own, and up to where they count. Swapping a rebuilt generation in changes this one document, and
 * nothing else is atomic on MongoDB without a transaction. A generation that is being built has a document of its own, with the view's name in `of`.
 */
export type ViewDocument = Readonly<{
  _id: string;
  generation: number;
  version: number;
  position: number;
  /** Number of the process that writes: an older one finds its own number gone and stops. */
  writer: number;
  of?: string;
  /** The one generation that may be swapped in: requests for others come too late. */
  awaits?: number;
  /** Generations that were swapped out and whose rows are still to be removed. */
  dropped?: readonly number[];
}>;

/** `g` generation, `k` key, `f` from: the member order is that of `_id`'s own index, and equality of `_id` goes by it. */
export type RowId = Readonly<{ g: number; k: string; f: number }>;
export type RowDocument = Readonly<{
  _id: RowId;
  /** Position where the version ends; OPEN: it still holds. */
  t: number;
  /** Canonical JSON; absent: the row was removed. */
  row?: string;
  /** Number of the process that wrote the version, and of the one that ended it. */
  w: number;
  c?: number;
}>;

export type Collections = Readonly<{
  views: Collection<ViewDocument>;
  rows: Collection<RowDocument>;
  counters: Collection<{ _id: string; n: number }>;
  about: Collection<{ _id: string; format: number }>;
}>;

export const collectionsOf = (db: Db): Collections => ({
  views: db.collection('readmodel_views'),
  rows: db.collection('readmodel_rows'),
  counters: db.collection('readmodel_counters'),
  about: db.collection('readmodel_about'),
});

/** Every question is answered from one of the two; `t` in the first spares it the documents of versions that are over. */
export const BY_KEY = 'by_key';
export const BY_POSITION = 'by_position';
export const INDEXES = [
  { name: BY_KEY, key: { '_id.g': 1, '_id.k': 1, '_id.f': 1, t: 1 } },
  { name: BY_POSITION, key: { '_id.g': 1, '_id.f': 1, '_id.k': 1 } },
] as const;
