import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind } from '#kernel';
import type { Authority } from './programme.events.js';

/** What a share pays: the guaranteed part and, beside it, a part of the profit whose base a rule may leave undefined. `dueMonthDay`: each year's last day, `MM-DD`. */
export type ShareTerms = Readonly<{
  perPersonFen: number;
  guaranteedBasisPoints: number;
  secondBasisPointsMin: number;
  secondBase?: 'capital' | 'profit';
  dueMonthDay: string;
  excludedKinds: readonly string[];
  modes: readonly Readonly<{ id: string; zh: string }>[];
  modesMin: number;
}>;
/** A rule on shares for poor households: a document of a county, as data. */
export type ShareRuleIssued = Event<'ShareRuleIssued', { ruleId: string; zh: string; terms: ShareTerms; authority: Authority }>;

/** One enterprise's part of a fund, and the modes by which it carries the households beside the dividend. */
export type FundPart = Readonly<{ enterpriseId: string; amountFen: number; modes: readonly string[] }>;
export type ShareHolder = Readonly<{ householdId: string; persons: number }>;
/** 配股: public money put into enterprises and counted out to poor households by the head; a pilot brings its own terms. */
export type FundAllotted = Event<
  'FundAllotted',
  {
    fundId: string;
    villageId: string;
    year: number;
    amountFen: number;
    terms: ShareTerms;
    parts: readonly FundPart[];
    holders: readonly ShareHolder[];
    ownerUnitId: string;
    authority: Authority;
  }
>;
/** The fund is brought under a rule. `pilotBeforeRule`: its money was allotted before the rule was issued. */
export type ShareRuleApplied = Event<
  'ShareRuleApplied',
  { fundId: string; ruleId: string; terms: ShareTerms; ruleDate: CalendarDate; pilotBeforeRule: boolean; date: CalendarDate }
>;
export type DividendPaid = Event<
  'DividendPaid',
  { fundId: string; year: number; kind: 'guaranteed' | 'second'; amountFen: number; date: CalendarDate; documentRef: string }
>;
export type FundEvent = FundAllotted | ShareRuleApplied | DividendPaid;

/** 正在申报、审查: how far an application for shares has come. */
export type ShareApplicationFiled = Event<
  'ShareApplicationFiled',
  { applicationId: string; villageId: string; year: number; enterpriseId: string; ruleId: string; date: CalendarDate; documentRef: string }
>;
type OfApplication = Readonly<{ applicationId: string; villageId: string; year: number; date: CalendarDate }>;
export type ShareApplicationExamined = Event<'ShareApplicationExamined', OfApplication & Readonly<{ unitId: string }>>;
export type ShareApplicationDecided = Event<
  'ShareApplicationDecided',
  OfApplication & Readonly<{ outcome: 'approved' | 'refused'; reason: string; authority: Authority }>
>;
export type ShareApplicationWithdrawn = Event<'ShareApplicationWithdrawn', OfApplication & Readonly<{ reason: string }>>;
export type ShareApplicationEvent = ShareApplicationFiled | ShareApplicationExamined | ShareApplicationDecided | ShareApplicationWithdrawn;

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });
export const fundEvents: Readonly<Record<(ShareRuleIssued | FundEvent | ShareApplicationEvent)['type'], EventDefinition>> = {
  ShareRuleIssued: define('act', '配股办法印发'),
  FundAllotted: define('act', '资金配股到户'),
  ShareRuleApplied: define('act', '纳入配股办法'),
  DividendPaid: define('fact', '分红到户'),
  ShareApplicationFiled: define('fact', '配股申报'),
  ShareApplicationExamined: define('fact', '配股申报审查'),
  ShareApplicationDecided: define('act', '配股申报审定'),
  ShareApplicationWithdrawn: define('fact', '配股申报撤回'),
};
