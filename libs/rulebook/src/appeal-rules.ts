import type { ValidTime } from '#kernel';
import type { TimeLimit } from './time-limit.js';

/** Where an appeal is filed, or who reviews it. `competent`: an organ with one of the competences. */
export type AppealPlace = Readonly<{ at: 'deciding-organ' | 'organ-above' }> | Readonly<{ at: 'competent'; competences: readonly string[] }>;
/** What kinds of decision a track is for. */
export type AppealedKind = 'measure' | 'grade' | 'veto';

/**
 * How last days are counted, as a clause of its own: a governing text's own, or the general rule of its time. `firstDay`: it excludes the day of receipt, or says
 * nothing of it. `restDay`: it moves a last day on a rest day, or says nothing; such a day is moved either way.
 */
export type CountingClause = Readonly<{
  id: string;
  zh: string;
  firstDay: 'excluded' | 'silent';
  restDay: 'next-work-day' | 'silent';
  source: string;
  article: string;
  effective: ValidTime;
  verifiedBy: string;
}>;

/** A step of a track: itself a clause, with its clocks. Without `lodging` no time bar is known; without `after` it opens with the decision. */
export type AppealStep = Readonly<{
  id: string;
  zh: string;
  source: string;
  article: string;
  verifiedBy: string;
  /** Steps of the same track, any of which must have been answered. */
  after?: readonly string[];
  /** Steps that this one stands in for: once one of them is taken, this one is closed. */
  insteadOf?: readonly string[];
  fileWith: readonly AppealPlace[];
  reviewedBy: readonly AppealPlace[];
  lodging?: TimeLimit;
  /** What the law says the lodging period runs from, in its own words. */
  lodgingCounts: string;
  admission?: TimeLimit;
  /** From admission (受理): clocks of the authority never run before it (justice 13). */
  answer: TimeLimit;
  extension?: TimeLimit;
  service?: TimeLimit;
  /** The counting clause that the governing text itself states; absent: it states none, and the general rule of the day is read both ways. */
  countedBy?: string;
  /** What the appellant may do when nobody answers in time. */
  silenceZh?: string;
}>;

/** Which decisions a track reaches, by date (`effective` of the track) × deciding organ × measure × status. What is left out is not asked about. */
export type AppealReach = Readonly<{
  kinds: readonly AppealedKind[];
  organs?: readonly string[];
  measures?: readonly string[];
  partyMember?: boolean;
  staffStatus?: readonly string[];
}>;

/** 申诉渠道. Several are normal: each is shown, never one winner (justice 6). */
export type AppealTrack = Readonly<{
  id: string;
  zh: string;
  source: string;
  /** Of decisions made within it. */
  effective: ValidTime;
  reaches: AppealReach;
  /** 领导成员 may be sent to other rules: said, and left to the legal desk (justice 14). */
  leadersZh?: string;
  suspendsExecution: boolean;
  /** By law, or by a rule that the house declares for itself. */
  nonAggravation: Readonly<{ by: 'law' | 'house-rule'; source: string; article: string }>;
  steps: readonly AppealStep[];
  note?: string;
  verifiedBy: string;
}>;

/** What the book says of appeals. */
export type AppealRules = Readonly<{
  counting: readonly CountingClause[];
  /** Roles of posts whose holders are 领导成员. */
  leaderRoles: readonly string[];
  /** How long the authority may take to admit, and to serve its outcome, where a step does not say. */
  admission: TimeLimit;
  service: TimeLimit;
  supplement: TimeLimit;
  panelMembersMin: number;
  /** How many decide on the panel's report; a book that does not say leaves it at two. */
  decidersMin?: number;
  tracks: readonly AppealTrack[];
  source: string;
  verifiedBy: string;
}>;
