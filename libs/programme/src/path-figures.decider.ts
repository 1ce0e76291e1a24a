import { must, sameJson, type Command, type Decider } from '#kernel';
import type { PathFiguresRecorded } from './figures.events.js';
import { mustBeSound } from './figures.parse.js';
import { mustCite, mustFollow, mustHaveHappened, mustMeanNode, mustSay, treeNeeds } from './guards.js';

export type RecordPathFigures = Command<'RecordPathFigures', Omit<PathFiguresRecorded['data'], 'nodeIds'>>;
type State = Readonly<{ last?: PathFiguresRecorded['data'] }>;

/** A year's figures by path, the whole document each time, so that what is reconciled was always said at one time. */
export const pathFiguresDecider: Decider<State, RecordPathFigures, PathFiguresRecorded> = {
  category: 'path-figures',
  streamOf: ({ data }) => `path-figures-${data.programmeId}-${data.year}`,
  initialState: {},
  commands: { RecordPathFigures: { by: 'person', zh: '记录各路径数字' } },
  needs: { RecordPathFigures: ({ data }) => treeNeeds(data.programmeId) },
  decide: {
    RecordPathFigures: ({ data }, { last }, input) => {
      mustSay(data.source, '来源', 'the source');
      mustCite(data.documentRef);
      mustBeSound(data.paths);
      const nodeIds = data.paths.map(({ id }) => [id, mustMeanNode(input.facts, data.programmeId, id, 'path').id] as const);
      must(new Set(nodeIds.map(([, nodeId]) => nodeId)).size === nodeIds.length, 'figures.path-twice', {
        zh: '两组数字指同一路径',
        en: 'two sets of figures mean the same path',
      });
      mustHaveHappened(data.asOf, input);
      mustFollow(data.asOf, last?.asOf);
      const { nodeIds: _nodes, ...before } = last ?? { nodeIds: {} };
      must(!last || !sameJson(before, data), 'figures.unchanged', { zh: '内容与已记录的相同', en: 'these are the figures already recorded' });
      return [{ type: 'PathFiguresRecorded', data: { ...data, nodeIds: Object.fromEntries(nodeIds) }, validAt: { from: data.asOf } }];
    },
  },
  evolve: { PathFiguresRecorded: (_, { data }) => ({ last: data }) },
  commandOf: { PathFiguresRecorded: (_, { data: { nodeIds: _nodes, ...data } }) => ({ type: 'RecordPathFigures', data }) },
};
