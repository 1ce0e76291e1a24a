import {
  act,
  AGAINST,
  appellant,
  book,
  committee,
  decision,
  discipline,
  given,
  ORGAN,
  play,
  remedy,
  rows,
  UNIT_GRADE,
  UNIT_VETO,
  until,
} from '../../../test/support/appeal-case.js';
import { againstKey } from './against.js';
import { appealRulesOf } from './appeal.guards.js';

const withRemedy = (change: object) => ({ rows: { ...rows, remedies: { ...rows.remedies, [remedy.key]: { ...remedy, ...change } } } });
const step = book.appeals!.tracks.find(({ id }) => id === 'PARTY-2009')!.steps[0]!;
const clause = { id: 'PARTY-2009/appeal-2009', bookId: 'pingli-2016', bookVersion: 1, source: 'interim-2009', article: '22、23', verifiedBy: '条文已读' };
const counted = (date: string, early: string) => ({
  date,
  readings: { receiptExcluded: date, receiptIncluded: early },
  countedBy: 'COUNT-1986',
  stated: false,
  calendarKnown: true,
});
const admission = (from: string, on: string, early: string) => ({ clock: 'admission' as const, startsOn: from, on, counted: counted(on, early), clause });
const lodged = given();
const unit = (against: typeof UNIT_GRADE | typeof UNIT_VETO, more: object = {}) =>
  act('LodgeAppeal', { against, appellantId: 'unit-town1', track: 'UNIT-OBJECTION', step: 'unit-objection', organUnitId: 'unit-ass1', ...more });
const head = { personId: 'person-hemu', postId: 'post-head' };

describe('lodging', () => {
  it('is recorded with the clause, the last day in both readings and the clock of the authority', () =>
    lodged.when(act('LodgeAppeal')).then({
      type: 'AppealLodged',
      validAt: { from: '2017-02-20' },
      data: {
        ...act('LodgeAppeal').data,
        established: {
          route: 'appeal',
          clause,
          step,
          nonAggravation: { by: 'house-rule', source: 'house-rules', article: '一' },
          decision,
          lastDay: counted('2017-02-28', '2017-02-27'),
          startsOn: '2017-02-13',
          earlier: [],
          dues: [admission('2017-02-20', '2017-03-22', '2017-03-21')],
        },
      },
    }));

  const route = (more: object, change: object = {}) => {
    const [{ data }] = play([act('LodgeAppeal', more)], withRemedy(change)) as unknown as [{ data: { established: Record<string, unknown> } }];
    return [data.established.route, (data.established.lastDay as { date: string } | undefined)?.date];
  };
  it.each<[string, object, object, readonly unknown[]]>([
    ['on the last day', { filedOn: '2017-02-28' }, {}, ['appeal', '2017-02-28']],
    ['a day later it is a request for correction', { filedOn: '2017-03-01' }, {}, ['correction', '2017-02-28']],
    ['years later as well', { filedOn: '2018-03-01' }, {}, ['correction', '2017-02-28']],
    ['never late without proof of service', { filedOn: '2018-03-01' }, { served: undefined }, ['appeal', undefined]],
    [
      'by proof that comes with it',
      { filedOn: '2017-03-30', service: { date: '2017-03-20', mode: 'posted', receiptRef: '邮件回执' } },
      { served: undefined },
      ['appeal', '2017-04-05'],
    ],
    [
      'not by a service without a receipt',
      { filedOn: '2018-03-01', service: { date: '2017-03-20', mode: 'posted', receiptRef: ' ' } },
      { served: undefined },
      ['appeal', undefined],
    ],
  ])('%s', (_, more, change, expected) => expect(route(more, change)).toEqual(expected));

  it('takes a unit’s objection to its grade and to its veto', () => {
    lodged.when(unit(UNIT_GRADE), { actor: head });
    const [graded] = play([unit(UNIT_GRADE)], { actor: head });
    expect(graded).toMatchObject({ type: 'AppealLodged', data: { against: UNIT_GRADE, established: { decision: { grade: 'poor' }, route: 'appeal' } } });
    expect(play([unit(UNIT_VETO)], { actor: head })[0]).toMatchObject({ data: { against: UNIT_VETO } });
  });
  it('is written down by who appeals, or by the organ that receives it', () => {
    expect(play([act('LodgeAppeal')], { actor: appellant })).toHaveLength(1);
    lodged.when(act('LodgeAppeal'), { actor: discipline }).thenRejected('appeal.filed-by-nobody');
  });
  it.each<[string, object, string]>([
    ['without a decision', { against: { ...AGAINST, year: 2015 } }, 'appeal.nothing-decided'],
    ['before it was decided', { filedOn: '2017-02-09' }, 'appeal.before-decision'],
    ['in a way that the book has not', { track: 'PARTY-1949' }, 'appeal.track-unknown'],
    ['in a way that is not open', { track: 'PARTY-2019', step: 'appeal-2019' }, 'appeal.track-closed'],
    ['at another organ', { organUnitId: 'unit-city' }, 'appeal.filed-elsewhere'],
    ['for somebody else', { appellantId: 'person-hemu' }, 'appeal.not-entitled'],
    ['with a service after it', { service: { date: '2017-03-20', mode: 'posted', receiptRef: '一' } }, 'appeal.service-after-filing'],
    ['tomorrow', { filedOn: '2018-05-01' }, 'appeal.date-in-future'],
    ['on no day', { filedOn: '2017-02-30' }, 'date.invalid'],
    ['on paper without its document', { doneElsewhere: true }, 'appeal.document-missing'],
  ])('is refused %s', (_, more, code) => lodged.when(act('LodgeAppeal', more)).thenRejected(code));
  it('happens once', () =>
    given(...play([act('LodgeAppeal')]))
      .when(act('LodgeAppeal'))
      .thenRejected('appeal.id-used'));
  it('needs a book that speaks of appeals', () => {
    lodged.when(act('LodgeAppeal'), { book: undefined }).thenRejected('book.none-in-force');
    expect(() => appealRulesOf({ ...book, appeals: undefined })).toThrow('appeal.no-rules');
  });
  it('on paper in a way that was not open is recorded with the breach', () => {
    const paper = act('LodgeAppeal', { track: 'PARTY-2019', step: 'appeal-2019', documentNo: '来信1号', doneElsewhere: true });
    expect(play([paper])[0]).toMatchObject({ data: { breaches: ['PARTY-2019/appeal-2019'] } });
  });
  it('again, after an answer, says so', () => {
    const appeals = [{ appealId: 'appeal-zero', track: 'PARTY-2009', step: 'appeal-2009', state: 'answered', silent: false }];
    lodged.when(act('LodgeAppeal'), withRemedy({ appeals })).thenRejected('appeal.track-closed');
    const paper = act('LodgeAppeal', { documentNo: '来信2号', doneElsewhere: true });
    expect(play([paper], withRemedy({ appeals }) as never)[0]).toMatchObject({ data: { established: { earlier: ['appeal-zero'] } } });
  });
});

describe('supplement', () => {
  const asked = given(...play([act('LodgeAppeal'), act('RequestAppealSupplement')]));
  it('stops the authority’s clock and starts one of fifteen days', () => {
    const dues = [{ clock: 'supplement', startsOn: '2017-02-21', on: '2017-03-08', counted: counted('2017-03-08', '2017-03-07'), clause }];
    given(...play([act('LodgeAppeal')]))
      .when(act('RequestAppealSupplement'))
      .thenData({
        type: 'AppealSupplementRequested',
        data: { ...act('RequestAppealSupplement').data, established: { dues } },
      });
  });
  it('brought in time starts it anew', () =>
    asked.when(act('SupplementAppeal')).thenData({
      type: 'AppealSupplemented',
      data: { ...act('SupplementAppeal').data, established: { dues: [admission('2017-02-23', '2017-03-27', '2017-03-24')] } },
    }));
  it('brought late is taken all the same, with the breach', () => {
    const [, , late] = play([act('LodgeAppeal'), act('RequestAppealSupplement'), act('SupplementAppeal', { date: '2017-03-09' })]);
    expect(late).toMatchObject({ type: 'AppealSupplemented', data: { breaches: ['PARTY-2009/appeal-2009'] } });
  });
  it('that nobody asked for is out of order', () =>
    given(...play([act('LodgeAppeal')]))
      .when(act('SupplementAppeal'))
      .thenRejected('appeal.out-of-order'));
  it('of what was never lodged is refused', () => {
    lodged.when(act('RequestAppealSupplement')).thenRejected('appeal.unknown');
    lodged.when(act('WithdrawAppeal')).thenRejected('appeal.unknown');
  });
});

describe('admission', () => {
  const one = given(...play([act('LodgeAppeal')]));
  it('starts the clock to answer', () =>
    one.when(act('AdmitAppeal')).thenData({
      type: 'AppealAdmitted',
      data: {
        ...act('AdmitAppeal').data,
        established: {
          dues: [{ ...admission('2017-02-24', '2017-03-27', '2017-03-27'), clock: 'answer', counted: counted('2017-03-27', '2017-03-27') }],
          route: 'appeal',
        },
      },
    }));
  it('after its time is a breach, never a refusal', () => {
    const [, late] = play([act('LodgeAppeal'), act('AdmitAppeal', { date: '2017-03-23' })]);
    expect(late).toMatchObject({ type: 'AppealAdmitted', data: { breaches: ['PARTY-2009/appeal-2009'] } });
  });
  it('of a late appeal is that of a request for correction', () => {
    const [, admitted] = play([act('LodgeAppeal', { filedOn: '2017-04-03' }), act('AdmitAppeal', { date: '2017-04-05' })]);
    expect(admitted).toMatchObject({ type: 'AppealAdmitted', data: { established: { route: 'correction' } } });
  });
  it('is by the organ that has it', () => {
    one.when(act('AdmitAppeal'), { actor: discipline }).thenRejected('appeal.actor-of-other-organ');
    one.when(act('AdmitAppeal', { organUnitId: 'unit-jiwei' }), { actor: discipline }).thenRejected('appeal.other-organ');
    one.when(act('AdmitAppeal'), { actor: { personId: 'person-cp01' } }).thenRejected('appeal.actor-without-post');
    one.when(act('AdmitAppeal', { against: UNIT_VETO })).thenRejected('appeal.other-decision');
    const elsewhere = act('AdmitAppeal', { doneElsewhere: true, documentNo: '受理1号' });
    one.when(elsewhere, { actor: { personId: 'person-vic1', postId: 'post-vice' } }).thenRejected('appeal.not-competent');
    one.when(elsewhere, { actor: discipline }).thenData({
      type: 'AppealAdmitted',
      data: { ...elsewhere.data, breaches: ['appeal.actor-of-other-organ'], established: expect.anything() as object },
    });
  });
  it('is refused with a ground that the record bears out, and with the clause', () => {
    one.when(act('DeclineAppeal')).thenData({ type: 'AppealNotAdmitted', data: { ...act('DeclineAppeal').data, established: { clause } } });
    for (const ground of ['not-entitled', 'repeated', 'supplement-missing']) one.when(act('DeclineAppeal', { ground })).thenRejected('appeal.ground-not-so');
    expect(play([act('LodgeAppeal'), act('RequestAppealSupplement'), act('DeclineAppeal', { ground: 'supplement-missing' })])).toHaveLength(3);
  });
  it('cannot be dated before what led there', () => one.when(act('AdmitAppeal', { date: '2017-02-19' })).thenRejected('appeal.out-of-order'));
});

describe('withdrawal', () => {
  it('is the appellant’s, at any time before the outcome', () => {
    const withdraw = act('WithdrawAppeal', { date: '2017-03-13' });
    for (const last of ['LodgeAppeal', 'AdmitAppeal', 'FormReviewPanel', 'ReportReview'] as const)
      given(...play(until(last)))
        .when(withdraw, { actor: appellant })
        .thenData({ type: 'AppealWithdrawn', data: withdraw.data });
    given(...play(until('DecideAppeal')))
      .when(act('WithdrawAppeal', { date: '2017-03-17' }), { actor: appellant })
      .thenRejected('appeal.out-of-order');
    given(...play(until('LodgeAppeal')))
      .when(withdraw, { actor: discipline })
      .thenRejected('appeal.withdrawn-by-nobody');
    given(...play(until('LodgeAppeal')))
      .when(act('WithdrawAppeal', { organUnitId: 'unit-jiwei' }), { actor: appellant })
      .thenRejected('appeal.other-organ');
  });
  it('is written down by the organ only with the appellant’s own paper: nobody ends an appeal alone', () => {
    const admitted = given(...play(until('AdmitAppeal')));
    const withdraw = (more: object = {}) => act('WithdrawAppeal', { date: '2017-03-13', ...more });
    admitted.when(withdraw(), { actor: committee }).thenRejected('appeal.withdrawal-unproved');
    admitted.when(withdraw({ documentNo: ' ' }), { actor: committee }).thenRejected('appeal.withdrawal-unproved');
    const proved = withdraw({ documentNo: '撤回申请1号' });
    admitted.when(proved, { actor: committee }).thenData({ type: 'AppealWithdrawn', data: proved.data });
    const objection = [unit(UNIT_VETO)];
    const own = act('WithdrawAppeal', { against: UNIT_VETO, date: '2017-03-13', organUnitId: 'unit-ass1' });
    given(...play(objection, { actor: head }))
      .when(own, { actor: head })
      .thenData({ type: 'AppealWithdrawn', data: own.data });
  });
});

describe('transfer', () => {
  const up = (more: object = {}) => act('TransferAppeal', { date: '2017-03-14', ...more });
  it('leads on from every state before the outcome, and from a refusal to admit', () => {
    for (const last of ['LodgeAppeal', 'AdmitAppeal', 'FormReviewPanel', 'ReportReview'] as const)
      expect(
        play(
          [...until(last), up(), act(last === 'LodgeAppeal' ? 'AdmitAppeal' : 'FormReviewPanel', { date: '2017-03-15', organUnitId: 'unit-city' })].slice(
            0,
            -1,
          ),
        ).at(-1),
      ).toMatchObject({
        type: 'AppealTransferred',
      });
    expect(play([act('LodgeAppeal'), act('DeclineAppeal'), up()]).at(-1)).toMatchObject({ type: 'AppealTransferred' });
    given(...play(until('DecideAppeal')))
      .when(act('TransferAppeal', { date: '2017-03-17' }))
      .thenRejected('appeal.decided-already');
  });
  it('lays the appeal with the new organ, which admits it or forms a panel of its own', () => {
    const city = { personId: 'person-city', postId: 'post-city1' };
    given(...play([act('LodgeAppeal'), up()]))
      .when(act('AdmitAppeal', { date: '2017-03-15', organUnitId: 'unit-city' }), { actor: city })
      .thenData({
        type: 'AppealAdmitted',
        data: expect.anything() as object,
      });
    given(...play([...until('ReportReview'), up()]))
      .when(act('FormReviewPanel', { date: '2017-03-15', organUnitId: 'unit-city' }), { actor: city })
      .thenData({
        type: 'ReviewPanelFormed',
        data: expect.anything() as object,
      });
    given(...play([act('LodgeAppeal'), up()]))
      .when(act('AdmitAppeal', { date: '2017-03-15' }), { actor: committee })
      .thenRejected('appeal.other-organ');
  });
  it('gives the new organ its own time to admit, and no more time to answer', () => {
    expect(play([act('LodgeAppeal'), up()]).at(-1)).toMatchObject({ data: { established: { dues: [{ clock: 'admission', startsOn: '2017-03-14' }] } } });
    expect(play([...until('AdmitAppeal'), up()]).at(-1)).toMatchObject({ data: { established: { dues: [] } } });
  });
  it.each<[string, object, string]>([
    ['to where it lies', { toUnitId: ORGAN }, 'appeal.transfer-to-itself'],
    ['to nobody known', { toUnitId: 'unit-none' }, 'appeal.organ-unknown'],
    ['without authority', { authorityRef: ' ' }, 'appeal.authority-missing'],
  ])('is refused %s', (_, more, code) =>
    given(...play(until('LodgeAppeal')))
      .when(act('TransferAppeal', more))
      .thenRejected(code),
  );
  it('never goes down', () => {
    const appealOrgans = { ...rows['appeal-organs'], 'unit-town1': { unitId: 'unit-town1', parentUnitId: ORGAN, competences: [] } };
    given(...play(until('LodgeAppeal')))
      .when(act('TransferAppeal', { toUnitId: 'unit-town1' }), { rows: { ...rows, 'appeal-organs': appealOrgans } })
      .thenRejected('appeal.transferred-down');
  });
  it('knows the decision by its natural key', () => expect(againstKey(AGAINST)).toBe('case-person-guta-post-sec1-2016'));
});
