import { must, type CalendarDate, type Command, type Decider } from '#kernel';
import { mustCite, mustEndAfter, mustFollow, mustHaveHappened, mustSay } from './guards.js';
import type {
  SupporterPaired,
  SupporterUnpaired,
  PairingCampaignOpened,
  PairingEvent,
  SupportBodyJoined,
  SupportBodyLeft,
  SupportGroupEvent,
  SupportGroupNamed,
} from './partners.events.js';

export type NameSupportGroup = Command<'NameSupportGroup', SupportGroupNamed['data']>;
export type JoinSupportGroup = Command<'JoinSupportGroup', SupportBodyJoined['data']>;
export type LeaveSupportGroup = Command<'LeaveSupportGroup', Omit<SupportBodyLeft['data'], 'from'>>;
export type SupportGroupCommand = NameSupportGroup | JoinSupportGroup | LeaveSupportGroup;
type Group = Readonly<{ named: boolean; bodies: ReadonlyMap<string, CalendarDate> }>;

const without = <Value>(map: ReadonlyMap<string, Value>, ...keys: readonly string[]): ReadonlyMap<string, Value> =>
  new Map([...map].filter(([key]) => !keys.includes(key)));
const mustBeNumber = (value: number): void =>
  must(Number.isSafeInteger(value) && value > 0, 'partner.not-a-count', { zh: '数量须为正整数', en: 'a positive whole number' });
const mustBeNamed = ({ named }: Group): void => must(named, 'partner.group-unknown', { zh: '没有这一帮扶团', en: 'no such group' });

/** A circle of bodies from outside, held against the number that is said of it. */
export const supportGroupDecider: Decider<Group, SupportGroupCommand, SupportGroupEvent> = {
  category: 'support-group',
  streamOf: ({ data }) => `support-group-${data.groupId}`,
  initialState: { named: false, bodies: new Map() },
  commands: {
    NameSupportGroup: { by: 'person', zh: '登记帮扶团' },
    JoinSupportGroup: { by: 'person', zh: '帮扶单位加入' },
    LeaveSupportGroup: { by: 'person', zh: '帮扶单位退出' },
  },
  decide: {
    NameSupportGroup: ({ data }, { named }) => {
      must(!named, 'partner.group-named', { zh: '该帮扶团已登记', en: 'this group is named already' });
      mustSay(data.zh, '名称', 'the name');
      mustSay(data.source, '来源', 'the source');
      mustBeNumber(data.statedCount);
      return [{ type: 'SupportGroupNamed', data }];
    },
    JoinSupportGroup: ({ data }, state, input) => {
      mustBeNamed(state);
      must(!state.bodies.has(data.bodyId), 'partner.already-joined', { zh: '该单位已在帮扶团内', en: 'this body is in the group already' });
      mustSay(data.name, '名称', 'the name');
      mustHaveHappened(data.from, input);
      return [{ type: 'SupportBodyJoined', data, validAt: { from: data.from } }];
    },
    LeaveSupportGroup: ({ data }, state, input) => {
      mustBeNamed(state);
      const from = state.bodies.get(data.bodyId);
      must(from !== undefined, 'partner.not-joined', { zh: '该单位不在帮扶团内', en: 'this body is not in the group' });
      mustSay(data.reason, '退出原因', 'the reason of leaving');
      mustHaveHappened(data.to, input);
      mustEndAfter({ from }, data.to);
      return [{ type: 'SupportBodyLeft', data: { ...data, from }, validAt: { from, to: data.to } }];
    },
  },
  evolve: {
    SupportGroupNamed: (state) => ({ ...state, named: true }),
    SupportBodyJoined: (state, { data: { bodyId, from } }) => ({ ...state, bodies: new Map(state.bodies).set(bodyId, from) }),
    SupportBodyLeft: (state, { data: { bodyId } }) => ({ ...state, bodies: without(state.bodies, bodyId) }),
  },
  commandOf: {
    SupportGroupNamed: (_, { data }) => ({ type: 'NameSupportGroup', data }),
    SupportBodyJoined: (_, { data }) => ({ type: 'JoinSupportGroup', data }),
    SupportBodyLeft: (_, { data: { from: _from, ...data } }) => ({ type: 'LeaveSupportGroup', data }),
  },
};

export type OpenPairingCampaign = Command<'OpenPairingCampaign', PairingCampaignOpened['data']>;
export type PairSupporter = Command<'PairSupporter', SupporterPaired['data']>;
export type UnpairSupporter = Command<'UnpairSupporter', SupporterUnpaired['data']>;
export type PairingCommand = OpenPairingCampaign | PairSupporter | UnpairSupporter;
/** Who is helped, and by whom. */
type Campaign = Readonly<{ opened?: CalendarDate; supporterOf: ReadonlyMap<string, string> }>;

function mustBeOpen({ opened }: Campaign, ids: readonly string[]): CalendarDate {
  must(opened !== undefined, 'pairing.unknown', { zh: '没有这一结对活动', en: 'no such campaign' });
  must(ids.length > 0 && new Set(ids).size === ids.length, 'pairing.nobody', { zh: '结对对象为空或重复', en: 'nobody is named, or somebody twice' });
  return opened;
}

/** One supporter, several helped; nobody has two supporters. */
export const pairingDecider: Decider<Campaign, PairingCommand, PairingEvent> = {
  category: 'pairing',
  streamOf: ({ data }) => `pairing-${data.campaignId}`,
  initialState: { supporterOf: new Map() },
  commands: {
    OpenPairingCampaign: { by: 'person', zh: '启动结对活动' },
    PairSupporter: { by: 'person', zh: '记录结对' },
    UnpairSupporter: { by: 'person', zh: '解除结对' },
  },
  decide: {
    OpenPairingCampaign: ({ data }, { opened }, input) => {
      must(opened === undefined, 'pairing.already-open', { zh: '该活动已启动', en: 'this campaign is open' });
      mustSay(data.zh, '名称', 'the name');
      mustSay(data.source, '来源', 'the source');
      mustBeNumber(data.statedSupporters);
      mustBeNumber(data.statedHelped);
      mustHaveHappened(data.date, input);
      return [{ type: 'PairingCampaignOpened', data, validAt: { from: data.date } }];
    },
    PairSupporter: ({ data }, state, input) => {
      const opened = mustBeOpen(state, data.helpedIds);
      const taken = data.helpedIds.find((id) => state.supporterOf.has(id));
      must(taken === undefined, 'pairing.already-paired', { zh: `${taken}已有结对人`, en: `${taken} has a supporter already` });
      mustCite(data.documentRef);
      mustHaveHappened(data.date, input);
      mustFollow(data.date, opened);
      return [{ type: 'SupporterPaired', data, validAt: { from: data.date } }];
    },
    UnpairSupporter: ({ data }, state, input) => {
      const opened = mustBeOpen(state, data.helpedIds);
      const other = data.helpedIds.find((id) => state.supporterOf.get(id) !== data.supporterId);
      must(other === undefined, 'pairing.not-paired', { zh: `${other}不由其结对`, en: `${other} is not paired with this supporter` });
      mustSay(data.reason, '解除原因', 'the reason');
      mustHaveHappened(data.date, input);
      mustFollow(data.date, opened);
      return [{ type: 'SupporterUnpaired', data, validAt: { from: data.date } }];
    },
  },
  evolve: {
    PairingCampaignOpened: (state, { data }) => ({ ...state, opened: data.date }),
    SupporterPaired: (state, { data: { supporterId, helpedIds } }) => ({
      ...state,
      supporterOf: new Map([...state.supporterOf, ...helpedIds.map((id) => [id, supporterId] as const)]),
    }),
    SupporterUnpaired: (state, { data }) => ({ ...state, supporterOf: without(state.supporterOf, ...data.helpedIds) }),
  },
  commandOf: {
    PairingCampaignOpened: (_, { data }) => ({ type: 'OpenPairingCampaign', data }),
    SupporterPaired: (_, { data }) => ({ type: 'PairSupporter', data }),
    SupporterUnpaired: (_, { data }) => ({ type: 'UnpairSupporter', data }),
  },
};
