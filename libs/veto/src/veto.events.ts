import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind, type FactValue } from '#kernel';

type UnitYear = { unitId: string; year: number };
/** One ground of a veto: a clause about a target, with the values that the book found. */
type Ground = UnitYear & { clauseId: string; target: string; values: Readonly<Record<string, FactValue>> };
type FallenGround = UnitYear & { clauseId: string; target: string };

/** A clause vetoes: no effect until people confirm it. */
export type VetoTriggered = Event<'VetoTriggered', Ground>;
/** A further clause stands under a veto that already exists. */
export type VetoBasisAdded = Event<'VetoBasisAdded', Ground>;
/** Evidence or values under a clause changed while it still vetoes. */
export type VetoBasisChanged = Event<'VetoBasisChanged', Ground>;
/** One clause of several fell and the veto stands on the others; or a clause fell that a lifted veto had rested on. */
export type VetoBasisRemoved = Event<'VetoBasisRemoved', FallenGround>;
/** The last clause relied on fell: a triggered veto is withdrawn, a confirmed one marked. */
export type VetoWithdrawn = Event<'VetoWithdrawn', FallenGround>;
export type VetoBasisLost = Event<'VetoBasisLost', FallenGround>;
export type VetoBasisRegained = Event<'VetoBasisRegained', Ground>;
/** `effects` chosen from the book's interpretations; empty with `effectUndetermined`. Without `authorityRef` a named breach is recorded. */
export type VetoConfirmed = Event<
  'VetoConfirmed',
  UnitYear & { authorityRef?: string; effects: readonly string[]; effectUndetermined: boolean; date: CalendarDate; breaches?: readonly string[] }
>;
/** People settle the effects of a veto that was confirmed before its reach had been interpreted. */
export type VetoEffectsDetermined = Event<'VetoEffectsDetermined', UnitYear & { authorityRef: string; effects: readonly string[]; date: CalendarDate }>;
export type VetoLifted = Event<'VetoLifted', UnitYear & { authorityRef: string; reason: string; date: CalendarDate }>;
/** Stands beside a lifting, and names what it breached: no ground had fallen and no appeal had revoked the veto (justice 8, 12a). Its basis is what still stood. */
export type VetoGroundOverridden = Event<'VetoGroundOverridden', UnitYear & { date: CalendarDate; breaches: readonly string[] }>;

/** An appeal revoked it: marked for people to lift, never rewritten. */
export type VetoMarkedForLifting = Event<'VetoMarkedForLifting', UnitYear & { appealId: string; documentNo: string; revokedOn: CalendarDate }>;

export type VetoEvent =
  | VetoTriggered
  | VetoBasisAdded
  | VetoBasisChanged
  | VetoBasisRemoved
  | VetoWithdrawn
  | VetoBasisLost
  | VetoBasisRegained
  | VetoConfirmed
  | VetoEffectsDetermined
  | VetoLifted
  | VetoGroundOverridden
  | VetoMarkedForLifting;

/** Where a veto can stand; `none`: no clause has vetoed yet. */
export type VetoState = 'none' | 'triggered' | 'withdrawn' | 'confirmed' | 'basis-lost' | 'lifted';
/** What people read for each state. */
export const VETO_STATE_ZH: Readonly<Record<VetoState, string>> = {
  none: '无',
  triggered: '已触发，待确认',
  withdrawn: '已撤回',
  confirmed: '已确认',
  'basis-lost': '依据灭失，待解除',
  lifted: '已解除',
};
/** The breach recorded with a confirmation that names no authority. */
export const WITHOUT_AUTHORITY = 'veto-without-authority';
/** The breach recorded with a lifting while the ground stands. */
export const GROUND_STANDS = 'veto-lifted-while-ground-stands';

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });

/** Manifest of the events; the compiler names a forgotten one. */
export const vetoEvents: Readonly<Record<VetoEvent['type'], EventDefinition>> = {
  VetoTriggered: define('derived', '触发一票否决'),
  VetoBasisAdded: define('derived', '一票否决增加依据'),
  VetoBasisChanged: define('derived', '一票否决依据变化'),
  VetoBasisRemoved: define('derived', '一票否决减少依据'),
  VetoWithdrawn: define('derived', '撤回一票否决'),
  VetoBasisLost: define('derived', '一票否决依据灭失'),
  VetoBasisRegained: define('derived', '一票否决依据恢复'),
  VetoConfirmed: define('act', '确认一票否决'),
  VetoEffectsDetermined: define('act', '明确一票否决效果'),
  VetoLifted: define('act', '解除一票否决'),
  VetoGroundOverridden: define('act', '依据未灭失即解除一票否决'),
  VetoMarkedForLifting: define('derived', '一票否决待解除（申诉已撤销）'),
};
