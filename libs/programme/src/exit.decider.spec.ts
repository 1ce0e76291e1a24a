import { specification } from '../../../test/support/specification.js';
import type { BookInForce } from '#rulebook';
import { exitDecider } from './exit.decider.js';

const rows = {
  'planning-subjects': {
    'village-yunwu': { id: 'village-yunwu', kind: 'village', townUnitId: 'unit-town1' },
    'unit-county1': { id: 'unit-county1', kind: 'unit' },
    'unit-city1': { id: 'unit-city1', kind: 'unit' },
    'unit-town1': { id: 'unit-town1', kind: 'unit' },
  },
};
const bookFor = (appliesToYears?: { from: number; to: number }) =>
  ({ book: { id: 'book', version: 1, appliesToYears }, interpretations: [] }) as unknown as BookInForce;
const given = specification(exitDecider, { rows, book: bookFor(), recordedAt: '2017-04-01T01:00:00.000Z' });
const village = { villageId: 'village-yunwu', year: 2016 };
const by = (date: string, organUnitId = 'unit-city1') => ({ organUnitId, documentNo: '示例扶〔2017〕3号', date });

const planned = { type: 'ExitPlanned', data: { ...village, cutOff: '2016-12-31', authority: by('2016-01-20', 'unit-county1') } } as const;
const adjusted = { type: 'ExitPlanAdjusted', data: { ...village, toYear: 2017, reason: '受灾', authority: by('2016-09-01') } } as const;
const exited = { type: 'VillageExitDetermined', data: { ...village, authority: by('2017-01-10') } } as const;
const failed = { type: 'VillageExitFailureDetermined', data: { ...village, authority: by('2017-01-10') } } as const;
const falsified = { type: 'FalseExitFound', data: { ...village, authority: by('2017-03-10') } } as const;
const withdrawn = { type: 'ExitDeterminationWithdrawn', data: { ...village, reason: '复核有误', authority: by('2017-03-20') } } as const;

const plan = { type: 'PlanVillageExit', data: planned.data } as const;
const adjust = { type: 'AdjustExitPlan', data: adjusted.data } as const;
const determine = { type: 'DetermineVillageExit', data: exited.data } as const;
const determineFailure = { type: 'DetermineVillageExitFailure', data: failed.data } as const;
const findFalse = { type: 'FindFalseExit', data: falsified.data } as const;
const withdraw = { type: 'WithdrawExitDetermination', data: withdrawn.data } as const;

describe('a planned exit', () => {
  it('holds from the date of its document', () =>
    given()
      .when(plan)
      .then({ ...planned, validAt: { from: '2016-01-20' } }));
  it('is judged by the book in force when its year ends', () => expect(exitDecider.bookOn!.PlanVillageExit!(plan)).toBe('2016-12-31'));
  it('is refused before any book is in force', () => given().when(plan, { book: undefined }).thenRejected('exit.year-not-covered'));
  it('is refused for a year that the book does not judge', () =>
    given()
      .when(plan, { book: bookFor({ from: 2017, to: 2018 }) })
      .thenRejected('exit.year-not-covered'));
  it('is planned once', () => given(planned).when(plan).thenRejected('exit.already-planned'));
  it('is not planned again once determined', () => given(planned, failed).when(plan).thenRejected('exit.already-planned'));
  it('may come back after an adjustment', () =>
    given(planned, adjusted)
      .when({ ...plan, data: { ...planned.data, authority: by('2016-10-01') } })
      .thenData({ ...planned, data: { ...planned.data, authority: by('2016-10-01') } }));
  it.each([
    ['2017-01-31', 'exit.cut-off-outside-year'],
    ['2015-12-31', 'exit.cut-off-outside-year'],
    ['2016-02-30', 'date.invalid'],
  ])('has no cut-off on %s', (cutOff, code) =>
    given()
      .when({ ...plan, data: { ...planned.data, cutOff } })
      .thenRejected(code),
  );
});

describe('an adjustment of the plan', () => {
  it('needs approval and a reason', () =>
    given(planned)
      .when(adjust)
      .then({ ...adjusted, validAt: { from: '2016-09-01' } }));
  it('without reason is refused', () =>
    given(planned)
      .when({ ...adjust, data: { ...adjusted.data, reason: '' } })
      .thenRejected('text.blank'));
  it('to the same year is none', () =>
    given(planned)
      .when({ ...adjust, data: { ...adjusted.data, toYear: 2016 } })
      .thenRejected('exit.adjusted-to-same-year'));
  it('of what was never planned is refused', () => given().when(adjust).thenRejected('exit.not-planned'));
  it('after a determination is refused', () =>
    given(planned, failed)
      .when({ ...adjust, data: { ...adjusted.data, authority: by('2017-02-01') } })
      .thenRejected('exit.already-determined'));
  it('leaves nothing to fail', () => given(planned, adjusted).when(determineFailure).thenRejected('exit.not-planned'));
  it('leaves nothing to exit', () => given(planned, adjusted).when(determine).thenRejected('exit.not-planned'));
});

describe('a determination', () => {
  it('of an exit', () =>
    given(planned)
      .when(determine)
      .then({ ...exited, validAt: { from: '2017-01-10' } }));
  it('of an exit may come before the cut-off', () =>
    given(planned)
      .when({ ...determine, data: { ...exited.data, authority: by('2016-11-01') } })
      .thenData({ ...exited, data: { ...exited.data, authority: by('2016-11-01') } }));
  it('of a failure', () =>
    given(planned)
      .when(determineFailure)
      .then({ ...failed, validAt: { from: '2017-01-10' } }));
  it('of a failure may come on the cut-off day', () =>
    given(planned)
      .when({ ...determineFailure, data: { ...failed.data, authority: by('2016-12-31') } })
      .thenData({ ...failed, data: { ...failed.data, authority: by('2016-12-31') } }));
  it('of a failure never comes before the cut-off', () =>
    given(planned)
      .when({ ...determineFailure, data: { ...failed.data, authority: by('2016-12-30') } })
      .thenRejected('exit.before-cut-off'));
  it('of a failure needs a plan', () => given().when(determineFailure).thenRejected('exit.not-planned'));
  it('of a failure excludes an exit', () => given(planned, failed).when(determine).thenRejected('exit.already-determined'));
  it('of an exit excludes a failure', () => given(planned, exited).when(determineFailure).thenRejected('exit.already-determined'));
  it('taken back opens the way to the other one', () =>
    given(planned, failed, withdrawn)
      .when({ ...determine, data: { ...exited.data, authority: by('2017-03-25') } })
      .thenData({ ...exited, data: { ...exited.data, authority: by('2017-03-25') } }));
});

describe('a false exit', () => {
  it('is found of a determined exit', () =>
    given(planned, exited)
      .when(findFalse)
      .then({ ...falsified, validAt: { from: '2017-03-10' } }));
  it.each([
    ['nothing determined', [planned]],
    ['a failure', [planned, failed]],
    ['a false exit already', [planned, exited, falsified]],
  ] as const)('is not found of %s', (_, history) =>
    given(...history)
      .when(findFalse)
      .thenRejected('exit.not-determined'),
  );
});

describe('a withdrawal', () => {
  it.each([
    ['exit', [planned, exited]],
    ['failure', [planned, failed]],
    ['false exit', [planned, exited, falsified]],
  ] as const)('takes back the %s', (_, history) =>
    given(...history)
      .when(withdraw)
      .then({ ...withdrawn, validAt: { from: '2017-03-20' } }),
  );
  it.each([
    ['nothing', []],
    ['a plan', [planned]],
    ['an adjustment', [planned, adjusted]],
  ] as const)('takes back no %s', (_, history) =>
    given(...history)
      .when(withdraw)
      .thenRejected('exit.not-determined'),
  );
  it('gives a reason', () =>
    given(planned, failed)
      .when({ ...withdraw, data: { ...withdrawn.data, reason: ' ' } })
      .thenRejected('text.blank'));
});

describe('authority (justice 4)', () => {
  const determineBy = (authority: object) => ({ ...determineFailure, data: { ...failed.data, authority: { ...by('2017-01-10'), ...authority } } });
  it.each([
    ['an unknown organ', { organUnitId: 'unit-none' }, 'unit.unknown'],
    ['a village', { organUnitId: 'village-yunwu' }, 'unit.unknown'],
    ['the village’s own town', { organUnitId: 'unit-town1' }, 'exit.own-town'],
    ['no document', { documentNo: ' ' }, 'authority.document-missing'],
    ['a date that does not exist', { date: '2017-02-29' }, 'date.invalid'],
    ['a document of tomorrow', { date: '2017-04-02' }, 'authority.in-future'],
    ['a document older than the plan', { date: '2016-01-19' }, 'exit.out-of-order'],
  ])('is not %s', (_, authority, code) => given(planned).when(determineBy(authority)).thenRejected(code));
  it('concerns a registered village', () =>
    given()
      .when({ ...plan, data: { ...planned.data, villageId: 'village-none' } })
      .thenRejected('village.unknown'));
  it('of the day of recording in Shanghai is no future', () =>
    given(planned)
      .when(determineBy({ date: '2017-04-01' }))
      .thenData({ ...failed, data: { ...failed.data, authority: by('2017-04-01') } }));
});
