import { holdsOn, kindOf, overlapOf, yearInterval, type CalendarDate, type ValidTime } from '#kernel';
import { byFrom, gapsIn, intervalOf, runsThrough } from './intervals.js';
import { FIVE_ONES, type DutyEvent, type DutyKind } from './registry.events.js';
import type { DutiesRow, DutyRow } from './rows.js';

/** Duties with one more, or with one as it now stands, oldest first. */
export function withDuty(duties: readonly DutyRow[], { type, data }: DutyEvent): readonly DutyRow[] {
  const { dutyId, kind, targetId, year, personId, postId, unitId } = data;
  const before = duties.find((duty) => duty.dutyId === dutyId);
  const documentRef = type === 'DutyCorrected' ? data.documentRef : before?.documentRef;
  const duty: DutyRow = { dutyId, kind, targetId, year, personId, postId, unitId, documentRef, ...intervalOf(data) };
  return [...duties.filter((other) => other !== before), duty].sort(byFrom((item) => item.dutyId));
}

const overlapSomewhere = (intervals: readonly ValidTime[]): boolean =>
  intervals.some((one, index) => intervals.slice(index + 1).some((other) => overlapOf(one, other)));

/** What can be said of a target's five ones: at the end of the year, or on one date. */
export function judged(targetId: string, year: number, duties: readonly DutyRow[], date?: CalendarDate): DutiesRow {
  // 五个一 is a duty of villages: nothing is missing from a unit.
  const kinds: readonly DutyKind[] = kindOf(targetId) === 'village' ? FIVE_ONES : [];
  const of = (kind: DutyKind) => duties.filter((duty) => duty.kind === kind);
  const counts = (duty: DutyRow) => (date === undefined ? runsThrough(duty, year) : holdsOn(duty, date));
  const missing = kinds.filter((kind) => !of(kind).some(counts));
  const doubled = kinds.filter((kind) => overlapSomewhere(of(kind).filter((duty) => date === undefined || counts(duty))));
  const lapses = kinds.flatMap((kind) =>
    gapsIn(of(kind)).flatMap((gap) => {
      const inYear = overlapOf(gap, yearInterval(year));
      return inYear && (date === undefined || holdsOn(inYear, date)) ? [{ kind, ...intervalOf(inYear) }] : [];
    }),
  );
  return {
    targetId,
    year,
    duties: date === undefined ? duties : duties.filter(counts),
    missing,
    doubled,
    lapses,
    complete: missing.length === 0 && doubled.length === 0,
  };
}
