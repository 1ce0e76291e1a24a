import { holdsOn, must, type CalendarDate, type Command, type Decider, type DecisionInput, type Need } from '#kernel';
import { mustCite, mustFollow, mustHaveAuthority, mustHaveHappened, mustKnowUnit, mustKnowVillage, mustSay, subjectNeeds } from './guards.js';
import {
  WEAKNESS_ZH,
  type ReinforcementArrived,
  type ReinforcementAssigned,
  type ReinforcementEnded,
  type ReinforcementEvent,
  type VillageWeaknessDetermined,
  type Weakness,
} from './reinforcement.events.js';
import type { VillageDutyHoldersRow } from './rows.js';
import { villageDutyHolders } from './village-duty-holders.view.js';

export type DetermineVillageWeakness = Command<'DetermineVillageWeakness', VillageWeaknessDetermined['data']>;
export type AssignReinforcement = Command<'AssignReinforcement', ReinforcementAssigned['data']>;
export type RecordReinforcementArrival = Command<'RecordReinforcementArrival', Omit<ReinforcementArrived['data'], 'unitId'>>;
export type EndReinforcement = Command<'EndReinforcement', Omit<ReinforcementEnded['data'], 'unitId'>>;
export type ReinforcementCommand = DetermineVillageWeakness | AssignReinforcement | RecordReinforcementArrival | EndReinforcement;

type Sent = Readonly<{ reinforcementId: string; unitId: string; since: CalendarDate; state: 'assigned' | 'arrived' | 'ended' }>;
type State = Readonly<{ weaknesses: readonly Weakness[]; since?: CalendarDate; sent: readonly Sent[] }>;

function mustFind({ sent }: State, id: string): Sent {
  const found = sent.find(({ reinforcementId }) => reinforcementId === id);
  must(found, 'reinforcement.unknown', { zh: '没有这一增援安排', en: 'no such reinforcement' });
  must(found.state !== 'ended', 'reinforcement.already-ended', { zh: '该增援已经结束', en: 'this reinforcement has ended' });
  return found;
}

/** A department that is not in the village already. */
function mustBeFurther({ unitId, villageId, authority }: ReinforcementAssigned['data'], { sent }: State, { facts }: DecisionInput): void {
  mustKnowUnit(facts, unitId);
  must(
    facts.get<VillageDutyHoldersRow>(villageDutyHolders.name, villageId)?.holders.every((one) => one.unitId !== unitId || !holdsOn(one, authority.date)) ??
      true,
    'reinforcement.already-paired',
    {
      zh: '该部门本就是帮扶部门，不是增援',
      en: 'this department is paired with the village already',
    },
  );
  must(!sent.some((one) => one.unitId === unitId && one.state !== 'ended'), 'reinforcement.already-assigned', {
    zh: '该部门已安排增援该村',
    en: 'this department is already assigned to the village',
  });
}

function mustAnswer({ weaknesses }: ReinforcementAssigned['data'], state: State): void {
  must(weaknesses.length > 0 && new Set(weaknesses).size === weaknesses.length, 'reinforcement.no-reason', {
    zh: '增援须说明针对何种薄弱情形',
    en: 'a reinforcement says what it is for',
  });
  const unknown = weaknesses.find((weakness) => !state.weaknesses.includes(weakness));
  must(unknown === undefined, 'reinforcement.not-weak', {
    zh: `该村没有被认定为“${unknown && WEAKNESS_ZH[unknown]}”`,
    en: `the village has not been found weak in ${unknown}`,
  });
}

const of = ({ data: { villageId, authority } }: Readonly<{ data: DetermineVillageWeakness['data'] | AssignReinforcement['data'] }>): readonly Need[] =>
  subjectNeeds(villageId, authority.organUnitId);
const changed = (state: State, id: string, to: Sent['state'], since: CalendarDate): State => ({
  ...state,
  sent: state.sent.map((one) => (one.reinforcementId === id ? { ...one, state: to, since } : one)),
});

/** Why a village is found weak, who was sent for it, and whether they came. */
export const reinforcementDecider: Decider<State, ReinforcementCommand, ReinforcementEvent> = {
  category: 'reinforcement',
  streamOf: ({ data }) => `reinforcement-${data.villageId}-${data.year}`,
  initialState: { weaknesses: [], sent: [] },
  commands: {
    DetermineVillageWeakness: { by: 'person', zh: '认定薄弱村' },
    AssignReinforcement: { by: 'person', zh: '安排增援' },
    RecordReinforcementArrival: { by: 'person', zh: '记录增援到位' },
    EndReinforcement: { by: 'person', zh: '结束增援' },
  },
  needs: {
    DetermineVillageWeakness: of,
    AssignReinforcement: (command) => [
      ...of(command),
      ...subjectNeeds(command.data.unitId),
      { view: villageDutyHolders.name, key: command.data.villageId, guard: `duties-${command.data.villageId}-${command.data.year}` },
    ],
  },
  decide: {
    DetermineVillageWeakness: ({ data }, { weaknesses, since }, input) => {
      mustKnowVillage(input.facts, data.villageId);
      mustHaveAuthority(data.authority, input, since);
      mustSay(data.reason, '理由', 'the reason');
      const [before, after] = [[...weaknesses].sort().join(), [...new Set(data.weaknesses)].sort().join()];
      must(before !== after, 'reinforcement.unchanged', { zh: '认定没有变化', en: 'nothing changes' });
      return [{ type: 'VillageWeaknessDetermined', data, validAt: { from: data.authority.date } }];
    },
    AssignReinforcement: ({ data }, state, input) => {
      mustHaveAuthority(data.authority, input, state.since);
      must(!state.sent.some(({ reinforcementId }) => reinforcementId === data.reinforcementId), 'reinforcement.already-recorded', {
        zh: '该增援编号已使用',
        en: 'this reinforcement id is taken',
      });
      mustAnswer(data, state);
      mustBeFurther(data, state, input);
      if (data.dueOn !== undefined) mustFollow(data.dueOn, data.authority.date);
      return [{ type: 'ReinforcementAssigned', data, validAt: { from: data.authority.date } }];
    },
    RecordReinforcementArrival: ({ data }, state, input) => {
      const { unitId, since, state: reached } = mustFind(state, data.reinforcementId);
      must(reached === 'assigned', 'reinforcement.already-arrived', { zh: '增援已到位', en: 'the reinforcement has arrived already' });
      must(data.personIds.length > 0, 'reinforcement.nobody', { zh: '到位须有人', en: 'somebody has to have come' });
      mustCite(data.documentRef);
      mustHaveHappened(data.date, input);
      mustFollow(data.date, since);
      return [{ type: 'ReinforcementArrived', data: { ...data, unitId }, validAt: { from: data.date } }];
    },
    EndReinforcement: ({ data }, state, input) => {
      const { unitId, since } = mustFind(state, data.reinforcementId);
      mustSay(data.reason, '结束原因', 'the reason of an end');
      mustHaveHappened(data.to, input);
      mustFollow(data.to, since);
      return [{ type: 'ReinforcementEnded', data: { ...data, unitId }, validAt: { from: data.to } }];
    },
  },
  evolve: {
    VillageWeaknessDetermined: (state, { data }) => ({ ...state, weaknesses: data.weaknesses, since: data.authority.date }),
    ReinforcementAssigned: (state, { data: { reinforcementId, unitId, authority } }) => ({
      ...state,
      sent: [...state.sent, { reinforcementId, unitId, since: authority.date, state: 'assigned' }],
    }),
    ReinforcementArrived: (state, { data }) => changed(state, data.reinforcementId, 'arrived', data.date),
    ReinforcementEnded: (state, { data }) => changed(state, data.reinforcementId, 'ended', data.to),
  },
  commandOf: {
    VillageWeaknessDetermined: (_, { data }) => ({ type: 'DetermineVillageWeakness', data }),
    ReinforcementAssigned: (_, { data }) => ({ type: 'AssignReinforcement', data }),
    ReinforcementArrived: (_, { data: { unitId: _unit, ...data } }) => ({ type: 'RecordReinforcementArrival', data }),
    ReinforcementEnded: (_, { data: { unitId: _unit, ...data } }) => ({ type: 'EndReinforcement', data }),
  },
};
