import type { Collection, Db } from 'mongodb';
import type { VaultEntry } from '../vault.js';

/** An entry as it is kept; `leaf` is the last name of its path, by which a search may be narrowed. */
export type StoredEntry = VaultEntry & Readonly<{ leaf: string }>;
/** What is left of an erased value. */
export type Mark = Readonly<{ commitment: string; scope: string; reason?: string }>;

/**
 * What one `put` brought. One document, because nothing larger is all or none on MongoDB without a transaction. It stays when its last entry has gone: a request of
 * this number that arrives late then finds its place taken, and cannot bring back what was erased.
 */
export type Bundle = Readonly<{
  _id: number;
  entries: readonly StoredEntry[];
  gone: readonly Mark[];
  /** Which process put it; absent: its place was taken by another, and the put brings nothing here any more. */
  by?: string;
}>;

export const FORMAT = 1;
export type Collections = Readonly<{
  bundles: Collection<Bundle>;
  counters: Collection<{ _id: string; n: number }>;
  about: Collection<{ _id: string; format: number }>;
}>;

export const collectionsOf = (db: Db): Collections => ({
  bundles: db.collection('vault_bundles'),
  counters: db.collection('vault_counters'),
  about: db.collection('vault_about'),
});

export const INDEXES = [
  { name: 'by_commitment', key: { 'entries.commitment': 1 } },
  { name: 'by_event', key: { 'entries.eventId': 1 } },
  { name: 'by_subject', key: { 'entries.subject': 1 } },
  { name: 'gone_by_commitment', key: { 'gone.commitment': 1 } },
  { name: 'gone_by_reason', key: { 'gone.reason': 1 } },
] as const;
