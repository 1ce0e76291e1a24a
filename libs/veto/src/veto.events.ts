import type { CalendarDate, Event } from '#kernel';

type UnitYear = { unitId: string; year: number };
/** A clause vetoes: no effect until people confirm it. */
export type VetoTriggered = Event<'VetoTriggered', UnitYear & { clauseId: string; target: string }>;
/** A further clause stands under a veto that already exists. */
export type VetoBasisAdded = Event<'VetoBasisAdded', UnitYear & { clauseId: string; target: string }>;
/** Evidence or values under a clause changed while it still vetoes. */
export type VetoBasisChanged = Event<'VetoBasisChanged', UnitYear & { clauseId: string; target: string }>;
/** One clause of several fell; the veto stands on the others. */
export type VetoBasisRemoved = Event<'VetoBasisRemoved', UnitYear & { clauseId: string; target: string }>;
/** The last clause relied on fell: a triggered veto is withdrawn, a confirmed one marked. */
export type VetoWithdrawn = Event<'VetoWithdrawn', UnitYear & { clauseId: string; target: string }>;
export type VetoBasisLost = Event<'VetoBasisLost', UnitYear & { clauseId: string; target: string }>;
export type VetoBasisRegained = Event<'VetoBasisRegained', UnitYear & { clauseId: string; target: string }>;
/** `effects` chosen from the book's interpretations; empty with `effectUndetermined`. Without `authorityRef` a named breach is recorded. */
export type VetoConfirmed = Event<'VetoConfirmed', UnitYear & { authorityRef?: string; effects: readonly string[]; effectUndetermined: boolean; date: CalendarDate; breaches?: readonly string[] }>;
export type VetoLifted = Event<'VetoLifted', UnitYear & { authorityRef: string; reason: string; date: CalendarDate }>;
