import type { Basis } from '#kernel';
import type { BookInForce } from '#rulebook';
import { specification, type Past } from '../../../test/support/specification.js';
import { vetoDecider } from './veto.decider.js';

const unit = { unitId: 'unit-qinglan01', year: 2016 };
const basisOn = (clauseId: string, ...events: readonly string[]): Basis => ({
  bookId: 'book',
  bookVersion: 1,
  clauseId,
  clauseHash: `hash-${clauseId}`,
  events,
});
const ground = (clauseId: string) => ({ ...unit, clauseId, target: unit.unitId });
const poor = { 'performance.grade': 'poor' };
const set = (clauseId: string, met: boolean, ...events: readonly string[]) =>
  ({ type: 'SetVetoBasis', data: { ...ground(clauseId), met, values: poor, basis: basisOn(clauseId, ...events) } }) as const;
const came = (type: string, clauseId: string, ...events: readonly string[]) => ({
  type,
  data: { ...ground(clauseId), values: poor },
  basis: [basisOn(clauseId, ...events)],
});
const fell = (type: string, clauseId: string, ...events: readonly string[]) => ({ type, data: ground(clauseId), basis: [basisOn(clauseId, ...events)] });

const authority = { authorityRef: '示例委〔2017〕3号' };
const confirmed: Past = { type: 'VetoConfirmed', data: { ...unit, ...authority, effects: [], effectUndetermined: true, date: '2016-12-05' } };
const lifting = { ...unit, authorityRef: '示例委〔2017〕9号', reason: '等次更正', date: '2016-12-06' };
const lifted: Past = { type: 'VetoLifted', data: lifting };
const overridden = { type: 'VetoGroundOverridden', data: { ...unit, date: lifting.date, breaches: ['veto-lifted-while-ground-stands'] } };
const triggered = came('VetoTriggered', 'A', 'e1');

/** A veto on clauses A and B; the reach of A is a term that authority has interpreted, B states its own. */
const book = {
  book: {
    terms: [{ id: 'reach', zh: '一票否决', affects: 'effects', defined: false }],
    clauses: [
      { id: 'A', status: 'on', terms: ['reach'], consequence: { kind: 'veto', effects: 'undetermined' } },
      { id: 'B', status: 'on', consequence: { kind: 'veto', effects: ['promotion'] } },
    ],
  },
  interpretations: [
    { term: 'reach', effects: ['everything'] },
    { term: 'reach', effects: ['honours', 'grade-cap'] },
  ],
} as unknown as BookInForce;

const given = specification(vetoDecider, { book });

describe('the bases of a veto, set by policy', () => {
  it('trigger it', () =>
    given()
      .when(set('A', true, 'e1'))
      .then(triggered));
  it('say nothing while there is none', () =>
    given()
      .when(set('A', false, 'e1'))
      .thenNothing());
  it('say nothing twice', () =>
    given(triggered)
      .when(set('A', true, 'e1'))
      .thenNothing());
  it('are a set of evidence: its order says nothing', () =>
    given(came('VetoTriggered', 'A', 'e1', 'e2'))
      .when(set('A', true, 'e2', 'e1'))
      .thenNothing());
  it('follow the evidence', () =>
    given(triggered)
      .when(set('A', true, 'e1', 'e2'))
      .then(came('VetoBasisChanged', 'A', 'e1', 'e2')));
  it('follow the values', () => {
    const command = { type: 'SetVetoBasis', data: { ...set('A', true, 'e1').data, values: { 'performance.grade': 'poor', 'unit.kind': 'town' } } } as const;
    const { met: _met, basis, ...data } = command.data;
    given(triggered)
      .when(command)
      .then({ type: 'VetoBasisChanged', data, basis: [basis] });
  });
  it("follow the book's version", () => {
    const basis = { ...basisOn('A', 'e1'), bookVersion: 2 };
    given(triggered)
      .when({ type: 'SetVetoBasis', data: { ...set('A', true).data, basis } })
      .then({ ...came('VetoBasisChanged', 'A'), basis: [basis] });
  });
  it('are added while it is triggered', () =>
    given(triggered)
      .when(set('B', true, 'e2'))
      .then(came('VetoBasisAdded', 'B', 'e2')));
  it('are added while it is confirmed, which stays', () => {
    given(triggered, confirmed)
      .when(set('B', true, 'e2'))
      .then(came('VetoBasisAdded', 'B', 'e2'));
    given(triggered, confirmed, came('VetoBasisAdded', 'B')).when({ type: 'LiftVeto', data: lifting }).thenData(lifted, overridden);
  });
  it('one of two falls and the veto stands', () => {
    given(triggered, came('VetoBasisAdded', 'B')).when(set('A', false)).then(fell('VetoBasisRemoved', 'A'));
    given(triggered, came('VetoBasisAdded', 'B'), confirmed).when(set('A', false)).then(fell('VetoBasisRemoved', 'A'));
  });
  it('the last one falls and an unconfirmed veto is withdrawn', () =>
    given(triggered)
      .when(set('A', false, 'e3'))
      .then(fell('VetoWithdrawn', 'A', 'e3')));
  it('the last one falls and a confirmed veto is marked, not lifted', () =>
    given(triggered, confirmed)
      .when(set('A', false, 'e3'))
      .then(fell('VetoBasisLost', 'A', 'e3')));
  it('the one left of two falls: marked', () =>
    given(triggered, came('VetoBasisAdded', 'B'), confirmed, fell('VetoBasisRemoved', 'A')).when(set('B', false)).then(fell('VetoBasisLost', 'B')));
  it('met again gives a confirmed veto its ground back', () =>
    given(triggered, confirmed, fell('VetoBasisLost', 'A'))
      .when(set('A', true, 'e5'))
      .then(came('VetoBasisRegained', 'A', 'e5')));
  it('regained is confirmed, not triggered', () =>
    given(triggered, confirmed, fell('VetoBasisLost', 'A'), came('VetoBasisRegained', 'A')).when(set('A', false)).then(fell('VetoBasisLost', 'A')));
  it('met again after withdrawal triggers anew', () =>
    given(triggered, fell('VetoWithdrawn', 'A'))
      .when(set('A', true, 'e5'))
      .then(came('VetoTriggered', 'A', 'e5')));
  it('fallen already says nothing more', () => given(triggered, fell('VetoWithdrawn', 'A')).when(set('A', false)).thenNothing());
});

describe('a lifted veto', () => {
  const over: readonly Past[] = [triggered, confirmed, lifted];
  it('does not return while the clause simply goes on being met', () =>
    given(...over)
      .when(set('A', true, 'e9'))
      .thenNothing());
  it('notes that the clause fell', () =>
    given(...over)
      .when(set('A', false))
      .then(fell('VetoBasisRemoved', 'A')));
  it('returns when the clause is met anew', () =>
    given(...over, fell('VetoBasisRemoved', 'A'))
      .when(set('A', true, 'e9'))
      .then(came('VetoTriggered', 'A', 'e9')));
  it('returns on another clause', () =>
    given(...over)
      .when(set('B', true, 'e9'))
      .then(came('VetoTriggered', 'B', 'e9')));
  it('then rests on that clause alone', () =>
    given(...over, came('VetoTriggered', 'B'))
      .when(set('B', false))
      .then(fell('VetoWithdrawn', 'B')));
  it('lifted after its ground was lost, it returns as soon as the clause is met', () =>
    given(triggered, confirmed, fell('VetoBasisLost', 'A'), lifted)
      .when(set('A', true, 'e9'))
      .then(came('VetoTriggered', 'A', 'e9')));
});

describe('what people do with a veto', () => {
  const confirm = { ...unit, date: '2016-12-05' };
  const act = { validAt: { from: '2016-12-05' }, basis: [basisOn('A', 'e1')] };

  it('confirm it on authority, its effect undetermined by default', () =>
    given(triggered)
      .when({ type: 'ConfirmVeto', data: { ...confirm, ...authority } })
      .then({ type: 'VetoConfirmed', data: { ...confirm, ...authority, effects: [], effectUndetermined: true }, ...act }));
  it('confirm it without authority, which is recorded as a breach', () =>
    given(triggered)
      .when({ type: 'ConfirmVeto', data: confirm })
      .then({ type: 'VetoConfirmed', data: { ...confirm, breaches: ['veto-without-authority'], effects: [], effectUndetermined: true }, ...act }));
  it('choose effects from the last interpretation', () =>
    given(triggered)
      .when({ type: 'ConfirmVeto', data: { ...confirm, ...authority, effects: ['honours'] } })
      .then({ type: 'VetoConfirmed', data: { ...confirm, ...authority, effects: ['honours'], effectUndetermined: false }, ...act }));
  it('choose effects that the book states itself', () =>
    given(came('VetoTriggered', 'B', 'e1'))
      .when({ type: 'ConfirmVeto', data: { ...confirm, ...authority, effects: ['promotion'] } })
      .thenData({ type: 'VetoConfirmed', data: { ...confirm, ...authority, effects: ['promotion'], effectUndetermined: false } }));
  it.each([
    ['an effect that only an earlier interpretation gave', ['everything'], 'veto.unknown-effect'],
    ['an effect of a clause that does not veto here', ['promotion'], 'veto.unknown-effect'],
    ['an empty list', [], 'veto.effects-empty'],
    ['an effect twice', ['honours', 'honours'], 'veto.effect-twice'],
  ])('may not choose %s', (_what, effects, code) =>
    given(triggered)
      .when({ type: 'ConfirmVeto', data: { ...confirm, ...authority, effects } })
      .thenRejected(code),
  );
  it('are told which clause gives no such effect', () =>
    given(triggered)
      .when({ type: 'ConfirmVeto', data: { ...confirm, ...authority, effects: ['promotion'] } })
      .thenRejected('veto.unknown-effect', 'A'));
  it('cannot choose effects without a book', () =>
    given(triggered)
      .when({ type: 'ConfirmVeto', data: { ...confirm, ...authority, effects: ['honours'] } }, { book: undefined })
      .thenRejected('book.none-in-force'));
  it.each([[[]], [[triggered, confirmed]], [[triggered, fell('VetoWithdrawn', 'A')]]])(
    'cannot confirm what awaits no confirmation',
    (history: readonly Past[]) =>
      given(...history)
        .when({ type: 'ConfirmVeto', data: { ...confirm, ...authority } })
        .thenRejected('veto.not-triggered'),
  );
  it('cannot name an empty authority', () =>
    given(triggered)
      .when({ type: 'ConfirmVeto', data: { ...confirm, authorityRef: ' ' } })
      .thenRejected('veto.authority-missing'));
  it('cannot date the act on no day, or ahead', () => {
    given(triggered)
      .when({ type: 'ConfirmVeto', data: { ...confirm, date: '2016-02-30' } })
      .thenRejected('date.invalid');
    given(triggered)
      .when({ type: 'ConfirmVeto', data: { ...confirm, date: '2016-12-08' } })
      .thenRejected('veto.date-in-future');
  });

  const determine = { ...unit, ...authority, effects: ['grade-cap'], date: '2016-12-06' };
  it('settle the effects later, once', () => {
    given(triggered, confirmed)
      .when({ type: 'DetermineVetoEffects', data: determine })
      .then({ type: 'VetoEffectsDetermined', data: determine, validAt: { from: '2016-12-06' }, basis: [basisOn('A', 'e1')] });
    given(triggered, confirmed, { type: 'VetoEffectsDetermined', data: determine })
      .when({ type: 'DetermineVetoEffects', data: determine })
      .thenRejected('veto.effects-determined');
  });
  it('settle effects of a confirmed veto only, on authority, from the book', () => {
    given(triggered).when({ type: 'DetermineVetoEffects', data: determine }).thenRejected('veto.not-confirmed');
    given(triggered, confirmed)
      .when({ type: 'DetermineVetoEffects', data: { ...determine, effects: ['promotion'] } })
      .thenRejected('veto.unknown-effect');
    given(triggered, confirmed)
      .when({ type: 'DetermineVetoEffects', data: { ...determine, authorityRef: '' } })
      .thenRejected('veto.authority-missing');
  });
  it('settle the effects anew for a veto triggered anew', () => {
    const again = [triggered, confirmed, { type: 'VetoEffectsDetermined', data: determine }, fell('VetoBasisLost', 'A'), lifted, triggered, confirmed];
    given(...again)
      .when({ type: 'DetermineVetoEffects', data: determine })
      .thenData({ type: 'VetoEffectsDetermined', data: determine });
  });

  it('lift it while its ground stands, which is recorded as a breach with what stands', () =>
    given(triggered, confirmed)
      .when({ type: 'LiftVeto', data: lifting })
      .then(
        { type: 'VetoLifted', data: lifting, validAt: { from: '2016-12-06' } },
        { ...overridden, validAt: { from: '2016-12-06' }, basis: [basisOn('A', 'e1')] },
      ));
  it('lift it once an appeal has revoked it, and not before', () => {
    const marked = (revokedOn: string): Past => ({ type: 'VetoMarkedForLifting', data: { ...unit, appealId: 'appeal-a', documentNo: '1', revokedOn } });
    given(triggered, confirmed, marked('2016-12-06')).when({ type: 'LiftVeto', data: lifting }).thenData(lifted);
    given(triggered, confirmed, marked('2016-12-07')).when({ type: 'LiftVeto', data: lifting }).thenData(lifted, overridden);
  });
  it.each(['DetermineVetoEffects', 'LiftVeto'] as const)('%s: nothing is done with a veto before the day on which it was confirmed', (type) => {
    const on = (date: string) => (type === 'LiftVeto' ? { type, data: { ...lifting, date } } : { type, data: { ...determine, date } });
    given(triggered, confirmed).when(on('2016-12-04')).thenRejected('veto.out-of-order');
    const regained = [fell('VetoBasisLost', 'A'), came('VetoBasisRegained', 'A')];
    given(triggered, confirmed, ...regained)
      .when(on('2016-12-04'))
      .thenRejected('veto.out-of-order');
    expect(() => given(triggered, confirmed).when(on('2016-12-05')).thenRejected('none')).toThrow();
  });
  it('cannot confirm it before its year has begun', () => {
    given(triggered)
      .when({ type: 'ConfirmVeto', data: { ...confirm, date: '2015-12-31' } })
      .thenRejected('veto.before-year');
    given(triggered)
      .when({ type: 'ConfirmVeto', data: { ...confirm, date: '2016-01-01' } })
      .thenData({ type: 'VetoConfirmed', data: { ...unit, date: '2016-01-01', breaches: ['veto-without-authority'], effects: [], effectUndetermined: true } });
  });
  it('lift it when its ground is lost', () =>
    given(triggered, confirmed, fell('VetoBasisLost', 'A')).when({ type: 'LiftVeto', data: lifting }).thenData(lifted));
  it.each([[[]], [[triggered]], [[triggered, confirmed, lifted]]])('cannot lift what does not stand', (history: readonly Past[]) =>
    given(...history)
      .when({ type: 'LiftVeto', data: lifting })
      .thenRejected('veto.not-standing'),
  );
  it('lift it on authority, with a reason', () => {
    given(triggered, confirmed)
      .when({ type: 'LiftVeto', data: { ...lifting, authorityRef: ' ' } })
      .thenRejected('veto.authority-missing');
    given(triggered, confirmed)
      .when({ type: 'LiftVeto', data: { ...lifting, reason: ' ' } })
      .thenRejected('veto.reason-missing');
  });
});
