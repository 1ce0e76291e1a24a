import type { CalendarDate, Recorded } from '#kernel';
import { membersOf, withHandover, withReplaced, worksOf, type Membership, type Work } from './group.state.js';
import type { InspectionRoundPlanned, RoundEvent } from './round.events.js';

export type RoundPhase = 'planned' | 'opened' | 'closed';
export const ROUND_PHASE_ZH: Readonly<Record<RoundPhase, string>> = { planned: '已立项', opened: '已启动', closed: '已结束' };

/** Filing stands beside the phase: a round opened elsewhere may have been filed late or never. */
export type RoundState = Readonly<{
  phase: RoundPhase | 'none';
  plan?: InspectionRoundPlanned['data'];
  filedOn?: CalendarDate;
  openedOn?: CalendarDate;
  closedOn?: CalendarDate;
  reportNo?: string;
  groups: Readonly<Record<string, readonly Membership[]>>;
  works: readonly Work[];
  handoverIds: readonly string[];
}>;
export const NO_ROUND: RoundState = { phase: 'none', groups: {}, works: [], handoverIds: [] };

type Of<Type extends RoundEvent['type']> = Recorded<Extract<RoundEvent, { type: Type }>>;

export const evolveRound: { readonly [Type in RoundEvent['type']]: (state: RoundState, event: Of<Type>) => RoundState } = {
  InspectionRoundPlanned: (state, { data }) => ({ ...state, phase: 'planned', plan: data }),
  InspectionRoundFiled: (state, { data }) => ({ ...state, filedOn: data.date }),
  InspectionRoundOpened: (state, { data }) => ({ ...state, phase: 'opened', openedOn: data.date }),
  InspectionRoundClosed: (state, { data }) => ({ ...state, phase: 'closed', closedOn: data.date }),
  InspectionRoundReportIssued: (state, { data }) => ({ ...state, reportNo: data.documentNo }),
  InspectionGroupFormed: (state, { data }) => ({
    ...state,
    groups: { ...state.groups, [data.groupId]: membersOf(data) },
    works: [...state.works, ...worksOf(data)],
  }),
  InspectionGroupMemberReplaced: (state, { data }) => ({
    ...state,
    groups: { ...state.groups, [data.groupId]: withReplaced(state.groups[data.groupId] ?? [], data) },
  }),
  InspectionGroupHandedOver: (state, { data }) => ({
    ...state,
    works: withHandover(state.works, data),
    handoverIds: [...state.handoverIds, data.handoverId],
  }),
  InspectionRecusalOverridden: (state) => state,
};
