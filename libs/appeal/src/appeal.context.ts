import type { Context } from '#kernel';
import { appealClocks } from './appeal-clocks.view.js';
import { appealDecider } from './appeal.decider.js';
import { appealDues, appealDuesOfHour } from './appeal-dues.js';
import { appealEvents } from './appeal.events.js';
import { onDecisionRevoked, onHourEnded, onRedecisionOrdered } from './appeal.policy.js';
import { appeals } from './appeals.view.js';
import { barredFromReview } from './barred-from-review.view.js';
import { appealDesignations, appealOrgans, appealPersons, appealPosts } from './organ.views.js';
import { reviewComplaints } from './review-complaints.view.js';
import { reviewRelations } from './review-relations.view.js';
import { remedies } from './remedies.view.js';
import { reviewedAppeals } from './reviewed-appeals.view.js';

/** 申诉: which ways are open until when, who may review, what came of it. */
export const appealContext: Context = {
  name: 'appeal',
  zh: '申诉',
  deciders: [appealDecider],
  policies: [onHourEnded, onDecisionRevoked, onRedecisionOrdered],
  views: [
    ...[appeals, appealClocks, remedies, barredFromReview, appealDuesOfHour, reviewedAppeals],
    ...[appealPosts, appealOrgans, appealPersons, appealDesignations, reviewRelations, reviewComplaints],
  ],
  events: appealEvents,
  dues: appealDues,
};

/** Views that only who owns the cases may read; every read of them is logged. Appellants ask for their own appeal and its ways by name. */
export const appealOwnerViews: readonly string[] = [
  ...[appeals, appealClocks, remedies, barredFromReview, appealDuesOfHour, reviewRelations, reviewComplaints, reviewedAppeals].map(({ name }) => name),
];
