import { privately, type Command, type Context, type Decider, type Event, type Policy, type Private, type Recorded, type View } from '#kernel';
import { ledgerContext } from '#ledger';

// The smallest product that goes every way there is: a batch of several events, a private value, a policy's consequence, a view over both.

type Tallied = Event<'Tallied', Readonly<{ tally: string; n: number; note: Private }>>;
type TallyNoted = Event<'TallyNoted', Readonly<{ tally: string; eventId: string }>>;
export type Tally = Command<'Tally', Readonly<{ tally: string; count: number; note: string }>>;
type NoteTally = Command<'NoteTally', TallyNoted['data']>;
export type TotalRow = Readonly<{ tallied: number; noted: number }>;

/** Hears of each decision and each reaction, before it is made. */
export type Hooks = Readonly<{ deciding(): void; reacting(): void }>;

const tallies = ({ deciding }: Hooks): Decider<number, Tally, Tallied> => ({
  category: 'tally',
  streamOf: ({ data }) => `tally-${data.tally}`,
  initialState: 0,
  commands: { Tally: { by: 'person', zh: '计数' } },
  decide: {
    Tally: ({ data: { tally, count, note } }, total) => {
      deciding();
      return Array.from({ length: count }, (_, index) => ({ type: 'Tallied', data: { tally, n: total + index + 1, note: privately(`${note} ${index}`) } }));
    },
  },
  evolve: { Tallied: (_, { data }) => data.n },
  commandOf: { Tallied: (events, { data }) => ({ type: 'Tally', data: { tally: data.tally, count: events.length, note: '' } }) },
});

const notes: Decider<null, NoteTally, TallyNoted> = {
  category: 'tallynote',
  streamOf: ({ data }) => `tallynote-${data.tally}`,
  initialState: null,
  commands: { NoteTally: { by: 'policy', zh: '记下计数' } },
  // Emits whenever it is asked: that each event is noted once is the ledger's promise, not the decider's caution.
  decide: { NoteTally: ({ data }) => [{ type: 'TallyNoted', data }] },
  evolve: { TallyNoted: () => null },
  commandOf: {},
};

const onTallied = ({ reacting }: Hooks): Policy<Tallied, NoteTally> => ({
  name: 'onTallied',
  on: {
    Tallied: ({ id, data: { tally } }) => {
      reacting();
      return [{ type: 'NoteTally', data: { tally, eventId: id } }];
    },
  },
});

const totals: View<TotalRow, Tallied | TallyNoted> = {
  name: 'tally-totals',
  version: 1,
  zh: '计数合计',
  keysOf: ({ data }) => [data.tally],
  on: {
    Tallied: (row) => ({ tallied: (row?.tallied ?? 0) + 1, noted: row?.noted ?? 0 }),
    TallyNoted: (row) => ({ tallied: row?.tallied ?? 0, noted: (row?.noted ?? 0) + 1 }),
  },
};

const aboutNobody = () => [];
const silent: Hooks = { deciding: () => undefined, reacting: () => undefined };

/** All contexts of a ledger that keeps tallies. */
export function tallyContexts(hooks: Hooks = silent): readonly Context[] {
  const tally: Context = {
    name: 'tally',
    zh: '计数',
    deciders: [tallies(hooks), notes],
    policies: [onTallied(hooks)],
    views: [totals],
    events: {
      Tallied: { kind: 'fact', version: 1, zh: '已计数', subjectsOf: aboutNobody },
      TallyNoted: { kind: 'derived', version: 1, zh: '计数已记下', subjectsOf: aboutNobody },
    },
  };
  return [ledgerContext([]), tally];
}

/** Whether an event as read is one of a person's tallies. */
export const isTallied = (event: Recorded): event is Recorded<Tallied> => event.type === 'Tallied';
export const isNoted = (event: Recorded): event is Recorded<TallyNoted> => event.type === 'TallyNoted';
