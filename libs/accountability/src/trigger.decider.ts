import { sameJson, type Basis, type Command, type Decider, type NewEvent, type Recorded } from '#kernel';
import { sameBasis } from './met-measures.view.js';
import type { ClauseTriggerChanged, ClauseTriggered, ClauseTriggerFell, Trigger, TriggerEvent } from './trigger.events.js';

/** By policy: everybody whom one clause now flags about one target in one year; nobody when it is not met. */
export type DeriveTriggers = Command<'DeriveTriggers', { target: string; year: number; clauseId: string; wanted: readonly Trigger[]; basis: Basis }>;

type Known = Readonly<{ trigger: Trigger; basis: Basis | undefined }>;
type State = Readonly<Record<string, Known>>;

const keyOf = ({ clauseId, personId, postId }: Readonly<{ clauseId: string; personId: string; postId: string }>): string => `${clauseId}|${personId}|${postId}`;

function set(state: State, { data, basis }: Recorded<ClauseTriggered | ClauseTriggerChanged>): State {
  return { ...state, [keyOf(data)]: { trigger: data, basis: basis?.[0] } };
}

function fell({ target, year, clauseId, personId, postId, measure }: Trigger, basis: Basis): NewEvent<ClauseTriggerFell> {
  return { type: 'ClauseTriggerFell', data: { target, year, clauseId, personId, postId, measure }, basis: [basis] };
}

export const triggersStream = ({ target, year }: Readonly<{ target: string; year: number }>): string => `triggers-${target}-${year}`;

/** What the book flags about one village or unit in one year: differences between what is wanted and what stands. Nobody acts here. */
export const triggerDecider: Decider<State, DeriveTriggers, TriggerEvent> = {
  category: 'triggers',
  streamOf: ({ data }) => triggersStream(data),
  initialState: {},
  commands: { DeriveTriggers: { by: 'policy', zh: '推导条款触发' } },
  decide: {
    DeriveTriggers: ({ data: { clauseId, wanted, basis } }, state) => {
      const keys = new Set(wanted.map(keyOf));
      const gone = Object.keys(state)
        .sort()
        .filter((key) => state[key]!.trigger.clauseId === clauseId && !keys.has(key));
      const differences = wanted.flatMap((trigger): readonly NewEvent<TriggerEvent>[] => {
        const known = state[keyOf(trigger)];
        if (known && sameJson(known.trigger, trigger) && sameBasis(known.basis, basis)) return [];
        return [{ type: known ? 'ClauseTriggerChanged' : 'ClauseTriggered', data: trigger, validAt: { from: trigger.triggerDate }, basis: [basis] }];
      });
      return [...gone.map((key) => fell(state[key]!.trigger, basis)), ...differences];
    },
  },
  evolve: {
    ClauseTriggered: set,
    ClauseTriggerChanged: set,
    ClauseTriggerFell: (state, { data }) => {
      const { [keyOf(data)]: _fallen, ...rest } = state;
      return rest;
    },
  },
  // Only policies speak to this stream.
  commandOf: {},
};
