import { act, AGAINST, book, given, HANDLER, ORGAN, PANEL, play, remedy, rows, UNIT_GRADE, UNIT_VETO, until } from '../../../test/support/appeal-case.js';
import { inForce, posts } from '../../../test/support/accountability.js';
import type { AppealEvent } from './appeal.events.js';
import { effectiveOn } from './service.js';

const clause = 'PARTY-2009/appeal-2009';
const admitted = given(...play(until('AdmitAppeal')));
const formed = given(...play(until('FormReviewPanel')));
const reported = given(...play(until('ReportReview')));
const override = { personId: 'person-rv04', reason: { private: '无其他人选' }, authorityRef: '示例避〔2017〕1号' };
const withRemedy = (change: object) => ({ rows: { ...rows, remedies: { ...rows.remedies, [remedy.key]: { ...remedy, ...change } } } });

describe('the review panel', () => {
  it('is of people who handled nothing of the matter', () =>
    admitted.when(act('FormReviewPanel')).thenData({ type: 'ReviewPanelFormed', data: act('FormReviewPanel').data }));
  it.each([
    ['who investigated', HANDLER, 'e-team'],
    ['who voted', 'person-cp01', 'e-decided'],
    ['who voted against', 'person-cp02', 'e-decided'],
    ['who logged a finding of its ground', 'person-log1', 'e-finding'],
    ['a close relative of one of them', 'person-kin1', 'e-kin'],
  ])('never has %s, named with the event, whatever is decided on recusal', (_, personId, eventId) => {
    const barred = act('FormReviewPanel', { memberIds: [...PANEL.slice(1), personId], overrides: [{ ...override, personId }] });
    admitted.when(barred).thenRejected('appeal.reviewer-barred');
    const refusal = () => play([...until('AdmitAppeal'), barred]);
    expect(refusal).toThrow(personId);
    expect(refusal).toThrow(eventId);
  });
  it('formed elsewhere with one of them is recorded with the breach', () => {
    const elsewhere = act('FormReviewPanel', { memberIds: [...PANEL, HANDLER], doneElsewhere: true, documentNo: '复查1号' });
    expect(play([...until('AdmitAppeal'), elsewhere]).at(-1)).toMatchObject({ data: { breaches: ['appeal.reviewer-barred'] } });
  });
  it('has who stands in a lesser relation only by a recorded decision', () => {
    const memberIds = [...PANEL.slice(1), 'person-rv04'];
    admitted.when(act('FormReviewPanel', { memberIds })).thenRejected('appeal.recusal-not-decided');
    admitted.when(act('FormReviewPanel', { memberIds: [...PANEL.slice(1), 'person-hemu'] })).thenRejected('appeal.recusal-not-decided');
    const decided = act('FormReviewPanel', { memberIds, overrides: [override] });
    admitted.when(decided).thenData({ type: 'ReviewPanelFormed', data: decided.data });
  });
  it.each<[string, object, string]>([
    ['the appellant', { memberIds: [...PANEL, AGAINST.personId] }, 'appeal.appellant-reviews'],
    ['too few', { memberIds: PANEL.slice(1) }, 'appeal.panel-too-small'],
    ['nobody asked about conflicts', { conflictsChecked: false }, 'appeal.recusal-unchecked'],
  ])('never has %s', (_, more, code) => admitted.when(act('FormReviewPanel', more)).thenRejected(code));
  it('is formed of an appeal that was admitted', () => {
    given(...play(until('LodgeAppeal')))
      .when(act('FormReviewPanel'))
      .thenRejected('appeal.out-of-order');
    given().when(act('FormReviewPanel')).thenRejected('appeal.unknown');
  });
});

describe('recusal', () => {
  it('lets a member go for another', () =>
    formed.when(act('RecuseReviewMember')).thenData({ type: 'ReviewPanelMemberRecused', data: act('RecuseReviewMember').data }));
  it.each<[string, object, string]>([
    ['of nobody on it', { memberId: 'person-rv09' }, 'appeal.not-a-member'],
    ['that leaves too few', { replacementId: undefined }, 'appeal.panel-too-small'],
    ['for who handled the case', { replacementId: HANDLER }, 'appeal.reviewer-barred'],
    ['for who is recused', { replacementId: 'person-rv01' }, 'appeal.recused-member'],
    ['for the appellant', { replacementId: AGAINST.personId }, 'appeal.appellant-reviews'],
  ])('%s is refused', (_, more, code) => formed.when(act('RecuseReviewMember', more)).thenRejected(code));
  it('keeps who was recused off a panel formed anew', () => {
    const city = { organUnitId: 'unit-city', date: '2017-03-02' };
    const history = play([...until('FormReviewPanel'), act('RecuseReviewMember'), act('TransferAppeal', { date: '2017-03-01' })]);
    given(...history)
      .when(act('FormReviewPanel', city), { actor: { personId: 'person-city', postId: 'post-city1' } })
      .thenRejected('appeal.recused-member');
  });
});

describe('the review', () => {
  it('is reported by the organ', () => formed.when(act('ReportReview')).thenData({ type: 'ReviewReported', data: act('ReportReview').data }));
  it('needs a panel', () => admitted.when(act('ReportReview')).thenRejected('appeal.out-of-order'));
  it('is extended only where the text knows it', () => {
    formed.when(act('ExtendAppealReview')).thenRejected('appeal.no-extension');
    const servant = { track: 'CIVIL-SERVANT-2005', step: 'direct-appeal', organUnitId: 'unit-zuzhi', filedOn: '2017-02-20' };
    const actor = { personId: 'person-zz01', postId: 'post-zz01' };
    const cadres = { organUnitId: 'unit-zuzhi' };
    const way = [act('LodgeAppeal', servant), act('AdmitAppeal', cadres)];
    const extended = play([...way, act('ExtendAppealReview', { ...cadres, date: '2017-03-13' })], { actor });
    // 60 days from 02-24, then 30 more from there.
    expect(
      extended.slice(1).map((event) => (event as unknown as AppealEvent & { data: { established: { dues: { on: string }[] } } }).data.established.dues[0]!.on),
    ).toEqual(['2017-04-25', '2017-05-25']);
    given(...extended)
      .when(act('ExtendAppealReview', { ...cadres, date: '2017-03-14' }), { actor })
      .thenRejected('appeal.extended-already');
  });
});

describe('the outcome', () => {
  const eventOf = {
    maintained: 'DecisionMaintained',
    varied: 'DecisionVaried',
    revoked: 'DecisionRevoked',
    'redecision-ordered': 'RedecisionOrdered',
  } as const;
  it.each(['maintained', 'revoked', 'redecision-ordered', 'varied'] as const)('%s is reasoned, and shows what who decides did before', (outcome) => {
    const decide = act('DecideAppeal', { outcome, ...(outcome === 'varied' && { measure: 'Admonition' }) });
    const { outcome: _outcome, ...said } = decide.data;
    const voted = [{ role: 'voted', eventId: 'e-decided', eventType: 'CollectivelyDecided' }];
    reported.when(decide).thenData({
      type: eventOf[outcome],
      data: {
        ...said,
        established: {
          dues: [expect.objectContaining({ clock: 'service', startsOn: '2017-03-16', on: '2017-03-27' })],
          clause: expect.objectContaining({ id: clause, bookVersion: 1 }) as object,
          earlierRoles: { participants: [{ personId: 'person-cp01', roles: voted }], absent: ['person-cp02'] },
        },
      },
    } as never);
  });
  it.each<[string, object, string]>([
    ['heavier', { outcome: 'varied', measure: 'Demotion' }, 'appeal.aggravated'],
    ['the same', { outcome: 'varied', measure: 'RemovalFromPost' }, 'appeal.aggravated'],
    ['what cannot be compared', { outcome: 'varied', measure: 'DisciplinarySanction' }, 'appeal.aggravated'],
    ['into nothing', { outcome: 'varied' }, 'appeal.varied-into-what'],
    ['into a grade', { outcome: 'varied', grade: 'fair' }, 'appeal.varied-into-what'],
    ['revoked into something', { measure: 'Admonition' }, 'appeal.varied-into-what'],
    ['without grounds', { grounds: [] }, 'appeal.unreasoned'],
    ['without a document', { documentNo: ' ' }, 'appeal.unreasoned'],
    ['alone', { participantIds: ['person-cp03'] }, 'appeal.decided-alone'],
    ['by the appellant', { participantIds: ['person-cp03', AGAINST.personId] }, 'appeal.appellant-decides'],
    ['by who investigated', { participantIds: ['person-cp03', HANDLER] }, 'appeal.decider-barred'],
    ['by a relative', { participantIds: ['person-cp03', 'person-kin1'] }, 'appeal.decider-barred'],
  ])('%s is refused', (_, more, code) => reported.when(act('DecideAppeal', more)).thenRejected(code));
  it('is never heavier than what stands since', () => {
    const varied = { ...remedy.decision, measure: 'Circular' };
    reported.when(act('DecideAppeal', { outcome: 'varied', measure: 'Admonition' }), withRemedy({ decision: varied })).thenRejected('appeal.aggravated');
  });
  it('names the rule against aggravating', () =>
    reported.when(act('DecideAppeal', { outcome: 'varied', measure: 'Demotion' })).thenRejected('appeal.aggravated', 'house-rules/一'));
  it('made heavier on paper is recorded with the breach', () => {
    const elsewhere = act('DecideAppeal', { outcome: 'varied', measure: 'Demotion', doneElsewhere: true });
    expect(play([...until('ReportReview'), elsewhere]).at(-1)).toMatchObject({
      type: 'DecisionVaried',
      data: { breaches: ['house-rules/一', 'appeal.measure-not-in-force'] },
    });
  });
  it('in another organ is decided by nobody who voted', () => {
    const city = { organUnitId: 'unit-city' };
    const actor = { personId: 'person-city', postId: 'post-city1' };
    const move = act('TransferAppeal', { date: '2017-03-14' });
    const there = [act('FormReviewPanel', { ...city, date: '2017-03-15' }), act('ReportReview', { ...city, date: '2017-03-15' })];
    const history = [...play([...until('ReportReview'), move])];
    const rest = play([
      ...until('ReportReview'),
      move,
      ...there.map((command) => ({ ...command, data: { ...command.data, doneElsewhere: true, documentNo: '市1号' } })),
    ] as never);
    expect(history).toHaveLength(5);
    given(...rest)
      .when(act('DecideAppeal', city), { actor })
      .thenRejected('appeal.decider-barred');
    given(...rest)
      .when(act('DecideAppeal', { ...city, participantIds: ['person-city', 'person-cp03'] }), { actor })
      .thenData({
        type: 'DecisionRevoked',
        data: expect.objectContaining({ organUnitId: 'unit-city' }) as object,
      });
  });
  it('is taken by people of the organ, where enough of them are on record', () => {
    const stranger = { participantIds: ['person-cp01', 'person-rv04'] };
    reported.when(act('DecideAppeal', stranger)).thenRejected('appeal.participant-not-of-organ');
    const elsewhere = play([...until('ReportReview'), act('DecideAppeal', { ...stranger, doneElsewhere: true })]);
    expect(elsewhere.at(-1)).toMatchObject({ data: { breaches: ['appeal.participant-not-of-organ'] } });
    const left = { ...posts['post-cp03'], tenures: [{ tenureId: 't', personId: 'person-cp03', from: '2010-01-01', to: '2017-03-16' }] };
    const since = { rows: { ...rows, 'appeal-posts': { ...rows['appeal-posts'], 'post-cp03': left } } };
    reported.when(act('DecideAppeal'), since).thenRejected('appeal.participant-not-of-organ');
  });
  it('is taken by as many as the book asks for, and never by one alone', () => {
    const asks = (decidersMin: number) => ({ book: inForce({ ...book, appeals: { ...book.appeals!, decidersMin } }) });
    reported.when(act('DecideAppeal'), asks(3)).thenRejected('appeal.decided-alone');
    reported.when(act('DecideAppeal', { participantIds: ['person-cp01', 'person-cp02', 'person-cp03'] }), asks(3)).thenData({
      type: 'DecisionRevoked',
      data: expect.anything() as object,
    });
    reported.when(act('DecideAppeal', { participantIds: ['person-cp01'] })).thenRejected('appeal.decided-alone');
  });
  it('comes after the report', () => formed.when(act('DecideAppeal')).thenRejected('appeal.out-of-order'));
  it('after its time is a breach, never a refusal', () =>
    expect(play([...until('ReportReview'), act('DecideAppeal', { decidedOn: '2017-03-28' })]).at(-1)).toMatchObject({ data: { breaches: [clause] } }));
  it('of a unit’s objection may raise a grade, never lower it, and never vary a veto', () => {
    const actor = { personId: 'person-ass1', postId: 'post-ass1' };
    const post = {
      postId: 'post-ass1',
      unitId: 'unit-ass1',
      role: 'clerk',
      tenures: [{ tenureId: 'tenure-ass', personId: 'person-ass1', from: '2010-01-01' }],
    };
    const more = { actor, rows: { ...rows, 'appeal-posts': { ...rows['appeal-posts'], 'post-ass1': post } } };
    const objection = {
      appellantId: 'unit-town1',
      track: 'UNIT-OBJECTION',
      step: 'unit-objection',
      organUnitId: 'unit-ass1',
      participantIds: ['person-ass1', 'person-ass2'],
    };
    const wayOf = (against: typeof UNIT_GRADE | typeof UNIT_VETO) =>
      (['LodgeAppeal', 'AdmitAppeal', 'FormReviewPanel', 'ReportReview'] as const).map((type) => {
        const { appellantId, track, step, participantIds: _participants, ...organ } = objection;
        return act(type, { against, ...organ, ...(type === 'LodgeAppeal' && { appellantId, track, step }) });
      });
    const decideOn = (against: typeof UNIT_GRADE | typeof UNIT_VETO, said: object) =>
      act('DecideAppeal', { against, organUnitId: 'unit-ass1', participantIds: objection.participantIds, outcome: 'varied', ...said });
    const graded = given(...play(wayOf(UNIT_GRADE), more as never));
    graded.when(decideOn(UNIT_GRADE, { grade: 'poor' }), more).thenRejected('appeal.aggravated');
    graded.when(decideOn(UNIT_GRADE, { grade: 'fair' }), more).thenData({ type: 'DecisionVaried', data: expect.objectContaining({ grade: 'fair' }) as object });
    given(...play(wayOf(UNIT_VETO), more as never))
      .when(decideOn(UNIT_VETO, { grade: 'fair' }), more)
      .thenRejected('appeal.varied-into-what');
  });
});

describe('somebody whom the registry does not know', () => {
  const mistyped = 'person-mistyped';
  const elsewhere = { doneElsewhere: true, documentNo: '示例1号' };
  it.each([
    ['sits on no panel', admitted, 'FormReviewPanel', { memberIds: ['person-rv01', 'person-rv02', mistyped] }],
    ['joins none', formed, 'RecuseReviewMember', { replacementId: mistyped }],
    ['decides nothing', reported, 'DecideAppeal', { participantIds: ['person-cp01', mistyped] }],
  ] as const)('%s, here or elsewhere: a mistyped id would pass every bar', (_, at, type, more) => {
    at.when(act(type, more)).thenRejected('appeal.person-unknown');
    at.when(act(type, { ...more, ...elsewhere })).thenRejected('appeal.person-unknown');
  });
});

describe('after the outcome', () => {
  const decided = given(...play(until('DecideAppeal')));
  const served = given(...play(until('ServeAppealDecision')));
  const known = withRemedy({ corrections: [{ eventId: 'e-corrected', kind: 'revoked', date: '2017-03-20' }] });
  it('it is served with a receipt and what remedy is left', () => {
    decided
      .when(act('ServeAppealDecision'))
      .thenData({ type: 'AppealDecisionServed', data: { ...act('ServeAppealDecision').data, established: { effectiveOn: '2017-03-17' } } });
    decided.when(act('ServeAppealDecision', { receiptRef: ' ' })).thenRejected('appeal.receipt-missing');
    decided.when(act('ServeAppealDecision', { remedyStated: false })).thenRejected('appeal.remedy-missing');
    decided.when(act('ServeAppealDecision', { date: '2017-03-15' })).thenRejected('appeal.out-of-order');
    given().when(act('ServeAppealDecision')).thenRejected('appeal.undecided');
    reported.when(act('ServeAppealDecision')).thenRejected('appeal.undecided');
    decided.when(act('DecideAppeal')).thenRejected('appeal.decided-already');
  });
  it('a public notice serves when its days have run', () => {
    expect(effectiveOn({ mode: 'public-notice', date: '2017-03-17' }, book)).toBe('2017-05-16');
    expect(effectiveOn({ mode: 'public-notice', date: '2017-03-17' }, undefined)).toBe('2017-05-16');
  });
  it('it is carried out by acts that correct that decision', () => {
    served.when(act('RecordAppealCarriedOut'), known).thenData({ type: 'AppealDecisionCarriedOut', data: act('RecordAppealCarriedOut').data });
    served.when(act('RecordAppealCarriedOut')).thenRejected('appeal.correction-unknown');
    decided.when(act('RecordAppealCarriedOut'), known).thenRejected('appeal.out-of-order');
  });
  it('and by none that came before the outcome: it cannot have followed from it', () => {
    const earlier = (date: string) => withRemedy({ corrections: [{ eventId: 'e-corrected', kind: 'grade', date }] });
    served.when(act('RecordAppealCarriedOut'), earlier('2017-03-15')).thenRejected('appeal.correction-unknown');
    served.when(act('RecordAppealCarriedOut'), earlier('2017-03-16')).thenData({ type: 'AppealDecisionCarriedOut', data: act('RecordAppealCarriedOut').data });
  });
  it('nothing is left to do where it was maintained', () =>
    given(...play([...until('DecideAppeal', { outcome: 'maintained' }), act('ServeAppealDecision')]))
      .when(act('RecordAppealCarriedOut'), known)
      .thenRejected('appeal.out-of-order'));
});

describe('what was done on the way and is recorded only after the outcome', () => {
  it.each(['AdmitAppeal', 'DeclineAppeal', 'WithdrawAppeal', 'FormReviewPanel', 'ReportReview'] as const)('%s undoes nothing of it', (type) => {
    const late = act(type, { doneElsewhere: true, documentNo: '补录1号' });
    expect(play([...until('DecideAppeal'), late, act('ServeAppealDecision')]).at(-1)).toMatchObject({ type: 'AppealDecisionServed' });
  });
});

describe('a clock that ran out', () => {
  const mark = (clock: string, dueOn: string) =>
    ({ type: 'MarkAppealOverdue' as const, data: { appealId: 'appeal-one', against: AGAINST, clock, dueOn } }) as never;
  it('is a breach by the organ that has the appeal, and closes nothing', () => {
    const overrun = {
      type: 'AppealClockOverrun',
      data: { appealId: 'appeal-one', against: AGAINST, clock: 'admission', dueOn: '2017-03-22', organUnitId: ORGAN, breaches: [clause] },
    };
    given(...play(until('LodgeAppeal')))
      .when(mark('admission', '2017-03-22'))
      .thenData(overrun);
    const after = play([...until('LodgeAppeal'), mark('admission', '2017-03-22'), act('AdmitAppeal', { date: '2017-03-25' })]);
    expect(after.at(-1)).toMatchObject({ type: 'AppealAdmitted', data: { breaches: [clause] } });
  });
  it('says nothing where it was met, moved or already said', () => {
    given(...play(until('AdmitAppeal')))
      .when(mark('admission', '2017-03-22'))
      .thenNothing();
    given(...play(until('LodgeAppeal')))
      .when(mark('admission', '2017-03-21'))
      .thenNothing();
    given(...play([...until('LodgeAppeal'), mark('admission', '2017-03-22')]))
      .when(mark('admission', '2017-03-22'))
      .thenNothing();
    given().when(mark('admission', '2017-03-22')).thenNothing();
  });
});
