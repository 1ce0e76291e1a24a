import type { StoredEvent } from '../event-log.js';
import type { Placed } from './record.js';

const EVENTS_MAX = 4_096;
const BYTES_MAX = 16 * 1024 * 1024;

/** The end of the log in memory, bounded: what runners and the common command ask for is not asked of the server. */
export class Recent {
  private events: Placed[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private bytes = 0;

  /** What follows on what is here; anything else begins anew. */
  push(placed: Placed): void {
    const { event } = placed;
    if (this.events.length > 0 && event.position !== this.events.at(-1)!.event.position + 1) this.clear();
    this.events.push(placed);
    this.bytes += event.bytes.length;
    const stream = this.streams.get(event.stream);
    if (stream) stream.push(event);
    else this.streams.set(event.stream, [event]);
    // In stretches: taking events off the front one by one would move all the others each time.
    if (this.events.length > EVENTS_MAX || this.bytes > BYTES_MAX) this.forget();
  }

  /** The events from a position on, to another inclusive; undefined when the first is not here. */
  from(position: number, end: number): readonly Placed[] | undefined {
    const first = this.events[0]?.event.position;
    if (first === undefined || position < first || position > this.events.at(-1)!.event.position) return undefined;
    return this.events.slice(position - first, end - first + 1);
  }

  /** The events of a stream from a revision on; undefined when the first is not here. */
  ofStream(name: string, revision: number): readonly StoredEvent[] | undefined {
    const events = this.streams.get(name);
    if (!events || revision < events[0]!.revision) return undefined;
    return events.slice(revision - events[0]!.revision);
  }

  private forget(): void {
    const left = this.events.splice(0, Math.ceil(this.events.length / 2));
    for (const { event } of left) {
      this.bytes -= event.bytes.length;
      const stream = this.streams.get(event.stream)!;
      stream.shift();
      if (stream.length === 0) this.streams.delete(event.stream);
    }
  }

  private clear(): void {
    this.events = [];
    this.streams.clear();
    this.bytes = 0;
  }
}
