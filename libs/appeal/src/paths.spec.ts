import { addDays } from '#kernel';
import { appealTrackById, type RuleBook } from '#rulebook';
import pingli from '../../rulebook/books/pingli-2016.json';
import { againstFrom, againstKey } from './against.js';
import { openPaths, type PathDecision, type Paths } from './paths.js';
import type { StepTaken } from './remedies.view.js';

const book = pingli as unknown as RuleBook;
const REMOVAL: PathDecision = {
  against: { kind: 'measure', personId: 'person-a001', postId: 'post-a001', year: 2016 },
  decidedOn: '2016-11-18',
  measure: 'RemovalFromPost',
  servedOn: '2016-11-21',
  organ: { unitId: 'unit-deciding', competences: ['party-committee'] },
  status: { partyMember: true, staffStatus: 'civil-servant', leader: true },
  taken: [],
};
const placesOf = () => ['unit-somewhere'];
const paths = (change: Partial<PathDecision> = {}, date = '2016-12-01'): Paths => openPaths({ decision: { ...REMOVAL, ...change }, date, placesOf }, book);
const ways = ({ open }: Paths) => open.map(({ track, step }) => `${track}/${step}`);
const pathTo = (id: string, change: Partial<PathDecision> = {}, date?: string) => paths(change, date).open.find(({ clause }) => clause.id === id);
const taken = (track: string, step: string, more: Partial<StepTaken> = {}): StepTaken => ({
  appealId: 'appeal-0',
  track,
  step,
  state: 'answered',
  silent: false,
  ...more,
});

describe('the date vectors', () => {
  // Readings: day of receipt excluded, included. No governing text among these states its counting: the later applies.
  const reconsideration = 'CIVIL-SERVANT-2005/reconsideration';
  it.each<[string, string, readonly [string, string]]>([
    ['PARTY-2009/appeal-2009', '2016-11-21', ['2016-12-06', '2016-12-05']],
    ['PARTY-2009/appeal-2009', '2016-12-16', ['2017-01-03', '2016-12-30']],
    ['PARTY-2009/appeal-2009', '2017-01-12', ['2017-02-03', '2017-01-26']],
    ['PARTY-2009/appeal-2009', '2017-01-20', ['2017-02-04', '2017-02-03']],
    [reconsideration, '2017-01-13', ['2017-02-13', '2017-02-13']],
  ])('%s served %s: last day by either reading %j, the first applies', (id, servedOn, [receiptExcluded, receiptIncluded]) => {
    const path = pathTo(id, { servedOn })!;
    expect(path).toMatchObject({ clock: 'running', startsOn: servedOn, clause: { id, bookId: 'pingli-2016', bookVersion: 1 } });
    expect(path.lastDay).toEqual({
      date: receiptExcluded,
      readings: { receiptExcluded, receiptIncluded },
      countedBy: 'COUNT-1986',
      stated: false,
      calendarKnown: true,
    });
  });
  it('one month from the last of January is the last of February', () => {
    const lastDay = (decidedOn: string, servedOn: string) => pathTo('PARTY-2019/appeal-2019', { decidedOn, servedOn })?.lastDay;
    expect(lastDay('2022-01-28', '2022-01-31')).toEqual({
      date: '2022-02-28',
      readings: { receiptExcluded: '2022-02-28', receiptIncluded: '2022-02-28' },
      countedBy: 'COUNT-2021',
      stated: false,
      // Nobody has announced that year's holidays to this book.
      calendarKnown: false,
    });
    expect(lastDay('2024-01-30', '2024-01-31')?.date).toBe('2024-02-29');
  });
  it('the civil servant law gives 30, 15, 30 days to lodge and 30, 60, 60 to answer, 30 more for appeals', () => {
    const steps = appealTrackById(book, 'CIVIL-SERVANT')!.steps.map(({ id, lodging, answer, extension }) => [id, lodging, answer, extension]);
    const days = (n: number) => ({ days: n });
    expect(steps).toEqual([
      ['reconsideration', days(30), days(30), undefined],
      ['appeal', days(15), days(60), days(30)],
      ['direct-appeal', days(30), days(60), days(30)],
      ['re-appeal', days(30), days(60), days(30)],
    ]);
  });
  it('three months of the party’s re-review are the authority’s time, not the appellant’s', () => {
    const path = pathTo('PARTY-DISCIPLINE/discipline-re-examination', { measure: 'DisciplinarySanction' }, '2030-01-01')!;
    expect(path).toMatchObject({ clock: 'no-time-bar', route: 'appeal', answer: { months: 3 }, clause: { source: 'discipline-work-rules', article: '59' } });
    expect(path.lastDay).toBeUndefined();
  });
  it('administrative supervision before 2018 has 30, 30, 30 and 60', () => {
    const steps = appealTrackById(book, 'ADMIN-SUPERVISION')!.steps.flatMap(({ lodging, answer }) => [lodging, answer]);
    expect(steps).toEqual([{ days: 30 }, { days: 30 }, { days: 30 }, { days: 60 }]);
  });
});

describe('open ways', () => {
  it('are all shown, never one winner, each with where, how and whether execution waits', () => {
    expect(ways(paths())).toEqual(['PARTY-2009/appeal-2009', 'CIVIL-SERVANT-2005/reconsideration', 'CIVIL-SERVANT-2005/direct-appeal']);
    expect(paths().open[0]).toMatchObject({
      fileWith: [{ at: 'deciding-organ', unitIds: ['unit-somewhere'] }],
      suspendsExecution: false,
      nonAggravation: { by: 'house-rule' },
      route: 'appeal',
    });
    expect(paths().open[1]).toMatchObject({ nonAggravation: { by: 'law' }, leadersZh: expect.stringContaining('法制部门') as string });
    expect(pathTo('CIVIL-SERVANT-2005/reconsideration', { status: { ...REMOVAL.status!, leader: false } })?.leadersZh).toBeUndefined();
  });
  const closedBy = (change: Partial<PathDecision>, track: string) => paths(change).closed.find((path) => path.track === track)?.code;
  it.each<[string, Partial<PathDecision>, string, string]>([
    ['date', {}, 'PARTY-2019', 'not-of-its-time'],
    ['organ', {}, 'ADMIN-SUPERVISION', 'organ'],
    ['measure', {}, 'PARTY-DISCIPLINE', 'measure'],
    ['measure that no text lists', { measure: undefined }, 'PARTY-2009', 'measure'],
    ['party membership', { measure: 'Admonition', status: { ...REMOVAL.status!, partyMember: false } }, 'PARTY-2016', 'party-member'],
    ['staff status', { status: { ...REMOVAL.status!, staffStatus: 'institution' } }, 'CIVIL-SERVANT-2005', 'staff-status'],
    ['no status on record', { status: undefined }, 'CIVIL-SERVANT-2005', 'staff-status'],
  ])('are closed by %s, and it is said why', (_, change, track, code) => expect(closedBy(change, track)).toBe(code));
  it('follow the law of the day of the decision', () => {
    const on = (decidedOn: string) => ways(paths({ decidedOn, servedOn: decidedOn }));
    expect(on('2022-03-01')).toEqual([
      'PARTY-2019/appeal-2019',
      'CIVIL-SERVANT/reconsideration',
      'CIVIL-SERVANT/direct-appeal',
      'ORG-TREATMENT-2021/appeal-org',
    ]);
    const staff = { status: { partyMember: true, staffStatus: 'institution', leader: false } };
    expect(ways(paths({ ...staff }))).toEqual(['PARTY-2009/appeal-2009', 'INSTITUTION-2014/institution-reconsideration']);
    const sanction = { measure: 'DisciplinarySanction', organ: { unitId: 'unit-d', competences: ['discipline'] } };
    expect(ways(paths({ ...sanction }))).toEqual(['ADMIN-SUPERVISION/admin-re-examination', 'PARTY-DISCIPLINE/discipline-re-examination']);
    expect(ways(paths({ ...sanction, decidedOn: '2018-03-20' }))).toEqual([
      'SUPERVISION-2018/supervision-re-examination',
      'PARTY-DISCIPLINE/discipline-re-examination',
    ]);
  });
  it('of a unit are its objections', () => {
    const unit = { against: { kind: 'grade', unitId: 'unit-a001', year: 2016 }, measure: undefined, status: undefined } as const;
    expect(ways(paths(unit))).toEqual(['UNIT-OBJECTION/unit-objection']);
    expect(paths(unit).closed).toMatchObject([{ code: 'earlier-step-first', step: 'unit-review' }]);
  });
});

describe('being late', () => {
  const route = (date: string, change: Partial<PathDecision> = {}) => pathTo('PARTY-2009/appeal-2009', change, date)?.route;
  it('begins after the last day, and leads to a request for correction, never to nothing', () => {
    expect([route('2016-12-06'), route('2016-12-07'), route('2026-01-01')]).toEqual(['appeal', 'correction', 'correction']);
    expect(ways(paths({}, '2026-01-01'))).toEqual(ways(paths()));
  });
  it('does not exist without proof of service', () => {
    expect(route('2026-01-01', { servedOn: undefined })).toBe('appeal');
    expect(pathTo('PARTY-2009/appeal-2009', { servedOn: undefined })).toMatchObject({ clock: 'not-served', why: { zh: '没有送达回证，期限未起算' } });
  });
  it('comes no sooner for who was served later', () => {
    for (let day = 0; day < 120; day++) {
      const [a, b] = [0, 1].map((more) => pathTo('PARTY-2009/appeal-2009', { servedOn: addDays('2016-11-01', day + more) })!.lastDay!.date);
      expect(b! >= a!).toBe(true);
    }
  });
});

describe('steps', () => {
  const servant = (...steps: readonly StepTaken[]) => ways(paths({ taken: steps })).filter((way) => way.startsWith('CIVIL-SERVANT'));
  const shut = (step: string, ...steps: readonly StepTaken[]) => paths({ taken: steps }).closed.find((path) => path.step === step)?.code;
  const T = 'CIVIL-SERVANT-2005';
  it('lead from reconsideration to appeal to re-appeal, fifteen and thirty days from each answer', () => {
    const first = taken(T, 'reconsideration', { servedOn: '2017-01-20' });
    expect(servant(first)).toEqual([`${T}/appeal`]);
    expect(pathTo(`${T}/appeal`, { taken: [first] })?.lastDay?.date).toBe('2017-02-04');
    const second = taken(T, 'appeal', { servedOn: '2017-04-10' });
    expect(servant(first, second)).toEqual([`${T}/re-appeal`]);
    expect(pathTo(`${T}/re-appeal`, { taken: [first, second] })?.lastDay?.date).toBe('2017-05-10');
  });
  it('open by silence without a clock, and the silent one stays pending', () => {
    const silent = taken(T, 'reconsideration', { state: 'pending', silent: true });
    expect(servant(silent)).toEqual([`${T}/appeal`]);
    expect(pathTo(`${T}/appeal`, { taken: [silent] })?.clock).toBe('not-served');
  });
  it('close while one is under way, once answered, and by the other way', () => {
    expect(shut('reconsideration', taken(T, 'reconsideration', { state: 'pending' }))).toBe('pending');
    expect(shut('reconsideration', taken(T, 'reconsideration'))).toBe('used');
    expect(shut('direct-appeal', taken(T, 'reconsideration'))).toBe('other-way-taken');
    expect(shut('re-appeal')).toBe('earlier-step-first');
  });
  it('are not used up by what was withdrawn or not admitted', () => {
    for (const state of ['withdrawn', 'not-admitted'] as const)
      expect(servant(taken(T, 'reconsideration', { state }))).toEqual([`${T}/reconsideration`, `${T}/direct-appeal`]);
  });
});

describe('the name of a decision', () => {
  it.each(['case-person-a001-post-a001-2016', 'grade-unit-a001-2016', 'veto-unit-a001-2016'])('%s leads there and back', (text) =>
    expect(againstKey(againstFrom(text))).toBe(text),
  );
  it.each(['', 'case-person-a001-2016', 'grade-village-a001-2016', 'case-person-a001-post-a001-16'])('%s names none', (text) =>
    expect(() => againstFrom(text)).toThrow('appeal.decision-unknown'),
  );
});
