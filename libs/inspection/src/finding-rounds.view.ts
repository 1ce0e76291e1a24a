import type { CalendarDate, View } from '#kernel';
import type { InspectionRoundClosed, InspectionRoundOpened, InspectionRoundPlanned } from './round.events.js';

export type FindingRoundRow = Readonly<{
  roundId: string;
  year: number;
  villageIds: readonly string[];
  checklistId: string;
  checklistVersion: number;
  openedOn: CalendarDate | null;
  closedOn: CalendarDate | null;
}>;

/** In which round, by which checklist, can something be found or drawn? Read by decisions. */
export const findingRounds: View<FindingRoundRow, InspectionRoundPlanned | InspectionRoundOpened | InspectionRoundClosed> = {
  name: 'finding-rounds',
  version: 1,
  zh: '可登记问题、可抽签的督查轮次',
  keysOf: ({ data }) => [data.roundId],
  on: {
    InspectionRoundPlanned: (_, { data: { roundId, year, villageIds, checklistId, checklistVersion } }) => ({
      roundId,
      year,
      villageIds,
      checklistId,
      checklistVersion,
      openedOn: null,
      closedOn: null,
    }),
    InspectionRoundOpened: (row, { data: { date } }) => row && { ...row, openedOn: date },
    InspectionRoundClosed: (row, { data: { date } }) => row && { ...row, closedOn: date },
  },
};
