import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '#kernel';
import { encoded as encodedEvent, seededEntropy, SimulatedClock, type EncodedEvent, type Envelope, type Keys, type Write } from '#ledger';
import { openLedger, type Zelian } from '#zelian';

const OPENED_AT = '2016-01-04T01:00:00.000Z';

export const dataOf = (directory: string): string => join(directory, 'ledger');
export const keysOf = (directory: string): string => join(directory, 'ledger.keys');

/** The whole product on its default engine, by a simulated clock so that two runs write the same bytes. */
export function openStore(directory: string, seed: string): Promise<Zelian> {
  mkdirSync(directory, { recursive: true });
  return openLedger({ directory: dataOf(directory), keysFolder: keysOf(directory), clock: new SimulatedClock(OPENED_AT), entropy: seededEntropy(seed) });
}

/** An event on its way, with the digest of its command: that is made once when the command comes in, decided and tried again or not. */
export type Prepared = Readonly<{ envelope: Envelope; commandDigest: Buffer }>;

export function prepared(envelope: Envelope, keys: Keys): Prepared {
  const { type, actor, data } = envelope;
  return { envelope, commandDigest: keys.digest(canonicalJson({ actor, data, type })) };
}

/** What storing takes after the decision: canonical bytes and their MAC. Measured with the append, since nobody appends without them. */
export const encoded = ({ envelope, commandDigest }: Prepared, keys: Keys): EncodedEvent => encodedEvent(envelope, keys, commandDigest);

const writeOf = (event: Prepared, keys: Keys): Write => {
  const { stream, revision } = event.envelope;
  return { stream, expected: revision - 1, events: [encoded(event, keys)] };
};

/** Appends one event as one durable answer. */
export async function appendOne(zelian: Zelian, event: Prepared): Promise<void> {
  await zelian.log.append([writeOf(event, zelian.parts.keys!)]);
}

/** Appends many events of many streams as one durable answer. */
export async function appendBatch(zelian: Zelian, events: readonly Prepared[]): Promise<void> {
  await zelian.log.append(events.map((event) => writeOf(event, zelian.parts.keys!)));
}

/** Bytes on disk of the log itself, with whatever lies in its WAL. */
export function logFileBytes(directory: string): number {
  const sizes = ['ledger.db', 'ledger.db-wal'].map((name) => statSync(join(dataOf(directory), name), { throwIfNoEntry: false })?.size ?? 0);
  return sizes.reduce((total, size) => total + size, 0);
}
