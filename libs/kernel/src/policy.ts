import type { Facts, Need } from './decider.js';
import type { Command, Event, OfType, Recorded } from './event.js';

/**
 * What follows from an event. Pure; reads rows of its own context's views only, as known at the end of the causing event's batch,
 * and never what its own context derives. It sends the whole wanted set: the decider emits the differences.
 */
export type Policy<E extends Event, C extends Command> = Readonly<{
  /** `on<Event>`; unique within its context. */
  name: string;
  needs?: { readonly [Type in E['type']]?: (event: Recorded<OfType<E, Type>>) => readonly Need[] };
  on: { readonly [Type in E['type']]: (event: Recorded<OfType<E, Type>>, facts: Facts) => readonly C[] };
  /**
   * The streams that its commands for an event can go to, where the event alone tells and their decisions read nothing but those streams. A replay then knows,
   * without asking the policy, that it has nothing new to say. Absent: the policy is asked.
   */
  reaches?(event: Recorded<E>): readonly string[];
}>;

type Anything = any;
export type AnyPolicy = Readonly<{
  name: string;
  needs?: Readonly<Record<string, ((event: Anything) => readonly Need[]) | undefined>>;
  on: Readonly<Record<string, (event: Anything, facts: Facts) => readonly Command[]>>;
  reaches?(event: Anything): readonly string[];
}>;
