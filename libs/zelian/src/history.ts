import type { EventDefinition, Instant, Recorded } from '#kernel';
import { decodeEvent, type EventLog } from '#ledger';

/** The log as readers of history need it: decoded, in order, with the ends of its batches. */
export class History {
  constructor(readonly log: EventLog, readonly definitions: ReadonlyMap<string, EventDefinition>) {}

  async *readAll(from: number): AsyncIterable<Recorded> {
    for await (const stored of this.log.readAll(from)) yield decodeEvent(stored, this.definitions);
  }

  async *readStream(stream: string): AsyncIterable<Recorded> {
    for await (const stored of this.log.read(stream)) yield decodeEvent(stored, this.definitions);
  }

  async head(): Promise<number> {
    return (await this.log.head()).position;
  }

  positionAt(instant: Instant): Promise<number> {
    return this.log.positionAt(instant);
  }

  /** The last position of the run of one command id that a position belongs to. */
  async endOfBatch(position: number): Promise<number> {
    let end = position;
    let commandId: string | undefined;
    for await (const event of this.readAll(position)) {
      if (commandId !== undefined && event.commandId !== commandId) break;
      commandId = event.commandId;
      end = event.position;
    }
    return end;
  }

  async at(position: number): Promise<Recorded | undefined> {
    for await (const event of this.readAll(position)) return event;
    return undefined;
  }
}
