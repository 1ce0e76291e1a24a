import type { EventDefinition, Instant, Recorded } from '#kernel';
import { decodeEvent, type EventLog, type StoredEvent } from '#ledger';
import { Undecodable } from '#readmodel';
import { ForeignEvents } from './foreign-events.js';

/** The log as readers of history need it: decoded, in order, with the ends of its batches. */
export class History {
  private readonly foreign: ForeignEvents;

  constructor(
    readonly log: EventLog,
    readonly definitions: ReadonlyMap<string, EventDefinition>,
  ) {
    this.foreign = new ForeignEvents(log);
  }

  /** Where an event stands by its id, one that came from another ledger too; undefined when it is not here. */
  async positionOf(id: string): Promise<number | undefined> {
    return (await this.log.find(id))?.position ?? (await this.foreign.positionOf(id));
  }

  /** Whether the event with an id stands here and holds a commitment: a private value without one is nobody's. */
  async holds(id: string, commitment: string): Promise<boolean> {
    const position = await this.positionOf(id);
    if (position === undefined) return false;
    for await (const { bytes } of this.log.readAll(position)) return bytes.includes(commitment);
    return false;
  }

  /** @throws Undecodable where an event stands that this code cannot know */
  async *readAll(from: number): AsyncIterable<Recorded> {
    for await (const stored of this.log.readAll(from)) yield this.decoded(stored);
  }

  private decoded(stored: StoredEvent): Recorded {
    try {
      return decodeEvent(stored, this.definitions);
    } catch (error) {
      throw new Undecodable({ id: stored.id, commandId: commandIdIn(stored) }, error);
    }
  }

  async *readStream(stream: string): AsyncIterable<Recorded> {
    for await (const stored of this.log.read(stream)) yield decodeEvent(stored, this.definitions);
  }

  async head(): Promise<number> {
    return (await this.log.head()).position;
  }

  async refresh(): Promise<void> {
    await this.log.refresh?.();
  }

  positionAt(instant: Instant): Promise<number> {
    return this.log.positionAt(instant);
  }

  /** The last position of the run of one command id that a position belongs to. */
  async endOfBatch(position: number): Promise<number> {
    let last: StoredEvent | undefined;
    for await (const stored of this.log.readAll(position)) {
      if (last && !this.inOneBatch(last, stored)) break;
      last = stored;
    }
    return last?.position ?? position;
  }

  /** Events of a run share their time, so most neighbours are told apart without being parsed. */
  private inOneBatch(a: StoredEvent, b: StoredEvent): boolean {
    return a.recordedAt === b.recordedAt && this.decoded(a).commandId === this.decoded(b).commandId;
  }

  /** The first position of that run. One event at a time: asked only to name it in a refusal. */
  async startOfBatch(position: number): Promise<number> {
    let start = position;
    const commandId = (await this.at(position))?.commandId;
    while (start > 0 && (await this.at(start - 1))?.commandId === commandId) start--;
    return start;
  }

  async at(position: number): Promise<Recorded | undefined> {
    for await (const event of this.readAll(position)) return event;
    return undefined;
  }
}

/** Whose event it is, even where nobody knows what it says; undefined when its bytes are no event at all. */
function commandIdIn({ bytes }: StoredEvent): string | undefined {
  try {
    return (JSON.parse(bytes.toString('utf8')) as { commandId?: string }).commandId;
  } catch {
    return undefined;
  }
}
