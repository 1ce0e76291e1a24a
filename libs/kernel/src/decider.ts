import type { Actor, CalendarDate, Command, Event, Instant, NewEvent, OfType, Recorded, Seen } from './event.js';
import { UnknownType } from './rejection.js';

/** One row that a decision wants to know, of its own context's views; `key: ALL` asks for the whole view. */
export type Need = Readonly<{
  view: string;
  key: string;
  /** A stream on which a hard rule depends: the append is refused and tried again when it has grown since. */
  guard?: string;
  /**
   * The scope whose private values the decision may know: the rows come with their texts where the vault holds them. What was decided on them is not decided anew
   * without them: a derivation that has no vault reads commitments, and a rule about who is meant then bars nobody.
   */
  reveals?: string;
}>;
/** The one whole-view key, for what concerns everybody. */
export const ALL = '*';

/** The rows that `needs` asked for, all at one position. */
export interface Facts {
  /** @throws when the row was not asked for: a decider must declare what it reads. */
  get<Row>(view: string, key: string): Row | undefined;
  /** All rows of a view asked for with `ALL`, in code-point order of their keys. */
  all<Row>(view: string): readonly (readonly [key: string, row: Row])[];
}

/** Everything a decision may know beside its own stream; it looks nothing up for itself. */
export type DecisionInput = Readonly<{
  actor: Actor;
  recordedAt: Instant;
  commandId: string;
  facts: Facts;
  /** The log position at which the facts were read; -1 for an empty log. */
  readAt: number;
  /** What the deciders had before them, as the caller stated it. */
  seen?: readonly Seen[];
  /** The rule book in force on the date that `bookOn` names; read it with rulebook's `bookOf(input)`. */
  book?: unknown;
  /** For a policy's command: the event that caused it. */
  causationId?: string;
}>;

type ByType<T extends { type: string }, R> = { readonly [Type in T['type']]: R };
/** `import`: word from outside, brought by a carrier; like those of policies and clock it has no public door. */
export type CommandBy = 'person' | 'policy' | 'clock' | 'import';

/** The rules of one stream, as records keyed by type: the compiler names what is missing. */
export type Decider<State, C extends Command, E extends Event> = Readonly<{
  /** First part of the stream's name. */
  category: string;
  /** The stream's full name, `<category>-<id>`. */
  streamOf(command: C): string;
  initialState: State;
  decide: { readonly [Type in C['type']]: (command: OfType<C, Type>, state: State, input: DecisionInput) => readonly NewEvent<E>[] };
  evolve: { readonly [Type in E['type']]: (state: State, event: Recorded<OfType<E, Type>>) => State };
  /** Rows of this context's own views that a command's decision reads. */
  needs?: { readonly [Type in C['type']]?: (command: OfType<C, Type>) => readonly Need[] };
  /** The date whose book the decision wants as `input.book`. */
  bookOn?: { readonly [Type in C['type']]?: (command: OfType<C, Type>) => CalendarDate };
  /** Who may send each command, and what it is called: only commands `by: 'person'` have a public door. */
  commands: ByType<C, Readonly<{ by: CommandBy; zh: string }>>;
  /** The command that produced a run of events of this stream; keyed by the first event's type. Required for commands of persons. */
  commandOf: { readonly [Type in E['type']]?: (events: readonly Recorded<E>[], first: Recorded<OfType<E, Type>>) => C };
}>;

/** Any decider, for code that treats them all alike. */
type Anything = any;
export type AnyDecider = Readonly<{
  category: string;
  streamOf(command: Anything): string;
  initialState: Anything;
  decide: Readonly<Record<string, (command: Anything, state: Anything, input: DecisionInput) => readonly NewEvent[]>>;
  evolve: Readonly<Record<string, (state: Anything, event: Anything) => Anything>>;
  needs?: Readonly<Record<string, ((command: Anything) => readonly Need[]) | undefined>>;
  bookOn?: Readonly<Record<string, ((command: Anything) => CalendarDate) | undefined>>;
  commands: Readonly<Record<string, Readonly<{ by: CommandBy; zh: string }>>>;
  commandOf: Readonly<Record<string, ((events: Anything, first: Anything) => Command) | undefined>>;
}>;
export type CommandOf<D extends AnyDecider> = Parameters<D['streamOf']>[0];
export type StateOf<D extends AnyDecider> = D['initialState'];

/** Runs the rule for a command. @throws Rejection when the rules refuse, UnknownType when no rule is known. */
export function decide<D extends AnyDecider>(decider: D, command: Command, state: StateOf<D>, input: DecisionInput): readonly NewEvent[] {
  const rule = Object.hasOwn(decider.decide, command.type) ? decider.decide[command.type] : undefined;
  if (!rule) throw new UnknownType('command', command.type);
  return rule(command, state, input);
}

/** Folds one event into the state. @throws UnknownType: an event this code does not know stops, never guesses. */
export function evolve<D extends AnyDecider>(decider: D, state: StateOf<D>, event: Recorded): StateOf<D> {
  const step = Object.hasOwn(decider.evolve, event.type) ? decider.evolve[event.type] : undefined;
  if (!step) throw new UnknownType('event', event.type);
  return step(state, event);
}
