import { must, type Command, type Decider, type Event, type Instant, type Recorded, type View } from '#kernel';

/** An event of another ledger: where it stands there, whom it is about, and its exact bytes, whose SHA-256 is the leaf's content there too. */
export type ForeignEvent = Readonly<{ position: number; type: string; subjects: readonly string[]; sha256: string; bytes: string }>;
/** A bundle came in: which events of which ledger are new by it, signed by which key, and the root over the source's first `to` events. */
export type BundleReceived = Event<'BundleReceived', { ledgerId: string; from: number; to: number; signer: string; root: string }>;
export type ForeignEventReceived = Event<'ForeignEventReceived', { ledgerId: string } & ForeignEvent>;
export type ReceiveBundle = Command<'ReceiveBundle', BundleReceived['data'] & Readonly<{ events: readonly ForeignEvent[] }>>;
type Received = BundleReceived | ForeignEventReceived;
type State = Readonly<{ next: number }>;

const SHA256 = /^[0-9a-f]{64}$/;
/** All that a ledger holds of one other: what it says stays apart from what is recorded here. */
export const foreignStream = (ledgerId: string): string => `foreign-${ledgerId}`;

/** Events of another ledger, in its order, each once and none left out. What the bytes say is looked at before (`zelian/bundle`). */
export const foreignDecider: Decider<State, ReceiveBundle, Received> = {
  category: 'foreign',
  streamOf: ({ data: { ledgerId } }) => foreignStream(ledgerId),
  initialState: { next: 0 },
  commands: { ReceiveBundle: { by: 'import', zh: '接收其他账本的事件' } },
  decide: {
    ReceiveBundle: ({ data: { events, ...bundle } }, { next }) => {
      const { ledgerId, from, to } = bundle;
      must(from <= next, 'bundle.gap', {
        zh: `本账本只有来源账本的前${next}个事件，而本包从第${from}号开始：缺第${next}号至第${from - 1}号`,
        en: `the first ${next} events of the source are here, the bundle begins at ${from}: ${next} to ${from - 1} are missing`,
      });
      const inOrder = events.length === to - from && events.every(({ position, sha256 }, index) => position === from + index && SHA256.test(sha256));
      must(inOrder, 'bundle.malformed', { zh: '包内事件序号不连续', en: 'the events of the bundle are not in a row' });
      const fresh = events.slice(next - from);
      if (fresh.length === 0) return [];
      return [
        { type: 'BundleReceived', data: { ...bundle, from: next } },
        ...fresh.map((event) => ({ type: 'ForeignEventReceived' as const, data: { ledgerId, ...event } })),
      ];
    },
  },
  evolve: {
    BundleReceived: (_, { data: { to } }) => ({ next: to }),
    ForeignEventReceived: (state) => state,
  },
  commandOf: {
    BundleReceived: (events, { data }) => ({ type: 'ReceiveBundle', data: { ...data, events: events.flatMap(foreignOf) } }),
  },
};

const foreignOf = ({ type, data }: Received): readonly ForeignEvent[] => {
  if (type !== 'ForeignEventReceived') return [];
  const { ledgerId: _source, ...event } = data;
  return [event];
};

export type ForeignLedgerRow = Readonly<{
  ledgerId: string;
  /** How many of its events are here: the position at which the next bundle begins. */
  events: number;
  root: string;
  signer: string;
  receivedAt: Instant;
  bundles: number;
}>;

/** Of which other ledgers are events here, up to where, by whose signature? */
export const foreignLedgers: View<ForeignLedgerRow, BundleReceived> = {
  name: 'foreign-ledgers',
  version: 1,
  zh: '已接收的其他账本',
  keysOf: ({ data: { ledgerId } }) => [ledgerId],
  on: {
    BundleReceived: (row, { data: { ledgerId, to, root, signer }, recordedAt }: Recorded<BundleReceived>) => ({
      ...{ ledgerId, events: to, root, signer, receivedAt: recordedAt },
      bundles: (row?.bundles ?? 0) + 1,
    }),
  },
};
