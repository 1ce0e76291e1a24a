import { must, sameJson, type Command, type Decider } from '#kernel';
import type { VillagePolicyAdopted } from './assistance.events.js';
import { mustCite, mustFollow, mustHaveHappened, mustKnowVillage, mustMeanNode, mustSay, subjectNeeds, treeNeeds } from './guards.js';

export type AdoptVillagePolicy = Command<'AdoptVillagePolicy', Omit<VillagePolicyAdopted['data'], 'nodeIds'>>;
type State = Readonly<{ last?: AdoptVillagePolicy['data'] }>;
const commandData = ({ nodeIds: _nodes, ...data }: VillagePolicyAdopted['data']): AdoptVillagePolicy['data'] => data;

/** 一村一策, in its versions. */
export const villagePolicyDecider: Decider<State, AdoptVillagePolicy, VillagePolicyAdopted> = {
  category: 'village-policy',
  streamOf: ({ data }) => `village-policy-${data.villageId}-${data.year}`,
  initialState: {},
  commands: { AdoptVillagePolicy: { by: 'person', zh: '确定一村一策' } },
  needs: { AdoptVillagePolicy: ({ data }) => [...subjectNeeds(data.villageId), ...treeNeeds(data.programmeId)] },
  decide: {
    AdoptVillagePolicy: ({ data }, { last }, input) => {
      mustKnowVillage(input.facts, data.villageId);
      must(data.pathNames.length > 0, 'village-policy.no-path', { zh: '至少须有一条路径', en: 'a policy goes by at least one path' });
      const nodeIds = data.pathNames.map((name) => mustMeanNode(input.facts, data.programmeId, name, 'path').id);
      must(new Set(nodeIds).size === nodeIds.length, 'village-policy.path-twice', { zh: '同一路径重复', en: 'a path is named twice' });
      mustSay(data.text, '内容', 'the policy');
      mustCite(data.documentRef);
      mustHaveHappened(data.date, input);
      mustFollow(data.date, last?.date);
      must(!sameJson(last, data), 'village-policy.unchanged', { zh: '内容与现行的相同', en: 'this is the policy in force' });
      return [{ type: 'VillagePolicyAdopted', data: { ...data, nodeIds }, validAt: { from: data.date } }];
    },
  },
  evolve: { VillagePolicyAdopted: (_, { data }) => ({ last: commandData(data) }) },
  commandOf: { VillagePolicyAdopted: (_, { data }) => ({ type: 'AdoptVillagePolicy', data: commandData(data) }) },
};
