import { must, type CalendarDate, type Command, type Decider, type Need } from '#kernel';
import { delistingGates, type DelistingGateRow, type GateSide } from './delisting.view.js';
import { mustHaveAuthority, mustKnowVillage, mustSay, subjectNeeds } from './guards.js';
import type { DelistingEvent, VillageDelisted, VillageDelistingRevoked } from './standards.events.js';

export type DelistVillage = Command<'DelistVillage', Omit<VillageDelisted['data'], 'breaches'>>;
export type RevokeVillageDelisting = Command<'RevokeVillageDelisting', VillageDelistingRevoked['data']>;
export type DelistingCommand = DelistVillage | RevokeVillageDelisting;
type State = Readonly<{ delistedOn?: CalendarDate }>;

const SIDE_ZH: Readonly<Record<GateSide, string>> = { exit: '退出认定', 'beautiful-village': '美丽乡村初步建成认定' };
const subjects = ({ data: { villageId, authority } }: DelistingCommand): readonly Need[] => subjectNeeds(villageId, authority.organUnitId);

/** The sides that do not hold on the day of striking off. */
function missingOn(gate: DelistingGateRow | undefined, date: CalendarDate): readonly GateSide[] {
  const then = gate && delistingGates.validOn!(gate, date);
  return then?.missing ?? ['exit', 'beautiful-village'];
}

/** 销号 of a village. Both statuses are read as they held on that day, and both streams are guarded: neither may fall while it is decided. */
export const delistingDecider: Decider<State, DelistingCommand, DelistingEvent> = {
  category: 'delisting',
  streamOf: ({ data }) => `delisting-${data.villageId}-${data.year}`,
  initialState: {},
  commands: { DelistVillage: { by: 'person', zh: '贫困村销号' }, RevokeVillageDelisting: { by: 'person', zh: '撤销销号' } },
  needs: {
    DelistVillage: (command) => {
      const key = `${command.data.villageId}-${command.data.year}`;
      const gate = { view: delistingGates.name, key };
      return [...subjects(command), { ...gate, guard: `exit-${key}` }, { ...gate, guard: `village-standard-${key}` }];
    },
    RevokeVillageDelisting: subjects,
  },
  decide: {
    DelistVillage: ({ data }, { delistedOn }, input) => {
      must(delistedOn === undefined, 'delisting.already-delisted', { zh: '该村已销号', en: 'the village is struck off already' });
      const { townUnitId } = mustKnowVillage(input.facts, data.villageId);
      must(data.authority.organUnitId !== townUnitId, 'delisting.own-town', { zh: '镇不得对本镇所属村销号', en: 'a town cannot strike off its own village' });
      mustHaveAuthority(data.authority, input);
      const missing = missingOn(input.facts.get<DelistingGateRow>(delistingGates.name, `${data.villageId}-${data.year}`), data.authority.date);
      must(missing.length === 0 || data.doneElsewhere === true, 'delisting.gate-closed', {
        zh: `当日尚缺：${missing.map((side) => SIDE_ZH[side]).join('、')}`,
        en: `missing on that day: ${missing.join(', ')}`,
      });
      const breaches = missing.length === 0 ? {} : { breaches: missing.map((side) => `missing/${side}`) };
      return [{ type: 'VillageDelisted', data: { ...data, ...breaches }, validAt: { from: data.authority.date } }];
    },
    RevokeVillageDelisting: ({ data }, { delistedOn }, input) => {
      must(delistedOn !== undefined, 'delisting.not-delisted', { zh: '该村没有销号', en: 'the village is not struck off' });
      mustSay(data.reason, '撤销理由', 'the reason of a revocation');
      mustHaveAuthority(data.authority, input, delistedOn);
      return [{ type: 'VillageDelistingRevoked', data, validAt: { from: data.authority.date } }];
    },
  },
  evolve: {
    VillageDelisted: (_, { data }) => ({ delistedOn: data.authority.date }),
    VillageDelistingRevoked: () => ({}),
  },
  commandOf: {
    VillageDelisted: (_, { data: { breaches: _breaches, ...data } }) => ({ type: 'DelistVillage', data }),
    VillageDelistingRevoked: (_, { data }) => ({ type: 'RevokeVillageDelisting', data }),
  },
};
