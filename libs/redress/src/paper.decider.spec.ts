import { worldOf } from '../../../test/support/inspection-round.js';
import { AGAINST, APPEAL, ASSESSOR, CASE, rows, secret, SECRETARY, world } from '../../../test/support/redress.js';
import { specification, type Past } from '../../../test/support/specification.js';
import { appealRecordPapers, type AppealRecordPapersRow } from './appeal-record-papers.view.js';
import { correctionNotices, type CorrectionNoticesRow } from './correction-notices.view.js';
import { paperDecider } from './paper.decider.js';
import { redressCaseKey, redressCases } from './redress-cases.view.js';

const decided: Past = { type: 'CollectivelyDecided', data: { ...CASE, measure: 'RemovalFromPost', date: '2017-02-10', minutesRef: '纪要', established: {} } };
const released: Past = {
  type: 'RecordReleased',
  data: {
    ...{ releaseId: 'release-01', record: { kind: 'explain', key: SECRETARY }, personIds: [SECRETARY], date: '2017-03-01', channel: 'print' },
    ...{ recipient: secret('组织部'), purpose: secret('任前核查'), sha256: 'ab'.repeat(32) },
  },
};
const owed: Past = {
  type: 'RestorationItemOwed',
  data: { appealId: APPEAL, against: AGAINST, item: { kind: 'correction', releaseId: 'release-01', from: '2017-03-01' } },
};
const told = (type: string): Past => ({
  type,
  data: { appealId: APPEAL, against: AGAINST, releaseId: 'release-01', date: '2017-06-02', documentNo: '示例更〔2017〕9号', item: { releaseId: 'release-01' } },
});
const given = (facts: readonly Past[], ...history: readonly Past[]) =>
  specification(paperDecider, { ...world, rows: { ...rows, ...worldOf([redressCases, correctionNotices], facts) } })(...history);

const signed = { documentNo: '示例更〔2017〕1号', issuerUnitId: 'unit-jiwei', sealRef: '县纪委印', date: '2017-06-01' };
const record = (change: object = {}) => ({ type: 'IssueAppealRecord' as const, data: { ...CASE, ...signed, ...change } });
const notice = (change: object = {}) => ({ type: 'IssueCorrectionPaper' as const, data: { appealId: APPEAL, releaseId: 'release-01', ...signed, ...change } });
const WRONG: readonly (readonly [string, object, string])[] = [
  ['without a number', { documentNo: ' ' }, 'redress.document-missing'],
  ['without a seal', { sealRef: '' }, 'paper.seal-missing'],
  ['by nobody known', { issuerUnitId: 'unit-none' }, 'redress.unit-unknown'],
  ['by a unit that owns no cases', { issuerUnitId: 'unit-town1' }, 'paper.wrong-issuer'],
  ['on no day', { date: '2017-02-30' }, 'date.invalid'],
  ['tomorrow', { date: '2017-07-01' }, 'redress.date-in-future'],
  ['before what it is about', { date: '2017-01-31' }, 'redress.out-of-order'],
];

describe('the record of an appeal', () => {
  it('is issued with number, issuer and seal, also of a decision that fell since', () => {
    const issued = { type: 'AppealRecordIssued', data: record().data } as const;
    given([decided])
      .when(record())
      .then({ ...issued, validAt: { from: '2017-06-01' } });
    const fallen: Past = { type: 'DecisionRevoked', data: { appealId: APPEAL, against: AGAINST, decidedOn: '2017-05-10', documentNo: '一' } };
    given([fallen]).when(record()).thenData(issued);
    const ordered: Past = { type: 'CaseRedecisionOrdered', data: { ...CASE, appealId: APPEAL } };
    given([decided, ordered, { type: 'AccountabilityExempted', data: { ...CASE, date: '2017-04-05', minutesRef: '纪要' } }])
      .when(record())
      .thenData(issued);
  });
  it('is issued again under another number only', () => {
    const first = { type: 'AppealRecordIssued', data: record().data } as const;
    given([decided], first).when(record()).thenRejected('paper.number-used');
    const second = record({ documentNo: '示例更〔2017〕2号' });
    given([decided], first).when(second).thenData({ type: 'AppealRecordIssued', data: second.data });
  });
  it('needs a decision', () => given([]).when(record()).thenRejected('paper.nothing-decided'));
  it.each(WRONG)('is not issued %s', (_, change, code) => given([decided]).when(record(change)).thenRejected(code));
  it('is for people of a case', () => given([decided]).when(record(), { actor: ASSESSOR }).thenRejected('redress.not-competent'));
  it('is listed by case, in order, with its place in the log', () => {
    const issued = ['一', '二'].map((documentNo): Past => ({ type: 'AppealRecordIssued', data: record({ documentNo }).data }));
    const row = worldOf([appealRecordPapers], issued)['appeal-record-papers']![redressCaseKey(CASE)] as AppealRecordPapersRow;
    expect(row.papers).toMatchObject([
      { documentNo: '一', issuedOn: '2017-06-01', position: 0 },
      { documentNo: '二', position: 1 },
    ]);
  });
});

describe('a correction notice', () => {
  const issued = { type: 'CorrectionPaperIssued', data: notice().data } as const;
  it('is issued to who was given what no longer stands', () =>
    given([released, owed])
      .when(notice())
      .then({ ...issued, validAt: { from: '2017-06-01' } }));
  it('is issued once', () =>
    given([released, owed], issued)
      .when(notice({ documentNo: '另一号' }))
      .thenRejected('paper.issued'));
  it.each([
    ['where nothing fell', [released]],
    ['of a release that nobody knows', []],
    ['where it was declared inapplicable', [released, owed, told('RestorationItemInapplicable')]],
  ])('is none %s', (_, facts) => given(facts).when(notice()).thenRejected('paper.not-owed'));
  it('bears the number of the notice that went out already', () => {
    given([released, owed, told('CorrectionNoticeIssued')])
      .when(notice())
      .thenRejected('paper.number-differs');
    const same = notice({ documentNo: '示例更〔2017〕9号' });
    given([released, owed, told('CorrectionNoticeIssued')])
      .when(same)
      .thenData({ type: 'CorrectionPaperIssued', data: same.data });
  });
  it.each(WRONG)('is not issued %s', (_, change, code) => given([released, owed]).when(notice(change)).thenRejected(code));
  it('is for people of a case', () => given([released, owed]).when(notice(), { actor: ASSESSOR }).thenRejected('redress.not-competent'));
  it('is shown beside what was released, whether it went out or not', () => {
    const row = (...past: readonly Past[]) => worldOf([correctionNotices], past)['correction-notices']!['release-01'] as CorrectionNoticesRow;
    const paper = { documentNo: signed.documentNo, issuerUnitId: 'unit-jiwei', sealRef: '县纪委印', issuedOn: '2017-06-01', eventId: 'e2' };
    expect(row(released, owed, issued)).toMatchObject({ sha256: 'ab'.repeat(32), channel: 'print', notices: [{ state: 'owed', paper }] });
    expect(row(released, owed, issued, told('CorrectionNoticeIssued')).notices).toMatchObject([{ state: 'done', paper, documentNo: '示例更〔2017〕9号' }]);
    expect(row(released, owed).notices).toMatchObject([{ state: 'owed', paper: null }]);
  });
});
