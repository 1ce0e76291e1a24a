import { startOf, type Recorded } from '#kernel';
import { act, AGAINST, play, until } from '../../../test/support/appeal-case.js';
import { happened } from '../../../test/support/accountability.js';
import { factsFrom, recorded, type Past } from '../../../test/support/specification.js';
import { againstKey } from './against.js';
import { appealClocks, appealLightOf, type AppealClocksRow } from './appeal-clocks.view.js';
import { appealContext, appealOwnerViews } from './appeal.context.js';
import { appealDues, appealDuesOfHour } from './appeal-dues.js';
import { onDecisionRevoked, onHourEnded } from './appeal.policy.js';
import { appeals, type AppealRow } from './appeals.view.js';
import { barredFrom, type BarredRow, type RelationRow } from './bars.js';
import { barredFromReview } from './barred-from-review.view.js';
import { appealDesignations, appealPersons, appealPosts, statusOn, type AppellantRow, type OrganPostRow } from './organ.views.js';
import { reviewRelations } from './review-relations.view.js';
import { remedies, type RemedyRow } from './remedies.view.js';

type AnyView = Readonly<{ keysOf(event: never): readonly string[]; on: Readonly<Record<string, (row: never, event: never, key: string) => unknown>> }>;
function rowsOf<Row>(view: AnyView, events: readonly Recorded[]): Readonly<Record<string, Row>> {
  const rows: Record<string, unknown> = {};
  for (const event of events) {
    if (!Object.hasOwn(view.on, event.type)) continue;
    for (const key of view.keysOf(event as never)) rows[key] = view.on[event.type]!(rows[key] as never, event as never, key);
  }
  return rows as Record<string, Row>;
}
const told = (past: readonly Past[]): readonly Recorded[] => past.map((event, index) => recorded({ recordedAt: '2017-02-20T01:00:00.000Z', ...event }, index));
const rowOf = (past: readonly Past[]) => rowsOf<AppealRow>(appeals, told(past))['appeal-one']!;
const KEY = againstKey(AGAINST);
const CASE = { personId: AGAINST.personId, postId: AGAINST.postId, year: AGAINST.year };
const mark = { type: 'MarkAppealOverdue', data: { appealId: 'appeal-one', against: AGAINST, clock: 'answer', dueOn: '2017-03-27' } } as never;

describe('the register', () => {
  it('keeps receipt, place and step of an appeal', () =>
    expect(rowOf(play(until('LodgeAppeal')))).toMatchObject({
      phase: 'lodged',
      phaseZh: '已提出，待受理',
      receipt: { eventId: 'e0', receiptRef: '收据一' },
      filedOn: '2017-02-20',
      clause: { id: 'PARTY-2009/appeal-2009' },
      organUnitId: 'unit-cpc1',
    }));
  it('says what came of it, who decided and what they had done, and what carried it out', () => {
    const row = rowOf(play([...until('DecideAppeal', { outcome: 'varied', measure: 'Admonition' }), act('ServeAppealDecision')]));
    expect(row).toMatchObject({
      phase: 'served',
      outcome: { result: 'varied', measure: 'Admonition', grounds: ['procedure'], earlierRoles: { participants: [{ personId: 'person-cp01' }] } },
      carriedOutBy: [],
    });
    const carried = act('RecordAppealCarriedOut', { doneElsewhere: true, documentNo: '执1号' });
    expect(rowOf(play([...until('ServeAppealDecision'), carried]))).toMatchObject({
      phase: 'ended',
      carriedOutBy: ['e-corrected'],
      breaches: ['appeal.correction-unknown'],
    });
  });
  it('says what silence allows, once nobody answered in time and until somebody does', () => {
    expect(rowOf(play([...until('AdmitAppeal'), mark]))).toMatchObject({
      silenceAllows: expect.stringContaining('上一级') as string,
      breaches: ['PARTY-2009/appeal-2009'],
    });
    const answered = rowOf(
      play([
        ...until('AdmitAppeal'),
        mark,
        act('FormReviewPanel', { date: '2017-03-28' }),
        act('ReportReview', { date: '2017-03-28' }),
        act('DecideAppeal', { decidedOn: '2017-03-29' }),
      ]),
    );
    expect(answered.silenceAllows).toBeUndefined();
    expect(answered.steps.at(-1)).toMatchObject({ breaches: ['PARTY-2009/appeal-2009'] });
  });
});

describe('the clocks', () => {
  const clocks = (past: readonly Past[]) => rowsOf<AppealClocksRow>(appealClocks, told(past))['appeal-one']!;
  it('run by clause and version, with both readings, until what they wait for happens', () => {
    const [admission, answer] = clocks(play(until('AdmitAppeal'))).clocks;
    expect(admission).toMatchObject({ clock: 'admission', lastDay: '2017-03-22', doneOn: '2017-02-24', clauseId: 'PARTY-2009/appeal-2009', bookVersion: 1 });
    expect(answer).toMatchObject({ clock: 'answer', startsOn: '2017-02-24', lastDay: '2017-03-27', counted: { readings: { receiptExcluded: '2017-03-27' } } });
    expect(answer?.doneOn).toBeUndefined();
    expect(clocks(play(until('ServeAppealDecision'))).clocks.every(({ doneOn }) => doneOn !== undefined)).toBe(true);
  });
  it('show when they ran out', () => expect(clocks(play([...until('AdmitAppeal'), mark])).clocks[1]).toMatchObject({ clock: 'answer', overrun: true }));
  it('go with the appeal to another organ', () => {
    const moved = clocks(play([...until('AdmitAppeal'), act('TransferAppeal')]));
    expect([moved.organUnitId, moved.clocks.length, moved.clocks[1]?.doneOn]).toEqual(['unit-city', 2, undefined]);
    expect(clocks(play([...until('LodgeAppeal'), act('TransferAppeal')])).clocks).toMatchObject([{ doneOn: '2017-02-24' }, { startsOn: '2017-02-24' }]);
  });
  it.each([
    ['2017-03-01', 'green'],
    ['2017-03-21', 'yellow'],
    ['2017-03-27', 'yellow'],
    ['2017-03-28', 'red'],
  ])('on %s the light is %s', (date, light) => expect(appealLightOf({ lastDay: '2017-03-27' }, date)).toBe(light));
  it('say of a day only what had begun', () => {
    const row = clocks(play(until('AdmitAppeal')));
    expect(appealClocks.validOn!(row, '2017-02-01')).toBeUndefined();
    expect(appealClocks.validOn!(row, '2017-02-26')?.clocks.map(({ light, daysLeft }) => [light, daysLeft])).toEqual([
      ['done', 24],
      ['green', 29],
    ]);
  });
});

describe('due times', () => {
  const [lodged] = told(play(until('LodgeAppeal')));
  it('come when the last day is over, and the policy then marks what is overdue', () => {
    expect(appealDues.AppealLodged!(lodged!)).toEqual([{ key: 'appeal-one-admission', dueAt: startOf('2017-03-23') }]);
    const rows = rowsOf(appealDuesOfHour, [lodged!]);
    const hour = startOf('2017-03-23');
    expect(Object.keys(rows)).toEqual([hour]);
    const ended = happened({ type: 'HourEnded' as const, data: { hour } });
    const facts = factsFrom({ 'appeal-dues': rows }, onHourEnded.needs!.HourEnded!(ended));
    expect(onHourEnded.on.HourEnded(ended, facts)).toEqual([
      { type: 'MarkAppealOverdue', data: { appealId: 'appeal-one', against: AGAINST, clock: 'admission', dueOn: '2017-03-22' } },
    ]);
    expect(onHourEnded.on.HourEnded(ended, factsFrom({}, onHourEnded.needs!.HourEnded!(ended)))).toEqual([]);
  });
  it('already past when recorded come with the next hour', () =>
    expect(Object.keys(rowsOf(appealDuesOfHour, [{ ...lodged!, recordedAt: '2018-01-01T00:30:00.000Z' } as Recorded]))).toEqual(['2018-01-01T01:00:00.000Z']));
  it('a revoked decision marks a veto, and nothing else', () => {
    const revoked = (against: object) =>
      happened({ type: 'DecisionRevoked', data: { appealId: 'appeal-two', against, decidedOn: '2017-03-16', documentNo: '示例' } }) as never;
    const on = (against: object) => onDecisionRevoked.on.DecisionRevoked(revoked(against), factsFrom({}, []));
    expect(on({ kind: 'veto', unitId: 'unit-town1', year: 2016 })).toEqual([
      { type: 'MarkVetoForLifting', data: { unitId: 'unit-town1', year: 2016, appealId: 'appeal-two', documentNo: '示例', revokedOn: '2017-03-16' } },
    ]);
    expect([...on(AGAINST), ...on({ kind: 'grade', unitId: 'unit-town1', year: 2016 })]).toEqual([]);
  });
});

const event = (type: string, data: object, more: object = {}): Past => ({ type, data, ...more }) as Past;
const decided = event('CollectivelyDecided', {
  ...CASE,
  measure: 'RemovalFromPost',
  date: '2017-02-10',
  organUnitId: 'unit-cpc1',
  documentNo: '一',
  participantIds: ['person-v001', 'person-v002'],
  dissents: [{ personId: 'person-v002' }],
});
const served = event('DecisionServed', { ...CASE, mode: 'personal', receiptRef: '回证一', established: { effectiveOn: '2017-02-13' } });

describe('what can be appealed', () => {
  const rowFor = (...past: readonly Past[]) => rowsOf<RemedyRow>(remedies, told(past))[KEY];
  it('is what was decided, and whether its service is proved', () => {
    expect(rowFor(decided, served)).toMatchObject({
      against: AGAINST,
      decision: { decidedOn: '2017-02-10', measure: 'RemovalFromPost' },
      served: { on: '2017-02-13' },
    });
    expect(
      rowFor(decided, event('DecisionServed', { ...CASE, mode: 'left', receiptRef: '', established: { effectiveOn: '2017-02-13' } }))?.served,
    ).toBeUndefined();
  });
  it('is served anew when varied, and is nothing when revoked', () => {
    const correct = (kind: string, more: object = {}) => event('DecisionCorrected', { ...CASE, kind, date: '2017-03-20', organUnitId: 'unit-cpc1', ...more });
    const varied = rowFor(decided, served, correct('varied', { measure: 'Admonition' }));
    expect(varied).toMatchObject({ decision: { measure: 'Admonition' }, corrections: [{ kind: 'varied' }] });
    expect(varied?.served).toBeUndefined();
    expect(rowFor(decided, served, correct('revoked'))?.decision).toBeUndefined();
    expect(rowFor(decided, decided)?.corrections).toMatchObject([{ kind: 'decided-anew' }]);
  });
  it('of a unit is its grade as it stands, and its confirmed veto until lifted', () => {
    const unit = { unitId: 'unit-town1', year: 2016 };
    const grade = (value: string | null) => event('PerformanceGradeDetermined', { ...unit, grade: value, gradeZh: value, bookId: 'b', bookVersion: 1 });
    const rows = rowsOf<RemedyRow>(
      remedies,
      told([grade('poor'), grade('fair'), event('VetoConfirmed', { ...unit, date: '2017-01-20' }, { actor: { postId: 'post-x' } })]),
    );
    expect(rows['grade-unit-town1-2016']).toMatchObject({ decision: { grade: 'fair' }, corrections: [{ kind: 'grade' }] });
    expect(rows['veto-unit-town1-2016']).toMatchObject({ decision: { decidedOn: '2017-01-20', actorPostId: 'post-x' } });
    expect(rowsOf<RemedyRow>(remedies, told([grade('poor'), grade(null)]))['grade-unit-town1-2016']?.decision).toBeUndefined();
    const lifted = told([event('VetoConfirmed', { ...unit, date: '2017-01-20' }), event('VetoLifted', unit)]);
    expect(rowsOf<RemedyRow>(remedies, lifted)['veto-unit-town1-2016']).toMatchObject({ corrections: [{ kind: 'lifted' }] });
  });
  it('remembers the steps taken and how far they came', () => {
    const state = (...commands: Parameters<typeof play>[0]) => rowFor(decided, served, ...play(commands))?.appeals;
    expect(state(...until('LodgeAppeal'))).toEqual([{ appealId: 'appeal-one', track: 'PARTY-2009', step: 'appeal-2009', state: 'pending', silent: false }]);
    expect(state(...until('AdmitAppeal'), mark)).toMatchObject([{ state: 'pending', silent: true }]);
    expect(state(act('LodgeAppeal'), act('DeclineAppeal'))).toMatchObject([{ state: 'not-admitted' }]);
    expect(state(act('LodgeAppeal'), act('DeclineAppeal'), act('TransferAppeal'))).toMatchObject([{ state: 'pending' }]);
    expect(state(act('LodgeAppeal'), act('WithdrawAppeal', { documentNo: '撤回申请1号' }))).toMatchObject([{ state: 'withdrawn' }]);
    expect(state(...until('DecideAppeal'), act('ServeAppealDecision'))).toMatchObject([{ state: 'answered', servedOn: '2017-03-17' }]);
  });
});

describe('who is barred', () => {
  const barredIn = (events: readonly Recorded[]) => {
    const barred = rowsOf<BarredRow>(barredFromReview, events);
    return (against: Parameters<typeof barredFrom>[0], appealId?: string) =>
      barredFrom(against, { barred: (key) => barred[key], relations: () => undefined }, { on: '2017-03-01', inAppeal: appealId });
  };
  const by = (personId: string) => ({ actor: { personId } });
  const history = told([
    event('CaseBasisAdded', { ...CASE, clauseId: 'X', target: 'village-vil1', measure: 'RemovalFromPost' }),
    event('AccountabilityRecommended', CASE, by('person-r001')),
    event('InvestigationTeamFormed', { ...CASE, memberIds: ['person-i001'], recused: [{ personId: 'person-c001' }] }, by('person-r001')),
    event('MemberRecused', { ...CASE, memberId: 'person-i001', replacementId: 'person-i002' }, by('person-r001')),
    { ...decided, ...by('person-v001') },
    event('FindingLogged', { unitId: 'unit-town1', villageId: 'village-vil1', year: 2016, loggedByPersonIds: ['person-l001'] }, by('person-l001')),
    event('FindingLogged', { unitId: 'unit-town1', year: 2016, loggedByPersonIds: ['person-l002'] }, by('person-l002')),
    event('RectificationClosed', { unitId: 'unit-town1', villageId: 'village-vil1', year: 2016, verifiedByPersonIds: ['person-w001'] }, by('person-w001')),
    event('VillageExitFailureDetermined', { villageId: 'village-vil1', year: 2015 }, by('person-x001')),
    event('IndicatorScoreRecorded', { unitId: 'unit-town1', year: 2016 }, by('person-s001')),
    event('VetoConfirmed', { unitId: 'unit-town1', year: 2016 }, by('person-v009')),
    event('RelationDeclared', { relationId: 'relation-1', personId: 'person-k001', relatedPersonId: 'person-i001', from: '2000-01-01' }),
    event('RelationDeclared', { relationId: 'relation-1', personId: AGAINST.personId, relatedPersonId: 'person-k002', from: '2000-01-01' }),
    event('RelationDeclared', { relationId: 'relation-2', personId: 'person-k003', relatedPersonId: 'person-v001', from: '2000-01-01' }),
    event('RelationEnded', { relationId: 'relation-2', personId: 'person-k003', relatedPersonId: 'person-v001', from: '2000-01-01', to: '2016-01-01' }),
    event('RelationDeclared', { relationId: 'relation-3', personId: 'person-k004', relatedPersonId: 'person-v001', from: '2000-01-01' }),
    event('RelationEnded', { relationId: 'relation-3', personId: 'person-k004', relatedPersonId: 'person-v001', from: '2000-01-01', to: '2017-02-20' }),
    event('RelationDeclared', { relationId: 'relation-4', personId: 'person-k005', relatedPersonId: 'person-v001', from: '2017-03-02' }),
    event('RelationDeclared', { relationId: 'relation-5', personId: 'person-k001', relatedPersonId: 'person-i001', from: '2016-05-01', to: '2016-06-01' }),
    event('RelationEnded', { relationId: 'relation-5', personId: 'person-k001', relatedPersonId: 'person-i001', from: '2016-05-01', to: '2016-05-02' }),
    event('VillageRegistered', { villageId: 'village-vil2', name: '示例村', townUnitId: 'unit-town1' }, by('person-g001')),
    event('VillageExitFailureDetermined', { villageId: 'village-vil2', year: 2016 }, by('person-x002')),
  ]);
  const barred = rowsOf<BarredRow>(barredFromReview, history);
  const relations = rowsOf<RelationRow>(reviewRelations, history);
  const rows = { barred: (key: string) => barred[key], relations: (personId: string) => relations[personId] };
  const roles = (against: Parameters<typeof barredFrom>[0]) =>
    Object.fromEntries(
      [...barredFrom(against, rows, { on: '2017-03-01' })].map(([personId, reasons]) => [personId, [...new Set(reasons.map(({ role }) => role))].join(' ')]),
    );

  it('from a case: who is named, acted, investigated, voted, handled the facts of its grounds, and their kin', () =>
    expect(roles(AGAINST)).toEqual({
      [AGAINST.personId]: 'named',
      'person-r001': 'recommended handled',
      'person-i001': 'investigated recused',
      'person-i002': 'investigated',
      'person-c001': 'recused',
      'person-v001': 'voted handled',
      'person-v002': 'voted',
      'person-l001': 'logged',
      'person-w001': 'verified handled',
      'person-k001': 'relative',
      'person-k002': 'relative',
      // Kin when it was decided; no more when the panel is formed.
      'person-k004': 'relative',
    }));
  it('with the event that bars them, and whose kin they are', () => {
    const reasons = barredFrom(AGAINST, rows, { on: '2017-03-01' });
    expect(reasons.get('person-v002')).toEqual([{ role: 'voted', eventId: 'e4', eventType: 'CollectivelyDecided', dissented: true }]);
    // Two relations of one pair stand side by side: the end of one ends not the other.
    expect(reasons.get('person-k001')).toEqual(
      ['e11', 'e18'].map((eventId) => ({ role: 'relative', eventId, eventType: 'RelationDeclared', of: 'person-i001' })),
    );
  });
  it('who corrected what was decided, overrode a recusal, or moved or took back what was determined about a village', () => {
    const later = told([
      event('CaseBasisAdded', { ...CASE, clauseId: 'X', target: 'village-vil1', measure: 'RemovalFromPost' }),
      event('DecisionCorrected', { ...CASE, kind: 'varied', measure: 'Admonition', organUnitId: 'unit-cpc1' }, by('person-dc01')),
      event('InvestigationRecusalOverridden', { ...CASE, memberId: 'person-i003', ties: [] }, by('person-ov01')),
      event('ExitPlanAdjusted', { villageId: 'village-vil1', year: 2016 }, by('person-ep01')),
      event('ExitDeterminationWithdrawn', { villageId: 'village-vil1', year: 2016 }, by('person-ew01')),
    ]);
    const found = barredIn(later)(AGAINST);
    expect(Object.fromEntries([...found].map(([personId, reasons]) => [personId, reasons.map(({ role }) => role).join(' ')]))).toEqual({
      [AGAINST.personId]: 'named',
      'person-dc01': 'handled',
      'person-ep01': 'determined',
      'person-ew01': 'determined',
      'person-i003': 'investigated',
      'person-ov01': 'handled',
    });
  });
  it('who sat on the panel of an earlier appeal or decided it, from the next one and not from that one', () => {
    const appealed = (type: string, data: object) => event(type, { appealId: 'appeal-one', against: AGAINST, ...data }, by('person-clk1'));
    const found = barredIn(
      told([
        appealed('ReviewPanelFormed', { memberIds: ['person-m001', 'person-m002'] }),
        appealed('ReviewPanelMemberRecused', { memberId: 'person-m001', replacementId: 'person-m003' }),
        appealed('DecisionMaintained', { participantIds: ['person-d001'] }),
      ]),
    );
    const rolesIn = (appealId?: string) => [...found(AGAINST, appealId)].map(([personId, reasons]) => [personId, ...reasons.map(({ role }) => role)]);
    expect(rolesIn('appeal-two')).toEqual([
      ['person-clk1', 'reviewed'],
      ['person-d001', 'reviewed'],
      ['person-m001', 'reviewed', 'recused'],
      ['person-m002', 'reviewed'],
      ['person-m003', 'reviewed'],
    ]);
    expect(rolesIn('appeal-one')).toEqual([]);
    expect(rolesIn()).toEqual(rolesIn('appeal-two'));
  });
  it('from a unit’s grade and veto: who handled its facts, and who confirmed', () => {
    const graded = ['person-l001', 'person-l002', 'person-s001', 'person-w001', 'person-x002'];
    expect(Object.keys(roles({ kind: 'grade', unitId: 'unit-town1', year: 2016 }))).toEqual(graded);
    expect(Object.keys(roles({ kind: 'veto', unitId: 'unit-town1', year: 2016 }))).toContain('person-v009');
  });
});

describe('what the registry says', () => {
  it('of tenures, as ended and corrected', () => {
    const post = { postId: 'post-a001', personId: 'person-a001', tenureId: 'tenure-1' };
    const rows = rowsOf<OrganPostRow>(
      appealPosts,
      told([
        event('PostRegistered', { postId: 'post-a001', unitId: 'unit-a001', role: 'clerk' }),
        event('TenureStarted', { ...post, from: '2016-01-01' }),
        event('TenureEnded', { ...post, from: '2016-01-01', to: '2016-10-01', reason: '调' }),
        event('TenureCorrected', { ...post, from: '2016-01-01', to: '2016-11-01' }),
      ]),
    );
    expect(rows['post-a001']?.tenures).toEqual([{ tenureId: 'tenure-1', personId: 'person-a001', from: '2016-01-01', to: '2016-11-01' }]);
  });
  it('of statuses, on a day', () => {
    const status = (from: string, partyMember: boolean) =>
      event('PersonStatusChanged', { personId: 'person-a001', partyMember, staffStatus: 'institution', from });
    const registered = event('PersonRegistered', { personId: 'person-a001', partyMember: true, staffStatus: 'civil-servant' });
    const row = rowsOf<AppellantRow>(appealPersons, told([registered, status('2017-01-01', false)]))['person-a001']!;
    expect([statusOn(row, '2016-12-31')?.staffStatus, statusOn(row, '2017-01-01')?.staffStatus]).toEqual(['civil-servant', 'institution']);
  });
  it('of duties that were held, even when over', () => {
    const duty = { dutyId: 'duty-1', kind: 'stationed', targetId: 'village-vil1', year: 2016, personId: 'person-a001', from: '2016-01-01' };
    const rows = rowsOf(
      appealDesignations,
      told([
        event('DutyAssigned', duty),
        event('DutyEnded', { ...duty, to: '2016-05-01', reason: '调' }),
        event('DutyAssigned', { ...duty, personId: undefined }),
      ]),
    );
    expect(rows).toEqual({ 'person-a001': { personId: 'person-a001', targets: [{ dutyId: 'duty-1', target: 'village-vil1', year: 2016 }] } });
  });
});

describe('the manifest', () => {
  it('lets only case owners read what tells of persons', () => {
    expect(appealOwnerViews).toEqual([
      'appeals',
      'appeal-clocks',
      'remedies',
      'barred-from-review',
      'appeal-dues',
      'review-relations',
      'review-complaints',
      'reviewed-appeals',
    ]);
    const views = appealContext.views.filter(({ name }) => appealOwnerViews.includes(name));
    expect(views.every(({ aboutPersons }) => aboutPersons)).toBe(true);
  });
  it('never has a private value in a row', () => {
    const text = JSON.stringify(rowOf(play(until('DecideAppeal'))));
    for (const secret of ['请求撤销', '程序违法', '陈述在表决之后']) expect(text).not.toContain(secret);
  });
});
