import type { View } from '#kernel';
import type { DrawAnnounced, DrawCompleted, DrawKind, DrawUnsealed, DrawVoided, SealedDrawCompleted } from './draw.events.js';

export type RoundDraw = Readonly<{
  drawId: string;
  kind: DrawKind;
  listHash: string;
  candidates: readonly string[];
  state: 'announced' | 'completed' | 'sealed' | 'void';
  /** Null while nobody may know. */
  picked: readonly string[] | null;
}>;
export type RoundDrawsRow = Readonly<{ roundId: string; draws: readonly RoundDraw[] }>;

type Row = RoundDrawsRow | undefined;
const changed = (row: Row, drawId: string, change: Partial<RoundDraw>): Row =>
  row && { ...row, draws: row.draws.map((draw) => (draw.drawId === drawId ? { ...draw, ...change } : draw)) };

/** What was drawn in a round, and what may be? Read by decisions: nothing is drawn twice. */
export const roundDraws: View<RoundDrawsRow, DrawAnnounced | DrawCompleted | SealedDrawCompleted | DrawUnsealed | DrawVoided> = {
  name: 'round-draws',
  version: 1,
  zh: '各轮督查已抽中和可能抽中的村、户',
  keysOf: ({ data }) => [data.roundId],
  on: {
    DrawAnnounced: (row, { data: { roundId, drawId, kind, listHash, candidates } }) => ({
      roundId,
      draws: [...(row?.draws ?? []), { drawId, kind, listHash, candidates, state: 'announced', picked: null }],
    }),
    DrawCompleted: (row, { data: { drawId, picked } }) => changed(row, drawId, { state: 'completed', picked }),
    SealedDrawCompleted: (row, { data: { drawId } }) => changed(row, drawId, { state: 'sealed' }),
    DrawUnsealed: (row, { data: { drawId, picked } }) => changed(row, drawId, { state: 'completed', picked }),
    DrawVoided: (row, { data: { drawId } }) => changed(row, drawId, { state: 'void' }),
  },
};
