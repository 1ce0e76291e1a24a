import type { AnyPolicy, AnyView } from '#kernel';
import { worldOf } from '../../../test/support/inspection-round.js';
import { AGAINST, APPEAL, CASE, registered, SECRETARY } from '../../../test/support/redress.js';
import { factsFrom, recorded, type Past } from '../../../test/support/specification.js';
import { entitlements, type EntitlementsRow } from './entitlements.view.js';
import { recordReleases } from './record-releases.view.js';
import { redressAppeals, redressOutcomes } from './redress-appeals.view.js';
import { redressCases } from './redress-cases.view.js';
import { redressPosts } from './redress-offices.views.js';
import { onDecisionCorrected, onRecordReleased } from './redress.policy.js';

// What falls without the outcome of an appeal that says so.
const VIEWS: readonly AnyView[] = [redressCases, recordReleases, redressPosts, redressAppeals, redressOutcomes];
function after(policy: AnyPolicy, ...history: readonly Past[]) {
  const event = recorded(history.at(-1)!, history.length - 1);
  const facts = factsFrom(worldOf(VIEWS, [...registered, ...history]), policy.needs?.[event.type]?.(event) ?? []);
  return policy.on[event.type]!(event, facts) as readonly any[];
}
const decided = (measure: string, date: string): Past => ({
  type: 'CollectivelyDecided',
  id: `decided-${date}`,
  data: { ...CASE, measure, date, minutesRef: '纪要', established: { effectUntil: '2018-02-09', openForms: [] } },
});
const removal = decided('RemovalFromPost', '2017-02-10');
const executed: Past = { type: 'MeasureExecuted', data: { ...CASE, date: '2017-02-24', tenureEndsOn: '2017-02-24' } };
const corrected = (kind: string, more: object = {}): Past => ({
  type: 'DecisionCorrected',
  id: `corrected-${kind}`,
  data: { ...CASE, kind, date: '2017-04-05', authorityRef: '示例纠〔2017〕1号', established: { publications: [] }, ...more },
});
const revoked: Past = { type: 'DecisionRevoked', data: { appealId: APPEAL, against: AGAINST, decidedOn: '2017-03-10', documentNo: '示例申〔2017〕1号' } };
const ordered: Past = { type: 'CaseRedecisionOrdered', data: { ...CASE, appealId: APPEAL, orderedOn: '2017-03-16' } };
const ended = (type: string): Past => ({ type, id: 'ended', data: { ...CASE, date: '2017-04-05', minutesRef: '纪要二' } });
const kinds = (commands: readonly any[]) => commands.flatMap(({ data }) => data.items.map((item: any) => item.kind));

describe('a correction by the organ itself', () => {
  it('opens a checklist of its own, under its own document or authority', () => {
    const [command] = after(onDecisionCorrected, removal, executed, corrected('revoked'));
    expect(command.data).toMatchObject({
      ...{ appealId: 'correction-corrected-revoked', against: AGAINST, outcome: 'revoked', decidedOn: '2017-04-05', documentNo: '示例纠〔2017〕1号' },
      ...{ originalDate: '2017-02-10', measure: 'RemovalFromPost', variedTo: null },
    });
    expect(kinds([command])).toEqual(['pay', 'grade', 'seniority', 'post', 'effect-period']);
    const [lighter] = after(onDecisionCorrected, removal, executed, corrected('varied', { measure: 'Admonition', documentNo: '示例改〔2017〕2号' }));
    expect(lighter.data).toMatchObject({ outcome: 'varied', variedTo: 'Admonition', documentNo: '示例改〔2017〕2号' });
  });
  it('opens none where nothing falls', () => {
    const bare = { ...removal, data: { ...(removal.data as object), established: { openForms: [] } } };
    expect(after(onDecisionCorrected, bare, corrected('revoked'))).toEqual([]);
    expect(after(onDecisionCorrected, corrected('revoked'))).toEqual([]);
  });
  it('opens none beside that of the appeal which it carries out, and one for what is corrected after that', () => {
    const carried = corrected('varied', { measure: 'Admonition' });
    expect(after(onDecisionCorrected, removal, executed, revoked, carried)).toEqual([]);
    expect(after(onDecisionCorrected, removal, executed, revoked, carried, corrected('revoked'))).toHaveLength(1);
  });
  it('is told to who got a record before it, also when that is learnt later', () => {
    const release = (date: string): Past => ({ type: 'RecordReleased', data: { releaseId: 'release-1', personIds: [SECRETARY], date } });
    expect(kinds(after(onDecisionCorrected, removal, release('2017-03-01'), corrected('revoked')))).toContain('correction');
    const [late] = after(onRecordReleased, removal, corrected('revoked'), release('2017-03-01'));
    expect(late).toMatchObject({ type: 'OweRestorationItem', data: { appealId: 'correction-corrected-revoked', against: AGAINST } });
    expect(after(onRecordReleased, removal, corrected('revoked'), release('2017-04-06'))).toEqual([]);
    const ofAppeal = after(onRecordReleased, removal, revoked, corrected('revoked'), release('2017-03-01'));
    expect(ofAppeal.map(({ data }) => data.appealId)).toEqual([APPEAL]);
  });
});

describe('a decision anew', () => {
  it('that is lighter opens the checklist of the appeal that ordered it, from what was taken before', () => {
    const [command] = after(onDecisionCorrected, removal, executed, ordered, decided('Admonition', '2017-04-05'));
    expect(command.data).toMatchObject({
      ...{ appealId: APPEAL, outcome: 'varied', variedTo: 'Admonition', measure: 'RemovalFromPost' },
      ...{ originalDate: '2017-02-10', decidedOn: '2017-04-05', documentNo: '纪要' },
    });
    expect(kinds([command])).toContain('post');
  });
  it('that is the same owes nothing, and the first decision of a case neither', () => {
    expect(after(onDecisionCorrected, removal, executed, ordered, decided('RemovalFromPost', '2017-04-05'))).toEqual([]);
    expect(after(onDecisionCorrected, removal)).toEqual([]);
  });
  it.each(['AccountabilityExempted', 'ConcludedWithoutAccountability'])('that ends without a measure owes the whole: %s', (type) => {
    expect(after(onDecisionCorrected, removal, executed, ordered, ended(type))[0].data).toMatchObject({
      appealId: APPEAL,
      outcome: 'revoked',
      documentNo: '纪要二',
    });
    expect(after(onDecisionCorrected, removal, ended(type))).toEqual([]);
  });
  it('spared by a correction is on the list of that appeal', () =>
    expect(after(onDecisionCorrected, removal, executed, ordered, corrected('revoked'))[0].data.appealId).toBe(APPEAL));
  it('that ends without a measure leaves no limit', () => {
    const row = (...past: readonly Past[]) => worldOf([entitlements], past).entitlements?.[SECRETARY] as EntitlementsRow;
    expect(row(removal, ordered).limits).toHaveLength(1);
    expect(row(removal, ordered, ended('ConcludedWithoutAccountability')).limits).toEqual([]);
    expect(row(removal, ended('ConcludedWithoutAccountability')).limits).toHaveLength(1);
    expect(row(removal, ordered, decided('Admonition', '2017-04-05'), ended('AccountabilityExempted')).limits).toHaveLength(1);
  });
});
