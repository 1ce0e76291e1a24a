import { inForce, BOOK, secret, UNIT, WHO } from '../../../test/support/rectification.js';
import { recorded, specification, type Past } from '../../../test/support/specification.js';
import { signerReviewDecider, type SignerReviewCommand } from './signer-review.decider.js';
import { signerReviews, type SignerReviewRow } from './signer-reviews.view.js';

type Of<Type extends SignerReviewCommand['type']> = Extract<SignerReviewCommand, { type: Type }>;
const closure = {
  rectificationId: 'rectification-1',
  unitId: UNIT.town,
  year: 2016,
  groupId: 'group-1',
  signerPersonIds: [WHO.lead, WHO.member],
  closedOn: '2016-12-05',
  falseClosure: true,
};
const basis = (clauseId: string) => ({ bookId: 'book', bookVersion: 1, clauseId, clauseHash: 'h', events: ['e9'] });
const set = (clauseId: string, met: boolean): Of<'SetSignerReview'> => ({
  type: 'SetSignerReview',
  data: { ...closure, clauseId, met, basis: basis(clauseId) },
});
const came = (type: string, clauseId = 'A') => ({ type, data: { ...closure, clauseId }, basis: [basis(clauseId)] });
const act = { rectificationId: 'rectification-1', organUnitId: UNIT.office, documentNo: '示例〔2016〕8号', date: '2016-12-07' };
const open = (change = {}): Of<'OpenSignerReview'> => ({ type: 'OpenSignerReview', data: { ...act, ...change } });
const dismiss = (change = {}): Of<'DismissSignerReview'> => ({ type: 'DismissSignerReview', data: { ...act, reason: secret('另案处理'), ...change } });
const conclude = (change = {}): Of<'ConcludeSignerReview'> => ({
  type: 'ConcludeSignerReview',
  data: { ...act, conclusion: 'closure-false', opinion: secret('未到现场'), ...change },
});
const of = { unitId: UNIT.town, year: 2016, signerPersonIds: closure.signerPersonIds };
const opened: Past = { type: 'SignerReviewOpened', data: { ...act, ...of } };

const post = (unitId: string, personId: string) => ({ postId: 'p', unitId, tenures: [{ tenureId: 't', personId, from: '2016-01-01', to: '2017-01-01' }] });
const rows = {
  'rectification-posts': { 'post-clerk1': post(UNIT.office, WHO.clerk), 'post-lead1': post(UNIT.office, WHO.lead) },
  'rectification-units': { [UNIT.office]: { unitId: UNIT.office, competences: ['command-office'] }, [UNIT.bureau]: { unitId: UNIT.bureau, competences: [] } },
};
const given = specification(signerReviewDecider, { rows, actor: { personId: WHO.clerk }, book: inForce() });

describe('a review of who signed a closure', () => {
  it('is proposed by the book', () => given().when(set('A', true)).then(came('SignerReviewProposed')));
  it('is proposed once', () => given(came('SignerReviewProposed')).when(set('A', true)).thenNothing());
  it('rests on each clause that asks for it', () => {
    given(came('SignerReviewProposed')).when(set('B', true)).then(came('SignerReviewBasisAdded', 'B'));
    given(came('SignerReviewProposed'), came('SignerReviewBasisAdded', 'B')).when(set('A', false)).then(came('SignerReviewBasisRemoved'));
  });
  it('is withdrawn while nobody has opened it, and proposed anew', () => {
    given(came('SignerReviewProposed')).when(set('A', false)).then(came('SignerReviewWithdrawn'));
    given(came('SignerReviewProposed'), came('SignerReviewWithdrawn')).when(set('A', true)).then(came('SignerReviewProposed'));
  });
  it('is marked when people have opened it, and regained', () => {
    given(came('SignerReviewProposed'), opened).when(set('A', false)).then(came('SignerReviewBasisLost'));
    given(came('SignerReviewProposed'), opened, came('SignerReviewBasisLost')).when(set('A', true)).then(came('SignerReviewBasisRegained'));
  });
  it('says nothing where nothing is asked', () => given().when(set('A', false)).thenNothing());
  it('stays ended once people have ended it', () => {
    const concluded: Past = { type: 'SignerReviewConcluded', data: { ...conclude().data, ...of } };
    given(came('SignerReviewProposed'), opened, concluded).when(set('B', true)).thenNothing();
    given(came('SignerReviewProposed'), { type: 'SignerReviewDismissed', data: { ...dismiss().data, ...of } })
      .when(set('A', false))
      .thenNothing();
  });
});

describe('people', () => {
  const proposed = came('SignerReviewProposed');
  const on = { validAt: { from: '2016-12-07' } };
  it('open it', () =>
    given(proposed)
      .when(open())
      .then({ ...opened, data: { ...act, ...of }, ...on } as never));
  it('decide not to', () =>
    given(proposed)
      .when(dismiss())
      .then({ type: 'SignerReviewDismissed', data: { ...dismiss().data, ...of }, ...on }));
  it('conclude it, whatever was found', () =>
    given(proposed, opened, came('SignerReviewBasisLost'))
      .when(conclude())
      .then({ type: 'SignerReviewConcluded', data: { ...conclude().data, ...of }, ...on }));
  it.each<[string, readonly Past[], SignerReviewCommand, string]>([
    ['open what nobody proposed', [], open(), 'rectification.review-not-there'],
    ['open what is open', [proposed, opened], open(), 'rectification.review-not-there'],
    ['conclude what is not open', [proposed], conclude(), 'rectification.review-not-there'],
    ['dismiss what was withdrawn', [proposed, came('SignerReviewWithdrawn')], dismiss(), 'rectification.review-not-there'],
    ['act without a number', [proposed], open({ documentNo: '' }), 'rectification.document-missing'],
    ['dismiss without a reason', [proposed], dismiss({ reason: secret('') }), 'rectification.reason-missing'],
    ['conclude without a word', [proposed, opened], conclude({ opinion: secret('') }), 'rectification.reason-missing'],
    ['act tomorrow', [proposed], open({ date: '2016-12-08' }), 'rectification.date-in-future'],
    ['act on no date', [proposed], open({ date: '2016-02-30' }), 'date.invalid'],
    ['conclude before they opened', [proposed, opened], conclude({ date: '2016-12-06' }), 'rectification.out-of-order'],
    ['act for an organ that may not', [proposed], open({ organUnitId: UNIT.bureau }), 'rectification.wrong-reviewer'],
    ['act for no organ', [proposed], open({ organUnitId: UNIT.works }), 'rectification.wrong-reviewer'],
  ])('do not %s', (_, history, command, code) =>
    given(...history)
      .when(command)
      .thenRejected(code),
  );
  it('do not review what they signed', () =>
    given(proposed)
      .when(open(), { actor: { personId: WHO.lead } })
      .thenRejected('rectification.own-review'));
  it('are of the organ', () =>
    given(proposed)
      .when(open(), { actor: { personId: WHO.farmer } })
      .thenRejected('rectification.not-of-organ'));
  it('are named', () => given(proposed).when(open(), { actor: {} }).thenRejected('rectification.actor-unknown'));
  it('are of whom the book names, where it names somebody', () => {
    const competences = [{ act: 'review-signer', zh: '复核', competences: ['discipline'], source: 'example', article: '1', verifiedBy: '示例' }];
    given(proposed)
      .when(open(), { book: inForce({ ...BOOK, competences }) })
      .thenRejected('rectification.wrong-reviewer');
    given(proposed)
      .when(open(), { book: undefined })
      .thenData({ type: 'SignerReviewOpened', data: { ...act, ...of } });
  });
});

describe('signer-reviews', () => {
  const rowOf = (...history: readonly Past[]) =>
    history.map(recorded).reduce<SignerReviewRow | undefined>((row, event) => {
      const fold = signerReviews.on as Readonly<Record<string, (row: SignerReviewRow | undefined, event: never, key: string) => SignerReviewRow>>;
      expect(signerReviews.keysOf(event as never)).toEqual([`${UNIT.town}/rectification-1`]);
      return fold[event.type]!(row, event as never, '');
    }, undefined);
  const proposed = came('SignerReviewProposed');
  it('show what was proposed and on what ground', () =>
    expect(rowOf(proposed, came('SignerReviewBasisAdded', 'B'), came('SignerReviewBasisRemoved'))).toMatchObject({
      ...closure,
      state: 'proposed',
      bases: [basis('B')],
      openedOn: null,
    }));
  it.each<[SignerReviewRow['state'], readonly Past[]]>([
    ['withdrawn', [proposed, came('SignerReviewWithdrawn')]],
    ['open', [proposed, opened]],
    ['basis-lost', [proposed, opened, came('SignerReviewBasisLost')]],
    ['open', [proposed, opened, came('SignerReviewBasisLost'), came('SignerReviewBasisRegained')]],
    ['dismissed', [proposed, { type: 'SignerReviewDismissed', data: { ...dismiss().data, ...of } }]],
    ['concluded', [proposed, opened, { type: 'SignerReviewConcluded', data: { ...conclude().data, ...of } }]],
  ])('show that it is %s', (state, history) => {
    const row = rowOf(...history)!;
    expect([row.state, row.history.at(-1)!.state, row.history.length]).toEqual([state, state, history.length]);
    expect(row.stateZh).toMatch(/\p{Script=Han}/u);
  });
  it('show who concluded what', () =>
    expect(rowOf(proposed, opened, { type: 'SignerReviewConcluded', data: { ...conclude().data, ...of } })).toMatchObject({
      ...{ organUnitId: UNIT.office, openedOn: '2016-12-07', endedOn: '2016-12-07', conclusion: 'closure-false', words: secret('未到现场') },
    }));
});
