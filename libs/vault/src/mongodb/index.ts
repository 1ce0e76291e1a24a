import { must, Rejection } from '#kernel';
import { openConnection, type Connection, type MongoPlace } from '#mongo';
import type { Vault } from '../vault.js';
import { collectionsOf, FORMAT, INDEXES, type Collections } from './documents.js';
import { MongoVault } from './mongo-vault.js';

export type MongoVaultOptions = MongoPlace & Readonly<{ readOnly?: boolean }>;

/**
 * Opens the vault in a database of a MongoDB replica set. Give it to nobody who may not read the private values: what protects them is the server's access control.
 * @throws Rejection `vault.uri`, `.unavailable`, `.access-denied`, `.topology`, `.absent` (read-only, nothing there), `.foreign`
 */
export async function openMongoVault({ readOnly = false, ...place }: MongoVaultOptions): Promise<Vault> {
  const connection = await openConnection('vault', place);
  try {
    const collections = collectionsOf(connection.db);
    await mustBeOurs(connection, collections, readOnly);
    if (!readOnly) await connection.attempt(() => collections.bundles.createIndexes(INDEXES.map(({ name, key }) => ({ name, key: { ...key } }))));
    const vault = new MongoVault({ connection, collections, readOnly });
    if (!readOnly) await vault.closeAllPlaces();
    return vault;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function mustBeOurs(connection: Connection, { about }: Collections, readOnly: boolean): Promise<void> {
  if (!readOnly) await connection.attempt(() => about.updateOne({ _id: 'vault' }, { $setOnInsert: { format: FORMAT } }, { upsert: true }));
  const found = await connection.attempt(() => about.findOne({ _id: 'vault' }));
  if (!found) throw new Rejection('vault.absent', { zh: '该数据库中没有保密库', en: 'the database holds no vault' });
  must(found.format === FORMAT, 'vault.foreign', { zh: '数据库中的保密库格式不符', en: `the vault in the database is of format ${found.format}` });
}
