import { holdsOn, type CalendarDate, type Facts } from '#kernel';
import type { DecideCollectively } from './case.commands.js';
import type { Check } from './case.guards.js';
import type { CaseState } from './case.state.js';
import { responsibilityPosts, type PostRow } from './responsibility.views.js';

type Meeting = DecideCollectively['data'];
const QUORUM_MIN = 2;

/** Who holds a post of an organ on a day, as far as the ledger was told: nobody where the organ is not registered with its posts. */
export const membersOn = (facts: Facts, unitId: string, date: CalendarDate): ReadonlySet<string> =>
  new Set(
    facts
      .all<PostRow>(responsibilityPosts.name)
      .filter(([, post]) => post.unitId === unitId)
      .flatMap(([, { tenures }]) => tenures.filter((tenure) => holdsOn(tenure, date)).map(({ personId }) => personId)),
  );

/** 集体讨论决定: a meeting of the organ's own people with a quorum and minutes, without those who are recused, and carried by more than who proposed. */
export function collectiveChecks(meeting: Meeting, state: CaseState, { facts, clause }: Readonly<{ facts: Facts; clause?: string }>): readonly Check[] {
  const members = membersOn(facts, meeting.organUnitId, meeting.date);
  const checks = [...quorumChecks(meeting, members), ...voteChecks(meeting, state), ...voterChecks(meeting, state, members)];
  return checks.map((check) => ({ ...check, ...(clause !== undefined && { clause }) }));
}

function quorumChecks({ participantIds, quorum, minutesRef }: Meeting, members: ReadonlySet<string>): readonly Check[] {
  // Of an organ that the ledger does not know, the stated quorum is all that can be examined.
  const least = Math.max(QUORUM_MIN, Math.floor(members.size / 2) + (members.size > 0 ? 1 : 0));
  return [
    {
      holds: quorum >= QUORUM_MIN && new Set(participantIds).size >= quorum,
      code: 'accountability.no-quorum',
      text: { zh: '未达到法定到会人数', en: 'the meeting had no quorum' },
    },
    {
      holds: quorum >= least,
      code: 'accountability.quorum-too-low',
      text: { zh: `法定到会人数须超过该机关在任人员的半数（至少${least}人）`, en: `the quorum is more than half of who holds a post of the organ: ${least}` },
    },
    { holds: minutesRef !== '', code: 'accountability.minutes-missing', text: { zh: '须有会议记录', en: 'a collective decision has minutes' } },
  ];
}

function voteChecks({ participantIds, dissents }: Meeting, { proposerId }: CaseState): readonly Check[] {
  const present = new Set(participantIds);
  const dissenting = new Set(dissents.map(({ personId }) => personId));
  const assenting = [...present].filter((personId) => !dissenting.has(personId));
  return [
    {
      holds: [...dissenting].every((personId) => present.has(personId)),
      code: 'accountability.dissent-of-absent',
      text: { zh: '未到会人员不能列为持异议者', en: 'only who was present can dissent' },
    },
    { holds: assenting.length * 2 > present.size, code: 'accountability.no-majority', text: { zh: '赞成人数未过半', en: 'no majority assented' } },
    {
      holds: assenting.some((personId) => personId !== proposerId),
      code: 'accountability.proposer-decides-alone',
      text: { zh: '建议人不得单独决定', en: 'who proposed cannot be the only one who decides' },
    },
  ];
}

function voterChecks({ participantIds }: Meeting, { recused }: CaseState, members: ReadonlySet<string>): readonly Check[] {
  return [
    {
      holds: !participantIds.some((personId) => recused.includes(personId)),
      code: 'accountability.recused-decides',
      text: { zh: '应回避人员不得参加表决', en: 'who was recused from the case does not vote on it' },
    },
    {
      holds: members.size === 0 || participantIds.every((personId) => members.has(personId)),
      code: 'accountability.participant-not-of-organ',
      text: { zh: '参加决定的人员当日须在该机关任职', en: 'who decides holds a post of the deciding organ on that day' },
    },
  ];
}
