import { encodeEvent, eventIdOf, newCommandId, openKeys, seededEntropy, type EncodedEvent, type Envelope, type EventLog, type Keys } from '#ledger';

const entropy = seededEntropy('stored-ledger');
/** The key of a ledger made by `fillLedger`, in a folder of the test's own. */
export const keysIn = (folder: string): Keys => openKeys(folder, { create: true, macKeyId: '0123456789abcdef', entropy })!;

const timeAt = (position: number): string => new Date(Date.UTC(2016, 0, 4, 1) + position * 60_000).toISOString();

/** One event as it would be stored; whatever matters to a test is overridden. */
export function storable(
  over: Partial<Envelope> & Pick<Envelope, 'stream' | 'revision'>,
  keys: Keys,
  place: Readonly<{ label: string; index?: number; at?: number }>,
): EncodedEvent {
  const recordedAt = timeAt(place.at ?? 0);
  const commandId = newCommandId(recordedAt, entropy, place.label);
  const envelope = {
    id: eventIdOf(commandId, place.index ?? 0),
    type: 'HourEnded',
    version: 1,
    recordedAt,
    validAt: { from: '2016-01-04' },
    actor: { clock: 'calendar' },
    origin: 'clock',
    subjects: [],
    commandId,
    correlationId: commandId,
    data: { hour: recordedAt },
    ...over,
  } as Envelope;
  const bytes = encodeEvent(envelope);
  return {
    id: envelope.id,
    type: envelope.type,
    recordedAt: envelope.recordedAt,
    bytes,
    mac: keys.mac(bytes),
    macKeyId: keys.macKeyId,
    commandDigest: keys.digest(commandId),
  };
}

export const openedEvent = (keys: Keys): EncodedEvent =>
  storable(
    { stream: 'ledger-main', revision: 0, type: 'LedgerOpened', data: { ledgerId: 'ledger-test', format: 1, macKeyId: keys.macKeyId, clock: 'simulated' } },
    keys,
    { label: 'open' },
  );

/** `LedgerOpened`, then `commands` commands of one to three events each, over four streams. */
export async function fillLedger(log: EventLog, keys: Keys, commands: number): Promise<number> {
  await log.append([{ stream: 'ledger-main', expected: -1, events: [openedEvent(keys)] }]);
  const last = new Map<string, number>();
  let events = 1;
  for (let n = 0; n < commands; n++) {
    const stream = `unit-test${n % 4}`;
    const from = last.get(stream) ?? -1;
    const batch = Array.from({ length: 1 + (n % 3) }, (_, index) =>
      storable({ stream, revision: from + 1 + index, subjects: [stream] }, keys, { label: `c${n}`, index, at: n + 1 }),
    );
    await log.append([{ stream, expected: from, events: batch }]);
    last.set(stream, from + batch.length);
    events += batch.length;
  }
  return events;
}
