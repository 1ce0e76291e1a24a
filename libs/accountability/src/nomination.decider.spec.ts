import { HE, rows } from '../../../test/support/accountability.js';
import { specification } from '../../../test/support/specification.js';
import { nominationDecider, type ScreenNomination } from './nomination.decider.js';
import { outcomesOn, type NominationOutcome } from './nomination-outcomes.view.js';

const basis = { bookId: 'invented', bookVersion: 1, clauseId: 'N-2', clauseHash: 'cd'.repeat(32), events: ['e3'] };
const outcome = (more: Partial<NominationOutcome> = {}): NominationOutcome => ({
  clauseId: 'N-2',
  year: 2016,
  says: 'barred',
  outcome: 'met',
  since: '2017-01-15',
  basis,
  ...more,
});
const told = {
  ...rows,
  'nomination-outcomes': {
    'unit-town1': { unitId: 'unit-town1', outcomes: [outcome(), outcome({ clauseId: 'N-1', says: 'priority', outcome: 'not-met' })] },
    'unit-dept1': { unitId: 'unit-dept1', outcomes: [outcome()] },
  },
};
const actor = { personId: 'person-zz01', postId: 'post-zz01' };
const given = specification(nominationDecider, { actor, recordedAt: '2017-03-01T02:00:00.000Z', rows: told });
const screen = (more: Partial<ScreenNomination['data']> = {}): ScreenNomination => ({
  type: 'ScreenNomination',
  data: { personId: HE, date: '2017-03-01', aimedPostId: 'post-dept', organUnitId: 'unit-zuzhi', ...more },
});
const screened = { type: 'NominationScreened', data: { ...screen().data, unitIds: [], notices: [], measures: [] } } as const;

describe('nomination screening', () => {
  it('tells what the clauses say of the nominee’s own unit, and bars nobody', () =>
    given()
      .when(screen())
      .then({
        type: 'NominationScreened',
        validAt: { from: '2017-03-01' },
        basis: [basis],
        data: {
          ...screen().data,
          unitIds: ['unit-town1'],
          measures: [],
          notices: [
            { clauseId: 'N-2', says: 'barred', unitId: 'unit-town1', year: 2016, outcome: 'met' },
            { clauseId: 'N-1', says: 'priority', unitId: 'unit-town1', year: 2016, outcome: 'not-met' },
          ],
        },
      }));
  it('tells nothing of somebody whom nobody registered', () =>
    given()
      .when(screen({ personId: 'person-nobody1' }))
      .thenRejected('nomination.unknown-person'));
  it('says nothing of grades that came later', () =>
    given()
      .when(screen({ date: '2017-01-10' }))
      .thenData({ type: 'NominationScreened', data: { ...screen({ date: '2017-01-10' }).data, unitIds: ['unit-town1'], notices: [], measures: [] } }));
  it('names the measures in force on the date', () => {
    const measure = {
      postId: 'post-head',
      year: 2016,
      measure: 'RemovalFromPost',
      organUnitId: 'unit-cpc1',
      decidedOn: '2017-02-10',
      until: '2018-02-10',
      basisLost: false,
    };
    const over = { ...measure, year: 2014, decidedOn: '2015-01-01', until: '2016-01-01' };
    given()
      .when(screen(), { rows: { ...told, 'nomination-outcomes': {}, 'measures-in-force': { [HE]: { personId: HE, measures: [measure, over] } } } })
      .thenData({
        type: 'NominationScreened',
        data: {
          ...screen().data,
          unitIds: ['unit-town1'],
          notices: [],
          measures: [{ postId: 'post-head', year: 2016, measure: 'RemovalFromPost', decidedOn: '2017-02-10', until: '2018-02-10' }],
        },
      });
  });
  it('is done once for a post on a day', () => given(screened).when(screen()).thenRejected('nomination.already-screened'));
  it('refuses a date to come or none', () => {
    given()
      .when(screen({ date: '2017-03-02' }))
      .thenRejected('nomination.date');
    given()
      .when(screen({ date: '2017-02-30' }))
      .thenRejected('nomination.date');
  });
  it('refuses a post that nobody registered', () =>
    given()
      .when(screen({ aimedPostId: 'post-none' }))
      .thenRejected('nomination.unknown-post'));
  it('is for people of the organization department', () => {
    given()
      .when(screen(), { actor: { personId: 'person-jw01', postId: 'post-jw01' } })
      .thenRejected('nomination.not-competent');
    given()
      .when(screen(), { actor: { personId: 'person-jw01', postId: 'post-zz01' } })
      .thenRejected('nomination.actor-not-in-post');
    given()
      .when(screen(), { actor: { personId: 'person-zz01' } })
      .thenRejected('nomination.actor-not-in-post');
  });
});

describe('grades', () => {
  const row = (...outcomes: NominationOutcome[]) => ({ unitId: 'unit-town1', outcomes });
  const earlier = outcome({ year: 2015, since: '2016-01-20' });
  it('hold until the next', () => {
    expect(outcomesOn(row(earlier, outcome()), '2016-12-31').map(({ year }) => year)).toEqual([2015]);
    expect(outcomesOn(row(earlier, outcome()), '2017-01-15').map(({ year }) => year)).toEqual([2016]);
  });
});
