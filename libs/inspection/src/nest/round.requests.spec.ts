import { validateBody } from '#ledger/nest';
import { checklist, filing, groupOne, groupTwo, plan, pool, roster, ROUND, visit } from '../../../../test/support/inspection-round.js';
import { EXIT_STANDARDS_EXAMPLE } from '../checklists/exit-standards-example.js';
import { roundParts } from '../round.parts.js';
import * as doors from './index.js';

const fieldsOf = async (body: new () => object, plain: unknown): Promise<readonly string[]> =>
  validateBody(body, plain).then(
    () => [],
    (error: { errors: readonly { field: string }[] }) => error.errors.map(({ field }) => field),
  );

const publishing = { checklistId: 'checklist-exit', date: '2016-08-01', documentRef: '示例1号', document: checklist };
const inDocument = (change: object) => ({ ...publishing, document: { ...checklist, ...change } });
const acting = { roundId: ROUND, date: '2016-09-01' };
const replacing = {
  ...{ roundId: ROUND, groupId: 'group-01', outgoingPersonId: 'person-insp1', incomingPersonId: 'person-insp8' },
  ...{ from: '2016-09-20', poolId: 'pool-2016', reason: { private: '病假' } },
};
const giving = {
  ...{ handoverId: 'handover-1', roundId: ROUND, fromGroupId: groupOne.groupId, toGroupId: groupTwo.groupId, scope: 'all', from: '2016-10-01' },
  ...{ fromLeadPersonId: groupOne.leadPersonId, toLeadPersonId: groupTwo.leadPersonId },
};
const paper = { sha256: 'a'.repeat(64), sizeBytes: 9, mediaType: 'application/pdf' };
const leading = { visitId: 'visit-1', personId: 'person-lead1', villageId: 'village-shiban01', date: '2016-09-06' };
const taking = { visitId: 'visit-1', roundId: ROUND, groupId: 'group-01', date: '2016-09-20', documentRef: '示例9号', reason: { private: '记错' } };

describe('bodies', () => {
  it.each<[new () => object, object]>([
    [doors.PublishChecklistBody, publishing],
    [doors.PublishChecklistBody, { ...publishing, document: EXIT_STANDARDS_EXAMPLE }],
    [doors.StateInspectorPoolBody, pool],
    [doors.ListInspectorsBody, roster],
    [doors.PlanInspectionRoundBody, { ...plan, roundsPerYearMax: 1 }],
    [doors.FileInspectionRoundBody, filing],
    [doors.OpenInspectionRoundBody, { ...acting, doneElsewhere: true, documentNo: '甲' }],
    [doors.CloseInspectionRoundBody, acting],
    [doors.FormInspectionGroupBody, groupOne],
    [doors.ReplaceInspectionGroupMemberBody, replacing],
    [doors.HandOverInspectionGroupBody, { ...giving, record: paper }],
    [doors.RecordVillageVisitBody, { ...visit, note: paper }],
    [doors.WithdrawVillageVisitBody, taking],
    [doors.RecordLeaderVisitBody, { ...leading, night: true }],
  ])('%p takes what is right', async (body, plain) => expect(await validateBody<object>(body, plain)).toBe(plain));

  it.each<[new () => object, object, string]>([
    [doors.PublishChecklistBody, { ...publishing, checklistId: 'list-1' }, 'checklistId'],
    [doors.PublishChecklistBody, { ...publishing, checklistVersion: 2 }, 'checklistVersion'],
    [doors.PublishChecklistBody, inDocument({ items: [] }), 'document.items'],
    [doors.PublishChecklistBody, inDocument({ items: [{ ...checklist.items[0], points: 3 }] }), 'document.items.0.points'],
    [doors.PublishChecklistBody, inDocument({ standards: [{ ...checklist.standards[0], of: 'town' }] }), 'document.standards.0.of'],
    [doors.StateInspectorPoolBody, { ...pool, quantifier: '约' }, 'quantifier'],
    [doors.StateInspectorPoolBody, { ...pool, statedNumber: 99.5 }, 'statedNumber'],
    [doors.ListInspectorsBody, { ...roster, personIds: [...roster.personIds, roster.personIds[0]] }, 'personIds'],
    [doors.ListInspectorsBody, { ...roster, year: 2016 }, 'year'],
    [doors.PlanInspectionRoundBody, { ...plan, villageIds: ['unit-town0001'] }, 'villageIds'],
    [doors.PlanInspectionRoundBody, { ...plan, annualPlanRef: undefined }, 'annualPlanRef'],
    [doors.FileInspectionRoundBody, { ...filing, breaches: [] }, 'breaches'],
    [doors.OpenInspectionRoundBody, { ...acting, year: 2016 }, 'year'],
    [doors.CloseInspectionRoundBody, { ...acting, unvisitedVillageIds: [] }, 'unvisitedVillageIds'],
    [doors.FormInspectionGroupBody, { ...groupOne, memberPersonIds: 'person-insp2' }, 'memberPersonIds'],
    [doors.ReplaceInspectionGroupMemberBody, { ...replacing, reason: '病假' }, 'reason'],
    [doors.HandOverInspectionGroupBody, { ...giving, scope: 'some' }, 'scope'],
    [doors.HandOverInspectionGroupBody, { ...giving, record: { ...paper, sha256: 'A'.repeat(64) } }, 'record.sha256'],
    [doors.RecordVillageVisitBody, { ...visit, mode: 'secret' }, 'mode'],
    [doors.RecordVillageVisitBody, { ...visit, householdIds: ['家'] }, 'householdIds'],
    [doors.RecordVillageVisitBody, { ...visit, note: { ...paper, sizeBytes: 0 } }, 'note.sizeBytes'],
    [doors.WithdrawVillageVisitBody, { ...taking, reason: { commitment: 'a'.repeat(64) } }, 'reason'],
    [doors.RecordLeaderVisitBody, { ...leading, night: 'yes' }, 'night'],
  ])('%p refuses %j because of %s', async (body, plain, field) => expect(new Set(await fieldsOf(body, plain))).toEqual(new Set([field])));

  it.each(['location', 'track', 'latitude', 'photo'])('have no room for a %s of the inspectors', async (field) => {
    expect(await fieldsOf(doors.RecordVillageVisitBody, { ...visit, [field]: '33.1,109.3' })).toEqual([field]);
    expect(await fieldsOf(doors.RecordLeaderVisitBody, { ...leading, [field]: '33.1,109.3' })).toEqual([field]);
  });
});

describe('doors', () => {
  it('there is one for each command of persons', () => {
    const wanted = roundParts.deciders.flatMap(({ commands }) => Object.keys(commands));
    expect(doors.inspectionRequests.map(({ type }) => type)).toEqual(expect.arrayContaining(wanted));
  });
});
