import type { AnyDecider } from './decider.js';
import type { Instant, Recorded } from './event.js';
import type { AnyPolicy } from './policy.js';
import type { AnyView } from './view.js';

/** fact: it happened in the world. act: someone decided. derived: the book computed it. Only facts may be edited in a replay. */
export type EventKind = 'fact' | 'act' | 'derived';

type Anything = any;
/** What everybody needs to know of one event type. */
export type EventDefinition = Readonly<{
  kind: EventKind;
  /** Current version of the data's shape, from 1. */
  version: number;
  zh: string;
  /** Ids of every unit, village, post and person that the event is about. */
  subjectsOf(data: Anything): readonly string[];
  /** From version n to n + 1, keyed by n; stored bytes are never rewritten. */
  upcasts?: Readonly<Record<number, (data: Anything) => Anything>>;
}>;

export type FactValue = string | number | boolean;
/**
 * One word on a fact about a target in a year; the evidence is the contributing event.
 * set: the fact has this value. clear: it is unknown again. add/remove: an item of a counted fact (value = number of items).
 */
export type FactAssertion = Readonly<{ target: string; year: number; fact: string }> &
  (Readonly<{ op: 'set'; value: FactValue }> | Readonly<{ op: 'clear' }> | Readonly<{ op: 'add' | 'remove'; item: string }>);
/** What a context contributes to the evaluator, keyed by event type. */
export type FactContribution = Readonly<Record<string, (event: Recorded<Anything>) => readonly FactAssertion[]>>;

/** What falls due because of an event: the clock wakes at `dueAt`. A due time that no longer matters wakes in vain, harmlessly. */
export type DueContribution = Readonly<Record<string, (event: Recorded<Anything>) => readonly Readonly<{ key: string; dueAt: Instant }>[]>>;

/** One manifest: all that rebuild, replay, explain, the glossary and the apps need to know of a context. */
export type Context = Readonly<{
  name: string;
  zh: string;
  deciders: readonly AnyDecider[];
  policies: readonly AnyPolicy[];
  views: readonly AnyView[];
  events: Readonly<Record<string, EventDefinition>>;
  facts?: FactContribution;
  dues?: DueContribution;
}>;
