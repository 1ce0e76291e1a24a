import { subjectIdsIn, type EventDefinition, type EventKind } from '#kernel';
import type { CaseEvent } from './case.events.js';
import type { ResponsibilityChainChanged } from './chain.events.js';
import type { NominationScreened } from './nomination.events.js';
import type { TriggerEvent } from './trigger.events.js';

export type AccountabilityEvent = ResponsibilityChainChanged | TriggerEvent | CaseEvent | NominationScreened;

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });

/** Every event of this context, with its label and kind. */
export const accountabilityEvents: { readonly [Type in AccountabilityEvent['type']]: EventDefinition } = {
  ResponsibilityChainChanged: define('derived', '责任链变化'),
  ClauseTriggered: define('derived', '条款触发'),
  ClauseTriggerChanged: define('derived', '触发内容变化'),
  ClauseTriggerFell: define('derived', '触发消失'),
  CaseBasisAdded: define('derived', '案件依据增加'),
  CaseBasisChanged: define('derived', '案件依据变化'),
  CaseBasisRemoved: define('derived', '案件依据减少'),
  CaseBasisWithdrawn: define('derived', '案件依据撤回'),
  MeasureBasisLost: define('derived', '处理依据丧失'),
  MeasureBasisRegained: define('derived', '处理依据恢复'),
  AccountabilityRecommended: define('act', '提出问责建议'),
  ClueDismissed: define('act', '线索不予受理'),
  InitiationApproved: define('act', '启动问责审批'),
  InvestigationTeamFormed: define('act', '调查组成立'),
  MemberRecused: define('act', '调查人员回避'),
  InvestigationRecusalOverridden: define('act', '调查不予回避决定'),
  FactsDrafted: define('act', '事实材料形成'),
  FactsPresentedToSubject: define('act', '事实材料见面'),
  StatementHeard: define('act', '陈述申辩记录'),
  InvestigationReported: define('act', '调查报告'),
  DirectPathTaken: define('act', '直接决定'),
  CollectivelyDecided: define('act', '集体讨论决定'),
  CaseReturnedForFacts: define('act', '退回补充事实'),
  AccountabilityExempted: define('act', '免予问责'),
  ConcludedWithoutAccountability: define('act', '终结（不予问责）'),
  DecisionAnnounced: define('act', '决定宣布'),
  DecisionServed: define('act', '决定送达'),
  CongressActRecorded: define('act', '人大（常委会）程序'),
  MeasureExecuted: define('act', '处理手续办结'),
  SelfCriticismFiled: define('act', '书面检讨'),
  CaseArchived: define('act', '归档'),
  DecisionCorrected: define('act', '决定纠正'),
  DecisionPublished: define('act', '决定公开'),
  CaseRedecisionOrdered: define('derived', '案件重新决定'),
  FormalitiesOverdue: define('derived', '手续逾期'),
  EffectPeriodEnded: define('derived', '影响期满'),
  NominationScreened: define('act', '推荐提名核查'),
};
