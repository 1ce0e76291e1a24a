import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind, type Private } from '#kernel';

/** The closure that did not hold, and who signed it (谁督查谁负责). */
export type Closure = Readonly<{
  rectificationId: string;
  unitId: string;
  year: number;
  groupId: string;
  signerPersonIds: readonly string[];
  closedOn: CalendarDate;
  falseClosure: boolean;
}>;
type Ground = Closure & { clauseId: string };
type Act = {
  rectificationId: string;
  unitId: string;
  year: number;
  signerPersonIds: readonly string[];
  organUnitId: string;
  documentNo: string;
  date: CalendarDate;
};

/** A draft for people, and nothing more: it judges nobody. */
export type SignerReviewProposed = Event<'SignerReviewProposed', Ground>;
/** A further clause asks for it; or one of several no longer does. */
export type SignerReviewBasisAdded = Event<'SignerReviewBasisAdded', Ground>;
export type SignerReviewBasisRemoved = Event<'SignerReviewBasisRemoved', Ground>;
/** The last clause fell: a proposal is withdrawn, an opened review marked. */
export type SignerReviewWithdrawn = Event<'SignerReviewWithdrawn', Ground>;
export type SignerReviewBasisLost = Event<'SignerReviewBasisLost', Ground>;
export type SignerReviewBasisRegained = Event<'SignerReviewBasisRegained', Ground>;
export type SignerReviewOpened = Event<'SignerReviewOpened', Act>;
export type SignerReviewDismissed = Event<'SignerReviewDismissed', Act & { reason: Private }>;
export type SignerReviewConcluded = Event<'SignerReviewConcluded', Act & { conclusion: 'closure-sound' | 'closure-false'; opinion: Private }>;

export type SignerReviewActEvent = SignerReviewOpened | SignerReviewDismissed | SignerReviewConcluded;
export type SignerReviewEvent =
  | SignerReviewProposed
  | SignerReviewBasisAdded
  | SignerReviewBasisRemoved
  | SignerReviewWithdrawn
  | SignerReviewBasisLost
  | SignerReviewBasisRegained
  | SignerReviewActEvent;

export type SignerReviewState = 'none' | 'proposed' | 'withdrawn' | 'open' | 'basis-lost' | 'dismissed' | 'concluded';
export const SIGNER_REVIEW_STATE_ZH: Readonly<Record<SignerReviewState, string>> = {
  none: '无',
  proposed: '建议复核，待处理',
  withdrawn: '已撤回',
  open: '复核中',
  'basis-lost': '依据灭失，待办结',
  dismissed: '不予复核',
  concluded: '已办结',
};

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });

/** Manifest of the events; the compiler names a forgotten one. */
export const signerReviewEvents: Readonly<Record<SignerReviewEvent['type'], EventDefinition>> = {
  SignerReviewProposed: define('derived', '建议复核销号人'),
  SignerReviewBasisAdded: define('derived', '销号复核增加依据'),
  SignerReviewBasisRemoved: define('derived', '销号复核减少依据'),
  SignerReviewWithdrawn: define('derived', '撤回销号复核建议'),
  SignerReviewBasisLost: define('derived', '销号复核依据灭失'),
  SignerReviewBasisRegained: define('derived', '销号复核依据恢复'),
  SignerReviewOpened: define('act', '启动销号复核'),
  SignerReviewDismissed: define('act', '不予复核销号'),
  SignerReviewConcluded: define('act', '销号复核结论'),
};
