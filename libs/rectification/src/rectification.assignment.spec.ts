import { specification } from '../../../test/support/specification.js';
import { BOOK, evidence, given, inForce, item, place, ROWS, secret, UNIT, was, WHO } from '../../../test/support/rectification.js';
import type { AssignRectification } from './rectification.commands.js';
import { rectificationDecider } from './rectification.decider.js';
import type { RectificationAssigned } from './rectification.events.js';

type Data = AssignRectification['data'];
const order: Data = {
  rectificationId: 'rectification-1',
  findingId: 'finding-1',
  unitId: UNIT.town,
  requirement: secret(),
  documentNo: '示例〔2016〕1号',
  date: '2016-12-07',
};
const assign = (change: Partial<Data> = {}): AssignRectification => ({ type: 'AssignRectification', data: { ...order, ...change } });
/** The order as recorded; what the decider established of it by name. */
const established = (change: Partial<Data>, world = {}): RectificationAssigned['data']['established'] => {
  const command = assign(change);
  const rows = ROWS;
  const { needs, decide, initialState } = rectificationDecider;
  const declared = needs!.AssignRectification!(command);
  const facts = {
    get: <Row>(view: string, key: string) => (declared.some((need) => need.view === view) ? (rows[view]?.[key] as Row | undefined) : undefined),
    all: <Row>(view: string) => Object.entries(rows[view] ?? {}) as (readonly [string, Row])[],
  };
  const input = { actor: { personId: WHO.clerk }, recordedAt: '2016-12-07T01:00:00.000Z', commandId: 'c', readAt: 0, facts, book: inForce(), ...world };
  return (decide.AssignRectification(command, initialState, input)[0] as RectificationAssigned).data.established;
};

describe('an order to rectify', () => {
  it('names finding, unit and place, and no deadline where none is given', () =>
    given()
      .when(assign())
      .then({
        type: 'RectificationAssigned',
        data: {
          ...place,
          requirement: secret(),
          documentNo: '示例〔2016〕1号',
          date: '2016-12-07',
          established: { bookId: 'pingli-2016', bookVersion: 1, steps: [], inspectorPersonIds: [WHO.lead, WHO.member] },
        },
        validAt: { from: '2016-12-07' },
      }));
  it('may go to another unit than the one that answers', () => expect(rectificationDecider.streamOf(assign({ rectificationId: 'x' }))).toBe('rectification-x'));
  it('counts work days by the calendar: fifteen from December 7 end with December 28', () => {
    const { dueAt, calendarKnown, ladderId } = established({ deadline: { workDays: 15 } });
    expect([dueAt, calendarKnown, ladderId]).toEqual(['2016-12-28T16:00:00.000Z', true, 'ordinary']);
  });
  it('takes the days of its class, and its ladder', () =>
    expect(established({ urgency: 'urgent' })).toMatchObject({ dueAt: '2016-12-14T16:00:00.000Z', ladderId: 'urgent' }));
  it('counts by holidays published since', () => {
    const calendar = { ...BOOK.calendar!, restDays: [...BOOK.calendar!.restDays, '2016-12-08'] };
    expect(established({ urgency: 'urgent' }, { book: inForce({ ...BOOK, calendar }) }).dueAt).toBe('2016-12-15T16:00:00.000Z');
  });
  it('says when it counted days that nobody has announced', () => expect(established({ deadline: { workDays: 300 } }).calendarKnown).toBe(false));
  it('may be due at an hour', () => expect(established({ deadline: { dueAt: '2016-12-20T10:00:00.000Z' } }).dueAt).toBe('2016-12-20T10:00:00.000Z'));
  it('has the steps of the ladder in order, at the deadline’s own hour', () =>
    expect(established({ deadline: { dueAt: '2016-12-20T10:00:00.000Z' } }).steps.map(({ stepId, at }) => `${stepId} ${at}`)).toEqual([
      'remind-3-days 2016-12-17T10:00:00.000Z',
      'remind-overdue 2016-12-20T10:00:00.000Z',
      'draft-letter 2016-12-23T10:00:00.000Z',
      'draft-circular 2017-01-04T10:00:00.000Z',
      'draft-talk 2017-01-11T10:00:00.000Z',
      'draft-listing 2017-01-19T10:00:00.000Z',
      'draft-referral 2017-02-18T10:00:00.000Z',
    ]));
  it('in work days a step that follows a deadline at midnight ends its own day', () => {
    const { steps } = established({ deadline: { workDays: 15 } });
    expect(steps.find(({ stepId }) => stepId === 'draft-letter')?.at).toBe('2017-01-03T16:00:00.000Z');
  });
  it('reminds nobody of what was over when it was ordered', () =>
    expect(established({ deadline: { dueAt: '2016-12-09T10:00:00.000Z' } }).steps[0]?.stepId).toBe('remind-overdue'));
  it('needs no book for a deadline of its own', () =>
    expect(established({ deadline: { dueAt: '2016-12-20T10:00:00.000Z' } }, { book: undefined })).toEqual({
      dueAt: '2016-12-20T10:00:00.000Z',
      steps: [],
      inspectorPersonIds: [WHO.lead, WHO.member],
    }));
});

describe('a successor', () => {
  const successor = { findingId: 'finding-ordered', predecessorId: 'rectification-0' };
  it('carries the chain on', () =>
    given()
      .when(assign(successor))
      .thenData({
        type: 'RectificationAssigned',
        data: {
          ...place,
          findingId: 'finding-ordered',
          chainId: 'rectification-00',
          requirement: secret(),
          documentNo: '示例〔2016〕1号',
          date: '2016-12-07',
          predecessorId: 'rectification-0',
          established: { bookId: 'pingli-2016', bookVersion: 1, steps: [], inspectorPersonIds: [WHO.lead, WHO.member] },
        },
      }));
  it.each<[string, Partial<Data>, string]>([
    ['of nothing', { ...successor, predecessorId: 'rectification-none' }, 'rectification.unknown-predecessor'],
    ['under another finding', { predecessorId: 'rectification-0' }, 'rectification.unknown-predecessor'],
    ['of what held', { ...successor, predecessorId: 'rectification-held' }, 'rectification.predecessor-not-recurred'],
    ['of what has one', { ...successor, predecessorId: 'rectification-followed' }, 'rectification.has-successor'],
    ['before it recurred', { ...successor, date: '2016-11-30' }, 'rectification.out-of-order'],
  ])('%s is refused', (_, change, code) => given().when(assign(change)).thenRejected(code));
});

describe('an order that is refused', () => {
  it.each<[string, Partial<Data>, string]>([
    ['for no finding', { findingId: 'finding-none' }, 'rectification.unknown-finding'],
    ['for what was withdrawn', { findingId: 'finding-withdrawn' }, 'rectification.finding-withdrawn'],
    ['for a duplicate', { findingId: 'finding-duplicate' }, 'rectification.finding-duplicate'],
    ['for what was put right on the spot', { findingId: 'finding-fixed' }, 'rectification.fixed-on-the-spot'],
    ['given before', { findingId: 'finding-ordered' }, 'rectification.already-assigned'],
    ['before it was found', { date: '2016-10-31' }, 'rectification.before-finding'],
    ['to no unit', { unitId: 'unit-nobody1' }, 'rectification.unknown-unit'],
    ['by the unit itself', { unitId: UNIT.office }, 'rectification.own-unit'],
    ['tomorrow', { date: '2016-12-08' }, 'rectification.date-in-future'],
    ['on no date', { date: '2016-02-30' }, 'date.invalid'],
    ['without a number', { documentNo: ' ' }, 'rectification.document-missing'],
    ['to do nothing', { requirement: secret(' ') }, 'rectification.reason-missing'],
    ['of no class', { urgency: 'leisurely' }, 'rectification.unknown-urgency'],
    ['due within an hour', { deadline: { dueAt: '2016-12-20T10:30:00.000Z' } }, 'rectification.deadline-not-hour'],
    ['due at no time', { deadline: { dueAt: 'soon' } }, 'rectification.deadline-not-hour'],
    ['due before it is given', { deadline: { dueAt: '2016-12-06T16:00:00.000Z' } }, 'rectification.deadline-before-order'],
  ])('%s', (_, change, code) => given().when(assign(change)).thenRejected(code));
  it('is one given twice', () => given(was('assigned')).when(assign()).thenRejected('rectification.exists'));
  it('counts by a book where none is in force', () =>
    given()
      .when(assign({ deadline: { workDays: 3 } }), { book: undefined })
      .thenRejected('book.none-in-force'));
  it('comes from nobody', () => given().when(assign(), { actor: {} }).thenRejected('rectification.actor-unknown'));
  it('is said of an item that was never ordered, whatever is done with it', () => {
    specification(rectificationDecider, { rows: ROWS })()
      .when({
        type: 'ReplaceRectificationEvidence',
        data: { rectificationId: item.rectificationId, ...evidence('9')[0]!, reason: '更清楚', date: '2016-12-07' },
      })
      .thenRejected('rectification.unknown');
  });
});
