import type { CalendarDate, Event } from '#kernel';

/** Who determined something, by which document and when it was issued. */
export type Authority = Readonly<{ organUnitId: string; documentNo: string; date: CalendarDate }>;
export type ExitPlanned = Event<'ExitPlanned', { villageId: string; year: number; cutOff: CalendarDate; authority: Authority }>;
/** 计划调整, with approval: the village leaves this year's plan. */
export type ExitPlanAdjusted = Event<'ExitPlanAdjusted', { villageId: string; year: number; toYear?: number; reason: string; authority: Authority }>;
export type VillageExitDetermined = Event<'VillageExitDetermined', { villageId: string; year: number; authority: Authority }>;
export type VillageExitFailureDetermined = Event<'VillageExitFailureDetermined', { villageId: string; year: number; authority: Authority }>;
/** 假脱贫: an exit once determined turns out false. */
export type FalseExitFound = Event<'FalseExitFound', { villageId: string; year: number; authority: Authority }>;
/** The authority takes its own determination back: the exit is open again. */
export type ExitDeterminationWithdrawn = Event<'ExitDeterminationWithdrawn', { villageId: string; year: number; reason: string; authority: Authority }>;
