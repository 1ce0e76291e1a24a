import { act, committee, discipline, given, organization, play, setBasis, until } from '../../../test/support/accountability-case.js';
import { QIN } from '../../../test/support/accountability.js';

const flagged = play(setBasis());
const after = (last: Parameters<typeof until>[0]) => play(...until(last));
const past = { doneElsewhere: true, documentNo: '示例〔2017〕9号' };

describe('a recommendation', () => {
  const recommend = act('RecommendAccountability');
  it('cites the clause as it read, and the events that satisfied it', () =>
    given(...flagged)
      .when(recommend)
      .then({ type: 'AccountabilityRecommended', data: recommend.data, validAt: { from: '2017-01-24' }, basis: [setBasis().data.basis] }));
  it('is for people of a competent organ, in a post they hold', () => {
    given(...flagged)
      .when(recommend, { actor: { personId: 'person-cp01', postId: 'post-cp01' } })
      .thenRejected('accountability.not-competent');
    given(...flagged)
      .when(recommend, { actor: { personId: QIN, postId: 'post-jw01' } })
      .thenRejected('accountability.actor-not-in-post');
    given(...flagged)
      .when(recommend, { actor: { personId: 'person-jw01' } })
      .thenRejected('accountability.actor-without-post');
    given(...flagged)
      .when(recommend, { actor: { policy: 'engine' } })
      .thenRejected('accountability.actor-without-post');
    given(...flagged)
      .when(recommend, { actor: organization })
      .thenRejected('accountability.other-organ');
  });
  it('needs a ground that holds', () => {
    given().when(recommend).thenRejected('accountability.no-ground');
    given(...flagged)
      .when(act('RecommendAccountability', { bases: [] }))
      .thenRejected('accountability.no-ground');
    given(...flagged)
      .when(act('RecommendAccountability', { bases: [{ clauseId: 'X-1', target: 'village-other' }] }))
      .thenRejected('accountability.no-ground');
  });
  it('proposes a measure that the book knows, in force or not', () => {
    const proposing = (proposedMeasure: string, more = {}) => act('RecommendAccountability', { proposedMeasure, ...more });
    given(...flagged)
      .when(proposing('Hanging'))
      .thenRejected('accountability.unknown-measure');
    given(...flagged)
      .when(proposing('Demotion'))
      .thenData({ type: 'AccountabilityRecommended', data: proposing('Demotion').data });
    given(...flagged)
      .when(proposing('Hanging', past))
      .thenData({ type: 'AccountabilityRecommended', data: { ...proposing('Hanging', past).data, breaches: ['accountability.unknown-measure'] } });
  });
  it('comes with the material on the facts', () =>
    given(...flagged)
      .when(act('RecommendAccountability', { materialRefs: [] }))
      .thenRejected('accountability.material-missing'));
  it('comes once', () =>
    given(...after('RecommendAccountability'))
      .when(recommend)
      .thenRejected('accountability.out-of-order'));
  it('is dated by a real day that has come', () => {
    given(...flagged)
      .when(act('RecommendAccountability', { date: '2017-02-30' }))
      .thenRejected('accountability.date-invalid');
    given(...flagged)
      .when(act('RecommendAccountability', { date: '2017-05-01' }))
      .thenRejected('accountability.date-in-future');
  });
  it('done elsewhere needs its document, and names the wrong organ', () => {
    given(...flagged)
      .when(act('RecommendAccountability', { doneElsewhere: true }))
      .thenRejected('accountability.document-missing');
    given(...flagged)
      .when(act('RecommendAccountability', { ...past, organUnitId: 'unit-cpc1' }))
      .thenData({
        type: 'AccountabilityRecommended',
        data: {
          ...act('RecommendAccountability', { ...past, organUnitId: 'unit-cpc1' }).data,
          breaches: ['accountability.other-organ', 'accountability.wrong-organ'],
        },
      });
  });
});

describe('a clue', () => {
  it('is dismissed with a reason', () =>
    given(...flagged)
      .when(act('DismissClue'))
      .thenData({ type: 'ClueDismissed', data: act('DismissClue').data }));
  it('is not dismissed after initiation', () =>
    given(...after('ApproveInitiation'))
      .when(act('DismissClue'))
      .thenRejected('accountability.out-of-order'));
  it('dismissed is not recommended on the same ground', () =>
    given(...play(setBasis(), act('DismissClue')))
      .when(act('RecommendAccountability'))
      .thenRejected('accountability.out-of-order'));
  it('dismissed is open again on another ground', () => {
    const bases = [{ clauseId: 'X-2', target: 'village-vil1' }];
    const recommend = act('RecommendAccountability', { bases });
    given(...play(setBasis(), act('DismissClue'), setBasis(undefined, { clauseId: 'X-2' })))
      .when(recommend)
      .thenData({ type: 'AccountabilityRecommended', data: recommend.data });
  });
  it('opened again on another ground hears the person anew', () => {
    const bases = [{ clauseId: 'X-2', target: 'village-vil1' }];
    const reopened = play(
      ...until('HearStatement'),
      act('ConcludeWithoutAccountability'),
      setBasis(undefined, { clauseId: 'X-2' }),
      act('RecommendAccountability', { bases, date: '2017-02-09' }),
      act('ApproveInitiation', { date: '2017-02-09' }),
      act('TakeDirectPath', { date: '2017-02-09' }),
    );
    given(...reopened)
      .when(act('DecideCollectively', { bases }), { actor: committee })
      .thenRejected('accountability.statement-not-heard', 'S-HEAR');
  });
});

describe('initiation', () => {
  it('is approved by the principal of the organ', () =>
    given(...after('RecommendAccountability'))
      .when(act('ApproveInitiation'))
      .thenData({ type: 'InitiationApproved', data: act('ApproveInitiation').data }));
  it('is not approved by somebody else of the organ', () =>
    given(...after('RecommendAccountability'))
      .when(act('ApproveInitiation'), { actor: { personId: 'person-jw02', postId: 'post-jw02' } })
      .thenRejected('accountability.not-principal'));
  it('needs a recommendation', () =>
    given(...flagged)
      .when(act('ApproveInitiation'))
      .thenRejected('accountability.out-of-order'));
  it('cannot be dated before it', () =>
    given(...after('RecommendAccountability'))
      .when(act('ApproveInitiation', { date: '2017-01-23' }))
      .thenRejected('accountability.out-of-order'));
});

describe('an investigation team', () => {
  const initiated = after('ApproveInitiation');
  it('has two members at least', () => {
    given(...initiated)
      .when(act('FormInvestigationTeam'))
      .thenData({ type: 'InvestigationTeamFormed', data: act('FormInvestigationTeam').data });
    given(...initiated)
      .when(act('FormInvestigationTeam', { memberIds: ['person-inv1', 'person-inv1'] }))
      .thenRejected('accountability.team-too-small');
  });
  it('was asked about conflicts, and has nobody recused', () => {
    given(...initiated)
      .when(act('FormInvestigationTeam', { conflictsChecked: false }))
      .thenRejected('accountability.recusal-unchecked');
    given(...initiated)
      .when(act('FormInvestigationTeam', { recused: [{ personId: 'person-inv1', ground: { private: '同乡' } }] }))
      .thenRejected('accountability.recused-member');
  });
  it('never has the person investigated, not even elsewhere', () =>
    given(...initiated)
      .when(act('FormInvestigationTeam', { ...past, memberIds: ['person-inv1', 'person-guta'] }))
      .thenRejected('accountability.subject-investigates'));
  it('needs initiation', () =>
    given(...after('RecommendAccountability'))
      .when(act('FormInvestigationTeam'))
      .thenRejected('accountability.out-of-order'));
});

describe('a recusal', () => {
  const formed = after('FormInvestigationTeam');
  it('keeps the team at two', () => {
    given(...formed)
      .when(act('RecuseMember'))
      .thenData({ type: 'MemberRecused', data: act('RecuseMember').data });
    given(...formed)
      .when(act('RecuseMember', { replacementId: undefined }))
      .thenRejected('accountability.team-too-small');
  });
  it('concerns a member and brings in nobody who is barred', () => {
    given(...formed)
      .when(act('RecuseMember', { memberId: 'person-inv9' }))
      .thenRejected('accountability.not-a-member');
    given(...formed)
      .when(act('RecuseMember', { replacementId: 'person-guta' }))
      .thenRejected('accountability.recused-member');
    given(...play(...until('FormInvestigationTeam'), act('RecuseMember')))
      .when(act('RecuseMember', { memberId: 'person-inv2', replacementId: 'person-inv1' }))
      .thenRejected('accountability.recused-member');
  });
});

describe('facts and statement', () => {
  it('facts rest on evidence', () => {
    given(...after('FormInvestigationTeam'))
      .when(act('DraftFacts'))
      .thenData({ type: 'FactsDrafted', data: act('DraftFacts').data });
    given(...after('FormInvestigationTeam'))
      .when(act('DraftFacts', { evidenceRefs: [] }))
      .thenRejected('accountability.evidence-missing');
  });
  it('facts are shown before the statement is heard', () => {
    given(...after('DraftFacts'))
      .when(act('PresentFacts'))
      .thenData({ type: 'FactsPresentedToSubject', data: act('PresentFacts').data });
    given(...after('DraftFacts'))
      .when(act('HearStatement'))
      .thenRejected('accountability.out-of-order', 'S-HEAR');
  });
  it('a refusal to sign is noted', () => {
    given(...after('DraftFacts'))
      .when(act('PresentFacts', { signed: false }))
      .thenRejected('accountability.signature-missing');
    given(...after('DraftFacts'))
      .when(act('PresentFacts', { signed: false, refusalNote: '本人拒签' }))
      .thenData({ type: 'FactsPresentedToSubject', data: act('PresentFacts', { signed: false, refusalNote: '本人拒签' }).data });
  });
  it('points accepted send the facts back', () => {
    const accepted = act('HearStatement', { acceptedPoints: [{ private: '道路已通' }] });
    const heard = play(...until('PresentFacts'), accepted);
    given(...after('PresentFacts'))
      .when(accepted)
      .thenData({ type: 'StatementHeard', data: accepted.data });
    given(...heard)
      .when(act('ReportInvestigation'))
      .thenRejected('accountability.out-of-order');
    given(...heard)
      .when(act('DraftFacts', { date: '2017-02-04' }))
      .thenData({ type: 'FactsDrafted', data: act('DraftFacts', { date: '2017-02-04' }).data });
  });
  it('heard after the vote is refused, and recorded as a breach when it was done elsewhere', () => {
    const late = { date: '2017-02-12', ...past };
    given(...after('DecideCollectively'))
      .when(act('HearStatement', { date: '2017-02-12' }))
      .thenRejected('accountability.statement-after-decision', 'S-HEAR');
    given(...after('DecideCollectively'))
      .when(act('HearStatement', late))
      .thenData({ type: 'StatementHeard', data: { ...act('HearStatement', late).data, breaches: ['S-HEAR'] } });
  });
  it('recorded late but heard in time is no breach', () =>
    given(...after('DecideCollectively'))
      .when(act('HearStatement', past))
      .thenData({ type: 'StatementHeard', data: act('HearStatement', past).data }));
});

describe('the report', () => {
  it('follows the hearing and names grounds that hold', () => {
    given(...after('HearStatement'))
      .when(act('ReportInvestigation'))
      .thenData({ type: 'InvestigationReported', data: act('ReportInvestigation').data });
    given(...after('PresentFacts'))
      .when(act('ReportInvestigation'))
      .thenRejected('accountability.statement-not-heard', 'S-HEAR');
    given(...after('HearStatement'))
      .when(act('ReportInvestigation', { bases: [{ clauseId: 'X-9', target: 'village-vil1' }] }))
      .thenRejected('accountability.no-ground');
    given(...after('HearStatement'))
      .when(act('ReportInvestigation', { collectivelyDiscussed: false }))
      .thenRejected('accountability.report-not-discussed');
  });
});

describe('the direct path', () => {
  it('spares the investigation, never the hearing', () => {
    const direct = play(...until('ApproveInitiation'), act('TakeDirectPath'));
    given(...after('ApproveInitiation'))
      .when(act('TakeDirectPath'))
      .thenData({ type: 'DirectPathTaken', data: act('TakeDirectPath').data });
    given(...after('FormInvestigationTeam'))
      .when(act('TakeDirectPath'))
      .thenRejected('accountability.out-of-order');
    given(...direct)
      .when(act('DecideCollectively'), { actor: discipline })
      .thenRejected('accountability.statement-not-heard', 'S-HEAR');
    const heard = play(...until('ApproveInitiation'), act('TakeDirectPath'), act('HearStatement'));
    given(...heard)
      .when(act('DecideCollectively'))
      .thenData(expect.objectContaining({ type: 'CollectivelyDecided' }));
  });
});

describe('the dates of acts', () => {
  const steps = [
    ['ApproveInitiation', 'FormInvestigationTeam', '2017-01-24'],
    ['FormInvestigationTeam', 'DraftFacts', '2017-01-25'],
    ['DraftFacts', 'PresentFacts', '2017-01-31'],
    ['PresentFacts', 'HearStatement', '2017-02-01'],
    ['ReportInvestigation', 'ReturnForFacts', '2017-02-05'],
    ['ReportInvestigation', 'DecideCollectively', '2017-02-05'],
    ['ExecuteMeasure', 'FileSelfCriticism', '2017-02-23'],
    ['ExecuteMeasure', 'CorrectDecision', '2017-02-23'],
    ['FileSelfCriticism', 'ArchiveCase', '2017-02-23'],
  ] as const;
  it.each(steps)('after %s, %s is not dated before it', (last, type, date) => {
    given(...after(last))
      .when(act(type, { date }))
      .thenRejected('accountability.out-of-order');
  });
  it('out of order elsewhere are a named breach', () =>
    given(...after('DraftFacts'))
      .when(act('PresentFacts', { ...past, date: '2017-01-31' }))
      .thenData(expect.objectContaining({ data: expect.objectContaining({ breaches: ['accountability.out-of-order'] }) })));
  it('of the same day are in order', () =>
    given(...after('DraftFacts'))
      .when(act('PresentFacts', { date: '2017-02-01' }))
      .thenData(expect.objectContaining({ type: 'FactsPresentedToSubject' })));
});
