import { subjectIdsIn, type Context, type EventDefinition, type EventKind } from '#kernel';
import { clearingDecider } from './clearing.decider.js';
import type { ClearingEvent } from './clearing.events.js';
import { appealRecordPapers } from './appeal-record-papers.view.js';
import { correctionNotices } from './correction-notices.view.js';
import { entitlements } from './entitlements.view.js';
import { erasureDecider } from './erasure.decider.js';
import type { ErasureEvent } from './erasure.events.js';
import { erasureHandlers, erasureTies } from './erasure-interests.view.js';
import { erasures, erasuresDue } from './erasures.view.js';
import { holdDues, redressDues } from './hold-dues.view.js';
import { holdDecider, type HoldEvent, type LegalHoldExtended } from './hold.decider.js';
import { legalHolds } from './legal-holds.view.js';
import { nameClearings } from './name-clearings.view.js';
import { paperDecider } from './paper.decider.js';
import type { PaperEvent } from './paper.events.js';
import { recordReleases } from './record-releases.view.js';
import { redressAppeals, redressOutcomes, redressSteps } from './redress-appeals.view.js';
import { redressCases } from './redress-cases.view.js';
import { redressComplaints } from './redress-complaints.view.js';
import { redressPersons, redressPosts, redressUnits } from './redress-offices.views.js';
import { onAppealEnded, onAppealLodged, onAppealTransferred, onHourEnded } from './hold.policy.js';
import { onDecisionCorrected, onDecisionPublished, onDecisionRevoked, onRecordReleased } from './redress.policy.js';
import { releaseDecider, type RecordReleased } from './release.decider.js';
import { restorationChecklist } from './restoration-checklist.view.js';
import { restorationDecider } from './restoration.decider.js';
import type { RestorationEvent } from './restoration.events.js';

export type RedressEvent = RestorationEvent | RecordReleased | ClearingEvent | HoldEvent | PaperEvent | ErasureEvent;
const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });

export const redressEvents: { readonly [Type in RedressEvent['type']]: EventDefinition } = {
  RestorationOpened: define('derived', '恢复事项立项'),
  RestorationItemOwed: define('derived', '应恢复事项'),
  EntitlementRestored: define('act', '待遇恢复'),
  NameRestored: define('act', '恢复名誉'),
  CorrectionNoticeIssued: define('act', '更正通知发出'),
  UnitResultRestored: define('act', '单位考核结果恢复'),
  RestorationItemInapplicable: define('act', '恢复事项不适用'),
  RecordReleased: define('act', '对外提供记录'),
  ClearingOpened: define('act', '启动澄清正名'),
  ClearingConsentRecorded: define('act', '澄清征求本人意见'),
  NameCleared: define('act', '澄清正名'),
  AppealRecordIssued: define('act', '申诉案件材料印发'),
  CorrectionPaperIssued: define('act', '更正通知书签发'),
  LegalHoldPlaced: define('derived', '申诉保全'),
  LegalHoldExtended: {
    ...define('derived', '申诉保全延续'),
    version: 2,
    // Until then only what was maintained was held on.
    upcasts: { 1: (data: Omit<LegalHoldExtended['data'], 'after'>): LegalHoldExtended['data'] => ({ ...data, after: 'maintained' }) },
  },
  LegalHoldReleased: define('derived', '申诉保全解除'),
  ErasureProposed: define('act', '提请删除个人信息'),
  ErasureApproved: define('act', '批准删除个人信息'),
  ErasureRefused: define('act', '不予批准删除'),
  ErasureCarriedOut: define('act', '个人信息已删除'),
};

/** 救济落实: what people do so that an outcome takes effect on a life. */
export const redressContext: Context = {
  name: 'redress',
  zh: '救济落实',
  deciders: [restorationDecider, releaseDecider, clearingDecider, holdDecider, paperDecider, erasureDecider],
  policies: [onDecisionRevoked, onDecisionCorrected, onDecisionPublished, onRecordReleased, onAppealLodged, onAppealTransferred, onAppealEnded, onHourEnded],
  views: [
    ...[restorationChecklist, correctionNotices, entitlements, recordReleases, nameClearings, legalHolds, appealRecordPapers, erasures, erasuresDue],
    ...[redressCases, redressAppeals, redressOutcomes, redressPosts, redressUnits, redressPersons, redressComplaints, erasureTies, erasureHandlers],
    ...[redressSteps, holdDues],
  ],
  events: redressEvents,
  dues: redressDues,
};

/** For case owners only; of the first three a person may read the own row. */
export const redressOwnerViews: readonly string[] = [
  ...[recordReleases, entitlements, restorationChecklist].map(({ name }) => name),
  ...[correctionNotices, nameClearings, legalHolds, appealRecordPapers, redressCases, redressOutcomes, redressComplaints, redressSteps, holdDues].map(
    ({ name }) => name,
  ),
  ...[erasures, erasuresDue, erasureTies, erasureHandlers].map(({ name }) => name),
];
