import type { Command, Decider } from '#kernel';
import { chainChange, changedChain, type Chain } from './chain.js';
import type { ResponsibilityChainChanged } from './chain.events.js';

/** By policy: the whole chain of one village or unit. */
export type DeriveChain = Command<'DeriveChain', Chain>;

type State = Readonly<{ chain?: Chain }>;

/** Who answers for a village or unit, derived from posts, tenures and duties: how it reads otherwise than before is recorded. */
export const chainDecider: Decider<State, DeriveChain, ResponsibilityChainChanged> = {
  category: 'chain',
  streamOf: ({ data: { target } }) => `chain-${target}`,
  initialState: {},
  commands: { DeriveChain: { by: 'policy', zh: '推导责任链' } },
  decide: {
    DeriveChain: ({ data }, { chain }) => {
      const change = chainChange(chain, data);
      return change ? [{ type: 'ResponsibilityChainChanged', data: change }] : [];
    },
  },
  evolve: { ResponsibilityChainChanged: ({ chain }, { data }) => ({ chain: changedChain(chain, data) }) },
  commandOf: {},
};
