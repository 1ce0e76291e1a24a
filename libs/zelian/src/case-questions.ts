import { yearOf, type Actor, type CalendarDate } from '#kernel';
import type { Moment } from '#readmodel';
import { appealBarred, appealPaths, appealStatus, type AppealStatus, type BarredAnswer, type RemediesAnswer } from './appeals.js';
import type { CaseAsk } from './answers/about-case.js';
import { caseFacts, findingFacts, type CaseFacts, type FindingFacts } from './answers/case-facts.js';
import { executionChecklist, type ExecutionChecklist } from './answers/execution-checklist.js';
import { holdersOf, type Holders, type HoldersAsk } from './answers/holders.js';
import { integrityOpinion, type IntegrityOpinion } from './answers/integrity-opinion.js';
import { maySee, type MaySee } from './answers/may-see.js';
import { sameClause, type SameClause } from './answers/same-clause.js';
import { complaintReceipt, type ReceiptAnswer } from './complaint-receipt.js';
import type { Parts } from './parts.js';
import { askDryRun, askReplay, type DryRunAsk, type ReplayAsk } from './replay/asking.js';
import { askCaseFile, type CaseFile, type CaseFileAsk } from './replay/case-file.js';
import type { Counterfactual } from './replay/counterfactual.js';
import { askDistance, type Distance, type DistanceAsk } from './replay/distance.js';
import { askDecisionDistance, type DecisionDistance, type DecisionDistanceAsk } from './replay/grounds-distance.js';
import { screenCase, type CaseScreen, type ScreenAsk } from './screen/index.js';

export type DayAsk = Readonly<{ date?: CalendarDate; actor: Actor; moment?: Moment }>;

/** What people ask of a decided case, and of an appeal against it. For case owners, and appellants of their own; every question is noted, none records anything. */
export class CaseQuestions {
  constructor(
    private readonly parts: Parts,
    /** The day asked about; today where none is named. */
    private readonly dayAsked: (date: CalendarDate | undefined) => Promise<CalendarDate>,
  ) {}

  /** The ways of appeal of a decision on a day. `date` absent: today. */
  async appealPaths(decision: string, { date, ...ask }: DayAsk): Promise<RemediesAnswer> {
    return appealPaths(this.parts, decision, { ...ask, date: await this.dayAsked(date) });
  }

  /** Where an appeal stands on a day. `date` absent: today. */
  async appealStatus(appealId: string, { date, ...ask }: DayAsk): Promise<AppealStatus> {
    return appealStatus(this.parts, appealId, { ...ask, date: await this.dayAsked(date) });
  }

  /** Who may not review a decision, and by which events. */
  appealBarred(decision: string, ask: Omit<DayAsk, 'date'>): Promise<BarredAnswer> {
    return appealBarred(this.parts, decision, ask);
  }

  /** What became of a complaint and where it lies in the log, with its proof, for who holds the code of its receipt. */
  complaintReceipt(complaintId: string, code: string): Promise<ReceiptAnswer> {
    return complaintReceipt(this.parts, complaintId, code);
  }

  /** A decided case (`person/post/year`) against the grounds on which the law corrects decisions. */
  screenCase(ask: ScreenAsk): Promise<CaseScreen> {
    return screenCase(this.parts, ask);
  }

  /** What people had before them who decided, vetoed or answered an appeal, and what is known of the same now. */
  caseFile(ask: CaseFileAsk): Promise<CaseFile> {
    return askCaseFile(this.parts, ask);
  }

  /** What would be otherwise had facts been different. */
  replay(ask: ReplayAsk): Promise<Counterfactual> {
    return askReplay(this.parts, ask);
  }

  /** What would be otherwise under a draft book in place of the one it would replace. */
  dryRun(ask: DryRunAsk): Promise<Counterfactual> {
    return askDryRun(this.parts, ask);
  }

  /** How far a unit's result lies from the next grades, and the smallest edits that would change it. */
  distance(ask: DistanceAsk): Promise<Distance> {
    return askDistance(this.parts, ask);
  }

  /** The same of a decision: ground by ground, along a scale or by the fact with which it would fall. */
  decisionDistance(ask: DecisionDistanceAsk): Promise<DecisionDistance> {
    return askDecisionDistance(this.parts, ask);
  }

  /** 廉政意见: measures in force for a person on the day that `moment.validOn` names; today without one. */
  async integrityOpinion(personId: string, { actor, moment = {} }: Omit<DayAsk, 'date'>): Promise<IntegrityOpinion> {
    return integrityOpinion(this.parts, { personId, actor, moment, date: await this.dayAsked(moment.validOn) });
  }

  /** Who answered for a village or unit over an interval, with days and gaps; over the year of today where no interval is named. */
  async holders(ask: HoldersAsk): Promise<Holders> {
    return holdersOf(this.parts, { ...ask, thisYear: yearOf(await this.dayAsked(undefined)) });
  }

  /** Same clause, same facts: what others got. Names for who owns cases only. */
  sameClause(ask: CaseAsk): Promise<SameClause> {
    return sameClause(this.parts, ask);
  }

  /** Fact × evidence × signer × shown to whom, with the gaps named. */
  caseFacts(ask: CaseAsk): Promise<CaseFacts> {
    return caseFacts(this.parts, ask);
  }

  /** The same of one finding. */
  findingFacts(findingId: string, ask: Omit<DayAsk, 'date'>): Promise<FindingFacts> {
    return findingFacts(this.parts, { findingId, ...ask });
  }

  /** What has to happen after a decision, done or open on the day that `moment.validOn` names; today without one. */
  async executionChecklist(ask: CaseAsk): Promise<ExecutionChecklist> {
    return executionChecklist(this.parts, { ...ask, date: await this.dayAsked(ask.moment?.validOn) });
  }

  /** What the asker may see of a case, and why the rest is withheld. For anybody. */
  maySee(ask: CaseAsk): Promise<MaySee> {
    return maySee(this.parts, ask);
  }
}
