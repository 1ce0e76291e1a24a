import type { Context } from '#kernel';
import { appraisalCard } from './appraisal-card.view.js';
import { appraisalDecider } from './appraisal.decider.js';
import { appraisalEvents } from './appraisal.events.js';
import { onAppraisalScoreRecorded, onPerformanceTotalDerived } from './appraisal.policy.js';
import { assessedUnits } from './assessed-units.view.js';
import { assessmentFacts } from './assessment.facts.js';
import { deductionOutcomes } from './deduction-outcomes.view.js';
import { openedAssessments } from './opened-assessments.view.js';
import { performanceDecider } from './performance.decider.js';
import { performanceEvents } from './performance.events.js';
import { onClauseOutcomeChanged, onIndicatorScoreRecorded, onRuleBookPublished, onVillageRegistered } from './performance.policy.js';
import { scoreEvidence } from './score-evidence.view.js';
import { scorecard } from './scorecard.view.js';
import { villageTowns } from './village-towns.view.js';

/** All that rebuild, replay, explain, the glossary and the apps need to know of this context: two instruments, two streams (justice 1). */
export const assessmentContext: Context = {
  name: 'assessment',
  zh: '考核',
  deciders: [performanceDecider, appraisalDecider],
  policies: [onClauseOutcomeChanged, onVillageRegistered, onIndicatorScoreRecorded, onRuleBookPublished, onPerformanceTotalDerived, onAppraisalScoreRecorded],
  views: [scorecard, appraisalCard, scoreEvidence, openedAssessments, assessedUnits, villageTowns, deductionOutcomes],
  events: { ...performanceEvents, ...appraisalEvents },
  facts: assessmentFacts,
};
