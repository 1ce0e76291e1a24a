import type { AnyPolicy, AnyView } from '#kernel';
import { worldOf } from '../../../test/support/inspection-round.js';
import { AGAINST, APPEAL, CASE, registered, SECRETARY, SUCCESSOR } from '../../../test/support/redress.js';
import { factsFrom, recorded, specification, type Past } from '../../../test/support/specification.js';
import { inForce } from '../../../test/support/accountability.js';
import { book } from '../../../test/support/appeal-case.js';
import { holdDues } from './hold-dues.view.js';
import { holdDecider, type HeldAfter } from './hold.decider.js';
import { legalHolds } from './legal-holds.view.js';
import { recordReleases } from './record-releases.view.js';
import { redressAppeals, redressOutcomes, redressSteps } from './redress-appeals.view.js';
import { redressCases } from './redress-cases.view.js';
import { redressPosts } from './redress-offices.views.js';
import { onAppealEnded, onAppealLodged, onAppealTransferred, onHourEnded } from './hold.policy.js';
import { onDecisionPublished, onDecisionRevoked, onRecordReleased } from './redress.policy.js';

const VIEWS: readonly AnyView[] = [redressCases, recordReleases, redressPosts, redressAppeals, redressOutcomes, redressSteps, holdDues];
/** What a policy makes of the last event of a history, whole. */
function after(policy: AnyPolicy, ...history: readonly Past[]) {
  const event = recorded(history.at(-1)!, history.length - 1);
  const facts = factsFrom(worldOf(VIEWS, [...registered, ...history]), policy.needs?.[event.type]?.(event) ?? []);
  return policy.on[event.type]!(event, facts);
}

const flagged: Past = { type: 'CaseBasisAdded', data: { ...CASE, clauseId: 'X-1', target: 'village-vil1', measure: 'RemovalFromPost' } };
const decided: Past = {
  type: 'CollectivelyDecided',
  data: { ...CASE, measure: 'RemovalFromPost', date: '2017-02-10', documentNo: '示例问〔2017〕1号', established: { effectUntil: '2018-02-09', openForms: [] } },
};
const executed = (tenureEndsOn?: string): Past => ({ type: 'MeasureExecuted', data: { ...CASE, date: '2017-02-24', ...(tenureEndsOn && { tenureEndsOn }) } });
const published = (channel: string, date = '2017-02-15'): Past => ({ type: 'DecisionPublished', data: { ...CASE, scope: '全县', channel, date } });
const release = (releaseId: string, date: string, recordedAt = '2016-12-07T00:00:00.000Z'): Past => ({
  type: 'RecordReleased',
  recordedAt,
  data: { releaseId, personIds: [SECRETARY], date },
});
const came: Past = { type: 'TenureStarted', data: { tenureId: 'tenure-s', personId: SUCCESSOR, postId: CASE.postId, from: '2017-03-01' } };
const outcome = (type: string, more: object = {}): Past => ({
  type,
  data: { appealId: APPEAL, against: AGAINST, decidedOn: '2017-05-10', documentNo: '示例申〔2017〕1号', ...more },
});
const revoked = outcome('DecisionRevoked');

describe('after a revocation', () => {
  const told = (...history: readonly Past[]) => after(onDecisionRevoked, ...history, revoked)[0]!.data as any;
  it('all that the measure took is owed since it took hold, and the effect period falls', () => {
    const { items, thirdParties, ...opening } = told(flagged, decided, executed('2017-02-24'), came);
    expect(opening).toEqual({
      ...{ appealId: APPEAL, against: AGAINST, outcome: 'revoked', decidedOn: '2017-05-10', documentNo: '示例申〔2017〕1号' },
      ...{ originalDate: '2017-02-10', measure: 'RemovalFromPost', variedTo: null },
    });
    expect(items).toEqual([
      { kind: 'pay', from: '2017-02-24' },
      { kind: 'grade', from: '2017-02-24' },
      { kind: 'seniority', from: '2017-02-24' },
      { kind: 'post', from: '2017-02-24' },
      { kind: 'effect-period', from: '2017-02-10', to: '2018-02-09' },
    ]);
    expect(thirdParties).toEqual([{ personId: SUCCESSOR, postId: CASE.postId, from: '2017-03-01' }]);
  });
  it('no post is owed where none was taken, and nothing where nothing was carried out', () => {
    expect(told(decided, executed()).items.map((one: any) => one.kind)).toEqual(['pay', 'grade', 'seniority', 'effect-period']);
    expect(told(decided).items.map((one: any) => one.kind)).toEqual(['effect-period']);
    expect(told()).toMatchObject({ items: [], originalDate: null, measure: null, thirdParties: [] });
  });
  it('the name is owed in every scope and channel, a notice for every earlier release', () =>
    expect(
      told(release('release-1', '2017-03-01'), decided, published('网站'), published('公告栏'), release('release-2', '2017-05-11', '2017-05-11T00:00:00.000Z'))
        .items,
    ).toEqual([
      { kind: 'effect-period', from: '2017-02-10', to: '2018-02-09' },
      { kind: 'name', scope: '全县', channel: '网站', from: '2017-02-15' },
      { kind: 'name', scope: '全县', channel: '公告栏', from: '2017-02-15' },
      { kind: 'correction', releaseId: 'release-1', from: '2017-03-01' },
    ]));
  it('also for what left after the outcome and before it was on record', () =>
    expect(told(release('release-1', '2017-05-20')).items).toEqual([{ kind: 'correction', releaseId: 'release-1', from: '2017-05-20' }]));
  it('a release of earlier days that comes on record later joins the list', () => {
    const item = { kind: 'correction', releaseId: 'release-1', from: '2017-05-01' };
    expect(after(onRecordReleased, revoked, release('release-1', '2017-05-01'))).toEqual([
      { type: 'OweRestorationItem', data: { appealId: APPEAL, against: AGAINST, item } },
    ]);
    expect(after(onRecordReleased, revoked, release('release-1', '2017-05-11'))).toEqual([]);
    expect(after(onRecordReleased, outcome('DecisionMaintained'), release('release-1', '2017-05-01'))).toEqual([]);
  });
  it('only of the decision that fell: an earlier one was settled with itself', () =>
    expect(told(decided, published('网站'), executed('2017-02-24'), decided).items.map((one: any) => one.kind)).toEqual(['effect-period']));
  it('who was in the post before is no third party', () =>
    expect(told({ ...came, data: { ...(came.data as object), from: '2016-01-01' } }, decided, executed('2017-02-24')).thirdParties).toEqual([]));
  it('a variation says to what', () => {
    const [command] = after(onDecisionRevoked, decided, outcome('DecisionVaried', { measure: 'Admonition' }));
    expect(command).toMatchObject({ type: 'OpenRestoration', data: { outcome: 'varied', variedTo: 'Admonition' } });
  });
  it('a unit’s result is put right elsewhere and ticked off here', () => {
    const against = { kind: 'veto', unitId: 'unit-town1', year: 2016 };
    const [command] = after(onDecisionRevoked, outcome('DecisionRevoked', { against }));
    expect(command).toMatchObject({ data: { against, items: [{ kind: 'unit-result', from: '2017-05-10' }], thirdParties: [] } });
    expect(after(onDecisionRevoked, outcome('DecisionVaried', { against, measure: 'x' }))[0]).toMatchObject({ data: { variedTo: 'x' } });
  });
  it('a publication that comes on record later is owed as well; before an outcome none is', () => {
    const [command] = after(onDecisionPublished, decided, revoked, published('内部通报'));
    expect(command).toMatchObject({ data: { appealId: APPEAL, items: [{ kind: 'effect-period' }, { kind: 'name', channel: '内部通报' }] } });
    expect(after(onDecisionPublished, decided, published('网站'))).toEqual([]);
  });
});

describe('a hold', () => {
  const lodged = (against: object): Past => ({ type: 'AppealLodged', data: { appealId: APPEAL, against, established: { step: {} } } });
  it('is placed on the person, the post, and what the grounds are about', () =>
    expect(after(onAppealLodged, flagged, lodged(AGAINST))).toEqual([
      { type: 'PlaceLegalHold', data: { appealId: APPEAL, against: AGAINST, heldIds: [CASE.personId, CASE.postId, 'village-vil1'] } },
    ]));
  it('of a unit is on the unit', () => {
    const against = { kind: 'grade', unitId: 'unit-town1', year: 2016 };
    expect(after(onAppealLodged, lodged(against))[0]).toMatchObject({ data: { heldIds: ['unit-town1'] } });
    expect(after(onAppealLodged, lodged(AGAINST))[0]).toMatchObject({ data: { heldIds: [CASE.personId, CASE.postId] } });
  });
  it.each(['AppealTransferred', 'AppealAdmitted'])('comes again with %s, on the same: an appeal not admitted may be taken up by somebody else', (type) => {
    const takenUp = outcome(type);
    expect(after(onAppealTransferred, flagged, lodged(AGAINST), takenUp)).toEqual(after(onAppealLodged, flagged, lodged(AGAINST)));
  });
  const end = (because: string) => [{ type: 'ReleaseLegalHold', data: { appealId: APPEAL, because } }];
  it.each([
    ['AppealDecisionCarriedOut', 'carried-out'],
    ['AppealWithdrawn', 'withdrawn'],
    ['AppealNotAdmitted', 'not-admitted'],
  ])('ends with %s', (type, because) => expect(after(onAppealEnded, revoked, outcome(type))).toEqual(end(because)));
  const taking = (appealId: string, step: string, steps: readonly string[] = []): Past => ({
    type: 'AppealLodged',
    data: { appealId, against: AGAINST, track: 'CIVIL-SERVANT-2005', step, established: { step: { after: steps } } },
  });
  const served = (more: object = {}): Past =>
    outcome('AppealDecisionServed', { date: '2017-05-12', receiptRef: '回证', established: { effectiveOn: '2017-05-12' }, ...more });
  const settling = { appealId: APPEAL, after: 'maintained', track: 'CIVIL-SERVANT-2005', step: 'reconsideration', answeredOn: '2017-05-12' };
  it('is settled with the service of what was maintained, and of nothing that has to be carried out first', () => {
    const taken = taking(APPEAL, 'reconsideration');
    expect(after(onAppealEnded, taken, outcome('DecisionMaintained'), served())).toEqual([
      { type: 'SettleLegalHold', data: { ...settling, servedOn: '2017-05-12' } },
    ]);
    for (const type of ['DecisionRevoked', 'DecisionVaried', 'RedecisionOrdered']) expect(after(onAppealEnded, taken, outcome(type), served())).toEqual([]);
    expect(after(onAppealEnded, taken, served())).toEqual([]);
    expect(after(onAppealEnded, outcome('DecisionMaintained'), served())).toEqual([]);
  });
  describe('after what was varied', () => {
    const taken = taking(APPEAL, 'reconsideration');
    const varied = outcome('DecisionVaried', { measure: 'Admonition' });
    const carriedOut = outcome('AppealDecisionCarriedOut', { date: '2017-06-20' });
    const settlingVaried = { ...settling, after: 'carried-out' };
    it('is settled when that is carried out, from the day on which the answer was served', () =>
      expect(after(onAppealEnded, taken, varied, served(), carriedOut)).toEqual([
        { type: 'SettleLegalHold', data: { ...settlingVaried, servedOn: '2017-05-12' } },
      ]));
    it('carried out before it was served is settled without a day, and again with it', () => {
      expect(after(onAppealEnded, taken, varied, carriedOut)).toEqual([{ type: 'SettleLegalHold', data: { ...settlingVaried, answeredOn: '2017-06-20' } }]);
      expect(after(onAppealEnded, taken, varied, carriedOut, served())).toEqual([
        { type: 'SettleLegalHold', data: { ...settlingVaried, servedOn: '2017-05-12' } },
      ]);
    });
    it.each(['DecisionRevoked', 'RedecisionOrdered'])('not after %s: nothing stands, or another decision', (type) =>
      expect(after(onAppealEnded, taken, outcome(type), served(), carriedOut)).toEqual(end('carried-out')),
    );
  });
  it('without a receipt is settled without a day from which a period could run', () =>
    expect(after(onAppealEnded, taking(APPEAL, 'reconsideration'), outcome('DecisionMaintained'), served({ receiptRef: ' ' }))).toEqual([
      { type: 'SettleLegalHold', data: settling },
    ]));
  it('of the step before ends with the answer to the next one, whatever it is', () => {
    const earlier = [taking('appeal-00', 'reconsideration'), taking('appeal-other', 're-appeal'), taking(APPEAL, 'appeal', ['reconsideration'])];
    const freed = { type: 'ReleaseLegalHold', data: { appealId: 'appeal-00', because: 'taken-further' } };
    expect(after(onAppealEnded, ...earlier, revoked, served())).toEqual([freed]);
    expect(after(onAppealEnded, ...earlier, outcome('DecisionMaintained'), served())).toEqual([
      freed,
      { type: 'SettleLegalHold', data: { ...settling, step: 'appeal', servedOn: '2017-05-12' } },
    ]);
  });
  it('lapses with the hour in which what was filed on its last day has had time to be recorded', () => {
    const extended: Past = {
      type: 'LegalHoldExtended',
      data: { appealId: APPEAL, after: 'maintained', track: 'T', steps: [{ step: 's', lastDay: '2017-06-01' }], until: '2017-06-01' },
    };
    const endless: Past = {
      type: 'LegalHoldExtended',
      data: { appealId: 'appeal-02', after: 'maintained', track: 'T', steps: [{ step: 's' }], until: null },
    };
    const hour = (at: string): Past => ({ type: 'HourEnded', data: { hour: at } });
    expect(after(onHourEnded, extended, endless, hour('2017-07-01T16:00:00.000Z'))).toEqual([
      { type: 'LapseLegalHold', data: { appealId: APPEAL, until: '2017-06-01' } },
    ]);
    expect(after(onHourEnded, extended, endless, hour('2017-07-01T15:00:00.000Z'))).toEqual([]);
  });

  const given = specification(holdDecider, { book: inForce(book) });
  const without = specification(holdDecider);
  const place = { type: 'PlaceLegalHold', data: { appealId: APPEAL, against: AGAINST, heldIds: [CASE.personId] } } as const;
  const lift = { type: 'ReleaseLegalHold', data: { appealId: APPEAL, because: 'withdrawn' } } as const;
  const placed = { type: 'LegalHoldPlaced', data: place.data } as const;
  const lifted = { type: 'LegalHoldReleased', data: lift.data } as const;
  it('is placed once and lifted once, and may come again', () => {
    given().when(place).thenData(placed);
    given(placed).when(place).thenNothing();
    given(placed).when(lift).thenData(lifted);
    given().when(lift).thenNothing();
    given(placed, lifted).when(place).thenData(placed);
  });
  const settle = (step: string, servedOn?: string, heldAfter: HeldAfter = 'maintained') =>
    ({
      type: 'SettleLegalHold',
      data: { appealId: APPEAL, after: heldAfter, track: 'CIVIL-SERVANT-2005', step, answeredOn: '2017-05-12', ...(servedOn && { servedOn }) },
    }) as const;
  const extended = (until: string | null, steps: readonly object[], heldAfter: HeldAfter = 'maintained') =>
    ({ type: 'LegalHoldExtended', data: { appealId: APPEAL, after: heldAfter, track: 'CIVIL-SERVANT-2005', steps, until } }) as const;
  const maintained = { type: 'LegalHoldReleased', data: { appealId: APPEAL, because: 'maintained' } } as const;
  const carriedOut = { type: 'LegalHoldReleased', data: { appealId: APPEAL, because: 'carried-out' } } as const;
  it('lasts while the book leads on: fifteen days after a reconsideration, thirty after an appeal', () => {
    given(placed)
      .when(settle('reconsideration', '2017-05-12'))
      .thenData(extended('2017-05-27', [{ step: 'appeal', lastDay: '2017-05-27' }]));
    given(placed)
      .when(settle('appeal', '2017-05-12'))
      .thenData(extended('2017-06-12', [{ step: 're-appeal', lastDay: '2017-06-12' }]));
  });
  it('has no last day while nobody can prove that a period runs, nor where no book tells', () => {
    given(placed)
      .when(settle('reconsideration'))
      .thenData(extended(null, [{ step: 'appeal' }]));
    without(placed).when(settle('reconsideration', '2017-05-12')).thenData(extended(null, []));
  });
  it('ends at once where nothing comes after', () => {
    given(placed).when(settle('re-appeal', '2017-05-12')).thenData(maintained);
    given(placed)
      .when(settle('re-appeal', '2017-05-12', 'carried-out'))
      .thenData(carriedOut);
    given().when(settle('re-appeal', '2017-05-12')).thenNothing();
  });
  it('ends on the day until which it was extended, and on no other', () => {
    const steps = [{ step: 'appeal', lastDay: '2017-05-31' }];
    const lapse = (until: string) => ({ type: 'LapseLegalHold', data: { appealId: APPEAL, until } }) as const;
    given(placed, extended('2017-05-31', steps)).when(lapse('2017-05-31')).thenData(maintained);
    given(placed, extended('2017-05-31', steps)).when(lapse('2017-05-30')).thenNothing();
    given(placed, extended('2017-05-31', steps), maintained).when(lapse('2017-05-31')).thenNothing();
    given(placed).when(lapse('2017-05-31')).thenNothing();
    given(placed, extended('2017-05-31', steps, 'carried-out'))
      .when(lapse('2017-05-31'))
      .thenData(carriedOut);
    given(placed, extended(null, steps), extended('2017-05-31', steps)).when(lapse('2017-05-31')).thenData(maintained);
  });
  it('stays to be seen after it ended', () => {
    const rows = worldOf([legalHolds], [placed, lifted])['legal-holds']!;
    expect(rows[APPEAL]).toMatchObject({ ...place.data, since: '2016-12-07', released: { on: '2016-12-07', because: 'withdrawn' } });
    expect(worldOf([legalHolds], [placed])['legal-holds']![APPEAL]).toMatchObject({ until: null, released: null });
    const row = worldOf([legalHolds], [placed, extended('2017-05-31', [{ step: 'appeal', lastDay: '2017-05-31' }])])['legal-holds']![APPEAL];
    expect(row).toMatchObject({ until: '2017-05-31', further: [{ step: 'appeal' }], released: null });
  });
});
