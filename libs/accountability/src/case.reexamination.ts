import { ALL, evolve, Rejection, type CalendarDate, type DecisionInput, type Facts, type Need, type Recorded } from '#kernel';
import type { BookInForce } from '#rulebook';
import type { CaseActCommand, CaseKey } from './case.commands.js';
import { caseDecider, commandFrom, EVENT_OF, findingOf } from './case.decider.js';
import type { CaseActEvent, CaseEvent } from './case.events.js';
import { knownTo, type Check } from './case.guards.js';
import { RECUSAL_NEEDS } from './case.recusal.js';
import type { CaseState } from './case.state.js';
import { responsibilityPersons, responsibilityPosts, responsibilityUnits } from './responsibility.views.js';

/** A rule that an act did not keep, by its code, and by the clause where the book has one. */
export type BrokenRule = Omit<Check, 'holds'>;
/** `broken` absent: the act cannot be examined, since nobody knows in which post it was recorded. */
export type ReexaminedAct = Readonly<{ eventId: string; type: CaseActEvent['type']; broken?: readonly BrokenRule[] }>;
/** What is known of posts, organs and the person, whenever it came to be known; and the law of a day. */
export type Reexamination = Readonly<{ facts: Facts; bookOn: (date: CalendarDate) => BookInForce | undefined }>;

/** Rows that acts are examined on. */
export const reexaminationNeeds = ({ personId }: CaseKey): readonly Need[] => [
  { view: responsibilityPosts.name, key: ALL },
  { view: responsibilityUnits.name, key: ALL },
  { view: responsibilityPersons.name, key: personId },
  ...RECUSAL_NEEDS,
];

const TYPES = Object.entries(EVENT_OF) as readonly (readonly [CaseActCommand['type'], CaseActEvent['type']])[];
const COMMAND_OF: ReadonlyMap<string, CaseActCommand['type']> = new Map(TYPES.map(([command, event]) => [event, command]));

/**
 * Every act of a case held again against the rules that it was decided by, on the case as it stood then and on what is known now of who held which post and
 * which texts were in force that day. What an act was recorded with is not looked at: a breach that nobody named is found all the same.
 */
export function reexamine(events: readonly Recorded<CaseEvent>[], world: Reexamination): readonly ReexaminedAct[] {
  const found: ReexaminedAct[] = [];
  let state: CaseState = caseDecider.initialState;
  for (const event of events) {
    const command = COMMAND_OF.get(event.type);
    if (command) {
      const beside = events.filter(({ commandId }) => commandId === event.commandId);
      found.push(examined(event as Recorded<CaseActEvent>, { command: commandFrom(command, event, beside) as CaseActCommand, state, world }));
    }
    state = evolve(caseDecider, state, event);
  }
  return found;
}

type Examined = Readonly<{ command: CaseActCommand; state: CaseState; world: Reexamination }>;

function examined({ id: eventId, type, ...event }: Recorded<CaseActEvent>, { command, state, world }: Examined): ReexaminedAct {
  const { actor, recordedAt, commandId } = event;
  const input: DecisionInput = { actor, recordedAt, commandId, readAt: event.position, facts: world.facts, book: world.bookOn(command.data.date) };
  const known = knownTo(command.data, input);
  const post = known.post(actor.postId);
  if (!post) return { eventId, type };
  try {
    const { broken, late = [] } = findingOf(command, state, { input, known, post });
    return { eventId, type, broken: [...broken, ...late].map(({ holds: _, ...rule }) => rule) };
  } catch (error) {
    // What no act may be at all, such as deciding about oneself, can still stand in a log that was written elsewhere.
    if (!(error instanceof Rejection)) throw error;
    const { code, text, clause } = error;
    return { eventId, type, broken: [{ code, text, ...(clause !== undefined && { clause }) }] };
  }
}
