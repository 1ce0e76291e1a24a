export type * from './appeal-rules.js';
export * from './appeal-tracks.js';
export * from './book.js';
export * from './book-in-force.js';
export * from './catalogue.js';
export * from './correction-grounds.js';
export { mergedCalendar, type PublishedCalendar } from './holidays.js';
export { addLimit, addWorkDays, isRestDay, lastDay, type LastDay, type Readings, type WorkDay } from './counting.js';
export { clauseFactsKey, clauseFactsView, knownFactsOf, type ClauseFactsRow, type CountedFact } from './clause-facts.view.js';
export { clauseOutcomeKey, clauseOutcomes, type ClauseOutcomeRow } from './clause-outcomes.view.js';
export { clauseHash, evaluate, type ClauseOutcome, type KnownFact, type KnownFacts, type Question } from './evaluate.js';
export { lint, type Finding } from './linter.js';
export { outcomesDecider, type RecordClauseOutcomes } from './outcomes.decider.js';
export { RULE_BOOKS, ruleBooks } from './rule-books.view.js';
export { rulebookContext } from './rulebook.context.js';
export {
  RULE_BOOKS_STREAM,
  rulebookDecider,
  type InterpretClause,
  type PublishHolidayCalendar,
  type PublishRuleBook,
  type RulebookCommand,
} from './rulebook.decider.js';
export { rulebookEvents } from './rulebook.events.js';
export type * from './rulebook.events.js';
export { clausePolicies, outcomesFor } from './rulebook.policy.js';
export { sha256Hex } from './sha256.js';
