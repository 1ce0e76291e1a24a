import type { Basis, CalendarDate, Command, FactValue } from '#kernel';

type UnitYear = { unitId: string; year: number };

/** The policy's whole word on one clause about one target: does it veto now, and on what. */
export type SetVetoBasis = Command<
  'SetVetoBasis',
  UnitYear & { clauseId: string; target: string; met: boolean; values: Readonly<Record<string, FactValue>>; basis: Basis }
>;
/** Without `effects` the veto's effect stays undetermined; without `authorityRef` a breach is recorded. */
export type ConfirmVeto = Command<'ConfirmVeto', UnitYear & { authorityRef?: string; effects?: readonly string[]; date: CalendarDate }>;
/** For a veto confirmed before the book's reach was interpreted. */
export type DetermineVetoEffects = Command<'DetermineVetoEffects', UnitYear & { authorityRef: string; effects: readonly string[]; date: CalendarDate }>;
export type LiftVeto = Command<'LiftVeto', UnitYear & { authorityRef: string; reason: string; date: CalendarDate }>;
/** By policy: an appeal revoked what confirmed the veto. It stands until people lift it. */
export type MarkVetoForLifting = Command<'MarkVetoForLifting', UnitYear & { appealId: string; documentNo: string; revokedOn: CalendarDate }>;
export type VetoCommand = SetVetoBasis | ConfirmVeto | DetermineVetoEffects | LiftVeto | MarkVetoForLifting;
