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

type Act = Readonly<{ on: string; type: string; data: object; by: Actor }>;

/** From the recommendation to the served removal, several cases day by day. What was heard too late was done on paper, and is recorded with its breach. */
export async function decideRemoval(county: SmallCounty, ...cases: readonly Deciding[]): Promise<void> {
  const acts = cases.flatMap((one) => [...prepared(one), ...voted(one)]);
  for (const { on, type, data, by } of acts.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) {
    await county.on(on);
    await county.record(type, data, undefined, by);
  }
}

const acting =
  ({ subject }: Deciding) =>
  (on: string, type: string, data: object, by = CLERK): Act => ({ on, type, by, data: { ...subject, date: on, ...data } });
const hearing = { signed: true, statement: secret, acceptedPoints: [] };

/** Up to the facts shown to the person. */
function prepared(deciding: Deciding): readonly Act[] {
  const act = acting(deciding);
  return [
    act('2017-01-18', 'RecommendAccountability', { organUnitId: COUNTY.organ, bases: deciding.bases, materialRefs: ['材料'] }),
    act('2017-01-19', 'ApproveInitiation', { organUnitId: COUNTY.organ }, CHAIR),
    act('2017-01-20', 'FormInvestigationTeam', { memberIds: INVESTIGATORS, conflictsChecked: true, recused: [] }),
    act('2017-02-06', 'DraftFacts', { facts: secret, evidenceRefs: ['证据'] }),
    act('2017-02-08', 'PresentFacts', { signed: true }),
  ];
}

function voted(deciding: Deciding): readonly Act[] {
  const { bases, no, heard = 'in-turn' } = deciding;
  const act = acting(deciding);
  const documentNo = `示例问〔2017〕${no}号`;
  const vote = {
    organUnitId: COUNTY.organ,
    bases,
    measure: 'RemovalFromPost',
    participantIds: VOTERS,
    quorum: 3,
    dissents: [],
    minutesRef: '纪要',
    documentNo,
  };
  const order =
    heard === 'in-turn'
      ? [
          act('2017-02-10', 'HearStatement', hearing),
          act('2017-02-16', 'ReportInvestigation', { bases, level: 'main', reportRef: `示例报告${no}号`, collectivelyDiscussed: true }),
          act('2017-02-20', 'DecideCollectively', vote, CHAIR),
        ]
      : [
          act('2017-02-20', 'DecideCollectively', { ...vote, doneElsewhere: true }, CHAIR),
          act('2017-02-22', 'HearStatement', { ...hearing, doneElsewhere: true, documentNo: `笔录${no}号` }),
        ];
  return [
    ...order,
    act('2017-02-23', 'AnnounceDecision', { forum: '干部会', documentNo }, CHAIR),
    act('2017-02-23', 'ServeDecision', { mode: 'personal', receiptRef: `回证${no}号`, remedyStated: true, documentNo }, CHAIR),
  ];
}
