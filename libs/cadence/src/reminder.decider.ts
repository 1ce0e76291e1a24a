import { sameJson, type Decider } from '#kernel';
import type { SetCadenceReminder } from './cadence.commands.js';
import type { ReminderEvent } from './cadence.events.js';

/** The events on which each reminder that stands was given, by clause. */
type State = Readonly<{ standing: Readonly<Record<string, readonly string[]>> }>;

/** What the book reminds a target of in a year. A reminder is the whole of it: whatever weighs on somebody is for people to draft and sign (justice 10). */
export const reminderDecider: Decider<State, SetCadenceReminder, ReminderEvent> = {
  category: 'cadence-reminders',
  streamOf: ({ data: { target, year } }) => `cadence-reminders-${target}-${year}`,
  initialState: { standing: {} },
  commands: { SetCadenceReminder: { by: 'policy', zh: '更新工作推进提醒' } },
  decide: {
    SetCadenceReminder: ({ data: { target, year, clauseId, zh, met, basis } }, { standing }) => {
      const before = standing[clauseId];
      if (!met) return before ? [{ type: 'CadenceReminderLapsed', data: { target, year, clauseId }, basis: [basis] }] : [];
      if (before && sameJson(before, basis.events)) return [];
      return [{ type: 'CadenceReminded', data: { target, year, clauseId, zh }, basis: [basis] }];
    },
  },
  evolve: {
    CadenceReminded: ({ standing }, { data: { clauseId }, basis }) => ({ standing: { ...standing, [clauseId]: basis?.[0]?.events ?? [] } }),
    CadenceReminderLapsed: ({ standing }, { data: { clauseId } }) => {
      const { [clauseId]: _lapsed, ...others } = standing;
      return { standing: others };
    },
  },
  commandOf: {},
};
