import { fieldRows, file, found, HEAD, piece, SIGNERS, TOWN, VILLAGE } from '../../../test/support/finding-rows.js';
import { specification, type Past } from '../../../test/support/specification.js';
import { findingDecider } from './finding.decider.js';

const world = { rows: fieldRows, actor: { personId: SIGNERS[0] } };
const given = specification(findingDecider, world);
const office = { actor: { personId: 'person-office01' } };
const logged: Past = { type: 'FindingLogged', data: found };
const practice: Past = { type: 'GoodPracticeLogged', data: found };
const of = { findingId: found.findingId, unitId: TOWN, year: 2016 };
const placed = { ...of, villageId: VILLAGE };
const on = (date: string) => ({ ...of, date });
const byHead = (date: string) => ({ ...on(date), ...HEAD });
const shown: Past = { type: 'FindingShownToUnit', data: { ...placed, ...HEAD, date: '2016-11-22' } };
const agreed: Past = { type: 'FindingAgreed', data: { ...placed, ...HEAD, date: '2016-11-23' } };
const grounds = { private: '路已列入计划' };
const disputed: Past = { type: 'FindingDisputed', data: { ...placed, ...HEAD, date: '2016-11-23', grounds } };
const refused: Past = { type: 'FindingSignatureRefused', data: { ...placed, date: '2016-11-23', witnessPersonIds: ['person-witness1'] } };
const paper = { reason: '与原问题同一事实', authorityRef: '示例督办〔2016〕7号' };
const withdrawn: Past = { type: 'FindingWithdrawn', data: { ...placed, ...paper, date: '2016-11-25' } };
const marked: Past = { type: 'FindingDuplicateMarked', data: { ...placed, duplicateOf: 'finding-f03', reason: '同一事实', date: '2016-11-24' } };
const standing = (findingId: string, more: object = {}) => ({
  [findingId]: { findingId, unitId: TOWN, year: 2016, duplicateOf: null, withdrawn: false, ...more },
});

describe('answering for a unit', () => {
  const show = { type: 'ShowFindingToUnit', data: byHead('2016-11-22') } as const;
  it('the finding is shown to a person of the unit', () =>
    given(logged)
      .when(show)
      .then({ type: 'FindingShownToUnit', data: { ...placed, ...HEAD, date: '2016-11-22' }, validAt: { from: '2016-11-22' } }));
  it('a finding about no village is shown without one', () => {
    const { villageId: _village, ...atUnit } = found;
    given({ type: 'FindingLogged', data: atUnit }).when(show).thenData({ type: 'FindingShownToUnit', data: show.data });
  });
  it.each<[string, readonly Past[], object, string]>([
    ['an unknown finding', [], {}, 'finding.unknown'],
    ['another unit', [logged], { unitId: 'unit-other0001' }, 'finding.other-unit'],
    ['another year', [logged], { year: 2015 }, 'finding.other-unit'],
    ['a good practice', [practice], {}, 'finding.good-practice'],
    ['twice', [logged, shown], {}, 'finding.already-shown'],
    ['a duplicate', [logged, marked], {}, 'finding.is-duplicate'],
    ['what was withdrawn', [logged, withdrawn], {}, 'finding.withdrawn'],
    ['before it was found', [logged], { date: '2016-11-19' }, 'finding.out-of-order'],
    ['tomorrow', [logged], { date: '2016-12-08' }, 'finding.date-in-future'],
    ['on no day', [logged], { date: '2016-02-30' }, 'date.invalid'],
    ['to a post of another unit', [logged], { postId: 'post-other001' }, 'finding.not-unit-post'],
    ['to an unknown post', [logged], { postId: 'post-none0001' }, 'finding.not-unit-post'],
    ['to who left the post', [logged], { personId: 'person-before01' }, 'finding.not-post-holder'],
    ['to who logged it', [logged], { personId: SIGNERS[0] }, 'finding.answered-by-signer'],
  ])('it is not shown: %s', (_, history, more, code) =>
    given(...history)
      .when({ ...show, data: { ...show.data, ...more } })
      .thenRejected(code),
  );

  const agree = { type: 'AgreeToFinding', data: byHead('2016-11-23') } as const;
  it.each<[string, readonly Past[]]>([
    ['once shown', [logged, shown]],
    ['after refusing to sign', [logged, shown, refused]],
    ['giving an objection up', [logged, shown, disputed]],
  ])('the unit agrees %s', (_, history) =>
    given(...history)
      .when(agree)
      .then({ type: 'FindingAgreed', data: { ...placed, ...HEAD, date: '2016-11-23' }, validAt: { from: '2016-11-23' } }),
  );
  const decided: Past = { type: 'FindingObjectionDecided', data: { ...placed, ...paper, stands: true, date: '2016-11-24' } };
  it.each<[string, readonly Past[], object, string]>([
    ['before it was shown', [logged], {}, 'finding.not-awaiting-answer'],
    ['twice', [logged, shown, agreed], {}, 'finding.not-awaiting-answer'],
    ['after the decision', [logged, shown, disputed, decided], {}, 'finding.not-awaiting-answer'],
    ['to a duplicate', [logged, shown, marked], {}, 'finding.is-duplicate'],
    ['before the showing', [logged, shown], { date: '2016-11-21' }, 'finding.out-of-order'],
    ['by who found it', [logged, shown], { personId: SIGNERS[0] }, 'finding.answered-by-signer'],
    ['to what was withdrawn', [logged, shown, withdrawn], {}, 'finding.withdrawn'],
  ])('the unit does not agree %s', (_, history, more, code) =>
    given(...history)
      .when({ ...agree, data: { ...agree.data, ...more } })
      .thenRejected(code),
  );

  const dispute = { type: 'DisputeFinding', data: { ...byHead('2016-11-23'), grounds } } as const;
  it.each<[string, readonly Past[]]>([
    ['once shown', [logged, shown]],
    ['after refusing to sign', [logged, shown, refused]],
  ])('the unit objects %s', (_, history) =>
    given(...history)
      .when(dispute)
      .thenData({ type: 'FindingDisputed', data: { ...placed, ...HEAD, date: '2016-11-23', grounds } }),
  );
  it.each<[string, readonly Past[], object, string]>([
    ['before it was shown', [logged], {}, 'finding.not-awaiting-answer'],
    ['twice', [logged, shown, disputed], {}, 'finding.not-awaiting-answer'],
    ['after agreeing', [logged, shown, agreed], {}, 'finding.not-awaiting-answer'],
    ['to a duplicate', [logged, shown, marked], {}, 'finding.is-duplicate'],
    ['without grounds', [logged, shown], { grounds: { private: ' ' } }, 'text.blank'],
  ])('the unit does not object %s', (_, history, more, code) =>
    given(...history)
      .when({ ...dispute, data: { ...dispute.data, ...more } })
      .thenRejected(code),
  );

  const refuse = { type: 'RecordRefusalToSign', data: { ...on('2016-11-23'), witnessPersonIds: ['person-witness1'] } } as const;
  it('a refusal to sign is recorded with its witnesses', () =>
    given(logged, shown)
      .when(refuse)
      .thenData({ type: 'FindingSignatureRefused', data: { ...placed, date: '2016-11-23', witnessPersonIds: ['person-witness1'] } }));
  it.each<[string, readonly Past[], object, string]>([
    ['before it was shown', [logged], {}, 'finding.not-awaiting-signature'],
    ['after an answer', [logged, shown, agreed], {}, 'finding.not-awaiting-signature'],
    ['without witnesses', [logged, shown], { witnessPersonIds: [] }, 'finding.witness-missing'],
    ['witnessed by who found it', [logged, shown], { witnessPersonIds: [SIGNERS[1]] }, 'finding.witness-missing'],
    ['with a witness named twice', [logged, shown], { witnessPersonIds: ['person-witness1', 'person-witness1'] }, 'finding.witness-missing'],
    ['witnessed by a stranger', [logged, shown], { witnessPersonIds: ['person-nobody01'] }, 'person.unknown'],
    ['witnessed by a village', [logged, shown], { witnessPersonIds: [VILLAGE] }, 'person.unknown'],
    ['to a duplicate', [logged, shown, marked], {}, 'finding.is-duplicate'],
  ])('no refusal is recorded %s', (_, history, more, code) =>
    given(...history)
      .when({ ...refuse, data: { ...refuse.data, ...more } })
      .thenRejected(code),
  );
});

describe('deciding an objection', () => {
  const decideIt = (stands: boolean) => ({ type: 'DecideFindingObjection', data: { ...on('2016-11-24'), ...paper, stands } }) as const;
  const said = { ...placed, ...paper, date: '2016-11-24' };
  it('the finding stands', () =>
    given(logged, shown, disputed)
      .when(decideIt(true), office)
      .thenData({ type: 'FindingObjectionDecided', data: { ...said, stands: true } }));
  it('or is withdrawn in the same decision', () =>
    given(logged, shown, disputed)
      .when(decideIt(false), office)
      .thenData({ type: 'FindingObjectionDecided', data: { ...said, stands: false } }, { type: 'FindingWithdrawn', data: said }));
  it.each<[string, readonly Past[], object, object, string]>([
    ['by who logged the finding', [logged, shown, disputed], {}, { actor: { personId: SIGNERS[1] } }, 'finding.decided-by-signer'],
    ['by nobody', [logged, shown, disputed], {}, { actor: {} }, 'finding.decided-by-signer'],
    ['by who objected', [logged, shown, disputed], {}, { actor: { personId: HEAD.personId } }, 'finding.by-unit'],
    ['where there is none', [logged, shown], {}, office, 'finding.not-disputed'],
    ['twice', [logged, shown, disputed, { type: 'FindingObjectionDecided', data: { ...said, stands: true } }], {}, office, 'finding.not-disputed'],
    ['to a duplicate', [logged, shown, disputed, marked], {}, office, 'finding.is-duplicate'],
    ['before it was made', [logged, shown, disputed], { date: '2016-11-22' }, office, 'finding.out-of-order'],
    ['without a reason', [logged, shown, disputed], { reason: '' }, office, 'text.blank'],
    ['without authority', [logged, shown, disputed], { authorityRef: ' ' }, office, 'text.blank'],
  ])('is refused %s', (_, ...[history, more, who, code]) => {
    const command = decideIt(true);
    given(...history)
      .when({ ...command, data: { ...command.data, ...more } }, who)
      .thenRejected(code);
  });
});

describe('a duplicate', () => {
  const mark = { type: 'MarkFindingDuplicate', data: { ...on('2016-11-24'), duplicateOf: 'finding-f03', reason: '同一事实' } } as const;
  const knowing = (more: object = {}, who: object = office) => ({ ...who, rows: { ...fieldRows, 'finding-standings': standing('finding-f03', more) } });
  it.each<[string, readonly Past[]]>([
    ['logged', [logged]],
    ['agreed', [logged, shown, agreed]],
    ['disputed', [logged, shown, disputed]],
  ])('is marked when %s', (_, history) =>
    given(...history)
      .when(mark, knowing())
      .thenData({ type: 'FindingDuplicateMarked', data: { ...placed, duplicateOf: 'finding-f03', reason: '同一事实', date: '2016-11-24' } }),
  );
  it.each<[string, readonly Past[], object, object, string]>([
    ['of itself', [logged], { duplicateOf: found.findingId }, knowing(), 'finding.duplicate-of-itself'],
    ['of nothing', [logged], { duplicateOf: 'finding-none' }, knowing(), 'finding.unknown-original'],
    ["of another unit's", [logged], {}, knowing({ unitId: 'unit-other0001' }), 'finding.original-elsewhere'],
    ["of another year's", [logged], {}, knowing({ year: 2015 }), 'finding.original-elsewhere'],
    ['of what was withdrawn', [logged], {}, knowing({ withdrawn: true }), 'finding.original-withdrawn'],
    ['of a duplicate: no chain closes', [logged], {}, knowing({ duplicateOf: found.findingId }), 'finding.original-is-duplicate'],
    ['twice', [logged, marked], {}, knowing(), 'finding.is-duplicate'],
    ['when withdrawn', [logged, withdrawn], {}, knowing(), 'finding.withdrawn'],
    ['by the unit', [logged, shown, agreed], {}, knowing({}, { actor: { personId: HEAD.personId } }), 'finding.by-unit'],
    ['among good practice', [practice], {}, knowing(), 'finding.good-practice'],
    ['without a reason', [logged], { reason: ' ' }, knowing(), 'text.blank'],
    ['before it was found', [logged], { date: '2016-11-19' }, knowing(), 'finding.out-of-order'],
  ])('is not marked %s', (_, ...[history, more, who, code]) =>
    given(...history)
      .when({ ...mark, data: { ...mark.data, ...more } }, who)
      .thenRejected(code),
  );
  it('reads the original under a guard: it might become a duplicate at the same moment', () =>
    expect(findingDecider.needs!.MarkFindingDuplicate!(mark)).toEqual([{ view: 'finding-standings', key: 'finding-f03', guard: 'finding-f03' }]));

  const lift = { type: 'LiftFindingDuplicateMark', data: { ...on('2016-11-25'), ...paper } } as const;
  it.each<[string, readonly Past[], boolean]>([
    ['counts again when the unit had agreed', [logged, shown, agreed, marked], true],
    ['counts not when it had not', [logged, shown, marked], false],
  ])('is one no more and %s', (_, history, was) =>
    given(...history)
      .when(lift, office)
      .thenData({ type: 'FindingDuplicateMarkLifted', data: { ...placed, ...paper, duplicateOf: 'finding-f03', agreed: was, date: '2016-11-25' } }),
  );
  it.each<[string, readonly Past[], object, object, string]>([
    ['where there is no mark', [logged], {}, office, 'finding.no-duplicate'],
    ['when withdrawn', [logged, marked, withdrawn], {}, office, 'finding.withdrawn'],
    ['by the unit', [logged, shown, marked], {}, { actor: { personId: HEAD.personId } }, 'finding.by-unit'],
    ['without authority', [logged, marked], { authorityRef: '' }, office, 'text.blank'],
  ])('stays one %s', (_, ...[history, more, who, code]) =>
    given(...history)
      .when({ ...lift, data: { ...lift.data, ...more } }, who)
      .thenRejected(code),
  );
});

describe('withdrawing', () => {
  const withdraw = { type: 'WithdrawFinding', data: { ...on('2016-11-25'), ...paper } } as const;
  const said = { ...placed, ...paper, date: '2016-11-25' };
  it.each<[string, readonly Past[]]>([
    ['logged', [logged]],
    ['agreed', [logged, shown, agreed]],
    ['marked', [logged, marked]],
  ])('takes a finding back that is %s', (_, history) =>
    given(...history)
      .when(withdraw, office)
      .then({ type: 'FindingWithdrawn', data: said, validAt: { from: '2016-11-25' } }),
  );
  it('takes good practice back that was none', () => given(practice).when(withdraw, office).thenData({ type: 'GoodPracticeWithdrawn', data: said }));
  it.each<[string, readonly Past[], object, object, string]>([
    ['nothing', [], {}, office, 'finding.unknown'],
    ['twice', [logged, withdrawn], {}, office, 'finding.withdrawn'],
    ['without a reason', [logged], { reason: '' }, office, 'text.blank'],
    ['without authority', [logged], { authorityRef: '' }, office, 'text.blank'],
    ['by the unit', [logged, shown], {}, { actor: { personId: HEAD.personId } }, 'finding.by-unit'],
    ['tomorrow', [logged], { date: '2016-12-08' }, office, 'finding.date-in-future'],
  ])('is refused: %s', (_, ...[history, more, who, code]) =>
    given(...history)
      .when({ ...withdraw, data: { ...withdraw.data, ...more } }, who)
      .thenRejected(code),
  );
});

describe('evidence and fixes', () => {
  const replace = {
    type: 'ReplaceFindingEvidence',
    data: { findingId: found.findingId, unitId: TOWN, evidenceId: 'evidence-2', replaces: 'evidence-1', zh: '清晰照片', file: file('b'), reason: '原图模糊' },
  } as const;
  const { replaces: _replaces, ...addition } = replace.data;
  const replaced: Past = { type: 'FindingEvidenceReplaced', data: { ...placed, ...replace.data } };
  it('is replaced, or added to', () => {
    given(logged)
      .when(replace)
      .thenData({ type: 'FindingEvidenceReplaced', data: { ...placed, ...replace.data } });
    given(practice)
      .when({ ...replace, data: addition })
      .thenData({ type: 'FindingEvidenceReplaced', data: { ...placed, ...addition } });
  });
  it.each<[string, readonly Past[], object, object, string]>([
    ['by another', [logged], {}, office, 'finding.not-signer'],
    ['unknown', [logged], { replaces: 'evidence-9' }, world, 'finding.unknown-evidence'],
    ['replaced before', [logged, replaced], { evidenceId: 'evidence-3' }, world, 'finding.unknown-evidence'],
    ['by itself', [logged], { evidenceId: 'evidence-1' }, world, 'finding.evidence-twice'],
    ['without a reason', [logged], { reason: ' ' }, world, 'text.blank'],
    ['without a word on it', [logged], { zh: ' ' }, world, 'text.blank'],
    ['after withdrawal', [logged, withdrawn], {}, world, 'finding.withdrawn'],
    ['by something without a hash', [logged], { file: { ...file('b'), sha256: 'none' } }, world, 'finding.evidence-invalid'],
    ['by an empty file', [logged], { file: { ...file('b'), sizeBytes: 0 } }, world, 'finding.evidence-invalid'],
    ['by a file of no type', [logged], { file: { ...file('b'), mediaType: 'picture' } }, world, 'finding.evidence-invalid'],
  ])('is not replaced: %s', (_, ...[history, more, who, code]) =>
    given(...history)
      .when({ ...replace, data: { ...replace.data, ...more } }, who)
      .thenRejected(code),
  );

  const fix = { type: 'FixFindingOnTheSpot', data: { findingId: found.findingId, unitId: TOWN, date: '2016-11-20', evidence: [piece('evidence-5')] } } as const;
  const fixed: Past = { type: 'FindingFixedOnTheSpot', data: { ...placed, ...fix.data } };
  it('put right on the spot', () =>
    given(logged)
      .when(fix)
      .then({ type: 'FindingFixedOnTheSpot', data: { ...placed, ...fix.data }, validAt: { from: '2016-11-20' } }));
  const many = (count: number, from = 100) => Array.from({ length: count }, (_, index) => piece(`evidence-${from + index}`));
  it.each<[string, readonly Past[], object, object, string]>([
    ['twice', [logged, fixed], { evidence: [piece('evidence-6')] }, world, 'finding.already-fixed'],
    ['by another', [logged], {}, office, 'finding.not-signer'],
    ['without evidence', [logged], { evidence: [] }, world, 'finding.evidence-missing'],
    ['with evidence used before', [logged], { evidence: [piece('evidence-1')] }, world, 'finding.evidence-twice'],
    ['with too much at once', [logged], { evidence: many(21) }, world, 'finding.evidence-too-much'],
    ['beyond what one finding holds', [{ ...logged, data: { ...found, evidence: many(60, 500) } }], {}, world, 'finding.evidence-too-much'],
    ['before it was found', [logged], { date: '2016-11-19' }, world, 'finding.out-of-order'],
    ['a good practice', [practice], {}, world, 'finding.good-practice'],
  ])('not put right: %s', (_, ...[history, more, who, code]) =>
    given(...history)
      .when({ ...fix, data: { ...fix.data, ...more } }, who)
      .thenRejected(code),
  );
});
