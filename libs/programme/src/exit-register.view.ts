import type { CalendarDate, Recorded, View } from '#kernel';
import type { ExitEvent } from './programme.events.js';
import type { ExitRow, ExitStatus, ExitStep } from './rows.js';

function stepped(row: ExitRow | undefined, { id, type, data }: Recorded<ExitEvent>, status: ExitStatus): ExitRow | undefined {
  const {
    authority: { date, organUnitId, documentNo },
  } = data;
  const reason = 'reason' in data ? data.reason : undefined;
  const step: ExitStep = { type, status, date, organUnitId, documentNo, eventId: id, ...(reason !== undefined && { reason }) };
  return row && { ...row, status, history: [...row.history, step] };
}

const opened = (row: ExitRow | undefined, { villageId, year }: ExitEvent['data'], cutOff: CalendarDate): ExitRow => ({
  villageId,
  year,
  status: 'planned',
  cutOff,
  history: row?.history ?? [],
});

/** Which village was due out in which year, and what has been determined, by whom? On a date: what documents issued by then say. */
export const exitRegister: View<ExitRow, ExitEvent> = {
  name: 'exit-register',
  version: 1,
  zh: '贫困村退出台账',
  keysOf: ({ data }) => [`${data.villageId}-${data.year}`],
  on: {
    ExitPlanned: (row, event) => stepped(opened(row, event.data, event.data.cutOff), event, 'planned'),
    ExitPlanAdjusted: (row, event) => {
      const { toYear } = event.data;
      return stepped(row && { ...row, ...(toYear !== undefined && { toYear }) }, event, 'adjusted');
    },
    VillageExitDetermined: (row, event) => stepped(row, event, 'exited'),
    VillageExitFailureDetermined: (row, event) => stepped(row, event, 'failed'),
    FalseExitFound: (row, event) => stepped(row, event, 'false-exit'),
    ExitDeterminationWithdrawn: (row, event) => stepped(row, event, 'planned'),
  },
  validOn: (row, date) => {
    const history = row.history.filter((step) => step.date <= date);
    const last = history.at(-1);
    if (!last) return undefined;
    const { toYear, ...rest } = row;
    return { ...rest, ...(last.status === 'adjusted' && toYear !== undefined && { toYear }), status: last.status, history };
  },
};
