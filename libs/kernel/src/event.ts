/** A fact. `type` is the durable name: it is stored, so it is never renamed. */
export type Event<Type extends string = string, Data = unknown> = Readonly<{ type: Type; data: Readonly<Data> }>;
/** A wish. Whether it becomes facts is the decider's business. */
export type Command<Type extends string = string, Data = unknown> = Readonly<{ type: Type; data: Readonly<Data> }>;

/** A calendar date in Asia/Shanghai, `YYYY-MM-DD`. */
export type CalendarDate = string;
/** An instant in UTC with milliseconds, `YYYY-MM-DDTHH:mm:ss.sssZ`: fixed width, so that string order is time order. */
export type Instant = string;
/** When a fact held in the world: half-open `[from, to)`; without `to` it still holds. */
export type ValidTime = Readonly<{ from: CalendarDate; to?: CalendarDate }>;

/** Who acted: a person in a post, or a policy by name, or the clock, or a carrier that brings word from outside; and on whose authority. */
export type Actor = Readonly<{ personId?: string; postId?: string; policy?: string; clock?: string; carrier?: string; onAuthorityOf?: string }>;
/** Who recorded: a re-derivation drops `policy` and regenerates `clock`. */
export type Origin = 'person' | 'policy' | 'clock' | 'import';
/** What a consequence rests on: the clause as it read, and the events that satisfied it. */
export type Basis = Readonly<{ bookId: string; bookVersion: number; clauseId: string; clauseHash: string; events: readonly string[] }>;
/** What the deciders had before them. `view` is `name@version`. */
export type Seen = Readonly<{ view: string; key: string; position: number; rowHash: string }>;

/** A file kept beside the log by its content: `sha256` of its bytes in lower-case hex, their number, and what kind of file it is. */
export type EvidenceRef = Readonly<{ sha256: string; sizeBytes: number; mediaType: string }>;

/** What a decider emits: the ledger adds the rest of the envelope. */
export type NewEvent<E extends Event = Event> = E & Readonly<{ validAt?: ValidTime; basis?: readonly Basis[] }>;

/** An event as a decider or a view meets it, after upcasting: envelope fields beside type and data (architecture, section 6). */
export type Recorded<E extends Event = Event> = E &
  Readonly<{
    id: string;
    stream: string;
    revision: number;
    version: number;
    recordedAt: Instant;
    validAt: ValidTime;
    actor: Actor;
    origin: Origin;
    subjects: readonly string[];
    basis?: readonly Basis[];
    seen?: readonly Seen[];
    readAt?: number;
    commandId: string;
    causationId?: string;
    correlationId: string;
    position: number;
  }>;

export type OfType<T extends { type: string }, Type extends string> = Extract<T, { type: Type }>;
