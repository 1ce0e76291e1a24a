import type { Event, Private } from '#kernel';

export const ERASURE_GROUNDS = ['purpose-achieved', 'retention-expired', 'consent-withdrawn', 'unlawful', 'other-law'] as const;
/** Why personal information has to go (《个人信息保护法》第四十七条). */
export type ErasureGround = (typeof ERASURE_GROUNDS)[number];
export const ERASURE_GROUND_ZH: Readonly<Record<ErasureGround, string>> = {
  'purpose-achieved': '处理目的已实现、无法实现或者不再必要',
  'retention-expired': '保存期限已届满',
  'consent-withdrawn': '个人撤回同意',
  unlawful: '违反法律、行政法规或者约定处理',
  'other-law': '法律、行政法规规定的其他情形',
};

type OfErasure<More> = { erasureId: string; subjectId: string } & More;
/**
 * Somebody asks that private values about a subject go. `fields`: the last word of their paths in the events, such as `name`; absent: all of them.
 * `provision`: the article that asks for it, as it is cited.
 */
export type ErasureProposed = Event<
  'ErasureProposed',
  OfErasure<{ fields?: readonly string[]; ground: ErasureGround; provision: string; documentNo: string; reason: Private }>
>;
/** A second person agrees: from here on the values are to go, all that stand in events up to this one. */
export type ErasureApproved = Event<'ErasureApproved', OfErasure<{ documentNo: string }>>;
export type ErasureRefused = Event<'ErasureRefused', OfErasure<{ reason: Private }>>;
/** They are gone. The commitments stay in the events: these are the ones that nothing opens any more. */
export type ErasureCarriedOut = Event<'ErasureCarriedOut', OfErasure<{ commitments: readonly string[] }>>;
export type ErasureEvent = ErasureProposed | ErasureApproved | ErasureRefused | ErasureCarriedOut;
