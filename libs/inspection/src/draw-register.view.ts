import type { CalendarDate, Instant, Private, Recorded, View } from '#kernel';
import type { DrawEvent, DrawKind } from './draw.events.js';
import type { DrawStatus } from './draw.state.js';

export const DRAW_STATUS_ZH: Readonly<Record<Exclude<DrawStatus, 'none'>, string>> = {
  announced: '进行中',
  completed: '已完成',
  sealed: '已完成，封存',
  unsealed: '已解封',
  void: '作废',
};
export type DrawBodyRow = Readonly<{
  bodyUnitId: string;
  seedCommitment: string | null;
  committedOn: CalendarDate | null;
  /** A commitment to a private value while the draw is sealed. */
  seed: string | Private | null;
  revealedOn: CalendarDate | null;
}>;
export type DrawRow = Readonly<{
  drawId: string;
  roundId: string;
  year: number;
  kind: DrawKind;
  unannounced: boolean;
  candidates: readonly string[];
  listHash: string;
  pickCount: number;
  revealBy: CalendarDate;
  excludedDrawIds: readonly string[];
  bodies: readonly DrawBodyRow[];
  status: DrawStatus;
  statusZh: string;
  combinedSeed: string | Private | null;
  picked: readonly (string | Private)[];
  voided: Readonly<{ date: CalendarDate; withheldByUnitIds: readonly string[]; reason: string }> | null;
  history: readonly Readonly<{ event: string; eventId: string; recordedAt: Instant; date: CalendarDate }>[];
}>;

type Row = DrawRow | undefined;
function step(row: Row, event: Recorded<DrawEvent>, change: Partial<DrawRow>): Row {
  if (!row) return undefined;
  const status = change.status ?? row.status;
  const line = { event: event.type, eventId: event.id, recordedAt: event.recordedAt, date: event.data.date };
  return { ...row, ...change, statusZh: status === 'none' ? '' : DRAW_STATUS_ZH[status], history: [...row.history, line] };
}
const withBody = (row: Row, bodyUnitId: string, change: Partial<DrawBodyRow>): Partial<DrawRow> => ({
  bodies: (row?.bodies ?? []).map((body) => (body.bodyUnitId === bodyUnitId ? { ...body, ...change } : body)),
});
const withSeeds = (row: Row, seeds: readonly string[]): readonly DrawBodyRow[] =>
  (row?.bodies ?? []).map((body, index) => ({ ...body, seed: seeds[index] ?? body.seed }));

/** Which draws were held in a round, from which list, by which bodies, with what result? Everything that it takes to compute it again. */
export const drawRegister: View<DrawRow, DrawEvent> = {
  name: 'draw-register',
  version: 1,
  zh: '各轮督查抽签：名单、承诺、随机数与结果',
  keysOf: ({ data: { roundId, drawId } }) => [`${roundId}-${drawId}`],
  on: {
    DrawAnnounced: (_, event) => {
      const { bodyUnitIds, excludedRoundIds: _rounds, date: _date, ...said } = event.data;
      const bodies = bodyUnitIds.map((bodyUnitId) => ({ bodyUnitId, seedCommitment: null, committedOn: null, seed: null, revealedOn: null }));
      const blank = { statusZh: '', combinedSeed: null, picked: [], voided: null, history: [] };
      return step({ ...said, ...blank, bodies, status: 'announced' }, event, {});
    },
    DrawSeedCommitted: (row, event) => {
      const { bodyUnitId, seedCommitment, date } = event.data;
      return step(row, event, withBody(row, bodyUnitId, { seedCommitment, committedOn: date }));
    },
    DrawSeedRevealed: (row, event) => {
      const { bodyUnitId, seed, date } = event.data;
      return step(row, event, withBody(row, bodyUnitId, { seed, revealedOn: date }));
    },
    DrawCompleted: (row, event) => {
      const { combinedSeed, picked } = event.data;
      return step(row, event, { status: 'completed', combinedSeed, picked });
    },
    SealedDrawCompleted: (row, event) => {
      const { combinedSeed, picked } = event.data;
      return step(row, event, { status: 'sealed', combinedSeed, picked });
    },
    DrawUnsealed: (row, event) => {
      const { seeds, combinedSeed, picked } = event.data;
      return step(row, event, { status: 'unsealed', combinedSeed, picked, bodies: withSeeds(row, seeds) });
    },
    DrawVoided: (row, event) => {
      const { date, withheldByUnitIds, reason } = event.data;
      return step(row, event, { status: 'void', voided: { date, withheldByUnitIds, reason } });
    },
  },
};
