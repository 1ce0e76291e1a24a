import type { Context } from '#kernel';
import { vetoClauses } from './veto-clauses.view.js';
import { vetoRegister } from './veto-register.view.js';
import { vetoDecider } from './veto.decider.js';
import { vetoEvents } from './veto.events.js';
import { onClauseOutcomeChanged } from './veto.policy.js';

/** All that rebuild, replay, explain, the glossary and the apps need to know of this context. */
export const vetoContext: Context = {
  name: 'veto',
  zh: '一票否决',
  deciders: [vetoDecider],
  policies: [onClauseOutcomeChanged],
  views: [vetoRegister, vetoClauses],
  events: vetoEvents,
};
