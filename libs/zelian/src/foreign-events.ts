import type { EventLog, ForeignEventReceived } from '#ledger';

/** Where events of other ledgers stand in this log, by the ids that they have there. Read on first need, then as far as the log has grown. */
export class ForeignEvents {
  private readonly places = new Map<string, number>();
  private scanned = 0;

  constructor(private readonly log: EventLog) {}

  async positionOf(id: string): Promise<number | undefined> {
    const known = this.places.get(id);
    if (known !== undefined) return known;
    for await (const { position, type, bytes } of this.log.readAll(this.scanned)) {
      this.scanned = position + 1;
      if (type !== 'ForeignEventReceived') continue;
      const { data } = JSON.parse(bytes.toString('utf8')) as ForeignEventReceived;
      this.places.set((JSON.parse(data.bytes) as { id: string }).id, position);
    }
    return this.places.get(id);
  }
}
