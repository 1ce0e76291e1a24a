import type { DecisionInput, NewEvent } from '#kernel';
import type { CaseActCommand } from './case.commands.js';
import type { CaseEvent } from './case.events.js';
import type { Check, Known } from './case.guards.js';
import type { CaseState } from './case.state.js';
import type { PostRow } from './responsibility.views.js';

/** What the rules of an act are given beside command and state. `post`: the actor's. */
export type Bench = Readonly<{ input: DecisionInput; known: Known; post: PostRow }>;
/** What an act adds to what people said: the rules it broke, those it was merely late by (never a refusal), what the book's clocks make of it, and what is recorded beside it. */
export type Finding = Readonly<{
  broken: readonly Check[];
  late?: readonly Check[];
  established?: Readonly<Record<string, unknown>>;
  beside?: readonly NewEvent<CaseEvent>[];
}>;
export type ActRules<Type extends CaseActCommand['type']> = {
  readonly [T in Type]: (command: Extract<CaseActCommand, { type: T }>, state: CaseState, bench: Bench) => Finding;
};
