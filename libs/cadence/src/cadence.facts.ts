import type { FactAssertion, FactContribution, Recorded } from '#kernel';
import type {
  LeaderVisitWeekMissCleared,
  LeaderVisitWeekMissed,
  WeeklyReportMissed,
  WeeklyReportSubmitted,
  WeeklyTasksMissing,
  WeeklyTasksSet,
} from './cadence.events.js';
import { yearOfWeek, type Week } from './weeks.js';

const set = (target: string, week: Week, fact: string, value: boolean): FactAssertion => ({ op: 'set', target, year: yearOfWeek(week), fact, value });

/** A report is overdue while any week of the year is missing. */
const REPORT = 'report.overdue';
/** The village's last closed week. */
const VISIT = 'visit.weekMissed';
/** The notice went out without words of its own, and none have been set since. */
const NOTICE = 'notice.mondayDue';

/** What the book asks about; an event says something only when the answer may turn, or rests on something new. */
export const cadenceFacts: FactContribution = {
  WeeklyReportMissed: ({ data: { unitId, week } }: Recorded<WeeklyReportMissed>) => [set(unitId, week, REPORT, true)],
  WeeklyReportSubmitted: ({ data: { unitId, week, missingAfter } }: Recorded<WeeklyReportSubmitted>) =>
    missingAfter === 0 ? [set(unitId, week, REPORT, false)] : [],
  LeaderVisitWeekMissed: ({ data: { villageId, week, latest } }: Recorded<LeaderVisitWeekMissed>) => (latest ? [set(villageId, week, VISIT, true)] : []),
  LeaderVisitWeekMissCleared: ({ data: { villageId, week, latest } }: Recorded<LeaderVisitWeekMissCleared>) =>
    latest ? [set(villageId, week, VISIT, false)] : [],
  WeeklyTasksMissing: ({ data: { officeUnitId, week } }: Recorded<WeeklyTasksMissing>) => [set(officeUnitId, week, NOTICE, true)],
  WeeklyTasksSet: ({ data: { officeUnitId, week, endsMissing } }: Recorded<WeeklyTasksSet>) => (endsMissing ? [set(officeUnitId, week, NOTICE, false)] : []),
};
