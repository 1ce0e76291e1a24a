import type { Command, Decider, Event } from '#kernel';
import type { Against } from '#appeal';

/** Why nothing has to be kept for an appeal any longer. */
export type HoldEnd = 'carried-out' | 'maintained' | 'withdrawn' | 'not-admitted';
/**
 * While an appeal runs, nothing about what it is against may be erased. `heldIds`: the person, post and unit concerned, and the villages and units that the
 * grounds of the case are about: private values of every event about one of them are kept. Files need no hold: nothing in the product removes one.
 */
export type LegalHoldPlaced = Event<'LegalHoldPlaced', { appealId: string; against: Against; heldIds: readonly string[] }>;
export type LegalHoldReleased = Event<'LegalHoldReleased', { appealId: string; because: HoldEnd }>;
export type HoldEvent = LegalHoldPlaced | LegalHoldReleased;

export type PlaceLegalHold = Command<'PlaceLegalHold', LegalHoldPlaced['data']>;
export type ReleaseLegalHold = Command<'ReleaseLegalHold', LegalHoldReleased['data']>;
export type HoldCommand = PlaceLegalHold | ReleaseLegalHold;
type State = Readonly<{ held: boolean }>;

/** The hold of one appeal. By policy only: it follows from the appeal, nobody decides on it. */
export const holdDecider: Decider<State, HoldCommand, HoldEvent> = {
  category: 'hold',
  streamOf: ({ data: { appealId } }) => `hold-${appealId}`,
  initialState: { held: false },
  commands: { PlaceLegalHold: { by: 'policy', zh: '申诉期间保全' }, ReleaseLegalHold: { by: 'policy', zh: '解除申诉保全' } },
  decide: {
    PlaceLegalHold: ({ data }, { held }) => (held ? [] : [{ type: 'LegalHoldPlaced', data }]),
    ReleaseLegalHold: ({ data }, { held }) => (held ? [{ type: 'LegalHoldReleased', data }] : []),
  },
  evolve: { LegalHoldPlaced: () => ({ held: true }), LegalHoldReleased: () => ({ held: false }) },
  // Only policies speak to this stream.
  commandOf: {},
};
