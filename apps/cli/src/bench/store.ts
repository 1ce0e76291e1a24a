import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '#kernel';
import { encodeEvent, seededEntropy, SimulatedClock, type EncodedEvent, type Envelope, type Keys } from '#ledger';
import { openLedger, type Zelian } from '#zelian';

const OPENED_AT = '2016-01-04T01:00:00.000Z';

export const dataOf = (directory: string): string => join(directory, 'ledger');
export const keysOf = (directory: string): string => join(directory, 'ledger.keys');

/** The whole product on its default engine, by a simulated clock so that two runs write the same bytes. */
export function openStore(directory: string, seed: string): Promise<Zelian> {
  mkdirSync(directory, { recursive: true });
  return openLedger({ directory: dataOf(directory), keysFolder: keysOf(directory), clock: new SimulatedClock(OPENED_AT), entropy: seededEntropy(seed) });
}

/** What `execute` does to an event after the decision: canonical bytes, MAC, digest of the command. Measured, since nobody appends without it. */
export function encoded(envelope: Envelope, keys: Keys): EncodedEvent {
  const { id, type, recordedAt, actor, data } = envelope;
  const bytes = encodeEvent(envelope);
  return { id, type, recordedAt, bytes, mac: keys.mac(bytes), macKeyId: keys.macKeyId, commandDigest: keys.digest(canonicalJson({ actor, data, type })) };
}

/** Appends one event as one durable answer. */
export async function appendOne(zelian: Zelian, envelope: Envelope): Promise<void> {
  await zelian.log.append([{ stream: envelope.stream, expected: envelope.revision - 1, events: [encoded(envelope, zelian.parts.keys!)] }]);
}

/** Appends many events of many streams as one durable answer. */
export async function appendBatch(zelian: Zelian, envelopes: readonly Envelope[]): Promise<void> {
  const keys = zelian.parts.keys!;
  await zelian.log.append(envelopes.map((envelope) => ({ stream: envelope.stream, expected: envelope.revision - 1, events: [encoded(envelope, keys)] })));
}

/** Bytes on disk of the log itself, with whatever lies in its WAL. */
export function logFileBytes(directory: string): number {
  const sizes = ['ledger.db', 'ledger.db-wal'].map((name) => statSync(join(dataOf(directory), name), { throwIfNoEntry: false })?.size ?? 0);
  return sizes.reduce((total, size) => total + size, 0);
}
