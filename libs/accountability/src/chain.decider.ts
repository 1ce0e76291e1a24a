import type { Command, Decider } from '#kernel';
import { sameChain, type Chain } from './chain.js';
import type { ResponsibilityChainDerived } from './chain.events.js';

/** By policy: the whole chain of one village or unit. */
export type DeriveChain = Command<'DeriveChain', Chain>;

type State = Readonly<{ chain?: Chain }>;

/** Who answers for a village or unit, derived from posts, tenures and duties: recorded when it reads otherwise than before. */
export const chainDecider: Decider<State, DeriveChain, ResponsibilityChainDerived> = {
  category: 'chain',
  streamOf: ({ data: { target } }) => `chain-${target}`,
  initialState: {},
  commands: { DeriveChain: { by: 'policy', zh: '推导责任链' } },
  decide: {
    DeriveChain: ({ data }, { chain }) => (sameChain(chain, data) ? [] : [{ type: 'ResponsibilityChainDerived', data }]),
  },
  evolve: { ResponsibilityChainDerived: (_, { data }) => ({ chain: data }) },
  commandOf: {},
};
