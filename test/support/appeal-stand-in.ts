import { subjectIdsIn, type AnyDecider, type Context, type Recorded } from '#kernel';

const TYPES = [
  'AppealLodged',
  'AppealNotAdmitted',
  'AppealWithdrawn',
  'DecisionMaintained',
  'DecisionVaried',
  'DecisionRevoked',
  'RedecisionOrdered',
  'AppealDecisionServed',
  'AppealDecisionCarriedOut',
] as const;
export type AppealEventType = (typeof TYPES)[number];

/** Says of an appeal what it is told to say: it stands where the context `appeal` will, so that its effects can be tried without it. */
const decider: AnyDecider = {
  category: 'appeal',
  streamOf: ({ data }: { data: { appealId: string } }) => `appeal-${data.appealId}`,
  initialState: {},
  commands: { SayOfAppeal: { by: 'person', zh: '申诉经过' } },
  decide: {
    SayOfAppeal: ({ data: { type, ...data } }: { data: { type: string; reason?: string } }) => [
      { type, data: { ...data, ...(data.reason !== undefined && { reason: { private: data.reason } }) } },
    ],
  },
  evolve: Object.fromEntries(TYPES.map((type) => [type, (state: object) => state])),
  commandOf: Object.fromEntries(
    TYPES.map((type) => [type, (_: unknown, { data }: Recorded) => ({ type: 'SayOfAppeal', data: { type, ...(data as object) } })]),
  ),
};

export const appealStandIn: Context = {
  name: 'appeal',
  zh: '申诉',
  deciders: [decider],
  policies: [],
  views: [],
  events: Object.fromEntries(TYPES.map((type) => [type, { kind: 'act', version: 1, zh: '申诉经过', subjectsOf: subjectIdsIn }])),
};
