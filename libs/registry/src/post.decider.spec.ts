import fc from 'fast-check';
import { addDays, decide, evolve, overlapOf, Rejection, type NewEvent, type ValidTime } from '#kernel';
import { factsFrom, recorded, specification, type Past } from '../../../test/support/specification.js';
import { gapsIn, sharesAtMost } from './intervals.js';
import { postDecider } from './post.decider.js';
import type { PostEvent } from './registry.events.js';

const rows = {
  'unit-directory': { 'unit-town1': { unitId: 'unit-town1', kind: 'town' }, 'unit-county1': { unitId: 'unit-county1', kind: 'county' } },
  'person-directory': { 'person-qinyue': { personId: 'person-qinyue' }, 'person-gutang': { personId: 'person-gutang' } },
};
const given = specification(postDecider, { rows });

const post = {
  postId: 'post-0001',
  unitId: 'unit-town1',
  role: 'party-secretary',
  title: '松坪镇党委书记',
  appointedBy: 'commission',
  managedByUnitId: 'unit-county1',
} as const;
const registered = { type: 'PostRegistered', data: post } as const;
const first = { tenureId: 'tenure-1', personId: 'person-qinyue', postId: 'post-0001', from: '2015-03-01' };
const second = { tenureId: 'tenure-2', personId: 'person-gutang', postId: 'post-0001', from: '2016-10-10' };
const started = { type: 'TenureStarted', data: first } as const;
const ended = { type: 'TenureEnded', data: { ...first, to: '2016-10-10', reason: '调任' } } as const;
const succeeded = { type: 'TenureStarted', data: second } as const;
const end = { tenureId: 'tenure-1', postId: 'post-0001', to: '2016-10-10', reason: '调任' };
const correction = {
  tenureId: 'tenure-1',
  postId: 'post-0001',
  from: '2015-03-01',
  to: '2016-11-20',
  reason: '迟到的任免文件',
  documentRef: '示例干〔2016〕21号',
};

describe('a post', () => {
  it('is registered in a unit', () => given().when({ type: 'RegisterPost', data: post }).then(registered));
  it('is registered once', () => given(registered).when({ type: 'RegisterPost', data: post }).thenRejected('post.already-registered'));
  it('has an id of its kind', () =>
    given()
      .when({ type: 'RegisterPost', data: { ...post, postId: 'unit-town1' } })
      .thenRejected('post.invalid-id'));
  it.each(['title', 'role'])('needs a %s', (field) =>
    given()
      .when({ type: 'RegisterPost', data: { ...post, [field]: ' ' } })
      .thenRejected('text.blank'),
  );
  it.each(['unitId', 'managedByUnitId'])('needs a known %s', (field) =>
    given()
      .when({ type: 'RegisterPost', data: { ...post, [field]: 'unit-none' } })
      .thenRejected('unit.unknown'),
  );
});

describe('a tenure', () => {
  it('starts, and holds from its first day', () =>
    given(registered)
      .when({ type: 'StartTenure', data: first })
      .then({ ...started, validAt: { from: '2015-03-01' } }));
  it('can be recorded whole after it was over', () =>
    given(registered)
      .when({ type: 'StartTenure', data: { ...first, ended: { to: '2016-10-10', reason: '调任' } } })
      .then({ ...started, validAt: { from: '2015-03-01' } }, { ...ended, validAt: { from: '2015-03-01', to: '2016-10-10' } }));
  it('recorded whole says why it ended', () =>
    given(registered)
      .when({ type: 'StartTenure', data: { ...first, ended: { to: '2016-10-10', reason: '' } } })
      .thenRejected('text.blank'));
  it('recorded whole runs forwards', () =>
    given(registered)
      .when({ type: 'StartTenure', data: { ...first, ended: { to: '2015-03-01', reason: '调任' } } })
      .thenRejected('date.backwards'));
  it('needs a registered post', () => given().when({ type: 'StartTenure', data: first }).thenRejected('post.unknown'));
  it('needs a registered person', () =>
    given(registered)
      .when({ type: 'StartTenure', data: { ...first, personId: 'person-none' } })
      .thenRejected('person.unknown'));
  it('begins on a real date', () =>
    given(registered)
      .when({ type: 'StartTenure', data: { ...first, from: '2015-02-29' } })
      .thenRejected('date.invalid'));
  it('is recorded once', () => given(registered, started).when({ type: 'StartTenure', data: first }).thenRejected('tenure.already-recorded'));
  it('follows another on its last day', () => given(registered, started, ended).when({ type: 'StartTenure', data: second }).thenData(succeeded));
  it('is not held twice by one person', () =>
    given(registered, started)
      .when({ type: 'StartTenure', data: { ...second, personId: 'person-qinyue' } })
      .thenRejected('tenure.already-held'));
  it.each([0, 1001, 1.5])('has no share of %p', (sharePermille) =>
    given(registered)
      .when({ type: 'StartTenure', data: { ...first, sharePermille } })
      .thenRejected('tenure.share-invalid'),
  );
});

describe('overlapping tenures', () => {
  const half = { type: 'TenureStarted', data: { ...first, sharePermille: 500 } } as const;
  const start = (more: object) => ({ type: 'StartTenure', data: { ...second, ...more } }) as const;
  it('are refused without any share', () => given(registered, started).when(start({})).thenRejected('tenure.overlap-without-share'));
  it('are refused when only the newcomer states a share', () =>
    given(registered, started)
      .when(start({ sharePermille: 500 }))
      .thenRejected('tenure.overlap-without-share'));
  it('are refused when only the incumbent states a share', () => given(registered, half).when(start({})).thenRejected('tenure.overlap-without-share'));
  it('are accepted when all state theirs', () =>
    given(registered, half)
      .when(start({ sharePermille: 500, acting: true }))
      .thenData({ type: 'TenureStarted', data: { ...second, sharePermille: 500, acting: true } }));
  it('make no more than the whole', () =>
    given(registered, half)
      .when(start({ sharePermille: 501 }))
      .thenRejected('tenure.shares-over-whole'));
  it('become possible when a correction states the incumbent’s share', () => {
    const stated = { tenureId: 'tenure-1', postId: 'post-0001', from: '2015-03-01', sharePermille: 500, reason: '明确分工', documentRef: '示例办〔2016〕2号' };
    const corrected = { type: 'TenureCorrected', data: { ...stated, personId: 'person-qinyue' } } as const;
    given(registered, started)
      .when({ type: 'CorrectTenure', data: stated })
      .then({ ...corrected, validAt: { from: '2015-03-01' } });
    given(registered, started, corrected)
      .when(start({ sharePermille: 500 }))
      .thenData({ type: 'TenureStarted', data: { ...second, sharePermille: 500 } });
  });
});

describe('the end of a tenure', () => {
  it('carries the whole interval', () =>
    given(registered, started)
      .when({ type: 'EndTenure', data: end })
      .then({ ...ended, validAt: { from: '2015-03-01', to: '2016-10-10' } }));
  it('is of a known tenure', () => given(registered).when({ type: 'EndTenure', data: end }).thenRejected('tenure.unknown'));
  it('comes once', () => given(registered, started, ended).when({ type: 'EndTenure', data: end }).thenRejected('tenure.already-ended'));
  it('comes after the beginning', () =>
    given(registered, started)
      .when({ type: 'EndTenure', data: { ...end, to: '2015-03-01' } })
      .thenRejected('date.backwards'));
  it('has a reason', () =>
    given(registered, started)
      .when({ type: 'EndTenure', data: { ...end, reason: '' } })
      .thenRejected('text.blank'));
  it('can be recorded again after a correction opened the tenure', () =>
    given(registered, started, ended, { type: 'TenureCorrected', data: { ...correction, to: undefined, personId: 'person-qinyue' } })
      .when({ type: 'EndTenure', data: end })
      .thenData(ended));
});

describe('a late correction', () => {
  it('states the interval as it really was', () =>
    given(registered, started, ended)
      .when({ type: 'CorrectTenure', data: correction })
      .then({ type: 'TenureCorrected', data: { ...correction, personId: 'person-qinyue' }, validAt: { from: '2015-03-01', to: '2016-11-20' } }));
  it('is of a known tenure', () => given(registered).when({ type: 'CorrectTenure', data: correction }).thenRejected('tenure.unknown'));
  it('changes something', () =>
    given(registered, started, ended)
      .when({ type: 'CorrectTenure', data: { ...correction, to: '2016-10-10' } })
      .thenRejected('tenure.unchanged'));
  it.each(['reason', 'documentRef'])('has a %s', (field) =>
    given(registered, started, ended)
      .when({ type: 'CorrectTenure', data: { ...correction, [field]: '' } })
      .thenRejected('text.blank'),
  );
  it('runs forwards', () =>
    given(registered, started, ended)
      .when({ type: 'CorrectTenure', data: { ...correction, to: '2015-01-01' } })
      .thenRejected('date.backwards'));
  it('does not push into the successor’s time', () =>
    given(registered, started, ended, succeeded).when({ type: 'CorrectTenure', data: correction }).thenRejected('tenure.overlap-without-share'));
});

describe('an executed removal', () => {
  const removal = { postId: 'post-0001', personId: 'person-qinyue', to: '2017-03-20', reason: '免职' };
  it('ends the tenure', () =>
    given(registered, started)
      .when({ type: 'EndTenureByRemoval', data: removal })
      .then({ type: 'TenureEnded', data: { ...first, to: '2017-03-20', reason: '免职' }, validAt: { from: '2015-03-01', to: '2017-03-20' } }));
  it.each([
    ['left before', [registered, started, ended]],
    ['never came', [registered]],
    ['begins later', [registered, { type: 'TenureStarted', data: { ...first, from: '2017-04-01' } }]],
  ] as const)('says nothing of somebody who %s', (_, history) =>
    given(...history)
      .when({ type: 'EndTenureByRemoval', data: removal })
      .thenNothing(),
  );
  it('comes back as the policy’s command', () => {
    const event = recorded({ type: 'TenureEnded', data: { ...first, to: '2017-03-20', reason: '免职' }, origin: 'policy' }, 3);
    expect(postDecider.commandOf.TenureEnded?.([event as never], event as never)).toEqual({ type: 'EndTenureByRemoval', data: removal });
  });
});

describe('laws of tenures', () => {
  const interval = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.option(fc.integer({ min: 1, max: 200 }))).map(([from, days]): ValidTime => {
    const start = addDays('2016-01-01', from);
    return days === null ? { from: start } : { from: start, to: addDays(start, days) };
  });
  const offers = fc.array(fc.tuple(interval, fc.option(fc.integer({ min: 1, max: 1000 }), { nil: undefined })), { maxLength: 8 });

  it('whatever is offered, holders of one day all state shares that make no more than the whole', () =>
    fc.assert(
      fc.property(offers, (list) => {
        let state = postDecider.initialState;
        const fold = (events: readonly NewEvent[]) =>
          events.forEach((event, index) => {
            state = evolve(postDecider, state, recorded(event as Past, index));
          });
        fold([registered]);
        list.forEach(([{ from, to }, sharePermille], index) => {
          const data = {
            tenureId: `tenure-${index}`,
            personId: `person-000${index}`,
            postId: 'post-0001',
            from,
            sharePermille,
            ...(to && { ended: { to, reason: '离任' } }),
          };
          const facts = factsFrom({ 'person-directory': { [data.personId]: data } }, [{ view: 'person-directory', key: data.personId }]);
          try {
            fold(
              decide(postDecider, { type: 'StartTenure', data }, state, {
                facts,
                actor: {},
                recordedAt: '2017-12-31T00:00:00.000Z',
                commandId: 'c',
                readAt: 0,
              }) as readonly NewEvent<PostEvent>[],
            );
          } catch (error) {
            expect(error).toBeInstanceOf(Rejection);
            expect((error as Rejection).code).toMatch(/^tenure\.(overlap-without-share|shares-over-whole)$/);
          }
        });
        for (const one of state.tenures)
          for (const other of state.tenures) {
            if (one === other || !overlapOf(one, other)) continue;
            expect([one.sharePermille, other.sharePermille]).not.toContain(undefined);
            expect(sharesAtMost([one, other])).toBeLessThanOrEqual(1000);
          }
      }),
      { numRuns: 500 },
    ));

  it('a day since the first beginning is either held or in a gap', () =>
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 700 }), (intervals, offset) => {
        const date = addDays(intervals.map(({ from }) => from).sort()[0]!, offset);
        const day = { from: date, to: addDays(date, 1) };
        const held = intervals.some((one) => overlapOf(one, day));
        expect(gapsIn(intervals).some((gap) => overlapOf(gap, day))).toBe(!held);
      }),
      { numRuns: 2000 },
    ));
});
