import { isPlainPrivate, must, mustRunForwards, privately, type Decider, type Facts, type ValidTime } from '#kernel';
import type { PersonCommand } from './commands.js';
import { mustBeId, mustBeNew, mustKnow, mustSay, needsOf } from './guards.js';
import { intervalOf, overlapping } from './intervals.js';
import type { PersonEvent, SecondmentStarted } from './registry.events.js';
import type { StatusRow } from './rows.js';
import { statusOn, withStatus } from './statuses.js';

type Secondment = SecondmentStarted['data'] & { readonly ended: boolean };
type State = Readonly<{ statuses: readonly StatusRow[]; secondments: readonly Secondment[] }>;

/** A person is registered once it has a status. */
const mustBeRegistered = ({ statuses }: State): void =>
  must(statuses.length > 0, 'person.unknown', { zh: '人员尚未登记', en: 'this person is not registered' });

/** One host at a time. A secondment is no tenure: the home unit keeps its claim. */
function mustBeSecondable(interval: ValidTime, others: readonly Secondment[]): void {
  mustRunForwards(interval);
  must(overlapping(others, interval).length === 0, 'secondment.overlap', {
    zh: '该人员同一时间已在别处借调',
    en: 'this person is seconded elsewhere at that time',
  });
}

function mustBeUnits(facts: Facts, homeUnitId: string, hostUnitId: string): void {
  must(homeUnitId !== hostUnitId, 'secondment.same-unit', { zh: '借调单位与原单位相同', en: 'home and host are the same unit' });
  mustKnow(facts, 'unit', homeUnitId);
  mustKnow(facts, 'unit', hostUnitId);
}

const PHONE = /^\+?\d{5,15}$/;

const replaced = (secondments: readonly Secondment[], changed: Secondment): readonly Secondment[] => [
  ...secondments.filter(({ secondmentId }) => secondmentId !== changed.secondmentId),
  changed,
];

/** A person with status and secondments, on the stream named by the person's id. */
export const personDecider: Decider<State, PersonCommand, PersonEvent> = {
  category: 'person',
  streamOf: ({ data }) => data.personId,
  initialState: { statuses: [], secondments: [] },
  commands: {
    RegisterPerson: { by: 'person', zh: '登记人员' },
    ChangePersonStatus: { by: 'person', zh: '变更人员身份' },
    SetPersonContact: { by: 'person', zh: '登记人员联系号码' },
    StartSecondment: { by: 'person', zh: '登记借调' },
    EndSecondment: { by: 'person', zh: '结束借调' },
  },
  needs: { StartSecondment: ({ data }) => needsOf(data.homeUnitId, data.hostUnitId) },
  decide: {
    RegisterPerson: ({ data }, { statuses }) => {
      mustBeId(data.personId, 'person');
      mustBeNew(statuses.length > 0, 'person');
      // A commitment was checked when it was made.
      if (isPlainPrivate(data.name)) mustSay(data.name.private, '姓名', 'a name');
      return [{ type: 'PersonRegistered', data: { ...data, name: privately(data.name) } }];
    },
    ChangePersonStatus: ({ data }, state) => {
      mustBeRegistered(state);
      mustRunForwards({ from: data.from });
      const before = statusOn(state.statuses, data.from);
      const same = before?.partyMember === data.partyMember && before.staffStatus === data.staffStatus;
      must(!same, 'person.status-unchanged', { zh: '身份没有变化', en: 'the person already had this status on that date' });
      return [{ type: 'PersonStatusChanged', data, validAt: { from: data.from } }];
    },
    SetPersonContact: ({ data: { personId, phone } }, state) => {
      mustBeRegistered(state);
      const text = { zh: '号码须为5至15位数字，可冠以+', en: 'a number has 5 to 15 digits, optionally after a +' };
      must(!isPlainPrivate(phone) || PHONE.test(phone.private), 'person.phone-invalid', text);
      return [{ type: 'PersonContactSet', data: { personId, phone: privately(phone) } }];
    },
    StartSecondment: ({ data }, state, { facts }) => {
      mustBeRegistered(state);
      const known = state.secondments.some(({ secondmentId }) => secondmentId === data.secondmentId);
      must(!known, 'secondment.already-recorded', { zh: '该借调编号已使用', en: 'this secondment id is taken' });
      mustBeUnits(facts, data.homeUnitId, data.hostUnitId);
      mustBeSecondable(data, state.secondments);
      return [{ type: 'SecondmentStarted', data, validAt: intervalOf(data) }];
    },
    EndSecondment: ({ data }, state) => {
      const found = state.secondments.find(({ secondmentId }) => secondmentId === data.secondmentId);
      must(found, 'secondment.unknown', { zh: '没有这一借调记录', en: 'no such secondment of this person' });
      must(!found.ended, 'secondment.already-ended', { zh: '借调已经结束', en: 'this secondment has already ended' });
      const { ended: _, ...secondment } = found;
      const whole = { ...secondment, to: data.to };
      mustBeSecondable(
        whole,
        state.secondments.filter((other) => other !== found),
      );
      return [{ type: 'SecondmentEnded', data: whole, validAt: intervalOf(whole) }];
    },
  },
  evolve: {
    PersonRegistered: (state, { data: { partyMember, staffStatus } }) => ({ ...state, statuses: withStatus(state.statuses, { partyMember, staffStatus }) }),
    PersonStatusChanged: (state, { data: { from, partyMember, staffStatus } }) => ({
      ...state,
      statuses: withStatus(state.statuses, { from, partyMember, staffStatus }),
    }),
    PersonContactSet: (state) => state,
    SecondmentStarted: (state, { data }) => ({ ...state, secondments: replaced(state.secondments, { ...data, ended: false }) }),
    SecondmentEnded: (state, { data }) => ({ ...state, secondments: replaced(state.secondments, { ...data, ended: true }) }),
  },
  commandOf: {
    PersonRegistered: (_, { data }) => ({ type: 'RegisterPerson', data }),
    PersonStatusChanged: (_, { data }) => ({ type: 'ChangePersonStatus', data }),
    PersonContactSet: (_, { data }) => ({ type: 'SetPersonContact', data }),
    SecondmentStarted: (_, { data }) => ({ type: 'StartSecondment', data }),
    SecondmentEnded: (_, { data: { secondmentId, personId, to } }) => ({ type: 'EndSecondment', data: { secondmentId, personId, to } }),
  },
};
