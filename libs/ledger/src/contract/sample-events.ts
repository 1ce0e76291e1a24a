import { createHash } from 'node:crypto';
import type { EncodedEvent, StoredEvent } from '../event-log.js';
import { uuidText } from '../ids.js';

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
export const AT = '2016-12-07T01:00:00.000Z';
/** An instant some seconds after the samples' first. */
export const later = (seconds: number): string => new Date(Date.parse(AT) + seconds * 1_000).toISOString();

/** An event as an engine sees it: what the bytes say is none of its business. `key` names it: the same key, the same event. */
export function sampleEvent(key: string | number, given: Partial<EncodedEvent> = {}): EncodedEvent {
  const hash = digestOf(`event ${key}`);
  return {
    id: uuidText(hash.subarray(0, 16)),
    type: 'SampleRecorded',
    recordedAt: AT,
    bytes: Buffer.from(`{"key":"${key}","zh":"整改"}`),
    mac: digestOf(`mac ${key}`),
    macKeyId: '00000000000000aa',
    commandDigest: digestOf(`command ${key}`).subarray(0, 16),
    ...given,
  };
}

export const samples = (...keys: readonly (string | number)[]): readonly EncodedEvent[] => keys.map((key) => sampleEvent(key));

export async function collect(events: AsyncIterable<StoredEvent>): Promise<readonly StoredEvent[]> {
  const all: StoredEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}
/** `stream@revision#position` of each: enough to see where an event went. */
export const places = (events: readonly StoredEvent[]): readonly string[] =>
  events.map(({ stream, revision, position }) => `${stream}@${revision}#${position}`);
