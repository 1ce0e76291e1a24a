import type { StoredEvent } from '../event-log.js';

const STREAMS_MAX = 10_000;

/** What the only writer still knows of its own appends, so that the common append asks the file nothing. Bounded: what is forgotten is asked for. */
export class Recollection {
  private readonly revisions = new Map<string, number>();

  /** @param highest the highest id stored so far; ids are compared as text, which for one spelling is the order of their bytes */
  constructor(private highest = '') {}

  stored({ id, stream, revision }: StoredEvent): void {
    if (id > this.highest) this.highest = id;
    if (this.revisions.size >= STREAMS_MAX && !this.revisions.has(stream)) this.revisions.clear();
    this.revisions.set(stream, revision);
  }

  revisionOf(stream: string): number | undefined {
    return this.revisions.get(stream);
  }

  /** Ids are ordered by time: one above all that are stored is certainly new. */
  isNew(id: string): boolean {
    return id > this.highest;
  }
}
