import { startOf } from '#kernel';
import pingli from '../../rulebook/books/pingli-2016.json';
import { CLERK, OFFICE, SCHEME } from '../../../test/support/cadence-county.js';
import { specification, type Rows } from '../../../test/support/specification.js';
import { planOf, type CadenceScheme } from './scheme.js';
import { schemeDecider } from './scheme.decider.js';

const book = { book: pingli, interpretations: [] };
const calendar = pingli.calendar;
const rows: Rows = {
  'cadence-units': {
    [OFFICE]: { unitId: OFFICE, kind: 'organ', competences: ['command-office'] },
    'unit-town1': { unitId: 'unit-town1', kind: 'town', competences: [] },
    'unit-county1': { unitId: 'unit-county1', kind: 'county', competences: [] },
  },
  'cadence-posts': {
    'post-clerk1': {
      postId: 'post-clerk1',
      unitId: OFFICE,
      role: 'clerk',
      tenures: [{ tenureId: 't1', personId: CLERK.personId, from: '2015-01-01', to: '2016-06-01' }],
    },
    'post-other1': { postId: 'post-other1', unitId: 'unit-town1', role: 'clerk', tenures: [{ tenureId: 't2', personId: CLERK.personId, from: '2015-01-01' }] },
  },
  'cadence-duties': {
    'duty-1': { dutyId: 'duty-1', kind: 'county-leader', targetId: 'village-vil1', year: 2016, personId: 'person-leader1', from: '2016-01-01' },
    'duty-2': {
      dutyId: 'duty-2',
      kind: 'county-leader',
      targetId: 'village-vil2',
      year: 2016,
      personId: 'person-leader2',
      from: '2016-01-01',
      to: '2016-03-01',
    },
  },
  absences: {},
};
const publishedAt = startOf('2016-01-01', 9);
const given = specification(schemeDecider, { rows, book, actor: CLERK, recordedAt: publishedAt });
const established = { plan: planOf(SCHEME, { calendar: calendar as never, publishedAt }), calendarKnown: true };
const published = { type: 'CadenceSchemePublished', data: { ...SCHEME, established } };
const publish = (change: Partial<CadenceScheme> = {}) => ({ type: 'PublishCadenceScheme' as const, data: { ...SCHEME, ...change } });
const notice = (change: object) => publish({ notice: { ...SCHEME.notice!, ...change } });
const [county, towns, departments] = SCHEME.notice!.classes;

describe('a scheme', () => {
  it('is published with what it means week by week', () =>
    given()
      .when(publish())
      .then({ type: 'CadenceSchemePublished', data: { ...SCHEME, established }, validAt: { from: '2016-01-01', to: '2017-01-01' } }));
  it('says that the holidays of its time are not known', () => {
    const { calendar: _calendar, ...without } = pingli;
    const data = { ...SCHEME, established: { plan: planOf(SCHEME, { calendar: undefined, publishedAt }), calendarKnown: false } };
    given()
      .when(publish(), { book: { book: without, interpretations: [] } })
      .thenData({ type: 'CadenceSchemePublished', data });
  });
  it('comes in versions, one after the other', () => {
    given(published).when(publish()).thenRejected('cadence.version');
    given()
      .when(publish({ version: 2 }))
      .thenRejected('cadence.version');
    given(published)
      .when(publish({ version: 2, visits: undefined }), { recordedAt: startOf('2016-02-01') })
      .thenData({
        type: 'CadenceSchemePublished',
        data: {
          ...SCHEME,
          ...{ version: 2, visits: undefined },
          established: {
            plan: planOf({ ...SCHEME, visits: undefined }, { calendar: calendar as never, publishedAt: startOf('2016-02-01') }, established.plan),
            calendarKnown: true,
          },
        },
      });
  });
  it.each<[string, ReturnType<typeof publish>]>([
    ['cadence.text-blank', publish({ title: ' ' })],
    ['cadence.text-blank', publish({ documentRef: '' })],
    ['cadence.not-a-date', publish({ from: '2016-02-30' })],
    ['cadence.backwards', publish({ to: '2016-01-01' })],
    ['cadence.too-long', publish({ to: '2017-03-01' })],
    ['cadence.nothing-owed', publish({ notice: undefined, reports: undefined, visits: undefined })],
    ['cadence.weekday', notice({ time: { weekday: 8, hour: 8, onRestDay: 'unmoved' } })],
    ['cadence.hour', notice({ time: { weekday: 1, hour: 25, onRestDay: 'unmoved' } })],
    ['cadence.weeks-later', publish({ reports: { ...SCHEME.reports!, time: { weekday: 1, hour: 8, weeksLater: 2, onRestDay: 'unmoved' } } })],
    ['cadence.text-blank', notice({ defaultText: '' })],
    ['cadence.no-class', notice({ classes: [] })],
    ['cadence.class-twice', notice({ classes: [county, { ...towns, classId: county!.classId }] })],
    ['cadence.selector', notice({ classes: [{ ...county, roles: ['county-head'] }] })],
    ['cadence.selector', notice({ classes: [{ ...towns, unitKinds: undefined }] })],
    ['cadence.selector', notice({ classes: [{ ...departments, duties: [] }] })],
    ['cadence.no-unit-kind', publish({ reports: { ...SCHEME.reports!, unitKinds: [] } })],
    ['cadence.no-duty', publish({ visits: { duties: [] } })],
    ['cadence.duty-of-unit', publish({ visits: { duties: ['county-leader', 'paired-department'] } })],
    ['cadence.unit-unknown', publish({ officeUnitId: 'unit-none1' })],
    ['cadence.not-command-office', publish({ officeUnitId: 'unit-town1' })],
    ['cadence.scheme-over', publish({ from: '2015-01-01', to: '2016-01-01' })],
  ])('is refused as %s', (code, command) => given().when(command).thenRejected(code));
});

describe('the words of a week', () => {
  const tasks = { schemeId: SCHEME.schemeId, week: '2016-W02', text: '核查住房安全' };
  const set = (change: object = {}) => ({ type: 'SetWeeklyTasks' as const, data: { ...tasks, ...change } });
  const said = { type: 'WeeklyTasksSet', data: { ...tasks, officeUnitId: OFFICE } };
  const missing = { type: 'WeeklyTasksMissing', data: { schemeId: SCHEME.schemeId, officeUnitId: OFFICE, week: '2016-W01', noticeOn: '2016-01-04' } };

  it('are set by the office, and set anew until they go out', () => {
    given(published)
      .when(set())
      .then({ ...said, validAt: { from: '2016-01-11', to: '2016-01-18' } } as never);
    given(published, said)
      .when(set({ text: '核查饮水安全', documentRef: '示例〔2016〕9号' }))
      .thenData({ type: 'WeeklyTasksSet', data: { ...said.data, text: '核查饮水安全', documentRef: '示例〔2016〕9号' } });
  });
  it('end what was missing, once', () => {
    given(published, missing)
      .when(set())
      .thenData({ type: 'WeeklyTasksSet', data: { ...said.data, endsMissing: true } });
    given(published, missing, said)
      .when(set({ week: '2016-W03' }))
      .thenData({ type: 'WeeklyTasksSet', data: { ...said.data, week: '2016-W03' } });
  });
  it('are refused', () => {
    given().when(set()).thenRejected('cadence.scheme-unknown');
    given(published)
      .when(set({ text: ' ' }))
      .thenRejected('cadence.text-blank');
    given(published)
      .when(set({ week: '2017-W20' }))
      .thenRejected('cadence.no-notice');
    given(published, said).when(set()).thenRejected('cadence.tasks-unchanged');
    given(published)
      .when(set(), { recordedAt: startOf('2016-01-11', 8) })
      .thenRejected('cadence.notice-gone');
    for (const actor of [{ personId: CLERK.personId! }, { ...CLERK, postId: 'post-other1' }, { ...CLERK, personId: 'person-other1' }])
      given(published).when(set(), { actor }).thenRejected('cadence.not-of-office');
    // In post no longer on that day.
    given(published)
      .when(set({ week: '2016-W40' }), { recordedAt: startOf('2016-06-01') })
      .thenRejected('cadence.not-of-office');
  });
  const mark = { type: 'MarkWeeklyTasksMissing' as const, data: { schemeId: SCHEME.schemeId, week: '2016-W01', hour: startOf('2016-01-04', 8) } };
  it('that are not there when the notices go out are marked, once', () => {
    given(published)
      .when(mark)
      .then({ ...missing, validAt: { from: '2016-01-04', to: '2016-01-11' } } as never);
    given(published, missing).when(mark).thenNothing();
    given(published, { ...said, data: { ...said.data, week: '2016-W01' } })
      .when(mark)
      .thenNothing();
    given(published)
      .when({ ...mark, data: { ...mark.data, hour: startOf('2016-01-04', 9) } })
      .thenNothing();
    given().when(mark).thenNothing();
  });
});

describe('a week', () => {
  const open = (week: string, hour: string) => ({ type: 'OpenCadenceWeek' as const, data: { schemeId: SCHEME.schemeId, week, hour } });
  const opened = (week: string, from: string, to: string, more: object) => ({
    type: 'CadenceWeekOpened',
    data: { schemeId: SCHEME.schemeId, week, from, to, reportUnitIds: ['unit-town1'], ...more },
  });
  const first = { villageId: 'village-vil1', kind: 'county-leader', dutyId: 'duty-1', personId: 'person-leader1' };
  const second = { villageId: 'village-vil2', kind: 'county-leader', dutyId: 'duty-2' };

  it('begins with who owes what, and which place is vacant', () => {
    given(published)
      .when(open('2016-W08', startOf('2016-02-22')))
      .thenData(opened('2016-W08', '2016-02-22', '2016-02-29', { places: [first, { ...second, personId: 'person-leader2' }], vacancies: [] }));
    given(published)
      .when(open('2016-W10', startOf('2016-03-07')))
      .thenData(opened('2016-W10', '2016-03-07', '2016-03-14', { places: [first], vacancies: [second] }));
  });
  it('without a work day begins with nobody owing anything', () =>
    given({
      ...published,
      data: {
        ...published.data,
        established: { ...established, plan: [{ week: '2015-W53', from: '2016-01-01', to: '2016-01-04', workDays: [], opensAt: publishedAt }] },
      },
    })
      .when(open('2015-W53', publishedAt))
      .thenData(opened('2015-W53', '2016-01-01', '2016-01-04', { reportUnitIds: [], places: [], vacancies: [] })));
  it('begins once, at its hour', () => {
    const { data } = opened('2016-W08', '2016-02-22', '2016-02-29', { places: [], vacancies: [] });
    given(published, { type: 'CadenceWeekOpened', data })
      .when(open('2016-W08', startOf('2016-02-22')))
      .thenNothing();
    given(published)
      .when(open('2016-W08', startOf('2016-02-22', 1)))
      .thenNothing();
    given(published)
      .when(open('2018-W08', startOf('2016-02-22')))
      .thenNothing();
  });
});
