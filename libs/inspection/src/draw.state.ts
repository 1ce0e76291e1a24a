import type { CalendarDate, Decider, Recorded } from '#kernel';
import type { DrawCommand } from './draw.commands.js';
import type { DrawAnnounced, DrawEvent, DrawSeedRevealed } from './draw.events.js';

export type DrawStatus = 'none' | 'announced' | 'completed' | 'sealed' | 'unsealed' | 'void';
type Commitment = Readonly<{ seedCommitment: string; personId: string }>;
export type DrawState = Readonly<{
  status: DrawStatus;
  announced: DrawAnnounced['data'] | null;
  /** By body; whoever committed for one does not for the other. */
  commitments: Readonly<Record<string, Commitment>>;
  /** Bodies that revealed, with the seed where it is public. */
  revealed: Readonly<Record<string, string | null>>;
  /** The last date on record. */
  since: CalendarDate;
  /** When the draw was done. */
  doneOn: CalendarDate | null;
}>;
export type DrawDecider = Decider<DrawState, DrawCommand, DrawEvent>;
export const NO_DRAW: DrawState = { status: 'none', announced: null, commitments: {}, revealed: {}, since: '', doneOn: null };

const revealed = (state: DrawState, { data: { bodyUnitId, seed, date } }: Recorded<DrawSeedRevealed>): DrawState => ({
  ...state,
  since: date,
  revealed: { ...state.revealed, [bodyUnitId]: typeof seed === 'string' ? seed : null },
});
const became =
  (status: DrawStatus) =>
  (state: DrawState, { data: { date } }: Readonly<{ data: { date: CalendarDate } }>): DrawState => ({
    ...state,
    status,
    since: date,
    doneOn: status === 'completed' || status === 'sealed' ? date : state.doneOn,
  });

export const evolve: DrawDecider['evolve'] = {
  DrawAnnounced: (_, { data }) => ({ ...NO_DRAW, status: 'announced', announced: data, since: data.date }),
  DrawSeedCommitted: (state, { actor, data: { bodyUnitId, seedCommitment, date } }) => ({
    ...state,
    since: date,
    commitments: { ...state.commitments, [bodyUnitId]: { seedCommitment, personId: actor.personId ?? '' } },
  }),
  DrawSeedRevealed: revealed,
  DrawCompleted: became('completed'),
  SealedDrawCompleted: became('sealed'),
  DrawUnsealed: became('unsealed'),
  DrawVoided: became('void'),
};
