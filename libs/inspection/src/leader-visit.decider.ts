import { holdsOn, must, type Decider } from '#kernel';
import { roundPosts, type RoundPostRow } from './round-subjects.view.js';
import { mustBePast, mustKnow, subjectNeeds } from './round.guards.js';
import type { RecordLeaderVisit } from './visit.commands.js';
import type { LeaderVisitRecorded } from './visit.events.js';

type Visit = LeaderVisitRecorded['data'];
type State = Readonly<{ visits: ReadonlyMap<string, string> }>;

/** By night is another time than by day; the same leader twice on a day is one visit written down twice. */
const likeness = ({ personId, date, night }: Visit): string => `${personId}/${date}/${night ? 'night' : 'day'}`;

/** Leaders' own visits to a village: work, not inspection. They cover nothing and burden nobody's limit. */
export const leaderVisitDecider: Decider<State, RecordLeaderVisit, LeaderVisitRecorded> = {
  category: 'leader-visits',
  streamOf: ({ data }) => `leader-visits-${data.villageId}`,
  initialState: { visits: new Map() },
  commands: { RecordLeaderVisit: { by: 'person', zh: '记录领导进村' } },
  needs: {
    RecordLeaderVisit: ({ data: { personId, villageId, postId } }) => [
      ...subjectNeeds([personId, villageId]),
      ...(postId === undefined ? [] : [{ view: roundPosts.name, key: postId }]),
    ],
  },
  decide: {
    RecordLeaderVisit: ({ data }, { visits }, input) => {
      mustKnow(input, 'village', [data.villageId]);
      mustKnow(input, 'person', [data.personId]);
      mustBePast(data.date, input);
      const { postId, personId, date } = data;
      const post = postId === undefined ? undefined : input.facts.get<RoundPostRow>(roundPosts.name, postId);
      const held = post?.tenures.some((tenure) => tenure.personId === personId && holdsOn(tenure, date));
      must(postId === undefined || held, 'inspection.not-in-post', { zh: '当日不在该岗位', en: 'did not hold that post on the day' });
      must(!visits.has(data.visitId) && ![...visits.values()].includes(likeness(data)), 'inspection.visit-already-recorded', {
        zh: '该次进村已记录',
        en: 'this visit is recorded already',
      });
      return [{ type: 'LeaderVisitRecorded', data, validAt: { from: date } }];
    },
  },
  evolve: { LeaderVisitRecorded: ({ visits }, { data }) => ({ visits: new Map(visits).set(data.visitId, likeness(data)) }) },
  commandOf: { LeaderVisitRecorded: (_, { data }) => ({ type: 'RecordLeaderVisit', data }) },
};
