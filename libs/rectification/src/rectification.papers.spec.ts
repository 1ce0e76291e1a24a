import { DUE, given, item, UNIT, was, WHO } from '../../../test/support/rectification.js';
import type { Past } from '../../../test/support/specification.js';
import type { IssueRectificationPaper } from './rectification.commands.js';

const NEW = '2016-12-30T10:00:00.000Z';
const LATER = { recordedAt: '2016-12-25T01:00:00.000Z' };
const issue = (change: Partial<IssueRectificationPaper['data']> = {}): IssueRectificationPaper => ({
  type: 'IssueRectificationPaper',
  data: {
    ...{ rectificationId: item.rectificationId, date: '2016-12-01', paper: 'notice', documentNo: '示例〔2016〕1号' },
    ...{ issuerUnitId: UNIT.office, sealRef: '示例印章1', ...change },
  },
});
const approve = (change: Partial<IssueRectificationPaper['data']> = {}) =>
  issue({ paper: 'closure-approval', date: '2016-12-06', documentNo: '示例销〔2016〕1号', ...change });
const issued = (command: IssueRectificationPaper, dueAt = DUE): Past => ({ type: 'RectificationPaperIssued', data: { ...item, ...command.data, dueAt } });

const ordered = [was('assigned')];
const received = [...ordered, was('acknowledged')];
const closed = [...received, was('reported'), was('closed')];
const extended = [...received, was('asked'), was('extended', { newDueAt: NEW })];
const refused = (history: readonly Past[], command: IssueRectificationPaper, code: string) =>
  given(...history)
    .when(command, LATER)
    .thenRejected(code);

describe('the notice of an order', () => {
  it('is issued under the order’s number, with the deadline that stands', () =>
    given(...ordered)
      .when(issue())
      .then({ type: 'RectificationPaperIssued', data: { ...item, ...issue().data }, validAt: { from: '2016-12-01' } }));
  it('may be recorded after the unit had received it', () =>
    given(...received)
      .when(issue())
      .thenData({ type: 'RectificationPaperIssued', data: { ...item, ...issue().data } }));
  it('is not issued under another number, before the order, later than today, twice, or of nothing', () => {
    refused(ordered, issue({ documentNo: '示例〔2016〕9号' }), 'rectification.number-differs');
    refused(ordered, issue({ date: '2016-11-30' }), 'rectification.out-of-order');
    refused(ordered, issue({ date: '2016-12-26' }), 'rectification.date-in-future');
    refused([...ordered, issued(issue())], issue(), 'rectification.paper-issued');
    refused([], issue(), 'rectification.unknown');
  });
  it('of a new deadline is another paper, with a number of its own', () => {
    const again = issue({ date: '2016-12-07', documentNo: '示例〔2016〕8号' });
    const moved = { ...item, dueAt: NEW };
    given(...extended.slice(0, 2), issued(issue()), ...extended.slice(2))
      .when(again, LATER)
      .thenData({ type: 'RectificationPaperIssued', data: { ...moved, ...again.data } });
    refused([...received, issued(issue()), ...extended.slice(2)], issue({ date: '2016-12-07' }), 'rectification.number-used');
  });
  it('needs number, seal and a competent issuer, and is not signed by the unit itself', () => {
    refused(ordered, issue({ documentNo: ' ' }), 'rectification.document-missing');
    refused(ordered, issue({ sealRef: ' ' }), 'rectification.seal-missing');
    refused(ordered, issue({ issuerUnitId: 'unit-nowhere' }), 'rectification.unknown-unit');
    refused(ordered, issue({ issuerUnitId: UNIT.bureau }), 'rectification.wrong-issuer');
    given(...ordered)
      .when(issue(), { ...LATER, actor: { personId: WHO.mayor } })
      .thenRejected('rectification.own-unit');
  });
  it('issued elsewhere by the wrong organ, or when the item was over, is recorded with that breach', () => {
    given(...ordered)
      .when(issue({ doneElsewhere: true, issuerUnitId: UNIT.bureau }), LATER)
      .thenData({
        type: 'RectificationPaperIssued',
        data: { ...item, ...issue({ doneElsewhere: true, issuerUnitId: UNIT.bureau }).data, breaches: ['rectification.wrong-issuer'] },
      });
    refused(closed, issue(), 'rectification.not-open');
    given(...closed)
      .when(issue({ doneElsewhere: true }), LATER)
      .thenData({ type: 'RectificationPaperIssued', data: { ...item, ...issue({ doneElsewhere: true }).data, breaches: ['rectification.not-open'] } });
  });
});

describe('the approval of a closure', () => {
  it('is issued once it is closed, also when it has recurred since', () => {
    for (const history of [closed, [...closed, was('lookedBack')]])
      given(...history)
        .when(approve(), LATER)
        .thenData({ type: 'RectificationPaperIssued', data: { ...item, ...approve().data } });
  });
  it('is not issued of an open item, before the closure, under another number than the closure’s, or twice', () => {
    refused(received, approve(), 'rectification.not-closed');
    refused(closed, approve({ date: '2016-12-01' }), 'rectification.out-of-order');
    refused([...closed.slice(0, 3), was('closed', { documentNo: '示例销〔2016〕7号' })], approve(), 'rectification.number-differs');
    refused([...closed, issued(approve())], approve({ documentNo: '示例销〔2016〕2号' }), 'rectification.paper-issued');
  });
  it('is never signed by who fixed or reported it', () => {
    for (const [personId, code] of [
      [WHO.builder, 'rectification.verifier-fixed'],
      [WHO.lent, 'rectification.verifier-reported'],
    ] as const)
      given(...closed)
        .when(approve(), { ...LATER, actor: { personId } })
        .thenRejected(code);
  });
});
