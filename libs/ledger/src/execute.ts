import {
  canonicalJson,
  dateOf,
  decide,
  evolve,
  must,
  Rejection,
  type Actor,
  type AnyDecider,
  type Command,
  type EventDefinition,
  type Facts,
  type Need,
  type NewEvent,
  type Origin,
  type Recorded,
  type Seen,
  type ValidTime,
} from '#kernel';
import type { Clock } from './clock.js';
import { decodeEvent, encoded } from './envelope.js';
import { RecordedInPast, RevisionConflict, type EventLog, type Guard, type StoredEvent } from './event-log.js';
import { eventIdOf, isCommandId } from './ids.js';
import type { Keys } from './keys.js';

/** What `execute` asks of the rest of the product. */
export type LedgerPorts = Readonly<{
  log: EventLog;
  clock: Clock;
  keys: Keys;
  definitions: ReadonlyMap<string, EventDefinition>;
  /** Rows as known at a position; waits until the views have got there. */
  facts(needs: readonly Need[], position: number): Promise<Facts>;
  /** The book in force on a date, as known at a position. */
  book(date: string, position: number): Promise<unknown>;
  /** Moves private values to the vault, durably, and returns the data with commitments in their place. */
  conceal(data: unknown, of: Readonly<{ eventId: string; scope: string; subjects: readonly string[] }>): Promise<unknown>;
  /** Folded streams, so that a long stream is not read from its start for each command. */
  states: Map<string, Folded>;
}>;
export type Folded = Readonly<{ revision: number; state: unknown }>;

export type Intent = Readonly<{
  command: Command;
  commandId: string;
  actor: Actor;
  origin: Origin;
  seen?: readonly Seen[];
  /** The caller's own knowledge of the stream: a conflict is then the answer, not a reason to try again. */
  expectedRevision?: number;
  /** For policies: the cause, and the end of its batch as the moment to read at. */
  cause?: Readonly<{ event: Recorded; readAt: number }>;
}>;
export type Outcome = Readonly<{ events: readonly Recorded[]; position: number }>;

const ATTEMPTS_MAX = 64;
const STATES_MAX = 2_000;

/**
 * One command from wish to durable events: the one function that is allowed to be long, because its order is the guarantee.
 * @throws Rejection when the rules refuse, RevisionConflict when the stream is contended beyond patience or `expectedRevision` is stale.
 */
export async function execute(ports: LedgerPorts, decider: AnyDecider, intent: Intent): Promise<Outcome> {
  const { log, clock, keys, definitions } = ports;
  const { command, commandId, actor, origin, cause, seen } = intent;
  if (!isCommandId(commandId)) throw new Rejection('command.invalid-id', { zh: '命令编号须为UUIDv7', en: 'a command id is a UUIDv7' });
  const commandDigest = keys.digest(canonicalJson({ actor, data: command.data, type: command.type }));

  // 1. A retry answers as the first time.
  const earlier = await earlierOutcome(ports, commandId, commandDigest);
  if (earlier) return earlier;
  // Sent twice at once, the command may be recorded by the other sending meanwhile: what it is refused for then is its own effect.
  const unlessRecorded = async (refusal: unknown): Promise<Outcome> => {
    const meanwhile = await earlierOutcome(ports, commandId, commandDigest);
    if (meanwhile) return meanwhile;
    throw refusal;
  };

  for (let attempt = 1; ; attempt++) {
    // 2. Guards before the position: a guarded stream that grows in between is then noticed at append.
    const needs = decider.needs?.[command.type]?.(command) ?? [];
    const unchanged: Guard[] = [];
    for (const stream of new Set(needs.flatMap(({ guard }) => guard ?? []))) unchanged.push({ stream, revision: await log.revisionOf(stream) });
    const head = await log.head();
    const readAt = cause?.readAt ?? head.position;
    const facts = await ports.facts(needs, readAt);
    const bookDate = decider.bookOn?.[command.type]?.(command);
    const book = bookDate === undefined ? undefined : await ports.book(bookDate, readAt);

    // 3. The stream, folded.
    const stream = decider.streamOf(command);
    const { state, revision } = await fold(ports, decider, stream);
    if (intent.expectedRevision !== undefined && intent.expectedRevision !== revision)
      return unlessRecorded(new RevisionConflict(stream, intent.expectedRevision, revision));

    // 4. Time is the log's: never before its head. A policy in a simulated ledger acts at the moment of the head.
    const last = (await log.head()).recordedAt;
    const now = clock.kind === 'simulated' && origin === 'policy' && last !== '' ? last : clock.now();
    const recordedAt = last !== '' && last > now ? last : now;

    // 5. The decision.
    const input = { actor, recordedAt, commandId, facts, readAt, seen, book, causationId: cause?.event.id };
    let decided: readonly NewEvent[];
    try {
      decided = decide(decider, command, state, input);
    } catch (error) {
      return unlessRecorded(error);
    }
    if (decided.length === 0) return { events: [], position: readAt };

    // 6 and 7. Private values first, then the bytes.
    const events = [];
    const knownOn = dateOf(await knownAt(log, cause?.event, recordedAt));
    for (const [index, event] of decided.entries()) {
      const complete = await envelopeOf(ports, decider, event, {
        intent,
        index,
        recordedAt,
        knownOn,
        stream,
        revision: revision + 1 + index,
        readAt: needs.length > 0 || book !== undefined ? readAt : undefined,
      });
      events.push(encoded(complete, keys, commandDigest));
    }
    try {
      const stored = await log.append([{ stream, expected: revision, events }], unchanged);
      // The log answers an id it holds with what it holds: that has to be this command and no other.
      mustBeSame(stored[0]!, commandDigest);
      return outcomeOf(stored, definitions);
    } catch (error) {
      // 8. Somebody was quicker: decide again on what is now known. The caller who stated a revision wants to hear of it.
      const again = (error instanceof RevisionConflict && intent.expectedRevision === undefined) || error instanceof RecordedInPast;
      if (!again || attempt === ATTEMPTS_MAX) throw error;
    }
  }
}

/** What a command of that id did, if it was recorded. @throws Rejection `command.id-reused` when it was another command */
export async function earlierOutcome({ log, definitions }: LedgerPorts, commandId: string, digest: Buffer): Promise<Outcome | undefined> {
  const first = await log.find(eventIdOf(commandId, 0));
  if (!first) return undefined;
  mustBeSame(first, digest);
  const stored: StoredEvent[] = [];
  for await (const event of log.readAll(first.position)) {
    if (event.id !== eventIdOf(commandId, stored.length)) break;
    stored.push(event);
  }
  return outcomeOf(stored, definitions);
}

export function mustBeSame({ commandDigest }: StoredEvent, digest: Buffer): void {
  must(commandDigest.equals(digest), 'command.id-reused', { zh: '同一命令编号已用于另一内容', en: 'this command id was used with another body' });
}

export function outcomeOf(stored: readonly StoredEvent[], definitions: ReadonlyMap<string, EventDefinition>): Outcome {
  const events = stored.map((event) => decodeEvent(event, definitions));
  return { events, position: events.at(-1)!.position };
}

/** Folds a stream from where it was last left; the cache holds states only, the log stays the truth. */
export async function fold({ log, definitions, states }: LedgerPorts, decider: AnyDecider, stream: string): Promise<Folded> {
  let { revision, state } = states.get(stream) ?? { revision: -1, state: decider.initialState as unknown };
  for await (const stored of log.read(stream, revision + 1)) {
    state = evolve(decider, state, decodeEvent(stored, definitions));
    revision = stored.revision;
  }
  states.delete(stream);
  states.set(stream, { revision, state });
  if (states.size > STATES_MAX) states.delete(states.keys().next().value!);
  return { revision, state };
}

/** What is derived holds from when its ground was recorded, at the start of the chain of causes: no date may depend on how far the runner lagged. */
async function knownAt(log: EventLog, cause: Recorded | undefined, recordedAt: string): Promise<string> {
  if (!cause) return recordedAt;
  if (cause.correlationId === cause.commandId) return cause.recordedAt;
  return (await log.find(eventIdOf(cause.correlationId, 0)))?.recordedAt ?? cause.recordedAt;
}

type Place = Readonly<{ intent: Intent; index: number; recordedAt: string; knownOn: string; stream: string; revision: number; readAt?: number }>;

/** An event as it is going to be stored, private values already in the vault. */
export async function envelopeOf(ports: LedgerPorts, decider: AnyDecider, event: NewEvent, place: Place) {
  const {
    intent: { actor, commandId, origin, cause, seen },
    index,
    knownOn,
    ...rest
  } = place;
  const definition = ports.definitions.get(event.type);
  if (!definition) throw new TypeError(`no manifest defines ${event.type}`);
  const id = eventIdOf(commandId, index);
  const subjects = definition.subjectsOf(event.data);
  const data = await ports.conceal(event.data, { eventId: id, scope: decider.category, subjects });
  const validAt: ValidTime = event.validAt ?? { from: knownOn };
  return {
    ...rest,
    id,
    type: event.type,
    version: definition.version,
    validAt,
    actor,
    origin,
    subjects,
    commandId,
    data,
    basis: event.basis,
    seen,
    causationId: cause?.event.id,
    correlationId: cause?.event.correlationId ?? commandId,
  };
}
