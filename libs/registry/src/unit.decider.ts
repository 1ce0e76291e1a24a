import { must, type Decider } from '#kernel';
import type { RegisterUnit } from './commands.js';
import { mustBeId, mustBeNew, mustKnow, mustSay, needsOf } from './guards.js';
import type { UnitRegistered } from './registry.events.js';

type State = Readonly<{ registered: boolean }>;

/** One stream per unit, named by its id. */
export const unitDecider: Decider<State, RegisterUnit, UnitRegistered> = {
  category: 'unit',
  streamOf: ({ data }) => data.unitId,
  initialState: { registered: false },
  commands: { RegisterUnit: { by: 'person', zh: '登记单位' } },
  needs: { RegisterUnit: ({ data }) => needsOf(data.parentUnitId) },
  decide: {
    RegisterUnit: ({ data }, { registered }, { facts }) => {
      mustBeId(data.unitId, 'unit');
      mustBeNew(registered, 'unit');
      mustSay(data.name, '单位名称', "a unit's name");
      must(data.parentUnitId !== data.unitId, 'unit.own-parent', { zh: '单位不能隶属于自身', en: 'a unit cannot be its own parent' });
      if (data.parentUnitId !== undefined) mustKnow(facts, 'unit', data.parentUnitId);
      const { competences = [] } = data;
      must(new Set(competences).size === competences.length, 'unit.competence-twice', { zh: '职权重复', en: 'a competence is named twice' });
      return [{ type: 'UnitRegistered', data }];
    },
  },
  evolve: { UnitRegistered: () => ({ registered: true }) },
  commandOf: { UnitRegistered: (_, { data }) => ({ type: 'RegisterUnit', data }) },
};
