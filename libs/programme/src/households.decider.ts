import { must, sameJson, type Command, type Decider } from '#kernel';
import type { HouseholdKind, HouseholdsListed } from './households.events.js';
import { mustCite, mustKnowVillage, subjectNeeds } from './guards.js';

export type ListHouseholds = Command<'ListHouseholds', Omit<HouseholdsListed['data'], 'droppedHouseholdIds'>>;
/** The newest list of each village. */
type State = ReadonlyMap<string, ListHouseholds['data']>;

/** A kind is named once, its households are on the list, and nobody is of two kinds. */
function mustExclude(kinds: readonly HouseholdKind[], listed: readonly string[]): void {
  const ids = kinds.flatMap(({ householdIds }) => householdIds);
  const unlisted = ids.find((id) => !listed.includes(id));
  must(unlisted === undefined, 'household.not-listed', { zh: `${unlisted}不在名册内`, en: `${unlisted} is not on the list` });
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  must(twice === undefined, 'household.two-kinds', { zh: `${twice}属于两类`, en: `${twice} is of two kinds` });
  must(new Set(kinds.map(({ kind }) => kind)).size === kinds.length, 'household.kind-twice', { zh: '类别重复', en: 'a kind is named twice' });
}

const listOf = ({ droppedHouseholdIds: _dropped, ...data }: HouseholdsListed['data']): ListHouseholds['data'] => data;

/** All villages' files of one year in one stream: a household is on one village's file only, so that villages may be added up. */
export const householdsDecider: Decider<State, ListHouseholds, HouseholdsListed> = {
  category: 'households',
  streamOf: ({ data }) => `households-${data.year}`,
  initialState: new Map(),
  commands: { ListHouseholds: { by: 'person', zh: '登记建档立卡户名册' } },
  needs: { ListHouseholds: ({ data }) => subjectNeeds(data.villageId) },
  decide: {
    ListHouseholds: ({ data }, lists, { facts }) => {
      const { villageId, householdIds, documentRef, kinds = [] } = data;
      mustKnowVillage(facts, villageId);
      mustCite(documentRef);
      must(new Set(householdIds).size === householdIds.length, 'household.twice', { zh: '名册中有重复的户', en: 'a household stands twice on the list' });
      mustExclude(kinds, householdIds);
      const others = new Set([...lists.values()].filter((list) => list.villageId !== villageId).flatMap((list) => list.householdIds));
      const elsewhere = householdIds.find((id) => others.has(id));
      must(elsewhere === undefined, 'household.listed-elsewhere', { zh: `${elsewhere}已在另一村名册内`, en: `${elsewhere} is on another village's file` });
      const last = lists.get(villageId);
      must(!sameJson(last, data), 'household.unchanged', { zh: '名册没有变化', en: 'this is the list already recorded' });
      const dropped = (last?.householdIds ?? []).filter((id) => !householdIds.includes(id));
      return [{ type: 'HouseholdsListed', data: { ...data, ...(dropped.length > 0 && { droppedHouseholdIds: dropped }) } }];
    },
  },
  evolve: { HouseholdsListed: (lists, { data }) => new Map(lists).set(data.villageId, listOf(data)) },
  commandOf: { HouseholdsListed: (_, { data }) => ({ type: 'ListHouseholds', data: listOf(data) }) },
};
