/** Where an item is, as its own log says. */
export type Phase = 'none' | 'awaiting-receipt' | 'in-progress' | 'reported' | 'under-verification' | 'returned' | 'closed' | 'recurred' | 'cancelled';
/** What people read: exactly one for every item that was ordered. */
export type RectificationState = Exclude<Phase, 'none'> | 'overdue' | 'listed-supervision';
/** What people read for each state; 待交办 is said of a finding that stands without an order. */
export const RECTIFICATION_STATE_ZH: Readonly<Record<RectificationState | 'pending-assignment', string>> = {
  'pending-assignment': '待交办',
  'awaiting-receipt': '待签收',
  'in-progress': '整改中',
  reported: '已报告',
  'under-verification': '核查中',
  returned: '已退回',
  overdue: '已逾期',
  'listed-supervision': '挂牌督办',
  closed: '已销号',
  recurred: '已反弹',
  cancelled: '已撤销',
};

/** `overdue`: the clock found the unit late; `listed`: under 挂牌督办. Both are said only while the unit has the item. */
export type Progress = Readonly<{ phase: Phase; overdue: boolean; listed: boolean }>;
export const NO_PROGRESS: Progress = { phase: 'none', overdue: false, listed: false };

const WITH_UNIT: readonly (Phase | RectificationState)[] = ['awaiting-receipt', 'in-progress', 'returned', 'overdue', 'listed-supervision'];
const TO_VERIFY: readonly (Phase | RectificationState)[] = ['reported', 'under-verification'];
/** Whether the unit has to act: only then can a deadline be missed. */
export const isWithUnit = (of: Phase | RectificationState): boolean => WITH_UNIT.includes(of);
/** Whether the inspectors have to act. */
export const isToVerify = (of: Phase | RectificationState): boolean => TO_VERIFY.includes(of);
export const isOpen = (of: Phase | RectificationState): boolean => isWithUnit(of) || isToVerify(of);

/** The one state of an item: 挂牌督办 says more than 已逾期, and both more than what the unit is at. @throws for an item that was never ordered */
export function stateOf({ phase, overdue, listed }: Progress): RectificationState {
  if (phase === 'none') throw new RangeError('an item that was never ordered has no state');
  if (!isWithUnit(phase)) return phase;
  if (listed) return 'listed-supervision';
  return overdue ? 'overdue' : phase;
}

/** What an event does to an item's progress; events not named leave it. */
const STEPS: Readonly<Record<string, Partial<Progress>>> = {
  RectificationAssigned: { phase: 'awaiting-receipt' },
  RectificationAcknowledged: { phase: 'in-progress' },
  RectificationReported: { phase: 'reported', overdue: false },
  RectificationVerificationStarted: { phase: 'under-verification' },
  RectificationReturned: { phase: 'returned' },
  RectificationExtensionGranted: { overdue: false },
  RectificationOverdue: { overdue: true },
  RectificationClosed: { phase: 'closed', overdue: false, listed: false },
  RectificationCancelled: { phase: 'cancelled', overdue: false, listed: false },
};

type Told = Readonly<{ type: string; data: unknown }>;
/** Follows one event of the item. */
export function progressed(before: Progress, { type, data }: Told): Progress {
  if (type === 'RectificationLookedBack') return (data as { result: string }).result === 'recurred' ? { ...before, phase: 'recurred' } : before;
  if (type === 'SupervisionIssued') return (data as { established: { lists?: true } }).established.lists ? { ...before, listed: true } : before;
  return { ...before, ...STEPS[type] };
}
