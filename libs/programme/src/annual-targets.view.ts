import { byCodePoint, holdsOn, type View } from '#kernel';
import type { ExitPlanAdjusted, ExitPlanned } from './programme.events.js';
import type { AnnualTargetsRow, TargetRow } from './rows.js';

/** The villages whose time in the plan satisfies the question, each once. */
function counted(year: number, targets: readonly TargetRow[], inPlan: (target: TargetRow) => boolean): AnnualTargetsRow {
  const villageIds = [...new Set(targets.filter(inPlan).map(({ villageId }) => villageId))].sort(byCodePoint);
  return { year, count: villageIds.length, villageIds, targets };
}

const stillIn = ({ to }: TargetRow): boolean => to === undefined;
const byVillage = (a: TargetRow, b: TargetRow): number => byCodePoint(a.villageId, b.villageId) || byCodePoint(a.from, b.from);

/** How many villages are due out this year, and which? On a date: by the documents in force that day. */
export const annualTargets: View<AnnualTargetsRow, ExitPlanned | ExitPlanAdjusted> = {
  name: 'annual-targets',
  version: 1,
  zh: '年度退出目标',
  keysOf: ({ data }) => [String(data.year)],
  on: {
    ExitPlanned: (row, { data: { villageId, year, authority } }) =>
      counted(year, [...(row?.targets ?? []), { villageId, from: authority.date }].sort(byVillage), stillIn),
    ExitPlanAdjusted: (row, { data: { villageId, year, authority } }) =>
      row &&
      counted(
        year,
        row.targets.map((target) => (target.villageId === villageId && stillIn(target) ? { ...target, to: authority.date } : target)),
        stillIn,
      ),
  },
  validOn: (row, date) => {
    const standing = row.targets.filter((target) => holdsOn(target, date));
    return standing.length === 0 ? undefined : counted(row.year, standing, () => true);
  },
};
