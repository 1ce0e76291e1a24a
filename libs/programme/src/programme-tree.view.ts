import type { View } from '#kernel';
import type { ProgrammeTreePublished } from './programme.events.js';
import type { ProgrammeTreeRow } from './rows.js';
import { namesIn } from './tree.rules.js';

/** What does the programme consist of, and which node does a name mean? */
export const programmeTree: View<ProgrammeTreeRow, ProgrammeTreePublished> = {
  name: 'programme-tree',
  version: 1,
  zh: '总体思路',
  keysOf: ({ data }) => [data.programmeId],
  on: { ProgrammeTreePublished: (_, { data: { programmeId, treeVersion, document } }) => ({ programmeId, treeVersion, document, names: namesIn(document) }) },
};
