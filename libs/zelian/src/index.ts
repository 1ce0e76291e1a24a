/** What faces show of a chain of responsibility. */
export { holdersIn, LEVEL_ZH } from '#accountability';
export { DUTY_KIND_ZH } from '#registry';
export { againstKey, APPEAL_CLOCK_ZH, APPEAL_OUTCOME_ZH, BAR_ROLE_ZH } from '#appeal';
/** What faces need to hold stated figures against their breakdowns; no ledger is needed for it. */
export {
  figuresSchema,
  parseFigures,
  reconcile,
  type Amount,
  type FiguresDocument,
  type Interval,
  type PathFigures,
  type PathReconciliation,
  type Reconciliation,
  type PathVerdict,
} from '#programme';
/** What is owed after an appeal, as people call it. */
export { ERASURE_GROUND_ZH, OWED_ZH } from '#redress';
export { contexts, definitionsOf, productContexts } from './contexts.js';
export { SEAL_SUITES, type SealSuite } from '#seal';
export {
  checkpointAnswer,
  checkpointNote,
  consistencyOf,
  inclusionOf,
  tileBytes,
  type CheckpointAnswer,
  type ConsistencyAnswer,
  type InclusionAnswer,
} from './checkpoints.js';
export { sealNow } from './seal-now.js';
export { checkReceipt, checkReceiptByKeys, erasureReceipt, type ErasureReceipt, type ReceiptVerdict } from './erasure-receipt.js';
export { keyedSigner, type ReceiptSigner } from './receipt-signer.js';
export { backUp, knownCheckpoints, restore, type KnownCheckpoint, type Manifest, type Restored } from './backup/index.js';
export { bundleSigner, exportBundle, importBundle, originalLines, type BundleImported } from './bundle/index.js';
export { holdsLedger, type Engines, type Mode } from './engines.js';
export { receiptHash, type ReceiptAnswer } from './complaint-receipt.js';
export type { AppealStatus, BarredAnswer, RemediesAnswer } from './appeals.js';
export type { StatutoryClocks, Today, VillageSheet } from './everyday.js';
export type { ClauseExplanation, Explanation, PersonExplanation } from './explain.js';
export { caseKeyOf, type CaseScreen, type ScreenAsk } from './screen/index.js';
export type { Holders } from './answers/holders.js';
export type { IntegrityOpinion } from './answers/integrity-opinion.js';
export type { SameClause } from './answers/same-clause.js';
export type { CaseFacts, FindingFacts, ShownFact } from './answers/case-facts.js';
export { GAP_ZH, type Gap } from './answers/fact-gaps.js';
export type { ExecutionChecklist } from './answers/execution-checklist.js';
export { EXECUTION_ITEM_ZH } from './answers/execution-items.js';
export type { MaySee } from './answers/may-see.js';
export { guardLog, logAtFrom, type LogAt } from './log-engines.js';
export { rowsAtFrom, type RowsAt } from './row-engines.js';
export { openLedger, type OpenOptions } from './open.js';
export { SealPolicy, sealWhenFrom, type SealWhen } from './seal-policy.js';
export { runningServer, whileServing, type RunningServer } from './serving.js';
export { witnessPolicyFrom } from './witnessing.js';
export { trailKey, type TrailRow } from './trail.view.js';
export { importLedger, type Imported } from './transfer.js';
export { failedChecks, type FirstBad, type ShownCheck, type Verdict, type VerifyStage } from './verify.js';
export { verifyDirectory } from './verify/verify-directory.js';
export { fieldZh } from './field-names.js';
export { linesOf } from './event-lines.js';
export { acceptedInto, cosignerKeyFrom, outsideNote, trustedLogKey } from './verify/outside.js';
export { RebuiltRows } from './verify/row-check.js';
export { rowsAsk, type VerifyAsk } from './verify/verify-parts.js';
export type { ReadAbout } from './questions.js';
export type { Health, SealState } from './health.js';
export type { LedgerInfo } from './parts.js';
export { LEDGER, Zelian } from './zelian.js';
export type { Moment } from '#readmodel';
export { figuresFrom, type FiguresOfSheet } from './sheets/figures.js';
export { sheetTemplates, templateNamed } from './sheets/index.js';
export { documentNames, printDocument } from './documents/index.js';
export { handOutDifference } from './documents/difference-paper.js';
export { clauseWords, measureNames, namesIn, type ClauseWords } from './documents/names.js';
export { handOutDossier, type DossierKind, type Handing } from './handing-out.js';
export { editListSchema, parseEditList, type Edit, type EditList } from '#replay';
export type { Consequences } from './replay/consequences.js';
export type { Counterfactual } from './replay/counterfactual.js';
export type { CaseFile } from './replay/case-file.js';
export type { Distance } from './replay/distance.js';
export type { DecisionDistance } from './replay/grounds-distance.js';
export { tell } from './replay/sentences.js';
export type { ChangedRow, Difference, FlaggedCommand, Narrowed } from './replay/difference.js';
export { dossierPaper, eventReceipt } from './documents/proof-papers.js';
export type { DossierSource, SealedParts } from './dossier-source.js';
export { handOutSealedDossier, type SealedAsk, type SealedFormat } from './sealed-dossier.js';
