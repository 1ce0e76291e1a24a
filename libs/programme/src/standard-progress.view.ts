import { byCodePoint, type CalendarDate, type View } from '#kernel';
import type { ExitPlanAdjusted, ExitPlanned } from './programme.events.js';
import type { StandardItem, StandardItemChecked, VillageStandardIssued } from './standards.events.js';

type Check = Readonly<{ villageId: string; standardId: string; itemId: string; met: boolean; date: CalendarDate }>;
type Issued = Readonly<{ standardId: string; items: readonly StandardItem[]; date: CalendarDate }>;
type Planned = Readonly<{ villageId: string; from: CalendarDate; to?: CalendarDate }>;
type VillageLine = Readonly<{ villageId: string; met: number; unmet: readonly string[]; unchecked: readonly string[] }>;
/** `expected`: items of the newest standard × villages in the year's plan. Items by their Chinese names, so that a line can be read out. */
export type StandardProgressRow = Readonly<{
  year: number;
  standardId?: string;
  items: number;
  expected: number;
  checked: number;
  met: number;
  villages: readonly VillageLine[];
  issued: readonly Issued[];
  planned: readonly Planned[];
  checks: readonly Check[];
}>;
type Kept = Pick<StandardProgressRow, 'year' | 'issued' | 'planned' | 'checks'>;

function counted(kept: Kept): StandardProgressRow {
  const current = kept.issued.at(-1);
  const items = current?.items ?? [];
  const last = new Map(
    kept.checks.filter(({ standardId }) => standardId === current?.standardId).map((check) => [`${check.villageId}/${check.itemId}`, check.met]),
  );
  const ids = [...new Set(kept.planned.filter(({ to }) => to === undefined).map(({ villageId }) => villageId))].sort(byCodePoint);
  const villages = ids.map((villageId): VillageLine => {
    const named = (met: boolean | undefined) => items.filter(({ id }) => last.get(`${villageId}/${id}`) === met).map(({ zh }) => zh);
    return { villageId, met: named(true).length, unmet: named(false), unchecked: named(undefined) };
  });
  const met = villages.reduce((sum, village) => sum + village.met, 0);
  return {
    ...kept,
    ...(current && { standardId: current.standardId }),
    items: items.length,
    expected: items.length * villages.length,
    checked: villages.reduce((sum, { unmet }) => sum + unmet.length, met),
    met,
    villages,
  };
}

const keptOf = (row: StandardProgressRow | undefined, year: number): Kept => ({
  year,
  issued: row?.issued ?? [],
  planned: row?.planned ?? [],
  checks: row?.checks ?? [],
});
/** In the order of the world's dates, so that a check recorded late does not outweigh a later one. */
const dated = <T extends Readonly<{ date: CalendarDate }>>(items: readonly T[]): readonly T[] => [...items].sort((a, b) => byCodePoint(a.date, b.date));

/** How many of the year's checks are made and met, and what is open in which village? */
export const standardProgress: View<StandardProgressRow, VillageStandardIssued | StandardItemChecked | ExitPlanned | ExitPlanAdjusted> = {
  name: 'standard-progress',
  version: 1,
  zh: '村容村貌达标进度',
  keysOf: ({ data }) => [String(data.year)],
  on: {
    VillageStandardIssued: (row, { data: { year, standardId, items, authority } }) => {
      const kept = keptOf(row, year);
      return counted({ ...kept, issued: dated([...kept.issued, { standardId, items, date: authority.date }]) });
    },
    StandardItemChecked: (row, { data: { year, villageId, standardId, itemId, met, date } }) => {
      const kept = keptOf(row, year);
      return counted({ ...kept, checks: dated([...kept.checks, { villageId, standardId, itemId, met, date }]) });
    },
    ExitPlanned: (row, { data: { year, villageId, authority } }) => {
      const kept = keptOf(row, year);
      return counted({ ...kept, planned: [...kept.planned, { villageId, from: authority.date }] });
    },
    ExitPlanAdjusted: (row, { data: { year, villageId, authority } }) => {
      const kept = keptOf(row, year);
      const left = (one: Planned) => (one.villageId === villageId && one.to === undefined ? { ...one, to: authority.date } : one);
      return counted({ ...kept, planned: kept.planned.map(left) });
    },
  },
  validOn: (row, date) => {
    const planned = row.planned.filter(({ from, to }) => from <= date && (to === undefined || date < to)).map(({ villageId, from }) => ({ villageId, from }));
    const [issued, checks] = [row.issued.filter((one) => one.date <= date), row.checks.filter((one) => one.date <= date)];
    return planned.length + issued.length === 0 ? undefined : counted({ year: row.year, issued, planned, checks });
  },
};
