import type { Recorded } from '#kernel';
import { recorded, type Past } from '../../../test/support/specification.js';
import type { VetoEvent } from './veto.events.js';
import { vetoRegister, type VetoRow } from './veto-register.view.js';

const unit = { unitId: 'unit-qinglan01', year: 2016 };
const on = (type: string, clauseId: string, ...events: readonly string[]): Past => ({
  type,
  data: { ...unit, clauseId, target: unit.unitId, values: {} },
  basis: [{ bookId: 'book', bookVersion: 1, clauseId, clauseHash: 'h', events }],
});
const off = (type: string, clauseId: string): Past => ({ type, data: { ...unit, clauseId, target: unit.unitId } });
const confirmed: Past = {
  type: 'VetoConfirmed',
  data: { ...unit, effects: ['honours'], effectUndetermined: false, date: '2017-02-10', breaches: ['veto-without-authority'] },
};
const lifted: Past = { type: 'VetoLifted', data: { ...unit, authorityRef: '示例委〔2017〕9号', reason: '等次更正', date: '2017-04-01' } };

function register(...history: readonly Past[]): VetoRow | undefined {
  return history.map(recorded).reduce<VetoRow | undefined>((row, event) => {
    const step = vetoRegister.on[event.type as VetoEvent['type']] as (row: VetoRow | undefined, event: Recorded, key: string) => VetoRow | undefined;
    return step(row, event, `${unit.unitId}-${unit.year}`);
  }, undefined);
}

describe('veto-register', () => {
  it('has one row per unit and year', () => expect(vetoRegister.keysOf(recorded(confirmed, 0) as Recorded<VetoEvent>)).toEqual(['unit-qinglan01-2016']));
  it('shows the bases with their evidence, by clause', () =>
    expect(register(on('VetoTriggered', 'B', 'e2'), on('VetoBasisAdded', 'A', 'e1'))).toMatchObject({
      state: 'triggered',
      stateZh: '已触发，待确认',
      effectUndetermined: true,
      bases: [
        { clauseId: 'A', events: ['e1'], clauseHash: 'h' },
        { clauseId: 'B', events: ['e2'] },
      ],
    }));
  it('shows the evidence as it is now', () =>
    expect(register(on('VetoTriggered', 'A', 'e1'), on('VetoBasisChanged', 'A', 'e1', 'e2'))?.bases).toMatchObject([{ events: ['e1', 'e2'] }]));
  it('drops a clause that fell', () =>
    expect(register(on('VetoTriggered', 'A'), on('VetoBasisAdded', 'B'), off('VetoBasisRemoved', 'A'))).toMatchObject({
      state: 'triggered',
      bases: [{ clauseId: 'B' }],
    }));
  it('shows who confirmed what, and the breach', () =>
    expect(register(on('VetoTriggered', 'A'), confirmed)).toMatchObject({
      state: 'confirmed',
      effects: ['honours'],
      effectUndetermined: false,
      authorityRef: null,
      breaches: ['veto-without-authority'],
    }));
  it('shows the breach of a lifting beside that of the confirmation', () => {
    const overridden: Past = { type: 'VetoGroundOverridden', data: { ...unit, date: '2017-04-01', breaches: ['veto-lifted-while-ground-stands'] } };
    expect(register(on('VetoTriggered', 'A'), confirmed, lifted, overridden)).toMatchObject({
      state: 'lifted',
      breaches: ['veto-without-authority', 'veto-lifted-while-ground-stands'],
      history: [{}, {}, { event: 'VetoLifted' }, { event: 'VetoGroundOverridden', state: 'lifted' }],
    });
  });
  it('shows effects settled later', () => {
    const undetermined: Past = { type: 'VetoConfirmed', data: { ...unit, authorityRef: '甲', effects: [], effectUndetermined: true, date: '2017-02-10' } };
    const settled: Past = { type: 'VetoEffectsDetermined', data: { ...unit, authorityRef: '乙', effects: ['grade-cap'], date: '2017-03-10' } };
    expect(register(on('VetoTriggered', 'A'), undetermined)).toMatchObject({ effects: [], effectUndetermined: true, authorityRef: '甲' });
    expect(register(on('VetoTriggered', 'A'), undetermined, settled)).toMatchObject({
      state: 'confirmed',
      effects: ['grade-cap'],
      effectUndetermined: false,
      authorityRef: '甲',
    });
  });
  it('keeps what was confirmed while the ground is lost', () =>
    expect(register(on('VetoTriggered', 'A'), confirmed, off('VetoBasisLost', 'A'))).toMatchObject({
      state: 'basis-lost',
      stateZh: '依据灭失，待解除',
      bases: [],
      effects: ['honours'],
    }));
  it('is confirmed again when the ground is back', () =>
    expect(register(on('VetoTriggered', 'A'), confirmed, off('VetoBasisLost', 'A'), on('VetoBasisRegained', 'A'))).toMatchObject({
      state: 'confirmed',
      bases: [{ clauseId: 'A' }],
    }));
  it('is withdrawn without people', () =>
    expect(register(on('VetoTriggered', 'A'), off('VetoWithdrawn', 'A'))).toMatchObject({ state: 'withdrawn', bases: [] }));
  it('shows why it was lifted', () =>
    expect(register(on('VetoTriggered', 'A'), confirmed, lifted)).toMatchObject({
      state: 'lifted',
      bases: [],
      lifted: { reason: '等次更正', date: '2017-04-01' },
    }));
  it('starts clean when triggered anew, and forgets nothing', () => {
    const row = register(on('VetoTriggered', 'A'), confirmed, lifted, on('VetoTriggered', 'B'));
    expect(row).toMatchObject({ state: 'triggered', effects: [], effectUndetermined: true, breaches: [], lifted: null, bases: [{ clauseId: 'B' }] });
    expect(row?.history.map(({ event, clauseId }) => [event, clauseId])).toEqual([
      ['VetoTriggered', 'A'],
      ['VetoConfirmed', null],
      ['VetoLifted', null],
      ['VetoTriggered', 'B'],
    ]);
  });
});
