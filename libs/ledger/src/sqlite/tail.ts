import type { StoredEvent } from '../event-log.js';

/** Where an event of a stream lies. */
export type Place = Readonly<{ position: number; revision: number }>;
export type Placed = Place & Pick<StoredEvent, 'id' | 'stream'>;
/** `recent`: the positions of its last events, those that no index holds yet. */
type Stream = { revision: number; recent: number[] };

const STREAMS_MAX = 10_000;

/**
 * What the only writer still knows of its own appends: everything that the indexes do not hold yet, and of what they hold so much that the common append asks
 * the file nothing. Bounded: what is forgotten is asked for.
 */
export class Tail {
  private readonly positions = new Map<string, number>();
  private readonly streams = new Map<string, Stream>();

  /** @param highest the highest id that the index holds; ids are compared as text, which for one spelling is the order of their bytes */
  constructor(private highest = '') {}

  add({ id, stream, revision, position }: Placed): void {
    if (id > this.highest) this.highest = id;
    this.positions.set(id, position);
    const known = this.streams.get(stream);
    if (!known) this.streams.set(stream, { revision, recent: [position] });
    else {
      known.revision = revision;
      known.recent.push(position);
    }
  }

  /** The indexes hold everything before a position from now on. */
  indexedBefore(position: number): void {
    for (const [id, at] of this.positions) {
      if (at >= position) break;
      this.positions.delete(id);
    }
    const isFull = this.streams.size > STREAMS_MAX;
    for (const [name, stream] of this.streams) {
      if (stream.recent.length > 0) stream.recent = stream.recent.filter((at) => at >= position);
      if (isFull && stream.recent.length === 0) this.streams.delete(name);
    }
  }

  positionOf(id: string): number | undefined {
    return this.positions.get(id);
  }

  revisionOf(stream: string): number | undefined {
    return this.streams.get(stream)?.revision;
  }

  /** Of a stream's events that no index holds those from a revision on. */
  places(stream: string, from: number): readonly Place[] {
    const known = this.streams.get(stream);
    if (!known) return [];
    const first = known.revision - known.recent.length + 1;
    return known.recent.map((position, index) => ({ position, revision: first + index })).filter(({ revision }) => revision >= from);
  }

  /** Ids are ordered by time: one above all that are stored is certainly new. */
  isNew(id: string): boolean {
    return id > this.highest;
  }
}
