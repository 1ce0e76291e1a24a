import type { Actor } from '#kernel';
import { COUNTY, PERSON, type SmallCounty } from './small-county.js';

/** Who investigates, votes and reviews in the small county, and the way of a case through their hands. Invented. */
export const VOTERS = ['person-voter1', 'person-voter2', 'person-voter3'];
export const REVIEWERS = ['person-review1', 'person-review2', 'person-review3'];
export const INVESTIGATORS = ['person-inves1', 'person-inves2'];
export const CHAIR: Actor = { personId: VOTERS[0]!, postId: 'post-chair1' };
/** Owns the cases, and is in post. */
export const CLERK: Actor = { personId: PERSON.clerk, postId: 'post-clerk1' };
const secret = { private: '示例' };

export type Ground = Readonly<{ clauseId: string; target: string }>;
export type Subject = Readonly<{ personId: string; postId: string; year: number }>;
/** A case to decide: about whom, on which grounds, and whether the statement was heard in its turn or after the vote. */
export type Deciding = Readonly<{ subject: Subject; bases: readonly Ground[]; no: string; heard?: 'in-turn' | 'after-the-vote' }>;

/** The committee's and the reviewers' people. The clerk may be in post already. */
export async function staff(county: SmallCounty): Promise<void> {
  const person = (personId: string) =>
    county.record('RegisterPerson', { personId, name: { private: '虚构' }, partyMember: true, staffStatus: 'civil-servant' });
  const hold = async (personId: string, postId: string, role: string) => {
    await county.record('RegisterPost', {
      ...{ postId, unitId: COUNTY.organ, role, title: role, appointedBy: 'commission', managedByUnitId: COUNTY.organ },
    });
    await county.record('StartTenure', { tenureId: `tenure-${postId}`, personId, postId, from: '2016-01-01' });
  };
  for (const personId of [...VOTERS, ...REVIEWERS, ...INVESTIGATORS]) await person(personId);
  if ((await county.row('post-directory', 'post-clerk1')) === undefined) await hold(PERSON.clerk, 'post-clerk1', 'case-officer');
  await hold(VOTERS[0]!, 'post-chair1', 'party-secretary');
  await hold(VOTERS[1]!, 'post-voter2', 'deputy-secretary');
  await hold(VOTERS[2]!, 'post-voter3', 'standing-member');
  await county.record('RegisterUnit', { unitId: 'unit-city1', kind: 'city', name: '示例市', competences: ['party-committee'] });
}

/** From the recommendation to the served removal. What was heard too late was done on paper, and is recorded with its breach. */
export async function decideRemoval(county: SmallCounty, { subject, bases, no, heard = 'in-turn' }: Deciding): Promise<void> {
  const act = (type: string, on: string, data: object, actor = CLERK) =>
    county.on(on).then(() => county.record(type, { ...subject, date: on, ...data }, undefined, actor));
  const documentNo = `示例问〔2017〕${no}号`;
  const hear = (on: string, more: object = {}) => act('HearStatement', on, { signed: true, statement: secret, acceptedPoints: [], ...more });
  await act('RecommendAccountability', '2017-01-18', { organUnitId: COUNTY.organ, bases, materialRefs: ['材料'] });
  await act('ApproveInitiation', '2017-01-19', { organUnitId: COUNTY.organ }, CHAIR);
  await act('FormInvestigationTeam', '2017-01-20', { memberIds: INVESTIGATORS, conflictsChecked: true, recused: [] });
  await act('DraftFacts', '2017-02-06', { facts: secret, evidenceRefs: ['证据'] });
  await act('PresentFacts', '2017-02-08', { signed: true });
  const vote = { organUnitId: COUNTY.organ, bases, measure: 'RemovalFromPost', participantIds: VOTERS, quorum: 3, dissents: [], minutesRef: '纪要' };
  if (heard === 'in-turn') {
    await hear('2017-02-10');
    await act('ReportInvestigation', '2017-02-16', { bases, level: 'main', reportRef: `示例报告${no}号`, collectivelyDiscussed: true });
    await act('DecideCollectively', '2017-02-20', { ...vote, documentNo }, CHAIR);
  } else {
    await act('DecideCollectively', '2017-02-20', { ...vote, doneElsewhere: true, documentNo }, CHAIR);
    await hear('2017-02-22', { doneElsewhere: true, documentNo: `笔录${no}号` });
  }
  await act('AnnounceDecision', '2017-02-23', { forum: '干部会', documentNo }, CHAIR);
  await act('ServeDecision', '2017-02-23', { mode: 'personal', receiptRef: `回证${no}号`, remedyStated: true, documentNo }, CHAIR);
}
