import { startOf } from '#kernel';
import { SCHEME } from '../../../test/support/cadence-county.js';
import { specification, type Past, type Rows } from '../../../test/support/specification.js';
import { leaderVisitsDecider } from './leader-visits.decider.js';
import { planOf } from './scheme.js';

const plan = planOf(SCHEME, { calendar: undefined, publishedAt: startOf('2016-01-01') });
const duty = { dutyId: 'duty-1', kind: 'county-leader', targetId: 'village-vil1', year: 2016, personId: 'person-wu', postId: 'post-lead1', from: '2016-01-01' };
const inPost = (...tenures: readonly object[]) => ({ 'post-lead1': { postId: 'post-lead1', unitId: 'unit-office1', role: 'county-leader', tenures } });
const tenure = (personId: string, from: string, more: object = {}) => ({ tenureId: `t-${personId}`, personId, from, ...more });
const visit = (personId: string, date: string, villageId = 'village-vil1') => ({ visitId: `visit-${date}`, personId, villageId, date });
const visits = (week: string, ...made: readonly object[]) => ({ [week]: { week, visits: made } });
const away = (personId: string, from: string, to: string, kind = 'illness') => ({
  [personId]: { personId, absences: [{ absenceId: 'a', kind, from, to, documentRef: 'd' }] },
});
const rows: Rows = {
  'cadence-schemes': { [SCHEME.schemeId]: { ...SCHEME, plan, calendarKnown: false } },
  'cadence-duties': { 'duty-1': duty },
  'cadence-posts': inPost(tenure('person-wu', '2015-01-01')),
  absences: {},
  'leader-visit-log': {},
};
const given = specification(leaderVisitsDecider, { rows });
const derive = (...weeks: readonly string[]) => ({ type: 'DeriveVisitWeeks' as const, data: { schemeId: SCHEME.schemeId, weeks } });
const place = { villageId: 'village-vil1', kind: 'county-leader', dutyId: 'duty-1', personId: 'person-wu' };
const closed = (state: object, week = '2016-W10', more: object = {}): Past => ({
  type: 'LeaderVisitWeekClosed',
  data: { schemeId: SCHEME.schemeId, week, places: [{ ...place, ...state }], vacancies: [], ...more },
});
const missed = (week = '2016-W10', latest = true, more: object = {}): Past => ({
  type: 'LeaderVisitWeekMissed',
  data: { schemeId: SCHEME.schemeId, villageId: 'village-vil1', week, places: [{ ...place, ...more }], latest },
});
const cleared = (week: string, because: string, latest = true): Past => ({
  type: 'LeaderVisitWeekMissCleared',
  data: { schemeId: SCHEME.schemeId, villageId: 'village-vil1', week, because, latest },
});
/** What week 10 (7 to 13 March) comes to in a world that differs from the plain one. */
const week10 = (world: Rows) => given().when(derive('2016-W10'), { rows: { ...rows, ...world } });

describe('a week of visits', () => {
  it('is done by one visit of who holds the duty', () => {
    const log = {
      'leader-visit-log': visits(
        '2016-W10',
        visit('person-wu', '2016-03-12'),
        visit('person-lin', '2016-03-08'),
        visit('person-wu', '2016-03-09', 'village-vil9'),
      ),
    };
    week10(log).then({ ...closed({ state: 'done', visitIds: ['visit-2016-03-12'] }), validAt: { from: '2016-03-07', to: '2016-03-14' } } as never);
  });
  it('is missed without one', () => week10({}).thenData(closed({ state: 'missed' }), missed()));
  it('is excused when its holder was away on every work day of it, by the kind of absence', () => {
    week10({ absences: away('person-wu', '2016-03-07', '2016-03-12') }).thenData(closed({ state: 'excused', excuse: 'illness' }));
    week10({ absences: away('person-wu', '2016-03-07', '2016-03-11') }).thenData(closed({ state: 'missed' }), missed());
  });
  it('belongs to who holds the duty when it ends: who left in the middle owes what was due before', () => {
    const posts = inPost(tenure('person-wu', '2015-01-01', { to: '2016-03-09' }), tenure('person-lin', '2016-03-09', { acting: true }));
    const acting = { personId: 'person-lin', acting: true };
    const given9 = given().when(derive('2016-W09', '2016-W10'), { rows: { ...rows, 'cadence-posts': posts } });
    given9.thenData(closed({ state: 'missed' }, '2016-W09'), missed('2016-W09'), closed({ ...acting, state: 'missed' }), missed('2016-W10', true, acting));
  });
  it('is done by what a predecessor did in it while in office, and only then', () => {
    const duties = {
      'duty-1': { ...duty, postId: undefined, to: '2016-03-10' },
      'duty-2': { ...duty, postId: undefined, dutyId: 'duty-2', personId: 'person-lin', from: '2016-03-10' },
    };
    const second = { dutyId: 'duty-2', personId: 'person-lin' };
    week10({ 'cadence-duties': duties, 'leader-visit-log': visits('2016-W10', visit('person-wu', '2016-03-08')) }).thenData(
      closed({ ...second, state: 'done', visitIds: ['visit-2016-03-08'] }),
    );
    week10({ 'cadence-duties': duties, 'leader-visit-log': visits('2016-W10', visit('person-wu', '2016-03-11')) }).thenData(
      closed({ ...second, state: 'missed' }),
      missed('2016-W10', true, second),
    );
  });
  it('is excused for whom it gave no work day', () => {
    const duties = { 'duty-2': { ...duty, postId: undefined, dutyId: 'duty-2', personId: 'person-lin', from: '2016-03-12' } };
    week10({ 'cadence-duties': duties }).thenData(closed({ dutyId: 'duty-2', personId: 'person-lin', state: 'excused', excuse: 'handover' }));
  });
  it('is owed by nobody where the place is vacant, and the gap is shown', () => {
    const vacant = { places: [], vacancies: [{ villageId: 'village-vil1', kind: 'county-leader', dutyId: 'duty-1' }] };
    week10({ 'cadence-posts': inPost(tenure('person-wu', '2015-01-01', { to: '2016-03-09' })) }).thenData(closed({}, '2016-W10', vacant));
    // A successor in his own right was not given the duty.
    const successor = inPost(tenure('person-wu', '2015-01-01', { to: '2016-03-09' }), tenure('person-lin', '2016-03-09'));
    week10({ 'cadence-posts': successor }).thenData(closed({}, '2016-W10', vacant));
    week10({ 'cadence-duties': { 'duty-1': { ...duty, to: '2016-02-01' } } }).thenData(closed({}, '2016-W10', vacant));
  });
  it('asks each of several holders at one time for a visit of his own', () => {
    const duties = { 'duty-1': duty, 'duty-2': { ...duty, dutyId: 'duty-2', personId: 'person-lin', postId: undefined } };
    const places = [
      { ...place, state: 'done', visitIds: ['visit-2016-03-08'] },
      { ...place, dutyId: 'duty-2', personId: 'person-lin', state: 'missed' },
    ];
    week10({ 'cadence-duties': duties, 'leader-visit-log': visits('2016-W10', visit('person-wu', '2016-03-08')) }).thenData(
      closed({}, '2016-W10', { places }),
      missed('2016-W10', true, { dutyId: 'duty-2', personId: 'person-lin' }),
    );
  });
});

describe('a week looked at anew', () => {
  const history = [closed({ state: 'missed' }), missed()];
  it('says nothing when nothing differs', () =>
    given(...history)
      .when(derive('2016-W10'))
      .thenNothing());
  it('clears what turns out not to have been missed', () => {
    const log = { ...rows, 'leader-visit-log': visits('2016-W10', visit('person-wu', '2016-03-08')) };
    const done = closed({ state: 'done', visitIds: ['visit-2016-03-08'] });
    given(...history)
      .when(derive('2016-W10'), { rows: log })
      .thenData(done as never, cleared('2016-W10', 'redetermined') as never);
    given(...history, closed({ state: 'missed' }, '2016-W11'), missed('2016-W11'))
      .when(derive('2016-W10'), { rows: log })
      .thenData(done as never, cleared('2016-W10', 'redetermined', false) as never);
  });
  it('names who dropped out of it', () => {
    const { 'cadence-duties': _duties, ...others } = rows;
    given(...history)
      .when(derive('2016-W10'), { rows: { ...others, 'cadence-duties': {} } })
      .thenData(
        closed({}, '2016-W10', { places: [], droppedPersonIds: ['person-wu'], droppedVillageIds: ['village-vil1'] }) as never,
        cleared('2016-W10', 'redetermined') as never,
      );
  });
  it('may find an earlier week missed without touching the last word', () =>
    given(closed({ state: 'done', visitIds: ['v'] }, '2016-W09'), closed({ state: 'done', visitIds: ['w'] }))
      .when(derive('2016-W09'))
      .thenData(closed({ state: 'missed' }, '2016-W09') as never, missed('2016-W09', false) as never));
  it('that comes later and was visited makes up nothing: the village is merely visited again', () => {
    const log = { ...rows, 'leader-visit-log': visits('2016-W11', visit('person-wu', '2016-03-15')) };
    const done = closed({ state: 'done', visitIds: ['visit-2016-03-15'] }, '2016-W11');
    given(...history)
      .when(derive('2016-W11'), { rows: log })
      .thenData(done as never, cleared('2016-W11', 'resumed') as never);
    given(...history, done, cleared('2016-W11', 'resumed'))
      .when(derive('2016-W12'), { rows: { ...log, 'leader-visit-log': visits('2016-W12', visit('person-wu', '2016-03-22')) } })
      .thenData(closed({ state: 'done', visitIds: ['visit-2016-03-22'] }, '2016-W12') as never);
  });
  it('is left alone at another hour, without visits in the scheme, or without a scheme', () => {
    const hour = startOf('2016-03-14');
    const at = (data: object) => ({ type: 'DeriveVisitWeeks' as const, data: { ...derive('2016-W10').data, ...data } });
    given()
      .when(at({ hour }))
      .thenData(closed({ state: 'missed' }) as never, missed() as never);
    given()
      .when(at({ hour: startOf('2016-03-14', 1) }))
      .thenNothing();
    given()
      .when(at({ weeks: ['2018-W10'] }))
      .thenNothing();
    given()
      .when(at({ schemeId: 'scheme-none' }))
      .thenNothing();
    const { visits: _visits, ...scheme } = SCHEME;
    given()
      .when(derive('2016-W10'), { rows: { ...rows, 'cadence-schemes': { [SCHEME.schemeId]: { ...scheme, plan } } } })
      .thenNothing();
  });
});
