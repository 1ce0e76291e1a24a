import { must, sameJson, type Command, type Decider } from '#kernel';
import { mustHaveAuthority, mustSay, subjectNeeds } from './guards.js';
import type { VillageStandardIssued } from './standards.events.js';

export type IssueVillageStandard = Command<'IssueVillageStandard', Omit<VillageStandardIssued['data'], 'standardVersion'>>;
type State = Readonly<{ version: number; last?: IssueVillageStandard['data'] }>;
const commandData = ({ standardVersion: _version, ...data }: VillageStandardIssued['data']): IssueVillageStandard['data'] => data;

/** A standard in its versions. Its items are data: what counts as a beautiful village is no business of the code. */
export const standardDecider: Decider<State, IssueVillageStandard, VillageStandardIssued> = {
  category: 'standard',
  streamOf: ({ data }) => `standard-${data.standardId}`,
  initialState: { version: 0 },
  commands: { IssueVillageStandard: { by: 'person', zh: '印发村容村貌标准' } },
  needs: { IssueVillageStandard: ({ data }) => subjectNeeds(data.authority.organUnitId) },
  decide: {
    IssueVillageStandard: ({ data }, { version, last }, input) => {
      mustSay(data.zh, '名称', 'the name');
      const ids = data.items.map(({ id }) => id);
      must(new Set(ids).size === ids.length, 'standard.item-twice', { zh: '条目编号重复', en: 'an item id stands twice' });
      must(data.statedItems === ids.length, 'standard.item-count', {
        zh: `标准称有${data.statedItems}项，实列${ids.length}项`,
        en: `${data.statedItems} items are stated, ${ids.length} are there`,
      });
      must(last === undefined || last.year === data.year, 'standard.other-year', { zh: '同一标准不能改换年度', en: 'a standard keeps its year' });
      mustHaveAuthority(data.authority, input, last?.authority.date);
      must(!sameJson(last, data), 'standard.unchanged', { zh: '内容与现行版本相同', en: 'this is the version in force' });
      return [{ type: 'VillageStandardIssued', data: { ...data, standardVersion: version + 1 }, validAt: { from: data.authority.date } }];
    },
  },
  evolve: { VillageStandardIssued: (_, { data }) => ({ version: data.standardVersion, last: commandData(data) }) },
  commandOf: { VillageStandardIssued: (_, { data }) => ({ type: 'IssueVillageStandard', data: commandData(data) }) },
};
