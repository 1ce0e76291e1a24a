import type { Basis, Recorded, View } from '#kernel';
import type { ClauseTriggerChanged, ClauseTriggered, ClauseTriggerFell, Trigger, TriggerKey } from './trigger.events.js';

/** `fallen`: the clause no longer flags this person; kept, so that the trail shows both. */
export type TriggerRow = Omit<Trigger, 'state'> & Readonly<{ state: Trigger['state'] | 'fallen'; bases: readonly Basis[]; eventId: string }>;

export const triggerRowKey = ({ target, year, clauseId, personId, postId }: TriggerKey): string => `${target}|${year}|${clauseId}|${personId}|${postId}`;

const flagged = (_: TriggerRow | undefined, { id, data, basis }: Recorded<ClauseTriggered | ClauseTriggerChanged>): TriggerRow => ({
  ...data,
  bases: basis ?? [],
  eventId: id,
});

/** Whom does which clause flag, for what measure, on which ground? For the case owner only: nobody here is charged (justice 2, 12). */
export const triggerRegister: View<TriggerRow, ClauseTriggered | ClauseTriggerChanged | ClauseTriggerFell> = {
  name: 'trigger-register',
  version: 1,
  zh: '条款触发登记（仅限案件承办机关）',
  aboutPersons: true,
  keysOf: ({ data }) => [triggerRowKey(data)],
  on: {
    ClauseTriggered: flagged,
    ClauseTriggerChanged: flagged,
    ClauseTriggerFell: (row, { id, basis }) => row && { ...row, state: 'fallen', bases: basis ?? [], eventId: id },
  },
};
