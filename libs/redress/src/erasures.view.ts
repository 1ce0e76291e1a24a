import type { Actor, Instant, Recorded, View } from '#kernel';
import type { ErasureApproved, ErasureCarriedOut, ErasureEvent, ErasureProposed, ErasureRefused } from './erasure.events.js';

export type ErasureState = 'proposed' | 'approved' | 'refused' | 'carried-out';
export const ERASURE_STATE_ZH: Readonly<Record<ErasureState, string>> = {
  proposed: '待审批',
  approved: '已批准',
  refused: '不予批准',
  'carried-out': '已删除',
};
/** One act on an erasure: which event, when and by whom. */
export type ErasureStep = Readonly<{ eventId: string; position: number; recordedAt: Instant; actor: Actor }>;
export type ErasureRow = ErasureProposed['data'] &
  Readonly<{
    state: ErasureState;
    proposed: ErasureStep;
    approved: (ErasureStep & Readonly<{ documentNo: string }>) | null;
    refused: ErasureStep | null;
    carriedOut: (ErasureStep & Readonly<{ commitments: readonly string[] }>) | null;
  }>;

const stepOf = ({ id, position, recordedAt, actor }: Recorded<ErasureEvent>): ErasureStep => ({ eventId: id, position, recordedAt, actor });

/** Whose private values are to go or are gone, on which ground, by which two people? */
export const erasures: View<ErasureRow, ErasureEvent> = {
  name: 'erasures',
  version: 1,
  zh: '个人信息删除（仅限案件承办机关）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.erasureId],
  on: {
    ErasureProposed: (_, event: Recorded<ErasureProposed>) => ({
      ...event.data,
      ...{ state: 'proposed', proposed: stepOf(event), approved: null, refused: null, carriedOut: null },
    }),
    ErasureApproved: (row, event: Recorded<ErasureApproved>) =>
      row && { ...row, state: 'approved', approved: { ...stepOf(event), documentNo: event.data.documentNo } },
    ErasureRefused: (row, event: Recorded<ErasureRefused>) => row && { ...row, state: 'refused', refused: stepOf(event) },
    ErasureCarriedOut: (row, event: Recorded<ErasureCarriedOut>) =>
      row && { ...row, state: 'carried-out', carriedOut: { ...stepOf(event), commitments: event.data.commitments } },
  },
};

export type ErasureDueRow = Readonly<{ erasureId: string; subjectId: string; fields: readonly string[] | null; approved: ErasureStep | null }>;

/** What was approved and has yet to happen in the vault; once it has, the row is gone. */
export const erasuresDue: View<ErasureDueRow, ErasureEvent> = {
  name: 'erasures-due',
  version: 1,
  zh: '待执行的删除（仅限案件承办机关）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.erasureId],
  on: {
    ErasureProposed: (_, { data: { erasureId, subjectId, fields = null } }) => ({ erasureId, subjectId, fields, approved: null }),
    ErasureApproved: (row, event: Recorded<ErasureApproved>) => row && { ...row, approved: stepOf(event) },
    ErasureRefused: () => undefined,
    ErasureCarriedOut: () => undefined,
  },
};
