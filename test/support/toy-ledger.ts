import { ALL, Rejection, type Actor, type Command, type Context, type Decider, type Event, type Policy, type View } from '#kernel';
import { seededEntropy, SimulatedClock, type LedgerPorts } from '#ledger';
import { openLedger, type OpenOptions, type Zelian } from '#zelian';
import { ledgerContext } from '#ledger';

/** The smallest product that has everything: people count, a policy doubles what they counted, a view adds up, a due time fires. */
export type Counted = Event<'Counted', { counterId: string; by: number }>;
export type Doubled = Event<'Doubled', { counterId: string; total: number }>;
type Count = Command<'Count', Counted['data'] & { sumMax?: number }>;
type Double = Command<'Double', { counterId: string; total: number }>;

export const counterDecider: Decider<Readonly<{ sum: number }>, Count, Counted> = {
  category: 'counter',
  streamOf: ({ data }) => `counter-${data.counterId}`,
  initialState: { sum: 0 },
  commands: { Count: { by: 'person', zh: '计数' } },
  needs: {
    Count: ({ data }) => [
      { view: 'sums', key: data.counterId, guard: `double-${data.counterId}` },
      { view: 'sums', key: ALL },
    ],
  },
  decide: {
    Count: ({ data: { counterId, by, sumMax = Number.MAX_SAFE_INTEGER } }, { sum }) => {
      if (by < 0) throw new Rejection('counter.negative', { zh: '不能为负', en: 'must not be negative' }, 'T-1');
      if (sum + by > sumMax) throw new Rejection('counter.too-many', { zh: '超过上限', en: 'too many' });
      return by === 0 ? [] : [{ type: 'Counted', data: { counterId, by } }];
    },
  },
  evolve: { Counted: ({ sum }, { data }) => ({ sum: sum + data.by }) },
  commandOf: { Counted: (_, { data }) => ({ type: 'Count', data }) },
};

export const doubleDecider: Decider<Readonly<{ total: number }>, Double, Doubled> = {
  category: 'double',
  streamOf: ({ data }) => `double-${data.counterId}`,
  initialState: { total: 0 },
  commands: { Double: { by: 'policy', zh: '加倍' } },
  // The whole wanted state: a difference is an event, the same again is none.
  decide: { Double: ({ data }, { total }) => (data.total === total ? [] : [{ type: 'Doubled', data }]) },
  evolve: { Doubled: (_, { data }) => ({ total: data.total }) },
  commandOf: {},
};

export type SumRow = Readonly<{ sum: number; events: number }>;
const sums: View<SumRow, Counted> = {
  name: 'sums',
  version: 1,
  zh: '合计',
  keysOf: ({ data }) => [data.counterId],
  on: { Counted: (row = { sum: 0, events: 0 }, { data }) => ({ sum: row.sum + data.by, events: row.events + 1 }) },
};
const doubles: View<Readonly<{ total: number }>, Doubled> = {
  name: 'doubles',
  version: 1,
  zh: '加倍后',
  keysOf: ({ data }) => [data.counterId],
  on: { Doubled: (_, { data }) => ({ total: data.total }) },
};

export const onCounted: Policy<Counted, Double> = {
  name: 'onCounted',
  needs: { Counted: ({ data }) => [{ view: 'sums', key: data.counterId }] },
  on: { Counted: ({ data: { counterId } }, facts) => [{ type: 'Double', data: { counterId, total: 2 * facts.get<SumRow>('sums', counterId)!.sum } }] },
};

export const toyContext: Context = {
  name: 'toy',
  zh: '示例',
  deciders: [counterDecider, doubleDecider],
  policies: [onCounted],
  views: [sums, doubles],
  events: {
    Counted: { kind: 'fact', version: 1, zh: '已计数', subjectsOf: () => [] },
    Doubled: { kind: 'derived', version: 1, zh: '已加倍', subjectsOf: () => [] },
  },
  dues: {
    Counted: ({ data, recordedAt }: { data: Counted['data']; recordedAt: string }) =>
      data.by === 7 ? [{ key: data.counterId, dueAt: new Date(Date.parse(recordedAt) + 90 * 60_000).toISOString() }] : [],
  },
};

export const toyContexts = (change: Partial<Context> = {}): readonly Context[] => {
  const toy = { ...toyContext, ...change };
  return [ledgerContext(toy.dues ? [toy.dues] : []), toy];
};
export const TOY_START = '2016-01-01T00:00:00.000Z';
export const somebody: Actor = { personId: 'person-0001' };
/** A command id by number: the same on every run. */
export const commandId = (n: number): string => `0190a000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** A toy ledger in memory on a simulated clock. Books are none of its business. */
export const openToy = (options: OpenOptions = {}): Promise<Zelian> =>
  openLedger({ contexts: toyContexts(), clock: new SimulatedClock(TOY_START), entropy: seededEntropy('toy'), ...options });
export const count = (zelian: Zelian, n: number, by: number, more: object = {}) =>
  zelian.record({ type: 'Count', data: { counterId: 'a', by, ...more } }, { actor: somebody, commandId: commandId(n) });
export const portsOf = (zelian: Zelian): LedgerPorts => zelian.parts.write!.ports;
