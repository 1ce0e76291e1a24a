import { BOOK, given, inForce, item, place, secret, STEPS, UNIT, was, WHO } from '../../../test/support/rectification.js';
import type { Past } from '../../../test/support/specification.js';
import type { RectificationCommand } from './rectification.commands.js';

type Of<Type extends RectificationCommand['type']> = Extract<RectificationCommand, { type: Type }>;
const on = { rectificationId: item.rectificationId, date: '2016-12-06' };
const NEW = '2016-12-30T10:00:00.000Z';
const request = (change = {}): Of<'RequestRectificationExtension'> => ({
  type: 'RequestRectificationExtension',
  data: { ...on, personId: WHO.mayor, newDueAt: NEW, reason: secret('管材未到'), ...change },
});
const grant = (change = {}): Of<'GrantRectificationExtension'> => ({
  type: 'GrantRectificationExtension',
  data: { ...on, newDueAt: NEW, reason: secret('属实'), documentNo: '示例〔2016〕6号', ...change },
});
const refuse = (change = {}): Of<'RefuseRectificationExtension'> => ({
  type: 'RefuseRectificationExtension',
  data: { ...on, reason: secret('理由不足'), ...change },
});
const letter = { stepId: 'letter', at: '2016-12-23T10:00:00.000Z' };
const issue = (change = {}): Of<'IssueSupervision'> => ({
  type: 'IssueSupervision',
  data: { ...on, date: '2016-12-24', ...letter, documentNo: '督〔2016〕1号', issuerUnitId: UNIT.office, sealRef: '示例印章1', ...change },
});
const discard = (change = {}): Of<'DiscardSupervision'> => ({
  type: 'DiscardSupervision',
  data: { ...on, date: '2016-12-24', ...letter, reason: secret('已电话督促'), ...change },
});
const advance = (hour: string): Of<'AdvanceRectification'> => ({ type: 'AdvanceRectification', data: { rectificationId: item.rectificationId, hour } });
const ground = (fell: Of<'SetRectificationGround'>['data']['fell']): Of<'SetRectificationGround'> => ({
  type: 'SetRectificationGround',
  data: { rectificationId: item.rectificationId, fell },
});

const received: readonly Past[] = [was('assigned'), was('acknowledged')];
const asked: readonly Past[] = [...received, was('asked')];
const open = { assigned: [was('assigned')], received, returned: [...received, was('reported'), was('returned')] };
const LATER = { recordedAt: '2016-12-25T01:00:00.000Z' };
const refused = (history: readonly Past[], command: RectificationCommand, code: string) =>
  given(...history)
    .when(command, LATER)
    .thenRejected(code);

describe('an extension', () => {
  it('is asked for by the unit', () =>
    given(...received)
      .when(request())
      .then({ type: 'RectificationExtensionRequested', data: { ...item, ...request().data }, validAt: { from: '2016-12-06' } }));
  it('is granted by others, by a paper, with the ladder of the new deadline', () =>
    given(...asked)
      .when(grant(), { book: inForce({ ...BOOK, ladders: [{ ...BOOK.ladders![0]!, steps: BOOK.ladders![0]!.steps.slice(0, 2) }] }) })
      .then({
        type: 'RectificationExtensionGranted',
        data: {
          ...item,
          ...grant().data,
          established: {
            ...{ dueAt: NEW, bookId: 'pingli-2016', bookVersion: 1, ladderId: 'ordinary' },
            steps: [
              { stepId: 'remind-3-days', zh: BOOK.ladders![0]!.steps[0]!.zh, at: '2016-12-27T10:00:00.000Z', does: 'remind' },
              { stepId: 'remind-overdue', zh: BOOK.ladders![0]!.steps[1]!.zh, at: NEW, does: 'remind' },
            ],
          },
        },
        validAt: { from: '2016-12-06' },
      }));
  it('is not granted', () =>
    given(...asked)
      .when(refuse())
      .then({ type: 'RectificationExtensionRefused', data: { ...item, ...refuse().data }, validAt: { from: '2016-12-06' } }));
  it('may be asked for and granted when the deadline has passed: the item is overdue no more', () => {
    given(...received, was('overdue'), was('asked', { date: '2016-12-21' }), was('extended', { date: '2016-12-22' }))
      .when(advance('2016-12-29T00:00:00.000Z'))
      .thenNothing();
    given(...received, was('overdue'), was('asked'), was('extended'))
      .when(advance(NEW))
      .then({ type: 'RectificationOverdue', data: { ...item, dueAt: NEW } });
  });
  const twice: readonly Past[] = [
    ...asked,
    was('extended', { newDueAt: '2016-12-22T10:00:00.000Z' }),
    was('asked'),
    was('extended'),
    was('asked', { newDueAt: '2017-01-05T10:00:00.000Z' }),
  ];
  const third = { newDueAt: '2017-01-05T10:00:00.000Z' };
  const long = { newDueAt: '2017-01-19T11:00:00.000Z' };
  const longAsked = [...received, was('asked', { newDueAt: '2017-02-19T11:00:00.000Z' })];
  it.each<[string, readonly Past[], object, string]>([
    ['once too often', twice, third, 'rectification.extensions-exhausted'],
    ['by too many days in all', longAsked, { newDueAt: '2017-01-20T10:00:00.000Z' }, 'rectification.extension-too-long'],
  ])('%s is refused, and done elsewhere a named breach', (_, history, change, code) => {
    given(...history)
      .when(grant(change))
      .thenRejected(code);
    given(...history)
      .when(grant({ ...change, doneElsewhere: true }), { book: inForce({ ...BOOK, ladders: [] }) })
      .thenData({
        type: 'RectificationExtensionGranted',
        data: {
          ...{ ...item, ...(history === twice && { dueAt: NEW }), ...grant({ ...change, doneElsewhere: true }).data, breaches: [code] },
          established: { ...change, newDueAt: undefined, dueAt: (change as typeof third).newDueAt, bookId: 'pingli-2016', bookVersion: 1, steps: [] },
        },
      });
  });
  it('of thirty days to the day is within the cap, and no book has none', () => {
    given(...longAsked)
      .when(grant(long), { book: inForce({ ...BOOK, ladders: [] }) })
      .thenData({
        type: 'RectificationExtensionGranted',
        data: { ...item, ...grant(long).data, established: { dueAt: long.newDueAt, bookId: 'pingli-2016', bookVersion: 1, steps: [] } },
      });
    given(...longAsked)
      .when(grant({ newDueAt: '2017-02-19T11:00:00.000Z' }), { book: undefined })
      .thenData({
        type: 'RectificationExtensionGranted',
        data: { ...item, ...grant({ newDueAt: '2017-02-19T11:00:00.000Z' }).data, established: { dueAt: '2017-02-19T11:00:00.000Z', steps: [] } },
      });
  });
  const noDeadline = was('assigned', { established: { steps: [], inspectorPersonIds: [] } });
  it.each<[string, readonly Past[], RectificationCommand, string]>([
    ['asked for before the receipt', [was('assigned')], request(), 'rectification.not-in-progress'],
    ['asked for twice at once', asked, request(), 'rectification.request-pending'],
    ['asked for without a deadline', [noDeadline, was('acknowledged')], request(), 'rectification.no-deadline'],
    ['asked for backwards', received, request({ newDueAt: item.dueAt }), 'rectification.extension-backwards'],
    ['asked for within an hour', received, request({ newDueAt: '2016-12-30T10:30:00.000Z' }), 'rectification.deadline-not-hour'],
    ['asked for by others', received, request({ personId: WHO.builder }), 'rectification.not-of-unit'],
    ['asked for by nobody known', received, request({ personId: 'person-nobody1' }), 'rectification.unknown-person'],
    ['asked for without a reason', received, request({ reason: secret('') }), 'rectification.reason-missing'],
    ['that nobody asked for', received, grant(), 'rectification.no-request'],
    ['refused that nobody asked for', received, refuse(), 'rectification.no-request'],
    ['answered after the report', [...asked, was('reported')], grant(), 'rectification.not-in-progress'],
    ['refused after the report', [...asked, was('reported')], refuse(), 'rectification.not-in-progress'],
    ['longer than asked for', asked, grant({ newDueAt: '2016-12-31T10:00:00.000Z' }), 'rectification.extension-backwards'],
    ['that shortens', asked, grant({ newDueAt: '2016-12-19T10:00:00.000Z' }), 'rectification.extension-backwards'],
    ['without a number', asked, grant({ documentNo: '' }), 'rectification.document-missing'],
    ['without a reason', asked, grant({ reason: secret('') }), 'rectification.reason-missing'],
    ['refused without a reason', asked, refuse({ reason: secret('') }), 'rectification.reason-missing'],
  ])('%s is refused', (_, history, command, code) =>
    given(...history)
      .when(command)
      .thenRejected(code),
  );
  it.each([grant(), refuse()])('is not for the unit itself to answer', (command) =>
    given(...asked)
      .when(command, { actor: { personId: WHO.mayor } })
      .thenRejected('rectification.own-unit'),
  );
});

describe('the hour', () => {
  const overdue = { type: 'RectificationOverdue', data: item } as const;
  const reminded = { type: 'RectificationReminded', data: { ...item, stepId: 'remind', at: STEPS[0]!.at, zh: '提醒' } } as const;
  const drafted = { type: 'SupervisionDrafted', data: was('drafted').data } as const;
  it('reminds before the deadline, once', () => {
    given(...received)
      .when(advance(STEPS[0]!.at))
      .then(reminded);
    given(...received, reminded)
      .when(advance(STEPS[0]!.at))
      .thenNothing();
  });
  it.each(Object.entries(open))('finds it overdue at the deadline: %s', (_, history) =>
    given(...history, reminded)
      .when(advance(item.dueAt!))
      .then(overdue),
  );
  it('before the deadline finds nothing', () =>
    given(...received, reminded)
      .when(advance('2016-12-20T09:00:00.000Z'))
      .thenNothing());
  it('drafts what is itself a measure, for people to sign', () =>
    given(...received, reminded, overdue)
      .when(advance('2016-12-23T10:00:00.000Z'))
      .then(drafted));
  it('catches up after a gap, in order', () =>
    given(...received)
      .when(advance('2016-12-24T00:00:00.000Z'))
      .then(overdue, reminded, drafted));
  it.each<[string, readonly Past[]]>([
    ['what was never ordered', []],
    ['what was reported', [...received, was('reported')]],
    ['what was closed', [...received, was('reported'), was('closed')]],
    ['what has lost its ground', [...received, was('lost')]],
    ['what has no deadline: it is never overdue', [was('assigned', { established: { steps: [], inspectorPersonIds: [] } }), was('acknowledged')]],
  ])('says nothing of %s', (_, history) =>
    given(...history)
      .when(advance('2017-12-24T00:00:00.000Z'))
      .thenNothing(),
  );
});

describe('a draft', () => {
  const drafted: readonly Past[] = [...received, was('overdue'), was('drafted')];
  const issued = {
    type: 'SupervisionIssued',
    data: { ...item, ...issue().data, established: { paperId: 'supervision-letter', zh: '督办', documentZh: '督办函' } },
  };
  it('becomes a paper by number, issuer and seal', () =>
    given(...drafted)
      .when(issue(), LATER)
      .then({ ...issued, validAt: { from: '2016-12-24' } }));
  it('may still be signed when the unit reports late', () =>
    given(...drafted, was('reported'))
      .when(issue(), LATER)
      .thenData(issued));
  it('is discarded for a reason', () =>
    given(...drafted)
      .when(discard(), LATER)
      .then({ type: 'SupervisionDiscarded', data: { ...item, ...discard().data }, validAt: { from: '2016-12-24' } }));
  it('issued elsewhere by an organ that may not is a named breach', () =>
    given(...drafted)
      .when(issue({ issuerUnitId: UNIT.bureau, doneElsewhere: true }), LATER)
      .thenData({
        type: 'SupervisionIssued',
        data: { ...issued.data, ...issue({ issuerUnitId: UNIT.bureau, doneElsewhere: true }).data, breaches: ['rectification.wrong-issuer'] },
      }));
  it('is for whom the book names, where it names somebody', () => {
    const competences = [{ act: 'supervise', zh: '督办', competences: ['discipline'], source: 'example', article: '1', verifiedBy: '示例' }];
    given(...drafted)
      .when(issue(), { ...LATER, book: inForce({ ...BOOK, competences }) })
      .thenRejected('rectification.wrong-issuer');
  });
  it('needs no book', () =>
    given(...drafted)
      .when(issue(), { ...LATER, book: undefined })
      .thenData(issued));
  it.each<[string, readonly Past[], object, string]>([
    ['never made', drafted, { stepId: 'talk' }, 'rectification.unknown-draft'],
    ['for another time', drafted, { at: '2016-12-22T10:00:00.000Z' }, 'rectification.unknown-draft'],
    ['overtaken by an extension', [...drafted, was('asked'), was('extended')], {}, 'rectification.draft-lapsed'],
    ['overtaken by the end', [...drafted, was('reported'), was('closed')], {}, 'rectification.draft-lapsed'],
    ['overtaken by a new deadline', [...drafted, was('reported'), was('returned', { deadline: { workDays: 3 } })], {}, 'rectification.draft-lapsed'],
    ['issued before', [...drafted, issued], {}, 'rectification.draft-settled'],
    ['without a number', drafted, { documentNo: '' }, 'rectification.document-missing'],
    ['without a seal', drafted, { sealRef: '' }, 'rectification.seal-missing'],
    ['by nobody known', drafted, { issuerUnitId: 'unit-nobody1' }, 'rectification.unknown-unit'],
    ['by an organ that may not', drafted, { issuerUnitId: UNIT.bureau }, 'rectification.wrong-issuer'],
    ['before it was drafted on', drafted, { date: '2016-12-01' }, 'rectification.out-of-order'],
  ])('%s is refused', (_, history, change, code) => refused(history, issue(change), code));
  it.each<[string, readonly Past[], object, string]>([
    ['discarded before', [...drafted, { type: 'SupervisionDiscarded', data: { ...item, ...discard().data } }], {}, 'rectification.draft-settled'],
    ['discarded for no reason', drafted, { reason: secret('') }, 'rectification.reason-missing'],
  ])('%s is refused', (_, history, change, code) => refused(history, discard(change), code));
  it.each([issue(), discard()])('is not for the unit itself', (command) =>
    given(...drafted)
      .when(command, { ...LATER, actor: { personId: WHO.mayor } })
      .thenRejected('rectification.own-unit'),
  );
});

describe('the ground', () => {
  it('is lost once, and regained with the clocks still to run', () => {
    given(...received)
      .when(ground('finding-withdrawn'))
      .then({ type: 'RectificationGroundLost', data: { ...item, ground: 'finding-withdrawn' } });
    given(...received, was('lost'))
      .when(ground('finding-withdrawn'))
      .thenNothing();
    given(...received, was('lost'))
      .when(ground(null))
      .then({ type: 'RectificationGroundRegained', data: { ...item, established: { dueAt: item.dueAt, steps: STEPS } } });
  });
  it('may turn from one to the other', () =>
    given(...received, was('lost'))
      .when(ground('finding-duplicate'))
      .thenData({ type: 'RectificationGroundLost', data: { ...item, ground: 'finding-duplicate' } }));
  it.each<[string, readonly Past[]]>([
    ['stands', received],
    ['is over', [...received, was('reported'), was('closed')]],
    ['was never ordered', []],
  ])('of what %s is as it was', (name, history) =>
    given(...history)
      .when(ground(name === 'stands' ? null : 'finding-withdrawn'))
      .thenNothing(),
  );
  it('without a deadline there is nothing to start again', () =>
    given(was('assigned', { established: { steps: [], inspectorPersonIds: [] } }), was('lost'))
      .when(ground(null))
      .then({ type: 'RectificationGroundRegained', data: { ...place, established: { steps: [] } } }));
});
