import { type Context, type DueContribution, type Recorded } from '#kernel';
import { absenceDecider } from './absence.decider.js';
import { absences } from './absences.view.js';
import { cadenceWeek } from './cadence-week.view.js';
import { cadenceEvents, type CadenceSchemePublished } from './cadence.events.js';
import { cadenceFacts } from './cadence.facts.js';
import { onClauseOutcomeChanged, onHourEnded, onVisitGroundsChanged } from './cadence.policy.js';
import { leaderVisitsDecider } from './leader-visits.decider.js';
import { noticeDecider } from './notice.decider.js';
import { noticeRegister, outbox } from './notices.views.js';
import { cadenceContacts, cadenceDuties, cadencePosts, cadenceUnits } from './registry.views.js';
import { reminderDecider } from './reminder.decider.js';
import { cadenceReminders } from './reminders.view.js';
import { reportsDecider } from './reports.decider.js';
import { weeklyReports } from './reports.view.js';
import { schemeDecider } from './scheme.decider.js';
import { cadenceHours, cadenceSchemes, duesAhead, weeklyAgenda } from './schemes.views.js';
import { visitLog } from './visit-log.view.js';
import { leaderVisitWeeks, villageVisitWeeks } from './visit-weeks.views.js';

/** A scheme says beforehand when everything in it falls due. */
const cadenceDues: DueContribution = {
  CadenceSchemePublished: (event: Recorded<CadenceSchemePublished>) =>
    duesAhead(event).map(({ what, schemeId, week, at }) => ({ key: `${schemeId}-${week}-${what}`, dueAt: at })),
};

/** 工作推进: what is sent, reported and visited each week; who is due, late or missing. */
export const cadenceContext: Context = {
  name: 'cadence',
  zh: '工作推进',
  deciders: [schemeDecider, noticeDecider, reportsDecider, leaderVisitsDecider, absenceDecider, reminderDecider],
  policies: [onHourEnded, onVisitGroundsChanged, onClauseOutcomeChanged],
  views: [
    cadenceWeek,
    noticeRegister,
    outbox,
    weeklyReports,
    leaderVisitWeeks,
    villageVisitWeeks,
    absences,
    cadenceReminders,
    cadenceSchemes,
    weeklyAgenda,
    cadenceHours,
    cadenceUnits,
    cadencePosts,
    cadenceDuties,
    cadenceContacts,
    visitLog,
  ],
  events: cadenceEvents,
  facts: cadenceFacts,
  dues: cadenceDues,
};
