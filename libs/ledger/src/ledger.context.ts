import { must, nextHour, Rejection, type Command, type Context, type Decider, type DueContribution, type Event, type Instant, type View } from '#kernel';
import { foreignDecider, foreignLedgers, type ForeignEventReceived } from './foreign.js';

/** The first event: which ledger this is, whose key its MACs need, and by what clock it runs. */
export type LedgerOpened = Event<'LedgerOpened', { ledgerId: string; format: 1; macKeyId: string; clock: 'real' | 'simulated' }>;
/** From here on these policies react; what lies before is not theirs. */
export type PoliciesStarted = Event<'PoliciesStarted', { policies: readonly string[] }>;
/** Something fell due within the hour that ends at `hour`. */
export type HourEnded = Event<'HourEnded', { hour: Instant }>;

export type OpenLedger = Command<'OpenLedger', LedgerOpened['data']>;
export type StartPolicies = Command<'StartPolicies', PoliciesStarted['data']>;
export type EndHour = Command<'EndHour', HourEnded['data']>;

type LedgerState = Readonly<{ opened: boolean; policies: readonly string[] }>;
export const LEDGER_STREAM = 'ledger-main';
export const CALENDAR_STREAM = 'calendar-main';

export const ledgerDecider: Decider<LedgerState, OpenLedger | StartPolicies, LedgerOpened | PoliciesStarted> = {
  category: 'ledger',
  streamOf: () => LEDGER_STREAM,
  initialState: { opened: false, policies: [] },
  commands: { OpenLedger: { by: 'clock', zh: '开立账本' }, StartPolicies: { by: 'clock', zh: '启用自动规则' } },
  decide: {
    OpenLedger: ({ data }, { opened }) => {
      must(!opened, 'ledger.already-open', { zh: '账本已经开立', en: 'the ledger is open already' });
      return [{ type: 'LedgerOpened', data }];
    },
    StartPolicies: ({ data }, { policies }) => {
      const started = data.policies.filter((name) => !policies.includes(name));
      return started.length === 0 ? [] : [{ type: 'PoliciesStarted', data: { policies: started } }];
    },
  },
  evolve: {
    LedgerOpened: (state) => ({ ...state, opened: true }),
    PoliciesStarted: (state, { data }) => ({ ...state, policies: [...state.policies, ...data.policies] }),
  },
  commandOf: {
    LedgerOpened: (_, { data }) => ({ type: 'OpenLedger', data }),
    PoliciesStarted: (_, { data }) => ({ type: 'StartPolicies', data }),
  },
};

export const calendarDecider: Decider<Readonly<{ hour: Instant | '' }>, EndHour, HourEnded> = {
  category: 'calendar',
  streamOf: () => CALENDAR_STREAM,
  initialState: { hour: '' },
  commands: { EndHour: { by: 'clock', zh: '整点' } },
  decide: {
    EndHour: ({ data }, { hour }, { recordedAt }) => {
      if (data.hour <= hour) throw new Rejection('calendar.backwards', { zh: '整点不能倒退', en: `the calendar already stands at ${hour}` });
      must(data.hour <= recordedAt, 'calendar.early', { zh: '整点尚未到达', en: `${data.hour} has not come yet` });
      return [{ type: 'HourEnded', data }];
    },
  },
  evolve: { HourEnded: (_, { data }) => ({ hour: data.hour }) },
  commandOf: { HourEnded: (_, { data }) => ({ type: 'EndHour', data }) },
};

/** When the clock has to wake: key `<hour>/<due key>`, so that a range read finds the next. */
export type DueRow = Readonly<{ fireAt: Instant; key: string; dueAt: Instant; eventId: string }>;

/** Put together from every context's `dues`. A due time already past when it is recorded fires at the next hour. */
export function calendarView(contributions: readonly DueContribution[]): View<DueRow, Event> {
  const types = new Set(contributions.flatMap((contribution) => Object.keys(contribution)));
  const duesOf = (event: Parameters<DueContribution[string]>[0]): readonly DueRow[] =>
    contributions
      .flatMap((contribution) => contribution[event.type]?.(event) ?? [])
      .map(({ key, dueAt }) => {
        const later = dueAt > event.recordedAt ? ceilHour(dueAt) : nextHour(event.recordedAt);
        return { fireAt: later, key, dueAt, eventId: event.id };
      });
  return {
    name: 'calendar',
    version: 1,
    zh: '到期日程',
    keysOf: (event) => duesOf(event).map(({ fireAt, key }) => `${fireAt}/${key}`),
    on: Object.fromEntries(
      [...types].map((type) => [
        type,
        (_row: DueRow | undefined, event: Parameters<DueContribution[string]>[0], key: string) =>
          duesOf(event).find((due) => `${due.fireAt}/${due.key}` === key),
      ]),
    ),
  };
}

const ceilHour = (instant: Instant): Instant => (instant.endsWith(':00:00.000Z') ? instant : nextHour(instant));
const concernsNobody = () => [];

/** The ledger's own manifest; `dues` of all contexts feed its calendar. */
export const ledgerContext = (dues: readonly DueContribution[]): Context => ({
  name: 'ledger',
  zh: '账本',
  deciders: [ledgerDecider, calendarDecider, foreignDecider],
  policies: [],
  views: [calendarView(dues), foreignLedgers],
  events: {
    LedgerOpened: { kind: 'act', version: 1, zh: '账本开立', subjectsOf: concernsNobody },
    PoliciesStarted: { kind: 'act', version: 1, zh: '自动规则启用', subjectsOf: concernsNobody },
    HourEnded: { kind: 'fact', version: 1, zh: '整点', subjectsOf: concernsNobody },
    BundleReceived: { kind: 'act', version: 1, zh: '接收其他账本的事件包', subjectsOf: concernsNobody },
    // Whom the event is about there, it is about here: nothing about a subject is missing from its trail.
    ForeignEventReceived: { kind: 'act', version: 1, zh: '其他账本的事件', subjectsOf: ({ subjects }: ForeignEventReceived['data']) => subjects },
  },
});
