import type { CalendarDate, Command, Decider, Event } from '#kernel';
import type { Against } from '#appeal';
import { bookIfAny } from '#rulebook';
import { furtherSteps, type Answered, type FurtherStep } from './further-steps.js';

/** Why nothing has to be kept for an appeal any longer. `taken-further`: the step that came after it has been answered. */
export type HoldEnd = 'carried-out' | 'maintained' | 'withdrawn' | 'not-admitted' | 'taken-further';
/**
 * While an appeal runs, nothing about what it is against may be erased. `heldIds`: the person, post and unit concerned, and the villages and units that the
 * grounds of the case are about: private values of every event about one of them are kept. Files need no hold: nothing in the product removes one.
 */
export type LegalHoldPlaced = Event<'LegalHoldPlaced', { appealId: string; against: Against; heldIds: readonly string[] }>;
/** What leaves somebody with a decision that can be taken further: maintained, or another one that was carried out. */
export type HeldAfter = Extract<HoldEnd, 'maintained' | 'carried-out'>;
/**
 * What was maintained or varied can be taken further: the hold lasts until the last day to do so is over. `until`: null where no period runs, for want of proof of
 * service or of a period in the text; then only the answer to the further step ends it.
 */
export type LegalHoldExtended = Event<
  'LegalHoldExtended',
  { appealId: string; after: HeldAfter; track: string; steps: readonly FurtherStep[]; until: CalendarDate | null }
>;
export type LegalHoldReleased = Event<'LegalHoldReleased', { appealId: string; because: HoldEnd }>;
export type HoldEvent = LegalHoldPlaced | LegalHoldExtended | LegalHoldReleased;

export type PlaceLegalHold = Command<'PlaceLegalHold', LegalHoldPlaced['data']>;
export type ReleaseLegalHold = Command<'ReleaseLegalHold', LegalHoldReleased['data']>;
/** The answer was served on `answeredOn`, or carried out then without service; `servedOn`: since when service counts, where it is proved. */
export type SettleLegalHold = Command<'SettleLegalHold', Answered & { appealId: string; after: HeldAfter; answeredOn: CalendarDate }>;
/** The day until which it was extended is over. */
export type LapseLegalHold = Command<'LapseLegalHold', { appealId: string; until: CalendarDate }>;
export type HoldCommand = PlaceLegalHold | ReleaseLegalHold | SettleLegalHold | LapseLegalHold;
type State = Readonly<{ held: boolean; extended?: Pick<LegalHoldExtended['data'], 'after' | 'until'> }>;

const released = (appealId: string, because: HoldEnd): LegalHoldReleased => ({ type: 'LegalHoldReleased', data: { appealId, because } });

/** The last of the days; null as soon as one step has none. */
function lastOf(steps: readonly FurtherStep[]): CalendarDate | null {
  const days = steps.flatMap(({ lastDay }) => lastDay ?? []);
  return days.length < steps.length ? null : (days.sort().at(-1) ?? null);
}

/** The hold of one appeal. By policy only: it follows from the appeal, nobody decides on it. */
export const holdDecider: Decider<State, HoldCommand, HoldEvent> = {
  category: 'hold',
  streamOf: ({ data: { appealId } }) => `hold-${appealId}`,
  initialState: { held: false },
  commands: {
    PlaceLegalHold: { by: 'policy', zh: '申诉期间保全' },
    ReleaseLegalHold: { by: 'policy', zh: '解除申诉保全' },
    SettleLegalHold: { by: 'policy', zh: '申诉答复后的保全' },
    LapseLegalHold: { by: 'policy', zh: '申诉保全期满' },
  },
  // Which step comes next is the text of the day on which the answer was served.
  bookOn: { SettleLegalHold: ({ data }) => data.answeredOn },
  decide: {
    PlaceLegalHold: ({ data }, { held }) => (held ? [] : [{ type: 'LegalHoldPlaced', data }]),
    ReleaseLegalHold: ({ data }, { held }) => (held ? [{ type: 'LegalHoldReleased', data }] : []),
    SettleLegalHold: ({ data: { appealId, after, track, step, servedOn } }, { held }, input) => {
      if (!held) return [];
      const book = bookIfAny(input)?.book;
      const steps = book && furtherSteps({ track, step, ...(servedOn !== undefined && { servedOn }) }, book);
      if (steps?.length === 0) return [released(appealId, after)];
      // Without a book nobody knows what is open: then everything is kept.
      return [{ type: 'LegalHoldExtended', data: { appealId, after, track, steps: steps ?? [], until: lastOf(steps ?? []) } }];
    },
    LapseLegalHold: ({ data: { appealId, until } }, { extended }) => (extended?.until === until ? [released(appealId, extended.after)] : []),
  },
  evolve: {
    LegalHoldPlaced: () => ({ held: true }),
    LegalHoldExtended: (state, { data: { after, until } }) => ({ ...state, extended: { after, until } }),
    LegalHoldReleased: () => ({ held: false }),
  },
  // Only policies speak to this stream.
  commandOf: {},
};
