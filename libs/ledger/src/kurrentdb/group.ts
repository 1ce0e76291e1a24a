import { Rejection } from '#kernel';
import { planAppend } from '../append-plan.js';
import { WHOLE_LOG, type Guard, type Head, type StoredEvent, type Write } from '../event-log.js';
import { isUuid } from '../ids.js';
import type { Known } from './known.js';
import type { Placed } from './record.js';

export type Request = Readonly<{
  writes: readonly Write[];
  unchanged: readonly Guard[];
  resolve: (events: readonly StoredEvent[]) => void;
  reject: (reason: unknown) => void;
  /** The term of the lease under which it is made; refused when it is over. */
  term?: number;
}>;

const firstIdOf = ({ writes }: Request): string | undefined => writes.find(({ events }) => events.length > 0)?.events[0]?.id;

/** What several requests come to as one, on what is known: events with their places, and answers to give once they are stored. */
export class Group {
  readonly placed: Placed[] = [];
  readonly answers: (() => void)[] = [];
  readonly refusals: (() => void)[] = [];
  /** The revision of the stream of marks that all this was decided on. */
  readonly mark: number;
  private head: Head;
  private readonly revisions = new Map<string, number>();
  private readonly ids = new Map<string, readonly StoredEvent[]>();
  private readonly touched = new Set<string>();

  constructor(
    private readonly known: Known,
    /** The events of an append from the one at a position on. */
    private readonly restOfAppend: (position: number) => Promise<readonly StoredEvent[]>,
  ) {
    this.mark = known.mark;
    this.head = known.head;
  }

  async add(request: Request): Promise<void> {
    const id = firstIdOf(request);
    const position = isUuid(id) ? this.known.positionOf(id) : undefined;
    if (position !== undefined) {
      const earlier = await this.restOfAppend(position);
      this.answers.push(() => request.resolve(earlier));
      return;
    }
    const planned = id === undefined ? undefined : this.ids.get(id);
    if (planned) this.answers.push(() => request.resolve(planned.slice(planned.findIndex((event) => event.id === id))));
    else this.plan(request);
  }

  private plan(request: Request): void {
    const { writes, unchanged, resolve, reject } = request;
    let events: readonly StoredEvent[];
    try {
      events = planAppend({ head: this.head, revisionOf: (stream) => this.revisionOf(stream), isStored: (id) => this.isStored(id) }, writes, unchanged);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.refusals.push(() => reject(error));
      return;
    }
    // How far the whole log reaches is what the stream of marks says.
    for (const { stream } of [...writes, ...unchanged]) if (stream !== WHOLE_LOG) this.touched.add(stream);
    for (const [index, event] of events.entries()) {
      this.placed.push({ event, index });
      this.revisions.set(event.stream, event.revision);
      this.ids.set(event.id, events);
      this.head = { position: event.position, recordedAt: event.recordedAt };
    }
    this.answers.push(() => resolve(events));
  }

  /** Every stream that is written or relied on, as it stands before all of it. */
  states(): readonly Guard[] {
    return [...this.touched].map((stream) => ({ stream, revision: this.known.revisionOf(stream) }));
  }

  private revisionOf(stream: string): number {
    return this.revisions.get(stream) ?? this.known.revisionOf(stream);
  }

  private isStored(id: string): boolean {
    return this.ids.has(id) || this.known.positionOf(id) !== undefined;
  }
}

export const foreignWrite = (stream: string): Rejection =>
  new Rejection('ledger.foreign-write', {
    zh: `数据流中有非本系统写入的内容：${stream}`,
    en: `something other than this product wrote to stream ${stream}`,
  });
