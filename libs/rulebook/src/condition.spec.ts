import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import type { Condition, FactDefinition } from './book.js';
import { constantsFor, factsIn, holds, problemsOf } from './condition.js';

const facts = new Map<string, FactDefinition>(
  [
    { id: 'a.flag', zh: '旗', target: 'unit', type: { kind: 'boolean' } } as const,
    {
      id: 'a.kind',
      zh: '类',
      target: 'unit',
      type: {
        kind: 'enum',
        values: [
          { id: 'town', zh: '镇' },
          { id: 'department', zh: '部门' },
        ],
      },
    } as const,
    { id: 'a.total', zh: '分', target: 'unit', type: { kind: 'integer', min: 0, max: 100, unit: 'points' } } as const,
    { id: 'a.count', zh: '数', target: 'unit', type: { kind: 'count', max: 5, items: 'things' } } as const,
    { id: 'a.grade', zh: '等', target: 'unit', type: { kind: 'grade' } } as const,
  ].map((fact) => [fact.id, fact]),
);
const codesOf = (condition: unknown) => problemsOf(condition as Condition, facts, ['low', 'high']).map(({ code }) => code);

describe('a condition', () => {
  it.each<[Condition, boolean]>([
    [true, true],
    [false, false],
    [{ var: 'a.flag' }, true],
    [{ '!': [{ var: 'a.flag' }] }, false],
    [{ '===': [{ var: 'a.kind' }, 'town'] }, true],
    [{ '!==': [{ var: 'a.kind' }, 'town'] }, false],
    [{ in: [{ var: 'a.kind' }, ['department', 'town']] }, true],
    [{ in: [{ var: 'a.kind' }, ['department']] }, false],
    [{ '<': [{ var: 'a.total' }, 60] }, false],
    [{ '<=': [{ var: 'a.total' }, 60] }, true],
    [{ '>': [{ var: 'a.total' }, 60] }, false],
    [{ '>=': [{ var: 'a.total' }, 60] }, true],
    [{ and: [{ var: 'a.flag' }, { '===': [{ var: 'a.total' }, 60] }] }, true],
    [{ and: [{ var: 'a.flag' }, false] }, false],
    [{ or: [false, { '===': [{ var: 'a.total' }, 61] }] }, false],
    [{ or: [false, { var: 'a.flag' }] }, true],
  ])('%j is %p', (condition, expected) => {
    expect(codesOf(condition)).toEqual([]);
    expect(holds(condition, { 'a.flag': true, 'a.kind': 'town', 'a.total': 60 })).toBe(expected);
  });
  it('never guesses a value that it was not given', () => expect(() => holds({ var: 'a.flag' }, {})).toThrow(TypeError));
  it('does not read what every object inherits', () => expect(() => holds({ var: 'constructor' }, {})).toThrow(TypeError));
  it('comes out true or false, nothing else', () => expect(() => holds({ var: 'a.total' }, { 'a.total': 60 })).toThrow(TypeError));
  it('knows its facts and constants', () => {
    const condition = { and: [{ '>=': [{ var: 'a.total' }, 60] }, { or: [{ '<': [{ var: 'a.total' }, 90] }, { var: 'a.flag' }] }] };
    expect(factsIn(condition)).toEqual(['a.total', 'a.flag']);
    expect(constantsFor(condition, 'a.total')).toEqual([60, 90]);
  });
});

describe('the grammar', () => {
  it.each([
    ['an operator of the library that books may not use', { '+': [{ var: 'a.total' }, 1] }, 'book.condition-malformed'],
    ['loose equality', { '==': [{ var: 'a.total' }, '60'] }, 'book.condition-malformed'],
    ['a loop', { map: [[1], { var: '' }] }, 'book.condition-malformed'],
    ['two operators in one object', { and: [true], or: [true] }, 'book.condition-malformed'],
    ['an empty object', {}, 'book.condition-malformed'],
    ['an empty conjunction', { and: [] }, 'book.condition-malformed'],
    ['a negation of two', { '!': [true, false] }, 'book.condition-malformed'],
    ['a constant on the left', { '<': [60, { var: 'a.total' }] }, 'book.condition-malformed'],
    ['a chain', { '<': [{ var: 'a.total' }, 60, 90] }, 'book.condition-malformed'],
    ['two facts', { '===': [{ var: 'a.total' }, { var: 'a.count' }] }, 'book.condition-malformed'],
    ['a default value', { var: ['a.flag', true] }, 'book.condition-malformed'],
    ['a string', 'town', 'book.condition-malformed'],
    ['null', null, 'book.condition-malformed'],
    ['an empty choice', { in: [{ var: 'a.kind' }, []] }, 'book.condition-malformed'],
    ['an unknown fact', { var: 'a.other' }, 'book.unknown-fact'],
    ['a fact named like an inherited property', { var: 'constructor' }, 'book.unknown-fact'],
    ['a number as a truth', { var: 'a.total' }, 'book.condition-type'],
    ['an order among kinds', { '<': [{ var: 'a.kind' }, 'town'] }, 'book.condition-type'],
    ['a kind that does not exist', { '===': [{ var: 'a.kind' }, 'city'] }, 'book.unknown-value'],
    ['a grade that does not exist', { in: [{ var: 'a.grade' }, ['low', 'middle']] }, 'book.unknown-value'],
    ['a number out of range', { '>': [{ var: 'a.total' }, 101] }, 'book.unknown-value'],
    ['a count below zero', { '>': [{ var: 'a.count' }, -1] }, 'book.unknown-value'],
    ['a string for a number', { '===': [{ var: 'a.total' }, '60'] }, 'book.unknown-value'],
  ])('refuses %s', (_, condition, code) => expect(codesOf(condition)).toContain(code));
  it('says something of whatever it is given, and what it lets through can be evaluated', () =>
    fc.assert(
      fc.property(fc.jsonValue(), (condition) => {
        if (codesOf(condition).length > 0) return;
        expect(typeof holds(condition as Condition, {})).toBe('boolean');
      }),
      { numRuns: 2000 },
    ));
});

describe('the library', () => {
  it('evaluates where making code from text is forbidden', () => {
    const script = `
      const { LogicEngine, defaultMethods } = require('json-logic-engine');
      const engine = new LogicEngine({ ...defaultMethods }, { disableInline: true, disableInterpretedOptimization: true });
      process.stdout.write(String(engine.run({ and: [{ '>=': [{ var: 'x' }, 1] }, { '!': [{ in: [{ var: 'x' }, [2, 3]] }] }] }, { x: 1 })));`;
    expect(execFileSync(process.execPath, ['--disallow-code-generation-from-strings', '-e', script], { encoding: 'utf8' })).toBe('true');
  });
});
