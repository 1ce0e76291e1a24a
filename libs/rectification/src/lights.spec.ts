import { isOpen, isToVerify, isWithUnit, lightOf, type Lit } from './index.js';
import { BOOK, DUE } from '../../../test/support/rectification.js';
import { lightsFor, lint, type LightScheme, type RuleBook } from '#rulebook';
import { shapeErrors } from '../../rulebook/src/nest/index.js';

/** Three ways to show the same items, as books of three places would state them: no code knows any of them. Examples. */
const scheme = (id: string, zh: string, rules: LightScheme['rules']): LightScheme => ({
  ...{ id, zh, rules, effective: { from: '2016-01-01' }, source: 'example', verifiedBy: '示例', example: true },
});
const ended = { states: ['closed', 'cancelled'] };
const SCHEMES = {
  'three-days': scheme('three-days', '三天内黄灯，逾期红灯', [
    { colour: 'green', zh: '已办结', when: ended },
    { colour: 'red', zh: '逾期', when: { overdue: true } },
    { colour: 'yellow', zh: '三天内到期', when: { dueWithinDays: 3 } },
    { colour: 'green', zh: '正常', when: {} },
  ]),
  'blue-yellow-red': scheme('blue-yellow-red', '蓝黄红', [
    { colour: 'blue', zh: '已办结', when: ended },
    { colour: 'red', zh: '逾期七天以上', when: { overdueDaysMin: 7 } },
    { colour: 'yellow', zh: '逾期', when: { overdue: true } },
    { colour: 'blue', zh: '按期推进', when: {} },
  ]),
  'red-to-yellow': scheme('red-to-yellow', '逾期红灯，补报转黄灯', [
    { colour: 'yellow', zh: '逾期后补报', when: { madeUp: true } },
    { colour: 'red', zh: '逾期', when: { overdue: true } },
    { colour: 'green', zh: '正常', when: {} },
  ]),
} as const;
const bookWith = (id: keyof typeof SCHEMES): RuleBook => ({ ...BOOK, lights: [SCHEMES[id]], rectification: { ...BOOK.rectification!, lights: id } });

const under = (state: Lit['state'], change: Partial<Lit> = {}): Lit => ({ state, dueAt: DUE, lateReport: false, ...change });
const [EARLY, THREE_DAYS, JUST, AT, LATE, WEEK] = [
  '2016-12-10T00:00:00.000Z',
  '2016-12-17T10:00:00.000Z',
  '2016-12-20T09:59:59.999Z',
  DUE,
  '2016-12-21T10:00:00.000Z',
  '2016-12-27T10:00:00.000Z',
] as const;

describe('three configurations of lights are data and nothing else', () => {
  it.each(Object.keys(SCHEMES) as (keyof typeof SCHEMES)[])('%s is a sound book', (id) => {
    expect(shapeErrors(bookWith(id))).toEqual([]);
    expect(lint(bookWith(id)).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(lightsFor(bookWith(id), '2016-12-07')?.id).toBe(id);
  });
  const made = { lateReport: true };
  it.each<[keyof typeof SCHEMES, Lit, string, string]>([
    ['three-days', under('in-progress'), EARLY, 'green'],
    ['three-days', under('in-progress'), '2016-12-17T09:59:59.999Z', 'green'],
    ['three-days', under('in-progress'), THREE_DAYS, 'yellow'],
    ['three-days', under('awaiting-receipt'), JUST, 'yellow'],
    ['three-days', under('in-progress'), AT, 'red'],
    ['three-days', under('overdue'), LATE, 'red'],
    ['three-days', under('listed-supervision'), LATE, 'red'],
    ['three-days', under('reported', made), LATE, 'green'],
    ['three-days', under('closed'), WEEK, 'green'],
    ['three-days', under('in-progress', { dueAt: null }), WEEK, 'green'],
    ['blue-yellow-red', under('in-progress'), JUST, 'blue'],
    ['blue-yellow-red', under('in-progress'), AT, 'yellow'],
    ['blue-yellow-red', under('overdue'), LATE, 'yellow'],
    ['blue-yellow-red', under('overdue'), WEEK, 'red'],
    ['blue-yellow-red', under('under-verification', made), WEEK, 'blue'],
    ['blue-yellow-red', under('closed'), WEEK, 'blue'],
    ['blue-yellow-red', under('in-progress', { dueAt: null }), WEEK, 'blue'],
    ['red-to-yellow', under('in-progress'), JUST, 'green'],
    ['red-to-yellow', under('overdue'), LATE, 'red'],
    ['red-to-yellow', under('reported', made), LATE, 'yellow'],
    ['red-to-yellow', under('closed', made), WEEK, 'yellow'],
    ['red-to-yellow', under('returned', made), LATE, 'red'],
    ['red-to-yellow', under('reported'), LATE, 'green'],
  ])('%s: %j at %s is %s', (id, row, now, colour) => expect(lightOf(row, SCHEMES[id], now).colour).toBe(colour));
});

describe('a light', () => {
  it('turns back when the deadline is moved, though the record says overdue', () =>
    expect(lightOf(under('overdue', { dueAt: '2016-12-30T10:00:00.000Z' }), SCHEMES['three-days'], LATE).colour).toBe('green'));
  it('may be asked that something is not', () => {
    const rules = [
      { colour: 'calm', zh: '未逾期', when: { overdue: false, madeUp: false } },
      { colour: 'other', zh: '其他', when: {} },
    ];
    expect([under('in-progress'), under('overdue'), under('reported', made(true))].map((row) => lightOf(row, { rules }, LATE).colour)).toEqual([
      'other',
      'other',
      'other',
    ]);
    expect(lightOf(under('in-progress'), { rules }, EARLY)).toEqual({ colour: 'calm', zh: '未逾期' });
  });
  it('is never missing without being said so', () => expect(() => lightOf(under('closed'), { rules: [] }, AT)).toThrow('dark'));
});
const made = (lateReport: boolean) => ({ lateReport });

describe('states', () => {
  it('lie with the unit, with the inspectors, or are over', () => {
    const states: readonly Lit['state'][] = ['awaiting-receipt', 'in-progress', 'returned', 'overdue', 'listed-supervision'];
    expect(states.every((state) => isWithUnit(state) && isOpen(state) && !isToVerify(state))).toBe(true);
    expect((['reported', 'under-verification'] as const).every((state) => isToVerify(state) && isOpen(state) && !isWithUnit(state))).toBe(true);
    expect((['closed', 'recurred', 'cancelled'] as const).some(isOpen)).toBe(false);
  });
});
