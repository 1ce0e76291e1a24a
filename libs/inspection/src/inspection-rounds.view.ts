import { byCodePoint, type CalendarDate, type Recorded, type View } from '#kernel';
import type {
  InspectionGroupFormed,
  InspectionRoundClosed,
  InspectionRoundFiled,
  InspectionRoundOpened,
  InspectionRoundPlanned,
  InspectionRoundReportIssued,
} from './round.events.js';
import { ROUND_PHASE_ZH, type RoundPhase } from './round.state.js';

/** One act about the round, with the breach that it was recorded with. */
export type RoundAct = Readonly<{ date: CalendarDate; eventId: string; doneElsewhere: boolean; breaches: readonly string[] }>;
export type InspectionRoundRow = InspectionRoundPlanned['data'] &
  Readonly<{
    phase: RoundPhase;
    phaseZh: string;
    plannedEventId: string;
    filed: (RoundAct & Readonly<{ filingNo: string; organUnitId: string }>) | null;
    opened: RoundAct | null;
    closed: (RoundAct & Readonly<{ unvisitedVillageIds: readonly string[] }>) | null;
    /** Number, issuer and seal of its report; null: what there is of it is a draft. */
    report: (Omit<InspectionRoundReportIssued['data'], 'roundId'> & Readonly<{ eventId: string }>) | null;
    groupIds: readonly string[];
    /** Villages of the round that no group was given. */
    ungroupedVillageIds: readonly string[];
    breaches: readonly string[];
  }>;
type Acted = InspectionRoundFiled | InspectionRoundOpened | InspectionRoundClosed;
type SheetEvent = InspectionRoundPlanned | InspectionRoundReportIssued | InspectionGroupFormed | Acted;

const actOf = ({ id, data: { date, doneElsewhere = false, breaches = [] } }: Recorded<Acted>): RoundAct => ({ date, eventId: id, doneElsewhere, breaches });

function acted(row: InspectionRoundRow | undefined, event: Recorded<Acted>, change: Partial<InspectionRoundRow>): InspectionRoundRow | undefined {
  const { breaches = [] } = event.data;
  return row && { ...row, ...change, breaches: [...row.breaches, ...breaches] };
}
const entering = (phase: RoundPhase) => ({ phase, phaseZh: ROUND_PHASE_ZH[phase] });

/** The round sheet: what is planned, by which plan and list, is it filed, opened, closed, and by whom are its villages inspected? */
export const inspectionRounds: View<InspectionRoundRow, SheetEvent> = {
  name: 'inspection-rounds',
  version: 2,
  zh: '督查轮次：立项、备案、启动、结束、分组',
  keysOf: ({ data }) => [data.roundId],
  on: {
    InspectionRoundPlanned: (_, { id, data }) => ({
      ...data,
      ...entering('planned'),
      plannedEventId: id,
      filed: null,
      opened: null,
      closed: null,
      report: null,
      groupIds: [],
      ungroupedVillageIds: data.villageIds,
      breaches: [],
    }),
    InspectionRoundFiled: (row, event) => acted(row, event, { filed: { ...actOf(event), filingNo: event.data.filingNo, organUnitId: event.data.organUnitId } }),
    InspectionRoundOpened: (row, event) => acted(row, event, { ...entering('opened'), opened: actOf(event) }),
    InspectionRoundClosed: (row, event) =>
      acted(row, event, { ...entering('closed'), closed: { ...actOf(event), unvisitedVillageIds: event.data.unvisitedVillageIds } }),
    InspectionRoundReportIssued: (row, { id, data: { roundId: _, ...report } }) => row && { ...row, report: { ...report, eventId: id } },
    InspectionGroupFormed: (row, { data: { groupId, villageIds } }) =>
      row && {
        ...row,
        groupIds: [...row.groupIds, groupId].sort(byCodePoint),
        ungroupedVillageIds: row.ungroupedVillageIds.filter((villageId) => !villageIds.includes(villageId)),
      },
  },
};

type RoundOfYear = Readonly<{ roundId: string; zh: string; from: CalendarDate; to: CalendarDate; phase: RoundPhase; roundsPerYearMax: number | null }>;
/** More rounds than the annual plan allows, or a second one where it says nothing: burden to be explained, no error (2024 rules in mind). */
export type RoundWarning = Readonly<{ code: 'round-over-annual-limit'; roundId: string; ordinal: number; limit: number | null; zh: string }>;
export type AnnualRoundsRow = Readonly<{ year: number; rounds: readonly RoundOfYear[]; warnings: readonly RoundWarning[] }>;

/** Rounds in the order in which they were planned. */
function warningsOf(rounds: readonly RoundOfYear[]): readonly RoundWarning[] {
  return rounds.flatMap(({ roundId, roundsPerYearMax: limit }, index) => {
    const ordinal = index + 1;
    if (ordinal <= (limit ?? 1)) return [];
    const zh = limit === null ? `本年度第${ordinal}轮，年度计划未载明轮次上限` : `本年度第${ordinal}轮，超过年度计划的${limit}轮`;
    return [{ code: 'round-over-annual-limit' as const, roundId, ordinal, limit, zh }];
  });
}
type YearEvent = InspectionRoundPlanned | InspectionRoundOpened | InspectionRoundClosed;
const changed = (row: AnnualRoundsRow | undefined, roundId: string, change: Partial<RoundOfYear>): AnnualRoundsRow | undefined =>
  row && { ...row, rounds: row.rounds.map((round) => (round.roundId === roundId ? { ...round, ...change } : round)) };

/** Which rounds does a year have, and are they more than its plan allows? */
export const annualRounds: View<AnnualRoundsRow, YearEvent> = {
  name: 'annual-rounds',
  version: 1,
  zh: '一年有几轮督查，是否超出年度计划？',
  keysOf: ({ data }) => [String(data.year)],
  on: {
    InspectionRoundPlanned: (row, { data: { roundId, year, zh, from, to, roundsPerYearMax } }) => {
      const round: RoundOfYear = { roundId, zh, from, to, phase: 'planned', roundsPerYearMax: roundsPerYearMax ?? null };
      const rounds = [...(row?.rounds ?? []), round];
      return { year, rounds, warnings: warningsOf(rounds) };
    },
    InspectionRoundOpened: (row, { data: { roundId } }) => changed(row, roundId, { phase: 'opened' }),
    InspectionRoundClosed: (row, { data: { roundId } }) => changed(row, roundId, { phase: 'closed' }),
  },
};
