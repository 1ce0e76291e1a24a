import fc from 'fast-check';
import { daysBetween } from '#kernel';
import { duties, GU, HE, LU, missedExit, posts, QIN, rows, villages } from '../../../test/support/accountability.js';
import { factsFrom } from '../../../test/support/specification.js';
import { daysOf, gapsIn, union } from './chain.js';
import type { MetMeasure } from './met-measures.view.js';
import { STRUCTURE_NEEDS, structureOf } from './structure.js';
import { wantedTriggers } from './wanted.js';

const structure = (more: Readonly<Record<string, unknown>> = {}) => structureOf(factsFrom({ ...rows, ...more }, STRUCTURE_NEEDS));
const brief = (clause: MetMeasure, more = {}) =>
  wantedTriggers(clause, structure(more)).map(({ personId, postId, state, holding }) => [personId, postId, state, holding.days]);

describe('whom a met clause flags', () => {
  it('lists every holder of the year with days; who has left the post is not touched by a measure against it', () =>
    expect(brief(missedExit)).toEqual([
      [GU, 'post-sec1', 'triggered', 83],
      [HE, 'post-head', 'triggered', 366],
      [QIN, 'post-sec1', 'notApplicable', 283],
    ]));

  it('shifts only the shares when a late deed moves the handover', () => {
    const secretary = posts['post-sec1']!;
    const [first, second] = secretary.tenures;
    const moved = {
      ...secretary,
      tenures: [
        { ...first!, to: '2016-11-20' },
        { ...second!, from: '2016-11-20' },
      ],
    };
    expect(brief(missedExit, { 'responsibility-posts': { ...posts, 'post-sec1': moved } })).toEqual([
      [GU, 'post-sec1', 'triggered', 42],
      [HE, 'post-head', 'triggered', 366],
      [QIN, 'post-sec1', 'notApplicable', 324],
    ]);
  });

  it('flags who left all the same for a measure that reaches the person', () =>
    expect(brief({ ...missedExit, measure: 'Admonition' }).map(([person, , state]) => [person, state])).toContainEqual([QIN, 'triggered']));

  it('counts a paired department from the day it was paired', () =>
    expect(brief({ ...missedExit, measure: 'Demotion', posts: { of: 'paired-department-of-village', roles: ['department-head'] } })).toEqual([
      [LU, 'post-dept', 'triggered', 306],
    ]));

  it('finds responsible leaders by their duties for the village, in posts of the town', () =>
    expect(brief({ ...missedExit, posts: { of: 'town-of-village', duties: ['stationed', 'agri-technician'] } })).toEqual([
      ['person-vic1', 'post-vice', 'triggered', 182],
    ]));

  it('counts a duty for the town itself, such as being in charge of its work', () => {
    const inCharge = { dutyId: 'duty-char', kind: 'in-charge', targetId: 'unit-town1', year: 2016, personId: 'person-vic1', from: '2016-01-01' };
    const [found] = wantedTriggers(
      { ...missedExit, posts: { of: 'town-of-village', duties: ['in-charge', 'stationed'] } },
      structure({ 'responsibility-duties': { ...duties, 'duty-char': inCharge } }),
    );
    // Two ways to one person: each day counts once.
    expect(found!.holding).toMatchObject({ through: ['duty:in-charge', 'duty:stationed'], days: 366, inPost: true, role: 'deputy-head' });
  });

  it('takes only who holds the post on the trigger date, where the clause says so', () =>
    expect(brief({ ...missedExit, target: 'unit-town1', targetKind: 'unit', targetAt: 'trigger', posts: { of: 'self', roles: ['party-secretary'] } })).toEqual([
      [GU, 'post-sec1', 'triggered', 83],
    ]));

  it('takes who carried the duty to the end of the year, since a duty ends with its year, before it is judged', () => {
    const poor: MetMeasure = { ...missedExit, target: 'unit-town1', targetKind: 'unit', targetAt: 'trigger', posts: { of: 'self', duties: ['in-charge'] } };
    const inCharge = { dutyId: 'duty-char', kind: 'in-charge', targetId: 'unit-town1', year: 2016, personId: 'person-vic1', from: '2016-05-01' };
    expect(brief(poor, { 'responsibility-duties': { 'duty-char': inCharge } })).toEqual([['person-vic1', 'post-vice', 'triggered', 245]]);
    expect(brief(poor, { 'responsibility-duties': { 'duty-char': { ...inCharge, to: '2016-12-31' } } })).toEqual([]);
    expect(brief({ ...poor, since: '2016-06-01' }, { 'responsibility-duties': { 'duty-char': { ...inCharge, to: '2016-12-31' } } })).toHaveLength(1);
  });

  it('reads duties for the village itself when the clause speaks of the village', () =>
    expect(brief({ ...missedExit, posts: { of: 'self', duties: ['stationed'] } })).toEqual([['person-vic1', 'post-vice', 'triggered', 182]]));

  it('flags nobody through another village, another year or an unknown one', () => {
    expect(brief({ ...missedExit, target: 'village-none' })).toEqual([]);
    expect(brief({ ...missedExit, year: 2013 })).toEqual([]);
    expect(villages['village-none']).toBeUndefined();
  });
});

describe('days', () => {
  const date = (day: number): string => new Date(Date.UTC(2016, 0, 1 + day)).toISOString().slice(0, 10);
  const span = fc
    .tuple(fc.integer({ min: 0, max: 365 }), fc.integer({ min: 1, max: 90 }))
    .map(([from, length]) => ({ from: date(from), to: date(Math.min(366, from + length)) }));
  it('covered and uncovered days make up the year, however spans overlap', () =>
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), (spans) => {
        const year = { from: '2016-01-01', to: '2017-01-01' };
        expect(daysOf(union(spans)) + daysOf(gapsIn(spans, year))).toBe(daysBetween(year.from, year.to));
      }),
    ));
});
