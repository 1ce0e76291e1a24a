import { foreignStream, type EventLog, type ForeignEventReceived } from '#ledger';

/** The bytes of another ledger's events as they came, one a line: what `import events` takes, and what the source's own export would be. */
export async function* originalLines(log: EventLog, ledgerId: string): AsyncIterable<Buffer> {
  for await (const { type, bytes } of log.read(foreignStream(ledgerId))) {
    if (type !== 'ForeignEventReceived') continue;
    const { data } = JSON.parse(bytes.toString('utf8')) as ForeignEventReceived;
    yield Buffer.from(`${data.bytes}\n`, 'utf8');
  }
}
