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

/**
 * Who answers for a village or unit reads otherwise: the links and bodies that came and those that went. Differences, because a chain grows with the years
 * while one handover concerns two links of it.
 */
export type ResponsibilityChainChanged = Event<
  'ResponsibilityChainChanged',
  {
    target: string;
    targetKind: 'unit' | 'village';
    bodies: Readonly<{ added: readonly ChainBody[]; removed: readonly ChainBody[] }>;
    links: Readonly<{ added: readonly ChainLink[]; removed: readonly ChainLink[] }>;
  }
>;
