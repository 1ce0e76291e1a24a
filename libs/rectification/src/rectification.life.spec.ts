import { evidence, given, inForce, inspectorPersonIds, item, ROWS, secret, STEPS, UNIT, was, WHO, BOOK, DUE } from '../../../test/support/rectification.js';
import type { Past } from '../../../test/support/specification.js';
import type { RectificationActCommand } from './rectification.commands.js';

type Of<Type extends RectificationActCommand['type']> = Extract<RectificationActCommand, { type: Type }>;
const on = { rectificationId: item.rectificationId, date: '2016-12-06' };
const acknowledge = (change = {}): Of<'AcknowledgeRectification'> => ({
  type: 'AcknowledgeRectification',
  data: { ...on, personId: WHO.mayor, postId: 'post-mayor1', ...change },
});
const report = (change = {}): Of<'ReportRectification'> => ({
  type: 'ReportRectification',
  data: {
    ...{ rectificationId: item.rectificationId, reportedByPersonId: WHO.mayor, fixedByPersonIds: [WHO.builder], evidence: evidence('a') },
    ...{ note: secret(), reportedAt: '2016-12-06T02:00:00.000Z' },
    ...change,
  },
});
const replace = (change = {}): Of<'ReplaceRectificationEvidence'> => ({
  type: 'ReplaceRectificationEvidence',
  data: { ...on, ...evidence('b')[0]!, replaces: 'evidence-1', reason: '原照片不清', ...change },
});
const start = (verifierPersonIds: readonly string[]): Of<'StartRectificationVerification'> => ({
  type: 'StartRectificationVerification',
  data: { ...on, verifierPersonIds },
});
const sendBack = (change = {}): Of<'ReturnRectification'> => ({
  type: 'ReturnRectification',
  data: { ...on, returnedByPersonIds: [WHO.lead], reason: secret('水压不足'), ...change },
});
const close = (change = {}): Of<'CloseRectification'> => ({
  type: 'CloseRectification',
  data: { ...on, verifiedByPersonIds: [WHO.lead, WHO.member], evidence: evidence('c'), opinion: secret('通水'), ...change },
});
const lookBack = (change = {}): Of<'LookBackOnRectification'> => ({
  type: 'LookBackOnRectification',
  data: { ...on, result: 'recurred', lookedByPersonIds: [WHO.member], evidence: evidence('d'), ...change },
});
const cancel = (change = {}): Of<'CancelRectification'> => ({
  type: 'CancelRectification',
  data: { ...on, reason: secret('问题撤回'), documentNo: '示例〔2016〕5号', ...change },
});

const received: readonly Past[] = [was('assigned'), was('acknowledged')];
const reported: readonly Past[] = [...received, was('reported')];
const closed: readonly Past[] = [...reported, was('closed')];
const at = { validAt: { from: '2016-12-06' } };
const refused = (history: readonly Past[], command: RectificationActCommand, code: string) =>
  given(...history)
    .when(command)
    .thenRejected(code);

describe('the receipt', () => {
  it('is signed in a post of the unit', () =>
    given(was('assigned'))
      .when(acknowledge())
      .then({ type: 'RectificationAcknowledged', data: { ...item, ...acknowledge().data }, ...at }));
  it('is signed again for what was sent back', () =>
    given(...reported, was('returned'))
      .when(acknowledge())
      .thenData({ type: 'RectificationAcknowledged', data: { ...item, ...acknowledge().data } }));
  it.each<[string, readonly Past[], object, string]>([
    ['twice', received, {}, 'rectification.not-awaiting-receipt'],
    ['in another unit’s post', [was('assigned')], { personId: WHO.builder, postId: 'post-builder1' }, 'rectification.not-of-unit'],
    ['in a post not held', [was('assigned')], { personId: WHO.builder }, 'rectification.not-of-unit'],
    ['in no post', [was('assigned')], { postId: 'post-none1' }, 'rectification.not-of-unit'],
    ['before the order', [was('assigned')], { date: '2016-11-30' }, 'rectification.out-of-order'],
  ])('%s is refused', (_, history, change, code) => refused(history, acknowledge(change), code));
});

describe('the report', () => {
  it('says who fixed it, and knows who recorded it', () =>
    given(...received)
      .when(report())
      .then({
        type: 'RectificationReported',
        data: { ...item, ...report().data, established: { late: false, inspectorPersonIds, recordedByPersonId: WHO.clerk } },
        ...at,
      }));
  it.each([
    ['2016-12-20T09:59:59.999Z', false],
    [DUE, true],
  ])('at %s is late: %s', (reportedAt, late) =>
    given(...received)
      .when(report({ reportedAt }), { recordedAt: '2016-12-21T01:00:00.000Z' })
      .thenData({
        type: 'RectificationReported',
        data: { ...item, ...report({ reportedAt }).data, established: { late, inspectorPersonIds, recordedByPersonId: WHO.clerk } },
      }),
  );
  it('may come from somebody lent to the unit', () =>
    given(...received)
      .when(report({ reportedByPersonId: WHO.lent, note: undefined }))
      .thenData({
        type: 'RectificationReported',
        data: {
          ...item,
          ...report({ reportedByPersonId: WHO.lent, note: undefined }).data,
          established: { late: false, inspectorPersonIds, recordedByPersonId: WHO.clerk },
        },
      }));
  const big = [{ ...evidence('a')[0]!, file: { ...evidence('a')[0]!.file, sizeBytes: BOOK.rectification!.evidenceBytesMax! + 1 } }];
  const empty = [{ ...evidence('a')[0]!, file: { ...evidence('a')[0]!.file, sizeBytes: 0 } }];
  it.each<[string, readonly Past[], object, string]>([
    ['before the receipt', [was('assigned')], {}, 'rectification.not-in-progress'],
    ['of what was sent back, before that is received', [...reported, was('returned')], {}, 'rectification.not-in-progress'],
    ['after the end', closed, {}, 'rectification.not-in-progress'],
    ['without evidence', received, { evidence: [] }, 'rectification.evidence-missing'],
    ['with too large a file', received, { evidence: big }, 'rectification.evidence-too-large'],
    ['with an empty file', received, { evidence: empty }, 'rectification.evidence-empty'],
    ['with the same piece twice', received, { evidence: evidence('a', 'a') }, 'rectification.evidence-twice'],
    ['without who fixed it', received, { fixedByPersonIds: [] }, 'rectification.persons'],
    ['with somebody twice', received, { fixedByPersonIds: [WHO.builder, WHO.builder] }, 'rectification.persons'],
    ['by nobody known', received, { fixedByPersonIds: ['person-nobody1'] }, 'rectification.unknown-person'],
    ['from another unit', received, { reportedByPersonId: WHO.builder }, 'rectification.not-of-unit'],
    ['from tomorrow', received, { reportedAt: '2016-12-07T02:00:00.000Z' }, 'rectification.date-in-future'],
    ['from before the receipt', received, { reportedAt: '2016-12-01T02:00:00.000Z' }, 'rectification.out-of-order'],
    ['that says nothing', received, { note: secret(' ') }, 'rectification.reason-missing'],
  ])('%s is refused', (_, history, change, code) => refused(history, report(change), code));
});

describe('evidence', () => {
  it('is replaced, and the old piece stays on record', () =>
    given(...reported)
      .when(replace())
      .then({ type: 'RectificationEvidenceReplaced', data: { ...item, ...replace().data }, ...at }));
  it('is added', () =>
    given(...reported)
      .when(replace({ replaces: undefined }))
      .thenData({ type: 'RectificationEvidenceReplaced', data: { ...item, ...replace({ replaces: undefined }).data } }));
  it.each<[string, readonly Past[], object, string]>([
    ['of a closed item', closed, {}, 'rectification.evidence-settled'],
    ['that was never there', reported, { replaces: 'evidence-x' }, 'rectification.unknown-evidence'],
    [
      'that was replaced before',
      [...reported, { type: 'RectificationEvidenceReplaced', data: { ...item, ...replace({ ...evidence('z')[0] }).data } }],
      {},
      'rectification.unknown-evidence',
    ],
    ['under a used id', reported, { ...evidence('1')[0], replaces: 'evidence-1' }, 'rectification.evidence-twice'],
    ['without a reason', reported, { reason: ' ' }, 'rectification.reason-missing'],
  ])('%s is refused', (_, history, change, code) => refused(history, replace(change), code));
});

describe('verification', () => {
  it('may be a step of its own', () =>
    given(...reported)
      .when(start([WHO.lead]))
      .then({ type: 'RectificationVerificationStarted', data: { ...item, ...start([WHO.lead]).data, established: { inspectorPersonIds } }, ...at }));
  it('sends back under the old deadline, with what of the ladder is still to come', () =>
    given(...reported, was('started'))
      .when(sendBack())
      .then({ type: 'RectificationReturned', data: { ...item, ...sendBack().data, established: { dueAt: DUE, steps: STEPS, inspectorPersonIds } }, ...at }));
  it('does not make up for steps that were over meanwhile', () =>
    given(...reported)
      .when(sendBack({ date: '2016-12-23' }), { recordedAt: '2016-12-23T10:00:00.000Z' })
      .thenData({
        type: 'RectificationReturned',
        data: { ...item, ...sendBack({ date: '2016-12-23' }).data, established: { dueAt: DUE, steps: [STEPS[2]], inspectorPersonIds } },
      }));
  it('sends back under a new deadline, by the book of the day', () => {
    const command = sendBack({ deadline: { workDays: 3 } });
    given(...reported)
      .when(command, { book: inForce({ ...BOOK, ladders: [], rectification: undefined }) })
      .thenData({
        type: 'RectificationReturned',
        data: {
          ...item,
          ...command.data,
          established: { dueAt: '2016-12-09T16:00:00.000Z', calendarKnown: true, bookId: 'pingli-2016', bookVersion: 1, steps: [], inspectorPersonIds },
        },
      });
  });
  it('closes with evidence of its own, and opens the window for the look back', () =>
    given(...reported)
      .when(close())
      .then({
        type: 'RectificationClosed',
        data: { ...item, ...close().data, established: { inspectorPersonIds, recordedByPersonId: WHO.clerk, lookBackUntil: '2017-03-06' } },
        ...at,
      }));
  it('knows no window where the book has none', () =>
    given(...reported, was('started'))
      .when(close({ opinion: undefined }), { book: undefined })
      .thenData({
        type: 'RectificationClosed',
        data: { ...item, ...close({ opinion: undefined }).data, established: { inspectorPersonIds, recordedByPersonId: WHO.clerk } },
      }));
  it.each<[string, RectificationActCommand]>([
    ['started', start([WHO.lead])],
    ['closed', close()],
    ['sent back', sendBack()],
  ])('of what was not reported cannot be %s', (_, command) => {
    refused(received, command, 'rectification.not-reported');
    refused(closed, command, 'rectification.not-reported');
  });
  it.each<[string, (persons: readonly string[]) => RectificationActCommand, readonly Past[]]>([
    ['verifies', start, reported],
    ['sends back', (returnedByPersonIds) => sendBack({ returnedByPersonIds }), reported],
    ['closes', (verifiedByPersonIds) => close({ verifiedByPersonIds }), reported],
    ['looks back', (lookedByPersonIds) => lookBack({ lookedByPersonIds }), closed],
  ])('who %s is neither who fixed nor who reported, nor of their units', (_, command, history) => {
    refused(history, command([WHO.lead, WHO.farmer]), 'rectification.verifier-fixed');
    refused(history, command([WHO.mayor]), 'rectification.verifier-reported');
    refused(history, command([WHO.lent]), 'rectification.verifier-reported');
    refused(history, command([]), 'rectification.persons');
    refused(history, command(['person-nobody1']), 'rectification.unknown-person');
    given(...history)
      .when(command([WHO.lead]), { actor: { personId: WHO.builder } })
      .thenRejected('rectification.verifier-fixed');
    given(...history)
      .when(command([WHO.lead]), { actor: { personId: WHO.mayor } })
      .thenRejected('rectification.verifier-reported');
    given(...history)
      .when(command([WHO.lead]), { actor: {} })
      .thenRejected('rectification.actor-unknown');
  });
  it('is not for people of the unit, or of a fixer’s unit, or lent to it', () => {
    const byFarmer = { fixedByPersonIds: [WHO.farmer], reportedByPersonId: WHO.farmer };
    const history = [...received, was('reported', { ...byFarmer, established: { late: false, inspectorPersonIds, recordedByPersonId: WHO.farmer } })];
    refused(history, close({ verifiedByPersonIds: [WHO.mayor] }), 'rectification.verifier-of-unit');
    refused(history, close({ verifiedByPersonIds: [WHO.lent] }), 'rectification.verifier-of-unit');
    const byLead = was('reported', { fixedByPersonIds: [WHO.builder] });
    const colleague = {
      'post-colleague1': { postId: 'post-colleague1', unitId: UNIT.works, tenures: [{ tenureId: 't', personId: WHO.member, from: '2016-01-01' }] },
    };
    given(...received, byLead)
      .when(close(), { rows: { ...ROWS, 'rectification-posts': { ...ROWS['rectification-posts'], ...colleague } } })
      .thenRejected('rectification.verifier-of-unit');
  });
  it('still bars who fixed it before it was sent back', () =>
    refused(
      [...reported, was('returned'), was('acknowledged'), was('reported', { fixedByPersonIds: [WHO.mayor], evidence: evidence('7') })],
      close({ verifiedByPersonIds: [WHO.farmer] }),
      'rectification.verifier-fixed',
    ));
  it('closes nothing without evidence', () => refused(reported, close({ evidence: [] }), 'rectification.evidence-missing'));
  it('closes nothing on the unit’s own piece', () => refused(reported, close({ evidence: evidence('1') }), 'rectification.evidence-twice'));
  it('sends nothing back without a reason', () => refused(reported, sendBack({ reason: secret('') }), 'rectification.reason-missing'));
});

describe('the look back', () => {
  const established = { closedByPersonIds: [WHO.lead, WHO.member], closedOn: '2016-12-05' };
  it('shows on the closed item that it recurred', () =>
    given(...closed)
      .when(lookBack({ falseClosure: true, note: secret() }))
      .then({ type: 'RectificationLookedBack', data: { ...item, ...lookBack({ falseClosure: true, note: secret() }).data, established }, ...at }));
  it('may find that it held, more than once and at any time', () => {
    const held = lookBack({ result: 'held', date: '2017-06-01', evidence: evidence('e') });
    given(...closed, was('lookedBack', { result: 'held' }))
      .when(held, { recordedAt: '2017-06-01T01:00:00.000Z' })
      .thenData({ type: 'RectificationLookedBack', data: { ...item, ...held.data, established } });
  });
  it('in the last day of the window still counts', () =>
    given(...closed)
      .when(lookBack({ date: '2017-03-04' }), { recordedAt: '2017-03-04T01:00:00.000Z' })
      .thenData({ type: 'RectificationLookedBack', data: { ...item, ...lookBack({ date: '2017-03-04' }).data, established } }));
  it('after the window finds a new finding', () =>
    given(...closed)
      .when(lookBack({ date: '2017-03-05' }), { recordedAt: '2017-03-05T01:00:00.000Z' })
      .thenRejected('rectification.look-back-over'));
  it.each<[string, readonly Past[], object, string]>([
    ['on what is open', reported, {}, 'rectification.not-closed'],
    ['on what has recurred: a closed item is never reopened', [...closed, was('lookedBack')], { evidence: evidence('e') }, 'rectification.not-closed'],
    ['that calls false what held', closed, { result: 'held', falseClosure: true }, 'rectification.false-closure-held'],
    ['without evidence', closed, { evidence: [] }, 'rectification.evidence-missing'],
  ])('%s is refused', (_, history, change, code) => refused(history, lookBack(change), code));
});

describe('an order taken back', () => {
  const taken = (ground: string) => ({ type: 'RectificationCancelled', data: { ...item, ...cancel().data, established: { inspectorPersonIds, ground } } });
  it('rests on the finding that fell', () =>
    given(...reported, was('lost'))
      .when(cancel())
      .thenData(taken('finding-withdrawn')));
  it('may have been given in error, as long as nobody received it', () => given(was('assigned')).when(cancel()).thenData(taken('assigned-in-error')));
  it.each<[string, readonly Past[], object, string]>([
    ['while the finding stands', received, {}, 'rectification.finding-stands'],
    ['after the end', closed, {}, 'rectification.not-open'],
    ['without a number', [was('assigned')], { documentNo: '' }, 'rectification.document-missing'],
    ['without a reason', [was('assigned')], { reason: secret('') }, 'rectification.reason-missing'],
  ])('%s is refused', (_, history, change, code) => refused(history, cancel(change), code));
  it('by the unit itself is refused', () =>
    given(was('assigned'))
      .when(cancel(), { actor: { personId: WHO.mayor } })
      .thenRejected('rectification.own-unit'));
});
