import type { Context, FactContribution } from '#kernel';
import { clauseFactsView } from './clause-facts.view.js';
import { clauseOutcomes } from './clause-outcomes.view.js';
import { interpreters, postRoles } from './interpreters.views.js';
import { outcomesDecider } from './outcomes.decider.js';
import { ruleBooks } from './rule-books.view.js';
import { rulebookDecider } from './rulebook.decider.js';
import { rulebookEvents } from './rulebook.events.js';
import { clausePolicies } from './rulebook.policy.js';

/** The manifest; which facts there are is known only where all contexts are put together. */
export const rulebookContext = (contributions: readonly FactContribution[]): Context => ({
  name: 'rulebook',
  zh: '规则',
  deciders: [rulebookDecider, outcomesDecider],
  policies: clausePolicies(contributions),
  views: [ruleBooks, clauseFactsView(contributions), clauseOutcomes, interpreters, postRoles],
  events: rulebookEvents,
});
