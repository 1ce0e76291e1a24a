import { type Basis, type CalendarDate, type FactValue, type Instant, type Recorded, type View } from '#kernel';
import { VETO_STATE_ZH, type VetoEvent, type VetoState } from './veto.events.js';

export type VetoBasisRow = Readonly<{
  clauseId: string;
  target: string;
  values: Readonly<Record<string, FactValue>>;
  bookId: string | null;
  bookVersion: number | null;
  clauseHash: string | null;
  events: readonly string[];
}>;
export type VetoRow = Readonly<{
  unitId: string;
  year: number;
  state: VetoState;
  stateZh: string;
  /** What vetoes now, by clause and target; empty once the ground is lost or the veto lifted. */
  bases: readonly VetoBasisRow[];
  effects: readonly string[];
  effectUndetermined: boolean;
  authorityRef: string | null;
  breaches: readonly string[];
  lifted: Readonly<{ authorityRef: string; reason: string; date: CalendarDate }> | null;
  /** An appeal revoked it and people have not lifted it yet. */
  toLift: Readonly<{ appealId: string; documentNo: string; revokedOn: CalendarDate }> | null;
  history: readonly Readonly<{ event: string; eventId: string; recordedAt: Instant; clauseId: string | null; state: VetoState }>[];
}>;

type Grounded = Recorded<Extract<VetoEvent, { data: { values: unknown } }>>;

const blank = ({ data: { unitId, year } }: Recorded<VetoEvent>): VetoRow => ({
  unitId,
  year,
  state: 'none',
  stateZh: VETO_STATE_ZH.none,
  bases: [],
  effects: [],
  effectUndetermined: true,
  authorityRef: null,
  breaches: [],
  lifted: null,
  toLift: null,
  history: [],
});

function basisRow({ clauseId, target, values }: Grounded['data'], basis: Basis | undefined): VetoBasisRow {
  const { bookId = null, bookVersion = null, clauseHash = null, events = [] } = basis ?? {};
  return { clauseId, target, values, bookId, bookVersion, clauseHash, events };
}

const others = (bases: readonly VetoBasisRow[], data: Readonly<{ clauseId: string; target: string }>) =>
  bases.filter(({ clauseId, target }) => clauseId !== data.clauseId || target !== data.target);
const order = (a: VetoBasisRow, b: VetoBasisRow): number => (`${a.clauseId}@${a.target}` < `${b.clauseId}@${b.target}` ? -1 : 1);

/** Puts the change and its trace into the row together, so that no change goes without its line of history. */
function step(row: VetoRow | undefined, event: Recorded<VetoEvent>, change: Partial<VetoRow>): VetoRow {
  const before = row ?? blank(event);
  const state = change.state ?? before.state;
  const clauseId = 'clauseId' in event.data ? event.data.clauseId : null;
  const line = { event: event.type, eventId: event.id, recordedAt: event.recordedAt, clauseId, state };
  return { ...before, ...change, state, stateZh: VETO_STATE_ZH[state], history: [...before.history, line] };
}

const grounded = (row: VetoRow | undefined, event: Grounded, change: Partial<VetoRow> = {}): VetoRow =>
  step(row, event, { ...change, bases: [...others(row?.bases ?? [], event.data), basisRow(event.data, event.basis?.[0])].sort(order) });
const fallen = (row: VetoRow | undefined, event: Recorded<Extract<VetoEvent, { data: { clauseId: string } }>>, change: Partial<VetoRow> = {}): VetoRow =>
  step(row, event, { ...change, bases: others(row?.bases ?? [], event.data) });

/** Which units' results are set aside, by which clauses, since when and on whose authority? */
export const vetoRegister: View<VetoRow, VetoEvent> = {
  name: 'veto-register',
  version: 2,
  zh: '哪些单位被一票否决，依据什么，谁确认，是否仍成立？',
  keysOf: ({ data: { unitId, year } }) => [`${unitId}-${year}`],
  on: {
    // A veto triggered anew starts clean: what was confirmed or lifted before stays in the history.
    VetoTriggered: (row, event) =>
      grounded(row, event, { state: 'triggered', effects: [], effectUndetermined: true, authorityRef: null, breaches: [], lifted: null, toLift: null }),
    VetoBasisAdded: (row, event) => grounded(row, event),
    VetoBasisChanged: (row, event) => grounded(row, event),
    VetoBasisRemoved: (row, event) => fallen(row, event),
    VetoWithdrawn: (row, event) => fallen(row, event, { state: 'withdrawn' }),
    VetoBasisLost: (row, event) => fallen(row, event, { state: 'basis-lost' }),
    VetoBasisRegained: (row, event) => grounded(row, event, { state: 'confirmed' }),
    VetoConfirmed: (row, event) => {
      const { effects, effectUndetermined, authorityRef = null, breaches = [] } = event.data;
      return step(row, event, { state: 'confirmed', effects, effectUndetermined, authorityRef, breaches });
    },
    VetoEffectsDetermined: (row, event) => step(row, event, { effects: event.data.effects, effectUndetermined: false }),
    VetoLifted: (row, event) => {
      const { authorityRef, reason, date } = event.data;
      return step(row, event, { state: 'lifted', bases: [], lifted: { authorityRef, reason, date }, toLift: null });
    },
    VetoGroundOverridden: (row, event) => step(row, event, { breaches: [...(row?.breaches ?? []), ...event.data.breaches] }),
    VetoMarkedForLifting: (row, event) => {
      const { appealId, documentNo, revokedOn } = event.data;
      return step(row, event, { toLift: { appealId, documentNo, revokedOn } });
    },
  },
};
