import { randomBytes } from 'node:crypto';
import { Rejection } from '#kernel';
import type { ComplaintRegisterRow } from '#registry';
import { receiptHash } from '#zelian';
import { CHAIR, CLERK, INVESTIGATORS, REVIEWERS, staff, VOTERS } from '../support/commission.js';
import { COUNTY, PERSON, POST, SmallCounty } from '../support/small-county.js';
import { townWithDuplicate } from '../support/worked-towns.js';
import { decideRemoval } from '../support/commission.js';

// Complaints: whoever complained is barred from looking into it, and nobody outside the organ that received it learns who that was.

const SUBJECT = { personId: PERSON.secretary, postId: POST.secretary, year: COUNTY.year };
const secret = { private: '示例' };
const CODE = randomBytes(16).toString('hex');
const RECEIVER = { personId: 'person-jiwei1', postId: 'post-jiwei1' };
const INFORMANTS = { reviewer: REVIEWERS[0]!, investigator: INVESTIGATORS[0]!, voter: VOTERS[2]! };

/** A refusal for a complaint's sake leads to nobody's complaint: not by its words, and by no id. */
const tellsNothing = ({ text }: Rejection): void => {
  expect(`${text.zh}${text.en}`).not.toMatch(/举报|complain|[0-9a-f]{8}-[0-9a-f]{4}-/);
};
let county: SmallCounty;
const refusal = (promise: Promise<unknown>): Promise<Rejection> =>
  promise.then(
    () => {
      throw new Error('was recorded');
    },
    (error: unknown) => {
      if (error instanceof Rejection) return error;
      throw error;
    },
  );
const receive = (complaintId: string, more: object) =>
  county.record(
    'ReceiveComplaint',
    {
      ...{ complaintId, receivedOn: '2017-01-11', organUnitId: 'unit-jiwei1', channel: 'letter', year: COUNTY.year, narrative: { private: '虚报脱贫' } },
      ...{ personIds: [PERSON.secretary], unitIds: [], villageIds: [], receiptHash: receiptHash(complaintId, CODE), ...more },
    },
    undefined,
    RECEIVER,
  );

beforeAll(async () => {
  county = await townWithDuplicate(await SmallCounty.open());
  await staff(county);
  await county.on('2017-01-11');
  await county.record('RegisterUnit', { unitId: 'unit-jiwei1', kind: 'organ', name: '示例县纪委', parentUnitId: COUNTY.organ, competences: ['discipline'] });
  await county.record('RegisterPerson', { personId: RECEIVER.personId, name: { private: '虚构收件人' }, partyMember: true, staffStatus: 'civil-servant' });
  const post = { postId: RECEIVER.postId, unitId: 'unit-jiwei1', role: 'officer', title: '信访干部', appointedBy: 'commission', managedByUnitId: COUNTY.organ };
  await county.record('RegisterPost', post);
  await county.record('StartTenure', { tenureId: 'tenure-jiwei1', personId: RECEIVER.personId, postId: RECEIVER.postId, from: '2016-01-01' });
  const of = Object.entries(INFORMANTS);
  for (const [index, [, personId]] of of.entries())
    await receive(`complaint-0${index + 1}`, { complainantId: { private: personId }, complainant: { private: '来信人' } });
  await receive('complaint-09', {});
});
afterAll(() => county.close());

it('who complained is in no event, in no row of a view, and for nobody but the organ that received it', async () => {
  const ids = Object.values(INFORMANTS);
  for await (const event of county.zelian.parts.history.readAll(0)) {
    if (!event.type.startsWith('Complaint')) continue;
    for (const id of ids) expect(JSON.stringify([event.data, event.subjects])).not.toContain(id);
  }
  for (const view of ['complaint-register', 'review-complaints', 'case-complaints', 'inspection-complaints']) {
    const { rows } = await county.zelian.reader.list(view, { limit: 10 });
    expect(rows.length).toBeGreaterThan(2);
    for (const id of ids) expect(JSON.stringify(rows)).not.toContain(id);
    for (const actor of [CLERK, CHAIR, { personId: PERSON.secretary }, {}]) {
      const shown = JSON.stringify(await county.zelian.present(rows, actor));
      for (const hidden of [...ids, '来信人', '虚报脱贫']) expect(shown).not.toContain(hidden);
    }
  }
  const { rows } = await county.zelian.reader.list('complaint-register', { limit: 10 });
  const own = (await county.zelian.present(rows, RECEIVER)) as readonly Readonly<{ row: ComplaintRegisterRow }>[];
  expect(own.map(({ row }) => [row.complainantId ?? null, row.anonymous])).toEqual([...ids.map((id) => [id, false]), [null, true]]);
});

it('a receipt tells who holds its code what became of it, and nobody else anything', async () => {
  await county.record('LinkComplaint', { ...SUBJECT, complaintId: 'complaint-01', date: '2017-01-11' }, undefined, RECEIVER);
  const answer = await county.zelian.cases.complaintReceipt('complaint-01', CODE);
  expect(answer).toMatchObject({ receivedOn: '2017-01-11', organUnitId: 'unit-jiwei1', startedCase: true, concluded: null });
  expect(JSON.stringify(answer)).not.toContain('person-');
  for (const [id, code] of [
    ['complaint-01', 'x'],
    ['complaint-02', ''],
    ['complaint-none', CODE],
  ] as const)
    expect((await refusal(county.zelian.cases.complaintReceipt(id, code))).code).toBe('complaint.receipt-unknown');
});

it('the trail of who is complained about tells of it to case owners only', async () => {
  const types = async (actor: object) => (await county.zelian.trail(COUNTY.town, { actor })).map(({ type }) => type);
  await receive('complaint-08', { unitIds: [COUNTY.town], personIds: [] });
  expect(await types({ personId: PERSON.secretary })).not.toContain('ComplaintReceived');
  expect(await types(CLERK)).toContain('ComplaintReceived');
});

it('an informant neither investigates nor votes, whatever is overridden, and the refusal does not say why', async () => {
  const bases = [{ clauseId: 'PL-D3', target: COUNTY.town }];
  const barred = await refusal(decideRemoval(county, { subject: SUBJECT, bases, no: '21' }));
  expect(barred.code).toBe('accountability.related-member');
  expect(barred.text.zh).toContain(INFORMANTS.investigator);
  tellsNothing(barred);
  const team = { ...SUBJECT, date: '2017-01-20', conflictsChecked: true, recused: [] };
  const override = { personId: INFORMANTS.investigator, organUnitId: COUNTY.organ, documentNo: '示例', decidedOn: '2017-01-20', reason: secret };
  const overridden = { ...team, memberIds: INVESTIGATORS, recusalOverrides: [override] };
  // There is nothing that could be overridden: that there is a complaint is not told either.
  expect((await refusal(county.record('FormInvestigationTeam', overridden, undefined, CLERK))).code).toBe('recusal.nothing-to-override');
  await county.record('FormInvestigationTeam', { ...team, memberIds: [INVESTIGATORS[1], REVIEWERS[2]] }, undefined, CLERK);
  const act = (type: string, on: string, data: object, by = CLERK) =>
    county.on(on).then(() => county.record(type, { ...SUBJECT, date: on, ...data }, undefined, by));
  await act('DraftFacts', '2017-02-06', { facts: secret, evidenceRefs: ['证据'] });
  await act('PresentFacts', '2017-02-08', { signed: true });
  await act('HearStatement', '2017-02-10', { signed: true, statement: secret, acceptedPoints: [] });
  await act('ReportInvestigation', '2017-02-16', { bases, level: 'main', reportRef: '报告', collectivelyDiscussed: true });
  const vote = { organUnitId: COUNTY.organ, bases, measure: 'RemovalFromPost', quorum: 3, dissents: [], minutesRef: '纪要', documentNo: '示例问〔2017〕21号' };
  const voted = await refusal(act('DecideCollectively', '2017-02-20', { ...vote, participantIds: VOTERS }, CHAIR));
  expect(voted.code).toBe('accountability.recused-decides');
  tellsNothing(voted);
  await act('DecideCollectively', '2017-02-20', { ...vote, participantIds: [VOTERS[0], VOTERS[1], PERSON.clerk] }, CHAIR);
  await act('AnnounceDecision', '2017-02-21', { forum: '干部会', documentNo: vote.documentNo }, CHAIR);
  await act('ServeDecision', '2017-02-21', { mode: 'personal', receiptRef: '回证', remedyStated: true, documentNo: vote.documentNo }, CHAIR);
});

it('nor reviews the appeal; the list of the barred counts who stays unnamed', async () => {
  const of = { appealId: 'appeal-told', against: { kind: 'measure', ...SUBJECT }, organUnitId: COUNTY.organ };
  const filing = { ...of, appellantId: SUBJECT.personId, track: 'PARTY-2009', step: 'appeal-2009', filedOn: '2017-02-22', request: secret };
  await county.on('2017-02-22');
  await county.record('LodgeAppeal', filing, undefined, { personId: SUBJECT.personId });
  await county.record('AdmitAppeal', { ...of, date: '2017-02-22' }, undefined, CLERK);
  const panel = { ...of, date: '2017-02-22', conflictsChecked: true, overrides: [], memberIds: [REVIEWERS[0], REVIEWERS[1], 'person-jiwei1'] };
  const barred = await refusal(county.record('FormReviewPanel', panel, undefined, CLERK));
  expect(barred.code).toBe('appeal.reviewer-barred');
  expect(barred.text.zh).toContain(INFORMANTS.reviewer);
  tellsNothing(barred);
  const answer = await county.zelian.cases.appealBarred(`case-${SUBJECT.personId}-${SUBJECT.postId}-${SUBJECT.year}`, { actor: CLERK });
  // All that name an informant bar: of the secretary, and of the town.
  expect(answer.undisclosed).toBe(3);
  await receive('complaint-07', { unitIds: [COUNTY.town], personIds: [], complainantId: { private: VOTERS[1]! } });
  await receive('complaint-06', { unitIds: [COUNTY.town], personIds: [], year: 2010, complainantId: { private: VOTERS[1]! } });
  const again = await county.zelian.cases.appealBarred(`case-${SUBJECT.personId}-${SUBJECT.postId}-${SUBJECT.year}`, { actor: CLERK });
  expect(again.undisclosed).toBe(4);
  expect(answer.persons.map(({ personId }) => personId)).not.toContain(INFORMANTS.reviewer);
});

it('an unfounded one can be followed by a clearing that names it, and no other can', async () => {
  const clearing = {
    clearingId: 'clearing-01',
    personId: PERSON.secretary,
    reportRef: 'complaint-02',
    foundUnfoundedOn: '2017-02-22',
    organUnitId: 'unit-jiwei1',
  };
  const opening = { ...clearing, documentNo: '示例结〔2017〕1号', askedBy: 'organ', askedOn: '2017-02-22', finding: secret };
  expect((await refusal(county.record('OpenClearing', opening, undefined, RECEIVER))).code).toBe('clearing.complaint-not-unfounded');
  const end = { complaintId: 'complaint-02', date: '2017-02-22', result: 'unfounded', documentNo: '示例结〔2017〕1号' };
  await county.record('ConcludeComplaint', end, undefined, RECEIVER);
  const other = { ...opening, personId: PERSON.head };
  expect((await refusal(county.record('OpenClearing', other, undefined, RECEIVER))).code).toBe('clearing.complaint-unknown');
  await county.record('OpenClearing', opening, undefined, RECEIVER);
  expect(await county.zelian.cases.complaintReceipt('complaint-02', CODE)).toMatchObject({ startedCase: false, concluded: { result: 'unfounded' } });
});
