import { must, type CalendarDate, type Command, type Decider } from '#kernel';
import type { EnterpriseEvent, EnterpriseLinked, EnterpriseLinkEnded, EnterpriseRegistered } from './enterprises.events.js';
import { householdNeeds, mustBeListed, mustCite, mustEndAfter, mustHaveHappened, mustSay } from './guards.js';

export type RegisterEnterprise = Command<'RegisterEnterprise', EnterpriseRegistered['data']>;
export type LinkEnterprise = Command<'LinkEnterprise', EnterpriseLinked['data']>;
export type EndEnterpriseLink = Command<'EndEnterpriseLink', Omit<EnterpriseLinkEnded['data'], 'from' | 'villageId'>>;
export type EnterpriseCommand = RegisterEnterprise | LinkEnterprise | EndEnterpriseLink;

type Standing = Readonly<{ householdId: string; villageId: string; year: number; from: CalendarDate }>;
type State = Readonly<{ registered: boolean; links: readonly Standing[] }>;

const found = ({ links }: State, { householdId, year }: Readonly<{ householdId: string; year: number }>): Standing | undefined =>
  links.find((link) => link.householdId === householdId && link.year === year);
const mustBeRegistered = ({ registered }: State): void =>
  must(registered, 'enterprise.unknown', { zh: '经营主体尚未登记', en: 'this enterprise is not registered' });

/** One enterprise and the households that it carries. */
export const enterpriseDecider: Decider<State, EnterpriseCommand, EnterpriseEvent> = {
  category: 'enterprise',
  streamOf: ({ data }) => data.enterpriseId,
  initialState: { registered: false, links: [] },
  commands: {
    RegisterEnterprise: { by: 'person', zh: '登记经营主体' },
    LinkEnterprise: { by: 'person', zh: '记录带动关系' },
    EndEnterpriseLink: { by: 'person', zh: '结束带动关系' },
  },
  needs: { LinkEnterprise: ({ data }) => householdNeeds(data.year, [data.householdId]) },
  decide: {
    RegisterEnterprise: ({ data }, { registered }) => {
      must(!registered, 'enterprise.already-registered', { zh: '经营主体已登记', en: 'this enterprise is registered already' });
      mustSay(data.name, '名称', 'the name');
      return [{ type: 'EnterpriseRegistered', data }];
    },
    LinkEnterprise: ({ data }, state, input) => {
      mustBeRegistered(state);
      mustBeListed(input.facts, data.villageId, data.year, [data.householdId]);
      must(data.modes.length > 0, 'enterprise.no-mode', { zh: '至少须落实一种带动方式', en: 'a household is carried by at least one mode' });
      must(!found(state, data), 'enterprise.already-linked', { zh: '该户已由其带动', en: 'this household is already carried by it' });
      mustCite(data.documentRef);
      mustHaveHappened(data.from, input);
      return [{ type: 'EnterpriseLinked', data, validAt: { from: data.from } }];
    },
    EndEnterpriseLink: ({ data }, state, input) => {
      mustBeRegistered(state);
      const link = found(state, data);
      must(link, 'enterprise.not-linked', { zh: '该户不由其带动', en: 'this household is not carried by it' });
      mustSay(data.reason, '结束原因', 'the reason of an end');
      mustHaveHappened(data.to, input);
      mustEndAfter(link, data.to);
      return [{ type: 'EnterpriseLinkEnded', data: { ...data, villageId: link.villageId, from: link.from }, validAt: { from: link.from, to: data.to } }];
    },
  },
  evolve: {
    EnterpriseRegistered: (state) => ({ ...state, registered: true }),
    EnterpriseLinked: (state, { data: { householdId, villageId, year, from } }) => ({
      ...state,
      links: [...state.links, { householdId, villageId, year, from }],
    }),
    EnterpriseLinkEnded: (state, { data }) => ({ ...state, links: state.links.filter((link) => link !== found(state, data)) }),
  },
  commandOf: {
    EnterpriseRegistered: (_, { data }) => ({ type: 'RegisterEnterprise', data }),
    EnterpriseLinked: (_, { data }) => ({ type: 'LinkEnterprise', data }),
    EnterpriseLinkEnded: (_, { data: { from: _from, villageId: _village, ...data } }) => ({ type: 'EndEnterpriseLink', data }),
  },
};
