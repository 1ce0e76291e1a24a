import { must, type CalendarDate, type Command, type Decider, type Facts, type Need } from '#kernel';
import { mustFollow, mustHaveAuthority, mustHaveHappened, mustKnowVillage, mustSay, subjectNeeds } from './guards.js';
import type { BeautifulVillageDetermined, BeautifulVillageWithdrawn, StandardItem, StandardItemChecked, VillageStandardEvent } from './standards.events.js';
import { villageStandards, type VillageStandardRow } from './village-standards.view.js';

export type CheckStandardItem = Command<'CheckStandardItem', StandardItemChecked['data']>;
export type DetermineBeautifulVillage = Command<'DetermineBeautifulVillage', Omit<BeautifulVillageDetermined['data'], 'breaches'>>;
export type WithdrawBeautifulVillage = Command<'WithdrawBeautifulVillage', BeautifulVillageWithdrawn['data']>;
export type VillageStandardCommand = CheckStandardItem | DetermineBeautifulVillage | WithdrawBeautifulVillage;

type Check = Readonly<{ standardId: string; itemId: string; met: boolean; date: CalendarDate }>;
type State = Readonly<{ checks: readonly Check[]; determinedOn?: CalendarDate }>;

/** The items of a standard's version that is known, for its own year. */
function mustKnowItems(
  facts: Facts,
  { standardId, standardVersion, year }: StandardItemChecked['data'] | DetermineBeautifulVillage['data'],
): readonly StandardItem[] {
  const row = facts.get<VillageStandardRow>(villageStandards.name, standardId);
  must(row, 'standard.unknown', { zh: '没有这一标准', en: 'no such standard' });
  must(row.year === year, 'standard.other-year', { zh: '该标准不适用于这一年度', en: 'the standard is for another year' });
  const version = row.versions.find((one) => one.version === standardVersion);
  must(version, 'standard.version-unknown', { zh: '标准没有这一版本', en: 'the standard has no such version' });
  return version.items;
}

/** Items not found met by that day, each by the last look at it. */
const openItems = ({ checks }: State, standardId: string, items: readonly StandardItem[], date: CalendarDate): readonly StandardItem[] =>
  items.filter(({ id }) => checks.filter((check) => check.standardId === standardId && check.itemId === id && check.date <= date).at(-1)?.met !== true);

const standard = ({ data: { standardId } }: Readonly<{ data: { standardId: string } }>): Need => ({ view: villageStandards.name, key: standardId });

function mustNotBeTheTown({ townUnitId }: Readonly<{ townUnitId: string }>, organUnitId: string): void {
  must(organUnitId !== townUnitId, 'standard.own-town', { zh: '镇不得认定本镇所属村', en: 'a town cannot decide on its own village' });
}

/** One village, one year: item by item, then the determination that it stands. */
export const villageStandardDecider: Decider<State, VillageStandardCommand, VillageStandardEvent> = {
  category: 'village-standard',
  streamOf: ({ data }) => `village-standard-${data.villageId}-${data.year}`,
  initialState: { checks: [] },
  commands: {
    CheckStandardItem: { by: 'person', zh: '逐项检查' },
    DetermineBeautifulVillage: { by: 'person', zh: '认定美丽乡村初步建成' },
    WithdrawBeautifulVillage: { by: 'person', zh: '撤回美丽乡村认定' },
  },
  needs: {
    CheckStandardItem: (command) => [standard(command), ...subjectNeeds(command.data.villageId)],
    DetermineBeautifulVillage: (command) => [standard(command), ...subjectNeeds(command.data.villageId, command.data.authority.organUnitId)],
    WithdrawBeautifulVillage: ({ data }) => subjectNeeds(data.villageId, data.authority.organUnitId),
  },
  decide: {
    CheckStandardItem: ({ data }, { checks }, input) => {
      mustKnowVillage(input.facts, data.villageId);
      const known = mustKnowItems(input.facts, data).some(({ id }) => id === data.itemId);
      must(known, 'standard.item-unknown', { zh: '标准没有这一条目', en: 'the standard has no such item' });
      must(data.checkedByPersonIds.length > 0, 'standard.nobody', { zh: '须注明检查人', en: 'somebody has to have looked' });
      mustHaveHappened(data.date, input);
      mustFollow(data.date, checks.filter(({ itemId, standardId }) => itemId === data.itemId && standardId === data.standardId).at(-1)?.date);
      return [{ type: 'StandardItemChecked', data, validAt: { from: data.date } }];
    },
    DetermineBeautifulVillage: ({ data }, state, input) => {
      must(state.determinedOn === undefined, 'standard.already-determined', { zh: '已有认定', en: 'it has been determined already' });
      mustNotBeTheTown(mustKnowVillage(input.facts, data.villageId), data.authority.organUnitId);
      mustHaveAuthority(data.authority, input);
      const open = openItems(state, data.standardId, mustKnowItems(input.facts, data), data.authority.date);
      must(open.length === 0 || data.doneElsewhere === true, 'standard.items-open', {
        zh: `尚未达标：${open.map(({ zh }) => zh).join('、')}`,
        en: `not met: ${open.map(({ id }) => id).join(', ')}`,
      });
      const breaches = open.length === 0 ? {} : { breaches: open.map(({ id }) => `item-open/${id}`) };
      return [{ type: 'BeautifulVillageDetermined', data: { ...data, ...breaches }, validAt: { from: data.authority.date } }];
    },
    WithdrawBeautifulVillage: ({ data }, { determinedOn }, input) => {
      must(determinedOn !== undefined, 'standard.not-determined', { zh: '没有可撤回的认定', en: 'there is no determination to withdraw' });
      mustNotBeTheTown(mustKnowVillage(input.facts, data.villageId), data.authority.organUnitId);
      mustHaveAuthority(data.authority, input, determinedOn);
      mustSay(data.reason, '撤回理由', 'the reason of a withdrawal');
      return [{ type: 'BeautifulVillageWithdrawn', data, validAt: { from: data.authority.date } }];
    },
  },
  evolve: {
    StandardItemChecked: (state, { data: { standardId, itemId, met, date } }) => ({ ...state, checks: [...state.checks, { standardId, itemId, met, date }] }),
    BeautifulVillageDetermined: (state, { data }) => ({ ...state, determinedOn: data.authority.date }),
    BeautifulVillageWithdrawn: ({ checks }) => ({ checks }),
  },
  commandOf: {
    StandardItemChecked: (_, { data }) => ({ type: 'CheckStandardItem', data }),
    BeautifulVillageDetermined: (_, { data: { breaches: _breaches, ...data } }) => ({ type: 'DetermineBeautifulVillage', data }),
    BeautifulVillageWithdrawn: (_, { data }) => ({ type: 'WithdrawBeautifulVillage', data }),
  },
};
