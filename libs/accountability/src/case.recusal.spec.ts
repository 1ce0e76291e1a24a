import { act, given as spec, play, SECRETARY, until, world } from '../../../test/support/accountability-case.js';
import { GU } from '../../../test/support/accountability.js';
import { worldOf } from '../../../test/support/inspection-round.js';
import type { Past } from '../../../test/support/specification.js';
import { caseComplaints } from './case-complaints.view.js';
import { caseTies } from './case-ties.view.js';

const [TOWN, COMMITTEE, ONE] = ['unit-town1', 'unit-cpc1', 'person-inv1'];
const post = (postId: string, unitId: string, managedByUnitId = COMMITTEE): Past => ({
  type: 'PostRegistered',
  id: `post-${postId}`,
  data: { postId, unitId, managedByUnitId },
});
const held = (personId: string, postId: string, from: string, to?: string): Past => ({
  type: to === undefined ? 'TenureStarted' : 'TenureEnded',
  id: `tenure-of-${personId}`,
  data: { tenureId: `tenure-${personId}`, personId, postId, from, ...(to !== undefined && { to }) },
});
const duty = (holder: object, change: object = {}): Past => ({
  type: 'DutyAssigned',
  id: 'duty-event',
  data: { dutyId: 'duty-1', kind: 'stationed', targetId: 'village-vil1', year: 2016, from: '2016-01-18', to: '2017-01-01', ...holder, ...change },
});
const kin = (personId: string, relatedPersonId: string, change: object = {}): Past => ({
  type: 'RelationDeclared',
  id: 'kin-event',
  data: { relationId: 'relation-1', personId, relatedPersonId, from: '2010-01-01', ...change },
});
const secretary = [
  { type: 'VillageRegistered', data: { villageId: 'village-vil1', townUnitId: TOWN } },
  post('post-sec1', TOWN),
  held(GU, 'post-sec1', '2016-10-10'),
];

const form = (more: Record<string, unknown> = {}) => act('FormInvestigationTeam', more);
const override = { personId: ONE, organUnitId: COMMITTEE, documentNo: '示例办〔2017〕3号', decidedOn: '2017-01-25', reason: { private: '熟悉情况者仅此一人' } };
const given = (...facts: readonly Past[]) => {
  const rows = { ...world.rows, ...worldOf([caseTies, caseComplaints], [...secretary, ...facts]) };
  return (history: readonly Past[]) => ({ when: (command: Parameters<ReturnType<typeof spec>['when']>[0]) => spec(...history).when(command, { rows }) });
};
const initiated = play(...until('FormInvestigationTeam').slice(0, -1));

describe('recusal from an investigation', () => {
  it.each<[string, readonly Past[]]>([
    ['held the same post that year', [held(ONE, 'post-sec1', '2014-03-01', '2016-10-10')]],
    ['serves in the organ that manages the post', [post('post-cp09', COMMITTEE, 'unit-city'), held(ONE, 'post-cp09', '2016-01-01')]],
    ['holds a post that the town manages', [post('post-nine', 'unit-nine', TOWN), held(ONE, 'post-nine', '2016-02-01')]],
    ['shared the unit', [post('post-vice', TOWN), held(ONE, 'post-vice', '2016-01-01', '2016-03-01')]],
    ['is kin', [kin(ONE, GU)]],
    ['is kin, as the other told', [kin(GU, ONE)]],
    ['became kin after the year and before the team', [kin(ONE, GU, { from: '2017-01-26' })]],
    ['had a duty for a village of the town', [duty({ personId: ONE })]],
    ['had a duty for the town itself', [duty({ personId: ONE }, { kind: 'in-charge', targetId: TOWN })]],
    [
      'served in the department paired with the village',
      [duty({ unitId: 'unit-dept9' }), post('post-dep9', 'unit-dept9'), held(ONE, 'post-dep9', '2016-01-01')],
    ],
  ])('refuses who %s', (_, facts) =>
    given(...facts)(initiated)
      .when(form())
      .thenRejected('accountability.related-member'),
  );

  it.each<[string, readonly Past[]]>([
    ['nothing relates', []],
    ['left the post before the year', [held(ONE, 'post-sec1', '2014-03-01', '2016-01-01')]],
    ['was kin until the year before', [kin(ONE, GU, { to: '2016-01-01' })]],
    ['becomes kin the day after', [kin(ONE, GU, { from: '2017-01-27' })]],
    ['is kin of somebody else', [kin(ONE, 'person-qin1')]],
    ['had a duty elsewhere', [duty({ personId: ONE }, { targetId: 'village-vil9' })]],
  ])('lets in who %s', (_, facts) =>
    given(...facts)(initiated)
      .when(form())
      .thenData({ type: 'InvestigationTeamFormed', data: form().data }),
  );

  const overridden = {
    type: 'InvestigationRecusalOverridden',
    data: { ...SECRETARY, ...override, personId: GU, memberId: ONE, ties: [{ ground: 'kinship', withId: GU, eventIds: ['kin-event'] }] },
    validAt: { from: '2017-01-25' },
  } as const;
  it('lets in by a decision on record, with what relates', () =>
    given(kin(ONE, GU))(initiated)
      .when(form({ recusalOverrides: [override] }))
      .then({ type: 'InvestigationTeamFormed', data: form().data, validAt: { from: '2017-01-26' } }, overridden));
  it.each([
    ['by an organ without that competence', [{ ...override, organUnitId: TOWN }], 'accountability.wrong-organ'],
    ['about somebody unrelated', [{ ...override, personId: 'person-inv2' }], 'recusal.nothing-to-override'],
    ['without document', [{ ...override, documentNo: '' }], 'recusal.document-missing'],
    ['dated after its record', [{ ...override, decidedOn: '2017-05-01' }], 'recusal.date-invalid'],
    ['in an empty list', [], 'accountability.overrides-empty'],
  ])('refuses a decision %s', (_, recusalOverrides, code) => given(kin(ONE, GU))(initiated).when(form({ recusalOverrides })).thenRejected(code));
  const told = (about: object, more: object = {}): Past => ({
    type: 'ComplaintReceived',
    id: 'told-event',
    data: { complaintId: 'complaint-1', year: 2016, personIds: [], unitIds: [], villageIds: [], complainantId: { private: ONE }, ...about, ...more },
  });
  const started: Past = { type: 'ComplaintLinked', data: { ...SECRETARY, complaintId: 'complaint-1' } };
  it.each<[string, readonly Past[]]>([
    ['the person', [told({ personIds: [GU] })]],
    ['the town', [told({ unitIds: [TOWN] })]],
    ['a village of it', [told({ villageIds: ['village-vil1'] })]],
    ['what started the case, whomever it named and whatever year', [told({ personIds: ['person-qin1'] }, { year: 2012 }), started]],
  ])('refuses who complained of %s, and no decision lifts that', (_, facts) => {
    given(...facts)(initiated)
      .when(form())
      .thenRejected('accountability.related-member');
    given(...facts)(initiated)
      .when(form({ recusalOverrides: [override] }))
      .thenRejected('recusal.nothing-to-override');
    given(
      ...facts,
      kin(ONE, GU),
    )(initiated)
      .when(form({ recusalOverrides: [override] }))
      .thenRejected('accountability.related-member');
    expect(() =>
      given(...facts)(initiated)
        .when(form())
        .thenNothing(),
    ).toThrow('person-inv1 for a reason that is not public');
    expect(() =>
      given(...facts)(initiated)
        .when(form())
        .thenNothing(),
    ).not.toThrow(/举报|complain|told-event/);
  });
  it.each<[string, readonly Past[]]>([
    ['somebody else', [told({ personIds: ['person-qin1'] })]],
    ['the person, years before', [told({ personIds: [GU] }, { year: 2014 })]],
    ['what started another case', [told({ personIds: ['person-qin1'] }), { ...started, data: { ...(started.data as object), year: 2015 } }]],
    ['the person, and is kept where no decision is asked', [told({ personIds: [GU] }, { complainantId: { commitment: 'ab'.repeat(32) } })]],
  ])('lets in who complained of %s', (_, facts) =>
    given(...facts)(initiated)
      .when(form())
      .thenData({ type: 'InvestigationTeamFormed', data: form().data }),
  );
  it('tells nothing of a complaint beside a decision of another kind', () => {
    const elsewhere = { doneElsewhere: true, documentNo: '示例〔2017〕8号', recusalOverrides: [override] };
    const { recusalOverrides: _apart, ...data } = form(elsewhere).data as ReturnType<typeof form>['data'] & { recusalOverrides: unknown };
    given(
      told({ personIds: [GU] }),
      kin(ONE, GU),
    )(initiated)
      .when(form(elsewhere))
      .thenData({ type: 'InvestigationTeamFormed', data: { ...data, breaches: ['accountability.related-member'] } } as never, {
        type: overridden.type,
        data: overridden.data,
      });
  });
  it('records a team formed elsewhere with the breach', () => {
    const elsewhere = { doneElsewhere: true, documentNo: '示例〔2017〕8号' };
    given(kin(ONE, GU))(initiated)
      .when(form(elsewhere))
      .thenData({ type: 'InvestigationTeamFormed', data: { ...form(elsewhere).data, breaches: ['accountability.related-member'] } });
  });

  const replace = (more: object = {}) => act('RecuseMember', { ...more });
  const team = play(...until('FormInvestigationTeam'));
  it('is held against who comes in for another', () => {
    given(kin('person-inv3', GU))(team).when(replace()).thenRejected('accountability.related-member');
    given(kin(ONE, GU))(team).when(replace()).thenData({ type: 'MemberRecused', data: replace().data });
  });
  it('is overridden there as well', () =>
    given(kin('person-inv3', GU))(team)
      .when(replace({ recusalOverrides: [{ ...override, personId: 'person-inv3' }] }))
      .thenData({ type: 'MemberRecused', data: replace().data }, { type: overridden.type, data: { ...overridden.data, memberId: 'person-inv3' } }));
});
