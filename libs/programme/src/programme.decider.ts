import { must, sameJson, type Decider } from '#kernel';
import type { PublishProgrammeTree } from './commands.js';
import type { ProgrammeTree, ProgrammeTreePublished } from './programme.events.js';
import { mustBeTree, mustKeepIds } from './tree.rules.js';

type State = Readonly<{ version: number; document?: ProgrammeTree }>;

/** A programme's tree in its versions. The document is data: another county's programme needs no code. */
export const programmeDecider: Decider<State, PublishProgrammeTree, ProgrammeTreePublished> = {
  category: 'programme',
  streamOf: ({ data }) => `programme-${data.programmeId}`,
  initialState: { version: 0 },
  commands: { PublishProgrammeTree: { by: 'person', zh: '发布总体思路' } },
  decide: {
    PublishProgrammeTree: ({ data: { programmeId, document } }, state) => {
      mustBeTree(document);
      mustKeepIds(state.document, document);
      must(!sameJson(state.document, document), 'programme.unchanged', { zh: '内容与现行版本相同', en: 'the document is the version already in force' });
      return [{ type: 'ProgrammeTreePublished', data: { programmeId, treeVersion: state.version + 1, document } }];
    },
  },
  evolve: { ProgrammeTreePublished: (_, { data: { treeVersion, document } }) => ({ version: treeVersion, document }) },
  commandOf: { ProgrammeTreePublished: (_, { data: { programmeId, document } }) => ({ type: 'PublishProgrammeTree', data: { programmeId, document } }) },
};
