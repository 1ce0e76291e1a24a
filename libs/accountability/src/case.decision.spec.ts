import { act, book, committee, given, ground, organization, play, setBasis, until } from '../../../test/support/accountability-case.js';
import { inForce, inventedBook, persons, posts, rows, units } from '../../../test/support/accountability.js';
import { PROCEDURE } from './procedure.js';

const reported = play(...until('ReportInvestigation'));
const decided = play(...until('DecideCollectively'));
const past = { doneElsewhere: true, documentNo: '示例〔2017〕9号' };
const decide = act('DecideCollectively');
const openForms = [
  { source: 'RULES-2009', article: '7' },
  { source: 'REG-2016', article: '7' },
];
const clocks = { formalitiesDueOn: '2017-03-10', effectUntil: '2018-02-10' };
const ofDiscipline = { organUnitId: 'unit-jiwei', measure: 'Admonition', participantIds: ['person-jw01', 'person-jw02'] };
const engineer = { personId: 'person-eng1', postId: 'post-city', year: 2016 };
const toReport = (of: typeof engineer) => play(...until('ReportInvestigation', of));

describe('a collective decision', () => {
  it('cites its grounds, every open form, and starts the clocks of the book', () =>
    given(...reported)
      .when(decide, { actor: committee })
      .then({
        type: 'CollectivelyDecided',
        data: { ...decide.data, established: { openForms, ...clocks } },
        validAt: { from: '2017-02-10' },
        basis: [setBasis().data.basis],
      }));
  it('follows the hearing and the report', () => {
    given(...play(...until('PresentFacts')))
      .when(decide)
      .thenRejected('accountability.statement-not-heard', 'S-HEAR');
    given(...play(...until('HearStatement')))
      .when(decide)
      .thenRejected('accountability.out-of-order', 'S-VOTE');
    given(...reported)
      .when(act('DecideCollectively', { date: '2017-02-01' }))
      .thenRejected('accountability.statement-not-heard', 'S-HEAR');
  });
  it.each([
    ['without a quorum', { quorum: 4 }, 'accountability.no-quorum'],
    ['by one person', { participantIds: ['person-cp01'], quorum: 1 }, 'accountability.no-quorum'],
    ['without minutes', { minutesRef: '' }, 'accountability.minutes-missing'],
    ['with a dissent of somebody absent', { dissents: [{ personId: 'person-cp09' }] }, 'accountability.dissent-of-absent'],
    ['against the majority', { dissents: [{ personId: 'person-cp02' }, { personId: 'person-cp03' }] }, 'accountability.no-majority'],
    ['by who proposed it alone', { participantIds: ['person-jw01', 'person-jw01'], quorum: 1 }, 'accountability.no-quorum'],
  ])('is not taken %s', (_, more, code) =>
    given(...reported)
      .when(act('DecideCollectively', more))
      .thenRejected(code, 'S-VOTE'),
  );
  it('is not carried by the proposer alone', () => {
    const three = { participantIds: ['person-jw01', 'person-cp02'], dissents: [{ personId: 'person-cp02' }] };
    given(...reported)
      .when(act('DecideCollectively', three))
      .thenRejected('accountability.no-majority', 'S-VOTE');
    given(...reported)
      .when(act('DecideCollectively', { ...three, ...past }))
      .thenData(expect.objectContaining({ data: expect.objectContaining({ breaches: ['S-VOTE'] }) }));
  });
  it('taken elsewhere by the proposer alone says so, also where the book asks for no vote', () => {
    const alone = act('DecideCollectively', { ...past, participantIds: ['person-jw01'], quorum: 1 });
    given(...reported)
      .when(alone, { book: inForce(inventedBook({})) })
      .thenData(
        expect.objectContaining({
          data: expect.objectContaining({
            breaches: [
              'accountability.no-quorum',
              'accountability.quorum-too-low',
              'accountability.proposer-decides-alone',
              'accountability.participant-not-of-organ',
            ],
          }),
        }),
      );
  });
  it('never has the person concerned among its participants', () =>
    given(...reported)
      .when(act('DecideCollectively', { ...past, participantIds: ['person-cp01', 'person-guta'] }))
      .thenRejected('accountability.subject-decides'));
  it('is recorded by the deciding organ’s own people, and what another organ records says so', () => {
    given(...reported)
      .when(decide, { actor: organization })
      .thenRejected('accountability.other-organ');
    given(...reported)
      .when(act('DecideCollectively', past), { actor: organization })
      .thenData(expect.objectContaining({ data: expect.objectContaining({ breaches: ['accountability.other-organ'] }) }));
  });
  it('is taken by who holds a post of the organ on that day', () => {
    const stranger = act('DecideCollectively', { participantIds: ['person-cp01', 'person-cp02', 'person-jw02'] });
    given(...reported)
      .when(stranger)
      .thenRejected('accountability.participant-not-of-organ', 'S-VOTE');
    const left = {
      ...posts,
      'post-cp03': { ...posts['post-cp03']!, tenures: [{ tenureId: 't', personId: 'person-cp03', from: '2010-01-01', to: '2017-02-10' }] },
    };
    given(...reported)
      .when(decide, { rows: { ...rows, 'responsibility-posts': left } })
      .thenRejected('accountability.participant-not-of-organ', 'S-VOTE');
  });
  it('is taken by nobody who was recused from the case', () => {
    const recused = act('FormInvestigationTeam', { recused: [{ personId: 'person-cp02', ground: { private: '近亲属' } }] });
    const history = play(...until('ReportInvestigation').map((command) => (command.type === recused.type ? recused : command)));
    given(...history)
      .when(decide)
      .thenRejected('accountability.recused-decides', 'S-VOTE');
    given(...history)
      .when(act('DecideCollectively', { participantIds: ['person-cp01', 'person-cp03'] }))
      .thenData(expect.objectContaining({ type: 'CollectivelyDecided' }));
  });
  it('takes a quorum of more than half of the organ, as far as the ledger knows it', () => {
    const fourth = {
      ...posts,
      'post-cp04': { ...posts['post-cp03']!, postId: 'post-cp04', tenures: [{ tenureId: 't4', personId: 'person-cp04', from: '2010-01-01' }] },
    };
    given(...reported)
      .when(decide, { rows: { ...rows, 'responsibility-posts': fourth } })
      .thenRejected('accountability.quorum-too-low', 'S-VOTE');
    given(...reported)
      .when(act('DecideCollectively', { quorum: 3 }), { rows: { ...rows, 'responsibility-posts': fourth } })
      .thenData(expect.objectContaining({ type: 'CollectivelyDecided' }));
    // Of the city's committee nobody is known: what was stated is kept, and the breaches are of other rules.
    given(...reported)
      .when(act('DecideCollectively', { ...past, organUnitId: 'unit-city' }))
      .thenData(expect.objectContaining({ data: expect.objectContaining({ breaches: ['accountability.other-organ', 'accountability.refer'] }) }));
  });
  it('rests on grounds that hold', () =>
    given(...reported)
      .when(act('DecideCollectively', { bases: [{ ...ground, clauseId: 'X-9' }] }))
      .thenRejected('accountability.no-ground'));
});

describe('a measure', () => {
  const demotion = play(setBasis(undefined, { measure: 'Demotion' }), ...until('ReportInvestigation').slice(1));
  it('that no text in force lists can be flagged, not decided', () =>
    given(...demotion)
      .when(act('DecideCollectively', { measure: 'Demotion' }))
      .thenRejected('accountability.measure-not-in-force', 'X-1'));
  it('outside the forms is a named breach when it was decided elsewhere', () =>
    given(...demotion)
      .when(act('DecideCollectively', { measure: 'Demotion', ...past }))
      .thenData(expect.objectContaining({ data: expect.objectContaining({ breaches: ['X-1'] }) })));
  it('of the party’s rules does not reach who is no member; the other text does', () => {
    const path = toReport(engineer);
    const of = { ...decide.data, ...engineer, bases: [ground] };
    given(...path)
      .when({ type: 'DecideCollectively', data: { ...of, measure: 'Admonition' } })
      .thenRejected('accountability.measure-not-for-status');
    const rowsHere = { ...rows, 'responsibility-posts': { ...posts, 'post-city': { ...posts['post-city']!, managedByUnitId: 'unit-cpc1' } } };
    given(...path)
      .when({ type: 'DecideCollectively', data: of }, { rows: rowsHere })
      .thenData(expect.objectContaining({ data: expect.objectContaining({ established: { openForms: openForms.slice(0, 1), ...clocks } }) }));
  });
  it('depends on the status that the person had on the day', () => {
    const left = {
      ...persons,
      'person-guta': { ...persons['person-guta']!, changes: [{ from: '2017-02-01', partyMember: false, staffStatus: 'civil-servant' as const }] },
    };
    given(...reported)
      .when(act('DecideCollectively', { measure: 'Admonition' }), { rows: { ...rows, 'responsibility-persons': left } })
      .thenRejected('accountability.measure-not-for-status');
  });
  it('is not for an organ to which no text gives it', () =>
    given(...reported)
      .when(act('DecideCollectively', { ...ofDiscipline, measure: 'RemovalFromPost' }))
      .thenRejected('accountability.measure-beyond-organ', 'X-1'));
  it('of its own may be used by the discipline organ beside the committee', () =>
    given(...reported)
      .when(act('DecideCollectively', ofDiscipline))
      .thenData(expect.objectContaining({ type: 'CollectivelyDecided' })));
  it('about a post that another authority manages is referred to it', () => {
    given(...toReport(engineer))
      .when({ type: 'DecideCollectively', data: { ...decide.data, ...engineer } })
      .thenRejected('accountability.refer');
    const underCity = { ...posts, 'post-sec1': { ...posts['post-sec1']!, managedByUnitId: 'unit-city' } };
    given(...reported)
      .when(act('DecideCollectively', ofDiscipline), { rows: { ...rows, 'responsibility-posts': underCity } })
      .thenRejected('accountability.refer');
    given(...reported)
      .when(decide, {
        rows: { ...rows, 'responsibility-units': { 'unit-jiwei': units['unit-jiwei']!, 'unit-cpc1': units['unit-cpc1']! }, 'responsibility-posts': underCity },
      })
      .thenRejected('accountability.refer');
  });
  it('against a post does not apply to who has left it', () => {
    const left = play(setBasis(undefined, { state: 'notApplicable' }), ...until('ReportInvestigation').slice(1));
    given(...left)
      .when(decide)
      .thenRejected('accountability.post-left', 'X-1');
    const gone = {
      ...posts,
      'post-sec1': { ...posts['post-sec1']!, tenures: [{ tenureId: 't', personId: 'person-guta', from: '2016-10-10', to: '2017-02-01' }] },
    };
    given(...reported)
      .when(decide, { rows: { ...rows, 'responsibility-posts': gone } })
      .thenRejected('accountability.post-left', 'X-1');
    given(...left)
      .when(act('DecideCollectively', { measure: 'Admonition' }))
      .thenData(expect.objectContaining({ type: 'CollectivelyDecided' }));
  });
  it('is decided under no book at all by nobody', () =>
    given(...reported)
      .when(decide, { book: undefined })
      .thenRejected('book.none-in-force'));
});

describe('instead of deciding', () => {
  it('the report is returned for facts', () => {
    given(...reported)
      .when(act('ReturnForFacts'), { actor: committee })
      .thenData({ type: 'CaseReturnedForFacts', data: act('ReturnForFacts').data });
    given(...reported, ...play())
      .when(act('DraftFacts', { date: '2017-02-09' }))
      .thenRejected('accountability.out-of-order');
    given(...play(...until('ReportInvestigation'), act('ReturnForFacts')))
      .when(act('DraftFacts', { date: '2017-02-09' }))
      .thenData(expect.objectContaining({ type: 'FactsDrafted' }));
    given(...play(...until('ApproveInitiation'), act('TakeDirectPath'), act('ReturnForFacts')))
      .when(act('FormInvestigationTeam', { date: '2017-02-09' }))
      .thenData(expect.objectContaining({ type: 'InvestigationTeamFormed' }));
  });
  it('facts that were returned are not decided on the old hearing', () => {
    given(...play(...until('ReportInvestigation'), act('ReturnForFacts')))
      .when(act('DecideCollectively', past))
      .thenData(expect.objectContaining({ data: expect.objectContaining({ breaches: ['S-HEAR', 'S-VOTE'] }) }));
    const direct = [...until('ApproveInitiation'), act('TakeDirectPath'), act('HearStatement'), act('ReturnForFacts')];
    given(...play(...direct, act('TakeDirectPath', { date: '2017-02-09' })))
      .when(decide)
      .thenRejected('accountability.statement-not-heard', 'S-HEAR');
  });
  it('exemption exists only where a text in force provides for it', () => {
    given(...reported)
      .when(act('ExemptFromAccountability'), { actor: committee })
      .thenRejected('accountability.no-exemption-rule');
    const later = inForce(inventedBook({ 'S-FREE': PROCEDURE.exemption }));
    given(...reported)
      .when(act('ExemptFromAccountability'), { book: later })
      .thenData({ type: 'AccountabilityExempted', data: act('ExemptFromAccountability').data });
    given(...reported)
      .when(act('ExemptFromAccountability', { organUnitId: 'unit-town1' }), { book: later })
      .thenRejected('accountability.wrong-organ');
  });
  it.each(['ExemptFromAccountability', 'ConcludeWithoutAccountability', 'CorrectDecision', 'ExecuteMeasure'] as const)(
    '%s is for the organ’s own people',
    (type) => {
      const history = type === 'CorrectDecision' ? decided : type === 'ExecuteMeasure' ? play(...until('ServeDecision')) : reported;
      const outsider = type === 'ExecuteMeasure' ? committee : organization;
      const book = inForce(inventedBook({ 'S-FREE': PROCEDURE.exemption }));
      given(...history)
        .when(act(type), { actor: outsider, book })
        .thenRejected('accountability.other-organ');
      given(...history)
        .when(act(type, past), { actor: outsider, book })
        .thenData(expect.objectContaining({ data: expect.objectContaining({ breaches: ['accountability.other-organ'] }) }));
    },
  );
  it('a case ends without accountability on the facts, once the statement was heard', () => {
    const accepted = play(...until('PresentFacts'), act('HearStatement', { acceptedPoints: [{ private: '道路已通' }] }));
    given(...accepted)
      .when(act('ConcludeWithoutAccountability'))
      .thenData({ type: 'ConcludedWithoutAccountability', data: act('ConcludeWithoutAccountability').data });
    given(...play(...until('PresentFacts')))
      .when(act('ConcludeWithoutAccountability'))
      .thenRejected('accountability.statement-not-heard', 'S-HEAR');
    given(...accepted)
      .when(act('ConcludeWithoutAccountability', { organUnitId: 'unit-town1' }))
      .thenRejected('accountability.wrong-organ');
    given(...decided)
      .when(act('ConcludeWithoutAccountability', { date: '2017-02-11' }))
      .thenRejected('accountability.out-of-order');
  });
});

describe('a correction', () => {
  const correct = act('CorrectDecision');
  it('revokes, and names every place where the decision was made public', () => {
    const published = play(...until('ServeDecision'), act('PublishDecision'));
    given(...published)
      .when(correct, { actor: committee })
      .thenData({
        type: 'DecisionCorrected',
        data: { ...correct.data, established: { publications: [{ scope: '全县', channel: '县政府网站', date: '2017-02-15' }] } },
      });
  });
  it('that revoked leaves the case closed on what was judged, also where that had fallen, and open to another ground', () => {
    const recommend = act('RecommendAccountability', { date: '2017-03-21', bases: [{ ...ground, clauseId: 'X-2' }] });
    const lost = setBasis(undefined, { state: 'fallen' });
    for (const revoked of [[correct], [lost, correct, setBasis()]] as const)
      given(...play(...until('DecideCollectively'), ...revoked))
        .when(act('RecommendAccountability', { date: '2017-03-21' }))
        .thenRejected('accountability.out-of-order');
    given(...play(...until('DecideCollectively'), correct, setBasis(undefined, { clauseId: 'X-2' })))
      .when(recommend)
      .thenData({ type: 'AccountabilityRecommended', data: recommend.data });
  });
  it('varies to something lighter; its effect counts from the day first decided', () => {
    const vary = act('CorrectDecision', { kind: 'varied', measure: 'Admonition' });
    given(...decided)
      .when(vary)
      .thenData({ type: 'DecisionCorrected', data: { ...vary.data, established: { publications: [], formalitiesDueOn: '2017-04-20' } } });
    // 2017-04-01 is a Saturday, and the invented book has no calendar: the formalities move. The effect ends on a Saturday (2018-02-10) all the same.
    const onWeekend = act('CorrectDecision', { kind: 'varied', measure: 'Admonition', date: '2017-03-01' });
    given(...decided)
      .when(onWeekend)
      .thenData({ type: 'DecisionCorrected', data: { ...onWeekend.data, established: { publications: [], formalitiesDueOn: '2017-04-03' } } });
    given(...play(...until('ServeDecision'), vary))
      .when(act('ExecuteMeasure', { date: '2017-04-01' }), { actor: organization })
      .thenRejected('accountability.not-announced', 'S-DOC');
  });
  it('never makes it heavier, nor the same', () => {
    given(...decided)
      .when(act('CorrectDecision', { kind: 'varied', measure: 'Demotion' }))
      .thenRejected('accountability.aggravated');
    given(...decided)
      .when(act('CorrectDecision', { kind: 'varied', measure: 'RemovalFromPost' }))
      .thenRejected('accountability.aggravated');
  });
  it('is for the deciding organ or the one above it, after the decision, on a named authority', () => {
    given(...decided)
      .when(act('CorrectDecision', { organUnitId: 'unit-zuzhi' }))
      .thenRejected('accountability.wrong-organ');
    given(...decided)
      .when(act('CorrectDecision', { ...past, organUnitId: 'unit-coun' }))
      .thenData(expect.objectContaining({ data: expect.objectContaining({ breaches: ['accountability.other-organ'] }) }));
    given(...decided)
      .when(act('CorrectDecision', { date: '2017-02-09' }))
      .thenRejected('accountability.out-of-order');
    given(...decided)
      .when(act('CorrectDecision', { authorityRef: '' }))
      .thenRejected('accountability.authority-missing');
  });
  it('needs a decision, and a measure just where it varies', () => {
    given(...reported)
      .when(correct)
      .thenRejected('accountability.nothing-decided');
    given(...decided)
      .when(act('CorrectDecision', { kind: 'varied' }))
      .thenRejected('accountability.correction-measure');
    given(...decided)
      .when(act('CorrectDecision', { measure: 'Admonition' }))
      .thenRejected('accountability.correction-measure');
    given(...play(...until('DecideCollectively'), correct))
      .when(correct)
      .thenRejected('accountability.nothing-decided');
  });
});

it('the invented book knows the steps by other ids than any shipped book', () => expect(book.book.procedure.every(({ id }) => id.startsWith('S-'))).toBe(true));
