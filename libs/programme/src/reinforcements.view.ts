import type { CalendarDate, View } from '#kernel';
import { WEAKNESSES, type ReinforcementEvent, type Weakness } from './reinforcement.events.js';

type Sent = Readonly<{
  reinforcementId: string;
  unitId: string;
  weaknesses: readonly Weakness[];
  assignedOn: CalendarDate;
  dueOn?: CalendarDate;
  arrivedOn?: CalendarDate;
  endedOn?: CalendarDate;
  persons: number;
}>;
/** `unanswered`: weaknesses for which nobody was sent; `awaited`: sent and not arrived. `late` is said only on a date: nothing is late without one. */
export type ReinforcementsRow = Readonly<{
  villageId: string;
  year: number;
  weaknesses: readonly Weakness[];
  determinations: readonly Readonly<{ date: CalendarDate; weaknesses: readonly Weakness[] }>[];
  sent: readonly Sent[];
  unanswered: readonly Weakness[];
  awaited: readonly string[];
  late?: readonly string[];
}>;
type Kept = Pick<ReinforcementsRow, 'villageId' | 'year' | 'determinations' | 'sent'>;

function judged({ villageId, year, determinations, sent }: Kept, date?: CalendarDate): ReinforcementsRow {
  const weaknesses = determinations.at(-1)?.weaknesses ?? [];
  const standing = sent.filter(({ endedOn }) => endedOn === undefined);
  const awaited = standing.filter(({ arrivedOn }) => arrivedOn === undefined);
  return {
    villageId,
    year,
    weaknesses: WEAKNESSES.filter((weakness) => weaknesses.includes(weakness)),
    determinations,
    sent,
    unanswered: WEAKNESSES.filter((weakness) => weaknesses.includes(weakness) && !standing.some((one) => one.weaknesses.includes(weakness))),
    awaited: awaited.map(({ unitId }) => unitId),
    ...(date !== undefined && { late: awaited.filter(({ dueOn }) => dueOn !== undefined && dueOn < date).map(({ unitId }) => unitId) }),
  };
}

const keptOf = (row: ReinforcementsRow | undefined, { villageId, year }: Readonly<{ villageId: string; year: number }>): Kept => ({
  villageId,
  year,
  determinations: row?.determinations ?? [],
  sent: row?.sent ?? [],
});
const told = (row: ReinforcementsRow | undefined, id: string, more: Partial<Sent>): ReinforcementsRow | undefined =>
  row && judged({ ...row, sent: row.sent.map((one) => (one.reinforcementId === id ? { ...one, ...more } : one)) });

/** A row as of a date: what lies after it has not happened yet. */
const upTo = (row: ReinforcementsRow, date: CalendarDate): Kept => ({
  ...keptOf(row, row),
  determinations: row.determinations.filter((one) => one.date <= date),
  sent: row.sent
    .filter(({ assignedOn }) => assignedOn <= date)
    .map(({ arrivedOn, endedOn, persons, ...one }) => ({
      ...one,
      ...(arrivedOn !== undefined && arrivedOn <= date && { arrivedOn }),
      ...(endedOn !== undefined && endedOn <= date && { endedOn }),
      persons: arrivedOn !== undefined && arrivedOn <= date ? persons : 0,
    })),
});

/** Which villages are weak and in what, who was sent, and did they arrive? */
export const reinforcements: View<ReinforcementsRow, ReinforcementEvent> = {
  name: 'reinforcements',
  version: 1,
  zh: '薄弱村增援',
  keysOf: ({ data }) => [`${data.villageId}-${data.year}`],
  on: {
    VillageWeaknessDetermined: (row, { data }) => {
      const kept = keptOf(row, data);
      return judged({ ...kept, determinations: [...kept.determinations, { date: data.authority.date, weaknesses: [...data.weaknesses] }] });
    },
    ReinforcementAssigned: (row, { data }) => {
      const { reinforcementId, unitId, weaknesses, dueOn, authority } = data;
      const kept = keptOf(row, data);
      const one = { reinforcementId, unitId, weaknesses: [...weaknesses], assignedOn: authority.date, ...(dueOn !== undefined && { dueOn }), persons: 0 };
      return judged({ ...kept, sent: [...kept.sent, one] });
    },
    ReinforcementArrived: (row, { data }) => told(row, data.reinforcementId, { arrivedOn: data.date, persons: data.personIds.length }),
    ReinforcementEnded: (row, { data }) => told(row, data.reinforcementId, { endedOn: data.to }),
  },
  validOn: (row, date) => {
    const kept = upTo(row, date);
    return kept.determinations.length + kept.sent.length === 0 ? undefined : judged(kept, date);
  },
};
