import type { Recorded } from '#kernel';
import type { ClauseOutcomeChanged, Consequence } from '#rulebook';
import { inspectorPersonIds, item, place, UNIT, was, WHO, DUE } from '../../../test/support/rectification.js';
import { factsFrom, recorded, type Past } from '../../../test/support/specification.js';
import { dueRectifications, rectificationDues, type DueItemsRow } from './rectification-dues.js';
import { rectificationFacts } from './rectification.facts.js';
import { onClauseOutcomeChanged, onFindingDismissed, onHourEnded } from './rectification.policy.js';
import { recurredClosures, type RecurredClosuresRow } from './recurred-closures.view.js';
import { rectifiableFindings, type FindingRow } from './rectifiable-findings.view.js';

type Folding = { name: string; keysOf(event: never): readonly string[]; on: object };
/** Rows of a view over a history, as the runner would have them. */
function rowsOf<Row>(view: Folding, ...history: readonly Past[]): Record<string, Row> {
  const rows: Record<string, Row> = {};
  for (const event of history.map(recorded)) {
    const fold = (view.on as Readonly<Record<string, (row: Row | undefined, event: never, key: string) => Row | undefined>>)[event.type];
    if (!fold) continue;
    for (const key of view.keysOf(event as never)) {
      const row = fold(rows[key], event as never, key);
      if (row === undefined) delete rows[key];
      else rows[key] = row;
    }
  }
  return rows;
}

const closed = [was('assigned'), was('acknowledged'), was('reported'), was('closed')];

describe('the hour', () => {
  const hours = rowsOf<DueItemsRow>(dueRectifications, was('assigned'), was('assigned', { rectificationId: 'rectification-2' }));
  it('wakes for the deadline and each step of the ladder', () =>
    expect(Object.keys(hours)).toEqual(['2016-12-20T10:00:00.000Z', '2016-12-17T10:00:00.000Z', '2016-12-23T10:00:00.000Z', '2017-01-19T10:00:00.000Z']));
  it('tells the calendar of each', () =>
    expect(rectificationDues.RectificationAssigned!(recorded(was('assigned'), 0)).map(({ key }) => key)).toEqual([
      'rectification-1-due',
      'rectification-1-remind',
      'rectification-1-letter',
      'rectification-1-listing',
    ]));
  it('advances every item that it concerns, once', () => {
    const event = recorded({ type: 'HourEnded', data: { hour: DUE } }, 0) as never;
    const facts = factsFrom({ [dueRectifications.name]: hours }, onHourEnded.needs!.HourEnded!(event));
    expect(onHourEnded.on.HourEnded(event, facts)).toEqual(
      ['rectification-1', 'rectification-2'].map((rectificationId) => ({ type: 'AdvanceRectification', data: { rectificationId, hour: DUE } })),
    );
  });
  it('that concerns nobody advances nothing', () => {
    const event = recorded({ type: 'HourEnded', data: { hour: '2016-12-20T11:00:00.000Z' } }, 0) as never;
    expect(onHourEnded.on.HourEnded(event, factsFrom({}, onHourEnded.needs!.HourEnded!(event)))).toEqual([]);
  });
  it('after a deadline already past when it was set is the next one', () =>
    expect(
      Object.keys(rowsOf(dueRectifications, was('returned', { established: { dueAt: '2016-12-01T10:00:00.000Z', steps: [], inspectorPersonIds } }))),
    ).toEqual(['2016-12-07T01:00:00.000Z']));
  it('never comes for what has no deadline', () =>
    expect(rowsOf(dueRectifications, was('assigned', { established: { steps: [], inspectorPersonIds } }))).toEqual({}));
});

describe('a finding that falls', () => {
  const logged: Past = { type: 'FindingLogged', data: { ...place, foundOn: '2016-11-01', loggedByPersonIds: [WHO.lead], evidence: [] } };
  const withdrawn: Past = { type: 'FindingWithdrawn', data: { findingId: 'finding-1', unitId: UNIT.town } };
  const duplicate: Past = { type: 'FindingDuplicateMarked', data: { findingId: 'finding-1', unitId: UNIT.town, duplicateOf: 'finding-0' } };
  const react = (...history: readonly Past[]) => {
    const rows = { [rectifiableFindings.name]: rowsOf<FindingRow>(rectifiableFindings, ...history) };
    const event = recorded(history.at(-1)!, history.length) as never;
    const type = history.at(-1)!.type as 'FindingWithdrawn';
    return onFindingDismissed.on[type](event, factsFrom(rows, onFindingDismissed.needs![type]!(event)));
  };
  const said = (fell: string) => [{ type: 'SetRectificationGround', data: { rectificationId: 'rectification-1', fell } }];
  it('takes the ground from what was ordered under it', () => {
    expect(react(logged, was('assigned'), withdrawn)).toEqual(said('finding-withdrawn'));
    expect(react(logged, was('assigned'), duplicate)).toEqual(said('finding-duplicate'));
    expect(react(logged, was('assigned'), withdrawn, duplicate)).toEqual(said('finding-withdrawn'));
  });
  it('concerns nobody where nothing was ordered', () => {
    expect(react(logged, withdrawn)).toEqual([]);
    expect(react(withdrawn)).toEqual([]);
  });
  it('awaits no order any more', () => {
    const pending = (...history: readonly Past[]) => rowsOf<FindingRow>(rectifiableFindings, ...history)['finding-1']?.pendingAssignment;
    expect(pending(logged)).toBe(true);
    expect(pending(logged, withdrawn)).toBe(false);
    expect(pending(logged, duplicate)).toBe(false);
    expect(pending(logged, { type: 'FindingFixedOnTheSpot', data: { findingId: 'finding-1', unitId: UNIT.town } })).toBe(false);
    expect(pending(logged, was('assigned'))).toBe(false);
    expect(pending(logged, was('assigned'), { type: 'RectificationCancelled', data: { ...item } })).toBe(true);
  });
});

describe('what did not hold', () => {
  it('counts for the unit in the year of the finding', () => {
    const recurred = rectificationFacts.RectificationLookedBack!(recorded(was('lookedBack'), 0));
    expect(recurred).toEqual([{ target: UNIT.town, year: 2016, fact: 'finding.recurred', op: 'add', item: 'rectification-1' }]);
    expect(rectificationFacts.RectificationLookedBack!(recorded(was('lookedBack', { result: 'held' }), 0))).toEqual([]);
  });

  const review: Consequence = { kind: 'review', zh: '复核' };
  const outcome = (change: Partial<ClauseOutcomeChanged['data']>) =>
    recorded(
      {
        type: 'ClauseOutcomeChanged',
        data: {
          ...{ target: UNIT.town, targetKind: 'unit', year: 2016, clauseId: 'A', clauseHash: 'h', bookId: 'book', bookVersion: 1 },
          ...{ outcome: 'met', consequence: review, values: {}, evidence: ['e4'], missing: [], ...change },
        },
      },
      9,
    ) as Recorded<ClauseOutcomeChanged>;
  const react = (change: Partial<ClauseOutcomeChanged['data']> = {}) => {
    const rows = { [recurredClosures.name]: rowsOf<RecurredClosuresRow>(recurredClosures, ...closed, was('lookedBack', { falseClosure: true })) };
    const event = outcome(change);
    return onClauseOutcomeChanged.on.ClauseOutcomeChanged(event, factsFrom(rows, onClauseOutcomeChanged.needs!.ClauseOutcomeChanged!(event)));
  };
  const said = (met: boolean, events = ['e4']) => ({
    type: 'SetSignerReview',
    data: {
      ...{ rectificationId: 'rectification-1', unitId: UNIT.town, year: 2016, groupId: 'group-1', signerPersonIds: [WHO.lead, WHO.member] },
      ...{ closedOn: '2016-12-05', falseClosure: true, clauseId: 'A', met },
      basis: { bookId: 'book', bookVersion: 1, clauseId: 'A', clauseHash: 'h', events },
    },
  });
  it('has its signers reviewed where a clause says so and counts it', () => expect(react()).toEqual([said(true)]));
  it.each<[string, Partial<ClauseOutcomeChanged['data']>]>([
    ['the clause is not met', { outcome: 'not-met' }],
    ['the clause asks for something else', { consequence: { kind: 'grade' } }],
  ])('has not where %s', (_, change) => expect(react(change)).toEqual([said(false)]));
  it('has not where the clause counts something else', () => expect(react({ evidence: ['e8'] })).toEqual([said(false, ['e8'])]));
  it('concerns no village and no other unit', () => {
    expect(react({ target: 'village-one1', targetKind: 'village' })).toEqual([]);
    expect(react({ target: UNIT.office })).toEqual([]);
  });
});
