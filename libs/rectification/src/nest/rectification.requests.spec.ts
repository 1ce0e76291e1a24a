import { validateBody } from '#ledger/nest';
import {
  AcknowledgeRectificationBody,
  AssignRectificationBody,
  CloseRectificationBody,
  ConcludeSignerReviewBody,
  IssueSupervisionBody,
  LookBackOnRectificationBody,
  ReportRectificationBody,
  rectificationRequests,
} from './index.js';

const on = { rectificationId: 'rectification-1', date: '2016-12-07' };
const assign = { ...on, findingId: 'finding-1', unitId: 'unit-town1', requirement: { private: '通水' }, documentNo: '1号' };
const evidence = [{ evidenceId: 'evidence-1', zh: '照片', file: { sha256: 'a'.repeat(64), sizeBytes: 1, mediaType: 'image/jpeg' } }];
const report = {
  rectificationId: 'rectification-1',
  reportedByPersonId: 'person-a001',
  fixedByPersonIds: ['person-b001'],
  evidence,
  reportedAt: '2016-12-07T01:00:00.000Z',
};
const close = { ...on, verifiedByPersonIds: ['person-c001'], evidence };
const look = { ...on, result: 'held', lookedByPersonIds: ['person-c001'], evidence };
const issue = { ...on, stepId: 'draft-letter', at: '2016-12-07T01:00:00.000Z', documentNo: '督1号', issuerUnitId: 'unit-office1', sealRef: '印1' };
const conclude = { ...on, organUnitId: 'unit-office1', documentNo: '核1号', conclusion: 'closure-sound', opinion: { private: '属实' } };
const file = (change: object) => [{ ...evidence[0], file: { ...evidence[0]!.file, ...change } }];

describe('bodies', () => {
  it('there is one for each command of persons, each once', () => {
    const types = rectificationRequests.map(({ type }) => type);
    expect(types).toHaveLength(18);
    expect(new Set(types).size).toBe(18);
  });
  it.each<[string, new () => object, object]>([
    ['an order without deadline', AssignRectificationBody, assign],
    ['an order to the hour', AssignRectificationBody, { ...assign, deadline: { dueAt: '2016-12-20T10:00:00.000Z' }, urgency: 'urgent' }],
    ['an order in work days', AssignRectificationBody, { ...assign, deadline: { workDays: 15 }, predecessorId: 'rectification-0' }],
    ['a report', ReportRectificationBody, report],
    ['a closure', CloseRectificationBody, close],
    ['a look back', LookBackOnRectificationBody, look],
    ['a paper', IssueSupervisionBody, issue],
    ['a conclusion', ConcludeSignerReviewBody, conclude],
  ])('take %s', async (_, body, plain) => expect(await validateBody(body, plain)).toBe(plain));
  it.each<[string, new () => object, object]>([
    ['deadline', AssignRectificationBody, { ...assign, deadline: {} }],
    ['deadline', AssignRectificationBody, { ...assign, deadline: { dueAt: '2016-12-20T10:00:00.000Z', workDays: 3 } }],
    ['deadline.workDays', AssignRectificationBody, { ...assign, deadline: { workDays: 0 } }],
    ['deadline.dueAt', AssignRectificationBody, { ...assign, deadline: { dueAt: 'tomorrow' } }],
    ['deadline', AssignRectificationBody, { ...assign, deadline: 15 }],
    ['requirement', AssignRectificationBody, { ...assign, requirement: '通水' }],
    ['rectificationId', AssignRectificationBody, { ...assign, rectificationId: '1' }],
    ['unitId', AssignRectificationBody, { ...assign, unitId: 'village-one1' }],
    ['established', AssignRectificationBody, { ...assign, established: {} }],
    ['postId', AcknowledgeRectificationBody, { ...on, personId: 'person-a001' }],
    ['evidence', ReportRectificationBody, { ...report, evidence: [] }],
    ['evidence.0.file.sha256', ReportRectificationBody, { ...report, evidence: file({ sha256: 'A'.repeat(64) }) }],
    ['evidence.0.file.sizeBytes', ReportRectificationBody, { ...report, evidence: file({ sizeBytes: 0 }) }],
    ['evidence.0.file.sizeBytes', ReportRectificationBody, { ...report, evidence: file({ sizeBytes: 1.5 }) }],
    ['evidence.0.file.mediaType', ReportRectificationBody, { ...report, evidence: file({ mediaType: 'photo' }) }],
    ['fixedByPersonIds', ReportRectificationBody, { ...report, fixedByPersonIds: [] }],
    ['verifiedByPersonIds', CloseRectificationBody, { ...close, verifiedByPersonIds: ['person-c001', 'person-c001'] }],
    ['result', LookBackOnRectificationBody, { ...look, result: 'better' }],
    ['sealRef', IssueSupervisionBody, { ...issue, sealRef: ' ' }],
    ['conclusion', ConcludeSignerReviewBody, { ...conclude, conclusion: 'guilty' }],
  ])('refuse a wrong %s', (field, body, plain) =>
    expect(validateBody(body, plain)).rejects.toMatchObject({ code: 'body.invalid', errors: expect.arrayContaining([expect.objectContaining({ field })]) }),
  );
});
