import type { LeaderVisitRecorded } from '#inspection';
import { subjectIdsIn, type Command, type Context, type Decider } from '#kernel';

type NoteLeaderVisits = Command<'NoteLeaderVisits', { week: string; visits: readonly LeaderVisitRecorded['data'][] }>;

/** Visits of leaders, as inspection tells of them; a whole week in one command. */
const visitsDecider: Decider<null, NoteLeaderVisits, LeaderVisitRecorded> = {
  category: 'noted-visits',
  streamOf: ({ data }) => `noted-visits-${data.week}`,
  initialState: null,
  commands: { NoteLeaderVisits: { by: 'person', zh: '登记包抓领导进村' } },
  decide: { NoteLeaderVisits: ({ data }) => data.visits.map((visit) => ({ type: 'LeaderVisitRecorded', data: visit, validAt: { from: visit.date } })) },
  evolve: { LeaderVisitRecorded: () => null },
  commandOf: {
    LeaderVisitRecorded: (events, { stream }) => ({
      type: 'NoteLeaderVisits',
      data: { week: stream.slice('noted-visits-'.length), visits: events.map(({ data }) => data) },
    }),
  },
};

export const leaderVisits: Context = {
  name: 'noted-visits',
  zh: '进村记录（测试）',
  deciders: [visitsDecider],
  policies: [],
  views: [],
  events: { LeaderVisitRecorded: { kind: 'fact', version: 1, zh: '包抓领导进村', subjectsOf: subjectIdsIn } },
};
