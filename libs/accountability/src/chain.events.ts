import type { CalendarDate, Event } from '#kernel';
import type { DutyKind } from '#registry';

/** 全面 · 主要 · 重要领导责任 (问责条例 2016, Art. 5). */
export type ResponsibilityLevel = 'overall' | 'main' | 'important';

/** One person's part in a chain, for as long as it held; through a post of the unit, or through a duty for the target. */
export type ChainLink = Readonly<{
  personId: string;
  unitId?: string;
  postId?: string;
  role?: string;
  duty?: DutyKind;
  level: ResponsibilityLevel;
  from: CalendarDate;
  to?: CalendarDate;
  sharePermille?: number;
  acting?: boolean;
}>;
/** A leadership team answers as a body: 全面领导责任. */
export type ChainBody = Readonly<{ unitId: string; as: 'self' | 'town' | 'paired-department'; level: 'overall'; from?: CalendarDate; to?: CalendarDate }>;

/** Everybody who ever answered for a village or unit, with intervals: replaces the earlier word whole. */
export type ResponsibilityChainDerived = Event<
  'ResponsibilityChainDerived',
  { target: string; targetKind: 'unit' | 'village'; bodies: readonly ChainBody[]; links: readonly ChainLink[] }
>;
