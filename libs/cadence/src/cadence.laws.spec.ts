import fc from 'fast-check';
import { addDays, decide, evolve, startOf, type Recorded } from '#kernel';
import type { RuleBook } from '#rulebook';
import pingli from '../../rulebook/books/pingli-2016.json';
import { SCHEME } from '../../../test/support/cadence-county.js';
import { factsFrom, recorded, type Past } from '../../../test/support/specification.js';
import { absences } from './absences.view.js';
import type { ClosedPlace } from './cadence.events.js';
import { cadenceWeek, type CadenceWeekRow } from './cadence-week.view.js';
import { leaderVisitsDecider } from './leader-visits.decider.js';
import { closedPlaces, holderOn, owedOn, type Roster } from './places.js';
import { cadencePosts, type DutyRow, type PostRow } from './registry.views.js';
import { reportsDecider } from './reports.decider.js';
import { planOf } from './scheme.js';
import { weekOf } from './weeks.js';

/** How many histories; `npm run campaign:cadence` asks for many. */
const numRuns = Number(process.env.ZELIAN_RUNS ?? 150);
const { calendar } = pingli as unknown as RuleBook;
const plan = planOf(SCHEME, { calendar, publishedAt: startOf('2015-12-30') });
const closing = plan.filter(({ visitsDueAt }) => visitsDueAt !== undefined);

const day = fc.integer({ min: 0, max: 365 }).map((n) => addDays('2016-01-01', n));
const span = fc.record({ from: day, length: fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined }) });
const until = ({ from, length }: { from: string; length: number | undefined }) => (length === undefined ? { from } : { from, to: addDays(from, length) });
const PEOPLE = ['person-aa01', 'person-bb01', 'person-cc01', 'person-dd01'];
const POSTS = ['post-aa01', 'post-bb01'];
const anyPerson = fc.constantFrom(...PEOPLE);
const anyVillage = fc.constantFrom('village-vv01', 'village-ww01');

const duty = fc.tuple(anyVillage, anyPerson, fc.option(fc.constantFrom(...POSTS), { nil: undefined }), span);
const tenure = fc.tuple(fc.constantFrom(...POSTS), anyPerson, span, fc.boolean());
const absence = fc.tuple(anyPerson, day, fc.integer({ min: 1, max: 12 }));
const visit = fc.tuple(anyPerson, anyVillage, day);
const county = fc.record({
  duties: fc.array(duty, { maxLength: 6 }),
  tenures: fc.array(tenure, { maxLength: 5 }),
  away: fc.array(absence, { maxLength: 4 }),
  visits: fc.array(visit, { maxLength: 25 }),
  week: fc.constantFrom(...closing),
});
type County = typeof county extends fc.Arbitrary<infer T> ? T : never;

function rosterOf({ duties, tenures, away }: County): Roster {
  const posts = new Map(POSTS.map((postId): [string, PostRow] => [postId, { postId, unitId: 'unit-oo01', role: 'leader', tenures: [] }]));
  for (const [index, [postId, personId, when, acting]] of tenures.entries()) {
    const { tenures: before, ...post } = posts.get(postId)!;
    posts.set(postId, { ...post, tenures: [...before, { tenureId: `t${index}`, personId, ...until(when), ...(acting && { acting: true as const }) }] });
  }
  const of = duties.map(([targetId, personId, postId, when], index): DutyRow => {
    const holder = { personId, ...(postId !== undefined && { postId }) };
    return { dutyId: `duty-${index}`, kind: 'county-leader', targetId, year: 2016, ...holder, ...until(when) };
  });
  const gone = new Map(
    PEOPLE.map((personId) => [personId, { personId, absences: [] as { absenceId: string; kind: 'leave'; from: string; to: string; documentRef: string }[] }]),
  );
  for (const [index, [personId, from, days]] of away.entries()) {
    gone.get(personId)!.absences.push({ absenceId: `a${index}`, kind: 'leave', from, to: addDays(from, days), documentRef: 'd' });
  }
  return { duties: of, posts, absences: gone };
}
const logOf = ({ visits, week }: County) =>
  visits.map(([personId, villageId, date], index) => ({ visitId: `v${index}`, personId, villageId, date })).filter(({ date }) => weekOf(date) === week.week);
const closed = (one: County) => closedPlaces(one.week, ['county-leader'], rosterOf(one), logOf(one));

describe('visits', () => {
  it('owed are done, excused or missed, each place once; nobody owes for a vacancy', () =>
    fc.assert(
      fc.property(county, (one) => {
        const { places, vacancies } = closed(one);
        const owed = owedOn(addDays(one.week.to, -1), ['county-leader'], one.week as { from: string; to: string }, rosterOf(one));
        const count = (state: ClosedPlace['state']) => places.filter((place) => place.state === state).length;
        expect(count('done') + count('excused') + count('missed')).toBe(owed.places.length);
        expect(vacancies).toEqual(owed.vacancies);
        expect(vacancies.filter(({ villageId }) => places.some((place) => place.villageId === villageId))).toEqual([]);
      }),
      { numRuns },
    ));
  it('are excused only of who had no free work day, and missed only of who had one', () =>
    fc.assert(
      fc.property(county, (one) => {
        const roster = rosterOf(one);
        for (const { dutyId, personId, state } of closed(one).places) {
          const of = roster.duties.find((candidate) => candidate.dutyId === dutyId)!;
          const free = one.week.workDays.filter(
            (date) =>
              holderOn(of, date, roster.posts)?.personId === personId &&
              !roster.absences.get(personId)!.absences.some(({ from, to }) => from <= date && date < to),
          );
          if (state !== 'done') expect(state).toBe(free.length === 0 ? 'excused' : 'missed');
        }
      }),
      { numRuns },
    ));
  it('of another week change nothing in this one', () =>
    fc.assert(
      fc.property(county, (one) =>
        expect(closedPlaces(one.week, ['county-leader'], rosterOf(one), logOf(one))).toEqual(
          closedPlaces(
            one.week,
            ['county-leader'],
            rosterOf(one),
            one.visits.map(([personId, villageId, date], index) => ({ visitId: `v${index}`, personId, villageId, date })),
          ),
        ),
      ),
      { numRuns },
    ));
  it('come out the same however often and in whichever steps they are looked at', () =>
    fc.assert(
      fc.property(fc.array(county, { minLength: 1, maxLength: 4 }), (worlds) => {
        const weeks = worlds[0]!.week.week;
        const rowsOf = (one: County) => {
          const { duties, posts, absences: away } = rosterOf(one);
          return {
            'cadence-schemes': { [SCHEME.schemeId]: { ...SCHEME, plan, calendarKnown: true } },
            'cadence-duties': Object.fromEntries(duties.map((row) => [row.dutyId, row])),
            [cadencePosts.name]: Object.fromEntries(posts),
            [absences.name]: Object.fromEntries(away),
            'leader-visit-log': { [weeks]: { week: weeks, visits: logOf({ ...one, week: worlds[0]!.week }) } },
          };
        };
        const command = { type: 'DeriveVisitWeeks' as const, data: { schemeId: SCHEME.schemeId, weeks: [weeks] } };
        const step = (state: typeof leaderVisitsDecider.initialState, one: County) => {
          const facts = factsFrom(rowsOf(one), leaderVisitsDecider.needs!.DeriveVisitWeeks!(command));
          const input = { actor: {}, recordedAt: startOf('2017-01-05'), commandId: 'c', readAt: 0, facts };
          const events = decide(leaderVisitsDecider, command, state, input).map((event, index) => recorded(event as Past, index));
          return events.reduce<typeof state>((soFar, event) => evolve(leaderVisitsDecider, soFar, event), state);
        };
        const last = worlds.at(-1)!;
        const direct = step(leaderVisitsDecider.initialState, last);
        const through = worlds.reduce(step, leaderVisitsDecider.initialState);
        expect([through.weeks, through.lapsed]).toEqual([direct.weeks, direct.lapsed]);
        expect(step(through, last)).toEqual(through);
      }),
      { numRuns },
    ));
});

describe('reports', () => {
  const UNITS = ['unit-aa01', 'unit-bb01', 'unit-cc01'];
  const rows = {
    'cadence-schemes': { [SCHEME.schemeId]: { ...SCHEME, plan, calendarKnown: true } },
    'cadence-units': Object.fromEntries(UNITS.map((unitId) => [unitId, { unitId, kind: 'town', competences: [] }])),
    'cadence-contacts': { 'person-aa01': { personId: 'person-aa01' } },
  };
  const week = plan.find((one) => one.week === '2016-W10')!;
  const deed = fc.record({ unitId: fc.constantFrom(...UNITS), hour: fc.integer({ min: 0, max: 240 }) });

  it('owed are in time, late or missing, and the office’s row says the same as the stream', () =>
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 8 }), (deeds) => {
        const opened = recorded(
          {
            type: 'CadenceWeekOpened',
            data: { schemeId: SCHEME.schemeId, week: week.week, from: week.from, to: week.to, reportUnitIds: UNITS, places: [], vacancies: [] },
          },
          0,
        );
        const fold = (row: CadenceWeekRow | undefined, event: Recorded) =>
          (cadenceWeek.on as Record<string, (...args: unknown[]) => CadenceWeekRow | undefined>)[event.type]!(row, event, '');
        let row = fold(undefined, opened);
        let state = reportsDecider.initialState;
        const run = (type: string, data: object, recordedAt: string) => {
          const command = { type, data } as never;
          const facts = factsFrom(rows, (reportsDecider.needs as Record<string, (command: never) => []>)[type]!(command));
          const events = decide(reportsDecider, command, state, { actor: {}, recordedAt, commandId: 'c', readAt: 0, facts });
          for (const [index, event] of events.entries()) {
            const told = recorded({ ...(event as Past), recordedAt }, index);
            state = evolve(reportsDecider, state, told);
            row = fold(row, told);
          }
        };
        const at = (hour: number) => startOf(week.from, hour);
        const first = new Map<string, number>();
        const inOrder = [...deeds].sort((a, b) => a.hour - b.hour).filter(({ unitId, hour }) => !first.has(unitId) && first.set(unitId, hour));
        const due = { schemeId: SCHEME.schemeId, week: week.week, hour: week.reportsDueAt! };
        const submit = ({ unitId, hour }: { unitId: string; hour: number }) =>
          run(
            'SubmitWeeklyReport',
            { schemeId: SCHEME.schemeId, week: week.week, unitId, personId: 'person-aa01', figures: [{ id: 'n', value: 1, unit: '户' }] },
            at(hour),
          );
        inOrder.filter(({ hour }) => at(hour) <= due.hour).forEach(submit);
        run('DeriveWeeklyReports', due, due.hour);
        inOrder.filter(({ hour }) => at(hour) > due.hour).forEach(submit);

        const expected = UNITS.map((unitId) => {
          const hour = first.get(unitId);
          return hour === undefined ? 'missing' : at(hour) <= due.hour ? 'submitted' : 'supplied-late';
        });
        expect(UNITS.map((unitId) => row!.reports[unitId])).toEqual(expected);
        expect(UNITS.filter((unitId) => (state.missing[unitId] ?? []).length > 0)).toEqual(UNITS.filter((_, index) => expected[index] === 'missing'));
      }),
      { numRuns },
    ));
});
