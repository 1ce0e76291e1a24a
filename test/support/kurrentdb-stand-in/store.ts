/** An event as the server keeps it. `at` is its place in the transaction file. */
export type Kept = {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  data: Buffer;
  readonly metadata: Buffer;
  readonly at: number;
  readonly created: number;
};
export type Proposed = Pick<Kept, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;
/** A number is a revision; the rest as the protocol numbers them. */
export const [NO_STREAM, ANY, EXISTS, TOMBSTONED] = [-1, -2, -4, -6] as const;
type Addressed = Readonly<{ stream: string; event: Proposed }>;
type Check = Readonly<{ stream: string; expected: number }>;
export type Violation = Check & Readonly<{ index: number; actual: number }>;

/** Some checks do not hold; nothing was written. */
export class ChecksFailed extends Error {
  constructor(readonly violations: readonly Violation[]) {
    super('checks failed');
  }
}
export class Tombstoned extends Error {
  constructor(readonly stream: string) {
    super(`stream ${stream} is tombstoned`);
  }
}
export class TooLarge extends Error {
  constructor(
    readonly stream: string,
    readonly id: string,
    readonly size: number,
  ) {
    super(`a record of ${size} bytes`);
  }
}

export const RECORD_BYTES_MAX = 16 * 1024 * 1024;
type Stream = { events: Kept[]; last: number; from: number; state: 'live' | 'deleted' | 'tombstoned' };
/** Every record has some bytes around it in the file. */
const FRAME = 96;

/** What a server keeps: one file, and streams as ways through it. */
export class Store {
  readonly log: Kept[] = [];
  private readonly streams = new Map<string, Stream>();
  private readonly byId = new Map<string, Kept>();
  private end = 0;
  private readonly watchers = new Set<() => void>();

  /**
   * All or nothing; every check that fails is told. A write whose expected revision is behind, and whose ids are those that follow there, was done before: when that is
   * so of all streams written, the answer is as the first time, whatever became of the other checks.
   */
  append(records: readonly Addressed[], checks: readonly Check[]): ReadonlyMap<string, number> {
    for (const { stream, event } of records) {
      const size = event.data.length + event.metadata.length;
      if (size > RECORD_BYTES_MAX) throw new TooLarge(stream, event.id, size);
    }
    const again = this.storedAlready(records, checks);
    if (again) return again;
    const violations = checks.flatMap(({ stream, expected }, index) =>
      this.holds(stream, expected) ? [] : [{ index, stream, expected, actual: this.stateOf(stream) }],
    );
    const tombstoned = records.find(({ stream }) => this.streams.get(stream)?.state === 'tombstoned');
    if (tombstoned) violations.push({ index: checks.length, stream: tombstoned.stream, expected: ANY, actual: TOMBSTONED });
    if (violations.length > 0) throw new ChecksFailed(violations);
    const revisions = new Map<string, number>();
    for (const { stream, event } of records) revisions.set(stream, this.store(stream, event));
    for (const watcher of this.watchers) watcher();
    return revisions;
  }

  private store(name: string, event: Proposed): number {
    const stream = this.streams.get(name) ?? { events: [], last: -1, from: 0, state: 'live' as const };
    this.streams.set(name, stream);
    stream.state = 'live';
    const kept: Kept = { ...event, stream: name, revision: ++stream.last, at: this.end, created: Date.now() };
    this.end += FRAME + event.data.length + event.metadata.length;
    stream.events.push(kept);
    this.log.push(kept);
    this.byId.set(`${name} ${kept.id}`, kept);
    return kept.revision;
  }

  private storedAlready(records: readonly Addressed[], checks: readonly Check[]): ReadonlyMap<string, number> | undefined {
    const revisions = new Map<string, number>();
    for (const { stream, event } of records) {
      const expected = checks.find((check) => check.stream === stream)?.expected ?? ANY;
      const next = (revisions.get(stream) ?? expected) + 1;
      const earlier =
        expected < NO_STREAM ? this.byId.get(`${stream} ${event.id}`) : this.streams.get(stream)?.events.find(({ revision }) => revision === next);
      if (earlier?.id !== event.id) return undefined;
      revisions.set(stream, earlier.revision);
    }
    return records.length === 0 ? undefined : revisions;
  }

  private holds(name: string, expected: number): boolean {
    if (expected === ANY) return true;
    const stream = this.streams.get(name);
    const exists = stream !== undefined && stream.state === 'live';
    if (expected === EXISTS) return exists;
    // Of a deleted stream both are true: that there is none, and that it ended where it did.
    if (expected === NO_STREAM) return !exists;
    return stream?.state !== 'tombstoned' && stream?.last === expected;
  }

  private stateOf(name: string): number {
    return this.streams.get(name)?.state === 'tombstoned' ? TOMBSTONED : this.lastOf(name);
  }

  lastOf(name: string): number {
    return this.streams.get(name)?.last ?? NO_STREAM;
  }

  /** undefined: no such stream. */
  stream(name: string): readonly Kept[] | undefined {
    const stream = this.streams.get(name);
    if (stream?.state === 'tombstoned') throw new Tombstoned(name);
    if (!stream || stream.state === 'deleted') return undefined;
    return stream.events.filter(({ revision }) => revision >= stream.from);
  }

  /** The stream answers nothing more until somebody writes to it again; its numbering goes on. */
  delete(name: string): void {
    const stream = this.streams.get(name);
    if (!stream) return;
    stream.state = 'deleted';
    stream.from = stream.last + 1;
  }

  /** A stream gives nothing before a revision. */
  truncate(name: string, from: number): void {
    this.streams.get(name)!.from = from;
  }

  tombstone(name: string): void {
    const stream = this.streams.get(name) ?? { events: [], last: -1, from: 0, state: 'live' as const };
    this.streams.set(name, { ...stream, state: 'tombstoned' });
  }

  /** Takes what deleted streams held out of the file. */
  scavenge(gone: (event: Kept) => boolean = ({ stream, revision }) => revision < (this.streams.get(stream)?.from ?? 0)): void {
    for (const event of this.log.filter(gone)) {
      this.log.splice(this.log.indexOf(event), 1);
      const { events } = this.streams.get(event.stream)!;
      events.splice(events.indexOf(event), 1);
    }
  }

  /** An event stays, without its data. */
  redact(name: string, revision: number): void {
    const event = this.streams.get(name)!.events.find((one) => one.revision === revision)!;
    event.data = Buffer.alloc(0);
  }

  /** Everything as it is now, to be put back later. */
  copy(): readonly Kept[] {
    return [...this.log];
  }

  /** As if a backup had been restored. */
  putBack(log: readonly Kept[]): void {
    this.log.length = 0;
    this.streams.clear();
    this.byId.clear();
    this.end = 0;
    for (const kept of log) this.store(kept.stream, kept);
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }
}
