import type { Actor } from '#kernel';
import { PROOF } from './proof.js';
import { checklist } from './inspection-round.js';
import { COUNTY, PERSON, POST, type SmallCounty } from './small-county.js';

/** The inspection of the small county: one round without end, two groups, one list. Invented. */
export const FIELD = { round: 'round-2016', year: COUNTY.year } as const;
export const GROUPS = {
  'group-one': [PERSON.clerk, 'person-inspector2', 'person-inspector3'],
  'group-two': ['person-inspector4', 'person-inspector5', 'person-inspector6'],
} as const;
type GroupId = keyof typeof GROUPS;
/** Neither an inspector nor of the town: whoever decides what is contested. */
export const OFFICE: Actor = { personId: PERSON.successor };
const INSPECTORS = Object.values(GROUPS).flat();

/** From the roster to the opened round, all on the day that it is. */
export async function startRound(county: SmallCounty, date = '2016-01-04'): Promise<void> {
  const post = { postId: 'post-clerk1', unitId: COUNTY.organ, role: 'clerk', title: '干事', appointedBy: 'commission', managedByUnitId: COUNTY.organ };
  await county.record('RegisterPost', post);
  await county.record('StartTenure', { tenureId: 'tenure-clerk', personId: PERSON.clerk, postId: post.postId, from: '2016-01-01' });
  for (const personId of INSPECTORS.filter((id) => id !== PERSON.clerk)) {
    await county.record('RegisterPerson', { personId, name: { private: '虚构' }, partyMember: true, staffStatus: 'civil-servant' });
  }
  await county.record('PublishChecklist', { checklistId: 'checklist-field', date, documentRef: '示例督1号', document: checklist });
  const stated = { poolId: 'pool-2016', year: FIELD.year, zh: '督查干部', statedNumber: 6, quantifier: 'exact', date, documentRef: '示例督2号' };
  await county.record('StateInspectorPool', stated);
  await county.record('ListInspectors', { poolId: 'pool-2016', personIds: INSPECTORS, from: date, documentRef: '示例督3号' });
  await county.record('PlanInspectionRound', {
    ...{ roundId: FIELD.round, year: FIELD.year, zh: '示例督查', villageIds: [COUNTY.village], from: date, to: '2016-12-31' },
    ...{ checklistId: 'checklist-field', checklistVersion: 1, annualPlanRef: '示例督4号', visitsPerVillageWeekMax: 2 },
  });
  await county.record('FileInspectionRound', { roundId: FIELD.round, filingNo: '示例备1号', organUnitId: COUNTY.organ, date });
  for (const [groupId, [leadPersonId, ...memberPersonIds]] of Object.entries(GROUPS)) {
    const villageIds = groupId === 'group-one' ? [COUNTY.village] : [];
    await county.record('FormInspectionGroup', {
      ...{ roundId: FIELD.round, groupId, zh: groupId, poolId: 'pool-2016', leadPersonId, memberPersonIds, villageIds, from: date },
    });
  }
  await county.record('OpenInspectionRound', { roundId: FIELD.round, date });
}

/** A fact about the town as a whole: both groups may come upon it. */
export const fact = (findingId: string, foundOn: string, groupId: GroupId = 'group-one') => ({
  ...{ findingId, roundId: FIELD.round, groupId, unitId: COUNTY.town, year: FIELD.year, checklistId: 'checklist-field', checklistVersion: 1 },
  ...{ itemId: 'safe-housing', foundOn, statement: { private: '示例：住房未达标' }, loggedByPersonIds: GROUPS[groupId].slice(0, 2) },
  evidence: [{ evidenceId: 'evidence-1', zh: '照片', file: PROOF }],
});
export const signerOf = (groupId: GroupId): Actor => ({ personId: GROUPS[groupId][0] });
export const of = (findingId: string, date: string) => ({ findingId, unitId: COUNTY.town, year: FIELD.year, date });
export const byHead = (findingId: string, date: string) => ({ ...of(findingId, date), personId: PERSON.head, postId: POST.head });
export const onPaper = { reason: '示例：查实有误', authorityRef: '示例督〔2017〕5号' };

/** Found, shown, and agreed to. */
export async function agreeTo(county: SmallCounty, findingId: string, groupId: GroupId = 'group-one'): Promise<void> {
  const date = county.today();
  await county.record('LogFinding', fact(findingId, date, groupId), undefined, signerOf(groupId));
  await county.record('ShowFindingToUnit', byHead(findingId, date));
  await county.record('AgreeToFinding', byHead(findingId, date));
}
export const withdrawIt = (county: SmallCounty, findingId: string): Promise<unknown> =>
  county.record('WithdrawFinding', { ...of(findingId, county.today()), ...onPaper }, undefined, OFFICE);
export const markDuplicate = (county: SmallCounty, findingId: string, duplicateOf: string): Promise<unknown> =>
  county.record('MarkFindingDuplicate', { ...of(findingId, county.today()), duplicateOf, reason: '示例：同一事实' }, undefined, OFFICE);
export const liftMark = (county: SmallCounty, findingId: string): Promise<unknown> =>
  county.record('LiftFindingDuplicateMark', { ...of(findingId, county.today()), ...onPaper }, undefined, OFFICE);
