import { subjectIdsIn, type Command, type Context, type Decider, type Event, type FactAssertion, type Recorded } from '#kernel';

type Finding = { findingId: string; unitId: string; year: number };
type FindingAgreed = Event<'FindingAgreed', Finding>;
type FindingAgreedAgain = Event<'FindingAgreedAgain', Finding>;
type FindingWithdrawn = Event<'FindingWithdrawn', Finding>;
type FindingEvent = FindingAgreed | FindingAgreedAgain | FindingWithdrawn;
type AgreeFinding = Command<'AgreeFinding', Finding>;
type WithdrawFinding = Command<'WithdrawFinding', Finding>;

/** Stands in for the inspection context to come: all it knows is that a unit agreed to a finding, possibly to two groups, or that it was withdrawn. */
const findingDecider: Decider<'none' | 'agreed' | 'withdrawn', AgreeFinding | WithdrawFinding, FindingEvent> = {
  category: 'finding',
  streamOf: ({ data }) => `finding-${data.findingId}`,
  initialState: 'none',
  commands: { AgreeFinding: { by: 'person', zh: '认可问题' }, WithdrawFinding: { by: 'person', zh: '撤回问题' } },
  decide: {
    AgreeFinding: ({ data }, state) => [{ type: state === 'agreed' ? 'FindingAgreedAgain' : 'FindingAgreed', data }],
    WithdrawFinding: ({ data }, state) => (state === 'agreed' ? [{ type: 'FindingWithdrawn', data }] : []),
  },
  evolve: { FindingAgreed: () => 'agreed', FindingAgreedAgain: () => 'agreed', FindingWithdrawn: () => 'withdrawn' },
  commandOf: {
    FindingAgreed: (_events, { data }) => ({ type: 'AgreeFinding', data }),
    FindingAgreedAgain: (_events, { data }) => ({ type: 'AgreeFinding', data }),
    FindingWithdrawn: (_events, { data }) => ({ type: 'WithdrawFinding', data }),
  },
};

const said =
  (op: 'add' | 'remove') =>
  ({ data: { findingId, unitId, year } }: Recorded<FindingEvent>): readonly FactAssertion[] => [
    { op, target: unitId, year, fact: 'findings.agreed', item: findingId },
  ];
const define = (zh: string) => ({ kind: 'fact' as const, version: 1, zh, subjectsOf: subjectIdsIn });

/** A further context that joins the product by its manifest alone. */
export const findingsContext: Context = {
  name: 'findings',
  zh: '问题（测试用）',
  deciders: [findingDecider],
  policies: [],
  views: [],
  events: { FindingAgreed: define('问题被认可'), FindingAgreedAgain: define('问题再次被认可'), FindingWithdrawn: define('问题撤回') },
  facts: { FindingAgreed: said('add'), FindingAgreedAgain: said('add'), FindingWithdrawn: said('remove') },
};
