import type { View } from '#kernel';
import type { InstructionRecorded } from './programme.events.js';
import type { InstructionRow } from './rows.js';

/** Who asked for what, when, from which post? Keys begin with the date, so that a list is a chronicle. */
export const instructions: View<InstructionRow, InstructionRecorded> = {
  name: 'instructions',
  version: 1,
  zh: '动员与指示',
  aboutPersons: true,
  keysOf: ({ data }) => [`${data.date}/${data.instructionId}`],
  on: { InstructionRecorded: (_, { data }) => ({ ...data, nodeIds: data.nodeIds ?? [] }) },
  validOn: (row, date) => (row.date <= date ? row : undefined),
};
