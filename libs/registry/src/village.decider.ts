import { must, type Decider } from '#kernel';
import type { RegisterVillage } from './commands.js';
import { mustBeId, mustBeNew, mustKnow, mustSay, needsOf } from './guards.js';
import type { VillageRegistered } from './registry.events.js';

type State = Readonly<{ registered: boolean }>;

/** One stream per village, named by its id. A village lies in a town: the town answers for it. */
export const villageDecider: Decider<State, RegisterVillage, VillageRegistered> = {
  category: 'village',
  streamOf: ({ data }) => data.villageId,
  initialState: { registered: false },
  commands: { RegisterVillage: { by: 'person', zh: '登记村' } },
  needs: { RegisterVillage: ({ data }) => needsOf(data.townUnitId) },
  decide: {
    RegisterVillage: ({ data }, { registered }, { facts }) => {
      mustBeId(data.villageId, 'village');
      mustBeNew(registered, 'village');
      mustSay(data.name, '村名', "a village's name");
      const { kind } = mustKnow(facts, 'unit', data.townUnitId);
      must(kind === 'town', 'village.town-required', { zh: '村须隶属于镇', en: 'a village belongs to a town' });
      return [{ type: 'VillageRegistered', data }];
    },
  },
  evolve: { VillageRegistered: () => ({ registered: true }) },
  commandOf: { VillageRegistered: (_, { data }) => ({ type: 'RegisterVillage', data }) },
};
